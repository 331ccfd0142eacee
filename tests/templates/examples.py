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
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import bot.render.messages
import bot.render.views
from bot.core.action_items import Check, Kind, Level, ProofKind, State
from bot.core.board import Order
from bot.core.causes import AnswerKind, Axis, AxisGap, Confidence, Remediation
from bot.core.effects import Effect
from bot.core.follow_up import Rung
from bot.core.hypotheses import (
    Basis,
    ChanceChoice,
    FactorNature,
    FactorRole,
    HypothesisGap,
    Verdict,
)
from bot.core.improvement import Better
from bot.core.incident import Category, Severity, Status
from bot.core.links import Reason
from bot.core.preparation import PackagePart
from bot.core.slice_tables import Column, Trouble
from bot.core.timeline import Marker
from bot.render.views.preparation import PackageField

# Whoever offers choices keeps to Slack's limits: others could not be chosen at all.
MOST_OPTIONS = 100
MOMENT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
HOSTILE = '<!channel> *bold* `code` "quotes" & <@U9> {{ 7*7 }} | # ☃ שלום 判定が動いた\n> } ] ,'
# Fields that hold what people wrote; all others of type text hold a code, an id or a key.
WRITTEN = {
    "affected", "answer", "applies_to", "asked", "baseline", "closing_reason", "criterion",
    "delta", "others", "statement", "evidence_for", "evidence_against", "assumptions", "test",
    "undo", "result", "otherwise", "time_order", "source", "unread",
    "seen_before", "prove_wrong", "gaps",
    "evidence", "expected", "goal", "how", "how_missed", "how_to_answer", "incident", "input",
    "known", "detail", "figure_after", "figure_before", "figure_unit",
    "milestones", "obstacle", "suggestion", "what",
    "label", "latest_update", "link", "missed", "moment", "name", "note", "observed",
    "left_out", "missing", "prompts", "proof_link", "quoted", "question", "reason", "resolution",
    "signal", "slice", "stated",
    "text", "title", "titles", "users", "verified_how", "what_changed", "who", "wording",
}  # fmt: skip
# Fields with words that are rendered elsewhere, and so are escaped already.
ESCAPED = {"words", "typed", "summary"}
PEOPLE = {
    "lead", "by", "user", "owner", "author", "facilitator", "person", "declared_by", "people",
    "latest_update_by", "settled_by", "stated_by", "participants", "refused", "late", "done",
    "called", "former", "leaders",
    "beside", "noted_by", "confirmed_by", "preparer", "offered",
}  # fmt: skip
# Codes by the field's name, or by context and field where the name means several things.
CODES: dict[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "severity": tuple(Severity),
    "category": tuple(Category),
    "axis": tuple(Axis),
    "confidence": tuple(Confidence),
    "impact": tuple(Level),
    "effort": tuple(Level),
    "state": tuple(State),
    "proof_kind": tuple(ProofKind),
    "remedy": tuple(Remediation),
    "rung": tuple(Rung),
    "marker": tuple(Marker),
    "about": tuple(AnswerKind),
    "which": ("started", "detected", "declared", "mitigated", "resolved"),
    "check": tuple(Check),
    "ProofLine.kind": tuple(ProofKind),
    "ProofLine.reason": tuple(Reason),
    "Remark.code": ("quick_win_late", "milestones_missing"),
    "NewItemView.kind": ("", *Kind),
    "ItemLine.kind": tuple(Kind),
    "CloseItemView.kind": tuple(ProofKind),
    "figure_better": ("", *Better),
    "Preserve.kinds": ("input", "output", "trace"),
    "pace": ("live", "days"),
    "roles": ("preparer", "communicator"),
    "TreeLine.about": ("", *AnswerKind),
    "FindingsList.verb": ("slice", "cause", "eval", "hypothesis"),
    "verdict": tuple(Verdict),
    "basis": tuple(Basis),
    "AnswerView.over": ("passed", "skipped", ""),
    "AnonymousView.over": ("skipped", ""),
    "RoomWordView.over": ("passed", ""),
    "FactorLine.role": tuple(FactorRole),
    "FactorView.role": tuple(FactorRole),
    "nature": tuple(FactorNature),
    "choice": tuple(ChanceChoice),
    "trouble": tuple(Trouble),
    "because": ("no_rows", "too_large", "elsewhere", "no_text"),
    "offers": ("pin", "way_back", "notices", "smoke"),
    "effect": tuple(Effect),
    "Board.order": tuple(Order),
    "soundness": ("unsaid", "sound", "gaps"),
}

# What is never empty, since there would be nothing to show then.
NEVER_EMPTY = {"Reminders.with_buttons", "SnoozeView.days", "Notice.title"}
# Pairs whose halves are different kinds of code.
WHOLE: dict[str, list[Any]] = {
    "TableFacts.missing": list(Column),
    "Saved.remarks": [
        *((gap, Axis.model) for gap in AxisGap),
        *((gap, "H2") for gap in HypothesisGap),
        ("everyone_unshown", ""),
    ],
    "Board.orders": [(order, f"{order} axis:judge 1") for order in Order],
    "DotsView.given": ["INC-3", "", ""],
    "TimesView.times": [(which, MOMENT) for which in CODES["which"]],
    "PackageView.lines": [PackageField(part, HOSTILE) for part in PackagePart],
    "BackfillView.times": [(which, MOMENT) for which in CODES["which"] if which != "declared"],
}


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
        field.name: _value((context.__name__, field.name), hints[field.name], flavour)
        for field in dataclasses.fields(context)
    }
    return context(**values)


Place = tuple[str, str]


def _value(place: Place, hint: Any, flavour: Flavour) -> Any:
    if ".".join(place) in WHOLE:
        return WHOLE[".".join(place)]
    if ".".join(place) in NEVER_EMPTY and not flavour.filled:
        flavour = ORDINARY
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [each for each in arguments if each is not type(None)]
        if type(None) in arguments and not flavour.filled:
            return None
        return _value(place, inner[flavour.codes % len(inner)], flavour)
    if origin in (list, Sequence) or (origin is tuple and Ellipsis in arguments):
        return _several(place, arguments[0], flavour)
    if origin is tuple:
        return tuple(_value(place, each, flavour) for each in arguments)
    if origin is dict:
        return {}
    if dataclasses.is_dataclass(hint):
        return example(hint, flavour)  # type: ignore[arg-type]
    return _plain_value(place, hint, flavour)


def _several(place: Place, hint: Any, flavour: Flavour) -> list[Any]:
    """As many as the flavour wants, each with the next code and the next kind of line."""
    return [
        _value(place, hint, dataclasses.replace(flavour, codes=flavour.codes + number))
        for number in range(flavour.many)
    ]


def _plain_value(place: Place, hint: Any, flavour: Flavour) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        members = list(hint)
        return members[flavour.codes % len(members)]
    simple = {
        bool: flavour.filled,
        int: 3,
        datetime: MOMENT,
        date: MOMENT.date(),
    }
    return simple[hint] if hint in simple else _text(place, flavour)


def _text(place: Place, flavour: Flavour) -> str:
    context, name = place
    codes = CODES.get(f"{context}.{name}") or CODES.get(name)
    if codes is not None:
        return str(codes[flavour.codes % len(codes)])
    if name in PEOPLE:
        return "U0ANA"
    if name in ESCAPED:
        return "*Words* made elsewhere"
    if name == "data":
        return "{}"
    return flavour.text if name in WRITTEN else f"INC-{flavour.codes}"


MESSAGES = sorted(contexts(bot.render.messages), key=lambda each: each.template)
VIEWS = sorted(contexts(bot.render.views), key=lambda each: each.template)
