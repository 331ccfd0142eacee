"""Plays one incident whole, from declaring it to a reminder three days later.

What is said is in `rehearsal/story.py`; here is who does what, and when the next may follow. Each
step is an act of a person at their client, as anyone could do it on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rehearsal import story
from rehearsal.errors import NotThere
from rehearsal.records import Channel, Message

if TYPE_CHECKING:
    from rehearsal.bot_process import BotProcess
    from rehearsal.person import Person
    from rehearsal.server import RehearsalServer

Progress = Callable[..., None]
PATIENCE_SECONDS = 20.0
BACK_AFTER_SECONDS = 30.0
WAKES_AT = 10


class StoryStuck(Exception):  # noqa: N818 - what it says is where the story stands
    """Something did not come that the story waits for."""


def play(slack: RehearsalServer, bot: BotProcess, progress: Progress) -> Path:
    """Play the whole story; the path of the document it ends with."""
    performance = Performance(slack, bot)
    steps = list(performance.steps())
    for number, step in enumerate(steps, start=1):
        channel = performance.channel.id if performance.channel else None
        progress(number, len(steps), step.label, channel)
        step.act()
    return performance.document


@dataclass(frozen=True)
class Step:
    """One thing that happens, and how it is told on the way."""

    label: str
    act: Callable[[], None]


class Performance:
    """One telling of the story."""

    def __init__(self, slack: RehearsalServer, bot: BotProcess) -> None:
        self._slack = slack
        self._bot = bot
        self._ana, self._ben, self._chandra, self._daiki = (
            slack.person(name) for name in ("Ana", "Ben", "Chandra", "Daiki")
        )
        self.channel: Channel | None = None
        self.document = bot.folder

    def steps(self) -> Iterator[Step]:
        """Everything that happens, in order."""
        yield Step("Ana tells where the story is from", self._tell_the_source)
        yield Step("Ana declares an incident", self._declare)
        yield Step("Ben, Chandra and Daiki come in and say what they see", self._gather)
        yield Step("They put what matters on the timeline", self._pin)
        yield Step("Ana posts an update and softens the effect", self._mitigate)
        yield Step("Ben resolves the incident", self._resolve)
        yield Step("Ana corrects when it began and was noticed", self._correct_times)
        yield Step("Chandra starts the retrospective", self._start_retro)
        for number, (label, act) in enumerate(self._stages(), start=1):
            yield Step(f"Stage {number} of 11: {label}", act)
        yield Step("The document is there", self._keep_document)
        yield Step("Three days later the owner is reminded", self._be_reminded)

    def _stages(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("ground rules", lambda: self._talk(1, story.AGREED)),
            ("what we promised before", lambda: self._talk(2, story.PROMISES)),
            ("what happened", lambda: self._talk(3, story.WHAT_HAPPENED)),
            ("how we noticed", self._say_how_it_was_noticed),
            ("who and what it touched", self._measure),
            ("how it came about", self._ask_how),
            ("which axis moved", self._name_axes),
            ("what helped", lambda: self._talk(8, story.WHAT_HELPED)),
            ("what will stop it next time", self._remedy),
            ("action items", self._promise),
            ("what others can use", self._teach),
        ]

    # The incident

    def _tell_the_source(self) -> None:
        self._ana.types(story.SOURCE, "general")

    def _declare(self) -> None:
        before = set(self._slack.workspace.channels)
        self._ana.command(f"/incident declare S1 {story.TITLE}", "general")
        self._wait(lambda: self._new_channels(before), "the incident's channel")
        self.channel = self._new_channels(before)[-1]
        self._wait(lambda: bool(self.channel and self.channel.bookmarks), "the card's bookmark")
        self._wait(lambda: "Preserve" in self._last_words(), "what to preserve")

    def _new_channels(self, before: set[str]) -> list[Channel]:
        channels = self._slack.workspace.channels
        return [
            channels[each] for each in channels if each not in before and not channels[each].im_with
        ]

    def _gather(self) -> None:
        for person in (self._ben, self._chandra, self._daiki):
            self._ana.invites(person, self._place)
        for who, words in story.WHILE_IT_RAN:
            self._said(who, words)
        self._ben.command(f"/incident note 6h ago {story.RELEASED}", self._place)

    def _pin(self) -> None:
        for message in [m for m in self._place.top_level() if m.user != self._bot_id]:
            if any(message.text.startswith(words[:40]) for _, words in story.WHILE_IT_RAN):
                self._chandra.reacts(message, "pushpin")
        detected = self._message_of(story.WHILE_IT_RAN[0][1])
        self._chandra.reacts(detected, "eyes")
        self._wait(lambda: any("check" in name for name in detected.reactions), "the check mark")

    def _mitigate(self) -> None:
        self._ana.command(f"/incident update {story.UPDATE}", self._place)
        self._ana.command(f"/incident mitigate {story.MITIGATION}", self._place)
        self._wait(lambda: "Reopen" in self._card.buttons(), "the card to follow")

    def _resolve(self) -> None:
        self._ben.clicks(self._card, "Resolve")
        self._fill(self._ben, "Resolve", story.RESOLUTION)
        self._wait(lambda: "Start the retro" in self._card.buttons(), "the card to follow")

    def _correct_times(self) -> None:
        self._ana.command("/incident started 6h ago", self._place)
        self._ana.command("/incident detected 4h ago", self._place)

    # The retrospective

    def _start_retro(self) -> None:
        self._chandra.clicks(self._card, "Start the retro")
        participants = [p.name for p in (self._ana, self._ben, self._chandra, self._daiki)]
        answers = {"Who facilitates?": "Chandra", "Who takes part?": participants}
        self._fill(self._chandra, "Start the retro", answers)

    def _talk(self, number: int, said: list[tuple[str, str]]) -> None:
        card = self._stage(number)
        for who, words in said:
            self._slack.person(who).replies(card, words)
        self._move_on(number)

    def _say_how_it_was_noticed(self) -> None:
        card = self._stage(4)
        self._finding(self._ana, card, "How it was noticed", story.DETECTION)
        self._talk(4, story.HOW_WE_NOTICED)

    def _measure(self) -> None:
        card = self._stage(5)
        for row in story.SCOPE:
            self._finding(self._daiki, card, "Add a slice", row)
        self._move_on(5)

    def _ask_how(self) -> None:
        card = self._stage(6)
        for who, answers in story.CHAIN:
            self._slack.person(who).clicks(card, "Add to the how-chain")
            self._fill_chain(self._slack.person(who), answers)
        self._move_on(6)

    def _fill_chain(self, person: Person, answers: story.ChainAnswer) -> None:
        """The fields' labels follow the question that is asked, so they are found by their kind."""
        view = person.awaits_modal("How it came about")
        names = [block["block_id"] for block in view.blocks if block["type"] == "input"]
        given = {"moment": answers.moment, "answer": answers.answer, "about": answers.about}
        person.fills(
            {
                name: given[name.partition("_")[0]]
                for name in names
                if given.get(name.partition("_")[0])
            }
        )
        self._send(person)

    def _name_axes(self) -> None:
        card = self._stage(7)
        for who, axis in story.AXES:
            self._finding(self._slack.person(who), card, "Which axis moved?", axis)
        self._move_on(7)

    def _remedy(self) -> None:
        card = self._stage(9)
        for remedy in story.REMEDIES:
            self._finding(self._ben, card, "Add a remedy", remedy)
        for case in story.EVAL_CASES:
            self._finding(self._chandra, card, "Add an eval case", case)
        self._move_on(9)

    def _promise(self) -> None:
        card = self._stage(10)
        for item in story.ITEMS:
            self._finding(self._chandra, card, "New action item", item | {"Due": self._due_on})
        self._move_on(10)

    def _teach(self) -> None:
        card = self._stage(11)
        self._finding(self._daiki, card, "Add a lesson", story.LESSON)
        self._settled(card, 11)
        self._chandra.clicks(self._stage(11), "Close the retro")
        if self._chandra.modal is not None:
            self._chandra.closes(everything=True)

    # What comes of it

    def _keep_document(self) -> None:
        files = self._slack.workspace.files
        self._wait(
            lambda: any(f.complete and f.name.endswith(".md") for f in files.values()),
            "the document",
        )
        file = next(f for f in files.values() if f.complete and f.name.endswith(".md"))
        self.document = self._bot.folder / file.name
        self.document.write_bytes(file.content)

    def _be_reminded(self) -> None:
        before = len(self._ben.direct_messages())
        self._bot.jump(self._reminder_at - datetime.now(UTC) - self._bot.ahead)
        self._slack.wait_connected(BACK_AFTER_SECONDS)
        self._wait(
            lambda: len(self._ben.direct_messages()) > before,
            "the reminder",
            seconds=BACK_AFTER_SECONDS,
        )

    @property
    def _reminder_at(self) -> datetime:
        """Ten in the morning, in the owner's zone, on a working day three days on or later."""
        zone = ZoneInfo(self._ben.tz)
        day = (datetime.now(zone) + self._bot.ahead + timedelta(days=3)).replace(
            hour=WAKES_AT, minute=0, second=0, microsecond=0
        )
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day.astimezone(UTC)

    @property
    def _due_on(self) -> str:
        return self._reminder_at.astimezone(ZoneInfo(self._ben.tz)).date().isoformat()

    # How people do things

    def _said(self, who: str, words: str) -> Message:
        return self._slack.person(who).types(words, self._place)

    def _finding(self, person: Person, card: Message, button: str, answers: dict[str, Any]) -> None:
        person.clicks(card, button)
        self._fill(person, None, answers)

    def _fill(self, person: Person, title: str | None, answers: dict[str, Any]) -> None:
        person.awaits_modal(title)
        person.fills(answers)
        self._send(person)

    def _send(self, person: Person) -> None:
        errors = person.submits()
        if errors:
            raise StoryStuck(f"the form says: {errors}")
        if person.modal is not None:
            person.closes(everything=True)

    def _move_on(self, number: int) -> None:
        self._settled(self._stage(number), number)
        self._chandra.clicks(self._stage(number), "Next stage")
        if self._chandra.modal is not None:
            self._fill(self._chandra, None, {"reason": story.REASON_TO_MOVE_ON})
        self._wait(lambda: self._find_stage(number + 1) is not None, f"stage {number + 1}")

    def _settled(self, card: Message, number: int) -> None:
        """Give the card time to be edited, so that the next click is on a card of today."""
        self._slack.awaits(lambda: "white_large_square" not in str(card.blocks), 3)

    def _stage(self, number: int) -> Message:
        self._wait(lambda: self._find_stage(number) is not None, f"stage {number}")
        found = self._find_stage(number)
        assert found is not None
        return found

    def _find_stage(self, number: int) -> Message | None:
        heading = f"{number} of 11"
        for message in reversed(self._place.top_level()):
            blocks = message.blocks or []
            if blocks and heading == str(blocks[0].get("text", {}).get("text", ""))[: len(heading)]:
                return message
        return None

    @property
    def _place(self) -> Channel:
        assert self.channel is not None
        return self.channel

    @property
    def _card(self) -> Message:
        return next(m for m in self._place.top_level() if m.ts in self._place.pins)

    @property
    def _bot_id(self) -> str:
        return self._slack.workspace.bot.id

    def _message_of(self, words: str) -> Message:
        found = [m for m in self._place.top_level() if m.text.startswith(words[:40])]
        if not found:
            raise NotThere(f"nobody said {words[:40]!r}")
        return found[0]

    def _last_words(self) -> str:
        messages = self._place.top_level()
        return messages[-1].visible_text() if messages else ""

    def _wait(
        self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        if not self._slack.awaits(lambda: bool(condition()), seconds):
            raise StoryStuck(f"waited {seconds:.0f} s for {what}")
