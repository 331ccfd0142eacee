"""A list of problems with JSON pointers, and the small checks everything else is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Problems:
    """What is wrong, in Slack's manner; `code` when a word other than invalid_blocks fits."""

    messages: list[str] = field(default_factory=list)
    code: str | None = None

    def add(self, pointer: str, words: str) -> None:
        self.messages.append(f"[ERROR] {words} [json-pointer:{pointer or '/'}]")

    def keys(
        self, node: Json, pointer: str, *, needed: Iterable[str], allowed: Iterable[str]
    ) -> bool:
        """Whether all needed keys are there; unknown ones are a problem too."""
        for key in set(node) - {"type"} - set(needed) - set(allowed):
            self.add(f"{pointer}/{key}", f"additional property: {key}")
        missing = [key for key in needed if node.get(key) is None]
        for key in missing:
            self.add(pointer, f"missing required field: {key}")
        return not missing

    def string(self, node: Json, key: str, pointer: str, longest: int, shortest: int = 0) -> None:
        """A text of limited length, if it is there."""
        value = node.get(key)
        if value is None:
            return
        if not isinstance(value, str):
            self.add(f"{pointer}/{key}", "must be a string")
        elif len(value) > longest:
            self.add(f"{pointer}/{key}", f"must be less than {longest + 1} characters")
        elif len(value) < shortest:
            self.add(f"{pointer}/{key}", f"must be more than {shortest - 1} characters")

    def count(self, node: Json, key: str, pointer: str, most: int, least: int = 1) -> list[Any]:
        """The items of a list of limited length; empty when it is none."""
        value = node.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.add(f"{pointer}/{key}", "must be an array")
            return []
        if len(value) > most:
            self.add(f"{pointer}/{key}", f"no more than {most} items allowed")
        elif len(value) < least:
            self.add(f"{pointer}/{key}", f"must have at least {least} items")
        return value

    def flag(self, node: Json, key: str, pointer: str) -> None:
        if node.get(key) is not None and not isinstance(node[key], bool):
            self.add(f"{pointer}/{key}", "must be a boolean")

    def one_of(self, node: Json, key: str, pointer: str, allowed: Iterable[str]) -> None:
        if node.get(key) is not None and node[key] not in allowed:
            self.add(f"{pointer}/{key}", f"must be one of: {', '.join(allowed)}")

    def matches(self, node: Json, key: str, pointer: str, pattern: str, words: str) -> None:
        value = node.get(key)
        if value is not None and not re.fullmatch(pattern, str(value)):
            self.add(f"{pointer}/{key}", words)

    def url(self, node: Json, key: str, pointer: str, longest: int = 3000) -> None:
        self.string(node, key, pointer, longest)
        self.matches(node, key, pointer, r"(https?://|mailto:|slack://)\S+", "must be a valid URL")

    def whole_number(self, node: Json, key: str, pointer: str, least: int, most: int) -> None:
        value = node.get(key)
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(f"{pointer}/{key}", "must be an integer")
        elif not least <= value <= most:
            self.add(f"{pointer}/{key}", f"must be between {least} and {most}")

    def text(
        self,
        node: Json,
        key: str,
        pointer: str,
        longest: int,
        *,
        plain_only: bool = False,
        shortest: int = 1,
    ) -> None:
        """A text object, if it is there."""
        value, here = node.get(key), f"{pointer}/{key}"
        if value is None:
            return
        self.text_object(value, here, longest, plain_only=plain_only, shortest=shortest)

    def text_object(
        self, value: Any, pointer: str, longest: int, *, plain_only: bool, shortest: int = 1
    ) -> None:
        """plain_text or mrkdwn, with the keys each may have."""
        if not isinstance(value, dict):
            self.add(pointer, "must be an object")
            return
        kind = value.get("type")
        if kind not in (("plain_text",) if plain_only else ("plain_text", "mrkdwn")):
            self.add(f"{pointer}/type", "failed to match all allowed schemas: wrong text type")
            return
        own = "emoji" if kind == "plain_text" else "verbatim"
        self.keys(value, pointer, needed=("text",), allowed=(own,))
        self.flag(value, own, pointer)
        self.string(value, "text", pointer, longest, shortest)
