"""What somebody sees of Howbot before anything else."""

from typing import Any

from tests.stories.conftest import House
from tests.stories.items import close, in_days, new_item, on_monday, shown
from tests.stories.test_action_items import declare_private


def home_of(house: House, person: Any) -> Any:
    """App Home, opened and there."""
    person.opens_home()
    house.settle()
    return person.opens_home()


def test_home_shows_my_items_overdue_first_and_open_incidents(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel, ana = on_monday(house), house.person("Ana")
    new_item(house, ana, channel, title="Pin the judge", due_on=in_days(house, 30))
    new_item(house, ana, channel, title="Label 50 refunds", due_on=in_days(house, 2))
    house.turn(days=5)

    seen = shown(home_of(house, ben))

    assert seen.index("Label 50 refunds") < seen.index("Pin the judge")
    assert "was due" in seen
    assert "Judge scores moved overnight" in seen
    assert "Declare an incident" in seen


def test_home_follows_when_an_item_is_done(house: House) -> None:
    ben, channel, ana = house.person("Ben"), on_monday(house), house.person("Ana")
    new_item(house, ana, channel)
    assert "INC-1/1" in shown(home_of(house, ben))
    close(house, ana, "1", channel)
    published = house.slack.calls_of("views.publish")[-1]
    assert "You have no open action items" in str(published.args)


def test_the_buttons_of_home_work(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel)
    home = home_of(house, ben)
    ben.clicks(home, "Snooze")
    assert ben.modal.title == "Snooze"
    ben.closes()
    ben.clicks(home, "Declare an incident")
    assert ben.modal.title == "Declare an incident"


def test_home_shows_nothing_of_a_private_incident_to_others(house: House) -> None:
    channel = declare_private(house)
    new_item(house, house.person("Ana"), channel, owner="Ana")
    assert "Leak" not in shown(home_of(house, house.person("Ben")))
    assert "Leak" in shown(home_of(house, house.person("Ana")))


def test_home_takes_a_hundred_items_and_thirty_incidents(house: House) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    for _ in range(100):
        new_item(house, ana, channel, title="<!here> & " + "&" * 140, owner="Ana")
        ana.closes()
    for number in range(30):
        house.declare(f"Drift number {number}")
    home = home_of(house, ana)
    assert len(home.blocks) <= 100
    assert "INC-1/1" in shown(home)
    assert "more: /incident list" in shown(home).replace("`", "")
    assert "<!here>" not in str(home.blocks)
