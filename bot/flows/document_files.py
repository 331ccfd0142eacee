"""Files of a document, made when they are claimed: facts are read in the transaction, and written
or drawn after it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.deliveries import Bookmark, SharedFile, ShareFiles
from bot.core.evals import to_jsonl
from bot.core.incident import channel_name
from bot.flows.document_facts import is_draft, record
from bot.flows.finding_lines import eval_cases
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import identity
from bot.flows.registry import Facts, Made, follows, rendered_late
from bot.flows.runtime import Unit
from bot.render.documents import DocumentRecord
from bot.render.environment import Words
from bot.render.writers import SUFFIXES, written
from storage.queries import findings, incidents
from storage.tables import Incident

DOCUMENT = "document"
EVALS = "evals"
EVALS_SUFFIX = "-evals.jsonl"


def evals(unit: Unit, incident: Incident) -> bytes:
    """The incident's eval cases as JSON Lines; empty when there are none."""
    rows = findings.eval_entries(unit.session, unit.team_id, identity(incident))
    return to_jsonl(eval_cases(rows)).encode()


def share(unit: Unit, incident: Incident, *forms: str, asked_by: str, instead_of: str = "") -> None:
    """Have these forms shared as one message; without a channel, with the asker alone.

    `instead_of`: Slack's word for what stood in the way of a canvas.
    """
    unit.send_late(
        DOCUMENT,
        f"{identity(incident)}:{'+'.join(forms)}:{asked_by}:{instead_of}",
        lane=f"document:{identity(incident)}",
        asked_by=asked_by or None,
    )


@rendered_late(DOCUMENT, only_looks=True)
def render_document(unit: Unit, subject: str) -> Made:
    """The files of `<incident>:<form>+<form>:<who asked>:<instead of>`."""
    incident_id, forms, asked_by, instead_of = subject.split(":")
    incident = incidents.by_id(unit.session, unit.team_id, int(incident_id))
    channel = incident.channel_id or ""
    place = ShareFiles(channel, (), user="" if channel else asked_by)
    if forms == EVALS:
        return _evals_made(unit, incident, place)
    facts = {"incident": facts_of(incident), "draft": is_draft(incident)}
    comment = unit.words.line("document_comment", **facts, instead_of=instead_of)
    title = unit.words.line("document_title", **facts)
    return files_made(
        unit, incident, forms.split("+"), replace(place, comment=comment), title=title
    )


def _evals_made(unit: Unit, incident: Incident, place: ShareFiles) -> Made:
    content = evals(unit, incident)
    facts = facts_of(incident)
    title = unit.words.line("evals_title", incident=facts)
    comment = unit.words.line("evals_comment", incident=facts, cases=content.count(b"\n"))
    file = SharedFile(f"{_file_stem(incident)}{EVALS_SUFFIX}", title, content)
    return Made(lambda: replace(place, files=(file,), comment=comment))


def files_made(
    unit: Unit, incident: Incident, forms: Sequence[str], place: ShareFiles, *, title: str
) -> Made:
    """The document in these forms, to be shared where and with what `place` says."""
    read, stem = record(unit, incident), _file_stem(incident)
    return Made(lambda: replace(place, files=_files(unit.words, read, forms, stem, title)))


def _files(
    words: Words, read: DocumentRecord, forms: Sequence[str], stem: str, title: str
) -> tuple[SharedFile, ...]:
    found = [(form, written(words, read, form)) for form in forms]
    return tuple(
        SharedFile(f"{stem}{SUFFIXES[form]}", title, each.content, each.alt)
        for form, each in found
        if each is not None
    )


def _file_stem(incident: Incident) -> str:
    """What the file is called: INC-7-judge-scores-moved."""
    return re.sub("^inc", "INC", channel_name(incident.number, incident.title))


@follows(f"{DOCUMENT}_sent")
def document_shared(unit: Unit, subject: Facts, result: Facts) -> None:
    """Link to the document at the top of the channel, the first time; not to a draft of it."""
    incident_id, forms, *_ = str(subject["subject"]).split(":")
    incident = incidents.by_id(unit.session, unit.team_id, int(incident_id))
    is_document = forms.startswith("markdown") and not is_draft(incident)
    if incident.channel_id is None or not result.get("link") or not is_document:
        return
    unit.send(
        Bookmark(incident.channel_id, unit.words.line("document_bookmark"), link=result["link"]),
        lane=f"bookmark:{incident.channel_id}",
        dedupe_key=f"document_bookmark:{identity(incident)}",
    )
