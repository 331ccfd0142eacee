"""What a stage's card shows besides its question: what the group has gathered there so far."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import reduce

from bot.core.how_chains import twigs
from bot.core.incident import TimeQuestion, key
from bot.core.slice_tables import worst_first
from bot.core.stages import Stage
from bot.core.walks import stages_on_card
from bot.flows.data_package import missing_parts
from bot.flows.finding_lines import (
    detection_line,
    hypothesis_line,
    line_of,
    reason_lines,
    trees_of,
)
from bot.flows.findings_remedies import open_offers
from bot.flows.parking import still_parked
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.stage_progress import disorder, items_of, unknown_times
from bot.flows.stage_questions import AskedGap, Promise, about_gap, gaps, promises
from bot.render.messages.findings import CategoryLine, Line
from bot.render.messages.retrospective import (
    GapLine,
    GivenTime,
    ItemLine,
    ParkedLine,
    PromiseLine,
    StageContent,
    TimesCrossed,
)
from storage.queries import findings, taxonomy
from storage.queries.findings import Finding

# A card is read on a phone; the whole of it stands in the document.
MOST_LINES = 8
MOST_GAPS = 6
MOST_PARKED = 5
LOOKS_AT_PARKED = (Stage.what_will_stop_it, Stage.action_items)


def content_of(unit: Unit, review: Review, stage: Stage) -> StageContent:
    """What the stages on this card have gathered, cut to what a card can show."""
    gatherers = [_GATHERERS.get(each) for each in stages_on_card(stage, review.form)]
    found = [each(unit, review) for each in gatherers if each]
    if stage in LOOKS_AT_PARKED:
        found.append(_parked(unit, review))
    return reduce(_together, found, StageContent())


def _together(one: StageContent, other: StageContent) -> StageContent:
    # Every field is a list of lines or a count.
    values = {
        each.name: getattr(one, each.name) + getattr(other, each.name) for each in fields(one)
    }
    return StageContent(**values)


def _promises(unit: Unit, review: Review) -> StageContent:
    return StageContent(promises=[_promise_line(review, each) for each in promises(unit, review)])


def _promise_line(review: Review, promise: Promise) -> PromiseLine:
    return PromiseLine(
        key=promise.key,
        title=promise.item.title,
        owner=promise.item.owner,
        due_on=promise.item.due_on,
        stated=promise.stated,
        stated_by=promise.stated_by,
        retro_id=review.retro_id,
        item_id=promise.item.id or 0,
    )


def _timeline(unit: Unit, review: Review) -> StageContent:
    found = gaps(unit, review)
    return StageContent(
        gaps=[gap_line(review, each) for each in found[:MOST_GAPS]],
        unknown_times=[GivenTime(name) for name in unknown_times(review.incident)],
        disorder=[_crossed(each) for each in disorder(review.incident)],
        more=max(0, len(found) - MOST_GAPS),
    )


def _crossed(found: TimeQuestion) -> TimesCrossed:
    return TimesCrossed(
        GivenTime(found.earlier), GivenTime(found.later), found.earlier_at, found.later_at
    )


def gap_line(review: Review, asked: AskedGap) -> GapLine:
    """A silent stretch, as people are shown it."""
    return GapLine(
        begins_at=asked.gap.begins_at,
        ends_at=asked.gap.ends_at,
        settled_by=asked.settled_by,
        retro_id=review.retro_id,
        about=about_gap(asked.gap),
    )


def _detection(_unit: Unit, review: Review) -> StageContent:
    line = detection_line(review.incident)
    return StageContent(lines=[line] if line.how or line.signal or line.missed else [])


def _scope(unit: Unit, review: Review) -> StageContent:
    rows = findings.slices(unit.session, unit.team_id, review.incident_id)
    shown = (
        rows
        if len(rows) <= MOST_LINES
        else worst_first(rows, lambda row: (row.baseline, row.observed))
    )
    content = _cut([*_reasons(review, "scope"), *_lines(shown)])
    sent = findings.slices_sent(unit.session, unit.team_id, review.incident_id)
    left_out = sum(each.rows - each.saved for each in sent if each.state == "kept")
    return replace(content, more=content.more + left_out)


def _chain(unit: Unit, review: Review) -> StageContent:
    rows = findings.chain_steps(unit.session, unit.team_id, review.incident_id)
    # The trees stand in the thread; here, where each branch has come to.
    gone_on = {
        twig.rung.id for tree in trees_of(rows) for twig in twigs(tree) if twig.rung.branches
    }
    ends = [row for row in rows if row.id not in gone_on]
    return StageContent(lines=_lines(ends[-MOST_LINES:]), more=max(0, len(ends) - MOST_LINES))


def _axes(unit: Unit, review: Review) -> StageContent:
    place = (unit.session, unit.team_id, review.incident_id)
    explained = findings.hypotheses(*place)
    check = findings.cross_check(*place)
    category = taxonomy.name_of_incident(*place)
    return _cut(
        [
            *_lines(findings.axes(*place)),
            *(hypothesis_line(row, among=explained) for row in explained),
            *_lines(findings.factors(*place)),
            *_lines([check] if check else []),
            *([CategoryLine(category)] if category else []),
        ]
    )


def _chances(unit: Unit, review: Review) -> StageContent:
    return _cut(_lines(findings.chances(unit.session, unit.team_id, review.incident_id)))


def _remedies(unit: Unit, review: Review) -> StageContent:
    remedies = findings.remedies(unit.session, unit.team_id, review.incident_id)
    cases = findings.eval_entries(unit.session, unit.team_id, review.incident_id)
    content = _cut([*_lines(remedies), *_lines(cases), *_reasons(review, "eval")])
    return replace(content, offers=open_offers(unit, review.incident))


def _items(unit: Unit, review: Review) -> StageContent:
    found = items_of(unit, review)
    shown = [
        ItemLine(
            key=f"{key(review.incident.number)}/{item.number}",
            title=item.title,
            owner=item.owner,
            due_on=item.due_on,
            state=item.state,
        )
        for item in found[:MOST_LINES]
    ]
    return StageContent(items=shown, more=len(found) - len(shown))


def _parked(unit: Unit, review: Review) -> StageContent:
    found = still_parked(unit, review.incident_id)
    shown = [
        ParkedLine(review.incident.number, each.id or 0, each.text) for each in found[:MOST_PARKED]
    ]
    return StageContent(parked=shown, more_parked=len(found) - len(shown))


def _lessons(unit: Unit, review: Review) -> StageContent:
    return _cut(_lines(findings.lessons(unit.session, unit.team_id, review.incident_id)))


def _lines(rows: Sequence[Finding]) -> list[Line]:
    return [line_of(row) for row in rows]


def _reasons(review: Review, about: str) -> list[Line]:
    return [line for line in reason_lines(review.incident) if line.about == about]


def _cut(lines: list[Line]) -> StageContent:
    return StageContent(lines=lines[:MOST_LINES], more=max(0, len(lines) - MOST_LINES))


def _package(unit: Unit, review: Review) -> StageContent:
    return StageContent(not_gathered=missing_parts(unit, review.incident))


_GATHERERS: dict[Stage, Callable[[Unit, Review], StageContent]] = {
    Stage.ground_rules: _package,
    Stage.promises: _promises,
    Stage.what_happened: _timeline,
    Stage.how_we_noticed: _detection,
    Stage.what_it_touched: _scope,
    Stage.how_it_came_about: _chain,
    Stage.which_axis: _axes,
    Stage.what_helped: _chances,
    Stage.what_will_stop_it: _remedies,
    Stage.action_items: _items,
    Stage.what_others_can_use: _lessons,
}
