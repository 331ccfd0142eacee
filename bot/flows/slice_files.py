"""Tables of slices that are uploaded while stage 5 is asked: read, and shown in its thread.

Whoever uploads a CSV or TSV file into the stage's thread, or into the channel while the stage is
open, sees how it was understood; a button saves it.
"""

from bot.core.deliveries import FetchFile, Post
from bot.core.slice_tables import read_table
from bot.core.stages import Stage
from bot.flows.incidents import identity
from bot.flows.open_stage import STAGE_CARD, thread_lane
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Unit
from bot.flows.slice_tables import keep_table, table_facts
from bot.render.environment import Message
from bot.render.messages.slice_tables import TableNotRead, TableRead
from storage.queries import channels, incidents, retrospectives
from storage.tables import Activity, Card, Retrospective

FILE_READ = "slices_file_read"
TABLE_FILES = (".csv", ".tsv")
MOST_BYTES = 2_000_000


def notice_tables(unit: Unit, message: Activity) -> None:
    """Have the tables read that a new message brings, where stage 5 asks for them."""
    files = [each for each in message.files if str(each["name"]).lower().endswith(TABLE_FILES)]
    if not files or not message.user_id:
        return
    retro = retrospectives.of_incident(unit.session, unit.team_id, message.incident_id)
    if retro is None or retro.status != "running" or not _is_asked_for(unit, retro, message):
        return
    for file in files:
        unit.send(
            FetchFile(str(file["id"]), MOST_BYTES),
            lane=f"slices:{message.incident_id}",
            follow_up=FILE_READ,
            subject={"incident": message.incident_id, "by": message.user_id},
            dedupe_key=f"slices:{file['id']}",
            asked_by=message.user_id,
        )


def _is_asked_for(unit: Unit, retro: Retrospective, message: Activity) -> bool:
    card = _card(unit, retro)
    if card is None or card.channel_id != message.channel_id:
        return False
    if message.thread_ts is not None:
        return message.thread_ts == card.ts
    return retro.stage == Stage.what_it_touched


def _card(unit: Unit, retro: Retrospective) -> Card | None:
    subject = f"{retro.id}:{Stage.what_it_touched.value}"
    return channels.card(unit.session, unit.team_id, STAGE_CARD, subject)


@follows(FILE_READ)
def table_arrived(unit: Unit, subject: Facts, result: Facts) -> None:
    """Show how a file was understood, with a way to save it."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"], lock=True)
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    card = _card(unit, retro) if retro is not None else None
    if card is None:
        return
    text, name = str(result.get("text") or ""), str(result["name"])
    message: Message
    if read_table(text).rows:
        row = keep_table(unit, incident, text, by=subject["by"], source=name)
        facts = table_facts(unit, incident, row)
        message = unit.render(TableRead(facts, f"{incident.number}/{row.id}", subject["by"]))
    else:
        message = unit.render(TableNotRead(name, str(result.get("refused") or "no_rows")))
    unit.send(
        Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts),
        lane=thread_lane(card.channel_id, card.ts),
    )
