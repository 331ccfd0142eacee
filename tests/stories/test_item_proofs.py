"""What becomes of a proof: looked at, shown, said when it does not hold, confirmed by somebody."""

from datetime import timedelta
from typing import Any

from bot.core.deliveries import CheckLink
from bot.core.links import Look, Reason
from bot.flows import link_checks
from tests.stories.conftest import House
from tests.stories.items import LINK, close, new_item, on_monday, shown
from tests.stories.seen import direct_messages, read, said_in, whispered


class Links:
    """What looking at links finds, in place of the net."""

    def __init__(self, house: House, *found: Look) -> None:
        self.found = list(found)
        self.looked_at: list[str] = []
        house.howbot.courier.deliverer.elsewhere[CheckLink] = self.look  # type: ignore[attr-defined]

    def look(self, delivery: CheckLink) -> dict[str, Any]:
        """The next finding, again and again from the last on."""
        self.looked_at.append(delivery.url)
        found = self.found.pop(0) if len(self.found) > 1 else self.found[0]
        return link_checks.as_result(found)


def closed(house: House, by: str = "Ana") -> Any:
    """Ben's item, closed by somebody; the incident's channel."""
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    ana.closes()
    assert close(house, house.person(by), "1", channel) is None
    house.person(by).closes()
    return channel


def done_card(channel: Any) -> Any:
    """The message that says that the item is done."""
    return next(each for each in reversed(channel.messages) if "Done: INC-1/1" in read(each))


def test_a_merged_pull_request_is_shown_as_checked(any_house: House) -> None:
    house = any_house
    links = Links(house, Look(Reason.merged, "acme/shop"))
    channel = closed(house)

    assert links.looked_at == [LINK]
    assert "checked: the pull request is merged (acme/shop)" in read(done_card(channel))
    assert "does not hold" not in direct_messages(house.person("Ana"))
    listed = house.person("Ana").command("/incident actions", channel=channel)
    assert "Dataset diff (checked)" in read(listed)


def test_whoever_closed_it_hears_at_once_when_the_proof_does_not_hold(house: House) -> None:
    Links(house, Look(Reason.not_merged, "acme/shop"))
    channel, ana = closed(house), house.person("Ana")

    told = ana.direct_messages()[-1]
    assert "failed: the pull request is not merged yet" in read(told)
    assert "The item stays done, the link stays with it" in read(told)
    assert told.buttons() == ["Add a proof", "Reopen"]
    assert "failed: the pull request is not merged yet" in read(done_card(channel))

    ana.clicks(told, "Reopen")
    house.settle()
    assert "Was done, and was taken up again" in said_in(channel)
    assert "Dataset diff (failed)" in read(ana.command("/incident actions", channel=channel))


def test_a_link_is_looked_at_again_and_what_fails_later_is_said_once(house: House) -> None:
    links = Links(house, Look(Reason.reachable), Look(Reason.reachable), Look(Reason.gone))
    closed(house)
    before = direct_messages(house.person("Ana"))
    for _ in range(4):
        house.turn(days=1)

    assert len(links.looked_at) == 5
    news = direct_messages(house.person("Ana"))[len(before) :]
    assert news.count("does not hold") == 1
    assert "there is nothing at that address" in news


def test_nobody_looks_at_the_links_of_what_was_taken_up_again(house: House) -> None:
    links = Links(house, Look(Reason.reachable))
    channel = closed(house)
    house.person("Ana").clicks(done_card(channel), "Reopen")
    house.turn(days=1)
    house.turn(days=1)
    assert len(links.looked_at) == 1


def test_what_fails_in_the_night_is_told_in_the_morning(house: House) -> None:
    links = Links(house, Look(Reason.reachable), Look(Reason.gone))
    closed(house)
    house.turn(hours=14)  # Ana lives in Stockholm; every look is a day after the last one.
    house.turn(days=1)
    assert len(links.looked_at) == 2
    said_at_night = "does not hold" in direct_messages(house.person("Ana"))
    house.turn(hours=8)
    assert (said_at_night, "does not hold" in direct_messages(house.person("Ana"))) == (False, True)


def test_without_an_answer_it_is_tried_again_within_the_hour(house: House) -> None:
    links = Links(house, Look(Reason.no_answer, "wiki.acme.com"), Look(Reason.reachable))
    channel = closed(house)
    assert "unchecked: no answer came" in read(done_card(channel))
    house.turn(minutes=61)
    assert len(links.looked_at) == 2
    assert "checked: the link leads somewhere" in read(done_card(channel))


def test_a_restart_forgets_no_look(house: House) -> None:
    Links(house, Look(Reason.reachable))
    closed(house)
    house.rules.offset += timedelta(days=1)
    house.restart()
    links = Links(house, Look(Reason.reachable))
    house.tick()
    assert links.looked_at == [LINK]


def test_links_to_ones_own_machine_and_odd_ones_are_refused_in_the_form(house: House) -> None:
    links = Links(house, Look(Reason.reachable))
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    ana.closes()
    for link, words in (
        ("javascript:alert(1)", "https://"),
        ("file:///etc/passwd", "https://"),
        ("http://169.254.169.254/latest", "nobody else can see"),
        ("http://[::ffff:127.0.0.1]/", "nobody else can see"),
        ("https://ana:secret@github.com/", "name or password"),
    ):
        errors = close(house, ana, "1", channel, link=link)
        assert words in str(errors), link
        ana.closes()
    assert links.looked_at == []


def test_somebody_other_than_the_owner_confirms(any_house: House) -> None:
    house = any_house
    channel = closed(house)
    ben, daiki = house.person("Ben"), house.person("Daiki")

    ben.clicks(done_card(channel), "Confirm")
    assert "is yours, so somebody else" in whispered(house, ben, channel)
    daiki.clicks(done_card(channel), "Confirm")
    house.settle()

    assert "Confirmed by" in read(done_card(channel))
    assert "Confirm" not in done_card(channel).buttons()
    timeline = ben.command("/incident timeline", channel=channel).visible_text()
    assert "Action item 1 confirmed by Daiki" in timeline


def test_figures_and_further_proofs_stand_with_the_item(house: House) -> None:
    Links(house, Look(Reason.reachable, "github.com"))
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    ana.closes()
    ana.command("/incident done 1", channel=channel)
    ana.fills({"Link": LINK, "Figure before": "0.62"})
    assert "belong together" in str(ana.submits())
    ana.fills({"Figure after": "0.81", "Unit of both": "kappa"})
    assert ana.submits() is None
    house.settle()
    ana.closes()
    assert "Before 0.62 → after 0.81 kappa" in read(done_card(channel))

    ana.clicks(done_card(channel), "Add a proof")
    assert ana.modal.title == "Add a proof"
    ana.fills({"Link": "https://github.com/acme/evals/blob/main/cases.jsonl"})
    assert ana.submits() is None
    house.settle()
    assert read(done_card(channel)).count("Proof") >= 2
    assert "and 1 more" in read(ana.command("/incident actions", channel=channel))
    assert "One more proof is kept" in shown(ana.modal)
