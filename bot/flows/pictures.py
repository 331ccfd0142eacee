"""Pictures in a retrospective's threads: the timeline at stage 3, the how-chains after stage 6.

Drawn when they are claimed, from what stands then; what has nothing to show lapses.
"""

import hashlib

from bot.core.deliveries import ShareFiles
from bot.core.stages import Stage
from bot.flows.document_files import files_made
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.open_stage import STAGE_CARD, thread_lane
from bot.flows.registry import Made, rendered_late
from bot.flows.reviews import Review, load
from bot.flows.runtime import Unit
from storage.queries import channels, findings

PICTURE = "stage_picture"
# Which picture belongs to which stage.
_PICTURES = {Stage.what_happened: "timeline", Stage.how_it_came_about: "chains"}


def show_timeline(unit: Unit, review: Review) -> None:
    """The timeline as a picture, in the thread where it is walked; once."""
    _show(unit, review, Stage.what_happened, "")


def show_chains_left(unit: Unit, review: Review) -> None:
    """The how-chains as they stood when their stage was left; again only if they changed."""
    steps = findings.chain_steps(unit.session, unit.team_id, review.incident_id)
    said = repr([(step.parent_id, step.moment, step.answer, step.kind) for step in steps])
    if steps:
        digest = hashlib.sha256(said.encode()).hexdigest()[:16]
        _show(unit, review, Stage.how_it_came_about, digest)


def _show(unit: Unit, review: Review, stage: Stage, version: str) -> None:
    place = channels.card(unit.session, unit.team_id, STAGE_CARD, f"{review.retro_id}:{stage}")
    if place is None:
        return
    subject = f"{review.retro_id}:{stage}"
    unit.send_late(
        PICTURE,
        subject,
        dedupe_key=f"{PICTURE}:{subject}:{version}",
        lane=thread_lane(place.channel_id, place.ts),
    )


@rendered_late(PICTURE, only_looks=True)
def render_picture(unit: Unit, subject: str) -> Made | None:
    """The picture of `<retrospective>:<stage>`."""
    retro_id, _, stage = subject.partition(":")
    review = load(unit, int(retro_id))
    place = channels.card(unit.session, unit.team_id, STAGE_CARD, subject)
    if review is None or place is None or not is_in_channel(unit, review.incident):
        return None
    form = _PICTURES[Stage(stage)]
    words = unit.words.line(f"{form}_picture", incident=facts_of(review.incident))
    thread = ShareFiles(place.channel_id, (), comment=words, thread_ts=place.ts)
    return files_made(unit, review.incident, [form], thread, title=words)
