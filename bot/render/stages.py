"""The facilitator's words, read from `templates/stages/` when the bot starts.

A file is plain Markdown with these parts; a team may replace any of the eleven:

    # Title
    ## Goal                 ## Question             ## How to answer
    ## Prompts              bullets
    ## Prompts for <what>   bullets, where they help: an axis at stage 7, a marker at stage 3
    ## Before moving on     bullets `- code: words`, one for each criterion of the stage
    ## Asked on the way     bullets `- code: words`, where a stage asks further questions
    ## Minutes              a whole number, the soft time box
    ## Answers              "hidden" or "open": what is written in the form is shown to nobody until
                            it is revealed, or at once; may be left out

Words may name facts in braces, as in "{agreed} of {participants}". This file checks that nothing
is missing; what is asked when is decided in `bot.core`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.causes import Axis, HowQuestion, Remediation
from bot.core.own_questions import MomentKind
from bot.core.stages import STAGES, Criterion, Progress, Stage, criteria
from bot.core.timeline import Marker

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_HEADING = re.compile(r"(#{1,2})\s+(.*\S)\s*")
_BULLET = re.compile(r"[-*]\s+(.*)")
_CODE_AND_WORDS = re.compile(r"(\w+):\s+(.+)")

_PLAIN_PARTS = ("Title", "Goal", "Question", "How to answer", "Prompts", "Minutes")
_CRITERIA, _ON_THE_WAY = "Before moving on", "Asked on the way"
_PROMPTS_FOR = re.compile(r"prompts for\s+(\w+)", re.IGNORECASE)
_ANSWERS, _HIDDEN, _OPEN = "Answers", "hidden", "open"
# Where a text does not say it; product.md 8.
_HIDDEN_UNLESS_SAID = frozenset({Stage.how_it_came_about})
_PARTS = {part.lower(): part for part in (*_PLAIN_PARTS, _CRITERIA, _ON_THE_WAY, _ANSWERS)}

Placeholders = Mapping[str, frozenset[str]]

_ASKED_ON_THE_WAY: Mapping[Stage, Placeholders] = {
    Stage.what_happened: {kind: frozenset() for kind in MomentKind},
    Stage.how_it_came_about: {code: frozenset({"quoted"}) for code in HowQuestion},
    Stage.which_axis: {axis: frozenset() for axis in Axis},
    Stage.what_will_stop_it: {kind: frozenset() for kind in Remediation},
}

# What further prompts can be for.
_PROMPTED: Mapping[Stage, tuple[str, ...]] = {
    Stage.what_happened: tuple(Marker),
    Stage.which_axis: tuple(Axis),
}


class StageTextsIncomplete(Exception):  # noqa: N818 - says what the admin has to complete
    """One line per problem, each naming the file and the part."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class StageText:
    """What the facilitator says at one stage; `minutes` is the soft time box.

    `hides_answers`: what is written in the form is shown to nobody until it is revealed.
    """

    stage: Stage
    title: str
    goal: str
    question: str
    how_to_answer: str
    prompts: tuple[str, ...]
    minutes: int
    before_moving_on: Mapping[str, str] = field(default_factory=dict)
    asked_on_the_way: Mapping[str, str] = field(default_factory=dict)
    prompts_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hides_answers: bool = False

    def criterion_words(self, criterion: Criterion) -> str:
        """The line behind the ✅ or ⬜, with its counts."""
        return _filled(self.before_moving_on[criterion.code], criterion.facts)

    def question_words(self, code: str, facts: Mapping[str, str] | None = None) -> str:
        """A question asked on the way: of the how-chain, about an axis, about a remediation."""
        return _filled(self.asked_on_the_way[code], facts or {})


def load_stages(folder: Path, replacements: Path | None = None) -> dict[Stage, StageText]:
    """The words of all eleven stages; a file of `replacements` wins over its namesake.

    Raises `StageTextsIncomplete` with everything that is missing or misspelt.
    """
    problems: list[str] = []
    texts: dict[Stage, StageText] = {}
    for stage in STAGES:
        path = _path_of(stage, folder, replacements)
        try:
            texts[stage] = _read(stage, path)
        except StageTextsIncomplete as incomplete:
            problems += incomplete.problems
    problems += _strangers(replacements) if replacements else []
    if problems:
        raise StageTextsIncomplete(problems)
    return texts


def file_name(stage: Stage) -> str:
    """What a stage's file is called, such as `03_what_happened.md`."""
    return f"{stage.number:02d}_{stage.value}.md"


def _path_of(stage: Stage, folder: Path, replacements: Path | None) -> Path:
    replaced = replacements / file_name(stage) if replacements else None
    return replaced if replaced and replaced.is_file() else folder / file_name(stage)


def _strangers(replacements: Path) -> list[str]:
    """Files that would be left unread, most likely a misspelt name."""
    known = {file_name(stage) for stage in STAGES}
    unread = sorted(path.name for path in replacements.glob("*.md") if path.name not in known)
    return [f"{replacements / name}: no stage has this file name" for name in unread]


def _read(stage: Stage, path: Path) -> StageText:
    if not path.is_file():
        raise StageTextsIncomplete([f"{path}: the file is missing"])
    parts = _split(path.read_text(encoding="utf-8"))
    problems = list(_problems(stage, parts))
    if problems:
        raise StageTextsIncomplete(f"{path}: {problem}" for problem in problems)
    return StageText(
        stage=stage,
        title=_paragraphs(parts["Title"]),
        goal=_paragraphs(parts["Goal"]),
        question=_paragraphs(parts["Question"]),
        how_to_answer=_paragraphs(parts["How to answer"]),
        prompts=tuple(_bullets(parts["Prompts"])),
        minutes=int(_paragraphs(parts["Minutes"])),
        before_moving_on=_coded(parts.get(_CRITERIA, [])),
        asked_on_the_way=_coded(parts.get(_ON_THE_WAY, [])),
        prompts_for={what: tuple(_bullets(lines)) for what, lines in _prompts_for(parts).items()},
        hides_answers=_answers_part(stage, parts) == _HIDDEN,
    )


def _answers_part(stage: Stage, parts: Mapping[str, list[str]]) -> str:
    unless_said = _HIDDEN if stage in _HIDDEN_UNLESS_SAID else _OPEN
    return _paragraphs(parts[_ANSWERS]).lower() if _ANSWERS in parts else unless_said


def _problems(stage: Stage, parts: Mapping[str, list[str]]) -> Iterable[str]:
    for part in parts:
        if part not in _PARTS.values() and not _PROMPTS_FOR.fullmatch(part):
            yield f'the part "{part}" is not known'
    for part in _PLAIN_PARTS:
        if not _paragraphs(parts.get(part, [])):
            yield f'the part "{part}" is missing'
    if parts.get("Prompts") and not _bullets(parts["Prompts"]):
        yield 'the part "Prompts" has no bullets'
    yield from _setting_problems(stage, parts)
    expected = {one.code: frozenset(one.facts) for one in criteria(stage, Progress())}
    yield from _coded_problems(_CRITERIA, parts, expected)
    yield from _coded_problems(_ON_THE_WAY, parts, _ASKED_ON_THE_WAY.get(stage, {}))
    for what, lines in _prompts_for(parts).items():
        if what not in _PROMPTED.get(stage, ()):
            yield f'the part "Prompts for {what}" is for nothing that this stage knows'
        elif not _bullets(lines):
            yield f'the part "Prompts for {what}" has no bullets'


def _setting_problems(stage: Stage, parts: Mapping[str, list[str]]) -> Iterable[str]:
    minutes = _paragraphs(parts.get("Minutes", []))
    if minutes and not (minutes.isdecimal() and int(minutes) > 0):
        yield f'the part "Minutes" is not a whole number above zero: "{minutes}"'
    if _answers_part(stage, parts) not in (_HIDDEN, _OPEN):
        yield f'the part "{_ANSWERS}" is neither "{_HIDDEN}" nor "{_OPEN}"'


def _prompts_for(parts: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The lines of each further part of prompts, by what they are for."""
    found = ((_PROMPTS_FOR.fullmatch(part), lines) for part, lines in parts.items())
    return {match[1].lower(): lines for match, lines in found if match}


def _coded_problems(
    part: str, parts: Mapping[str, list[str]], expected: Placeholders
) -> Iterable[str]:
    words = _coded(parts.get(part, []))
    for code in expected:
        if code not in words:
            yield f'the part "{part}" has no words for "{code}"'
    for code, said in words.items():
        if code not in expected:
            yield f'the part "{part}" has words for "{code}", which this stage does not know'
            continue
        for name in _PLACEHOLDER.findall(said):
            if name not in expected[code]:
                yield f'the part "{part}" names {{{name}}} for "{code}", which is not known there'


def _split(text: str) -> dict[str, list[str]]:
    """The lines under each heading; the title is a part of its own, named "Title"."""
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        if not heading:
            lines.append(line)
        elif heading[1] == "#":
            parts["Title"] = [heading[2]]
        else:
            lines = parts.setdefault(_PARTS.get(heading[2].lower(), heading[2]), [])
    return parts


def _paragraphs(lines: Iterable[str]) -> str:
    """Lines joined into paragraphs, one per line of the result."""
    paragraphs = "\n".join(line.strip() for line in lines).strip().split("\n\n")
    return "\n".join(" ".join(one.split()) for one in paragraphs if one.strip())


def _bullets(lines: Iterable[str]) -> list[str]:
    """Bullets, each with the lines that continue it; anything before the first is left out."""
    bullets: list[str] = []
    for line in map(str.strip, lines):
        bullet = _BULLET.fullmatch(line)
        if bullet:
            bullets.append(bullet[1].strip())
        elif line and bullets:
            bullets[-1] += f" {line}"
    return bullets


def _coded(lines: Iterable[str]) -> dict[str, str]:
    matches = (_CODE_AND_WORDS.fullmatch(bullet) for bullet in _bullets(lines))
    return {match[1]: match[2] for match in matches if match}


def _filled(words: str, facts: Mapping[str, object]) -> str:
    # Not str.format: what people wrote may hold braces, and a team's file is no program.
    return _PLACEHOLDER.sub(lambda found: str(facts.get(found[1], found[0])), words)
