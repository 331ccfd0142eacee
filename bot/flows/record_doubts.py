"""What a record makes doubtful, looked for before it is posted; each with who could answer.

Times out of order, figures told in two ways, factors without evidence, wordings that end the
inquiry or cannot be finished, chains that are still open. What findings themselves lack stands
beside them already (`axis_gaps`).
"""

from collections.abc import Iterator

from bot.core.language.actions import review_action
from bot.core.language.causes import review_cause
from bot.core.record_check import more_than_all, told_twice
from bot.flows.stage_progress import disorder
from bot.render.documents import DocumentRecord, DoubtRecord
from bot.render.guard_readings import load_action_rules, load_cause_rules
from storage.tables import Incident


def doubts(incident: Incident, read: DocumentRecord) -> list[DoubtRecord]:
    """Every doubt, in the order of the document."""
    return [
        *_times(incident, read),
        *_figures(read),
        *_evidence(read),
        *_causes(read),
        *_open_ends(read),
        *_actions(read),
    ]


def _times(incident: Incident, read: DocumentRecord) -> Iterator[DoubtRecord]:
    for each in disorder(incident):
        yield DoubtRecord("times_crossed", each.later, each.earlier, read.owner)


def _figures(read: DocumentRecord) -> Iterator[DoubtRecord]:
    for name in told_twice((row.name, row.baseline, row.incident) for row in read.slices):
        yield DoubtRecord("slice_twice", name, who=read.owner)
    for name in more_than_all(read.affected, [(row.name, row.users) for row in read.slices]):
        yield DoubtRecord("more_than_all", name, who=read.owner)


def _evidence(read: DocumentRecord) -> Iterator[DoubtRecord]:
    for row in read.factors:
        if not row.evidence and not row.recollection:
            yield DoubtRecord("factor_evidence", row.text)


def _causes(read: DocumentRecord) -> Iterator[DoubtRecord]:
    ends = [step.answer for chain in read.chains for step in chain.steps if step.about == "system"]
    held = [row.statement for row in read.hypotheses if row.verdict == "supported"]
    for text in [row.what_changed for row in read.axes] + held + [f.text for f in read.factors]:
        yield from _cause(text)
    for text in ends:
        yield from _cause(text)


def _cause(text: str) -> Iterator[DoubtRecord]:
    if not _is_english(text):
        return
    for finding in review_cause(text, rules=load_cause_rules()).findings[:1]:
        yield DoubtRecord("cause_wording", text, finding.suggestion or finding.reason)


def _open_ends(read: DocumentRecord) -> Iterator[DoubtRecord]:
    for chain in read.chains:
        for step in chain.steps:
            if step.is_open or step.about == "not_known":
                yield DoubtRecord("chain_open", step.question, who=step.owner)
    for row in read.axes:
        if row.axis == "unknown":
            yield DoubtRecord("axis_unknown", row.what_changed, who=row.owner)


def _actions(read: DocumentRecord) -> Iterator[DoubtRecord]:
    for item in read.items:
        if item.state in ("done", "dropped") or not _is_english(item.title):
            continue
        for finding in review_action(item.title, rules=load_action_rules())[:1]:
            said = finding.suggestion or finding.reason
            yield DoubtRecord("action_wording", item.title, said, item.owner)


def _is_english(text: str) -> bool:
    """Silent where letters stand that English does not use: the rules read English alone."""
    return all(letter.isascii() for letter in text if letter.isalpha())
