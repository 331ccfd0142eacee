"""A retrospective is planned at *Resolve*, reminded of until it begins, and may be waived."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.flows.people import keep_person
from rehearsal.records import Message
from storage.tables import PlanDecision, PlannedSeat, Preparation, Retrospective
from tests.stories.conftest import House
from tests.stories.items import MONDAY, on_monday
from tests.stories.retro_steps import rows
from tests.stories.seen import direct_messages, read, read_form, said_in, whispered


def resolved_on_monday(house: House, by: str = "Ana") -> Any:
    """The channel of an S2 incident resolved on Monday 3 March 2031; Ben has spoken."""
    channel = on_monday(house)
    house.person("Ben").joins(channel)
    house.person("Ben").types("I see it too", channel=channel)
    house.person(by).command("/incident resolve Rolled the judge back", channel=channel)
    house.settle()
    house.tick()
    return channel


def plan_card(channel: Any) -> Message:
    """The card of the plan."""
    return [m for m in channel.messages if "Retrospective of INC-1" in m.visible_text()][-1]


def reminders(person: Any) -> list[str]:
    """What a person was told of a retrospective that is due."""
    found = [read(m) for m in person.direct_messages()]
    return [t for t in found if "due on" in t or "is due." in t]


def change(house: House, channel: Any, by: str = "Ana", **filled: Any) -> dict[str, str] | None:
    """Somebody changes the plan; the errors under the fields, if any."""
    person = house.person(by)
    person.clicks(plan_card(channel), "Change the plan")
    person.fills(filled)
    errors = person.submits()
    if person.modal is not None:
        person.closes(everything=True)
    house.settle()
    return errors


DUE, FACILITATES, PREPARES, TAKES_PART = (
    "On which day does it start, at the latest?",
    "Who facilitates?",
    "Who gathers the data package?",
    "Who takes part?",
)


def test_resolving_proposes_a_plan_on_one_card(any_house: House) -> None:
    channel = resolved_on_monday(any_house)

    text = read(plan_card(channel))
    assert "Due Mon 10 Mar 2031" in text
    assert "Facilitator @Ben" in text
    assert "Preparer @Ana" in text
    assert "Logs" in text
    assert plan_card(channel).buttons() == [
        "Start the retro",
        "Data package",
        "Change the plan",
        "Waive",
    ]


def test_facilitator_and_preparer_are_told_and_accept(house: House) -> None:
    channel = resolved_on_monday(house)
    house.turn_to(datetime(2031, 3, 4, 15, tzinfo=UTC))
    ben = house.person("Ben")

    assert "proposed to facilitate it" in direct_messages(ben)
    assert "proposed to gather its data package" in direct_messages(house.person("Ana"))
    asked = [m for m in ben.direct_messages() if "Accept" in m.buttons()][-1]
    ben.clicks(asked, "Accept")
    house.settle()

    assert "Facilitator @Ben" in read(plan_card(channel))
    assert read(plan_card(channel)).count(":white_check_mark:") == 1


def test_the_ladder_reminds_preparer_then_facilitator_and_ends(house: House) -> None:
    resolved_on_monday(house)
    came: list[tuple[str, datetime]] = []
    moment = MONDAY + timedelta(hours=1)
    while moment < datetime(2031, 3, 28, tzinfo=UTC):
        before = {name: len(reminders(house.person(name))) for name in ("Ana", "Ben")}
        house.turn_to(moment)
        for name, count in before.items():
            came += [(name, moment)] * (len(reminders(house.person(name))) - count)
        moment += timedelta(hours=8)

    assert [(name, at.date().isoformat()) for name, at in came] == [
        ("Ana", "2031-03-07"),
        *(("Ben", f"2031-03-{day}") for day in (10, 11, 12, 13, 14, 17)),
    ]
    assert "my last word" in reminders(house.person("Ben"))[-1]
    assert rows(house, Preparation)[0].next_reminder_at is None


def test_after_a_long_absence_only_the_latest_is_said_once(any_house: House) -> None:
    house = any_house
    resolved_on_monday(house)

    house.rules.offset += datetime(2031, 3, 12, 15, tzinfo=UTC) - house.rules.now()
    house.restart()
    house.tick()
    house.tick()

    assert reminders(house.person("Ana")) == []
    (told,) = reminders(house.person("Ben"))
    assert "has not begun" in told


def test_a_retrospective_that_begins_ends_the_reminders_even_one_on_its_way(
    any_house: House,
) -> None:
    house = any_house
    channel = resolved_on_monday(house)
    house.rules.offset += datetime(2031, 3, 10, 15, tzinfo=UTC) - house.rules.now()
    house.howbot.ticker.tick()  # written, not yet delivered
    ana = house.person("Ana")
    ana.command("/incident retro", channel=channel)
    ana.submits()
    ana.closes(everything=True)
    house.settle()
    house.turn(days=3)

    assert reminders(house.person("Ben")) == []
    assert "It has begun" in read(plan_card(channel))
    assert len(rows(house, Retrospective)) == 1


def test_it_is_waived_with_a_reason_that_the_record_keeps(house: House) -> None:
    channel = resolved_on_monday(house)
    ana = house.person("Ana")

    ana.clicks(plan_card(channel), "Waive")
    assert ana.modal.title == "Waive the retro"
    assert "needs a reason" in next(iter(ana.submits().values()))
    ana.fills({"What speaks for going without one?": "The same as INC-0, held last week"})
    assert ana.submits() is None
    house.settle()
    house.turn_to(datetime(2031, 3, 12, 15, tzinfo=UTC))

    assert "waived" in read(plan_card(channel))
    assert "held last week" in read(plan_card(channel))
    assert reminders(house.person("Ben")) == []
    ana.command("/incident export markdown", channel=channel)
    house.settle()
    [document] = [file for message in channel.messages for file in message.files]
    assert "waived the retrospective" in document.content.decode()
    assert "held last week" in document.content.decode()


def test_waiving_twice_tells_who_did_and_changes_nothing(house: House) -> None:
    channel = resolved_on_monday(house)
    ana, ben, card = house.person("Ana"), house.person("Ben"), plan_card(channel)
    for person in (ana, ben):
        person.clicks(card, "Waive")
        person.fills({"What speaks for going without one?": f"says {person.id}"})
    assert ana.submits() is None
    errors = ben.submits()

    assert "was waived already" in next(iter(errors.values()))
    assert f"says {ana.id}" in next(iter(errors.values()))
    assert [each.by for each in rows(house, PlanDecision)] == [ana.id]


def test_one_that_was_waived_can_be_held_all_the_same(house: House) -> None:
    channel = resolved_on_monday(house)
    ana = house.person("Ana")
    ana.clicks(plan_card(channel), "Waive")
    ana.fills({"What speaks for going without one?": "no time"})
    ana.submits()
    house.settle()

    ana.clicks(plan_card(channel), "Start the retro")
    ana.submits()
    ana.closes(everything=True)
    house.settle()
    assert "1 of 11" in said_in(channel)


def test_moving_it_starts_a_new_ladder_and_stands_in_the_log(house: House) -> None:
    channel = resolved_on_monday(house)
    assert change(house, channel, **{DUE: "2031-03-20"}) is None

    house.turn_to(datetime(2031, 3, 12, 15, tzinfo=UTC))
    assert reminders(house.person("Ben")) == []
    house.turn_to(datetime(2031, 3, 19, 15, tzinfo=UTC))
    assert len(reminders(house.person("Ana"))) == 1
    (moved,) = rows(house, PlanDecision)
    assert (moved.kind, moved.facts) == ("moved", {"before": "2031-03-10", "after": "2031-03-20"})
    assert "Thu 20 Mar 2031" in read(plan_card(channel))


def test_a_day_that_has_passed_stands_under_its_field(house: House) -> None:
    channel = resolved_on_monday(house)
    errors = change(house, channel, **{DUE: "2031-02-28"})
    assert errors is not None
    assert "has passed" in errors[DUE]
    errors = change(house, channel, **{DUE: "9999-12-31"})
    assert errors is not None
    assert "more than two years ahead" in errors[DUE]
    assert "Mon 10 Mar 2031" in read(plan_card(channel))


def test_who_cannot_have_a_duty_is_refused_under_the_field(house: House) -> None:
    channel = resolved_on_monday(house)
    bot, chandra = house.howbot.runtime.house.bot_user_id, house.person("Chandra").id
    for flag, words in (("is_restricted", "is a guest"), ("deleted", "has left")):
        with house.howbot.runtime.transaction() as unit:
            keep_person(unit, {"id": chandra, "name": "chandra", flag: True})
        errors = change(house, channel, **{FACILITATES: "Chandra"})
        assert errors is not None
        assert words in errors[FACILITATES]
    errors = change(house, channel, **{PREPARES: bot})
    assert errors is not None
    assert "is a bot" in errors[PREPARES]


def test_nobody_named_leaves_the_facilitator_and_the_preparer(house: House) -> None:
    channel = resolved_on_monday(house)
    assert change(house, channel, **{TAKES_PART: []}) is None
    ana = house.person("Ana")
    ana.clicks(plan_card(channel), "Start the retro")
    fields = {b["block_id"]: b for b in ana.modal.blocks if b["type"] == "input"}
    people = fields["participants"]["element"]["initial_users"]
    assert set(people) == {ana.id, house.person("Ben").id}


def test_two_who_change_different_things_keep_both(house: House) -> None:
    channel = resolved_on_monday(house)
    ana, ben, card = house.person("Ana"), house.person("Ben"), plan_card(channel)
    ana.clicks(card, "Change the plan")
    ben.clicks(card, "Change the plan")
    ana.fills({DUE: "2031-03-20"})
    ben.fills({FACILITATES: "Chandra"})
    assert ana.submits() is None
    assert ben.submits() is None
    house.settle()

    text = read(plan_card(channel))
    assert "Thu 20 Mar 2031" in text
    assert "Facilitator @Chandra" in text


def test_reopening_puts_the_plan_off_and_resolving_plans_it_anew(house: House) -> None:
    channel = resolved_on_monday(house)
    ana = house.person("Ana")
    ana.command("/incident reopen It is back", channel=channel)
    house.settle()
    assert "It waits" in read(plan_card(channel))
    house.turn_to(datetime(2031, 3, 12, 15, tzinfo=UTC))
    assert reminders(house.person("Ben")) == []

    ana.command("/incident resolve For good now", channel=channel)
    house.settle()
    assert "Wed 19 Mar 2031" in read(plan_card(channel))


def test_a_cancelled_incident_is_not_reminded_of(house: House) -> None:
    channel = resolved_on_monday(house)
    ana = house.person("Ana")
    ana.command("/incident reopen", channel=channel)
    ana.command("/incident cancel It was a drill by mistake", channel=channel)
    house.settle()
    house.turn_to(datetime(2031, 3, 12, 15, tzinfo=UTC))
    assert reminders(house.person("Ben")) == []
    assert plan_card(channel).buttons() == []


def test_another_severity_moves_a_day_that_nobody_chose(house: House) -> None:
    channel = resolved_on_monday(house)
    house.person("Ana").command("/incident severity S1", channel=channel)
    house.settle()
    assert "Due Thu 6 Mar 2031" in read(plan_card(channel))


def test_a_drill_is_planned_without_a_day(house: House) -> None:
    ana = house.person("Ana")
    on_monday(house)
    ana.command("/incident declare S2 --drill Practice", channel="general")
    house.settle()
    ana.command("/incident INC-2 resolve Well practised", channel="general")
    house.settle()
    plan = rows(house, Preparation)[-1]
    assert (plan.due_on, plan.next_reminder_at) == (None, None)


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
