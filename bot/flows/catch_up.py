"""Comparing what a channel's history says with what is stored, after nobody was listening.

History is read by `bot.work`, from the newest message down; each step here is a short transaction
and may be done again. What is new, reworded or gone, and what was pinned, goes through the same
functions as events do. Whatever an event tells while a page is on its way stays as it told it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import structlog

from bot.core.ids import Ts
from bot.core.incident import Status
from bot.core.messages import SlackMessage, read_message
from bot.core.timeline import ts_key
from bot.flows.activity import capture, erase, is_own
from bot.flows.reactions import has_meaning, settle
from bot.flows.runtime import Runtime, Unit
from storage.queries import channels, incidents, timeline
from storage.tables import Activity, Incident, Reaction

log = structlog.get_logger(__name__)

STILL_MATTER = (Status.open, Status.mitigated, Status.resolved, Status.reviewing)
# A long transaction would keep people waiting for their answers.
MESSAGES_AT_ONCE = 20
WE_ARE_OUT = ("not_in_channel", "channel_not_found", "is_archived")
Payload = Mapping[str, Any]
Told = dict[tuple[str, str, str], str]


@dataclass(frozen=True)
class Place:
    """A channel to be compared, and how far down that was done already."""

    channel: str
    read_until: str | None


@dataclass(frozen=True)
class Known:
    """What was known of a channel just before a page of it was asked for.

    A message after `last_ts` may be newer than the page; a reaction of which more was `told` since
    is newer than the page.
    """

    last_ts: str | None
    told: Told
    reacted_to: frozenset[str]


def ask(runtime: Runtime) -> None:
    """Have every channel compared whose incident is not over."""
    with runtime.transaction() as unit:
        channels.ask_for_checks(unit.session, unit.team_id, STILL_MATTER)
        workspace = incidents.workspace(unit.session, unit.team_id)
        seen = workspace.last_seen_at if workspace else None
    log.info("catch_up_asked", last_seen_at=seen.isoformat() if seen else None)


def ask_for(unit: Unit, channel: str) -> None:
    """Have one channel compared: we were not in it for a while."""
    channels.ask_for_checks(unit.session, unit.team_id, STILL_MATTER, channel_id=channel)


def due(runtime: Runtime) -> list[Place]:
    """The channels that have to be compared."""
    with runtime.reading() as unit:
        found = channels.to_check(unit.session, unit.team_id)
        return [Place(each.channel_id, each.read_until) for each in found]


def known(runtime: Runtime, channel: str) -> Known:
    """What is known before the next page is asked for."""
    with runtime.reading() as unit:
        rows = timeline.reactions_of(unit.session, unit.team_id, channel)
        return Known(
            last_ts=channels.last_ts(unit.session, unit.team_id, channel),
            told={_key(row): row.changed_ts for row in rows},
            reacted_to=frozenset(row.ts for row in rows),
        )


def reached(runtime: Runtime, channel: str, ts: str) -> None:
    """Everything from here upwards is compared."""
    with runtime.transaction() as unit:
        channels.reached(unit.session, unit.team_id, channel, ts)


def finished(runtime: Runtime, channel: str) -> None:
    """The whole channel is compared."""
    with runtime.transaction() as unit:
        channels.checked(unit.session, unit.team_id, channel, for_good=False)


def gave_up(runtime: Runtime, channel: str, slack_error: str) -> None:
    """Slack does not let us read the channel; it is asked for again once we are back in."""
    with runtime.transaction() as unit:
        channels.checked(unit.session, unit.team_id, channel, for_good=True)
        if slack_error in WE_ARE_OUT:
            channels.left(unit.session, unit.team_id, channel)


def take_page(
    runtime: Runtime, channel: str, page: Sequence[Payload], before: Known, *, below: str | None
) -> list[str]:
    """Compare a page of the channel itself, oldest message first.

    Gives the roots of threads to read, newest first. `below`: the page holds the messages before
    this ts, None for the latest.
    """
    _take(runtime, channel, page, before)
    there = {message["ts"] for message in page}
    with runtime.transaction() as unit:
        incident = incidents.by_channel(unit.session, unit.team_id, channel)
        if incident is None or not page:
            return []
        standing = timeline.standing(unit.session, unit.team_id, channel)
        for ts in _within(standing - there, above=page[0]["ts"], below=below, before=before):
            _erase_with_replies(unit, incident, ts)
        with_replies = timeline.roots(unit.session, unit.team_id, channel)
    with_replies |= {each["ts"] for each in page if each.get("reply_count")}
    return sorted(there & with_replies, key=_order, reverse=True)


def take_replies(
    runtime: Runtime,
    channel: str,
    page: Sequence[Payload],
    before: Known,
    *,
    root: str,
    above: str,
    is_last: bool,
) -> None:
    """Compare a page of a thread, oldest reply first; it holds the replies after `above`."""
    _take(runtime, channel, page, before)
    there = {message["ts"] for message in page}
    with runtime.transaction() as unit:
        incident = incidents.by_channel(unit.session, unit.team_id, channel)
        if incident is None or not (page or is_last):
            return
        standing = timeline.standing(unit.session, unit.team_id, channel, thread_ts=root)
        end = None if is_last else page[-1]["ts"]
        for ts in _within(standing - there, above=above, below=end, before=before):
            erase(unit, incident, Ts(ts), at=_noticed(unit))


def _within(missing: Iterable[str], *, above: str, below: str | None, before: Known) -> list[str]:
    """Of these, what should have been on the page, and is therefore deleted.

    What the history no longer reaches back to is not: workspaces may keep messages for a while
    only.
    """
    newest = ts_key(Ts(before.last_ts or "0"))
    end = ts_key(Ts(below)) if below else None
    return [
        ts
        for ts in missing
        if _order(above) < _order(ts) <= newest and (end is None or _order(ts) < end)
    ]


def _order(ts: str) -> tuple[int, int]:
    return ts_key(Ts(ts))


def _erase_with_replies(unit: Unit, incident: Incident, ts: str) -> None:
    """A root that left no tombstone had no reply any more."""
    channel = str(incident.channel_id)
    replies = timeline.standing(unit.session, unit.team_id, channel, thread_ts=ts)
    for gone in (ts, *sorted(replies)):
        erase(unit, incident, Ts(gone), at=_noticed(unit))


def _noticed(unit: Unit) -> datetime:
    """When something went that nobody told us of: by now."""
    return unit.runtime.clock.machine_now()


def _take(runtime: Runtime, channel: str, page: Sequence[Payload], before: Known) -> None:
    remaining = iter(page)
    while some := list(islice(remaining, MESSAGES_AT_ONCE)):
        with runtime.transaction() as unit:
            incident = incidents.by_channel(unit.session, unit.team_id, channel)
            if incident is None:
                return
            for payload in some:
                if not is_own(unit, payload):
                    _take_message(unit, incident, read_message(payload), before)
            channels.saw(unit.session, unit.team_id, channel, some[-1]["ts"])


def _take_message(unit: Unit, incident: Incident, message: SlackMessage, before: Known) -> None:
    if message.is_gone:
        erase(unit, incident, message.ts, at=_noticed(unit))
        return
    pinned = any(each.name == unit.house.pin_emoji for each in message.reactions)
    stored = capture(unit, incident, message, apps_too=pinned)
    if stored is not None and _take_reactions(unit, stored, message, before):
        settle(unit, stored)


def _take_reactions(unit: Unit, stored: Activity, message: SlackMessage, before: Known) -> bool:
    """Have the reactions be what history says; whether any were not."""
    there = {
        (message.ts, user, reaction.name)
        for reaction in message.reactions
        if has_meaning(unit, reaction.name)
        for user in reaction.users
        if user != unit.house.bot_user_id
    }
    if not there and message.ts not in before.reacted_to:
        return False
    partly_known = {each.name for each in message.reactions if not each.complete}
    rows = timeline.reactions_of(unit.session, unit.team_id, stored.channel_id, message.ts)
    changed = [
        timeline.set_present(unit.session, row, present=_key(row) in there)
        for row in rows
        if row.present is not (_key(row) in there)
        and before.told.get(_key(row)) == row.changed_ts
        and (_key(row) in there or row.name not in partly_known)
    ]
    added = [_add(unit, stored, key) for key in there - {_key(row) for row in rows}]
    return any(changed) or any(added)


def _add(unit: Unit, stored: Activity, key: tuple[str, str, str]) -> bool:
    ts, user, name = key
    return timeline.keep_reaction(
        unit.session,
        {
            "team_id": unit.team_id,
            "channel_id": stored.channel_id,
            "ts": ts,
            "user_id": user,
            "name": name,
            "present": True,
            "changed_ts": ts,
        },
    )


def _key(row: Reaction) -> tuple[str, str, str]:
    return row.ts, row.user_id, row.name
