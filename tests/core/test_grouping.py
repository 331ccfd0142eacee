"""Groups of answers and the dots they are given."""

import pytest

from bot.core.errors import Refused
from bot.core.grouping import members, merged, ranked, taken_apart, tally, without

ALONE = {1: 1, 2: 2, 3: 3, 4: 4}


def test_the_group_keeps_the_name_of_the_one_that_was_joined() -> None:
    groups = merged(ALONE, 3, 1)

    assert members(groups, 3) == (1, 3)
    assert members(groups, 2) == (2,)


def test_a_whole_group_joins_another_one() -> None:
    groups = merged(merged(ALONE, 3, 1), 3, 4)

    assert members(groups, 1) == (4, 1, 3)


def test_merging_twice_changes_nothing_the_second_time() -> None:
    once = merged(ALONE, 3, 1)

    assert merged(once, 3, 1) == once


def test_a_group_that_is_gone_cannot_be_joined() -> None:
    with pytest.raises(Refused, match="group_gone"):
        merged(ALONE, 3, 9)
    with pytest.raises(Refused, match="group_gone"):
        taken_apart(ALONE, 9)


def test_accounts_that_differ_are_never_made_one_not_even_by_way_of_others() -> None:
    apart = [frozenset({1, 3})]
    with pytest.raises(Refused, match="accounts_differ"):
        merged(ALONE, 3, 1, apart=apart)
    with pytest.raises(Refused, match="accounts_differ"):
        merged(merged(ALONE, 2, 1, apart=apart), 3, 2, apart=apart)


def test_what_was_taken_apart_stands_alone_and_others_stay_together() -> None:
    groups = taken_apart(merged(merged(ALONE, 2, 1), 3, 4), 2)

    assert groups == {1: 1, 2: 2, 3: 4, 4: 4}


def test_the_next_answer_names_a_group_whose_first_was_taken_back() -> None:
    groups = merged(merged(ALONE, 2, 1), 3, 1)

    assert without(groups, [2, 3, 4]) == {2: 2, 3: 2, 4: 4}


def test_several_dots_on_one_count_and_follow_it_into_its_group() -> None:
    groups = merged(ALONE, 3, 1)

    assert tally(groups, [[3, 3, 2], [1], []]) == {1: 3, 2: 1}


def test_nobody_gives_more_than_three_and_none_to_what_is_gone() -> None:
    assert tally(ALONE, [[1, 1, 1, 1], [9]]) == {1: 3}


def test_most_dots_come_first_and_the_rest_keeps_its_order() -> None:
    assert ranked(merged(ALONE, 4, 3), {3: 2}) == [3, 1, 2]
