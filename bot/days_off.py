"""Days on which nobody is reminded of anything: by country, by name, or one by one."""

from collections.abc import Container, Sequence
from datetime import date


class DayUnknown(ValueError):  # noqa: N818 - says what the admin has to write differently
    """A part of the setting that is neither a date nor a country; the message names it."""


class DaysOff(Container[date]):
    """Single days and the public holidays of countries, looked up as they are asked for."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """From dates (`2026-12-24`) and countries, with a region or without (`DE`, `US-CA`).

        Raises `DayUnknown`.
        """
        self._calendars: list[Container[object]] = []
        single: set[date] = set()
        for name in names:
            try:
                single.add(date.fromisoformat(name))
            except ValueError:
                self._calendars.append(_calendar(name))
        self._single = frozenset(single)

    def __contains__(self, day: object) -> bool:
        """Whether nobody is to be reminded on this day."""
        return day in self._single or any(day in calendar for calendar in self._calendars)


def _calendar(name: str) -> Container[object]:
    # Most houses name no country: they do not wait for all of the world's calendars.
    import holidays

    country, _, region = name.upper().partition("-")
    try:
        return holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError as error:
        raise DayUnknown(name) from error
