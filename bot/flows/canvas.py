"""The document as the canvas of the incident's channel, where plan and permissions allow one.

Where they do not, whoever asked gets the Markdown file, with a word on what stood in the way.
"""

from functools import partial

from bot.core.deliveries import WriteCanvas
from bot.flows.document_facts import is_draft, record
from bot.flows.document_files import share
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import identity
from bot.flows.registry import Facts, Made, follows, rendered_late, when_refused
from bot.flows.runtime import Unit
from bot.render.canvas import canvas_markdown
from bot.render.documents import DocumentRecord
from bot.render.environment import Words
from storage.queries import incidents
from storage.tables import Incident

CANVAS = "canvas"


def show(unit: Unit, incident: Incident, *, asked_by: str = "") -> None:
    """Put the document into the channel's canvas; what stood there of ours is replaced."""
    if incident.channel_id is not None:
        subject = f"{identity(incident)}:{asked_by}"
        unit.send_late(CANVAS, subject, lane=f"document:{identity(incident)}")


@rendered_late(CANVAS, only_looks=True)
def render_canvas(unit: Unit, subject: str) -> Made | None:
    """The canvas of `<incident>:<who asked>`."""
    incident = _incident(unit, subject)
    if not is_in_channel(unit, incident):
        return None
    title = unit.words.line("document_title", incident=facts_of(incident), draft=is_draft(incident))
    return Made(partial(_write, unit.words, record(unit, incident), incident, title))


def _write(words: Words, read: DocumentRecord, incident: Incident, title: str) -> WriteCanvas:
    text = canvas_markdown(words, read)
    return WriteCanvas(incident.channel_id or "", title, text, incident.canvas_id or "")


@follows(f"{CANVAS}_sent")
def canvas_written(unit: Unit, subject: Facts, result: Facts) -> None:
    """Know the canvas from now on."""
    incident = _incident(unit, str(subject["subject"]))
    incident.canvas_id = result["canvas"]
    unit.session.add(incident)


@when_refused(f"{CANVAS}_sent")
def canvas_refused(unit: Unit, subject: Facts, error: str) -> None:
    """The Markdown file instead, for whoever asked; at the close it has been shared anyway."""
    _, _, asked_by = str(subject["subject"]).partition(":")
    if asked_by:
        incident = _incident(unit, str(subject["subject"]))
        share(unit, incident, "markdown", asked_by=asked_by, instead_of=error)


def _incident(unit: Unit, subject: str) -> Incident:
    return incidents.by_id(unit.session, unit.team_id, int(subject.partition(":")[0]))
