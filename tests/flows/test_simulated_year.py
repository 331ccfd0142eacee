"""Months of reminding at once: three replicas, holidays, clock changes, crashes and absences."""

from collections.abc import Callable

import pytest

from benchmarks import year_checks
from benchmarks.year import Size, simulate

SMALL = Size(owners=12, items=36, days=320, absences=3, share_crashed=0.05)


@pytest.mark.parametrize("seed", [7])
def test_a_year_of_reminders_keeps_every_promise(
    tmp_path: object, tell: Callable[[str], None], seed: int
) -> None:
    year = simulate(f"sqlite:///{tmp_path}/year.db", SMALL, seed=seed)

    sent = year_checks.reminders_of(year)
    lost, rungs = year_checks.missed(year)
    tell(f"A simulated year: {len(sent)} reminders, {rungs} rungs, {year.crashes} crashes.")
    assert len(sent) > 80
    assert rungs > 40
    assert year.crashes > 0
    assert year.restarts > 0
    assert year_checks.second_in_a_day(year) == 0
    assert year_checks.outside_hours(year) == 0
    assert year_checks.of_finished(year) == 0
    assert year_checks.to_others(year) == 0
    assert year_checks.heard_twice(year) == 0
    assert len(year_checks.words_of(year)) > 5
    assert len(year_checks.reviews_of(year)) > 8
    assert year_checks.reviews_amiss(year) == 0
    assert lost == 0
    assert year_checks.too_long(year) == 0
