"""Reactions that put a message on the timeline, take it off, or mark what it was.

What stands on the timeline follows from the reactions that are known, whatever the order in which
Slack tells of them.
"""

from dataclasses import dataclass

from bot.core.deliveries import FetchMessage, React
from bot.core.ids import Ts
from bot.core.messages import emoji_name
from bot.core.timeline import marker_of, ts_to_datetime
from bot.flows.registry import Facts, rendered_late
from bot.flows.runtime import Runtime, Unit
from storage.queries import incidents, timeline
from storage.tables import Activity, Entry

MESSAGE_FETCHED = "message_fetched"
PIN_MARK = "pin_mark"
CONFIRMATION = "white_check_mark"


@dataclass(frozen=True)
class Reacted:
    """Somebody added a reaction to a message, or took it away. `told_ts`: ts of the event."""

    channel: str
    ts: Ts
    user: str
    name: str
    told_ts: str
    present: bool


def has_meaning(unit: Unit, name: str) -> bool:
    """Whether a reaction says something to the timeline."""
    return name == unit.house.pin_emoji or marker_of(name) is not None


def hear(runtime: Runtime, event: Facts, *, key: str) -> None:
    """Take a `reaction_added` or `reaction_removed` event."""
    item, name = event["item"], emoji_name(event["reaction"])
    us = runtime.house.bot_user_id
    if item.get("type") != "message" or us in (event["user"], event.get("item_user")):
        return
    with runtime.reading() as unit:
        if incidents.by_channel(unit.session, unit.team_id, item["channel"]) is None:
            return
    with runtime.transaction() as unit:
        unit.note_arrival(key)
        if not has_meaning(unit, name):
            return
        take(
            unit,
            Reacted(
                channel=item["channel"],
                ts=Ts(item["ts"]),
                user=event["user"],
                name=name,
                told_ts=event["event_ts"],
                present=event["type"] == "reaction_added",
            ),
        )


def take(unit: Unit, reacted: Reacted) -> None:
    """Keep the reaction, and have the timeline follow."""
    is_news = timeline.keep_reaction(
        unit.session,
        {
            "team_id": unit.team_id,
            "channel_id": reacted.channel,
            "ts": reacted.ts,
            "user_id": reacted.user,
            "name": reacted.name,
            "present": reacted.present,
            "changed_ts": reacted.told_ts,
        },
    )
    if not is_news or reacted.name != unit.house.pin_emoji:
        return
    message = timeline.message(unit.session, unit.team_id, reacted.channel, reacted.ts, lock=True)
    if message is not None:
        settle(unit, message)
    elif reacted.present:
        _fetch(unit, reacted)


def _fetch(unit: Unit, reacted: Reacted) -> None:
    """Have a message read that we were never told of: an app's, or older than we are here."""
    place = {"channel": reacted.channel, "ts": reacted.ts}
    unit.send(
        FetchMessage(reacted.channel, reacted.ts),
        lane=f"message:{reacted.channel}:{reacted.ts}",
        follow_up=MESSAGE_FETCHED,
        subject=place,
        dedupe_key=f"message:{reacted.channel}:{reacted.ts}:{unit.now:%Y-%m-%d}",
    )


def settle(unit: Unit, message: Activity) -> None:
    """Have the timeline show what the pins on a message now say. The message's row is locked."""
    assert message.id is not None
    present = timeline.reactions(unit.session, unit.team_id, message.channel_id, [message.ts])
    pins = [each for each in present if each.name == unit.house.pin_emoji]
    entry = timeline.entry_of(unit.session, unit.team_id, message.id)
    if pins and entry is None:
        unit.session.add(_entry(message, added_by=pins[0].user_id))
    elif pins and entry is not None and entry.removed_at is not None:
        entry.removed_at = None
    elif not pins and entry is not None and _only_pinned(entry):
        entry.removed_at = unit.now
    else:
        return
    show_mark(unit, message)


def _only_pinned(entry: Entry) -> bool:
    return entry.source == "reaction" and entry.removed_at is None


def _entry(message: Activity, *, added_by: str) -> Entry:
    return Entry(
        team_id=message.team_id,
        incident_id=message.incident_id,
        happened_at=ts_to_datetime(Ts(message.ts)),
        source="reaction",
        author=message.user_id or None,
        activity_id=message.id,
        ts=message.ts,
        added_by=added_by,
    )


def show_mark(unit: Unit, message: Activity) -> None:
    """Have the bot's ✅ stand on the message while it is on the timeline."""
    unit.refresh_card(PIN_MARK, f"{message.channel_id}:{message.ts}")


@rendered_late(PIN_MARK)
def render_mark(unit: Unit, subject: str) -> React | None:
    """Our ✅, there or not, as things stand when it is sent."""
    channel, _, ts = subject.partition(":")
    message = timeline.message(unit.session, unit.team_id, channel, ts)
    if message is None or message.id is None or message.deleted_at is not None:
        return None
    entry = timeline.entry_of(unit.session, unit.team_id, message.id)
    stands = entry is not None and entry.removed_at is None
    return React(channel, ts, CONFIRMATION, remove=not stands)
