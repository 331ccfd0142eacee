"""Modals and answers behave as in Slack: triggers, stacks, hashes, what was typed."""

import threading

import pytest
from slack_sdk.errors import SlackApiError

from rehearsal.errors import NotAcknowledged, NotThere, RejectedAnswer
from rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Counterpart, actions, button, modal, plain_text, text_field

DECLARE = modal("Declare", text_field("What is going wrong?", "title"), callback_id="declare")


@pytest.fixture
def triggers(bot: Counterpart) -> list[str]:
    """Every command is taken in and its trigger noted."""
    noted: list[str] = []

    @bot.app.command("/incident")
    def take(ack, body):
        noted.append(body["trigger_id"])
        ack()

    return noted


def opened(bot: Counterpart, slack: RehearsalServer, triggers: list[str], view=DECLARE) -> str:
    slack.person("Ana").command("/incident")
    return bot.client.views_open(trigger_id=triggers[-1], view=view)["view"]


def test_a_trigger_works_once_and_soon(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    opened(bot, slack, triggers)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        bot.client.views_open(trigger_id=triggers[-1], view=DECLARE)
    slack.person("Ana").command("/incident")
    slack.clock.turn(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        bot.client.views_open(trigger_id=triggers[-1], view=DECLARE)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        bot.client.views_open(trigger_id="1.2.3", view=DECLARE)


def test_a_form_is_filled_in_by_its_labels_and_sent_off(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    received = []

    @bot.app.view("declare")
    def accept(ack, view):
        received.append(view["state"]["values"])
        ack()

    option = [{"text": plain_text(s), "value": s} for s in ("S1", "S2")]
    severity = {"type": "static_select", "action_id": "severity", "options": option}
    lead = {"type": "users_select", "action_id": "lead"}
    when = {"type": "datetimepicker", "action_id": "when"}
    about = {"type": "checkboxes", "action_id": "about", "options": option}
    fields = {"Severity": severity, "Who leads?": lead, "When?": when, "About": about}
    inputs = [
        {"type": "input", "block_id": label, "label": plain_text(label), "element": element}
        for label, element in fields.items()
    ]
    opened(bot, slack, triggers, modal("Declare", *inputs, callback_id="declare"))
    ana = slack.person("Ana")

    assert set(ana.submits() or {}) == set(fields)
    ana.fills({"Severity": "S1", "Who leads?": "Ben", "When?": 1_780_000_000, "About": ["S2"]})
    assert ana.submits() is None
    values = received[-1]
    assert values["Severity"]["severity"]["selected_option"]["value"] == "S1"
    assert values["Who leads?"]["lead"]["selected_user"] == slack.person("Ben").id
    assert values["When?"]["when"]["selected_date_time"] == 1_780_000_000
    assert [o["value"] for o in values["About"]["about"]["selected_options"]] == ["S2"]
    assert ana.modal is None


def test_errors_keep_the_form_open_with_what_was_typed(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    @bot.app.view("declare")
    def refuse(ack):
        ack(response_action="errors", errors={"title": "Say a little more."})

    opened(bot, slack, triggers)
    ana = slack.person("Ana")
    ana.fills({"What is going wrong?": "x"})
    assert ana.submits() == {"What is going wrong?": "Say a little more."}
    assert ana.modal.values["title"]["text"]["value"] == "x"


def test_errors_must_point_at_inputs(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    @bot.app.view("declare")
    def refuse(ack):
        ack(response_action="errors", errors={"nowhere": "?"})

    opened(bot, slack, triggers)
    slack.person("Ana").fills({"title": "x"})
    with pytest.raises(RejectedAnswer, match="nowhere"):
        slack.person("Ana").submits()


def test_what_was_typed_survives_an_update_under_the_same_ids(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    view = opened(bot, slack, triggers)
    slack.person("Ana").fills({"title": "kept"})
    changed = modal("Declare", text_field("What?", "title"), text_field("New", "other"))
    bot.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    assert slack.person("Ana").modal.values == {
        "title": {"text": {"type": "plain_text_input", "value": "kept"}}
    }
    with pytest.raises(SlackApiError, match="hash_conflict"):
        bot.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)


def test_three_modals_lie_on_top_of_each_other_at_most(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    @bot.app.command("/incident")
    def first(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=layer)

    pushed: list[str] = []

    @bot.app.action("deeper")
    def deeper(ack, body, client):
        try:
            client.views_push(trigger_id=body["trigger_id"], view=layer)
            pushed.append("ok")
        except SlackApiError as refusal:
            pushed.append(refusal.response["error"])
        ack()

    layer = modal("Layer", actions(button("Deeper", "deeper")), clear_on_close=False)
    ana = slack.person("Ana")
    ana.command("/incident")
    ana.awaits_modal("Layer")
    for _ in range(3):
        ana.clicks(ana.modal, "Deeper")
    assert pushed == ["ok", "ok", "push_limit_reached"]
    ana.closes()
    assert len(slack.workspace.stack(ana.id)) == 2
    ana.closes(everything=True)
    assert ana.modal is None


def test_an_answer_can_push_update_and_clear(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    answers = [
        {"response_action": "push", "view": modal("Second", callback_id="declare")},
        {"response_action": "update", "view": modal("Changed", callback_id="declare")},
        {"response_action": "clear"},
    ]

    @bot.app.view("declare")
    def answer(ack):
        ack(**answers.pop(0))

    opened(bot, slack, triggers)
    ana = slack.person("Ana")
    ana.fills({"title": "x"})
    titles = []
    for _ in range(3):
        ana.submits()
        titles.append(ana.modal and ana.modal.title)
    assert titles == ["Second", "Changed", None]


def test_closing_is_told_only_to_those_who_asked(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    closed = []

    @bot.app.view_closed("declare")
    def note(ack, body):
        closed.append(body["is_cleared"])
        ack()

    opened(bot, slack, triggers)
    slack.person("Ana").closes()
    opened(bot, slack, triggers, {**DECLARE, "notify_on_close": True})
    slack.person("Ana").closes()
    assert closed == [False]


def test_an_external_id_is_there_once(
    slack: RehearsalServer, bot: Counterpart, triggers: list[str]
) -> None:
    named = {**DECLARE, "external_id": "declare-1"}
    opened(bot, slack, triggers, named)
    slack.person("Ben").command("/incident")
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        bot.client.views_open(trigger_id=triggers[-1], view=named)
    bot.client.views_update(external_id="declare-1", view=named)


def test_what_is_not_acknowledged_in_time_is_said_to_be_so(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    slack.backstage.hub.ack_seconds = 0.1
    bot.app.command("/incident")(lambda body: None)
    with pytest.raises(NotAcknowledged, match="/incident"):
        slack.person("Ana").command("/incident")


def test_a_response_address_lasts_for_five_answers(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    statuses, over = [], threading.Event()

    @bot.app.command("/incident")
    def answer(ack, respond):
        ack()
        statuses.extend(respond(text=str(number)).status_code for number in range(6))
        over.set()

    ana = slack.person("Ana")
    ana.command("/incident")
    assert over.wait(5)
    assert statuses == [200] * 5 + [404]
    assert len(ana.sees("general")) == 5
    assert slack.person("Ben").sees("general") == []


def test_an_answer_can_be_replaced_and_taken_away(slack: RehearsalServer, bot: Counterpart) -> None:
    row = actions(button("Yes", "yes"), button("No", "no"))
    bot.app.command("/incident")(lambda ack: ack(text="Sure?", blocks=[row]))

    @bot.app.action("yes")
    def yes(ack, respond):
        respond(text="Then it is so.", blocks=[row], replace_original=True)
        ack()

    @bot.app.action("no")
    def no(ack, respond):
        respond(delete_original=True)
        ack()

    ana = slack.person("Ana")
    shown = ana.command("/incident")
    assert shown.buttons() == ["Yes", "No"]
    ana.clicks(shown, "Yes")
    assert shown.text == "Then it is so."
    ana.clicks(shown, "No")
    assert ana.sees("general") == []
    with pytest.raises(NotThere):
        ana.clicks(shown, "Yes")


def test_shortcuts_and_home_are_found_by_their_names(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    seen = []

    @bot.app.shortcut("Add to timeline")
    def on_message(ack, shortcut):
        seen.append(shortcut["message"]["text"])
        ack()

    @bot.app.shortcut("Declare an incident")
    def everywhere(ack, shortcut):
        seen.append("channel" in shortcut)
        ack()

    ana = slack.person("Ana")
    ana.shortcut("Add to timeline", ana.types("a moment"))
    ana.global_shortcut("Declare an incident")
    assert seen == ["a moment", False]

    assert ana.opens_home() is None
    assert bot.events[-1]["type"] == "app_home_opened"
    bot.client.views_publish(user_id=ana.id, view={"type": "home", "blocks": [{"type": "divider"}]})
    assert ana.opens_home().blocks[0]["type"] == "divider"
