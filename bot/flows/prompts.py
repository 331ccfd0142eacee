"""What else can be asked in a stage's thread: of the axes that moved, at the markers there are."""

from collections.abc import Iterable

from bot.core.causes import Axis
from bot.core.deliveries import Post
from bot.core.stages import Stage
from bot.core.timeline import Marker
from bot.flows.open_stage import STAGE_CARD, thread_lane
from bot.flows.runtime import Unit
from bot.render.messages.retrospective import PromptsFor
from storage.queries import channels, findings, retrospectives


def show_for_markers(unit: Unit, channel: str, ts: str, markers: Iterable[Marker | None]) -> None:
    """At stage 3: what can be asked at each marker that the timeline has."""
    words = unit.runtime.stages[Stage.what_happened].prompts_for
    present = [marker for marker in Marker if marker in set(markers) and words.get(marker)]
    if present:
        context = PromptsFor([(marker, list(words[marker])) for marker in present])
        message = unit.render(context)
        unit.send(
            Post(channel, message.text, message.blocks, thread_ts=ts), lane=thread_lane(channel, ts)
        )


def show_for_axes(unit: Unit, incident_id: int) -> None:
    """At stage 7: what can be asked of each axis that was named; once for each, whenever it is."""
    retro = retrospectives.of_incident(unit.session, unit.team_id, incident_id)
    if retro is None:
        return
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, f"{retro.id}:{Stage.which_axis}")
    if card is None:
        return
    words = unit.runtime.stages[Stage.which_axis].prompts_for
    named = {row.axis for row in findings.axes(unit.session, unit.team_id, incident_id)}
    for axis in Axis:
        if axis not in named or not words.get(axis):
            continue
        message = unit.render(PromptsFor([(axis, list(words[axis]))]))
        unit.send(
            Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts),
            lane=thread_lane(card.channel_id, card.ts),
            dedupe_key=f"prompts:{retro.id}:{axis}",
        )
