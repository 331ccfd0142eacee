"""The retrospective's document: gathered from what is stored, posted, exported. Changes no fact.

`record` reads; `post` has the file shared when the retrospective closes; `export` when somebody
asks for it.
"""

import re

from bot.core.deliveries import Bookmark, Upload
from bot.core.errors import Refused
from bot.core.evals import to_jsonl
from bot.core.incident import channel_name, key
from bot.flows.answers import Answer
from bot.flows.document_facts import is_draft, record
from bot.flows.finding_lines import eval_cases
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Unit
from bot.render.documents import markdown
from bot.render.messages.documents import ExportOnTheWay
from storage.queries import findings, incidents
from storage.tables import Incident

DOCUMENT_POSTED = "document_posted"
FORMATS = {"": "markdown", "markdown": "markdown", "md": "markdown", "evals": "evals"}


def document_text(unit: Unit, incident: Incident) -> str:
    """The whole document as Markdown."""
    return markdown(unit.words, record(unit, incident))


def evals_text(unit: Unit, incident: Incident) -> str:
    """The incident's eval cases as JSON Lines; empty when there are none."""
    rows = findings.eval_entries(unit.session, unit.team_id, identity(incident))
    return to_jsonl(eval_cases(rows))


def post(unit: Unit, incident: Incident, *, asked_by: str | None = None) -> None:
    """Share the document in the incident's channel, and link to it at the top, once."""
    _share_document(unit, incident, asked_by=asked_by or "")


def export(unit: Unit, asked: Asked, wanted: str) -> Answer:
    """Share what was asked for in the incident's channel; without one, with the asker alone.

    Raises Refused("export_format") and Refused("no_eval_cases").
    """
    incident = asked_for(unit, asked, lock=False)
    form = FORMATS.get(wanted.strip().lower())
    if form is None:
        raise Refused("export_format", typed=wanted, command=unit.house.command)
    if form == "evals":
        _share_evals(unit, incident, asked_by=asked.by)
    else:
        _share_document(unit, incident, asked_by=asked.by)
    context = ExportOnTheWay(incident=facts_of(incident), form=form)
    return Answer.saying(unit.render(context))


def _share_document(unit: Unit, incident: Incident, *, asked_by: str) -> None:
    draft = is_draft(incident)
    comment = unit.words.line("document_comment", incident=facts_of(incident), draft=draft)
    _share(
        unit,
        incident,
        suffix=".md",
        title=unit.words.line("document_title", incident=facts_of(incident), draft=draft),
        content=document_text(unit, incident),
        comment=comment,
        asked_by=asked_by,
        # What the channel links to is the document, not a draft of it.
        follow_up=None if draft else DOCUMENT_POSTED,
    )


def _share_evals(unit: Unit, incident: Incident, *, asked_by: str) -> None:
    content = evals_text(unit, incident)
    if not content:
        raise Refused("no_eval_cases", key=key(incident.number), reason=incident.eval_reason)
    cases = content.count("\n")
    _share(
        unit,
        incident,
        suffix="-evals.jsonl",
        title=unit.words.line("evals_title", incident=facts_of(incident)),
        content=content,
        comment=unit.words.line("evals_comment", incident=facts_of(incident), cases=cases),
        asked_by=asked_by,
    )


def _share(
    unit: Unit,
    incident: Incident,
    *,
    suffix: str,
    title: str,
    content: str,
    comment: str,
    asked_by: str,
    follow_up: str | None = None,
) -> None:
    upload = Upload(
        channel=incident.channel_id or "",
        user="" if incident.channel_id else asked_by,
        filename=f"{_file_stem(incident)}{suffix}",
        title=title,
        content=content,
        comment=comment,
    )
    unit.send(
        upload,
        lane=f"document:{identity(incident)}",
        follow_up=follow_up,
        subject={"incident": identity(incident)},
        asked_by=asked_by or None,
    )


def _file_stem(incident: Incident) -> str:
    """What the file is called: INC-7-judge-scores-moved."""
    return re.sub("^inc", "INC", channel_name(incident.number, incident.title))


@follows(DOCUMENT_POSTED)
def document_posted(unit: Unit, subject: Facts, result: Facts) -> None:
    """Link to the document at the top of the channel, the first time."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"])
    if incident.channel_id is None or not result.get("link"):
        return
    unit.send(
        Bookmark(incident.channel_id, unit.words.line("document_bookmark"), link=result["link"]),
        lane=f"bookmark:{incident.channel_id}",
        dedupe_key=f"document_bookmark:{identity(incident)}",
    )
