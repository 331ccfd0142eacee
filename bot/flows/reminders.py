"""Reminding owners by DM: one bundled message per owner and day, in their own working hours.

The clock hands over owners with something due; the message is rendered when it is claimed, from
what is due then; what it held is recorded once Slack took it. In between, everything that was
handed over is planned for the next working day, so that a message that never goes out is missed
by a day and not for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.deliveries import DirectMessage, FetchPerson
from bot.core.follow_up import (
    Action,
    Decision,
    Rung,
    after_sending,
    bundle_at,
    days_of,
    due_today,
    next_nudge,
)
from bot.core.ladder import Ladder
from bot.flows import nudges
from bot.flows.item_facts import lines_of, visible_of
from bot.flows.people import STORE_PEOPLE, working_zone
from bot.flows.registry import Facts, Including, follows, rendered_late, when_refused
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.action_items import (
    REMINDED,
    WITH_BUTTONS,
    ItemLine,
    Reminder,
    Reminders,
)
from storage.queries import action_items
from storage.tables import ActionItem, HandOver, Incident

REMINDERS = "reminders"
REMINDERS_SENT = f"{REMINDERS}_sent"
OWNERS_AT_ONCE = 20

Due = tuple[ActionItem, Incident, Decision]


@dataclass(frozen=True)
class Bundle:
    """What one owner has to do and may see, and what to do about each item now."""

    zone: ZoneInfo
    items: Sequence[tuple[ActionItem, Incident]]
    decisions: Sequence[Decision]
    reminded_at: datetime | None
    ladder: Ladder

    def due(self) -> list[Due]:
        """What the message is about."""
        return [
            (item, incident, decision)
            for (item, incident), decision in zip(self.items, self.decisions, strict=True)
            if decision.action is Action.send
        ]

    def goes_out_at(self, now: datetime) -> datetime | None:
        """When the next message falls; None when there is nothing to come."""
        items = [nudges.as_open(item) for item, _ in self.items]
        return bundle_at(items, self.zone, now, reminded_at=self.reminded_at, ladder=self.ladder)


def hand_over(runtime: Runtime) -> None:
    """Write a message for every owner with something due; any number of processes may."""
    with runtime.reading() as unit:
        is_any_due = action_items.is_any_due(unit.session, unit.team_id, unit.now)
    while is_any_due:
        with runtime.transaction() as unit:
            owners = action_items.claim_owners(
                unit.session, unit.team_id, unit.now, limit=OWNERS_AT_ONCE
            )
            due = action_items.due_of(unit.session, unit.team_id, owners, unit.now)
            for owner in owners:
                _hand_over_owner(unit, owner, due[owner])
        is_any_due = bool(owners)


def _hand_over_owner(unit: Unit, owner: str, due: Sequence[ActionItem]) -> None:
    bundle = _bundle_of(unit, owner)
    if bundle is None:
        for item in due:
            item.next_nudge_at = None
        return
    if bundle.due():
        day = unit.now.astimezone(bundle.zone).date()
        unit.send_late(REMINDERS, owner, dedupe_key=f"{REMINDERS}:{owner}:{day}")
        _plan_as_if_sent(unit, due, bundle.zone)
    else:
        _plan_with(unit, due, bundle)


def _bundle_of(unit: Unit, owner: str) -> Bundle | None:
    """What an owner has to do; None for somebody who left."""
    zone = working_zone(unit, owner)
    if zone is None:
        return None
    items = visible_of(unit, owner)
    reminded_at = action_items.last_reminded_at(unit.session, unit.team_id, owner)
    decisions = due_today(
        [nudges.as_open(item) for item, _ in items],
        zone,
        unit.now,
        reminded_at=reminded_at,
        ladder=unit.house.ladder,
    )
    return Bundle(zone, items, decisions, reminded_at, unit.house.ladder)


def _plan_as_if_sent(unit: Unit, due: Sequence[ActionItem], zone: ZoneInfo) -> None:
    for item in due:
        nudge = next_nudge(
            nudges.as_open(item),
            zone,
            unit.now,
            reminded_at=unit.now,
            ladder=unit.house.ladder,
        )
        item.next_nudge_at = nudge.at if nudge else None


def _plan_with(unit: Unit, due: Sequence[ActionItem], bundle: Bundle) -> None:
    """Nothing goes out yet: wait for the bundle. What its owner may not see waits a day."""
    goes_out_at = bundle.goes_out_at(unit.now)
    seen = {nudges.identity(item) for item, _ in bundle.items}
    for item in due:
        is_seen = nudges.identity(item) in seen
        reminded_at = bundle.reminded_at if is_seen else unit.now
        nudge = next_nudge(
            nudges.as_open(item),
            bundle.zone,
            unit.now,
            reminded_at=reminded_at,
            ladder=unit.house.ladder,
        )
        item.next_nudge_at = max(nudge.at, goes_out_at or nudge.at) if nudge else None


@rendered_late(REMINDERS)
def render_reminders(unit: Unit, owner: str) -> Including | None:
    """The message as it is right now; None when nothing is due, or not at this hour.

    What lapses outside working hours is planned for the next ones already.
    """
    bundle = _bundle_of(unit, owner)
    if bundle is None:
        return None
    due = bundle.due()
    if not due:
        return None
    today = unit.now.astimezone(bundle.zone).date()
    lines = lines_of(unit, [(item, incident) for item, incident, _ in due], today=today)
    reminders = [
        _reminder(unit, line, each, by)
        for line, each, by in zip(lines, due, _givers(unit, due), strict=True)
    ]
    message = unit.render(
        Reminders(
            with_buttons=reminders[:WITH_BUTTONS],
            lines=reminders[WITH_BUTTONS:REMINDED],
            more=len(reminders[REMINDED:]),
            command=unit.house.command,
        )
    )
    return Including(
        DirectMessage(owner, message.text, message.blocks),
        {
            "at": unit.now.isoformat(),
            "rungs": {str(nudges.identity(item)): decision.rung for item, _, decision in due},
        },
    )


def _givers(unit: Unit, due: Sequence[Due]) -> list[HandOver | None]:
    """For each item that is news to its owner, how somebody else gave it to them."""
    news = [nudges.identity(item) for item, _, decision in due if decision.is_new]
    if not news:
        return [None] * len(due)
    found = action_items.last_hand_overs(unit.session, unit.team_id, news)
    moved = (found.get(nudges.identity(item)) for item, _, _ in due)
    nobody = ("", unit.house.bot_user_id)
    return [each if each and each.by not in (*nobody, each.after) else None for each in moved]


def _reminder(unit: Unit, line: ItemLine, due: Due, given: HandOver | None) -> Reminder:
    item, _, decision = due
    assert decision.rung is not None
    is_weekly, most = decision.rung is Rung.weekly, unit.house.ladder.weekly
    return Reminder(
        line,
        str(decision.rung),
        days=days_of(decision.rung, unit.house.ladder),
        is_new=decision.is_new,
        handed_by=given.by if given else "",
        word=given.reason if given else "",
        is_last=is_weekly and item.weekly_sent + 1 >= most,
    )


@follows(REMINDERS_SENT)
def reminders_sent(unit: Unit, subject: Facts, _result: Facts) -> None:
    """Slack took it: note for each item what it was reminded of, and plan the next time."""
    included = subject["included"]
    sent_at = datetime.fromisoformat(included["at"])
    rungs = {int(item): Rung(rung) for item, rung in included["rungs"].items()}
    items = action_items.lock_some(unit.session, unit.team_id, rungs)
    for item in items:
        _note_sent(item, rungs[nudges.identity(item)], sent_at)
    unit.session.flush()
    # Some may have gone to somebody else while the message was on its way.
    for owner in {item.owner for item in items}:
        own = [item for item in items if item.owner == owner]
        nudges.plan_owned(unit, owner, working_zone(unit, owner), own)


def _note_sent(item: ActionItem, rung: Rung, sent_at: datetime) -> None:
    if item.ladder_started_at > sent_at:
        # The date was changed in between: the reminder was of the former ladder.
        item.last_sent_at = sent_at
        return
    nudges.keep(item, after_sending(nudges.as_open(item), rung, sent_at=sent_at))


@when_refused(REMINDERS_SENT)
def reminders_refused(unit: Unit, subject: Facts, _error: str) -> None:
    """Ask who this is by now: reminders end for somebody who left."""
    unit.send(
        FetchPerson(subject["subject"]),
        lane=f"person:{subject['subject']}",
        follow_up=STORE_PEOPLE,
    )
