"""Links given as proof are looked at, by the courier, and looked at again later.

What a look finds stands on the item; whoever gave the proof hears once when it does not hold.
"""

from datetime import timedelta
from typing import Any

from bot.core.action_items import Check, State
from bot.core.deliveries import CheckLink, DirectMessage
from bot.core.links import Look, Reason, look_again_at, settled
from bot.flows import due_words, nudges
from bot.flows.incidents import may_see
from bot.flows.item_facts import line_of, proof_line
from bot.flows.item_shown import show_item_change
from bot.flows.people import working_zone
from bot.flows.registry import Facts, follows, rendered_late, when_refused
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.action_items import ProofFailed
from storage.queries import incidents, proofs
from storage.tables import ActionItem, LinkCheck, Proof

LINK_CHECKED = "link_checked"
PROOF_FAILED = "proof_failed"
AT_ONCE = 50
# Should the row for the courier come to nothing, the link is looked at all the same.
UNDER_WAY = timedelta(days=2)


def ask(unit: Unit, item: ActionItem, proof: Proof) -> None:
    """Have the link of a new proof looked at."""
    unit.session.flush()
    assert proof.id is not None
    check = LinkCheck(
        team_id=unit.team_id,
        proof_id=proof.id,
        item_id=nudges.identity(item),
        reason=Reason.not_looked,
        first_asked_at=unit.now,
        due_at=unit.now + UNDER_WAY,
    )
    unit.session.add(check)
    _send(unit, proof)


def _send(unit: Unit, proof: Proof) -> None:
    unit.send(
        CheckLink(proof.link),
        lane=f"link:{proof.id}",
        follow_up=LINK_CHECKED,
        subject={"proof": proof.id},
    )


def ask_again(runtime: Runtime) -> None:
    """Have the links looked at that are due; any number of processes may."""
    with runtime.reading() as unit:
        is_any_due = proofs.is_any_check_due(unit.session, unit.team_id, unit.now)
    while is_any_due:
        with runtime.transaction() as unit:
            due = proofs.claim_checks(unit.session, unit.team_id, unit.now, limit=AT_ONCE)
            for check, proof, state in due:
                is_wanted = state == State.done
                check.due_at = unit.now + UNDER_WAY if is_wanted else None
                if is_wanted:
                    _send(unit, proof)
        is_any_due = len(due) == AT_ONCE


def as_result(look: Look) -> dict[str, Any]:
    """A look as it is kept with the outbox row."""
    after = look.again_after
    return {
        "reason": look.reason,
        "detail": look.detail,
        "again_after_seconds": None if after is None else after.total_seconds(),
    }


@follows(LINK_CHECKED)
def link_checked(unit: Unit, subject: Facts, result: Facts) -> None:
    """Keep what was found, plan the next look, and say so if the link does not hold any more."""
    seconds = result["again_after_seconds"]
    after = None if seconds is None else timedelta(seconds=seconds)
    _keep(unit, subject["proof"], Look(Reason(result["reason"]), result["detail"], after))


@when_refused(LINK_CHECKED)
def link_not_checked(unit: Unit, subject: Facts, _error: str) -> None:
    """Nobody could look; that says nothing of the link."""
    _keep(unit, subject["proof"], Look(Reason.no_answer))


def _keep(unit: Unit, proof_id: int, look: Look) -> None:
    found = proofs.check_of(unit.session, unit.team_id, proof_id)
    item = proofs.item_of(unit.session, unit.team_id, found[1].item_id) if found else None
    if found is None or item is None:
        return
    check, proof = found
    before, is_first = Check(check.state), check.checked_at is None
    state, kept = settled(look, state=before, reason=Reason(check.reason))
    check.state, check.reason = state, kept.reason
    check.detail = kept.detail or check.detail
    check.checked_at = unit.now
    is_done = item.state == State.done
    check.due_at = (
        look_again_at(kept, first_asked_at=check.first_asked_at, now=unit.now) if is_done else None
    )
    unit.session.flush()
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    show_item_change(unit, incident, item)
    if is_done and state is Check.failed and before is not Check.failed:
        _tell(unit, proof, at_once=is_first)


def _tell(unit: Unit, proof: Proof, *, at_once: bool) -> None:
    """Right after closing at once, of a later look in working hours."""
    if not at_once:
        due_words.later(unit, PROOF_FAILED, str(proof.id), proof.by)
    elif message := _failed(unit, proof.id or 0):
        unit.send(message, lane=f"dm:{proof.by}")


@rendered_late(PROOF_FAILED)
def render_failed(unit: Unit, subject: str) -> DirectMessage | None:
    """The word about a proof that did not hold, while it does not."""
    message = _failed(unit, int(subject))
    if message is None or due_words.not_yet(unit, PROOF_FAILED, subject, message.user):
        return None
    return message


def _failed(unit: Unit, proof_id: int) -> DirectMessage | None:
    """For whoever gave the proof; None for who may not know any more, or where all is well."""
    found = proofs.check_of(unit.session, unit.team_id, proof_id)
    item = proofs.item_of(unit.session, unit.team_id, found[1].item_id) if found else None
    if found is None or item is None or item.state != State.done:
        return None
    check, proof = found
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    is_here = working_zone(unit, proof.by) is not None and may_see(unit, incident, proof.by)
    if check.state != Check.failed or not is_here:
        return None
    message = unit.render(ProofFailed(line_of(unit, item, incident), proof_line(proof, check)))
    return DirectMessage(proof.by, message.text, message.blocks)
