"""Who takes part in the retrospectives of these tests, and how far they may have come."""

from datetime import UTC, datetime

from bot.core.ids import UserId
from bot.core.retrospective import Progress

ANA, BEN, CLEO = UserId("U_ANA"), UserId("U_BEN"), UserId("U_CLEO")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = Progress()
EVERYTHING = Progress(
    participants=2,
    agreed=2,
    times_in_order=True,
    how_noticed=True,
    signal_named=True,
    slices=1,
    chains=1,
    systemic_chains=1,
    axes_with_evidence=1,
    eval_entries=1,
    kinds_answered=4,
    items=2,
    complete_items=2,
    lessons=1,
)
