"""What every flow works with: one transaction, the rules' clock, the words, the outbox.

`Runtime` lives as long as the process; `Unit` as long as one transaction. A flow cannot reach
Slack: all it can do is write rows that the courier takes there after the commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from bot.core.clock import Clock
from bot.core.deliveries import Delivery, pack
from bot.core.incident import REVIEW_BUSINESS_DAYS, Severity
from bot.core.ladder import Ladder
from bot.core.trackers import TrackerHouse
from bot.core.working_time import Days
from bot.flows.answers import Answer
from bot.render.environment import Context, Message, Words
from bot.render.messages.trouble import Plain
from bot.render.stages import StageText
from storage.database import Database
from storage.queries import inbox, outbox
from storage.tables import Outbox, Person

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class House:
    """Who we are in this workspace, and how this house wants things; plain values.

    `channels`: the name or id of the channel for each purpose (`incidents` …).
    `roles`: the duties that can be given besides the lead.
    `ladder`: how people are reminded; `zone`: whose hours posts in channels keep to.
    `workspace_url`: where the workspace is in a browser. `leaders`: who is asked last in a
    retrospective; `care_person`: who is called when somebody needs a person. User ids.
    `retro_days`: business days until a retrospective is due.
    `seats`: who can be asked for each discipline, user ids. `tracker`: where items have issues.
    """

    team_id: str
    bot_user_id: str
    command: str = "/incident"
    channels: dict[str, str] = field(default_factory=lambda: {"incidents": "incidents"})
    roles: tuple[str, ...] = ("lead", "preparer", "facilitator", "communicator")
    pin_emoji: str = "pushpin"
    channel_prefix: str = "inc"
    ladder: Ladder = field(default_factory=Ladder)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    workspace_url: str = ""
    leaders: tuple[str, ...] = ()
    care_person: str = ""
    retro_days: dict[Severity, int] = field(default_factory=lambda: dict(REVIEW_BUSINESS_DAYS))
    seats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tracker: TrackerHouse | None = None

    @property
    def days_off(self) -> Days:
        """Days on which nobody is reminded of anything, beside weekends."""
        return self.ladder.days_off


@dataclass
class Runtime:
    """The parts that flows are given, put together in `bot.main`.

    `wake` tells the courier of this process that rows were written; other processes' couriers
    find them at their next tick.
    """

    database: Database
    words: Words
    house: House
    clock: Clock = field(default_factory=Clock)
    stages: dict[Any, StageText] = field(default_factory=dict)
    wake: Callable[[], None] = lambda: None

    @contextmanager
    def transaction(self) -> Iterator["Unit"]:
        """One transaction; the courier is woken when it wrote something for Slack."""
        with self.database.transaction() as session:
            unit = Unit(self, session)
            yield unit
        if unit.wrote_for_slack:
            self.wake()

    @contextmanager
    def reading(self) -> Iterator["Unit"]:
        """A look that changes nothing and waits for no writer."""
        with self.database.reading() as session:
            yield Unit(self, session)

    def once(self, key: str, work: Callable[["Unit"], Answer]) -> Answer:
        """Do `work` for the first arrival of `key`; a repeat gets the answer of the first.

        The key, what the work changed and its answer are one transaction: either Slack may hear
        that it was done, or nothing was and Slack or the person tries again.
        """
        with self.transaction() as unit:
            arrived = inbox.take(
                unit.session, self.house.team_id, key, now=self.clock.machine_now()
            )
            if arrived is None:
                log.info("repeat_answered", key=key)
                return Answer.from_stored(inbox.first_answer(unit.session, self.house.team_id, key))
            answer = work(unit)
            if answer != Answer():
                arrived.answer = answer.to_stored()
                unit.session.add(arrived)
            return answer

    def keep(self, key: str, answer: Answer) -> None:
        """Note that `key` arrived and what it was answered, unless the work noted it itself.

        For what changes nothing (a refusal, a list, a modal that was opened): it is counted and
        repeated like everything else.
        """
        with self.transaction() as unit:
            arrived = inbox.take(
                unit.session, self.house.team_id, key, now=self.clock.machine_now()
            )
            if arrived is not None and answer != Answer():
                arrived.answer = answer.to_stored()


def is_database_trouble(error: Exception) -> bool:
    """Whether the database is away, full or locked, rather than something being wrong with us."""
    return isinstance(error, DBAPIError | PoolTimeout)


class Unit:
    """One transaction of a flow."""

    def __init__(self, runtime: Runtime, session: Session) -> None:
        """Begin to work within `session`; `now` stays the same until the end.

        `people`: who was looked up so far, None where we know nobody of that id.
        """
        self.runtime = runtime
        self.session = session
        self.house = runtime.house
        self.team_id = runtime.house.team_id
        self.words = runtime.words
        self.now: datetime = runtime.clock.now()
        self.wrote_for_slack = False
        self.people: dict[str, Person | None] = {}

    def render(self, context: Context) -> Message:
        """The message for these facts."""
        return self.words.message(context)

    def answer(self, code: str, **facts: Any) -> Answer:
        """A few words for the asker, from `templates/slack/lines/answers/<code>.j2`."""
        return Answer.saying(self.render(Plain(words=self.words.line(f"answers/{code}", **facts))))

    def send(
        self,
        delivery: Delivery,
        *,
        lane: str,
        follow_up: str | None = None,
        subject: dict[str, Any] | None = None,
        dedupe_key: str | None = None,
        asked_by: str | None = None,
        not_before: datetime | None = None,
    ) -> bool:
        """Have the courier do `delivery` after the commit; False if it was asked for before.

        `lane` keeps order with what else is in it. `follow_up` names the flow that runs, with
        `subject`, once it is done. `asked_by` is told when it fails for good. `not_before` is a
        moment of the rules' clock.
        """
        kind, payload = pack(delivery)
        row = self._row(lane=lane, kind=kind, payload=payload)
        row.follow_up = follow_up
        row.subject = subject or {}
        row.dedupe_key = dedupe_key
        row.asked_by = asked_by
        if not_before is not None:
            row.not_before = self.runtime.clock.to_machine(not_before)
        written = outbox.add(self.session, row)
        self.wrote_for_slack = self.wrote_for_slack or written
        return written

    def note_arrival(self, key: str) -> bool:
        """Note that `key` arrived; False when it had arrived before."""
        now = self.runtime.clock.machine_now()
        return inbox.take(self.session, self.team_id, key, now=now) is not None

    def refresh_card(self, kind: str, subject: object) -> None:
        """Have a card rendered from what will stand after this commit, and shown."""
        self._ask_once(kind, subject, lane=f"card:{kind}:{subject}")

    def is_card_under_way(self, kind: str, subject: object) -> bool:
        """Whether a card is still to be shown."""
        lane = f"card:{kind}:{subject}"
        return outbox.is_any_unfinished(self.session, self.team_id, lane)

    def send_latest(self, what: str, subject: object) -> None:
        """Have what will stand after this commit sent, however often it is asked for until then.

        The flow `<what>_sent` follows.
        """
        self._ask_once(what, subject, lane=f"{what}:{subject}", follow_up=f"{what}_sent")

    def _ask_once(
        self, what: str, subject: object, *, lane: str, follow_up: str | None = None
    ) -> None:
        row = self._row(lane=lane, kind="Late", payload={"what": what, "subject": str(subject)})
        row.card_key = lane
        row.follow_up = follow_up
        row.subject = {"subject": str(subject)} if follow_up else {}
        outbox.ask_for_card(self.session, row)
        self.wrote_for_slack = True

    def send_late(
        self,
        what: str,
        subject: object,
        *,
        dedupe_key: str | None = None,
        lane: str | None = None,
        asked_by: str | None = None,
    ) -> None:
        """Have something sent that is rendered only when it is claimed, and may lapse then.

        `dedupe_key` can be used again once it has lapsed. The flow `<what>_sent` follows.
        `lane` and `asked_by` as in `send`.
        """
        row = self._row(
            lane=lane or f"{what}:{subject}",
            kind="Late",
            payload={"what": what, "subject": str(subject)},
        )
        row.dedupe_key = dedupe_key
        row.follow_up = f"{what}_sent"
        row.subject = {"subject": str(subject)}
        row.asked_by = asked_by
        self.wrote_for_slack = outbox.add(self.session, row) or self.wrote_for_slack

    def _row(self, *, lane: str, kind: str, payload: dict[str, Any]) -> Outbox:
        now = self.runtime.clock.machine_now()
        return Outbox(
            team_id=self.team_id,
            lane=lane,
            kind=kind,
            payload=payload,
            not_before=now,
            created_at=now,
        )
