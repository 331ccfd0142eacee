"""How soon a click is acknowledged in a retrospective of twelve people with two hundred answers.

At a stage that hides its answers: forms opened and sent in, half of them without a name; then
*Reveal*, *Merge with…*, three dots each and *Count the votes*.
"""

import math
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.acknowledgement import note_deliveries
from benchmarks.figures import Figure, percentile
from benchmarks.scene import Scene
from rehearsal.records import Channel, Message
from rehearsal.sockets import NotAcknowledged

PEOPLE = 12
MERGES = 24
# Each of them presses something every two or three seconds.
CLICKS_A_SECOND = 5
SOONER_THAN_MS = 300
# The stage that hides its answers.
STAGE = 6
WORDS = "what had to be true at the same time, and for how long, "
BOARD = "What belongs together"
STORED = "SELECT (SELECT count(*) FROM stage_answer) + (SELECT count(*) FROM anonymous_answer)"


def figures(scene: Scene, *, answers: int) -> list[Figure]:
    """The latencies of all clicks, and whether every answer is there in the end."""
    scene.start_bot()
    channel, people = _at_the_stage(scene)
    took = note_deliveries(scene)
    unheard = _paced(
        partial(_answer, scene, channel, each, number) for number, each in _turns(people, answers)
    )
    scene.until_stored(STORED, answers - len(unheard))
    stored = scene.stored(STORED)
    people[0].clicks(_card(scene, channel), "Reveal")
    scene.demand(lambda: _pages(scene, channel) != [], "the board", seconds=120)
    unheard += _paced(
        partial(_merge, scene, channel, each, number) for number, each in _turns(people, MERGES)
    )
    scene.demand(lambda: _pages(scene, channel) != [], "the board after merging", seconds=120)
    unheard += _paced(partial(_vote, scene, channel, each) for each in people)
    people[0].clicks(_card(scene, channel), "Count the votes")
    took += unheard
    name = f"a click in a retrospective of {PEOPLE} with {answers} answers"
    on_board = scene.stored("SELECT count(*) FROM board_answer WHERE dots IS NOT NULL")
    return [
        Figure(f"{name}: p50", percentile(took, 0.50), "ms"),
        Figure(f"{name}: p99", percentile(took, 0.99), "ms", target=SOONER_THAN_MS),
        Figure(f"{name}: latest", max(took), "ms", target=SOONER_THAN_MS),
        Figure("… answers on the board, counted", on_board, "", met=on_board == stored),
    ]


def _at_the_stage(scene: Scene) -> tuple[Channel, list[Any]]:
    """A retrospective that has come to the stage; whoever facilitates comes first."""
    [channel] = scene.incidents(1)
    ana = scene.slack.person("Ana")
    others = [scene.slack.add_person(f"Person{number} Bench") for number in range(1, PEOPLE)]
    for person in others:
        person.joins(channel)
        person.types("I see it too", channel)
    ana.command("/incident resolve Rolled the judge back", channel)
    ana.command("/incident retro", channel)
    ana.fills({"Who facilitates?": "Ana"})
    ana.submits()
    ana.closes(everything=True)
    for number in range(1, STAGE):
        scene.demand(lambda at=number: _card(scene, channel, at) is not None, "the next stage")
        ana.clicks(_card(scene, channel, number), "Skip with a reason")
        ana.fills({"reason": "known already"})
        ana.submits()
    scene.demand(lambda: _card(scene, channel) is not None, "the stage")
    return channel, [ana, *others]


def _turns(people: list[Any], count: int) -> Iterable[tuple[int, Any]]:
    return ((number, people[number % len(people)]) for number in range(count))


def _paced(acts: Iterable[Callable[[], None]]) -> list[float]:
    """Everybody at once, at a pace; each act is a click and a form.

    What was never acknowledged took longer than Slack waits: one infinity for each.
    """
    began = time.monotonic()
    with ThreadPoolExecutor(PEOPLE) as hands:
        done = []
        for number, act in enumerate(acts):
            time.sleep(max(0, began + number * 2 / CLICKS_A_SECOND - time.monotonic()))
            done.append(hands.submit(act))
    failures = [each.exception() for each in done]
    for failure in failures:
        if failure is not None and not isinstance(failure, NotAcknowledged):
            raise failure
    return [math.inf for failure in failures if failure is not None]


def _answer(scene: Scene, channel: Channel, person: Any, number: int) -> None:
    person.clicks(_card(scene, channel), "Answer anonymously" if number % 2 else "Answer")
    person.fills({"Your answer": f"{number}: {WORDS * 4}"})
    person.submits()


def _merge(scene: Scene, channel: Channel, person: Any, number: int) -> None:
    buttons = [
        (page, block["accessory"]["value"])
        for page in _pages(scene, channel)
        for block in list(page.blocks)
        if block.get("accessory")
    ]
    page, value = buttons[number * len(buttons) // MERGES]
    person.clicks(page, "Merge with…", value=value)
    # Somebody may have merged that one a moment ago; then it is told, and no form opens.
    if person.modal is not None:
        _choose(person, "Says the same as", number)
        person.submits()
        if person.modal is not None:
            person.closes(everything=True)


def _vote(scene: Scene, channel: Channel, person: Any) -> None:
    [page] = [each for each in _pages(scene, channel) if "Give your dots" in each.buttons()]
    person.clicks(page, "Give your dots")
    for number in range(1, 4):
        _choose(person, f"Dot {number}", number)
    person.submits()


def _choose(person: Any, label: str, number: int) -> None:
    """Something of a menu, whatever stands there."""
    [menu] = [
        each["element"]
        for each in person.modal.blocks
        if each.get("label", {}).get("text") == label
    ]
    groups = menu.get("option_groups") or [menu]
    options = groups[0]["options"]
    person.fills({label: options[number % len(options)]["value"]})


def _card(scene: Scene, channel: Channel, stage: int = STAGE) -> Message | None:
    found = _messages(scene, channel, f"{stage} of 11 · ")
    return found[0] if found else None


def _pages(scene: Scene, channel: Channel) -> list[Message]:
    """The pages of the board, once the whole of it stands there: one has *Give your dots*."""
    found = _messages(scene, channel, BOARD)
    return found if any("Give your dots" in each.buttons() for each in found) else []


def _messages(scene: Scene, channel: Channel, words: str) -> list[Message]:
    with scene.slack.workspace.lock:
        return [each for each in channel.messages if words in each.visible_text()]
