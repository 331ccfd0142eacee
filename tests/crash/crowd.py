"""People who declare, talk, react, click and submit while the bot dies; what came of each act.

An act is acknowledged when Slack heard so from the bot. What was not may have happened or not,
but then wholly. Events are told again until they are acknowledged, or read back later, so that
what people say and pin is always expected to be kept.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rehearsal.errors import NotAcknowledged, NotThere
from rehearsal.server import RehearsalServer

NAMES = ("Ana", "Ben", "Chandra")


@dataclass
class Acts:
    """What people did. Texts are unique, so that each can be looked for."""

    tried: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    # Text → whether it was acknowledged.
    declared: dict[str, bool] = field(default_factory=dict)
    updated: dict[str, bool] = field(default_factory=dict)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    pinned: set[tuple[str, str]] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


class Crowd:
    """Several people at once; `stop` returns when each has finished the act under way."""

    def __init__(self, slack: RehearsalServer, *, seed: int) -> None:
        self.slack = slack
        self.acts = Acts()
        self._seed = seed
        # Raised with every bot that is started, so that each has something to open.
        self.most_incidents = 0
        self._stopping = threading.Event()
        self.lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._live, args=(name, seed + number), name=name, daemon=True)
            for number, name in enumerate(NAMES)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _live(self, name: str, seed: int) -> None:
        dice, person, number = random.Random(seed), self.slack.person(name), 0
        acts: dict[Callable[[Any, random.Random, str], None], int] = {
            self._declare: 2,
            self._declare_in_a_form: 2,
            self._say: 8,
            self._pin: 4,
            self._update: 3,
            self._update_in_a_form: 3,
            self._export: 2,
        }
        while not self._stopping.wait(dice.random() * 0.2):
            # People see in Slack that an app is away.
            if not self.slack.awaits(lambda: bool(self.slack.backstage.hub.connections), 0.5):
                continue
            number += 1
            (act,) = dice.choices(list(acts), list(acts.values()))
            try:
                act(person, dice, f"{name.lower()} {number}")
            except NotAcknowledged:
                pass
            except NotThere as missing:
                self._problem(f"{act.__name__}: {missing}")
            except Exception as error:
                self._problem(f"{act.__name__}: {error!r}")

    def _problem(self, what: str) -> None:
        with self.lock:
            self.acts.problems.append(what)

    # Acts

    def _declare(self, person: Any, _dice: random.Random, label: str) -> None:
        if self._is_enough():
            return
        title = f"typed by {label}"
        with self._attempt("declared", title, self.acts.declared):
            answer = person.command(f"/incident declare S2 {title}", channel="general")
            if "broke" in answer.visible_text() or "database" in answer.visible_text():
                raise NotAcknowledged("told that it failed")

    def _declare_in_a_form(self, person: Any, _dice: random.Random, label: str) -> None:
        if self._is_enough():
            return
        title = f"form of {label}"
        self._put_away_forms(person)
        person.command("/incident declare", channel="general")
        form = self._filled(person, {"What is going wrong?": title})
        if form:
            self._send_off("declared in a form", title, self.acts.declared, person)

    def _say(self, person: Any, dice: random.Random, label: str) -> None:
        channel = self._channel(person, dice)
        if channel is None:
            return
        roots = [m for m in channel.top_level() if m.user == person.id]
        text = f"said by {label}"
        self._count("said")
        if roots and dice.random() < 0.3:
            message = person.replies(dice.choice(roots), text)
        else:
            message = person.types(text, channel)
        with self.lock:
            self.acts.said[text] = (channel.id, message.ts)

    def _pin(self, person: Any, dice: random.Random, label: str) -> None:
        channel = self._channel(person, dice)
        said = [m for m in (channel.messages if channel else []) if not m.bot_id and not m.files]
        if not said:
            return
        message = dice.choice(said)
        if person.id in message.reactions.get("pushpin", []):
            return
        self._count("pinned")
        with self.lock:
            self.acts.pinned.add((message.channel_id, message.ts))
        person.reacts(message, "pushpin")

    def _update(self, person: Any, dice: random.Random, label: str) -> None:
        channel = self._channel(person, dice)
        if channel is None:
            return
        text = f"typed update by {label}."
        with self._attempt("updated", text, self.acts.updated):
            answer = person.command(f"/incident update {text}", channel=channel)
            if "broke" in answer.visible_text() or "database" in answer.visible_text():
                raise NotAcknowledged("told that it failed")

    def _update_in_a_form(self, person: Any, dice: random.Random, label: str) -> None:
        channel = self._channel(person, dice)
        cards = [m for m in (channel.messages if channel else []) if m.ts in channel.pins]
        if not cards:
            return
        text = f"form update by {label}."
        self._put_away_forms(person)
        person.clicks(cards[0], "Post update")
        if self._filled(person, {"What do we know now?": text}):
            self._send_off("updated in a form", text, self.acts.updated, person)

    def _export(self, person: Any, dice: random.Random, _label: str) -> None:
        channel = self._channel(person, dice)
        if channel is None:
            return
        self._count("exported")
        person.command("/incident export", channel=channel)
        with self.lock:
            self.acts.acknowledged["exported"] += 1

    # How acts go

    def _count(self, kind: str) -> None:
        with self.lock:
            self.acts.tried[kind] += 1

    def _is_enough(self) -> bool:
        return len(self.acts.declared) >= self.most_incidents

    def _channel(self, person: Any, dice: random.Random) -> Any:
        with self.slack.workspace.lock:
            own = [
                channel
                for channel in self.slack.workspace.channels.values()
                if channel.name.startswith("inc-") and person.id in channel.members
            ]
        return dice.choice(own) if own else None

    def _attempt(self, kind: str, text: str, kept: dict[str, bool]) -> "_Attempt":
        return _Attempt(self, kind, text, kept)

    def _put_away_forms(self, person: Any) -> None:
        """What was left open when the bot died."""
        if person.modal is not None:
            person.closes(everything=True)

    def _filled(self, person: Any, values: dict[str, str]) -> bool:
        """Whether a form was there to be filled; the bot may have died in opening it."""
        if person.modal is None:
            return False
        person.fills(values)
        return True

    def _send_off(self, kind: str, text: str, kept: dict[str, bool], person: Any) -> None:
        """People press the button again when Slack says that there was trouble."""
        with self._attempt(kind, text, kept):
            for _ in range(4):
                try:
                    errors = person.submits()
                except NotAcknowledged:
                    self.slack.awaits(lambda: bool(self.slack.backstage.hub.connections), 10)
                    continue
                if errors:
                    continue  # Something broke, and the form says so.
                return
            person.closes(everything=True)
            raise NotAcknowledged(f"{kind} given up")


@dataclass
class _Attempt:
    """Notes an act that is acknowledged or not."""

    crowd: Crowd
    kind: str
    text: str
    kept: dict[str, bool]

    def __enter__(self) -> None:
        with self.crowd.lock:
            self.crowd.acts.tried[self.kind] += 1
            self.kept[self.text] = False

    def __exit__(self, trouble: type[BaseException] | None, *_: object) -> None:
        if trouble is not None:
            return
        with self.crowd.lock:
            self.crowd.acts.acknowledged[self.kind] += 1
            self.kept[self.text] = True
