"""A newcomer meets Howbot in the browser: by mouse, by keyboard, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import Rehearsal

pytestmark = pytest.mark.browser


def say(page: Page, text: str) -> None:
    """Type into the composer and send."""
    box = page.get_by_role("textbox", name="Message")
    box.fill(text)
    box.press("Enter")


def open_incident(page: Page) -> None:
    """Go to the channel of the first incident."""
    channels = page.get_by_role("navigation", name="Channels")
    channels.get_by_role("link", name=re.compile("^inc-1-")).click()
    expect(page.get_by_role("button", name="Take the lead")).to_be_visible()


def test_a_newcomer_declares_with_the_form_and_finds_the_card(rehearsal: Rehearsal) -> None:
    page = rehearsal.looks()
    say(page, "/incident declare")

    form = page.get_by_role("dialog", name="Declare an incident")
    form.get_by_label("What is going wrong?").fill("Refund answers name the wrong currency")
    form.get_by_label("Severity").select_option("S1")
    form.get_by_role("button", name="Declare").click()
    page.get_by_role("button", name="Close").first.click()

    open_incident(page)
    expect(page.get_by_text("Refund answers name the wrong currency").first).to_be_visible()


def test_an_incident_can_be_declared_with_the_keyboard_alone(rehearsal: Rehearsal) -> None:
    page = rehearsal.looks()
    page.get_by_role("textbox", name="Message").focus()
    page.keyboard.type("/incident declare S2 Judge scores moved")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")

    link = page.get_by_role("navigation", name="Channels").get_by_role(
        "link", name=re.compile("^inc-1-")
    )
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Post update")
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Post an update")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Post an update")).to_be_hidden()


def test_somebody_else_takes_the_lead(rehearsal: Rehearsal) -> None:
    page = rehearsal.looks()
    say(page, "/incident declare S2 Judge scores moved")
    open_incident(page)
    page.get_by_role("group", name="You are").get_by_role("radio", name="Ben Okafor").check()
    channels = page.get_by_role("navigation", name="Channels")
    channels.get_by_role("link", name="incidents", exact=True).click()
    expect(page.get_by_text("Judge scores moved").first).to_be_visible()

    say(page, "/incident INC-1 lead @Ben")

    expect(page.get_by_text("lead @Ben Okafor").first).to_be_visible()


def test_pulling_the_plug_loses_nothing(rehearsal: Rehearsal) -> None:
    page = rehearsal.looks()
    say(page, "/incident declare S2 Judge scores moved")
    open_incident(page)
    for minute in range(3):
        say(page, f"14:0{minute} scores still falling")
    page.get_by_role("button", name="Pull the plug").click()
    say(page, "said while it was down")

    expect(page.get_by_text("Howbot is up")).to_be_visible()
    rehearsal.slack.awaits(lambda: rehearsal.slack.page.stage.count()["stored"] >= 5, 20)
    count = rehearsal.slack.page.stage.count()
    assert (count["lost"], count["doubled"]) == (0, 0)
    assert count["restarts"] == 1
    assert count["stored"] == count["did"]


def test_the_next_morning_of_whoever_looks_is_one_press_away(rehearsal: Rehearsal) -> None:
    page = rehearsal.looks()
    say(page, "said before")
    expect(page.get_by_text("said before").first).to_be_visible()
    page.get_by_role("group", name="You are").get_by_role("radio", name="Daiki Mori").check()
    page.get_by_role("button", name="Jump ahead to the next morning").click()

    expect(page.get_by_text(re.compile(r"09:3\d in Tokyo"))).to_be_visible()
    expect(page.get_by_text("Howbot is up")).to_be_visible()
    say(page, "said in the morning")
    expect(page.get_by_role("article", name=re.compile(r"Daiki Mori, 09:3\d"))).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits(rehearsal: Rehearsal, width: int) -> None:
    page = rehearsal.looks(width=width)
    say(page, "/incident declare S2 Judge scores moved overnight and nobody was told of it")
    page.goto(page.url)
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
