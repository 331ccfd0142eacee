"""Everyone at once: a thousand messages in ten channels, then a hundred pins."""

import time
from statistics import median

from benchmarks.figures import Figure
from benchmarks.scene import Scene
from rehearsal import happenings
from rehearsal.records import Channel, Message

CHANNELS = 10
PINS = 100
MESSAGES = "SELECT count(*) FROM activity WHERE text LIKE 'burst %'"
DIFFERENT = (
    "SELECT count(DISTINCT channel_id || ts || text) FROM activity WHERE text LIKE 'burst %'"
)
PINNED = "SELECT count(*) FROM entry WHERE source = 'reaction' AND removed_at IS NULL"


def figures(scene: Scene, *, messages: int, floor: list[float]) -> list[Figure]:
    """How fast they are stored, and whether each is stored once. `floor`: seconds of commits."""
    scene.start_bot()
    channels = scene.incidents(CHANNELS)
    began = time.monotonic()
    said = _say(scene, channels, messages)
    scene.until_stored(MESSAGES, messages)
    seconds = time.monotonic() - began
    stored_once = scene.stored(DIFFERENT)
    pin_seconds = _pin(scene, said[:PINS])
    doubled = scene.stored(MESSAGES) - messages
    rate = messages / seconds
    return [
        Figure(
            f"burst of {messages:,} messages: stored",
            rate,
            "a second",
            floor=1 / median(floor),
            higher_is_better=True,
        ),
        Figure(
            "… each exactly once",
            stored_once,
            "",
            met=stored_once == messages and not doubled,
        ),
        Figure(f"{PINS} pins at once: all on the timeline", pin_seconds, "s", target=2.1),
    ]


def _say(scene: Scene, channels: list[Channel], count: int) -> list[Message]:
    """Send all without waiting for any to be acknowledged."""
    workspace, ana = scene.slack.workspace, scene.slack.person("Ana")
    said = []
    for number in range(count):
        with workspace.lock:
            channel = channels[number % len(channels)]
            said.append(happenings.post(workspace, channel, ana.id, f"burst {number}"))
    return said


def _pin(scene: Scene, said: list[Message]) -> float:
    """Seconds until all are on the timeline."""
    workspace, ana = scene.slack.workspace, scene.slack.person("Ana")
    began = time.monotonic()
    with workspace.lock:
        for message in said:
            happenings.react(workspace, message, ana.id, "pushpin")
    scene.until_stored(PINNED, len(said))
    return time.monotonic() - began
