"""Every template renders, whatever people wrote, within what Slack takes."""

import re
from typing import Any

import pytest

from bot.render.environment import TEMPLATES, Words
from rehearsal.block_kit import check_message_blocks, check_view
from tests.templates.examples import FLAVOURS, HOSTILE_FLAVOUR, MESSAGES, VIEWS, example

WORDS = Words()
WRITTEN_BY_US = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!date\^|https?:)")
each_flavour = pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)


@each_flavour
@pytest.mark.parametrize("context", MESSAGES, ids=lambda each: each.template)
def test_a_message_is_what_slack_takes(context: type[Any], flavour: Any) -> None:
    message = WORDS.message(example(context, flavour))
    check_message_blocks(message.blocks)
    assert message.text.strip()
    assert len(message.text) <= 4000


@each_flavour
@pytest.mark.parametrize("context", VIEWS, ids=lambda each: each.template)
def test_a_view_is_what_slack_takes(context: type[Any], flavour: Any) -> None:
    check_view(WORDS.view(example(context, flavour)))


@pytest.mark.parametrize("context", MESSAGES, ids=lambda each: each.template)
def test_what_people_wrote_pings_nobody(context: type[Any]) -> None:
    message = WORDS.message(example(context, HOSTILE_FLAVOUR))
    for text in [message.text, *texts_of(message.blocks, "mrkdwn")]:
        assert "<!channel>" not in text
        assert "49" not in text
        for mark in re.findall(r"<[^>]{0,40}", text):
            assert WRITTEN_BY_US.match(mark), mark


@pytest.mark.parametrize("context", [*MESSAGES, *VIEWS], ids=lambda each: each.template)
def test_slack_reads_no_marks_of_its_own_into_what_people_wrote(context: type[Any]) -> None:
    facts = example(context, HOSTILE_FLAVOUR)
    said = WORDS.message(facts).blocks if context in MESSAGES else WORDS.view(facts)["blocks"]
    assert {each.get("verbatim") for each in objects_of(said, "mrkdwn")} <= {True}


def objects_of(node: Any, kind: str) -> list[Any]:
    """Every object of this kind anywhere in the blocks."""
    if isinstance(node, list):
        return [found for each in node for found in objects_of(each, kind)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == kind else []
    return own + [found for each in node.values() for found in objects_of(each, kind)]


def texts_of(node: Any, kind: str) -> list[str]:
    """Every text of this kind anywhere in the blocks."""
    return [each["text"] for each in objects_of(node, kind)]


def test_every_template_folder_has_a_context() -> None:
    folders = {path.parent.name for path in (TEMPLATES / "slack").glob("*/message.j2")}
    assert folders == {context.template for context in MESSAGES}


def test_every_view_template_has_a_context() -> None:
    names = {path.stem for path in (TEMPLATES / "slack" / "views").glob("[a-z]*.j2")}
    assert names == {context.template for context in VIEWS}
