"""The courier's side of the outbox: take rows, prepare them, record what became of them.

Each function is one short transaction; between them the courier speaks to Slack. What follows
from a success is written in the transaction that records it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.core.deliveries import Delivery, DirectMessage, FindDirectMessage, Post, Update, unpack
from bot.flows import trouble
from bot.flows.registry import (
    CardContent,
    Including,
    Made,
    consequence_of,
    delay_of,
    failure_of,
    late_renderer,
)
from bot.flows.runtime import Runtime, Unit
from storage.queries import channels, outbox
from storage.tables import Card, Outbox

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
# A doubtful call may still be on its way: only after this long is it worth looking for its effect.
DOUBT_SETTLES = timedelta(seconds=5)
FIRST_BACKOFF = timedelta(seconds=2)
LONGEST_BACKOFF = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=24)
NOT_KEPT = ("text", "issues")


@dataclass(frozen=True)
class Claimed:
    """A call that this courier holds until `lease_until`.

    `in_doubt_since`: an earlier try may have reached Slack at that time; None on a clean try.
    `search_from`: Slack ts after which that try's message would stand.
    `progress`: what an earlier try of several steps had reached.
    """

    row_id: int
    attempt: int
    delivery_key: str
    lane: str
    kind: str
    payload: dict[str, Any]
    lease_until: datetime
    in_doubt_since: datetime | None
    search_from: str | None
    progress: dict[str, Any]


def claim(runtime: Runtime, *, worker: str, limit: int) -> list[Claimed]:
    """Take up to `limit` rows that are due."""
    now = runtime.clock.machine_now()
    with runtime.transaction() as unit:
        rows = outbox.claim(unit.session, worker=worker, now=now, lease=LEASE, limit=limit)
        for row in rows:
            if row.kind == Post.__name__:
                _note_where_to_search(
                    unit, row, row.payload["channel"], is_clean=row.doubt_since == now
                )
        return [_as_claimed(row, now) for row in rows]


def next_due_at(runtime: Runtime) -> datetime | None:
    """When there is something to claim next, by the machine's clock."""
    with runtime.reading() as unit:
        return outbox.next_due_at(unit.session)


def _note_where_to_search(unit: Unit, row: Outbox, channel: str, *, is_clean: bool) -> None:
    """After the last message known before the first try; what is known later may be after it."""
    if is_clean:
        row.search_from = channels.last_ts(unit.session, row.team_id, channel)
        unit.session.add(row)


def _as_claimed(row: Outbox, now: datetime) -> Claimed:
    assert row.id is not None
    assert row.lease_until is not None
    return Claimed(
        row_id=row.id,
        attempt=row.attempts,
        delivery_key=row.delivery_key,
        lane=row.lane,
        kind=row.kind,
        payload=row.payload,
        lease_until=row.lease_until,
        in_doubt_since=row.doubt_since if row.doubt_since != now else None,
        search_from=row.search_from,
        progress=row.progress or {},
    )


def prepare(runtime: Runtime, claimed: Claimed) -> tuple[Delivery, str | None] | None:
    """The call to make and where to search for it; None when it lapsed.

    What is rendered late is rendered here, from what stands now.
    """
    if claimed.kind != "Late":
        return unpack(claimed.kind, claimed.payload), claimed.search_from
    rendered = _render(runtime, claimed)
    if rendered is None:
        return None
    delivery, search_from = rendered
    # Drawn and written while no transaction is open: others may write meanwhile.
    return delivery.make() if isinstance(delivery, Made) else delivery, search_from


def _render(runtime: Runtime, claimed: Claimed) -> tuple[Delivery | Made, str | None] | None:
    what, subject = claimed.payload["what"], claimed.payload["subject"]
    late, rendered = late_renderer(what), None
    if late.only_looks:
        # Big cards take long; nobody's click waits for them. A change from here on that shows in
        # it asks for it again.
        with runtime.reading() as unit:
            rendered = late.render(unit, subject)
    with runtime.transaction() as unit:
        row = outbox.held(unit.session, claimed.row_id, claimed.attempt)
        if row is None:
            return None
        rendered = rendered or late.render(unit, subject)
        if rendered is None:
            return _lapse_or_look(row, claimed, runtime.clock.machine_now())
        if isinstance(rendered, Including):
            rendered = _note_included(row, rendered)
        if isinstance(rendered, CardContent):
            rendered = _place(unit, what, subject, rendered)
        if isinstance(rendered, Post):
            is_clean = claimed.in_doubt_since is None
            _note_where_to_search(unit, row, rendered.channel, is_clean=is_clean)
        return rendered, row.search_from


def _lapse_or_look(
    row: Outbox, claimed: Claimed, now: datetime
) -> tuple[Delivery, str | None] | None:
    """There is nothing to send any more, but an earlier try may have reached somebody."""
    if claimed.in_doubt_since is not None and row.subject.get("told"):
        return FindDirectMessage(row.subject["told"]), row.search_from
    _lapse(row, now)
    return None


def _lapse(row: Outbox, now: datetime) -> None:
    _finish(row, "lapsed", now)
    row.dedupe_key = None


def _note_included(row: Outbox, rendered: Including) -> Delivery:
    """Keep what this try holds, and what the one before it held, should that have arrived."""
    delivery = rendered.delivery
    row.subject = {
        **row.subject,
        "told": delivery.user if isinstance(delivery, DirectMessage) else None,
        "included": rendered.included,
        "included_before": row.subject.get("included"),
    }
    return delivery


def _place(unit: Unit, what: str, subject: str, content: CardContent) -> Delivery:
    """Edit the card where it stands, or post it."""
    card = channels.card(unit.session, unit.team_id, what, subject)
    if card is None:
        return Post(
            content.channel, content.message.text, content.message.blocks, content.thread_ts
        )
    return Update(card.channel_id, card.ts, content.message.text, content.message.blocks)


def remember(runtime: Runtime, claimed: Claimed, progress: dict[str, Any]) -> bool:
    """Keep what a call of several steps has reached; False when the lease is lost."""
    with runtime.transaction() as unit:
        row = outbox.held(unit.session, claimed.row_id, claimed.attempt)
        if row is None:
            return False
        row.progress = progress
        return True


def record_sent(
    runtime: Runtime, claimed: Claimed, delivery: Delivery, result: dict[str, Any]
) -> bool:
    """Record a success and do what follows from it; False when another courier holds the row."""
    with runtime.transaction() as unit:
        row = outbox.held(unit.session, claimed.row_id, claimed.attempt)
        if row is None:
            return False
        # What a file or a list said belongs to whoever reads it next, not to the outbox.
        row.result = {name: value for name, value in result.items() if name not in NOT_KEPT}
        if isinstance(delivery, FindDirectMessage) and not result["found"]:
            _lapse(row, runtime.clock.machine_now())
            return True
        _finish(row, "sent", runtime.clock.machine_now())
        unit.session.flush()
        _note_place(unit, row, delivery, result)
        consequence = consequence_of(row.follow_up)
        if consequence is not None:
            consequence(unit, _as_it_stood(row.subject, delivery, result), result)
        return True


def _as_it_stood(
    subject: dict[str, Any], delivery: Delivery, result: dict[str, Any]
) -> dict[str, Any]:
    """What follows is about the try that arrived, which may have been the one before."""
    was_rendered_again = not isinstance(delivery, FindDirectMessage)
    if was_rendered_again and result.get("found") and subject.get("included_before"):
        return {**subject, "included": subject["included_before"]}
    return subject


def _note_place(unit: Unit, row: Outbox, delivery: Delivery, result: dict[str, Any]) -> None:
    if isinstance(delivery, Update) and result.get("gone"):
        _forget_place(unit, row, delivery)
    if not isinstance(delivery, Post):
        return
    channels.saw(unit.session, row.team_id, result["channel"], result["ts"])
    if row.kind != "Late" or row.card_key is None:
        return
    what, subject = row.payload["what"], row.payload["subject"]
    unit.session.add(
        Card(
            team_id=row.team_id,
            kind=what,
            subject=subject,
            channel_id=result["channel"],
            ts=result["ts"],
        )
    )
    unit.session.flush()
    posted = consequence_of(f"{what}_posted")
    if posted is not None:
        posted(unit, {"subject": subject}, result)


def _forget_place(unit: Unit, row: Outbox, delivery: Update) -> None:
    """Somebody deleted a card. One that people work with is posted anew; others stay away."""
    channels.forget_card(unit.session, row.team_id, delivery.channel, delivery.ts)
    if row.kind == "Late" and consequence_of(f"{row.payload['what']}_posted") is not None:
        unit.refresh_card(row.payload["what"], row.payload["subject"])


def record_retry(
    runtime: Runtime, claimed: Claimed, *, error: str, after: timedelta | None, in_doubt: bool
) -> None:
    """Have it tried again: after what Slack asked for, or with growing patience.

    `in_doubt`: the call may have been done, so the next try looks before it sends.
    """
    now = runtime.clock.machine_now()
    with runtime.transaction() as unit:
        row = outbox.held(unit.session, claimed.row_id, claimed.attempt)
        if row is None:
            return
        row.last_error = error
        if _is_hopeless(row, now):
            _give_up(unit, row, error)
            return
        wait = after if after is not None else backoff(row.attempts)
        if in_doubt:
            wait = max(wait, DOUBT_SETTLES)
        else:
            row.doubt_since = None
        _wait(row, now + wait)
        delay = delay_of(row.follow_up)
        if delay is not None:
            delay(unit, row.subject, error)


def record_broken(runtime: Runtime, claimed: Claimed, *, error: str) -> None:
    """Put off what broke on our side, and may have been done; after a day it counts as failed.

    Nothing follows from that failure: what follows may be the very thing that breaks.
    """
    now = runtime.clock.machine_now()
    with runtime.transaction() as unit:
        row = outbox.held(unit.session, claimed.row_id, claimed.attempt)
        if row is None:
            return
        row.last_error = error
        if _is_hopeless(row, now):
            _finish(row, "failed", now)
        else:
            _wait(row, now + max(backoff(row.attempts), DOUBT_SETTLES))


def _is_hopeless(row: Outbox, now: datetime) -> bool:
    return row.first_tried_at is not None and now - row.first_tried_at > GIVE_UP_AFTER


def backoff(attempts: int) -> timedelta:
    """2 s · 2ⁿ, at most ten minutes."""
    doublings = min(attempts - 1, 12)
    return min(FIRST_BACKOFF * (1 << doublings), LONGEST_BACKOFF)


def record_refused(runtime: Runtime, claimed: Claimed, *, error: str) -> None:
    """Record that Slack will not do it, and tell whoever asked for it."""
    with runtime.transaction() as unit:
        row = outbox.held(unit.session, claimed.row_id, claimed.attempt)
        if row is not None:
            _give_up(unit, row, error)


def _give_up(unit: Unit, row: Outbox, error: str) -> None:
    row.last_error = error
    _finish(row, "failed", unit.runtime.clock.machine_now())
    unit.session.flush()
    log.warning("delivery_failed", outbox_id=row.id, kind=row.kind, slack_error=error)
    failure = failure_of(row.follow_up)
    if failure is not None:
        failure(unit, row.subject, error)
    trouble.tell_who_asked(unit, row, error)


def _wait(row: Outbox, until: datetime) -> None:
    row.state = "waiting"
    row.not_before = until
    row.lease_until = None


def _finish(row: Outbox, state: str, now: datetime) -> None:
    row.state = state
    row.finished_at = now
    row.lease_until = None
    row.doubt_since = None


def is_known_channel(runtime: Runtime, channel_id: str) -> bool:
    """Whether an incident has this channel already."""
    with runtime.reading() as unit:
        found = channels.find(unit.session, unit.team_id, channel_id)
        return found is not None and found.incident_id is not None
