"""The group walks a retrospective in the channel, from the ground rules to the lessons."""

from storage.tables import Decision
from tests.stories.conftest import House
from tests.stories.retro_steps import ELEVEN, begun, card, cards, go_on, resolved, rows, walk_to


def test_the_whole_group_walks_all_eleven_stages(any_house: House) -> None:
    house = any_house
    channel = begun(house)
    for number, title in enumerate(ELEVEN, start=1):
        on = card(channel, number)
        assert title in on.visible_text()
        house.person("Chandra").replies(on, f"what I saw at stage {number}")
        house.settle()
        assert "Answered* 1 of 3" in card(channel, number).visible_text()
        if number < len(ELEVEN):
            go_on(house, house.person("Ben"), card(channel, number))
            assert "Chandra" in card(channel, number).visible_text()
    go_on(house, house.person("Ben"), card(channel, 11), "Close the retro")

    assert len(cards(channel)) == len(ELEVEN)
    said = [each.visible_text() for each in channel.messages]
    thanks = next(text for text in said if "Thank you, " in text)
    for name in ("Ana", "Ben", "Chandra"):
        assert name in thanks
    assert "Learned" in channel.topic


def test_ana_is_proposed_whoever_facilitated_least_recently(house: House) -> None:
    channel = resolved(house)
    ana = house.person("Ana")

    ana.command("/incident retro", channel=channel)

    assert ana.modal.title == "Start the retro"
    fields = {block["block_id"]: block for block in ana.modal.blocks if block["type"] == "input"}
    people = fields["participants"]["element"]["initial_users"]
    assert set(people) == {house.person(name).id for name in ("Ana", "Ben", "Chandra")}
    assert fields["facilitator"]["element"]["initial_user"] == house.person("Ben").id


def test_everybody_sees_that_it_begins_and_hears_the_ground_rule_first(house: House) -> None:
    channel = begun(house)

    said = [each.visible_text() for each in channel.messages]
    rule = next(i for i, text in enumerate(said) if "not to grade people" in text)
    assert "1 of 11" in said[rule + 1]
    assert "In review" in channel.topic
    timeline = house.person("Ana").command("/incident timeline", channel=channel)
    assert "started the retrospective" in timeline.visible_text()


def test_only_a_resolved_incident_is_reviewed(house: House) -> None:
    channel = house.declare()
    answer = house.person("Ana").command("/incident retro", channel=channel)

    assert "Resolve it first" in answer.visible_text()
    assert house.person("Ana").modal is None
    assert "Open" in channel.topic


def test_retro_on_a_running_one_shows_where_it_stands_with_the_way_there(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 3)

    answer = house.person("Chandra").command("/incident postmortem", channel=channel)

    assert "stage 3 of 11" in answer.visible_text()
    assert card(channel, 3).ts.replace(".", "") in str(answer.blocks)
    assert len(cards(channel)) == 3


def test_what_is_missing_asks_for_a_reason_and_the_reason_is_kept(house: House) -> None:
    channel = begun(house)
    ben = house.person("Ben")

    ben.clicks(card(channel, 1), "Next stage")
    assert ben.modal.title == "Move on"
    assert "agreed to the ground rule (0 of 3)" in ben.modal.text()
    ben.fills({"How is it fine to go on without it?": "Chandra is on a train"})
    ben.submits()
    house.settle()

    assert "2 of 11" in cards(channel)[-1].visible_text()
    moved = rows(house, Decision)[-1]
    assert (moved.kind, moved.stage, moved.by) == ("moved_on", "ground_rules", ben.id)
    assert moved.reason == "Chandra is on a train"
    assert moved.facts == {"missing": ["everyone_agreed"]}
    assert "Chandra is on a train" in card(channel, 1).visible_text()


def test_with_everything_there_the_group_goes_on_at_once(house: House) -> None:
    channel = begun(house)
    for name in ("Ana", "Chandra"):
        house.person(name).replies(card(channel, 1), "yes")
    house.person("Ben").clicks(card(channel, 1), "I'm done")
    house.settle()
    assert "(3 of 3)" in card(channel, 1).visible_text()

    house.person("Ben").clicks(card(channel, 1), "Next stage")
    house.settle()

    assert house.person("Ben").modal is None
    assert len(cards(channel)) == 2
    assert card(channel, 1).buttons() == []


def test_a_skipped_stage_says_how_it_came_to_that(house: House) -> None:
    channel = begun(house)
    ben = house.person("Ben")
    ben.clicks(card(channel, 1), "Skip with a reason")
    assert ben.modal.title == "Skip this stage"
    ben.fills({"What speaks for skipping it?": "we held it yesterday"})
    ben.submits()
    house.settle()

    assert "we held it yesterday" in card(channel, 1).visible_text()
    assert card(channel, 1).buttons() == []
    assert rows(house, Decision)[-1].kind == "skipped"


def test_back_opens_the_stage_before_again_and_loses_nothing(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 3)
    chandra, ben = house.person("Chandra"), house.person("Ben")
    chandra.replies(card(channel, 3), "the dashboard was green")
    house.settle()

    ben.clicks(card(channel, 3), "Back")
    house.settle()
    chandra.replies(card(channel, 3), "and the pager was silent")
    house.settle()

    assert "Next stage" in card(channel, 2).buttons()
    assert card(channel, 3).buttons() == []
    assert "Nothing said here is lost" in card(channel, 3).visible_text()

    go_on(house, ben, card(channel, 2))
    assert len(cards(channel)) == 3
    assert "Next stage" in card(channel, 3).buttons()
    assert "Chandra" in card(channel, 3).visible_text()
    assert "Late" not in card(channel, 3).visible_text()
