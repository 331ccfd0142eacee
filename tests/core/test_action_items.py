"""What a good action item is, and what "done" needs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.action_items import (
    FINISHED,
    STATE_MOVES,
    UNFINISHED,
    Check,
    Finding,
    ItemDraft,
    Kind,
    Level,
    Owner,
    Proof,
    ProofKind,
    Standing,
    State,
    change_state,
    count_code,
    falls_to_lead_on,
    is_quick_win,
    may_close,
    review,
    suggested_due_on,
    wants_milestones,
)
from bot.core.errors import Refused
from bot.core.ids import UserId

TODAY = date(2026, 11, 20)  # a Friday
ANA = Owner(UserId("UANA"))


def draft(**changes: object) -> ItemDraft:
    fields: dict[str, object] = {
        "title": "Add the 12 failing cart prompts to the regression suite",
        "owner": ANA,
        "due_on": date(2026, 12, 1),
        "criterion": "Suite red on the old prompt, green on the new",
        "kind": Kind.eval_set,
        "impact": Level.high,
        "effort": Level.low,
    }
    return ItemDraft(**(fields | changes))  # type: ignore[arg-type]


def test_a_complete_item_has_no_findings() -> None:
    assert review(draft(), today=TODAY) == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": "  "}, "title", "title_missing"),
        ({"title": "…!"}, "title", "title_missing"),
        ({"title": "x" * 151}, "title", "title_too_long"),
        ({"owner": Owner(UserId("UBOT"), Standing.bot)}, "owner", "owner_is_bot"),
        ({"owner": Owner(UserId("UGUEST"), Standing.guest)}, "owner", "owner_is_guest"),
        ({"owner": Owner(UserId("UGONE"), Standing.left)}, "owner", "owner_has_left"),
        ({"due_on": None}, "due_on", "due_missing"),
        ({"due_on": date(2026, 11, 19)}, "due_on", "due_in_past"),
        ({"due_on": date(2062, 12, 1)}, "due_on", "due_too_far"),
        ({"due_on": date.max}, "due_on", "due_too_far"),
        ({"criterion": None}, "criterion", "criterion_missing"),
        ({"criterion": " - "}, "criterion", "criterion_missing"),
    ],
)
def test_what_is_amiss_is_found_at_its_field(
    changes: dict[str, object], field: str, code: str
) -> None:
    assert review(draft(**changes), today=TODAY) == [Finding(field, code)]


def test_an_item_may_be_due_two_years_ahead() -> None:
    assert review(draft(due_on=date(2028, 11, 19)), today=TODAY) == []


def test_an_item_may_be_due_today_and_have_a_title_in_any_script() -> None:
    assert review(draft(due_on=TODAY, title="評価ケースを追加"), today=TODAY) == []


def test_everything_amiss_is_said_at_once() -> None:
    empty = ItemDraft(title="", owner=None, due_on=None, criterion=None)
    assert [finding.field for finding in review(empty, today=TODAY)] == [
        "title",
        "due_on",
        "criterion",
    ]


def test_an_item_may_be_kept_before_somebody_takes_it() -> None:
    assert review(draft(owner=None), today=TODAY) == []


def proof(check: Check = Check.unchecked) -> Proof:
    return Proof(ProofKind.pull_request, "https://github.com/acme/shop/pull/7", check)


@pytest.mark.parametrize("state", sorted(UNFINISHED))
def test_an_item_without_proof_stays_open(state: State) -> None:
    verdict = may_close(state, [])
    assert not verdict.may_close
    assert verdict.code == "no_proof"


def test_a_link_that_failed_is_no_proof() -> None:
    assert may_close(State.open, [proof(Check.failed)]).code == "proof_failed"


@pytest.mark.parametrize("check", [Check.checked, Check.unchecked])
def test_one_proof_that_was_not_found_wanting_is_enough(check: Check) -> None:
    assert may_close(State.in_progress, [proof(Check.failed), proof(check)]).may_close


@pytest.mark.parametrize(
    ("state", "code"), [(State.done, "already_done"), (State.dropped, "was_dropped")]
)
def test_what_is_finished_is_not_closed_again(state: State, code: str) -> None:
    verdict = may_close(state, [proof()])
    assert (verdict.may_close, verdict.code) == (False, code)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("wanted", State)
def test_every_change_of_state(state: State, wanted: State) -> None:
    if state == wanted or (state in FINISHED and wanted is not State.open):
        with pytest.raises(Refused) as refusal:
            change_state(state, wanted)
        assert refusal.value.code == "cannot_change_state"
        assert refusal.value.facts == {"state": state, "wanted": wanted}
    else:
        assert change_state(state, wanted) is wanted


def test_every_state_has_a_way_out() -> None:
    assert all(STATE_MOVES[state] for state in State)


def test_high_impact_for_low_effort_is_a_quick_win() -> None:
    wins = [(i, e) for i in Level for e in Level if is_quick_win(i, e)]
    assert wins == [(Level.high, Level.low)]
    assert not is_quick_win(None, Level.low)


def test_high_impact_for_high_effort_is_asked_for_milestones() -> None:
    large = [(i, e) for i in Level for e in Level if wants_milestones(i, e)]
    assert large == [(Level.high, Level.high)]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_quick_win_is_suggested_within_a_week_and_on_a_business_day(today: date) -> None:
    due_on = suggested_due_on(Level.high, Level.low, today=today)
    assert 1 <= (due_on - today).days <= 7
    assert due_on.weekday() < 5


def test_more_effort_is_given_more_time() -> None:
    days = [suggested_due_on(Level.medium, effort, today=TODAY) for effort in reversed(Level)]
    assert days == sorted(set(days))
    assert suggested_due_on(None, None, today=TODAY) == days[1]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        (0, "too_few_items"),
        (1, "too_few_items"),
        (2, None),
        (5, None),
        (6, "too_many_items"),
    ],
)
def test_two_to_five_items_are_a_good_number(items: int, code: str | None) -> None:
    assert count_code(items) == code


def test_what_nobody_owns_falls_to_the_lead_after_one_business_day() -> None:
    assert falls_to_lead_on(TODAY) == date(2026, 11, 23)
