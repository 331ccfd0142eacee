"""An action item is started, done with proof, dropped with a reason, or taken up again."""

from dataclasses import dataclass
from typing import Any

from bot.core.action_items import FINISHED, ProofKind, State, change_state, may_close
from bot.core.action_items import Proof as ProofFacts
from bot.core.errors import Refused
from bot.core.follow_up import after_new_date
from bot.flows import nudges
from bot.flows.action_items import WhichItem, announce, find_item, said, show_item_change
from bot.flows.answers import Answer
from bot.flows.findings import demand_link
from bot.flows.item_facts import item_key, line_of
from bot.flows.people import working_zone
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.action_items import ItemDone
from storage.queries import action_items
from storage.tables import ActionItem, Incident, ItemChange, Proof


@dataclass(frozen=True)
class Evidence:
    """What shows that an item is done; the link is kept and not opened."""

    kind: ProofKind
    link: str
    note: str = ""


def close_item(unit: Unit, which: WhichItem, evidence: Evidence) -> Answer:
    """Close an item with proof; whoever may see it may do so, and it is noted who did."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    demand_link(evidence.link, field="link")
    proof = ProofFacts(evidence.kind, evidence.link) if evidence.link else None
    verdict = may_close(State(item.state), [proof] if proof else [])
    if not verdict.may_close:
        raise Refused(f"item_{verdict.code}", field="link")
    unit.session.add(
        Proof(
            team_id=unit.team_id,
            item_id=nudges.identity(item),
            kind=evidence.kind,
            link=evidence.link.strip(),
            note=evidence.note,
            by=which.by,
            at=unit.now,
        )
    )
    _move(unit, incident, item, State.done, by=which.by, proof=evidence.kind, link=evidence.link)
    line = line_of(unit, item, incident)
    announce(unit, incident, item, ItemDone(item=line, by=which.by, note=evidence.note))
    return said(unit, "item_closed", item=line)


def drop_item(unit: Unit, which: WhichItem, reason: str) -> Answer:
    """Give an item up, with the reason; its reminders end."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    demand_reason(reason)
    _move(unit, incident, item, State.dropped, by=which.by, reason=reason)
    return said(unit, "item_dropped", item=line_of(unit, item, incident))


def start_item(unit: Unit, which: WhichItem) -> Answer:
    """Somebody has begun with it."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    _move(unit, incident, item, State.in_progress, by=which.by)
    return said(unit, "item_started", item=line_of(unit, item, incident))


def reopen_item(unit: Unit, which: WhichItem) -> Answer:
    """Take a finished item up again; its reminders start anew from its date."""
    incident, item = find_item(unit, which)
    nudges.keep(item, after_new_date(nudges.as_open(item), item.due_on, changed_at=unit.now))
    _move(unit, incident, item, State.open, by=which.by)
    return said(unit, "item_reopened", item=line_of(unit, item, incident))


def demand_unfinished(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """Whoever comes second is told what the first one did.

    Raises Refused("item_finished", key=…, state=…, by=…, at=…, link=…).
    """
    if State(item.state) not in FINISHED:
        return
    last = action_items.changes(unit.session, nudges.identity(item), "state")[-1]
    proofs = action_items.latest_proofs(unit.session, unit.team_id, [nudges.identity(item)])
    proof = proofs.get(nudges.identity(item)) if item.state == State.done else None
    raise Refused(
        "item_finished",
        key=item_key(incident, item),
        state=item.state,
        by=last.by,
        at=last.at,
        link=proof.link if proof else "",
    )


def demand_reason(reason: str) -> None:
    """A reason in words. Raises Refused("item_reason_missing")."""
    if not any(character.isalnum() for character in reason):
        raise Refused("item_reason_missing", field="reason")


# What each change is called on the timeline, `entries/<code>.j2`.
_ENTRIES = {
    State.done: "item_done",
    State.dropped: "item_dropped",
    State.in_progress: "item_started",
    State.open: "item_reopened",
}


def _move(
    unit: Unit,
    incident: Incident,
    item: ActionItem,
    wanted: State,
    *,
    by: str,
    reason: str = "",
    **facts: Any,
) -> None:
    former, item.state = item.state, change_state(State(item.state), wanted)
    item.closed_at = unit.now if wanted in FINISHED else None
    unit.session.add(
        ItemChange(
            team_id=unit.team_id,
            item_id=nudges.identity(item),
            what="state",
            before=former,
            after=wanted,
            reason=reason,
            by=by,
            at=unit.now,
        )
    )
    nudges.plan(unit, item, working_zone(unit, item.owner))
    note_by_bot(
        unit,
        incident,
        _ENTRIES[wanted],
        by=by,
        number=item.number,
        title=item.title,
        reason=reason,
        **facts,
    )
    show_item_change(unit, incident, item)
