"""Who sees which items, and how many at once."""

from tests.stories.conftest import House
from tests.stories.items import fill_item, new_item
from tests.stories.test_action_items import declare_private, items_of
from tests.stories.test_reminders import copies_of_the_first


def test_a_private_item_is_only_for_those_in_its_channel(house: House) -> None:
    ana, channel = house.person("Ana"), declare_private(house)
    errors = new_item(house, ana, channel)
    assert errors is not None
    assert "private" in errors["Owner"]

    assert fill_item(house, ana, owner="Ana") is None

    assert "I know no item" in house.person("Ben").command("/incident done INC-1/1").visible_text()
    assert "I know no" in house.person("Ben").command("/incident INC-1 actions").visible_text()
    assert "INC-1/1" in ana.command("/incident mine").visible_text()


def test_what_became_private_to_others_is_not_mine_any_more(house: House) -> None:
    ana, ben, channel = house.person("Ana"), house.person("Ben"), declare_private(house)
    ana.invites(ben, channel)
    house.settle()
    assert new_item(house, ana, channel) is None
    assert "INC-1/1" in ben.command("/incident mine").visible_text()

    ben.leaves(channel)
    house.settle()

    assert "INC-1/1" not in ben.command("/incident mine").visible_text()


def test_a_hundred_items_with_markup_are_all_listed(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    title = "<!channel> *bold* & `code` <https://evil.example|good>"
    for _ in range(100):
        assert new_item(house, ana, channel, title=title, owner="Ana") is None
        ana.closes()

    listed = items_of(house, channel)

    assert "INC-1/100" in listed
    assert "INC-1/100" in ana.command("/incident mine").visible_text()
    assert "<!channel>" not in str(channel.messages[-1].blocks)


def test_a_list_too_long_for_one_answer_is_cut_and_not_lost(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel, title="é" + "🧪" * 74, owner="Ana")
    copies_of_the_first(house, 499)
    listed = items_of(house, channel)
    assert "INC-1/1" in listed
    assert "\n…\nAnd 400 more: `/incident board` shows all" in listed
    assert "`/incident done INC-1/16` closes one" in listed
