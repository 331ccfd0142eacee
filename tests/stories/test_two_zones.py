"""The ladder of two items over three weeks, as people in Tokyo and San Francisco see it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories.conftest import House
from tests.stories.items import MONDAY, new_item, on_monday, reminders_of

TOKYO, SAN_FRANCISCO = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")


def test_tokyo_and_san_francisco_see_the_same_ladder_each_in_their_own_hours(
    house: House,
) -> None:
    """Due on Monday the 17th; on the 9th the clocks change in San Francisco and not in Tokyo.

    Nobody works on Thursday the 20th.
    """
    house.settings = house.settings.model_copy(update={"howbot_holidays": ("2031-03-20",)})
    house.restart()
    daiki, ben, channel = house.person("Daiki"), house.person("Ben"), on_monday(house)
    ben.changes_zone(SAN_FRANCISCO.key)
    house.settle()
    for owner in ("Daiki", "Ben"):
        new_item(house, house.person("Ana"), channel, owner=owner, due_on="2031-03-17")
        house.person("Ana").closes()
    seen: dict[Any, list[datetime]] = {daiki: [], ben: []}
    moment = MONDAY
    while moment < MONDAY + timedelta(days=21):
        before = {person: len(reminders_of(person)) for person in seen}
        house.turn_to(moment)
        for person, came in seen.items():
            came += [moment] * (len(reminders_of(person)) - before[person])
        moment = next_of_interest(moment)

    expected = [
        "Wed 12 09:00 three working days",
        "Fri 14 09:00 next working day",
        "Mon 17 09:30 due today",
        "Tue 18 09:00 a working day ago",
        "Fri 21 09:00 three working days ago",
    ]
    first = {daiki: "Tue 04 09:00 It is yours", ben: "Mon 03 09:00 It is yours"}
    for person, zone in ((daiki, TOKYO), (ben, SAN_FRANCISCO)):
        words = [each.visible_text() for each in reminders_of(person)]
        wanted = [first[person], *expected]
        assert [f"{at.astimezone(zone):%a %d %H:%M}" for at in seen[person]] == [
            line[:12] for line in wanted
        ]
        for said, line in zip(words, wanted, strict=True):
            assert line[13:] in said


def next_of_interest(moment: datetime) -> datetime:
    """The next half hour of the first at work in one of the two cities, or noon in London.

    In the week of the date it is each half hour of their working days; all three weeks of these
    would take ten seconds more. At noon in London it is night in both cities:
    what is sent out of hours is sent then.
    """
    while True:
        moment += timedelta(minutes=30)
        there = [moment.astimezone(zone) for zone in (TOKYO, SAN_FRANCISCO)]
        if any(each.hour in looked_at(each.date()) for each in there):
            return moment
        if (moment.hour, moment.minute) == (12, 0):
            return moment


def looked_at(day: date) -> range:
    """The hours of a day in which each half hour counts."""
    return range(9, 17) if date(2031, 3, 17) <= day <= date(2031, 3, 21) else range(9, 10)


def test_an_owner_fourteen_hours_ahead_keeps_their_mornings_when_clocks_change(
    house: House,
) -> None:
    """Kiritimati never turns its clocks; Samoa's neighbours at +14 turn theirs back on 6 April."""
    house.turn_to(datetime(2031, 4, 3, 22, 0, tzinfo=ZoneInfo("UTC")))  # Friday noon at +14
    ben, chandra, channel = house.person("Ben"), house.person("Chandra"), house.declare()
    ben.changes_zone("Pacific/Kiritimati")
    chandra.changes_zone("Pacific/Chatham")  # +13:45 until that Sunday, +12:45 from then on
    house.settle()
    for owner in ("Ben", "Chandra"):
        new_item(house, house.person("Ana"), channel, owner=owner, due_on="2031-04-07")
        house.person("Ana").closes()
    house.tick()
    assert [len(reminders_of(each)) for each in (ben, chandra)] == [1, 1]

    house.turn_to(datetime(2031, 4, 6, 19, 29, tzinfo=ZoneInfo("UTC")))
    assert [len(reminders_of(each)) for each in (ben, chandra)] == [1, 1]
    house.turn_to(datetime(2031, 4, 6, 19, 30, tzinfo=ZoneInfo("UTC")))  # half past nine, +14
    assert [len(reminders_of(each)) for each in (ben, chandra)] == [2, 1]
    house.turn_to(datetime(2031, 4, 6, 20, 44, tzinfo=ZoneInfo("UTC")))
    assert [len(reminders_of(each)) for each in (ben, chandra)] == [2, 1]
    house.turn_to(datetime(2031, 4, 6, 20, 45, tzinfo=ZoneInfo("UTC")))  # the same, at +12:45
    assert [len(reminders_of(each)) for each in (ben, chandra)] == [2, 2]
    assert all("due today" in reminders_of(each)[1].visible_text() for each in (ben, chandra))
