"""Owners of earlier items are asked by DM how these stand, for a retrospective."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.action_items import ItemLine
from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class PromisesAsked:
    """A DM to who owns earlier items, and is not where the retrospective that asks is held.

    `items`: each with its id. `card`: a link to where the answers show; empty until it stands.
    """

    template: ClassVar[str] = "promises_asked"
    incident: IncidentFacts
    retro_id: int
    items: Sequence[tuple[int, ItemLine]]
    card: str


@dataclass(frozen=True)
class PromiseKept:
    """What an owner answered by DM is kept; what it says is for them to make true of the item."""

    template: ClassVar[str] = "promise_kept"
    incident: IncidentFacts
    item: ItemLine
    says_done: bool
    says_dropped: bool


@dataclass(frozen=True)
class AskedOwner:
    """A DM to the owner of an earlier item that a retrospective asks about."""

    template: ClassVar[str] = "asked_owner"
    incident: IncidentFacts
    item: str
    title: str
    by: str
    card: str
    retro_id: int
    item_id: int
