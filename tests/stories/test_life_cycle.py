"""An incident goes from open to resolved, and back, or ends as a false alarm."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.seen import announced, card_of, direct_messages, read, said_in, whispered


def test_mitigating_shows_on_card_topic_and_line(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    answer = ana.command("/incident mitigate Rolled prompt v14 back", channel=channel)
    house.settle()

    assert "INC-1 is mitigated" in read(answer)
    assert "S2 · Mitigated" in channel.topic
    card = card_of(channel)
    assert card.buttons() == ["Post update", "Resolve", "Reopen"]
    assert "Rolled prompt v14 back" in read(card)
    assert "Mitigated" in announced(house)
    assert "Rolled prompt v14 back" in said_in(channel)


def test_resolving_with_words_says_when_the_retrospective_is_due(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident resolve The rollback brought it back", channel=channel)
    house.settle()

    told = next(m for m in channel.messages if "A retrospective is due by" in read(m))
    assert told.buttons() == ["Start the retro"]
    card = card_of(channel)
    assert card.buttons() == ["Start the retro", "New action item", "Reopen"]
    assert "What brought it back\nThe rollback brought it back" in read(card)


def test_the_form_asks_what_brought_it_back(house: House) -> None:
    channel, ben = house.declare(), house.person("Ben")
    ben.joins(channel)

    ben.clicks(card_of(channel), "Resolve")
    assert ben.modal.title == "Resolve"
    ben.fills({"What brought it back?": "Pinned the model", "Who was affected?": "35 customers"})
    assert ben.submits() is None
    house.settle()

    assert ben.modal is None
    assert "Pinned the model" in read(card_of(channel))
    assert "35 customers" in read(card_of(channel))


def test_of_two_people_resolving_at_once_the_second_keeps_their_text(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    ben.joins(channel)
    ana.clicks(card_of(channel), "Resolve")
    ben.clicks(card_of(channel), "Resolve")
    ana.fills({"What brought it back?": "The rollback"})
    ben.fills({"What brought it back?": "Pinned the model"})

    assert ana.submits() is None
    errors = ben.submits()
    house.settle()

    assert errors is not None
    assert "INC-1 is resolved" in str(errors)
    assert "Pinned the model" in str(errors)
    assert ben.modal.title == "Resolve"
    assert "The rollback" in read(card_of(channel))


def test_a_form_sent_in_after_the_incident_was_cancelled_changes_nothing(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    ben.joins(channel)
    ben.clicks(card_of(channel), "Post update")
    ben.fills({"What do we know now?": "It is the judge"})

    ana.command("/incident cancel The alert tested itself", channel=channel)
    errors = ben.submits()
    house.settle()

    assert "INC-1 is cancelled" in str(errors)
    assert "It is the judge" in str(errors)
    assert "It is the judge" not in said_in(channel)
    assert card_of(channel).buttons() == []
    assert "The alert tested itself" in read(card_of(channel))


def test_a_click_on_an_old_card_after_resolving_says_so(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident resolve The rollback", channel=channel)

    ana.clicks(card_of(channel), "Mitigated")

    assert "INC-1 is resolved" in whispered(house, ana, channel)


def test_reopening_forgets_when_it_was_over_and_keeps_it_on_the_timeline(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident resolve The rollback", channel=channel)
    house.settle()

    ana.clicks(card_of(channel), "Reopen")
    house.settle()

    card = read(card_of(channel))
    assert "Open" in card
    assert "Resolved" not in card
    assert "The rollback" not in card
    assert "INC-1 is open again" in said_in(channel)
    assert "Open" in channel.topic


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("cancel", "cancel", "wants a reason"),
        ("mitigate", "cancel nothing was wrong", "only an open incident can be cancelled"),
        ("mitigate", "mitigate", "only an open incident can be mitigated"),
        ("resolve fixed", "resolve again", "nothing left to resolve"),
        ("cancel tested itself", "reopen", "cannot be reopened"),
        ("cancel tested itself", "update still here", "What you typed:\nstill here"),
        ("cancel tested itself", "severity S1", "nothing more is done to it"),
    ],
)
def test_what_the_life_cycle_does_not_allow_is_said_plainly(
    house: House, first: str, then: str, said: str
) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command(f"/incident {first}", channel=channel)

    answer = ana.command(f"/incident {then}", channel=channel)

    assert said in read(answer)


def test_every_command_takes_the_incident_as_its_first_word(house: House) -> None:
    channel, ben = house.declare(), house.person("Ben")

    ben.command("/incident INC-1 mitigate", channel="general")
    house.settle()

    assert "Mitigated" in read(card_of(channel))
    assert "I know no INC-9" in read(ben.command("/incident inc-9 mitigate"))


def test_a_command_outside_any_incident_asks_which(house: House) -> None:
    house.declare()

    answer = house.person("Ben").command("/incident resolve done", channel="general")

    assert "Which incident?" in read(answer)
    assert "INC-1 Judge scores moved overnight" in read(answer)


def test_merging_says_so_in_both_channels(house: House) -> None:
    first, second = house.declare("Judge scores moved"), house.declare("Refunds look wrong")
    ana = house.person("Ana")

    answer = ana.command("/incident merge INC-1 same judge", channel=second)
    house.settle()

    assert "INC-2 is merged into INC-1" in read(answer)
    assert "merged INC-2 Refunds look wrong" in said_in(first)
    assert "same judge" in said_in(first)
    assert "into INC-1 Judge scores moved" in said_in(second)
    assert "Merged into INC-1" in read(card_of(second))
    assert "Merged into INC-1" in announced(house)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("INC-1", "cannot be merged into itself"),
        ("INC-9", "I know no INC-9"),
        ("INC-2", "INC-2 is cancelled"),
        ("somewhere", "Merge into which incident?"),
        ("", "Merge into which incident?"),
    ],
)
def test_merging_where_nothing_goes_on_is_refused(house: House, target: str, said: str) -> None:
    first, second = house.declare("Judge scores moved"), house.declare("Refunds look wrong")
    ana = house.person("Ana")
    ana.command("/incident cancel tested itself", channel=second)

    assert said in read(ana.command(f"/incident merge {target}", channel=first))
    house.settle()
    assert card_of(first).buttons()[0] == "Post update"


def test_a_private_incident_is_not_merged_with_any_other(house: House) -> None:
    house.declare("Judge scores moved")
    ana = house.person("Ana")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "A leak", "Keep it private": ["private"]})
    ana.submits()
    house.settle()
    secret = newest_incident_channel(house.slack)

    answer = ana.command("/incident merge INC-1", channel=secret)

    assert "is private" in read(answer)


def test_a_drill_is_marked_everywhere(house: House) -> None:
    ana = house.person("Ana")
    ana.command("/incident declare S1 —drill Judge scores moved")
    house.settle()
    channel = newest_incident_channel(house.slack)

    assert "Drill" in read(card_of(channel))
    assert "drill" in channel.topic
    assert "Drill" in announced(house)
    assert "Drill" in read(ana.command("/incident list"))


def test_a_post_that_slack_refuses_is_told_to_who_asked(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.removes_bot(channel)

    ana.command("/incident INC-1 update It is the judge", channel="general")
    house.settle()

    assert "What you did is kept" in direct_messages(ana)


def test_everything_that_happened_stands_on_the_timeline(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.declare("Refunds look wrong")
    for typed in (
        "update Looking at it",
        "severity S1",
        "lead @Ben",
        "role preparer @Daiki",
        "started 20m ago",
        "mitigate Rolled back",
        "reopen It is back",
        "resolve Pinned the model",
    ):
        ana.command(f"/incident {typed}", channel=channel)
    ana.command("/incident INC-2 merge INC-1", channel=channel)
    house.settle()

    shown = read(ana.command("/incident timeline", channel=channel))

    for words in (
        "Ana Lindqvist posted an update: Looking at it",
        "changed the severity from S2 to S1",
        "Ben Okafor leads, named by Ana Lindqvist",
        "Daiki Mori is Preparer",
        'Ana Lindqvist set "started" to',
        "Mitigated, says Ana Lindqvist: Rolled back",
        "Reopened by Ana Lindqvist: It is back",
        "Resolved, says Ana Lindqvist: Pinned the model",
    ):
        assert words in shown


def test_two_who_resolve_at_the_same_moment_resolve_once(any_house: House) -> None:
    house = any_house
    channel = house.declare()
    ana, ben = house.person("Ana"), house.person("Ben")

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda who: read(who.command("/incident INC-1 resolve The rollback", "general")),
                (ana, ben),
            )
        )
    house.settle()

    assert sorted("is resolved now" in answer for answer in answers) == [False, True]
    assert said_in(channel).count("A retrospective is due by") == 1


def test_two_incidents_merged_into_each_other_at_once_end_in_one(any_house: House) -> None:
    house = any_house
    house.declare("Judge scores moved")
    house.declare("Refunds look wrong")
    ana, ben = house.person("Ana"), house.person("Ben")

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda asked: read(asked[0].command(f"/incident {asked[1]}", "general")),
                ((ana, "INC-1 merge INC-2"), (ben, "INC-2 merge INC-1")),
            )
        )

    assert sorted("is merged into" in answer for answer in answers) == [False, True]
