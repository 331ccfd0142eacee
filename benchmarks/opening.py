"""How long an incident takes to open when every call to Slack takes 150 ms."""

from dataclasses import dataclass
from statistics import median

from benchmarks.figures import Figure
from benchmarks.scene import Scene, is_furnished, opened_channels
from rehearsal.backstage import Call

CALL_SECONDS = 0.150
DEPENDENT_CALLS = 2
CALLS_FOR_EVERYTHING = 6
USABLE_RATIO = 1.4


@dataclass(frozen=True)
class Opening:
    """Seconds from the command until the channel can be used, and until everything is there."""

    usable: float
    complete: float


def figures(scene: Scene, *, declares: int) -> list[Figure]:
    """The medians of several declarations."""
    scene.start_bot()
    scene.incidents(1)
    scene.slack.faults.slow("*", CALL_SECONDS)
    openings = [_declare(scene, number) for number in range(declares)]
    scene.slack.faults.clear()
    return [
        Figure(
            "declared to channel open, declarer in, card shown (each call 150 ms)",
            median(each.usable for each in openings) * 1000,
            "ms",
            floor=DEPENDENT_CALLS * CALL_SECONDS * 1000,
            target_ratio=USABLE_RATIO,
        ),
        Figure(
            "… with pin, topic, bookmark and announcement",
            median(each.complete for each in openings) * 1000,
            "ms",
            floor=CALL_SECONDS * 1000,
            target_ratio=CALLS_FOR_EVERYTHING,
        ),
    ]


def _declare(scene: Scene, number: int) -> Opening:
    slack = scene.slack
    known = len(scene.channels())
    before = len(slack.calls)
    began = slack.clock.now()
    slack.person("Ana").command(f"/incident declare S2 Retrieval went stale {number}", "general")
    scene.demand(lambda: len(opened_channels(slack)) > known, "the channel")
    channel = scene.channels()[-1]
    announced_in = slack.channel("incidents").id
    usable = {("conversations.invite", channel.id), ("chat.postMessage", channel.id)}
    further = {
        ("chat.postMessage", announced_in),
        ("conversations.setTopic", channel.id),
        ("pins.add", channel.id),
        ("bookmarks.add", channel.id),
    }
    scene.demand(
        lambda: is_furnished(channel) and usable | further <= set(_ended(slack.calls[before:])),
        "all about the incident",
    )
    with slack.workspace.lock:
        ended = _ended(slack.calls[before:])
    # The list of what to preserve comes a second later and would be in the next one's way.
    scene.demand(lambda: len(_posts(slack.calls[before:], channel.id)) > 1, "the preserve list")
    return Opening(
        max(ended[each] for each in usable) - began,
        max(ended[each] for each in {*usable, *further}) - began,
    )


def _ended(calls: list[Call]) -> dict[tuple[str, str], float]:
    """When the first successful call of each kind in each channel was answered."""
    ended: dict[tuple[str, str], float] = {}
    for call in (each for each in calls if each.ok):
        place = str(call.args.get("channel") or call.args.get("channel_id") or "")
        ended.setdefault((call.method, place), call.at + call.seconds)
    return ended


def _posts(calls: list[Call], channel: str) -> list[Call]:
    return [c for c in calls if c.method == "chat.postMessage" and c.args["channel"] == channel]
