"""Who is who: names and zones as Slack told them, and a private word to one person."""

from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.action_items import Standing
from bot.core.deliveries import DirectMessage, FetchPerson
from bot.core.errors import Refused
from bot.core.slack_text import to_plain
from bot.flows import nudges
from bot.flows.answers import Answer
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Runtime, Unit
from storage.queries import action_items, incidents, people
from storage.tables import Person

STORE_PEOPLE = "store_people"
# Of several channels, of one, and of another organisation whose channel is shared with us.
_GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger")


def keep_person(unit: Unit, user: Facts) -> None:
    """Store what Slack says of a person: a `user` object of its API or events."""
    profile = user.get("profile") or {}
    named = profile.get("real_name") or user.get("real_name") or profile.get("display_name")
    values: dict[str, Any] = {
        "team_id": unit.team_id,
        "user_id": user["id"],
        "name": named or user.get("name") or user["id"],
        "zone": user.get("tz") or "UTC",
        "has_left": bool(user.get("deleted")),
        "is_bot": bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        "is_guest": any(bool(user.get(each)) for each in _GUESTS),
    }
    people.keep(unit.session, values, now=unit.now)
    unit.people.pop(user["id"], None)


@follows(STORE_PEOPLE)
def store_people(unit: Unit, _subject: Facts, result: Facts) -> None:
    """Keep the people that the courier fetched."""
    for user in result["people"]:
        keep_person(unit, user)
    _plan_reminders(unit, [user["id"] for user in result["people"]])


def person_changed(runtime: Runtime, user: Facts) -> None:
    """Slack tells that somebody joined, left, or changed name or zone."""
    with runtime.transaction() as unit:
        keep_person(unit, user)
        _plan_reminders(unit, [user["id"]])


def _plan_reminders(unit: Unit, user_ids: Iterable[str]) -> None:
    """Have reminders follow people to their zones, and leave alone who left."""
    for owner in action_items.owners_among(unit.session, unit.team_id, user_ids):
        nudges.plan_owner(unit, owner, working_zone(unit, owner))


def known(unit: Unit, user_id: str) -> Person | None:
    """What we know of a person; asks Slack, for next time, when that is nothing."""
    found = _find(unit, user_id)
    if found is None:
        unit.send(
            FetchPerson(user_id),
            lane=f"person:{user_id}",
            follow_up=STORE_PEOPLE,
            dedupe_key=f"person:{user_id}:{unit.now:%Y-%m-%d}",
        )
    return found


def _find(unit: Unit, user_id: str) -> Person | None:
    """Who this is, looked up once in a transaction: the same few are asked for again and again."""
    if user_id not in unit.people:
        unit.people[user_id] = people.find(unit.session, unit.team_id, user_id)
    return unit.people[user_id]


def zone_of(unit: Unit, user_id: str) -> ZoneInfo:
    """A person's time zone; UTC until Slack told."""
    found = _find(unit, user_id)
    return zone_named(found.zone if found else None)


def zone_named(name: str | None) -> ZoneInfo:
    """The zone with this name; UTC where Slack told none, or one that does not exist."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def working_zone(unit: Unit, user_id: str) -> ZoneInfo | None:
    """The zone somebody works in; None when they left, or nobody is meant (an item unclaimed)."""
    if not user_id:
        return None
    found = _find(unit, user_id)
    return None if found is not None and found.has_left else zone_of(unit, user_id)


def standing_of(unit: Unit, user_id: str) -> Standing:
    """Whether somebody is a colleague; whom we were never told of counts as one."""
    found = known(unit, user_id)
    if user_id == unit.house.bot_user_id or (found and found.is_bot):
        return Standing.bot
    if found and found.has_left:
        return Standing.left
    return Standing.guest if found and found.is_guest else Standing.member


def is_guest(unit: Unit, user_id: str) -> bool:
    """Whether somebody is a guest of the workspace, as far as we were told."""
    found = _find(unit, user_id)
    return found is not None and found.is_guest


def demand_colleague(unit: Unit, user_id: str, *, field: str = "") -> None:
    """Somebody who can be given a duty: no bot, no guest, nobody who left.

    Raises Refused("not_a_colleague", user=…, because="bot" | "guest" | "left").
    """
    standing = standing_of(unit, user_id)
    if standing is not Standing.member:
        raise Refused("not_a_colleague", user=user_id, because=standing.value, field=field)


def name_finder(unit: Unit, user_ids: Iterable[str] = ()) -> Callable[[str], str]:
    """A function from user id to name; an id we know no name for stays as it is."""
    found = people.names(unit.session, unit.team_id, user_ids)

    def name_of(user_id: str) -> str:
        if user_id not in found:
            person = _find(unit, user_id)
            found[user_id] = person.name if person else user_id
        return found[user_id]

    return name_of


def plain_text(unit: Unit, text: str) -> str:
    """What someone wrote in Slack, with names for mentions and without escapes."""
    return text_reader(unit, name_finder(unit))(text)


def text_reader(unit: Unit, name_of: Callable[[str], str]) -> Callable[[str], str]:
    """`plain_text` for many texts: each name is looked up once."""
    channels: dict[str, str] = {}

    def channel_of(channel_id: str) -> str:
        if channel_id not in channels:
            found = incidents.by_channel(unit.session, unit.team_id, channel_id)
            # Slack hides a private channel's name from others, and so do we.
            name = found.channel_name if found is not None and not found.private else None
            channels[channel_id] = name or channel_id
        return channels[channel_id]

    return lambda text: to_plain(text, name_of, channel_of)


def tell_privately(runtime: Runtime, user_id: str, answer: Answer) -> None:
    """A DM to someone who did something where Slack gives no place to answer in."""
    with runtime.transaction() as unit:
        unit.send(DirectMessage(user_id, answer.text, answer.blocks), lane=f"dm:{user_id}")
