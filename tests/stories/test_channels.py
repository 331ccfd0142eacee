"""What happens to an incident's channel, and to who is in it."""

from typing import Any

import pytest

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.seen import announced, card_of, direct_messages, read, said_in


def test_whoever_joins_later_is_told_privately_what_is_known(house: House) -> None:
    channel, ana, daiki = house.declare(), house.person("Ana"), house.person("Daiki")
    ana.command("/incident update It is the judge", channel=channel)

    daiki.joins(channel)
    house.settle()

    told = direct_messages(daiki)
    assert "It is the judge" in told
    assert "Lead @Ana Lindqvist" in told
    assert "What is asked of you" in told
    assert "You joined" not in direct_messages(ana)


def test_nobody_is_caught_up_twice(house: House) -> None:
    channel, daiki = house.declare(), house.person("Daiki")

    daiki.joins(channel)
    house.settle()
    daiki.leaves(channel)
    daiki.joins(channel)
    house.settle()

    assert direct_messages(daiki).count("What is asked of you") == 1


def test_a_lead_named_when_declaring_is_not_caught_up(house: House) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "Scores moved", "Who leads?": "Ben"})
    ana.submits()
    house.settle()

    assert ben.id in newest_incident_channel(house.slack).members
    assert direct_messages(ben) == ""


def test_what_happens_while_howbot_is_out_is_kept_and_shown_when_it_is_back(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.removes_bot(channel)

    ana.command("/incident mitigate Rolled back", channel=channel)
    house.settle()
    assert "Open" in read(card_of(channel))
    ana.invites("bot", channel)
    house.settle()

    assert "Mitigated" in read(card_of(channel))
    assert "Rolled back" in read(card_of(channel))
    assert "S2 · Mitigated" in channel.topic


def test_reminders_wait_while_howbot_is_out(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.removes_bot(channel)

    house.turn(hours=3)
    refused = [c for c in house.slack.calls_of("chat.postMessage") if not c.ok]
    ana.invites("bot", channel)
    house.turn(minutes=61)

    assert refused == []
    assert "has had no update since" in said_in(channel)


def test_an_archived_channel_goes_on_once_it_is_open_again(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.archives(channel)

    answer = ana.command("/incident INC-1 resolve The rollback", channel="general")
    house.settle()
    assert "INC-1 is resolved" in read(answer)
    assert "What you did is kept" in direct_messages(ana)
    assert "Resolved" in announced(house)
    ana.unarchives(channel)
    ana.invites("bot", channel)
    house.settle()

    assert "Resolved" in read(card_of(channel))


def test_an_incident_outlives_its_channel(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.deletes_channel(channel)
    house.settle()

    assert "mitigated" in read(ana.command("/incident INC-1 mitigate", channel="general"))
    house.settle()
    assert "INC-1" in read(ana.command("/incident list", channel="general"))


def test_a_renamed_channel_is_still_the_incidents(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.renames(channel, "inc-1-judge")

    assert "mitigated" in read(ana.command("/incident mitigate", channel=channel))


def test_howbot_finds_out_at_its_start_where_it_was_let_in_again(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.removes_bot(channel)
    ana.command("/incident mitigate", channel=channel)
    house.settle()
    house.howbot.connection.close()
    house.slack.wait_disconnected()
    ana.invites("bot", channel)

    house.howbot.connection.connect = lambda: None
    house.restart()

    assert "Mitigated" in read(card_of(channel))


@pytest.fixture
def secret(house: House) -> Any:
    """The channel of a private incident that Ana declared."""
    ana = house.person("Ana")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "Customer data leaked", "Keep it private": ["private"]})
    assert ana.submits() is None
    house.settle()
    return newest_incident_channel(house.slack)


def test_a_private_incident_shows_nowhere_else(house: House, secret: Any) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.command("/incident update It was the export", channel=secret)
    ana.command("/incident mitigate", channel=secret)
    house.settle()

    assert secret.is_private
    assert "Private" in read(card_of(secret))
    assert "INC-1" not in announced(house)
    assert "INC-1" in read(ana.command("/incident list"))
    assert "INC-1" not in read(ben.command("/incident list"))
    assert "INC-1" not in read(ben.command("/incident"))
    assert "INC-1" not in read(ben.command("/incident resolve it"))


@pytest.mark.parametrize(
    "verb",
    [
        "show",
        "summary",
        "update x",
        "update",
        "severity S1",
        "lead @Ben",
        "role preparer @Ben",
        "mitigate",
        "resolve x",
        "resolve",
        "reopen",
        "cancel x",
        "merge INC-1",
        "started 14:05",
        "times",
    ],
)
def test_every_command_on_it_answers_as_if_it_did_not_exist(
    house: House, secret: Any, verb: str
) -> None:
    ben = house.person("Ben")

    known = read(ben.command(f"/incident INC-1 {verb}"))
    unknown = read(ben.command(f"/incident INC-99 {verb}"))

    assert known == unknown.replace("INC-99", "INC-1")
    assert "I know no INC-1" in known


def test_who_was_invited_sees_it_and_who_left_does_not(house: House, secret: Any) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")

    ana.invites(ben, secret)
    house.settle()
    assert "Customer data leaked" in read(ben.command("/incident INC-1 show"))
    assert "Customer data leaked" in direct_messages(ben)
    ben.leaves(secret)
    assert "I know no INC-1" in read(ben.command("/incident INC-1 show"))
    ana.leaves(secret)
    assert "I know no INC-1" in read(ana.command("/incident INC-1 show"))


def test_who_left_a_private_channel_while_howbot_was_away_sees_it_no_more(
    house: House, secret: Any
) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.invites(ben, secret)
    house.settle()

    secret.members.remove(ben.id)
    house.restart()

    assert "I know no INC-1" in read(ben.command("/incident INC-1 show"))
    assert "Customer data leaked" in read(ana.command("/incident INC-1 show"))


def test_a_new_lead_of_a_private_incident_is_let_in(house: House, secret: Any) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")

    ana.command("/incident lead @Ben", channel=secret)
    house.settle()

    assert ben.id in secret.members
    assert "Customer data leaked" in read(ben.command("/incident INC-1 show"))
