"""Past incidents and near misses are recorded afterwards, and get a channel when reviewed."""

from typing import Any

from storage.tables import Incident, Outbox, Retrospective
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.retro_steps import rows
from tests.stories.seen import announced, card_of, direct_messages, read, read_form, said_in


def backfilled(house: House, by: str = "Ana", **filled: Any) -> Any:
    """A past incident that somebody recorded; what they were told."""
    person = house.person(by)
    person.command("/incident backfill S2 Refunds were doubled", channel="general")
    person.fills({"Category": "Service outage", **filled})
    assert person.submits() is None
    told = read_form(person)
    person.closes(everything=True)
    house.settle()
    return told


def incident_channels(house: House) -> list[str]:
    return [c.name for c in house.slack.workspace.channels.values() if c.name.startswith("inc-")]


def start_retro(house: House, by: str = "Ana", facilitator: str = "Ben") -> str:
    """Somebody starts the retrospective of INC-1 from anywhere; what they were told."""
    person = house.person(by)
    person.command("/incident INC-1 retro", channel="general")
    person.fills({"Who facilitates?": facilitator})
    assert person.submits() is None
    told = read_form(person)
    person.closes(everything=True)
    return told


def test_a_past_incident_is_resolved_at_once_and_needs_no_channel(any_house: House) -> None:
    house, now = any_house, int(any_house.rules.now().timestamp())

    told = backfilled(
        house,
        **{
            "Started": now - 90_000,
            "Detected": now - 86_400,
            "Resolved": now - 80_000,
            "What brought it back?": "Rolled back",
        },
    )

    assert "INC-1" in told
    assert "retrospective is due by" in told
    assert incident_channels(house) == []
    assert announced(house) == ""
    (incident,) = rows(house, Incident)
    assert (incident.status, incident.category) == ("resolved", "service_outage")
    shown = house.person("Ben").command("/incident INC-1 show", channel="general")
    assert "Resolved" in read(shown)
    assert f"^{now - 80_000}^" in str(shown.blocks)


def test_notes_are_taken_before_there_is_a_channel(house: House) -> None:
    backfilled(house)
    ana = house.person("Ana")

    assert "On the timeline" in read(
        ana.command("/incident INC-1 note 20m ago the pager rang", "general")
    )
    timeline = ana.command("/incident INC-1 timeline", channel="general")
    assert "the pager rang" in read(timeline)
    assert "Recorded afterwards by Ana" in read(timeline)


def test_its_channel_opens_with_its_retrospective(any_house: House) -> None:
    house = any_house
    backfilled(house)

    told = start_retro(house)
    house.settle()

    assert "channel now" in told
    channel = newest_incident_channel(house.slack)
    assert channel.name == "inc-1-refunds-were-doubled"
    assert {house.person("Ana").id, house.person("Ben").id} <= set(channel.members)
    said = [each.visible_text() for each in channel.messages]
    where = [next(i for i, t in enumerate(said) if words in t)
             for words in ("Refunds were doubled", "not to grade people", "1 of 11")]  # fmt: skip
    assert where == sorted(where)
    assert "In review" in card_of(channel).visible_text()
    assert "In review" in channel.topic
    assert "Preserve before" not in said_in(channel)
    assert "INC-1" in announced(house)


def test_two_who_start_it_at_once_get_one_channel_and_one_retrospective(any_house: House) -> None:
    house = any_house
    backfilled(house)

    first, second = start_retro(house, "Ana"), start_retro(house, "Chandra", "Chandra")
    house.settle()

    assert "channel now" in first
    assert "on its way already" in second
    assert incident_channels(house) == ["inc-1-refunds-were-doubled"]
    (retro,) = rows(house, Retrospective)
    assert retro.facilitator == house.person("Ben").id


def test_a_bot_that_dies_in_between_goes_on_where_it_was(any_house: House) -> None:
    house = any_house
    backfilled(house)
    start_retro(house)

    house.restart()

    channel = newest_incident_channel(house.slack)
    assert "1 of 11" in said_in(channel)
    assert len(rows(house, Retrospective)) == 1


def test_a_private_one_gets_a_private_channel(house: House) -> None:
    backfilled(house, **{"Keep it private": ["private"]})
    ben = house.person("Ben")
    hidden = read(ben.command("/incident INC-1 show", "general"))
    unknown = read(ben.command("/incident INC-2 show", "general"))
    assert hidden == unknown.replace("INC-2", "INC-1")

    start_retro(house, facilitator="Ana")
    house.settle()

    channel = newest_incident_channel(house.slack)
    assert channel.is_private
    assert "Refunds" not in announced(house)


def test_a_private_channel_that_cannot_be_made_is_told_and_nothing_is_left(house: House) -> None:
    backfilled(house, **{"Keep it private": ["private"]})
    house.slack.faults.fail("conversations.create", "restricted_action")
    start_retro(house, facilitator="Ana")
    house.settle()

    assert incident_channels(house) == []
    told = direct_messages(house.person("Ana"))
    assert "has not begun" in told
    assert "a private channel for it, and I use no other" in told
    assert rows(house, Incident)[0].status == "resolved"
    assert rows(house, Retrospective) == []

    start_retro(house, facilitator="Ana")
    house.settle()
    assert "1 of 11" in said_in(newest_incident_channel(house.slack))


def test_one_that_was_reopened_meanwhile_gets_its_channel_and_no_retrospective(
    house: House,
) -> None:
    backfilled(house)
    start_retro(house)
    house.person("Ana").command("/incident INC-1 reopen It is back", channel="general")
    house.settle()

    assert rows(house, Retrospective) == []
    assert "Open" in newest_incident_channel(house.slack).topic


def test_times_out_of_order_are_kept_and_asked_about(house: House) -> None:
    now = int(house.rules.now().timestamp())
    told = backfilled(house, **{"Started": now - 600, "Detected": now - 7200})

    assert "comes before started" in told
    assert rows(house, Incident)[0].detected_at is not None


def test_a_time_ahead_stands_under_its_field_and_all_is_kept(house: House) -> None:
    ana = house.person("Ana")
    ana.command("/incident backfill Refunds were doubled", channel="general")
    ana.fills({"Mitigated": int(house.rules.now().timestamp()) + 86_400})

    errors = ana.submits()

    assert "still ahead" in errors["Mitigated"]
    assert rows(house, Incident) == []


def test_the_same_title_again_asks_whether_it_is_another_one(house: House) -> None:
    backfilled(house)
    ana = house.person("Ana")
    ana.command("/incident backfill S2 Refunds were doubled", channel="general")
    assert ana.submits() is None
    assert "Is this another one?" in read_form(ana)
    assert len(rows(house, Incident)) == 1

    assert ana.submits() is None
    house.settle()
    assert [each.number for each in rows(house, Incident)] == [1, 2]


def test_a_lead_who_cannot_have_a_duty_is_refused_under_the_field(house: House) -> None:
    ana = house.person("Ana")
    ana.command("/incident backfill Refunds were doubled", channel="general")
    ana.fills({"Who led?": house.howbot.runtime.house.bot_user_id})
    assert "is a bot" in ana.submits()["Who led?"]


def test_a_near_miss_is_reviewed_in_short_form(house: House) -> None:
    backfilled(house, **{"Category": "Near miss"})
    start_retro(house)
    house.settle()
    assert "1 of 6" in said_in(newest_incident_channel(house.slack))
    assert not [row for row in rows(house, Outbox) if row.state == "failed"]
