"""The modals of a retrospective. `data`: JSON that comes back with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.render.messages.retrospective import CriterionLine


@dataclass(frozen=True)
class StartRetroView:
    """Modal *Start the retro*."""

    template: ClassVar[str] = "start_retro"
    data: str
    key: str
    facilitator: str
    participants: list[str]


@dataclass(frozen=True)
class AnswerView:
    """Modal *Your answer*. `gap`: the silent stretch it is about, if it is about one."""

    template: ClassVar[str] = "stage_answer"
    data: str
    title: str
    question: str
    over: bool
    gap: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class MoveOnView:
    """Modal *Move on*: what is missing, and the reason to go on without it."""

    template: ClassVar[str] = "move_on"
    data: str
    title: str
    missing: list[CriterionLine]
    closing: bool


@dataclass(frozen=True)
class SkipView:
    """Modal *Skip this stage*."""

    template: ClassVar[str] = "skip_stage"
    data: str
    title: str
