"""How soon Slack hears that something was taken in, when it is on disk before it is acknowledged.

Messages, reactions and commands at a steady pace, measured from sending each envelope to its
acknowledgement.
"""

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, cycle
from statistics import median

from benchmarks.figures import Figure, percentile
from benchmarks.scene import Scene
from rehearsal.records import Message
from rehearsal.sockets import Delivery

PACE = 50
SOONER_THAN_MS = 50
SLACK_WAITS_MS = 3000
CHANNELS = 5
PEOPLE_AT_ONCE = 32


def figures(scene: Scene, *, engine: str, floor: list[float], seconds: float) -> list[Figure]:
    """The latencies on one engine. `floor`: seconds of empty commits."""
    scene.start_bot()
    took = _pace(scene, seconds=seconds)
    lowest = median(floor) * 1000
    name = f"acknowledged after commit, {engine}"
    return [
        Figure(f"{name}: p50", percentile(took, 0.50), "ms", floor=lowest),
        Figure(f"{name}: p99", percentile(took, 0.99), "ms", lowest, target=SOONER_THAN_MS),
        Figure(f"{name}: latest", max(took), "ms", lowest, target=SLACK_WAITS_MS),
    ]


def _pace(scene: Scene, *, seconds: float) -> list[float]:
    """Milliseconds of each acknowledgement at `PACE` a second."""
    acts = _acts(scene)
    for _ in range(PACE):
        next(acts)()
    deliveries = note_deliveries(scene)
    began = time.monotonic()
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as people:
        done = []
        for number in range(int(PACE * seconds)):
            time.sleep(max(0, began + number / PACE - time.monotonic()))
            done.append(people.submit(next(acts)))
    # What was never acknowledged took longer than Slack waits.
    return deliveries + [math.inf for each in done if each.exception() is not None]


def note_deliveries(scene: Scene) -> list[float]:
    """A list that grows by each acknowledgement: how many milliseconds it took."""
    noted: list[float] = []

    def note(delivery: Delivery) -> None:
        assert delivery.first_sent_at is not None
        noted.append((time.monotonic() - delivery.first_sent_at) * 1000)

    scene.slack.backstage.hub.on_acknowledged.append(note)
    return noted


def _acts(scene: Scene) -> Iterator[Callable[[], object]]:
    """What people do: of ten acts seven messages, two reactions, one command."""
    ana = scene.slack.person("Ana")
    channels = cycle(scene.incidents(CHANNELS))
    said: list[Message] = [ana.types(f"first {number}", next(channels)) for number in range(20)]
    unmarked = count()

    def speak(number: int) -> None:
        said.append(ana.types(f"the judge's pass rate is {number} points down", next(channels)))

    def react(_number: int) -> None:
        which = next(unmarked)
        ana.reacts(said[which], "pushpin" if which % 2 else "eyes")

    def note(number: int) -> None:
        ana.command(f"/incident note rolled prompt {number} back", next(channels))

    ten = [speak, react, speak, speak, note, speak, speak, react, speak, speak]
    for number in count():
        yield partial(ten[number % len(ten)], number)
