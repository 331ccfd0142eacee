"""An action item is closed with proof, gets further proofs, and is confirmed by somebody else."""

from dataclasses import dataclass, field

from bot.core.action_items import Proof as ProofFacts
from bot.core.action_items import ProofKind, State, may_close
from bot.core.errors import Refused
from bot.core.improvement import Better
from bot.flows import effects, link_checks, nudges, wins
from bot.flows.action_items import WhichItem, find_item, said
from bot.flows.answers import Answer
from bot.flows.findings import demand_link
from bot.flows.item_facts import item_key, line_of
from bot.flows.item_shown import show_item_change
from bot.flows.item_states import demand_unfinished, move_item
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from storage.tables import ActionItem, Incident, Proof


@dataclass(frozen=True)
class Figures:
    """What was measured before and after, as typed; empty where nothing was.

    `better`: whether `lower` or `higher` is better; empty where nobody said.
    """

    before: str = ""
    after: str = ""
    unit: str = ""
    better: str = ""


@dataclass(frozen=True)
class Evidence:
    """What shows that an item is done; the link is looked at afterwards."""

    kind: ProofKind
    link: str
    note: str = ""
    figures: Figures = field(default_factory=Figures)


def close_item(unit: Unit, which: WhichItem, evidence: Evidence) -> Answer:
    """Close an item with proof; whoever may see it may do so, and it is noted who did."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    demand_link(evidence.link, field="link")
    proof = ProofFacts(evidence.kind, evidence.link) if evidence.link else None
    verdict = may_close(State(item.state), [proof] if proof else [])
    if not verdict.may_close:
        raise Refused(f"item_{verdict.code}", field="link")
    _keep_figures(item, evidence.figures)
    _keep_proof(unit, item, evidence, by=which.by)
    move_item(
        unit, incident, item, State.done, by=which.by, proof=evidence.kind, link=evidence.link
    )
    effects.plan(unit, incident, item)
    return said(unit, "item_closed", item=line_of(unit, item, incident))


def add_proof(unit: Unit, which: WhichItem, evidence: Evidence) -> Answer:
    """Keep one more proof with an item that is done; those before it stay."""
    incident, item = find_item(unit, which)
    demand_done(incident, item)
    demand_link(evidence.link, field="link")
    if not evidence.link:
        raise Refused("item_no_proof", field="link")
    _keep_figures(item, evidence.figures)
    _keep_proof(unit, item, evidence, by=which.by)
    note_by_bot(
        unit,
        incident,
        "item_proof_added",
        by=which.by,
        number=item.number,
        title=item.title,
        link=evidence.link,
    )
    show_item_change(unit, incident, item)
    return said(unit, "item_proof_added", item=line_of(unit, item, incident))


def confirm_item(unit: Unit, which: WhichItem) -> Answer:
    """Somebody other than the owner says that it works; the first to do so stands.

    Raises Refused("item_not_done"), Refused("item_own_confirmation").
    """
    incident, item = find_item(unit, which)
    demand_done(incident, item)
    if which.by == item.owner:
        raise Refused("item_own_confirmation", key=item_key(incident, item))
    if item.confirmed_by:
        raise Refused(
            "item_confirmed", key=item_key(incident, item), by=item.confirmed_by, user=which.by
        )
    item.confirmed_by, item.confirmed_at = which.by, unit.now
    note_by_bot(unit, incident, "item_confirmed", by=which.by, number=item.number, title=item.title)
    show_item_change(unit, incident, item)
    return said(unit, "item_confirmed", item=line_of(unit, item, incident))


def say_direction(unit: Unit, which: WhichItem, better: Better) -> Answer:
    """Which way is better for the figures of an item that is done.

    Raises Refused("item_direction_known") where that was said meanwhile, or it is not done.
    """
    incident, item = find_item(unit, which)
    wins.keep_direction(incident, item, better)
    show_item_change(unit, incident, item)
    return said(unit, "item_direction", item=line_of(unit, item, incident), won=wins.is_won(item))


def demand_done(incident: Incident, item: ActionItem) -> None:
    """Raises Refused("item_not_done", key, state)."""
    if item.state != State.done:
        raise Refused("item_not_done", key=item_key(incident, item), state=item.state)


def _keep_figures(item: ActionItem, figures: Figures) -> None:
    """One without the other compares nothing. Raises Refused("item_figure_missing")."""
    if bool(figures.before) != bool(figures.after):
        raise Refused("item_figure_missing", field="after" if figures.before else "before")
    if figures.before:
        item.figure_before, item.figure_after = figures.before, figures.after
        item.figure_unit, item.figure_better = figures.unit, figures.better


def _keep_proof(unit: Unit, item: ActionItem, evidence: Evidence, *, by: str) -> None:
    proof = Proof(
        team_id=unit.team_id,
        item_id=nudges.identity(item),
        kind=evidence.kind,
        link=evidence.link.strip(),
        note=evidence.note,
        by=by,
        at=unit.now,
    )
    unit.session.add(proof)
    link_checks.ask(unit, item, proof)
