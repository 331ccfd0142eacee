"""A retrospective is planned at *Resolve*, reminded of until it begins, and may be waived."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.flows.people import keep_person
from rehearsal.records import Message
from storage.tables import PlanDecision, Preparation, Retrospective
from tests.stories.conftest import House
from tests.stories.items import MONDAY, on_monday
from tests.stories.retro_steps import rows
from tests.stories.seen import direct_messages, read, said_in


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
