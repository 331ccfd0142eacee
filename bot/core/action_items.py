"""What a good action item is, how it moves, and what "done" needs.

Checks completeness only: whether the wording is vague is `language`'s question, when to remind
whom is `follow_up`'s, and whether a link leads anywhere the integrations find out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.errors import Refused
from bot.core.ids import UserId
from bot.core.slack_text import BLANKS
from bot.core.working_time import Days, add_business_days


class Kind(StrEnum):
    """What an item changes; `gate` stands for a gate or a threshold."""

    code = "code"
    eval_set = "eval_set"
    gate = "gate"
    calibration = "calibration"
    process = "process"
    documentation = "documentation"


class Level(StrEnum):
    """How much impact, or how much effort."""

    high = "high"
    medium = "medium"
    low = "low"


class State(StrEnum):
    """Where an item is; `done` and `dropped` are finished, though they can be taken up again."""

    open = "open"
    in_progress = "in_progress"
    blocked = "blocked"
    done = "done"
    dropped = "dropped"


FINISHED = frozenset({State.done, State.dropped})
UNFINISHED = frozenset(State) - FINISHED

# From each state, the states an item may go to. `done` also needs proof (`may_close`), `dropped`
# a reason, `blocked` an obstacle; those are asked for by the flow. Source: product.md 11.
STATE_MOVES: dict[State, frozenset[State]] = {
    State.open: frozenset({State.in_progress, State.blocked, State.done, State.dropped}),
    State.in_progress: frozenset({State.open, State.blocked, State.done, State.dropped}),
    State.blocked: frozenset({State.open, State.in_progress, State.done, State.dropped}),
    State.done: frozenset({State.open}),
    State.dropped: frozenset({State.open}),
}


def change_state(state: State, wanted: State) -> State:
    """`wanted`, where the item may go there. Raises Refused("cannot_change_state", state, wanted).

    Staying in a state is refused too, so that a second click is told what the first one did.
    """
    if wanted not in STATE_MOVES[state]:
        raise Refused("cannot_change_state", state=state, wanted=wanted)
    return wanted


class Standing(StrEnum):
    """What Slack says somebody is; only a `member` can own an item."""

    member = "member"
    guest = "guest"
    bot = "bot"
    left = "left"


@dataclass(frozen=True)
class Owner:
    """Who is to own an item."""

    user_id: UserId
    standing: Standing = Standing.member


@dataclass(frozen=True)
class ItemDraft:
    """An action item as somebody typed it; None is not filled in."""

    title: str
    owner: Owner | None
    due_on: date | None
    criterion: str | None
    kind: Kind | None = None
    impact: Level | None = None
    effort: Level | None = None


@dataclass(frozen=True)
class Finding:
    """What is amiss with one field of a draft: `field` is its name in `ItemDraft`."""

    field: str
    code: str


LONGEST_TITLE = 150


def review(draft: ItemDraft, *, today: date) -> list[Finding]:
    """What a draft lacks, in the order of its fields; empty when it is complete.

    Codes: title_missing, title_too_long (over 150 characters), owner_is_bot, owner_is_guest,
    owner_has_left, due_missing, due_in_past (before the owner's `today`), due_too_far (over two
    years ahead: more likely a slip), criterion_missing. Nobody yet is fine as an owner. Findings,
    not refusals: what stops an item is for the caller to say.
    """
    found = (
        ("title", title_code(draft.title)),
        ("owner", owner_code(draft.owner) if draft.owner else None),
        ("due_on", due_code(draft.due_on, today=today)),
        ("criterion", None if says_something(draft.criterion) else "criterion_missing"),
    )
    return [Finding(field, code) for field, code in found if code]


def title_code(title: str) -> str | None:
    """What is amiss with a title: title_missing, title_too_long."""
    if not says_something(title):
        return "title_missing"
    return "title_too_long" if len(title.strip()) > LONGEST_TITLE else None


_OWNER_CODES = {
    Standing.bot: "owner_is_bot",
    Standing.guest: "owner_is_guest",
    Standing.left: "owner_has_left",
}


def owner_code(owner: Owner) -> str | None:
    """What keeps somebody from owning an item, as in `review`; None when they can."""
    return _OWNER_CODES.get(owner.standing)


FARTHEST_DUE = timedelta(days=730)


def due_code(due_on: date | None, *, today: date) -> str | None:
    """What keeps a date from being a due date, as in `review`; None when it can be one."""
    if due_on is None:
        return "due_missing"
    if due_on < today:
        return "due_in_past"
    return "due_too_far" if due_on - today > FARTHEST_DUE else None


def says_something(text: str | None) -> bool:
    """Whether there is a letter or a digit in it that can be seen."""
    return any(character.isalnum() and character not in BLANKS for character in text or "")


class ProofKind(StrEnum):
    """What shows that an item is done."""

    pull_request = "pull_request"
    dataset_diff = "dataset_diff"
    regression_case = "regression_case"
    calibration_record = "calibration_record"
    gate_change = "gate_change"
    dashboard = "dashboard"
    document = "document"


class Check(StrEnum):
    """What became of looking at a proof's link."""

    checked = "checked"
    unchecked = "unchecked"
    failed = "failed"


@dataclass(frozen=True)
class Proof:
    """One artefact: a link, or (with `url` None) a record kept with the incident itself."""

    kind: ProofKind
    url: str | None = None
    check: Check = Check.unchecked


@dataclass(frozen=True)
class Verdict:
    """Whether an item may be closed; if not, `code` says what is in the way."""

    may_close: bool
    code: str | None = None


def may_close(state: State, proofs: Sequence[Proof]) -> Verdict:
    """Whether an item in `state` is done with these proofs.

    It needs one proof that was not found wanting: a link that could not be looked at counts, and
    is shown as unchecked; one that failed does not. Codes: already_done, was_dropped, no_proof,
    proof_failed (there are proofs, but each of them failed). Source: product.md 11.
    """
    if state in FINISHED:
        return Verdict(False, "already_done" if state is State.done else "was_dropped")
    if not proofs:
        return Verdict(False, "no_proof")
    if all(proof.check is Check.failed for proof in proofs):
        return Verdict(False, "proof_failed")
    return Verdict(True)


def is_quick_win(impact: Level | None, effort: Level | None) -> bool:
    """Whether an item has high impact for low effort. Source: product.md 11."""
    return impact is Level.high and effort is Level.low


def wants_milestones(impact: Level | None, effort: Level | None) -> bool:
    """Whether an item is large enough to ask for milestones with checkpoints: high and high."""
    return impact is Level.high and effort is Level.high


MOST_CHECKPOINTS = 10


@dataclass(frozen=True)
class Milestone:
    """What is to be there by a day on the way to a large item."""

    due_on: date
    what: str


def read_milestones(text: str, *, today: date, due_on: date | None) -> list[Milestone]:
    """Milestones typed one to a line, "2031-03-20 the labelled set", in the order of their days.

    Raises Refused("milestone_not_read", line) for a line without a day or words,
    Refused("milestone_day", line) for a day before `today` or after `due_on`, and
    Refused("milestones_too_many") for more than ten.
    """
    lines = [line.strip(" \t•*-") for line in text.splitlines()]
    found = [_milestone(line, today=today, due_on=due_on) for line in lines if line]
    if len(found) > MOST_CHECKPOINTS:
        raise Refused("milestones_too_many", most=MOST_CHECKPOINTS, field="milestones")
    return sorted(found, key=lambda milestone: milestone.due_on)


def _milestone(line: str, *, today: date, due_on: date | None) -> Milestone:
    day, _, what = line.partition(" ")
    try:
        milestone = Milestone(date.fromisoformat(day.rstrip(":,")), what.strip(" :–—-"))
    except ValueError:
        raise Refused("milestone_not_read", line=line, field="milestones") from None
    if not says_something(milestone.what):
        raise Refused("milestone_not_read", line=line, field="milestones")
    if milestone.due_on < today or (due_on is not None and milestone.due_on > due_on):
        raise Refused("milestone_day", line=line, field="milestones")
    return milestone


_DAYS_FOR_EFFORT = {
    Level.low: timedelta(days=14),
    Level.medium: timedelta(days=21),
    Level.high: timedelta(days=30),
}
_QUICK_WIN_DAYS = timedelta(days=7)


def quick_win_is_late(draft: ItemDraft, *, today: date) -> bool:
    """Whether a quick win is to be done only after more than a week. Source: product.md 11."""
    if draft.due_on is None or not is_quick_win(draft.impact, draft.effort):
        return False
    return draft.due_on - today > _QUICK_WIN_DAYS


def suggested_due_on(
    impact: Level | None,
    effort: Level | None,
    *,
    today: date,
    holidays: Days = frozenset(),
) -> date:
    """A due date to start from: a quick win within a week, the rest by effort (2, 3, 4 weeks).

    Never at a weekend: then it is the last business day before. Effort that nobody has judged
    counts as medium.
    """
    ahead = (
        _QUICK_WIN_DAYS
        if is_quick_win(impact, effort)
        else _DAYS_FOR_EFFORT[effort or Level.medium]
    )
    return add_business_days(today + ahead + timedelta(days=1), -1, holidays=holidays)


FEWEST_ITEMS, MOST_ITEMS = 2, 5


def count_code(items: int) -> str | None:
    """Below two items "too_few_items", above five "too_many_items"; None in between.

    Worth saying once, never in the way. Source: product.md 11.
    """
    if items < FEWEST_ITEMS:
        return "too_few_items"
    return "too_many_items" if items > MOST_ITEMS else None


def falls_to_lead_on(created_on: date, *, holidays: Days = frozenset()) -> date:
    """The day from which an item nobody owns is the lead's: one business day after `created_on`."""
    return add_business_days(created_on, 1, holidays=holidays)
