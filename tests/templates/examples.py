"""An example of every context, made from the types of its fields; ordinary or hostile.

Where a field holds one of a few codes, every code gets an example: the words for it must exist.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import bot.render.messages
import bot.render.views
from bot.core.action_items import Kind, Level, ProofKind, State
from bot.core.causes import Axis, Confidence, Remediation
from bot.core.incident import Category, Severity, Status
from bot.core.timeline import Marker
from bot.render.views.shared import Choice

# Whoever offers choices keeps to Slack's limits: others could not be chosen at all.
MOST_OPTIONS = 100
MOMENT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
HOSTILE = '<!channel> *bold* `code` "quotes" & <@U9> {{ 7*7 }} | # ☃ שלום 判定が動いた\n> } ] ,'
# Fields that hold a code, by their name; each code is tried.
CODES: dict[str, type[Enum]] = {
    "status": Status,
    "severity": Severity,
    "category": Category,
    "marker": Marker,
    "axis": Axis,
    "confidence": Confidence,
    "impact": Level,
    "effort": Level,
    "state": State,
    "proof_kind": ProofKind,
    "item_kind": Kind,
    "remedy": Remediation,
}
PEOPLE = {
    "lead", "by", "user", "owner", "author", "facilitator", "person", "declared_by",
    "latest_update_by", "asker", "former", "taken_over_by",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Flavour:
    """What goes into the fields of an example."""

    text: str
    many: int
    codes: int
    filled: bool = True


ORDINARY = Flavour("Judge scores moved overnight", many=2, codes=0)
EMPTY = Flavour("", many=0, codes=1, filled=False)
HOSTILE_FLAVOUR = Flavour(HOSTILE, many=3, codes=2)
LONG = Flavour("word " * 2000, many=2, codes=3)
MANY = Flavour("word " * 20, many=70, codes=4)
FLAVOURS = {
    "ordinary": ORDINARY,
    "empty": EMPTY,
    "hostile": HOSTILE_FLAVOUR,
    "long": LONG,
    "many": MANY,
}


def contexts(package: types.ModuleType) -> Iterator[type[Any]]:
    """Every context in the modules of a package: a dataclass with a template."""
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        for _, found in inspect.getmembers(module, dataclasses.is_dataclass):
            if found.__module__ == module.__name__ and hasattr(found, "template"):
                yield found


def example(context: type[Any], flavour: Flavour) -> Any:
    """A context of this type whose fields are of this flavour."""
    hints = typing.get_type_hints(context)
    values = {
        field.name: _value(field.name, hints[field.name], flavour)
        for field in dataclasses.fields(context)
    }
    return context(**values)


def _value(name: str, hint: Any, flavour: Flavour) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [each for each in arguments if each is not type(None)]
        return _value(name, inner[0], flavour) if flavour.filled else None
    if origin in (list, Sequence) and arguments[0] is Choice:
        return [Choice(str(n), flavour.text[:75]) for n in range(min(flavour.many, MOST_OPTIONS))]
    if origin is Sequence:
        return [_value(name, arguments[0], flavour) for _ in range(flavour.many)]
    if origin in (list, tuple) and (origin is list or Ellipsis in arguments):
        return origin(_value(name, arguments[0], flavour) for _ in range(flavour.many))
    if origin is tuple:
        return tuple(_value(name, each, flavour) for each in arguments)
    if origin is dict:
        return {_value(name, arguments[0], flavour): _value(name, arguments[1], flavour)}
    if dataclasses.is_dataclass(hint):
        return example(hint, flavour)  # type: ignore[arg-type]
    return _plain_value(name, hint, flavour)


def _plain_value(name: str, hint: Any, flavour: Flavour) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        members = list(hint)
        return members[flavour.codes % len(members)]
    simple = {
        bool: flavour.filled,
        int: 3,
        float: 0.5,
        Decimal: Decimal("0.13"),
        datetime: MOMENT,
        date: MOMENT.date(),
        timedelta: timedelta(hours=3),
    }
    if hint in simple:
        return simple[hint]
    return _text(name, flavour)


def _text(name: str, flavour: Flavour) -> str:
    if name in CODES:
        members = list(CODES[name])
        return str(members[flavour.codes % len(members)])
    if name in PEOPLE:
        return "U0ANA"
    if name == "data":
        return "{}"
    return flavour.text


MESSAGES = sorted(contexts(bot.render.messages), key=lambda each: each.template)
VIEWS = sorted(contexts(bot.render.views), key=lambda each: each.template)
