"""The five times of an incident, set and corrected."""

from datetime import timedelta

from tests.stories.conftest import House
from tests.stories.seen import card_of, read, read_form


def test_when_it_started_is_understood_in_the_writers_zone(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    answer = ana.command("/incident started 20m ago", channel=channel)
    house.settle()

    assert "INC-1 started" in read(answer)
    assert "Started" in read(card_of(channel))
    assert ana.id in str(ana.command("/incident show", channel=channel).blocks)


def test_what_is_no_time_or_lies_ahead_is_refused(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ahead = (house.rules.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M UTC")

    assert "I read no time" in read(ana.command("/incident started soon", channel))
    assert "still ahead" in read(ana.command(f"/incident detected {ahead}", channel))


def test_times_out_of_order_are_kept_and_asked_about(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident started 10m ago", channel=channel)

    answer = ana.command("/incident detected 2h ago", channel=channel)

    assert "kept" in read(answer)
    assert "comes before started" in read(answer)
    assert "How was it?" in read(answer)


def test_the_form_corrects_all_five(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    now = int(house.rules.now().timestamp())

    ana.command("/incident times", channel=channel)
    assert ana.modal.title == "Times"
    ana.fills({"Started": now - 7200, "Detected": now - 3600, "Declared": now - 3000})
    assert ana.submits() is None
    house.settle()

    assert ana.modal is None
    shown = ana.command("/incident show", channel=channel)
    for seconds in (7200, 3600, 3000):
        assert f"^{now - seconds}^" in str(shown.blocks)


def test_a_time_ahead_stands_under_its_field(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident times", channel=channel)
    ana.fills({"Detected": int(house.rules.now().timestamp()) + 86400})

    assert "still ahead" in str((ana.submits() or {}).get("Detected"))


def test_the_form_asks_about_order_in_its_place(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    now = int(house.rules.now().timestamp())

    ana.command("/incident times", channel=channel)
    ana.fills({"Started": now - 60, "Detected": now - 3600})
    ana.submits()

    assert "How was it?" in read_form(ana)


def test_resolving_with_times_out_of_order_asks_and_resolves(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    now = int(house.rules.now().timestamp())
    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "It", "Mitigated at": now - 60, "Resolved at": now - 3600})

    ana.submits()
    house.settle()

    assert "How was it?" in read_form(ana)
    assert "Resolved" in read(card_of(channel))
