"""Looking at incidents: the record, the summary, the list, the palette and help."""

from tests.stories.conftest import House
from tests.stories.seen import card_of, read, whispered


def test_the_record_shows_everything(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident role preparer @Ben", channel=channel)
    for number in range(7):
        ana.command(f"/incident update Update {number}", channel=channel)
    ana.command("/incident resolve The rollback", channel=channel)

    shown = read(ana.command("/incident INC-1"))

    for words in ("Declared by @Ana", "Preparer @Ben", "Update 6", "The rollback", "Started not"):
        assert words in shown
    assert "Update 1" not in shown
    assert "2 earlier updates" in shown


def test_the_summary_is_a_few_plain_sentences_in_every_status(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    assert "is still going on" in read(ana.command("/incident summary", channel=channel))
    ana.command("/incident mitigate", channel=channel)
    assert "Its effect has stopped" in read(ana.command("/incident summary", channel=channel))
    ana.command("/incident resolve The rollback", channel=channel)
    told = read(ana.command("/incident summary", channel=channel))
    assert "What brought it back: The rollback" in told
    ana.command("/incident reopen", channel=channel)
    ana.command("/incident cancel It tested itself", channel=channel)
    assert "It was a false alarm" in read(ana.command("/incident summary", channel=channel))


def test_the_list_shows_what_is_open_worst_first(house: House) -> None:
    ana = house.person("Ana")
    for typed in ("S3 Third", "S1 First", "S2 Second", "S2 Closed"):
        ana.command(f"/incident declare {typed}")
    ana.command("/incident INC-4 resolve done")

    shown = read(ana.command("/incident list"))

    assert shown.index("First") < shown.index("Second") < shown.index("Third")
    assert "Closed" not in shown


def test_with_nothing_open_the_list_says_so(house: House) -> None:
    assert "No incident is open" in read(house.person("Ana").command("/incident list"))


def test_the_palette_elsewhere_offers_to_declare_and_what_is_open(house: House) -> None:
    house.declare()

    palette = house.person("Ben").command("/incident")

    assert palette.buttons() == ["Declare an incident", "Open incidents", "My action items"]
    assert "INC-1 Judge scores moved overnight" in read(palette)


def test_the_palette_in_the_channel_follows_status_and_role(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    ben.joins(channel)

    lead, other = ana.command("/incident", channel), ben.command("/incident", channel)
    assert "Take the lead" in other.buttons()
    assert "Take the lead" not in lead.buttons()
    assert "you lead it" in read(lead)
    ana.command("/incident resolve done", channel=channel)

    assert ana.command("/incident", channel).buttons() == [
        "Start the retro",
        "New action item",
        "Reopen",
        "Times",
    ]
    ana.command("/incident reopen", channel=channel)
    ana.command("/incident cancel false alarm", channel=channel)
    assert "Reopen" not in ana.command("/incident", channel).buttons()


def test_every_button_of_card_and_palette_is_answered(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    palette = ana.command("/incident", channel="general")
    ana.clicks(palette, "Open incidents")
    assert "INC-1" in whispered(house, ana, house.slack.channel("general"), 3)
    ana.clicks(palette, "My action items")
    assert "action item" in whispered(house, ana, house.slack.channel("general"), 4)

    ana.clicks(card_of(channel), "Post update")
    assert ana.modal.title == "Post an update"


def test_help_names_every_verb_and_one_in_detail(house: House) -> None:
    ana = house.person("Ana")

    everything = read(ana.command("/incident help"))
    for verb in ("declare", "update", "resolve", "merge", "times", "list", "summary"):
        assert f"/incident {verb}" in everything
    assert "(also close, stable)" in read(ana.command("/incident help resolve"))
    assert "I don't know" in read(ana.command("/incident help nonsense"))
