"""Text as tokens that remember where they stood in the original.

Code, links, quotations and `>` lines are covered before anything is read, so that what they say is
nobody's wording. Offsets are characters of the original text.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# What stands in the place of something that is not read.
CODE, QUOTE, LINK = "\ue000", "\ue001", "\ue002"
COVERED = {CODE: "code", QUOTE: "quote", LINK: "link"}

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_INLINE = re.compile(r"`[^`\n]+`")
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;)[^\n]*", re.MULTILINE)
_ADDRESS = re.compile(r"<(?:https?|mailto):[^>\s]*>|\bhttps?://[^\s<>]+", re.IGNORECASE)
_QUOTATIONS = tuple(
    re.compile(pattern)
    for pattern in (
        r'"[^"\n]{1,400}"',
        r"“[^”\n]{1,400}”",
        r"„[^“”\n]{1,400}[“”]",
        r"«[^»\n]{1,400}»",
        r"(?<![\w'’])‘[^’\n]{1,400}’(?!\w)",
        r"(?<![\w'’])'[^'\n]{1,400}'(?!\w)",
    )
)
_TOKEN = re.compile(
    r"""
      (?P<mention> <@[^>\s]{1,80}> | <!subteam[^>\n]{0,80}> | (?<![\w.])@\w[\w.-]{0,60} )
    | (?P<mark> <[\#!][^>\n]{0,80}> )
    | (?P<emoji> :[a-z0-9_+'-]{1,40}:(?!\w) )
    | (?P<covered> [\ue000-\ue002] )
    | (?P<number> \d[\w.,:%/]*\w | \d%? )
    | (?P<word> [^\W\d_][^\W_]*(?:['’_-][^\W_]+)* )
    | (?P<symbol> [\u2190-\u2bff\u2e80-\u2eff\ufe0f\U0001f000-\U0001faff] )
    | (?P<own> (?<=s)['’](?=[ ]\w) )
    | (?P<stop> [^\w\s] )
    """,
    re.VERBOSE,
)
_SUFFIX = re.compile(r"(?i)(n['’]t|['’](?:s|re|ve|d|ll|m))\Z")
_SUFFIXES = {
    "n't": "not",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'m": "am",
    "'d": "'d",
    "'s": "'s",
}
# Written longer than it is spelled: whyyyy. Not i, which counts chapters.
_DRAWN_OUT = re.compile(r"([a-hj-z])\1{2,}")
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}
_PERFECT_MODALS = ("should", "could", "would", "might", "must")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign. `word` is normalised; `kind` is one of the names of the scanner."""

    word: str
    kind: str
    start: int
    end: int
    capital: bool = False
    opens: bool = False


def cover(text: str) -> str:
    """The text with all that is quoted or code covered; every other character keeps its place."""
    text = _covered(_FENCE, text, CODE)
    text = _covered(_INLINE, text, CODE)
    text = _QUOTED_LINE.sub(lambda found: " " * len(found.group()), text)
    text = _covered(_ADDRESS, text, LINK)
    for quotation in _QUOTATIONS:
        text = _covered(quotation, text, QUOTE)
    return text


def _covered(pattern: re.Pattern[str], text: str, sign: str) -> str:
    return pattern.sub(lambda found: sign.ljust(len(found.group())), text)


def tokenise(
    text: str, spellings: Mapping[str, str], start: int = 0, end: int = sys.maxsize
) -> list[Token]:
    """All tokens of a part of a covered text.

    `spellings` spells out what is written short: didnt, u.
    """
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup or "stop"
        tokens += _read(found.group(), kind, found.start(), spellings)
    return _mend(tokens)


def _read(raw: str, kind: str, start: int, spellings: Mapping[str, str]) -> Iterator[Token]:
    end = start + len(raw)
    if kind == "covered":
        yield Token(COVERED[raw], kind, start, end)
    elif kind == "mention" and raw.lower() in ("@here", "@channel", "@everyone"):
        yield Token(raw.lower(), "mark", start, end)
    elif kind == "own":
        yield Token("'s", "word", start, end)
    elif kind != "word":
        yield Token(raw.lower(), kind, start, end)
    else:
        yield from _words(raw, start, spellings)


def _words(raw: str, start: int, spellings: Mapping[str, str]) -> Iterator[Token]:
    """One written word as the words it stands for."""
    plain, end = undrawn(raw.lower().replace("’", "'")), start + len(raw)
    capital = raw[0].isupper()
    if plain in spellings:
        for part in spellings[plain].split():
            yield Token(part, "word", start, end, capital)
        return
    suffix = _SUFFIX.search(raw)
    if suffix is None or not suffix.start():
        yield Token(plain, "word", start, end, capital)
        return
    middle = start + suffix.start()
    stem = raw[: suffix.start()]
    short = stem.lower() in _STEMS and suffix.group().lower().startswith("n")
    if short:
        yield Token(_STEMS[stem.lower()], "word", start, middle, capital)
    else:
        yield from _words(stem, start, spellings)
    yield Token(_SUFFIXES[suffix.group().lower().replace("’", "'")], "word", middle, end)


def undrawn(word: str) -> str:
    """`whyyyy` as `why`."""
    return _DRAWN_OUT.sub(r"\1", word)


def _mend(tokens: list[Token]) -> list[Token]:
    """`should of` is read as `should have`."""
    for place in range(1, len(tokens)):
        before, here = tokens[place - 1], tokens[place]
        after_not = before.word == "not" and place > 1 and tokens[place - 2].word
        modal = after_not or before.word
        if here.word == "of" and modal in _PERFECT_MODALS and _before_verb(tokens, place):
            tokens[place] = Token("have", "word", here.start, here.end)
    return tokens


def _before_verb(tokens: list[Token], place: int) -> bool:
    """`should of course` is no slip of the pen."""
    return place + 1 < len(tokens) and tokens[place + 1].word != "course"
