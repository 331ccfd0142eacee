"""Which of their own moments people are asked about."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.own_questions import Moment, MomentKind, choose, is_worth_asking

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def moment(minute: int, kind: str = "said", *, on_timeline: bool = True) -> Moment:
    return Moment(
        f"entry:{minute}", NOON + timedelta(minutes=minute), MomentKind(kind), on_timeline
    )


def test_key_moments_come_before_all_else_and_are_asked_in_order_of_time() -> None:
    many = [moment(5), moment(4, "detection"), moment(3, "repair"), moment(9, "key_moment")]
    many.append(moment(1, "diagnosis"))
    assert [each.kind for each in choose(many)] == ["diagnosis", "repair", "key_moment"]


def test_alike_moments_are_spread_over_their_time() -> None:
    found = choose([moment(minute) for minute in range(0, 50, 10)])
    assert [each.subject for each in found] == ["entry:0", "entry:20", "entry:40"]


def test_what_was_only_said_fills_what_the_timeline_leaves() -> None:
    found = choose([moment(1, on_timeline=False), moment(2), moment(3, on_timeline=False)])
    assert len(found) == 3
    assert choose([moment(1, on_timeline=False), moment(2)], most=1) == [moment(2)]


def test_a_short_message_holds_nothing_to_ask_about() -> None:
    assert not is_worth_asking("on it now")
    assert is_worth_asking("the judge scores look odd")


moments = st.lists(
    st.builds(
        moment,
        st.integers(0, 300),
        st.sampled_from([each.value for each in MomentKind]),
        on_timeline=st.booleans(),
    ),
    unique_by=lambda each: each.subject,
    max_size=20,
)


@given(moments, st.randoms())
def test_the_same_moments_give_the_same_questions_in_whatever_order(
    given_moments: list[Moment], random: Random
) -> None:
    shuffled = list(given_moments)
    random.shuffle(shuffled)
    chosen = choose(given_moments)
    assert chosen == choose(shuffled)
    assert len(chosen) == min(3, len(given_moments))
    assert len({each.subject for each in chosen}) == len(chosen)
