"""A year of reminding, with the clock turned day by day, three replicas, crashes and absences.

The bot's own flows on a real database; only Slack and the people are made up. What reached people
is held against days and hours that are reckoned here once more, by other means.
"""

import json
import random
import re
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import col

from bot.core.clock import Clock
from bot.core.deliveries import DirectMessage, FindDirectMessage, Post
from bot.core.follow_up import after_new_date
from bot.core.ladder import Ladder
from bot.flows import escalations, monthly_reviews, nudges, outgoing, reminders
from bot.flows.people import keep_person, working_zone
from bot.flows.runtime import House, Runtime
from bot.render.environment import Words
from storage import schema
from storage.database import Database
from storage.tables import ActionItem, Incident, Outbox, Workspace
from tests.rows import item_row

TEAM = "T1"
BEGAN = datetime(2031, 1, 1, tzinfo=UTC)
HOLIDAYS = frozenset({date(2031, 4, 11), date(2031, 5, 1), date(2031, 12, 25), date(2031, 12, 26)})
ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/St_Johns",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
)
_ITEM = re.compile(r"INC-(\d+)/(\d+)")


@dataclass(frozen=True)
class Size:
    """How much happens; `absences` of some days during which no replica runs."""

    owners: int = 500
    items: int = 3000
    days: int = 365
    absences: int = 4
    replicas: int = 3
    share_crashed: float = 0.01


@dataclass(frozen=True)
class Said:
    """A message that reached somebody, and the items that it names."""

    to: str
    at: datetime
    items: frozenset[int]
    words: str


@dataclass
class Life:
    """What truly became of an item: when its date was set, and when it was finished."""

    owner: str
    incident: int
    dates: list[tuple[datetime, date]]
    finished_at: datetime | None = None


@dataclass
class Year:
    """Everything that happened."""

    size: Size
    zones: dict[str, ZoneInfo]
    lives: dict[int, Life] = field(default_factory=dict)
    private: set[int] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    away: list[tuple[datetime, datetime]] = field(default_factory=list)
    left_to_remind: int = 0
    crashes: int = 0
    restarts: int = 0


class Replicas:
    """Some bots on one database, a Slack that forgets nothing, and one clock for all."""

    def __init__(self, address: str, size: Size, chance: random.Random) -> None:
        """Start them."""
        self.address, self.size, self.chance = address, size, chance
        self.now = BEGAN
        self.taken: dict[str, dict[str, Any]] = {}
        self.stack = ExitStack()
        # Words and rules take long to read and never change: all bots share them.
        self.parts = Runtime(
            database=Database(address, pool_size=2),
            words=Words(),
            house=House(TEAM, "UBOT", ladder=Ladder(days_off=HOLIDAYS)),
            clock=Clock(machine=lambda: self.now),
        )
        self.bots = [self._start() for _ in range(size.replicas)]

    def _start(self) -> Runtime:
        runtime = replace(self.parts, database=Database(self.address, pool_size=2))
        self.stack.callback(runtime.database.close)
        return runtime

    def restart(self, which: int) -> None:
        """One of them is started anew."""
        self.bots[which].database.close()
        self.bots[which] = self._start()

    def tick(self, year: Year) -> None:
        """Each looks for what is due; then one of them carries what there is."""
        for bot in self.chance.sample(self.bots, len(self.bots)):
            reminders.hand_over(bot)
            escalations.hand_over(bot)
            monthly_reviews.hand_over(bot)
        bot = self.chance.choice(self.bots)
        # What waits behind another is due, and so part of the next tick.
        for each in outgoing.claim(bot, worker="w", limit=200):
            self._carry(bot, each, year)

    def _carry(self, bot: Runtime, claimed: Any, year: Year) -> None:
        prepared = outgoing.prepare(bot, claimed)
        if prepared is None:
            return
        delivery, _ = prepared
        known = self.taken.get(claimed.delivery_key)
        if isinstance(delivery, FindDirectMessage):
            outgoing.record_sent(
                bot, claimed, delivery, {"found": known is not None, **(known or {})}
            )
            return
        assert isinstance(delivery, DirectMessage | Post)
        if known is None:
            year.said.append(_as_said(delivery, self.now))
            known = {"channel": "D1", "ts": f"{self.now.timestamp():.6f}"}
            self.taken[claimed.delivery_key] = known
            if self.chance.random() < self.size.share_crashed:
                year.crashes += 1  # Slack has it, and nobody wrote that down.
                return
            outgoing.record_sent(bot, claimed, delivery, known)
        else:
            outgoing.record_sent(bot, claimed, delivery, {**known, "found": True})


def _as_said(delivery: DirectMessage | Post, at: datetime) -> Said:
    words = json.dumps(delivery.blocks, ensure_ascii=False)
    named = {int(number) for _, number in _ITEM.findall(words)}
    to = delivery.user if isinstance(delivery, DirectMessage) else delivery.channel
    return Said(to, at, frozenset(named), words)


def simulate(address: str, size: Size, *, seed: int = 7) -> Year:
    """Live through it on an empty database."""
    chance = random.Random(seed)
    database = Database(address)
    schema.migrate(database)
    database.close()
    people = {f"U{n:04}": ZoneInfo(chance.choice(ZONES)) for n in range(size.owners)}
    year = Year(size, people)
    replicas = Replicas(address, size, chance)
    with replicas.stack:
        incidents = _settle_in(replicas.bots[0], year, chance)
        plans = _plans(size, chance)
        for _ in range(size.absences):
            away = BEGAN + timedelta(days=chance.uniform(20, size.days - 20))
            year.away.append((away, away + timedelta(days=chance.uniform(0.2, 3))))
        for day in range(size.days):
            if chance.random() < 0.1:
                replicas.restart(chance.randrange(size.replicas))
                year.restarts += 1
            _live(replicas, year, plans.get(day, []), incidents, BEGAN + timedelta(days=day + 1))
        year.left_to_remind = _count_left(replicas)
    return year


def _settle_in(bot: Runtime, year: Year, chance: random.Random) -> list[int]:
    """The workspace, its people, and an incident for every ten of them; their ids."""
    with bot.transaction() as unit:
        unit.session.add(Workspace(team_id=TEAM, channels={"board": "CB", "leaders": "CL"}))
        for user, zone in year.zones.items():
            keep_person(unit, {"id": user, "real_name": user, "tz": zone.key})
        found = []
        for number in range(1, year.size.owners // 10 + 2):
            lead = chance.choice(list(year.zones))
            incident = Incident(
                team_id=TEAM,
                number=number,
                title="Judge scores moved",
                severity="S2",
                category="silent_regression",
                declared_by=lead,
                lead=lead,
                declared_at=BEGAN,
            )
            unit.session.add(incident)
            unit.session.flush()
            found.append(incident.id or 0)
    return found


def _plans(size: Size, chance: random.Random) -> dict[int, list[tuple[str, int]]]:
    """What people will do on which day. Most items are done in time, many late, some never."""
    plans: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for item in range(1, size.items + 1):
        added = chance.randrange(int(size.days * 0.6))
        plans[added].append(("add", item))
        if chance.random() < 0.2:
            plans[added + chance.randrange(3, 25)].append(("move", item))
        if chance.random() < 0.9:
            plans[added + 1 + int(chance.expovariate(1 / 18))].append(("finish", item))
    return plans


def _live(
    replicas: Replicas,
    year: Year,
    plans: list[tuple[str, int]],
    incidents: list[int],
    until: datetime,
) -> None:
    """One day: what people do at times of their own, and a tick whenever something is due."""
    chance = replicas.chance
    acts = sorted((replicas.now + timedelta(minutes=chance.randrange(1440)), act) for act in plans)
    while True:
        act_at = acts[0][0] if acts else until
        moment = min(act_at, _next_due(replicas, year), until)
        replicas.now = max(replicas.now, moment)
        if moment >= until:
            replicas.now = until
            return
        if acts and moment == act_at:
            _, (what, item) = acts.pop(0)
            _act(replicas, year, what, item, incidents)
        elif not _is_away(year, replicas.now):
            replicas.now += timedelta(seconds=chance.randrange(10))
            replicas.tick(year)


def _first(column: Any, *where: Any) -> Any:
    return select(func.min(column)).where(*where).scalar_subquery()


_NEXT_DUE = select(
    _first(col(ActionItem.next_nudge_at)),
    _first(col(ActionItem.escalates_at)),
    _first(col(Outbox.not_before), col(Outbox.state) == "waiting"),
    _first(col(Outbox.lease_until), col(Outbox.state) == "sending"),
)


def _next_due(replicas: Replicas, year: Year) -> datetime:
    """When the next tick finds something, were anybody there: absences are slept through."""
    with replicas.bots[0].reading() as unit:
        moments = [*unit.session.execute(_NEXT_DUE).one(), _next_morning(replicas.now)]
    due = max(min(each for each in moments if each is not None), replicas.now)
    return next((back for away, back in year.away if away <= due < back), due)


def _next_morning(now: datetime) -> datetime:
    """When the house opens next: a month's review has no row before it is looked at."""
    opens = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return opens if opens > now else opens + timedelta(days=1)


def _is_away(year: Year, now: datetime) -> bool:
    return any(away <= now < back for away, back in year.away)


def _act(replicas: Replicas, year: Year, what: str, number: int, incidents: list[int]) -> None:
    chance, now = replicas.chance, replicas.now
    with chance.choice(replicas.bots).transaction() as unit:
        if what == "add":
            owner, days = chance.choice(list(year.zones)), chance.randrange(3, 30)
            due_on, incident = now.date() + timedelta(days=days), chance.choice(incidents)
            year.lives[number] = Life(owner, incident, [(now, due_on)])
            item = _new_item(number, incident, owner, due_on, now)
            unit.session.add(item)
            unit.session.flush()
        else:
            item = unit.session.get_one(ActionItem, number)
            life = year.lives[number]
            if life.finished_at:
                return
            if what == "finish":
                item.state, item.closed_at, life.finished_at = "done", now, now
            else:
                due_on = max(item.due_on, now.date()) + timedelta(days=chance.randrange(2, 20))
                nudges.keep(item, after_new_date(nudges.as_open(item), due_on, changed_at=now))
                life.dates.append((now, due_on))
        nudges.plan(unit, item, working_zone(unit, item.owner))


def _new_item(number: int, incident: int, owner: str, due_on: date, now: datetime) -> ActionItem:
    row = item_row(TEAM, incident, number, owner=owner, due_on=due_on, at=now)
    return ActionItem(id=number, **row)


def _count_left(replicas: Replicas) -> int:
    """Items whose date is half a year past and that would still be spoken of."""
    long_ago = replicas.now.date() - timedelta(days=110)
    with replicas.bots[0].reading() as unit:
        found: int = unit.session.execute(
            select(func.count())
            .select_from(ActionItem)
            .where(
                col(ActionItem.due_on) < long_ago,
                col(ActionItem.next_nudge_at).is_not(None)
                | col(ActionItem.escalates_at).is_not(None),
            )
        ).scalar_one()
    return found
