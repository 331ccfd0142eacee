"""A retrospective for one person, and several at once in different channels."""

from typing import Any

from storage.tables import Retrospective, StageAnswer
from tests.stories.conftest import House
from tests.stories.items import MONDAY
from tests.stories.retro_steps import card, cards, go_on, rows
from tests.stories.seen import direct_messages, said_in


def alone(house: House, pace: str = "", title: str = "Judge scores moved overnight") -> Any:
    """The channel of an incident that Ana alone saw; its retrospective has begun."""
    channel, ana = house.declare(title), house.person("Ana")
    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "A restart"})
    ana.submits()
    house.settle()
    ana.command(f"/incident retro {pace}", channel=channel)
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    return channel


def test_live_for_one_all_words_fit_from_start_to_close(any_house: House) -> None:
    house = any_house
    channel, ana = alone(house), house.person("Ana")
    shown = ""
    for number in range(1, 12):
        ana.replies(card(channel, number), "just me")
        house.settle()
        shown += card(channel, number).visible_text()
        button = "Next stage" if number < 11 else "Close the retro"
        go_on(house, ana, card(channel, number), button)

    assert rows(house, Retrospective)[0].status == "closed"
    said = (shown + said_in(channel)).casefold()
    for word in ("everyone", "everybody", "the others", "vote", "hidden"):
        assert word not in said, word


def test_over_several_days_for_one_too(house: House) -> None:
    house.turn_to(MONDAY)
    channel, ana = alone(house, "days"), house.person("Ana")
    for number in range(4):
        house.turn(hours=1)
        last = cards(channel)[-1]
        ana.replies(last, "just me")
        house.settle()
        button = "Open the next round" if number < 3 else "Close the retro"
        go_on(house, ana, cards(channel)[-1], button)

    assert rows(house, Retrospective)[0].status == "closed"
    told = direct_messages(ana).casefold()
    assert "waits for you in round 1 of 4" in told
    assert "others" not in told


def test_several_retrospectives_at_once_do_not_disturb_each_other(any_house: House) -> None:
    house = any_house
    ana = house.person("Ana")
    live, days = alone(house), alone(house, "days", title="Retrieval is empty")
    ana.replies(card(live, 1), "said in the first")
    ana.replies(card(days, 2), "said in the second")
    house.settle()
    go_on(house, ana, card(live, 1))
    go_on(house, ana, card(days, 1), "Open the next round")
    house.turn(minutes=6)

    assert (len(cards(live)), len(cards(days))) == (2, 5)
    first, second = rows(house, Retrospective)
    where = {each.text: (each.retro_id, each.stage) for each in rows(house, StageAnswer)}
    assert where["said in the first"] == (first.id, "ground_rules")
    assert where["said in the second"] == (second.id, "promises")
    assert "time box of this stage is over" in said_in(live)
    assert "time box of this stage is over" not in said_in(days)
    assert "said in the first" not in said_in(days)
