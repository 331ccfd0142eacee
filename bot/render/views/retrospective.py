"""The modals of a retrospective. `data`: JSON that comes back with them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.render.documents import DoubtRecord
from bot.render.messages.pace import AskedLine
from bot.render.messages.retrospective import CriterionLine


@dataclass(frozen=True)
class StartRetroView:
    """Modal *Start the retro*."""

    template: ClassVar[str] = "start_retro"
    data: str
    key: str
    facilitator: str
    participants: list[str]
    pace: str = "live"


@dataclass(frozen=True)
class AnswerView:
    """Modal *Your answer*.

    `gap`: the silent stretch it is about, `asked`: the question of the reader's own; if any.
    `over`: how the stage ended, if it did. `hides`: the answer, until it is revealed.
    `accounts`: what may be remembered differently, what each carries and its words.
    """

    template: ClassVar[str] = "stage_answer"
    data: str
    title: str
    question: str
    over: str
    gap: tuple[datetime, datetime] | None = None
    asked: AskedLine | None = None
    hides: bool = False
    accounts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class MoveOnView:
    """Modal *Move on*: what is missing, and the reason to go on without it.

    `titles`: of the stages that are left; `left_out`: of those that are closed unopened.
    `doubts`: what the record itself makes doubtful; with nothing missing no reason is needed.
    """

    template: ClassVar[str] = "move_on"
    data: str
    titles: list[str]
    missing: list[CriterionLine]
    left_out: list[str]
    closing: bool
    doubts: list[DoubtRecord] = field(default_factory=list)
    more_doubts: int = 0


@dataclass(frozen=True)
class SkipView:
    """Modal *Skip this stage*."""

    template: ClassVar[str] = "skip_stage"
    data: str
    title: str
