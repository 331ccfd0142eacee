"""The document as page, canvas and notebook, its pictures in the threads, and its own doubts."""

import json
from datetime import timedelta
from typing import Any

from storage.queries import incidents
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, go_on, walk_to
from tests.stories.seen import direct_messages, read_form, said_in
from tests.stories.test_document import closed, files_in, text_of


def canvas_of(house: House, channel: Any) -> str:
    """What the channel's canvas says."""
    assert channel.canvas is not None
    return str(house.slack.workspace.canvases[channel.canvas]["markdown"])


def export(house: House, channel: Any, form: str, by: str = "Ana") -> Any:
    answer = house.person(by).command(f"/incident export {form}", channel=channel)
    house.settle()
    return answer


def test_the_close_shares_document_page_and_pictures_and_writes_the_canvas(house: House) -> None:
    channel = closed(house)

    [together] = [each for each in channel.messages if len(each.files) > 1]
    assert [file.name.rpartition(".")[2] for file in together.files][:3] == ["md", "html", "png"]
    assert text_of(together.files[1]).startswith("<!DOCTYPE html>")
    picture = together.files[2]
    assert picture.content.startswith(b"\x89PNG")
    assert "Timeline of INC-1, times in UTC." in picture.alt
    assert canvas_of(house, channel).startswith("# Incident INC-1: ")
    assert "<br>" not in canvas_of(house, channel)


def test_the_timeline_is_drawn_in_its_thread_and_the_chains_when_their_stage_is_left(
    house: House,
) -> None:
    channel = begun(house)
    walk_to(house, channel, 3)

    [timeline] = files_in(house, channel)
    assert timeline.name.endswith("-timeline.png")
    shown = next(each for each in channel.messages if each.files)
    assert shown.thread_ts == card(channel, 3).ts

    walk_to(house, channel, 6)
    ana = house.person("Ana")
    ana.clicks(card(channel, 6), "Add to the how-chain")
    ana.fills(
        {
            "Key moment": "The alias moved",
            "How did it come to this?": "Nothing compares aliases with their models",
            "What is this answer about?": "system",
        }
    )
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    go_on(house, house.person("Ben"), card(channel, 6))

    [_, chains] = files_in(house, channel)
    assert "how-it-came-about" in chains.name
    assert "Nothing compares aliases" in chains.alt


def test_without_a_chain_no_picture_of_chains_is_drawn(house: House) -> None:
    channel = begun(house)

    walk_to(house, channel, 7)

    assert [file.name[-12:] for file in files_in(house, channel)] == ["timeline.png"]


def test_a_picture_whose_answer_is_lost_is_shown_once(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 2)
    house.slack.faults.lose_answer("files.completeUploadExternal")

    walk_to(house, channel, 3)

    assert len(files_in(house, channel)) == 1
    assert house.next_due_within(timedelta(days=1)) is None


def test_a_canvas_is_made_once_and_rewritten(house: House) -> None:
    channel = house.declare()

    export(house, channel, "canvas")
    first = channel.canvas
    house.person("Ana").command("/incident note The judge moved", channel=channel)
    export(house, channel, "canvas")

    assert channel.canvas == first
    assert canvas_of(house, channel).count("# Incident INC-1") == 1
    assert "The judge moved" in canvas_of(house, channel)
    assert files_in(house, channel) == []


def test_a_lost_answer_does_not_cost_the_canvas(house: House) -> None:
    channel = house.declare()
    house.slack.faults.lose_answer("conversations.canvases.create")

    export(house, channel, "canvas")

    assert canvas_of(house, channel).startswith("# Incident INC-1")
    assert files_in(house, channel) == []
    assert len(house.slack.workspace.canvases) == 1


def test_where_the_plan_has_no_canvas_the_file_comes_with_a_word_on_it(house: House) -> None:
    channel = house.declare()
    house.slack.faults.fail(
        "conversations.canvases.create", "team_tier_cannot_create_channel_canvases"
    )

    export(house, channel, "canvas")

    [file] = files_in(house, channel)
    assert file.name.endswith(".md")
    assert "plan or settings" in said_in(channel)
    assert direct_messages(house.person("Ana")) == ""


def test_without_the_permission_the_file_comes_and_says_how_to_mend_it(house: House) -> None:
    channel = house.declare()
    house.slack.faults.revoke_scope("canvases:write")

    export(house, channel, "canvas")

    assert len(files_in(house, channel)) == 1
    assert "permission to write canvases" in said_in(channel)


def test_a_canvas_of_somebody_else_is_left_alone(house: House) -> None:
    channel = house.declare()
    export(house, channel, "canvas")
    canvas = channel.canvas
    house.slack.workspace.files[canvas].user = house.person("Ben").id
    house.slack.workspace.canvases[canvas]["markdown"] = "Ben's notes"
    with house.howbot.runtime.transaction() as unit:
        incident = incidents.by_number(unit.session, unit.team_id, 1)
        assert incident is not None
        incident.canvas_id = None

    export(house, channel, "canvas")

    assert canvas_of(house, channel) == "Ben's notes"
    assert "somebody else's" in said_in(channel)
    assert len(files_in(house, channel)) == 1


def test_page_and_notebook_come_as_files(house: House) -> None:
    channel = house.declare()

    export(house, channel, "html")
    export(house, channel, "Notebook")

    [page, notebook] = files_in(house, channel)
    assert "<strong>Draft.</strong>" in text_of(page)
    assert json.loads(text_of(notebook))["nbformat"] == 4


def test_before_closing_the_facilitator_sees_what_the_record_leaves_open(house: House) -> None:
    channel = begun(house)
    ana, ben = house.person("Ana"), house.person("Ben")
    for incident in ("11 %", "12 %"):
        ana.command("/incident slice Answers in Spanish", channel=channel)
        ana.fills({"Baseline": "3 %", "Incident": incident})
        assert ana.submits() is None
    walk_to(house, channel, 11)
    ben.clicks(card(channel, 11), "Close the retro")

    assert "stands there twice with different figures" in read_form(ben)
    ben.fills({"How is it fine to go on without it?": "we know which"})
    assert ben.submits() is None
    house.settle()

    document = next(file for file in files_in(house, channel) if file.name.endswith(".md"))
    open_part = text_of(document).partition("## What stays open")[2]
    assert "Answers in Spanish" in open_part
    assert "could answer" in open_part
