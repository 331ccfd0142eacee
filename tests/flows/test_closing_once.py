"""Two people close one item at the same time: one wins, the other is told."""

import threading
from collections.abc import Callable

from sqlalchemy import func, select

from bot.core.action_items import ProofKind
from bot.core.errors import Refused
from bot.flows.action_items import WhichItem
from bot.flows.item_proofs import Evidence, close_item
from storage.tables import Entry, Proof
from tests.flows.test_reminders_once import Bot, items, start, store

__all__ = ["start"]


def test_of_two_who_close_at_once_one_wins(start: Callable[[], Bot]) -> None:
    bots = {"UANA": start(), "UBEN": start()}
    store(bots["UANA"])
    barrier = threading.Barrier(2)
    told: list[Refused] = []

    def close(user: str, bot: Bot) -> None:
        evidence = Evidence(ProofKind.pull_request, f"https://example.com/{user}")
        barrier.wait()
        try:
            with bot.runtime.transaction() as unit:
                close_item(unit, WhichItem(1, 1, by=user), evidence)
        except Refused as refused:
            told.append(refused)

    threads = [threading.Thread(target=close, args=each) for each in bots.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = bots["UANA"]
    assert [refused.code for refused in told] == ["item_finished"]
    assert [item.state for item in items(winner)] == ["done"]
    with winner.runtime.reading() as unit:
        for table in (Proof, Entry):
            assert unit.session.execute(select(func.count()).select_from(table)).scalar_one() == 1
