"""Which of somebody's own moments they are asked about in stage 3: at most three, always the same.

Chooses; the words are those of the stage's text, by the kind of the moment.
Source: product.md 8, stage 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_QUESTIONS = 3
# Shorter messages hold nothing to ask about ("on it", "me too").
FEWEST_WORDS = 4


class MomentKind(StrEnum):
    """What a moment was, in the order in which they are asked about."""

    key_moment = "key_moment"
    diagnosis = "diagnosis"
    repair = "repair"
    detection = "detection"
    said = "said"


@dataclass(frozen=True)
class Moment:
    """An entry or a message of somebody. `subject` names it; `on_timeline`: people chose it."""

    subject: str
    at: datetime
    kind: MomentKind = MomentKind.said
    on_timeline: bool = True


def choose(moments: Sequence[Moment], *, most: int = MOST_QUESTIONS) -> list[Moment]:
    """At most `most` moments, in order of time.

    Key moments first, then diagnosis, repair, detection, the rest of the timeline, and what was
    only said; where a kind has more than there is room for, spread over its time.
    """
    chosen: list[Moment] = []
    for kind in MomentKind:
        for on_timeline in (True, False):
            alike = [
                each
                for each in sorted(moments, key=_place)
                if each.kind is kind and each.on_timeline is on_timeline
            ]
            chosen += _spread(alike, most - len(chosen))
    return sorted(chosen, key=_place)


def _place(moment: Moment) -> tuple[datetime, str]:
    return moment.at, moment.subject


def _spread(moments: Sequence[Moment], room: int) -> list[Moment]:
    """The first, the last and what lies evenly between them."""
    if len(moments) <= room:
        return list(moments)
    if room <= 1:
        return list(moments[:room])
    step = (len(moments) - 1) / (room - 1)
    return [moments[round(step * number)] for number in range(room)]


def is_worth_asking(text: str) -> bool:
    """Whether a message says enough to be asked about."""
    return len(text.split()) >= FEWEST_WORDS
