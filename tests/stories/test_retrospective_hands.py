"""Who moves a retrospective: the facilitator, on the latest card, or whoever takes over."""

from storage.tables import Decision, Incident, Retrospective
from tests.stories.conftest import House
from tests.stories.retro_steps import (
    begun,
    card,
    cards,
    go_on,
    resolved,
    rows,
    told,
    walk_to,
    whisper,
)

GO_ON = "How is it fine to go on without it?"


def the_retro(house: House) -> Retrospective:
    """The one retrospective of the story."""
    [found] = rows(house, Retrospective)
    return found


def test_somebody_else_is_told_privately_who_facilitates_and_may_take_over(
    any_house: House,
) -> None:
    house = any_house
    channel, chandra, ben = begun(house), house.person("Chandra"), house.person("Ben")
    for button in ("Next stage", "Skip with a reason"):
        chandra.clicks(card(channel, 1), button)
        assert house.slack.awaits(lambda: "Ben" in told(chandra, channel))
        assert chandra.modal is None
    assert len(cards(channel)) == 1

    chandra.clicks(whisper(chandra, channel), "Take over")
    house.settle()

    assert "@Chandra Rao facilitates" in card(channel, 1).visible_text()
    assert "Chandra" in ben.direct_messages()[-1].visible_text()
    taken = rows(house, Decision)[-1]
    assert (taken.kind, taken.by, taken.facts) == ("took_over", chandra.id, {"person": ben.id})
    go_on(house, chandra, card(channel, 1))
    assert len(cards(channel)) == 2


def test_who_does_not_take_part_cannot_take_over(house: House) -> None:
    channel, dana = begun(house), house.slack.add_person("Dana Weiss")
    dana.joins(channel)
    dana.clicks(card(channel, 1), "Take over")

    assert house.slack.awaits(lambda: "By answering" in told(dana, channel))
    assert the_retro(house).facilitator == house.person("Ben").id


def test_two_at_one_button_advance_once_and_the_second_is_told(any_house: House) -> None:
    house = any_house
    channel, ben = begun(house), house.person("Ben")
    walk_to(house, channel, 2)
    seen = card(channel, 2)
    ben.clicks(seen, "Next stage")
    ben.clicks(seen, "Next stage")
    house.settle()

    assert len(cards(channel)) == 3
    assert the_retro(house).stage == "what_happened"
    assert house.slack.awaits(lambda: "older than the retrospective" in told(ben, channel))


def test_a_reason_sent_after_somebody_else_moved_stays_in_the_form(house: House) -> None:
    channel, ben, chandra = begun(house), house.person("Ben"), house.person("Chandra")
    ben.clicks(card(channel, 1), "Next stage")
    chandra.clicks(card(channel, 1), "Take over")
    ben.fills({GO_ON: "we know enough"})

    errors = ben.submits()

    assert "older than the retrospective" in str(errors)
    assert the_retro(house).stage == "ground_rules"


def test_a_facilitator_who_left_is_replaced_by_taking_over(house: House) -> None:
    channel, ben, ana = begun(house), house.person("Ben"), house.person("Ana")
    ben.leaves_workspace()
    ana.clicks(card(channel, 1), "Take over")
    house.settle()
    go_on(house, ana, card(channel, 1))

    assert the_retro(house).facilitator == ana.id
    assert len(cards(channel)) == 2


def test_nobody_waits_for_the_agreement_of_who_left(house: House) -> None:
    channel = begun(house)
    house.person("Chandra").leaves_workspace()
    for name in ("Ana", "Ben"):
        house.person(name).clicks(card(channel, 1), "I'm done")
    house.settle()

    assert "(2 of 2)" in card(channel, 1).visible_text()


def test_a_retro_for_one_person_works(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "A restart"})
    ana.submits()
    house.settle()
    ana.command("/incident retro", channel=channel)
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    for number in range(1, 11):
        ana.replies(card(channel, number), "just me")
        house.settle()
        go_on(house, ana, card(channel, number))
    go_on(house, ana, card(channel, 11), "Close the retro")

    assert the_retro(house).status == "closed"


def test_the_bot_restarts_in_every_stage_and_nothing_is_lost(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    for number in range(1, 12):
        house.person("Chandra").replies(card(channel, number), f"stage {number}")
        house.restart()
        # While answers are hidden, who has answered is a count.
        shown = "Answered* 1 of 3" if number == 6 else "Chandra"
        assert shown in card(channel, number).visible_text()
        go_on(house, ben, card(channel, number), "Next stage" if number < 11 else "Close the retro")

    assert the_retro(house).status == "closed"
    assert len(cards(channel)) == 11


def test_a_paused_review_is_not_moved_and_goes_on_once_resolved(house: House) -> None:
    channel, ana, ben = begun(house), house.person("Ana"), house.person("Ben")
    walk_to(house, channel, 2)
    old = card(channel, 2)
    ben.clicks(old, "Next stage")
    house.settle()
    on = card(channel, 3)
    ben.clicks(on, "Skip with a reason")
    ana.command("/incident reopen it is back", channel=channel)
    ben.fills({"What speaks for skipping it?": "no time"})
    assert "is paused" in str(ben.submits())
    ben.closes(everything=True)
    house.settle()
    assert the_retro(house).stage == "what_happened"

    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "Rolled back again"})
    ana.submits()
    house.settle()
    assert "Paused" not in card(channel, 3).visible_text()
    go_on(house, ben, card(channel, 3))

    assert the_retro(house).stage == "how_we_noticed"
    [incident] = rows(house, Incident)
    assert incident.status == "reviewing"
    timeline = ana.command("/incident timeline", channel=channel).visible_text()
    assert "The retrospective goes on" in timeline


def test_a_review_of_an_incident_that_was_cancelled_is_over(house: House) -> None:
    channel, ana = begun(house), house.person("Ana")
    ana.command("/incident reopen not an incident after all", channel=channel)
    ana.command("/incident cancel the alert tested itself", channel=channel)
    house.settle()

    assert card(channel, 1).buttons() == []
    assert "what was said is kept" in card(channel, 1).visible_text()
    answer = ana.command("/incident retro", channel=channel)
    assert "stage 1 of 11" in answer.visible_text()


def test_a_bot_cannot_facilitate_and_what_was_chosen_stays(house: House) -> None:
    channel, ana = resolved(house), house.person("Ana")
    robot = house.slack.add_person("Robo Cop", bot=True)
    ana.command("/incident retro", channel=channel)
    ana.fills({"Who facilitates?": robot.id})

    assert "is a bot" in str(ana.submits())
    assert rows(house, Retrospective) == []


def test_two_who_start_it_at_once_start_one(house: House) -> None:
    channel, ana, ben = resolved(house), house.person("Ana"), house.person("Ben")
    ana.command("/incident retro", channel=channel)
    ben.command("/incident retro", channel=channel)
    ana.submits()
    ben.submits()
    house.settle()

    assert len(rows(house, Retrospective)) == 1
    assert len(cards(channel)) == 1
    assert "stage 1 of 11" in ben.modal.text()
