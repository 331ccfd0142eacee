"""What an incident is: its life cycle, severity, category, name, and the times kept of it.

Decides and names; stores nothing, posts nothing and holds no sentence that a person reads.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.errors import Refused
from bot.core.ids import UserId
from bot.core.slack_text import BLANKS
from bot.core.working_time import Days, add_business_days


class Status(StrEnum):
    """Where an incident is in its life; `cancelled` and `merged` are final."""

    open = "open"
    mitigated = "mitigated"
    resolved = "resolved"
    reviewing = "reviewing"
    learned = "learned"
    cancelled = "cancelled"
    merged = "merged"


class Move(StrEnum):
    """What takes an incident from one status to another."""

    mitigate = "mitigate"
    resolve = "resolve"
    reopen = "reopen"
    cancel = "cancel"
    merge = "merge"
    start_review = "start_review"
    finish_review = "finish_review"


class Severity(StrEnum):
    """How much it matters, S1 the most; what people read for each is a setting."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"


class Category(StrEnum):
    """What kind of incident it is; `gate_release` is one that was released past the gate."""

    user_visible_regression = "user_visible_regression"
    gate_release = "gate_release"
    silent_regression = "silent_regression"
    provider_change = "provider_change"
    near_miss = "near_miss"
    service_outage = "service_outage"


# The whole life cycle; what is not here is refused. Source: product.md 2.
MOVES: dict[tuple[Status, Move], Status] = {
    (Status.open, Move.mitigate): Status.mitigated,
    (Status.open, Move.resolve): Status.resolved,
    (Status.open, Move.cancel): Status.cancelled,
    (Status.open, Move.merge): Status.merged,
    (Status.mitigated, Move.resolve): Status.resolved,
    (Status.mitigated, Move.reopen): Status.open,
    (Status.resolved, Move.start_review): Status.reviewing,
    (Status.resolved, Move.reopen): Status.open,
    (Status.reviewing, Move.finish_review): Status.learned,
    (Status.reviewing, Move.reopen): Status.open,
    (Status.learned, Move.reopen): Status.open,
}

REFUSAL_CODES = frozenset(f"cannot_{move}" for move in Move)
"""Every code that `move` may refuse with; each has a template."""


def move(status: Status, wanted: Move) -> Status:
    """The status after this move. Raises Refused("cannot_<move>", status=…) if there is none."""
    try:
        return MOVES[status, wanted]
    except KeyError:
        raise Refused(f"cannot_{wanted}", status=status) from None


def is_over(status: Status) -> bool:
    """Whether nothing more can be done to an incident: it was cancelled or merged."""
    return not any(before is status for before, _ in MOVES)


LONGEST_TITLE = 150


def normalise_title(title: str) -> str | None:
    """The title on one line, single-spaced; None when nothing in it can be seen.

    Characters that only steer the display (direction marks, zero-width spaces) are left out;
    the two joiners stay between others, since emoji and some scripts need them.
    """
    kinds = [(character, unicodedata.category(character)) for character in title]
    shown = "".join(
        " " if kind == "Cc" else character
        for character, kind in kinds
        if kind not in ("Cf", "Cs") or character in _JOINERS
    )
    words = " ".join(shown.split()).strip(_JOINERS + " ")
    return words if words.strip(BLANKS + " ") else None


def shorten_title(title: str) -> tuple[str, bool]:
    """The title in at most 150 characters, and whether it was cut (then it ends with "…").

    Accents and joined emoji at the cut are dropped whole. The caller keeps the full wording.
    """
    if len(title) <= LONGEST_TITLE:
        return title, False
    end = LONGEST_TITLE - 1
    while end > 1 and (_continues(title[end]) or title[end - 1] == "\u200d"):
        end -= 1
    return title[:end].rstrip() + "…", True


_JOINERS = "\u200c\u200d"


def _continues(character: str) -> bool:
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0f"


LONGEST_CHANNEL_NAME = 80


def channel_name(number: int, title: str, *, prefix: str = "inc", attempt: int = 0) -> str:
    """A name Slack takes: at most 80 of a-z, 0-9 and hyphens, as in "inc-7-judge-scores-moved".

    Accents are folded; emoji, mentions and other scripts are left out, which may leave "inc-7".
    `attempt` counts the names found taken so far: 1 gives the suffix "-2", 2 gives "-3".
    """
    suffix = f"-{attempt + 1}" if attempt else ""
    whole = "-".join(
        part for part in (_hyphenated(prefix), str(number), _hyphenated(title)) if part
    )
    room = LONGEST_CHANNEL_NAME - len(suffix)
    if len(whole) > room:
        cut_word = whole[room] != "-"
        whole = whole[:room]
        if cut_word and whole.count("-") > 2:
            whole = whole.rpartition("-")[0]
    return whole.rstrip("-") + suffix


_SLACK_MARKUP = re.compile(r"<[@#!][^>]*>|(?<!\w):[a-z0-9_+'-]+:(?!\w)")
_SLACK_LINK = re.compile(r"<[^>|]*\|?([^>]*)>")
_UNFOLDED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)


def _hyphenated(text: str) -> str:
    words = _SLACK_LINK.sub(r"\1", _SLACK_MARKUP.sub(" ", text)).casefold().translate(_UNFOLDED)
    letters = unicodedata.normalize("NFKD", re.sub(r"['’`]", "", words))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_SEVERITY = r"(?:s|sev|severity)[ -]?([123])"


def parse_severity(text: str) -> Severity | None:
    """The severity in "S1", "sev-1", "SEV 1", "severity 1" or plain "1"; None for anything else."""
    found = re.fullmatch(rf"{_SEVERITY}|([123])", text.strip(), re.IGNORECASE)
    return Severity(f"S{found[1] or found[2]}") if found else None


def split_severity(text: str) -> tuple[Severity | None, str]:
    """A leading severity, and the rest: "S2: Judge scores moved" → (S2, "Judge scores moved").

    A plain number is no severity here ("3 judges moved").
    """
    found = re.match(rf"\s*{_SEVERITY}(?:\s*[:,]\s*|\s+[-–—]\s+|\s+|$)", text, re.IGNORECASE)
    if not found:
        return None, text.strip()
    return Severity(f"S{found[1]}"), text[found.end() :].strip()


_KEY = r"inc[\s‐‑–-]?0*([1-9][0-9]{0,8})"


def key(number: int) -> str:
    """How an incident is written: "INC-7"."""
    return f"INC-{number}"


def parse_key(text: str) -> int | None:
    """The number in "INC-7", "inc 7" or "inc7"; None for anything else.

    Neither "7" nor "#7": where people type those they mean an action item.
    """
    found = re.fullmatch(_KEY, text.strip(), re.IGNORECASE)
    return int(found[1]) if found else None


def parse_item_key(text: str) -> tuple[int, int] | None:
    """Incident and item number in "INC-7/2"; None for anything else."""
    found = re.fullmatch(_KEY + r"\s?/\s?([1-9][0-9]{0,8})", text.strip(), re.IGNORECASE)
    return (int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True)
class IncidentTimes:
    """The times kept of an incident, in UTC; None is not known (yet)."""

    started_at: datetime | None = None
    detected_at: datetime | None = None
    declared_at: datetime | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True)
class TimeQuestion:
    """`later` should not come before `earlier`, but does: how was it?"""

    earlier: str
    later: str
    earlier_at: datetime
    later_at: datetime


def check_times(times: IncidentTimes) -> list[TimeQuestion]:
    """Where started ≤ detected ≤ mitigated ≤ resolved does not hold; empty when it does.

    Questions, never refusals. Times that are not known are passed over. Source: product.md 2.
    """
    known = [
        (name, at)
        for name, at in (
            ("started", times.started_at),
            ("detected", times.detected_at),
            ("mitigated", times.mitigated_at),
            ("resolved", times.resolved_at),
        )
        if at is not None
    ]
    return [
        TimeQuestion(earlier, later, earlier_at, later_at)
        for (earlier, earlier_at), (later, later_at) in pairwise(known)
        if later_at < earlier_at
    ]


def time_to_detect(times: IncidentTimes) -> timedelta | None:
    """From started to detected; None while either is unknown or they are out of order."""
    return _span(times.started_at, times.detected_at)


def time_to_mitigate(times: IncidentTimes) -> timedelta | None:
    """From detected to mitigated; None while either is unknown or they are out of order.

    Together with the time to detect it makes up how long the effect lasted.
    """
    return _span(times.detected_at, times.mitigated_at)


def _span(begin: datetime | None, end: datetime | None) -> timedelta | None:
    return end - begin if begin and end and begin <= end else None


_UPDATE_INTERVALS = {
    Severity.S1: timedelta(minutes=30),
    Severity.S2: timedelta(minutes=60),
    Severity.S3: timedelta(days=1),
}
REVIEW_BUSINESS_DAYS = {Severity.S1: 3, Severity.S2: 5, Severity.S3: 10}


def update_interval(severity: Severity) -> timedelta:
    """How long an open incident may go without a status update. Source: product.md 4."""
    return _UPDATE_INTERVALS[severity]


def review_due_on(
    severity: Severity,
    resolved_at: datetime,
    *,
    zone: ZoneInfo,
    business_days: Mapping[Severity, int] = REVIEW_BUSINESS_DAYS,
    holidays: Days = frozenset(),
) -> date:
    """The day by which the retrospective has to start, counted from the local day of resolving.

    In business days, S1 3, S2 5, S3 10 where a house has no others. Source: product.md 7.
    """
    resolved_on = resolved_at.astimezone(zone).date()
    return add_business_days(resolved_on, business_days[severity], holidays=holidays)


@dataclass(frozen=True)
class Declaration:
    """That somebody declared something, and when."""

    title: str
    declared_by: UserId
    declared_at: datetime


REPEAT_WITHIN = timedelta(minutes=2)


def looks_repeated(title: str, by: UserId, *, now: datetime, recent: Iterable[Declaration]) -> bool:
    """Whether `by` declared the same title within two minutes: a question, not an incident.

    Case and spacing make no difference.
    """
    wanted = _comparable(title)
    return any(
        other.declared_by == by
        and abs(now - other.declared_at) <= REPEAT_WITHIN
        and _comparable(other.title) == wanted
        for other in recent
    )


def _comparable(title: str) -> str:
    return (normalise_title(title) or "").casefold()


_WHAT_RAN = ("input", "output", "prompt", "model_version", "parameters")
_PRESERVE: dict[Category, tuple[str, ...]] = {
    Category.user_visible_regression: ("environment", "feature_flags", "data_snapshot"),
    Category.gate_release: ("code_version", "feature_flags", "data_snapshot", "metric"),
    Category.silent_regression: ("environment", "feature_flags", "data_snapshot", "metric"),
    Category.provider_change: ("notice", "environment"),
    Category.near_miss: ("environment", "data_snapshot"),
}


def preserve_list(category: Category) -> tuple[str, ...]:
    """What to preserve before repairing: codes of kinds of evidence, in the order to show them.

    Source: product.md 4 ("Preserve before you repair") and the kinds of 6.
    """
    if category is Category.service_outage:
        return ("log", "metric", "trace", "code_version", "environment", "feature_flags")
    return (*_WHAT_RAN, *_PRESERVE[category], "judge_record", "trace")
