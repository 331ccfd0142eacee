"""What a plan holds beside its day: seats to shadow, a data package, and who may see it."""

from datetime import UTC, datetime
from typing import Any

from storage.tables import PlannedSeat
from tests.stories.conftest import House
from tests.stories.items import on_monday
from tests.stories.retro_steps import rows
from tests.stories.seen import read, read_form, whispered
from tests.stories.test_preparation import FACILITATES, change, plan_card, resolved_on_monday


def test_somebody_of_another_discipline_is_offered_to_shadow(house: House) -> None:
    daiki = house.person("Daiki")
    seats = {
        "engineering": (house.person("Ana").id,),
        "support": (house.person("Ben").id, daiki.id),
    }
    house.howbot.runtime.house.seats.update(seats)
    channel = resolved_on_monday(house)
    house.turn_to(datetime(2031, 3, 4, 6, tzinfo=UTC))
    offered = [m for m in daiki.direct_messages() if "Join" in m.buttons()]
    assert "support" in read(offered[0])
    assert offered[0].buttons() == ["Join", "Not this time"]
    assert "asked to shadow: @Daiki" in read(plan_card(channel))

    daiki.clicks(offered[0], "Not this time")
    house.settle()
    assert "@Daiki" not in read(plan_card(channel))
    daiki.clicks(offered[0], "Join")
    house.settle()
    assert "asked to shadow" not in read(plan_card(channel))
    assert "@Daiki" in read(plan_card(channel))
    assert {seat.user_id: seat.state for seat in rows(house, PlannedSeat)}[daiki.id] == "takes_part"


def test_the_data_package_is_gathered_line_by_line(house: House) -> None:
    channel = resolved_on_monday(house)
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.clicks(plan_card(channel), "Data package")
    assert ana.modal.title == "Data package"
    ana.fills({"Logs": "https://logs.example/1", "Cannot be had": ["feedback"]})
    assert "what stands in the way" in ana.submits()["Feedback of reviewers"]
    ana.fills({"Feedback of reviewers": "Nobody reviews this queue"})
    assert ana.submits() is None
    house.settle()
    text = read(plan_card(channel))
    assert "2 of 8" in text
    assert ":white_large_square: Logs" not in text
    assert ":white_large_square: Concrete examples" in text

    ben.clicks(plan_card(channel), "Start the retro")
    ben.submits()
    house.settle()
    first = next(m for m in channel.messages if "1 of 11" in m.visible_text())
    assert "concrete examples" in read(first)
    assert "feedback of reviewers" not in read(first)


def test_what_another_wrote_meanwhile_is_not_written_over(house: House) -> None:
    channel = resolved_on_monday(house)
    ana, ben, card = house.person("Ana"), house.person("Ben"), plan_card(channel)
    ana.clicks(card, "Data package")
    ben.clicks(card, "Data package")
    ana.fills({"Logs": "what Ana found"})
    ben.fills({"Changes in metrics": "what Ben found"})
    ana.submits()
    ben.submits()
    house.settle()
    ana.clicks(plan_card(channel), "Data package")
    assert "what Ana found" in str(ana.modal.blocks)
    assert "what Ben found" in str(ana.modal.blocks)


def test_the_plan_of_one_without_a_channel_comes_by_dm(house: House) -> None:
    on_monday(house)
    ana = house.person("Ana")
    ana.command("/incident backfill S3 Labels were cut off", channel="general")
    assert ana.submits() is None
    assert "due by" in read_form(ana)
    ana.closes(everything=True)
    house.settle()
    told = [m for m in ana.direct_messages() if "Retrospective of INC-2" in m.visible_text()]
    assert "short form" in read(told[0])
    ana.clicks(told[0], "Waive")
    assert ana.modal.title == "Waive the retro"


def test_prepare_shows_the_plan_to_whoever_asks(house: House) -> None:
    channel = resolved_on_monday(house)
    shown = house.person("Chandra").command("/incident prepare", channel=channel)
    assert "Due Mon 10 Mar 2031" in read(shown)
    assert "Waive" in shown.buttons()


def test_a_duty_that_passed_on_cannot_be_accepted(house: House) -> None:
    channel = resolved_on_monday(house)
    house.turn_to(datetime(2031, 3, 4, 15, tzinfo=UTC))
    ben = house.person("Ben")
    asked = [m for m in ben.direct_messages() if "Accept" in m.buttons()][-1]
    change(house, channel, **{FACILITATES: "Chandra"})
    ben.clicks(asked, "Accept")
    house.settle()
    assert "not asked of you any more" in whispered(house, ben, ben_dm(house, ben))


def ben_dm(house: House, person: Any) -> Any:
    """The channel in which the bot speaks to somebody."""
    return house.slack.workspace.channels[person.direct_messages()[0].channel_id]
