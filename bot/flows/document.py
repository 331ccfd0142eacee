"""The retrospective's document: posted when it closes, exported when asked. Changes no fact."""

from bot.core.errors import Refused
from bot.core.incident import key
from bot.flows import canvas
from bot.flows.answers import Answer
from bot.flows.document_facts import record
from bot.flows.document_files import EVALS, evals, share
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for
from bot.flows.runtime import Unit
from bot.render.messages.documents import ExportOnTheWay
from bot.render.writers import written
from storage.tables import Incident

CANVAS = "canvas"
# What can be asked for, and other words for it.
FORMATS = {
    "": "markdown",
    "markdown": "markdown",
    "md": "markdown",
    "html": "html",
    "notebook": "notebook",
    "ipynb": "notebook",
    "jupyter": "notebook",
    "evals": EVALS,
    "canvas": CANVAS,
}
AT_THE_CLOSE = ("markdown", "html", "timeline", "chains")


def content_of(unit: Unit, incident: Incident, form: str) -> bytes:
    """The document in any form but a canvas; empty where there is nothing to write."""
    if form == EVALS:
        return evals(unit, incident)
    made = written(unit.words, record(unit, incident), form)
    return made.content if made else b""


def post(unit: Unit, incident: Incident, *, asked_by: str | None = None) -> None:
    """Share the document and its pictures in the incident's channel, and link to it at the top."""
    share(unit, incident, *AT_THE_CLOSE, asked_by=asked_by or "")
    canvas.show(unit, incident)


def export(unit: Unit, asked: Asked, wanted: str) -> Answer:
    """Share what was asked for in the incident's channel; without one, with the asker alone.

    Raises Refused("export_format"), Refused("no_eval_cases"), Refused("canvas_without_channel").
    """
    incident = asked_for(unit, asked, lock=False)
    form = FORMATS.get(" ".join(wanted.split()).lower())
    if form is None:
        raise Refused("export_format", typed=wanted, command=unit.house.command)
    if form == EVALS and not evals(unit, incident):
        raise Refused("no_eval_cases", key=key(incident.number), reason=incident.eval_reason)
    if form == CANVAS:
        _show_canvas(unit, incident, asked_by=asked.by)
    else:
        share(unit, incident, form, asked_by=asked.by)
    context = ExportOnTheWay(incident=facts_of(incident), form=form)
    return Answer.saying(unit.render(context))


def _show_canvas(unit: Unit, incident: Incident, *, asked_by: str) -> None:
    if incident.channel_id is None:
        raise Refused(
            "canvas_without_channel", key=key(incident.number), command=unit.house.command
        )
    canvas.show(unit, incident, asked_by=asked_by)
