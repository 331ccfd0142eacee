"""Keeps the workspace between two rehearsals, beside the bot's database that refers to it."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from rehearsal.workspace import Workspace

_KEPT = ("users", "channels", "files", "canvases", "homes", "last_number", "last_ts")
_SPELL = "workspace.spell"


def save(workspace: Workspace, file: Path) -> None:
    """Writes everything but open modals; those are gone with the people's screens."""
    with workspace.lock, file.open("wb") as out:
        pickler = _Pickler(out)
        pickler.workspace = workspace
        pickler.dump({name: getattr(workspace, name) for name in _KEPT})


def load(workspace: Workspace, file: Path) -> bool:
    """Puts back what was saved; False when there is nothing."""
    if not file.exists():
        return False
    with workspace.lock, file.open("rb") as source:
        unpickler = _Unpickler(source)
        unpickler.workspace = workspace
        for name, value in unpickler.load().items():
            setattr(workspace, name, value)
    return True


class _Pickler(pickle.Pickler):
    """Messages and views spell names by their workspace, which stays behind."""

    workspace: Workspace

    def persistent_id(self, obj: Any) -> str | None:
        is_spell = getattr(obj, "__self__", None) is self.workspace
        return _SPELL if is_spell else None


class _Unpickler(pickle.Unpickler):
    workspace: Workspace

    def persistent_load(self, pid: Any) -> Any:
        if pid != _SPELL:
            raise pickle.UnpicklingError(f"unknown reference {pid}")
        return self.workspace.spell
