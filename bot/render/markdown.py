"""What people wrote, set into Markdown so that it reads as typed and breaks nothing around it.

Not a Markdown writer: headings, tables and lists stand in the templates. GitHub's Markdown, which
Slack's preview and most viewers read as well.
"""

import re
from datetime import datetime, timedelta

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff]")
_ALWAYS = re.compile(r"([\\`*\[\]<>|~])")
_UNDERSCORE_AT_AN_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_THE_START = re.compile(r"^(#|[-+](?=\s|$)|-(?=-)|=|:(?=-))")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BACKTICKS = re.compile(r"`+")
_WEB = re.compile(r"https?://[^\s<>\x00-\x20]+", re.IGNORECASE)
_NO_BREAK = "\u00a0"


def prose(text: str, indent: str = "") -> str:
    """Several lines as they were typed; from the second on they begin with `indent`."""
    lines = [_escaped(line) for line in _lines(text)]
    written = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        # A break inside a paragraph has to be asked for; an empty line makes one by itself.
        written.append(line + "\\" if line and following else line)
    return f"\n{indent}".join(written).replace(f"\n{indent}\n", "\n\n")


def quoted(text: str) -> str:
    """A quotation of several lines."""
    return "> " + prose(text, "> ").replace("\n\n", "\n>\n")


def inline(text: str) -> str:
    """On one line."""
    return _escaped(" ".join(" ".join(_lines(text)).split()))


def cell(text: str, br: str = "<br>") -> str:
    """In a cell of a table, its lines joined by `br`; a dash for nothing."""
    return br.join(_escaped(line) for line in _lines(text)) or "–"


def fenced(text: str) -> str:
    """Word for word, as code."""
    content = "\n".join(_lines(text))
    longest = max((len(run) for run in _BACKTICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{content}\n{fence}"


def address(url: str) -> str:
    """A link that shows where it leads; the bare text of what is no web address."""
    return f"<{url}>" if _WEB.fullmatch(url) else inline(url)


def moment(at: datetime | None) -> str:
    """A time to the minute, in UTC; a dash for none."""
    return f"{at:%Y-%m-%d %H:%M}" if at else "–"


def span(duration: timedelta | None) -> str:
    """A stretch of time as in "2 d 3 h" or "1 h 5 min"; a dash for none."""
    if duration is None:
        return "–"
    minutes = int(duration.total_seconds()) // 60
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


FILTERS = {
    "prose": prose,
    "quoted": quoted,
    "inline": inline,
    "cell": cell,
    "fenced": fenced,
    "address": address,
    "moment": moment,
    "span": span,
}


def _lines(text: str) -> list[str]:
    """The lines without space around the whole, and without what nobody can see."""
    seen = _UNSEEN.sub("", _NEWLINES.sub("\n", text))
    return [line.rstrip() for line in seen.strip("\n").rstrip().split("\n")]


def _escaped(line: str) -> str:
    body = line.lstrip(" \t")
    # Four spaces in front would turn the line into code.
    space = line[: len(line) - len(body)].replace("\t", "    ").replace(" ", _NO_BREAK)
    body = _ENTITY.sub(r"\&", _UNDERSCORE_AT_AN_EDGE.sub(r"\_", _ALWAYS.sub(r"\\\1", body)))
    if not space:
        body = _NUMBERED.sub(r"\1\\\2", _AT_THE_START.sub(r"\\\1", body))
    return space + body
