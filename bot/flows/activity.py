"""The activity log: what people say in an incident's channel, with every wording it ever had.

A message is kept once, and what stands in the end is the same in whatever order, and however
often, Slack tells of writing, edits and deletions.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.ids import Ts
from bot.core.messages import SlackMessage, read_message
from bot.core.timeline import edit_is_real, ts_key, ts_to_datetime
from bot.flows import reactions
from bot.flows.incidents import identity
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Runtime, Unit
from bot.flows.slice_files import notice_tables
from bot.flows.stage_answers import take_reply
from storage.queries import channels, incidents, timeline
from storage.tables import Activity, Incident, Revision

# What history tells has no event of its own; any event about the same wording is newer.
NO_EVENT = Ts("0")


def hear(runtime: Runtime, event: Facts, *, key: str) -> None:
    """Take a `message` event; outside incident channels it costs one look."""
    with runtime.reading() as unit:
        if incidents.by_channel(unit.session, unit.team_id, event["channel"]) is None:
            return
    with runtime.transaction() as unit:
        incident = incidents.by_channel(unit.session, unit.team_id, event["channel"])
        if incident is None:
            return
        if event.get("hidden"):
            unit.note_arrival(key)
        _take(unit, incident, event)


def _take(unit: Unit, incident: Incident, event: Facts) -> None:
    told_ts = Ts(event.get("event_ts") or event["ts"])
    before: Mapping[str, Any] | None = event.get("previous_message")
    if event.get("subtype") == "message_deleted":
        erase(unit, incident, Ts(event["deleted_ts"]), at=ts_to_datetime(told_ts), before=before)
    elif event.get("subtype") == "message_changed":
        _take_change(unit, incident, event, told_ts)
    elif not is_own(unit, event):
        # First of all, since it locks the channel: a stage's card that is being recorded there
        # either sees this reply in its thread, or is seen by it.
        channels.saw(unit.session, unit.team_id, event["channel"], event["ts"])
        capture(unit, incident, read_message(event), told_ts=told_ts)


def _take_change(unit: Unit, incident: Incident, event: Facts, told_ts: Ts) -> None:
    message, before = read_message(event["message"]), event.get("previous_message")
    if message.is_gone:
        erase(unit, incident, message.ts, at=ts_to_datetime(told_ts), before=before)
    elif not is_own(unit, event["message"]):
        former = read_message({"ts": message.ts, **before}) if before else None
        capture(unit, incident, message, told_ts=told_ts, former=former)


def is_own(unit: Unit, payload: Mapping[str, Any]) -> bool:
    """Whether we posted this ourselves."""
    return payload.get("user") == unit.house.bot_user_id


def capture(
    unit: Unit,
    incident: Incident,
    message: SlackMessage,
    *,
    told_ts: Ts = NO_EVENT,
    former: SlackMessage | None = None,
    apps_too: bool = False,
) -> Activity | None:
    """Keep what a message says now, and what it said before; a repeat changes nothing.

    `former`: an earlier wording, where Slack gave one. What an app says is kept only where it is
    known already, or with `apps_too`: None for all else.
    """
    stored = timeline.message(
        unit.session, unit.team_id, str(incident.channel_id), message.ts, lock=True
    )
    if stored is None:
        if not message.is_human and not apps_too:
            return None
        stored = _keep(unit, incident, message, told_ts)
        _first_heard(unit, stored)
    elif not stored.user_id and not stored.app_name:
        _fill_in(unit, stored, message, told_ts)
    else:
        _reword(unit, stored, message, told_ts)
    if former is not None:
        _keep_former(unit, stored, former.text, former.written_ts)
    take_reply(unit, stored)
    return stored


def _keep(unit: Unit, incident: Incident, message: SlackMessage, told_ts: Ts) -> Activity:
    """The stored message; another process may have stored it in this very moment."""
    row = Activity(
        team_id=unit.team_id,
        incident_id=identity(incident),
        channel_id=str(incident.channel_id),
        ts=message.ts,
        thread_ts=message.thread_ts,
        user_id=message.user_id,
        app_name=message.app_name,
        text=message.text,
        files=list(message.files),
        edited_ts=message.edited_ts,
        changed_ts=told_ts,
    )
    is_new = timeline.add_message(unit.session, row)
    stored = timeline.message(unit.session, unit.team_id, row.channel_id, row.ts, lock=True)
    assert stored is not None
    if not is_new:
        _reword(unit, stored, message, told_ts)
    return stored


def _first_heard(unit: Unit, message: Activity) -> None:
    """What follows when a message is there for the first time."""
    reactions.settle(unit, message)
    notice_tables(unit, message)


def _fill_in(unit: Unit, stored: Activity, message: SlackMessage, told_ts: Ts) -> None:
    """Slack told of the deletion first: who said it, and what, comes only now."""
    stored.thread_ts = message.thread_ts
    stored.user_id, stored.app_name = message.user_id, message.app_name
    stored.text, stored.files = message.text, list(message.files)
    stored.edited_ts, stored.changed_ts = message.edited_ts, told_ts
    unit.session.add(stored)


def _reword(unit: Unit, stored: Activity, message: SlackMessage, told_ts: Ts) -> None:
    is_newer = _place(message.written_ts, told_ts) > _place(
        stored.edited_ts or stored.ts, stored.changed_ts
    )
    is_real = edit_is_real(stored.text, message.text, edited=message.edited_ts is not None)
    if not is_newer:
        _keep_former(unit, stored, message.text, message.written_ts)
        return
    if message.text != stored.text and not is_real:
        return
    former_text, former_ts = stored.text, stored.edited_ts or stored.ts
    stored.text, stored.files = message.text, list(message.files)
    stored.edited_ts, stored.changed_ts = message.edited_ts, told_ts
    unit.session.add(stored)
    _keep_former(unit, stored, former_text, former_ts)


def _place(written_ts: str, told_ts: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """By which wordings are ordered: Slack's mark of an edit knows no fractions of a second."""
    return ts_key(Ts(written_ts)), ts_key(Ts(told_ts))


def _keep_former(unit: Unit, stored: Activity, text: str, written_ts: str) -> None:
    assert stored.id is not None
    is_current = (text, written_ts) == (stored.text, stored.edited_ts or stored.ts)
    if is_current or timeline.has_wording(
        unit.session, stored.id, text=text, written_ts=written_ts
    ):
        return
    unit.session.add(
        Revision(team_id=unit.team_id, activity_id=stored.id, text=text, written_ts=written_ts)
    )
    unit.session.flush()


def erase(
    unit: Unit,
    incident: Incident,
    ts: Ts,
    *,
    at: datetime,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Leave a tombstone where a message was. `before`: the message as Slack last had it."""
    channel = str(incident.channel_id)
    stored = timeline.message(unit.session, unit.team_id, channel, ts, lock=True)
    if stored is None:
        message = read_message({"ts": ts, **before}) if before else SlackMessage(ts, "", "")
        if not message.is_human or (before and is_own(unit, before)):
            return
        stored = _keep(unit, incident, message, NO_EVENT)
        reactions.settle(unit, stored)
    stored.deleted_at = min(stored.deleted_at or at, at)
    unit.session.add(stored)
    take_reply(unit, stored)


@follows(reactions.MESSAGE_FETCHED)
def message_fetched(unit: Unit, subject: Facts, result: Facts) -> None:
    """A message that somebody pinned, and that we were never told of, was read."""
    incident = incidents.by_channel(unit.session, unit.team_id, subject["channel"])
    payload = result.get("message")
    if incident is None or payload is None or is_own(unit, payload):
        return
    stored = capture(unit, incident, read_message(payload), apps_too=True)
    if stored is not None:
        reactions.settle(unit, stored)
