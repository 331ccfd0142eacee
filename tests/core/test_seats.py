"""Who is proposed to facilitate."""

from datetime import UTC, datetime, timedelta

from bot.core.ids import UserId
from bot.core.seats import propose_facilitator

ANA, BEN, CLEO = UserId("U_ANA"), UserId("U_BEN"), UserId("U_CLEO")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_lead_is_not_proposed_while_there_is_somebody_else() -> None:
    assert propose_facilitator([ANA, BEN], lead=ANA, last_facilitated_at={}) == BEN


def test_who_never_facilitated_comes_before_who_did_long_ago() -> None:
    asked = propose_facilitator([BEN, CLEO], lead=ANA, last_facilitated_at={BEN: NOON})
    assert asked == CLEO


def test_of_two_who_did_the_one_whose_turn_is_longer_ago() -> None:
    before = {BEN: NOON, CLEO: NOON - timedelta(days=1)}
    assert propose_facilitator([BEN, CLEO], lead=ANA, last_facilitated_at=before) == CLEO


def test_alone_the_lead_facilitates() -> None:
    assert propose_facilitator([ANA], lead=ANA, last_facilitated_at={}) == ANA
    assert propose_facilitator([], lead=ANA, last_facilitated_at={}) == ANA
