"""What comes from outside, without the characters that a database or a connection cannot carry."""

import re
from typing import Any

# PostgreSQL holds no NUL in a text, and half of a surrogate pair can be written nowhere.
_UNBEARABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """The same JSON value, its texts without these characters, which nobody can see or type."""
    if isinstance(value, str):
        return _UNBEARABLE.sub("", value)
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [storable(each) for each in value]
    return value
