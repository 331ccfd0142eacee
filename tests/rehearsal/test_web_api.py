"""The Web API refuses what Slack refuses, in Slack's words."""

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from rehearsal.server import RehearsalServer


def refusal(call, **arguments) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def test_every_form_of_a_call_is_understood(slack: RehearsalServer) -> None:
    url, general = slack.api_url + "chat.postMessage", slack.channel("general").id
    said = {"channel": general, "text": "hi"}
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    answers = [
        httpx.post(url, headers=bearer, json=said),
        httpx.post(url, data={**said, "token": slack.bot_token}),
        httpx.post(url, headers=bearer, files={"x": b"y"}, data=said),
        httpx.get(url, headers=bearer, params=said),
    ]
    assert [answer.json()["ok"] for answer in answers] == [True] * 4
    assert "chat:write" in answers[0].headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("app", "not_allowed_token_type")],
)
def test_tokens_are_checked(slack: RehearsalServer, token: str, error: str) -> None:
    token = slack.app_token if token == "app" else token
    answer = httpx.post(slack.api_url + "auth.test", data={"token": token})
    assert answer.json()["error"] == error


def test_unknown_methods_are_said_to_be_unknown(web: WebClient) -> None:
    assert refusal(web.api_call, api_method="chat.shout") == "unknown_method"


def test_scopes_depend_on_the_kind_of_conversation(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.revoke_scope("groups:write")
    web.conversations_create(name="inc-1")
    with pytest.raises(SlackApiError) as caught:
        web.conversations_create(name="inc-2", is_private=True)
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "groups:write"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Inc-1", "invalid_name_specials"),
        ("inc 1", "invalid_name_specials"),
        ("x" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("general", "name_taken"),
    ],
)
def test_channel_names_follow_slacks_rules(web: WebClient, name: str, error: str) -> None:
    assert refusal(web.conversations_create, name=name) == error


def test_an_archived_channel_keeps_its_name_and_loses_the_bot(web: WebClient) -> None:
    channel = web.conversations_create(name="inc-1")["channel"]["id"]
    ts = web.chat_postMessage(channel=channel, text="before")["ts"]
    web.conversations_archive(channel=channel)

    assert refusal(web.conversations_create, name="inc-1") == "name_taken"
    assert refusal(web.conversations_archive, channel=channel) == "already_archived"
    assert refusal(web.conversations_unarchive, channel=channel) == "not_in_channel"
    assert refusal(web.conversations_history, channel=channel) == "not_in_channel"
    assert refusal(web.chat_postMessage, channel=channel, text="after") == "is_archived"
    assert refusal(web.chat_update, channel=channel, ts=ts, text="after") == "is_inactive"


def test_private_channels_of_others_do_not_exist(slack: RehearsalServer, web: WebClient) -> None:
    secret = slack.person("Ana").creates_channel("secret", private=True)
    assert refusal(web.conversations_info, channel=secret.id) == "channel_not_found"
    assert refusal(web.chat_postMessage, channel=secret.id, text="x") == "channel_not_found"
    seen = web.conversations_list(types="public_channel,private_channel")["channels"]
    assert "secret" not in [channel["name"] for channel in seen]


def test_one_bad_name_on_an_invitation_means_nobody_comes(
    slack: RehearsalServer, web: WebClient
) -> None:
    slack.add_person("Gus", deleted=True)
    gus, ana = slack.person("Gus").id, slack.person("Ana").id
    channel = web.conversations_create(name="inc-1")["channel"]["id"]

    error = refusal(web.conversations_invite, channel=channel, users=[ana, gus])
    assert error == "cant_invite"
    assert ana not in slack.channel("inc-1").members

    forced = web.conversations_invite(channel=channel, users=[ana, gus], force=True)
    assert ana in slack.channel("inc-1").members
    assert forced["errors"][0]["user"] == gus
    again = refusal(web.conversations_invite, channel=channel, users=[ana])
    assert again == "already_in_channel"


def test_only_own_messages_can_be_changed(slack: RehearsalServer, web: WebClient) -> None:
    said = slack.person("Ana").types("mine")
    where = {"channel": said.channel_id, "ts": said.ts}
    assert refusal(web.chat_update, **where, text="yours") == "cant_update_message"
    assert refusal(web.chat_delete, **where) == "cant_delete_message"


def test_metadata_comes_back_only_when_asked_for(slack: RehearsalServer, web: WebClient) -> None:
    general = slack.channel("general").id
    mark = {"event_type": "howbot_delivery", "event_payload": {"delivery": "7"}}
    ts = web.chat_postMessage(channel=general, text="hi", metadata=mark)["ts"]
    web.chat_update(channel=general, ts=ts, text="hi again")

    plain = web.conversations_history(channel=general)["messages"][0]
    full = web.conversations_history(channel=general, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plain
    assert full["metadata"] == mark
    bad = {"event_type": "x"}
    error = refusal(web.chat_postMessage, channel=general, text="hi", metadata=bad)
    assert error == "invalid_metadata_format"


def test_history_has_no_thread_replies_unless_broadcast(
    slack: RehearsalServer, web: WebClient
) -> None:
    ana = slack.person("Ana")
    root = ana.types("root")
    ana.replies(root, "quiet")
    ana.broadcasts(root, "loud")

    history = web.conversations_history(channel=root.channel_id)["messages"]
    replies = web.conversations_replies(channel=root.channel_id, ts=root.ts)["messages"]
    assert [m["text"] for m in history] == ["loud", "root"]
    assert history[0]["root"]["ts"] == root.ts
    assert [m["text"] for m in replies] == ["root", "quiet", "loud"]
    assert replies[0]["reply_count"] == 2


def test_history_with_oldest_gives_the_page_that_follows(
    slack: RehearsalServer, web: WebClient
) -> None:
    said = [slack.person("Ana").types(str(number)) for number in range(5)]
    where = {"channel": said[0].channel_id, "limit": 2}

    page = web.conversations_history(**where, oldest=said[0].ts)
    assert [m["text"] for m in page["messages"]] == ["2", "1"]
    cursor = page["response_metadata"]["next_cursor"]
    page = web.conversations_history(**where, oldest=said[0].ts, cursor=cursor)
    assert [m["text"] for m in page["messages"]] == ["4", "3"]
    one = web.conversations_history(**where, oldest=said[3].ts, latest=said[3].ts, inclusive=True)
    assert [m["text"] for m in one["messages"]] == ["3"]


def test_a_file_is_unknown_until_its_upload_is_complete(
    slack: RehearsalServer, web: WebClient
) -> None:
    start = web.files_getUploadURLExternal(filename="notes.md", length=5)
    httpx.post(start["upload_url"], content=b"notes")
    assert refusal(web.files_info, file=start["file_id"]) == "file_not_found"

    general = slack.channel("general")
    web.files_completeUploadExternal(files=[{"id": start["file_id"]}], channel_id=general.id)
    assert general.messages[-1].subtype == "file_share"
    about = web.files_info(file=start["file_id"])["file"]
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    assert httpx.get(about["url_private"], headers=bearer).content == b"notes"
    assert b"Sign in" in httpx.get(about["url_private"]).content


def test_slack_sdks_upload_works_as_a_whole(slack: RehearsalServer, web: WebClient) -> None:
    general = slack.channel("general")
    web.files_upload_v2(
        channel=general.id, filename="a.txt", content="text", initial_comment="look"
    )
    assert general.messages[-1].files[0].content == b"text"
    assert general.messages[-1].text == "look"


def test_marks_cannot_be_set_twice(slack: RehearsalServer, web: WebClient) -> None:
    said = slack.person("Ana").types("hello")
    at = {"channel": said.channel_id, "timestamp": said.ts}
    web.pins_add(**at)
    web.reactions_add(**at, name="eyes")
    assert refusal(web.pins_add, **at) == "already_pinned"
    assert refusal(web.reactions_add, **at, name="eyes") == "already_reacted"
    assert refusal(web.reactions_remove, **at, name="tada") == "no_reaction"
    link = {"channel_id": said.channel_id, "title": "Doc", "type": "link"}
    assert refusal(web.bookmarks_add, **link, link="nowhere") == "invalid_link"
    for _ in range(2):
        web.bookmarks_add(**link, link="https://docs.example/1")
    assert len(web.bookmarks_list(channel_id=said.channel_id)["bookmarks"]) == 2


def test_whispers_reach_one_person_and_no_history(slack: RehearsalServer, web: WebClient) -> None:
    ana, ben, general = slack.person("Ana"), slack.person("Ben"), slack.channel("general")
    ts = web.chat_postEphemeral(channel=general.id, user=ana.id, text="psst")["message_ts"]

    assert [m.text for m in ana.sees("general")] == ["psst"]
    assert ben.sees("general") == []
    assert web.conversations_history(channel=general.id)["messages"] == []
    assert refusal(web.chat_update, channel=general.id, ts=ts, text="x") == "message_not_found"
    slack.add_person("Gus", channels=())
    gus = slack.person("Gus").id
    error = refusal(web.chat_postEphemeral, channel=general.id, user=gus, text="x")
    assert error == "user_not_in_channel"


def test_a_post_to_a_person_lands_in_their_direct_messages(
    slack: RehearsalServer, web: WebClient
) -> None:
    ana = slack.person("Ana")
    web.chat_postMessage(channel=ana.id, text="for you")
    assert [m.text for m in ana.direct_messages()] == ["for you"]
    assert slack.person("Ben").direct_messages() == []


def test_lists_come_in_pages(web: WebClient) -> None:
    first = web.users_list(limit=3)
    second = web.users_list(limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) == 3
    assert len(second["members"]) == 2
    assert second["response_metadata"]["next_cursor"] == ""


def test_every_call_is_remembered(slack: RehearsalServer, web: WebClient) -> None:
    web.auth_test()
    refusal(web.users_info, user="U0NOBODY")
    last = slack.calls[-1]
    assert [call.method for call in slack.calls] == ["auth.test", "users.info"]
    assert (last.ok, last.error, last.args["user"]) == (False, "user_not_found", "U0NOBODY")


def test_what_is_too_long_is_cut_in_posts_and_refused_in_updates(
    slack: RehearsalServer, web: WebClient
) -> None:
    general = slack.channel("general")
    ts = web.chat_postMessage(channel=general.id, text="x" * 40_001)["ts"]
    assert len(general.messages[-1].text) == 40_000
    error = refusal(web.chat_update, channel=general.id, ts=ts, text="x" * 40_001)
    assert error == "msg_too_long"
    assert refusal(web.chat_postMessage, channel=general.id, text="") == "no_text"


def test_a_bookmark_needs_the_bot_in_the_channel(slack: RehearsalServer, web: WebClient) -> None:
    elsewhere = slack.person("Ana").creates_channel("elsewhere")
    assert refusal(web.bookmarks_list, channel_id=elsewhere.id) == "permission_denied"
    slack.faults.revoke_scope("chat:write.public")
    assert refusal(web.chat_postMessage, channel=elsewhere.id, text="x") == "not_in_channel"


def test_canvases_belong_to_channels_once(slack: RehearsalServer, web: WebClient) -> None:
    general = slack.channel("general").id
    content = {"type": "markdown", "markdown": "# Retro"}
    canvas = web.conversations_canvases_create(channel_id=general, document_content=content)
    again = {"channel_id": general, "document_content": content}
    error = refusal(web.conversations_canvases_create, **again)
    assert error == "channel_canvas_already_exists"
    change = {"operation": "insert_at_end", "document_content": {**content, "markdown": " done"}}
    web.canvases_edit(canvas_id=canvas["canvas_id"], changes=[change])
    assert slack.workspace.canvases[canvas["canvas_id"]]["markdown"] == "# Retro done"
