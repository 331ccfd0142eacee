"""Reads `templates/guard/care/`: the phrases at which the language guard stays silent."""

from functools import lru_cache
from pathlib import Path

from bot.core.care import CareWords, care_words
from bot.render.guard import GUARD, GuardTrouble, read_file


@lru_cache(maxsize=4)
def load_care(folder: Path = GUARD) -> CareWords:
    """All phrases, commas between. Raises `GuardTrouble` where a file holds none."""
    phrases: list[str] = []
    for path in sorted((folder / "care").glob("*.toml")):
        kinds = read_file(path).get("phrases", {})
        if not kinds:
            raise GuardTrouble(f"{path}: the table phrases is missing")
        for listed in kinds.values():
            phrases += [" ".join(each.split()) for each in listed.split(",")]
    return care_words(phrases)
