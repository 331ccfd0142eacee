"""Channels gain and lose people, and us; they are archived, renamed, deleted."""

from collections.abc import Callable

from bot.flows import channels, membership
from bot.flows.answers import NOTHING, Answer
from bot.flows.runtime import Runtime, Unit
from bot.slack.requests import EventRequest
from commands.registry import event


@event("member_joined_channel")
def somebody_joined(runtime: Runtime, told: EventRequest) -> None:
    """Somebody is in a channel now; it may be us."""
    channel, user = told.event["channel"], told.event["user"]
    if user == runtime.house.bot_user_id:
        _once(runtime, told, lambda unit: channels.we_joined(unit, channel))
    else:
        _once(runtime, told, lambda unit: membership.person_joined(unit, channel, user))


@event("member_left_channel")
def somebody_left(runtime: Runtime, told: EventRequest) -> None:
    """Somebody is out of a channel; it may be us."""
    channel, user = told.event["channel"], told.event["user"]
    if user == runtime.house.bot_user_id:
        _once(runtime, told, lambda unit: channels.we_are_out(unit, channel, channels.LEFT))
    else:
        _once(runtime, told, lambda unit: membership.person_left(unit, channel, user))


@event("channel_left", "group_left")
def we_left(runtime: Runtime, told: EventRequest) -> None:
    """We were removed from a channel."""
    channel = told.event["channel"]
    _once(runtime, told, lambda unit: channels.we_are_out(unit, channel, channels.LEFT))


@event("channel_archive", "group_archive")
def channel_archived(runtime: Runtime, told: EventRequest) -> None:
    """Nobody can write there, and we are put out."""
    channel = told.event["channel"]
    _once(runtime, told, lambda unit: channels.we_are_out(unit, channel, channels.ARCHIVED))


@event("channel_unarchive", "group_unarchive")
def channel_unarchived(runtime: Runtime, told: EventRequest) -> None:
    """People can write there again; we only once somebody invites us, if we were put out."""
    channel = told.event["channel"]
    _once(runtime, told, lambda unit: channels.we_are_out(unit, channel, channels.LEFT))


@event("channel_deleted", "group_deleted")
def channel_deleted(runtime: Runtime, told: EventRequest) -> None:
    """The channel is gone; the incident is not."""
    channel = told.event["channel"]
    _once(runtime, told, lambda unit: channels.we_are_out(unit, channel, channels.DELETED))


@event("channel_rename", "group_rename")
def channel_renamed(runtime: Runtime, told: EventRequest) -> None:
    """A channel has another name."""
    channel = told.event["channel"]
    _once(
        runtime, told, lambda unit: channels.channel_renamed(unit, channel["id"], channel["name"])
    )


def _once(runtime: Runtime, told: EventRequest, work: Callable[[Unit], None]) -> None:
    """A repeat that comes late must not undo what has happened since."""

    def answered(unit: Unit) -> Answer:
        work(unit)
        return NOTHING

    runtime.once(told.key, answered)
