"""The forms that settings are written in: lists, addresses, zones. ValueError where one is not."""

import re
from collections.abc import Callable
from zoneinfo import available_timezones

from pydantic import AfterValidator

from bot.core.times import clock_offset
from bot.days_off import DaysOff


def offset(text: str) -> str:
    """A shift of the clock, as in `+3d`, or nothing."""
    if text:
        clock_offset(text)
    return text


def listed(given: object) -> object:
    """What stands between commas, each once."""
    if not isinstance(given, str):
        return given
    return tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))


def lower_names(given: object) -> object:
    """The same, in lower case."""
    return listed(given.lower()) if isinstance(given, str) else given


def database(address: str) -> str:
    """A file of SQLite, or a server of PostgreSQL; memory would forget at each restart."""
    is_file = address.startswith("sqlite:///") and address[10:] not in ("", ":memory:")
    if not is_file and not re.match(r"postgres(ql)?(\+\w+)?://", address):
        raise ValueError(
            "it names a file or a server, as in sqlite:///howbot.db or postgresql://host/name"
        )
    return address


def hosts(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of hosts, without scheme, port or path; `*.` in front stands for all below."""
    for name in names:
        if not re.fullmatch(r"(\*\.)?[\w-]+(\.[\w-]+)*", name):
            raise ValueError(
                f"no host of this name: {name!r}; write it as in github.com,*.acme.com"
            )
    return names


def user_ids(given: object) -> object:
    """The same, in capitals."""
    return listed(given.upper()) if isinstance(given, str) else given


def checked(parse: Callable[[str], object]) -> AfterValidator:
    """Kept as it is written, once `parse` has understood it."""

    def check(text: str) -> str:
        parse(text)
        return text

    return AfterValidator(check)


def days_off(names: tuple[str, ...]) -> tuple[str, ...]:
    """Dates and countries."""
    DaysOff(names)
    return names


def zone(name: str) -> str:
    """The name of a time zone."""
    if name not in available_timezones():
        raise ValueError(f"no time zone of this name: {name!r}")
    return name


def with_slash(address: str) -> str:
    """An address to which paths are added; an empty one stays empty."""
    return address if address.endswith("/") or not address else address + "/"
