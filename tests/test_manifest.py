"""The manifest grants exactly what the code registers and calls."""

import re

import commands.everything  # noqa: F401 - fills the registry
from bot.settings import Settings
from commands.registry import everything
from docs.build import ROOT, read_manifest
from rehearsal.scopes import EVENT_SCOPES, RULES

METHODS_IN_THE_SDK = re.compile(r"\.(?:client|_client|_reader)\.([a-z]+_[A-Za-z_]+)\(")
METHODS_BY_NAME = re.compile(r'"([a-z]+(?:\.[A-Za-z]+)+)"')


def methods_called() -> set[str]:
    """Every Web API method that `bot/slack` names."""
    source = "\n".join(path.read_text() for path in (ROOT / "bot" / "slack").glob("*.py"))
    spelled = {name.replace("_", ".") for name in METHODS_IN_THE_SDK.findall(source)}
    named = set(METHODS_BY_NAME.findall(source))
    return {method for method in spelled | named if method in RULES}


def granted_scopes() -> set[str]:
    return set(read_manifest()["oauth_config"]["scopes"]["bot"])


def test_the_slash_command_is_the_one_of_the_settings() -> None:
    names = [each["command"] for each in read_manifest()["features"]["slash_commands"]]
    assert names == [Settings.model_fields["howbot_command"].default]


def test_every_shortcut_in_the_manifest_is_answered() -> None:
    offered = {each["callback_id"] for each in read_manifest()["features"]["shortcuts"]}
    assert offered == set(everything.shortcuts)


def test_every_subscribed_event_is_handled_and_the_reverse() -> None:
    events = read_manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in events} == set(everything.events)


def test_every_method_that_is_called_may_be_called() -> None:
    granted = granted_scopes()
    called = methods_called()
    assert len(called) > 15
    for method in called:
        rule = RULES[method]
        if rule.app_level or not (rule.scopes or rule.by_type):
            continue
        wanted = {*rule.scopes, *(s for many in rule.by_type.values() for s in many)}
        assert wanted & granted, method


def test_every_subscribed_event_may_be_received() -> None:
    granted = granted_scopes()
    for event in read_manifest()["settings"]["event_subscriptions"]["bot_events"]:
        wanted = EVENT_SCOPES.get(event, ())
        assert not wanted or set(wanted) & granted, event


def test_no_scope_is_asked_for_without_need() -> None:
    needed = {"commands"}
    for method in methods_called():
        rule = RULES[method]
        needed |= {*rule.scopes, *(s for many in rule.by_type.values() for s in many)}
    for event in read_manifest()["settings"]["event_subscriptions"]["bot_events"]:
        needed |= set(EVENT_SCOPES.get(event, ()))
    assert granted_scopes() <= needed


def test_the_manifest_keeps_slacks_limits() -> None:
    features = read_manifest()["features"]
    assert all(len(each["name"]) <= 24 for each in features["shortcuts"])
    assert len(read_manifest()["display_information"]["name"]) <= 35
    assert len(read_manifest()["display_information"]["description"]) <= 140
