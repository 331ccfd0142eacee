"""Everything that was said in a stage, whoever said it and however: read from its three tables.

Who said it is known of answers in somebody's name, and of words in the room whose speaker agreed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.remembered import ENTRY, about_differing, differs_from
from bot.core.stages import Stage
from bot.flows.how_chains import quotable
from bot.flows.people import name_finder
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.timeline import lines as timeline_lines
from bot.render.limits import OPTION_TEXT, OPTIONS, shortened
from bot.render.messages.answering import Quote
from storage.queries import answering, retrospectives
from storage.tables import AnonymousAnswer, RoomWord, StageAnswer


@dataclass(frozen=True)
class Said:
    """Something said. `author`: a user id, empty where nobody's name stands there.

    `source` names it among all: `answer:12`. `in_thread`: it stands in the thread as a reply.
    """

    source: str
    stage: str
    text: str
    author: str = ""
    about: str | None = None
    late: bool = False
    hidden: bool = False
    in_thread: bool = False
    in_room: bool = False


def said(
    unit: Unit, review: Review, *, stage: str | None = None, hidden_too: bool = False
) -> list[Said]:
    """What was said, in all stages or in one: first what has an order, then what has none."""
    place = (unit.session, unit.team_id, review.retro_id)
    found = [
        *map(_by_somebody, retrospectives.answers(*place, stage=stage)),
        *map(_in_room, answering.room_words(*place, stage=stage)),
        *map(_by_nobody, answering.anonymous_answers(*place, stage=stage)),
    ]
    return [each for each in found if hidden_too or not each.hidden]


def _by_somebody(row: StageAnswer) -> Said:
    return Said(
        source=f"answer:{row.id}",
        stage=row.stage,
        text=row.text,
        author=row.author,
        about=row.about,
        late=row.late,
        hidden=row.hidden,
        in_thread=row.ts is not None,
    )


def _in_room(row: RoomWord) -> Said:
    return Said(
        source=f"room:{row.id}",
        stage=row.stage,
        text=row.text,
        author=row.speaker,
        late=row.late,
        in_room=True,
    )


def _by_nobody(row: AnonymousAnswer) -> Said:
    return Said(
        source=f"anonymous:{row.id}",
        stage=row.stage,
        text=row.text,
        about=row.about,
        late=row.late,
        hidden=row.hidden,
    )


def quote(unit: Unit, review: Review, about: str | None) -> Quote | None:
    """The account that an answer differs from, as it reads now; None where it stands alone."""
    source = differs_from(about)
    if source is None:
        return None
    kind, _, number = source.partition(":")
    if kind == ENTRY:
        found = (
            each
            for each in timeline_lines(unit, review.incident_id)
            if each.entry_id == int(number)
        )
        return next((Quote(quotable(each.text), at=each.at) for each in found), None)
    name_of = name_finder(unit)
    for each in said(unit, review):
        if each.source == source:
            return Quote(quotable(each.text), who=name_of(each.author) if each.author else "")
    return None


def accounts(unit: Unit, review: Review, stage: Stage) -> list[tuple[str, str]]:
    """What can be remembered differently in a stage: what an answer carries, and its words.

    At stage 3 the entries of the timeline as well. As many as a menu holds, the newest.
    """
    given = [
        (each.source, quotable(each.text)) for each in said(unit, review, stage=stage) if each.text
    ][-OPTIONS // 2 :]
    entries: list[tuple[str, str]] = []
    if stage is Stage.what_happened:
        entries = list(_entries(unit, review))[-OPTIONS // 2 :]
    return [
        (about_differing(source), shortened(words, OPTION_TEXT))
        for source, words in (*entries, *given)
    ]


def _entries(unit: Unit, review: Review) -> Iterable[tuple[str, str]]:
    for line in timeline_lines(unit, review.incident_id):
        if line.text:
            yield f"{ENTRY}:{line.entry_id}", f"{line.at:%H:%M} UTC {quotable(line.text)}"
