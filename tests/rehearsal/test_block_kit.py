"""Blocks beyond Slack's limits are refused with a pointer to the place."""

import pytest

from rehearsal import block_kit
from rehearsal.errors import Rejected
from tests.rehearsal.conftest import actions, button, modal, plain_text, text_field


def section(text: str = "words", **more) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def options(count: int, length: int = 1) -> list[dict]:
    return [{"text": plain_text("x" * length), "value": str(number)} for number in range(count)]


def select(**more) -> dict:
    return {"type": "static_select", "action_id": "s", "options": options(1), **more}


REFUSED = {
    "text too long": (section("x" * 3001), "/blocks/0/text/text"),
    "text empty": (section(""), "/blocks/0/text/text"),
    "section without text": ({"type": "section"}, "/blocks/0"),
    "too many fields": (section(fields=[plain_text("x")] * 11), "/blocks/0/fields"),
    "header in mrkdwn": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "/blocks/0/text/type",
    ),
    "header too long": ({"type": "header", "text": plain_text("x" * 151)}, "/blocks/0/text/text"),
    "unknown block": ({"type": "sektion"}, "/blocks/0/type"),
    "unknown key": (section(colour="red"), "/blocks/0/colour"),
    "block_id too long": (section(block_id="x" * 256), "/blocks/0/block_id"),
    "button label": (actions(button("x" * 76, "a")), "/blocks/0/elements/0/text/text"),
    "button value": (actions(button("x", "a", value="x" * 2001)), "/blocks/0/elements/0/value"),
    "button style": (actions(button("x", "a", style="warning")), "/blocks/0/elements/0/style"),
    "button url": (actions(button("x", "a", url="nowhere")), "/blocks/0/elements/0/url"),
    "same action twice": (actions(button("x", "a"), button("y", "a")), "/blocks/0"),
    "too many elements": (
        actions(*(button("x", str(n)) for n in range(26))),
        "/blocks/0/elements",
    ),
    "no options": (actions(select(options=[])), "/blocks/0/elements/0/options"),
    "too many options": (actions(select(options=options(101))), "/blocks/0/elements/0/options"),
    "option too long": (
        actions(select(options=options(1, 76))),
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "initial option elsewhere": (
        actions(select(initial_option={"text": plain_text("z"), "value": "z"})),
        "/blocks/0/elements/0/initial_option",
    ),
    "input element in actions": (
        actions({"type": "plain_text_input", "action_id": "a"}),
        "/blocks/0/elements/0/type",
    ),
    "a date that is none": (
        actions({"type": "datepicker", "action_id": "a", "initial_date": "2026-13-01"}),
        "/blocks/0/elements/0/initial_date",
    ),
    "context with a button": (
        {"type": "context", "elements": [button("x", "a")]},
        "/blocks/0/elements/0/type",
    ),
    "image without words": (
        {"type": "image", "image_url": "https://x.example/a.png"},
        "/blocks/0",
    ),
    "confirmation too long": (
        actions(
            button(
                "x",
                "a",
                confirm={
                    "title": plain_text("x" * 101),
                    "text": plain_text("x"),
                    "confirm": plain_text("x"),
                    "deny": plain_text("x"),
                },
            )
        ),
        "/blocks/0/elements/0/confirm/title/text",
    ),
}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.replace(" ", "-"))
def test_what_slack_refuses_is_refused(case: str) -> None:
    block, pointer = REFUSED[case]
    with pytest.raises(Rejected) as caught:
        block_kit.check_message_blocks([block])
    assert caught.value.code == "invalid_blocks"
    messages = caught.value.details["response_metadata"]["messages"]
    assert any(f"[json-pointer:{pointer}]" in message for message in messages), messages


def test_limits_are_met_exactly() -> None:
    confirm = {"title": plain_text("t"), "text": plain_text("t"), "confirm": plain_text("y")}
    block_kit.check_message_blocks(
        [
            section("x" * 3000, accessory=button("x" * 75, "a", style="danger")),
            {"type": "header", "text": plain_text("x" * 150)},
            actions(select(options=options(100, 75))),
            actions(button("x", "b", confirm={**confirm, "deny": plain_text("n")})),
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10},
            {"type": "markdown", "text": "x" * 12_000},
            *([{"type": "divider"}] * 44),
        ]
    )


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([section(block_id="same"), section(block_id="same")], "invalid_blocks"),
        ([{"type": "markdown", "text": "x" * 6001}] * 2, "msg_blocks_too_long"),
        (
            [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
            "invalid_attachments",
        ),
        ("none", "invalid_blocks_format"),
    ],
)
def test_blocks_are_limited_together(blocks: object, code: str) -> None:
    with pytest.raises(Rejected, match=code):
        block_kit.check_message_blocks(blocks)


@pytest.mark.parametrize(
    "view",
    [
        modal("A title of more than 24 c"),
        modal("No submit", text_field("Label", "b"), submit=None),
        modal("Metadata", private_metadata="x" * 3001),
        modal("Too many", *[{"type": "divider"}] * 101),
        modal("Unknown", colour="red"),
        modal("Chart", {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
        modal("Long", text_field("L", "b", max_length=3001)),
        modal("Twice", text_field("L", "b", focus_on_load=True), text_field("M", "b")),
        {"type": "home", "blocks": [], "submit": plain_text("Go")},
        {"type": "window", "blocks": []},
        {"type": "modal", "blocks": []},
    ],
    ids=lambda view: (view.get("title") or {}).get("text", view["type"]).replace(" ", "-"),
)
def test_views_have_limits_of_their_own(view: dict) -> None:
    with pytest.raises(Rejected, match="invalid_arguments"):
        block_kit.check_view(view)


def test_slacks_own_models_pass() -> None:
    from slack_sdk.models import blocks, views

    fields = [blocks.InputBlock(label="L", element=blocks.PlainTextInputElement(action_id="a"))]
    view = views.View(type="modal", title="T", submit="S", blocks=fields)
    block_kit.check_view(view.to_dict())
