"""`howbot guard`: reads texts as JSON Lines and prints what the language guard says of each.

Needs no settings, no database and no Slack. One line out for each good line in, in order.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from bot.core.language.actions import review_action
from bot.core.language.causes import review_cause
from bot.core.language.review import review
from bot.core.language.rules import Finding
from bot.render.environment import Words
from bot.render.guard import CONTEXTS, load_guard
from bot.render.guard_readings import load_action_rules, load_cause_rules

NAME = "guard"


class NotRead(Exception):  # noqa: N818 - says what is wrong with a line
    """`code` names the sentence in `templates/console/`, `facts` what it may name."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the subcommand to the parser of the command line."""
    told = "say what the language guard says of texts, given as JSON Lines"
    command = commands.add_parser(NAME, help=told, description=told)
    what = "what the texts are (default: %(default)s)"
    command.add_argument("--as", dest="kind", choices=KINDS, default=KINDS[0], help=what)
    command.add_argument("file", metavar="FILE.jsonl", type=Path, nargs="?", help="default: stdin")


def main(arguments: Sequence[str]) -> int:
    """Run `howbot guard …`; 1 when something could not be read."""
    parser = argparse.ArgumentParser(prog="howbot")
    add_to(parser.add_subparsers(required=True))
    parsed = parser.parse_args(arguments)
    try:
        with lines_of(parsed.file) as lines:
            troubles = list(measure(lines, parsed.kind, sys.stdout))
    except NotRead as unread:
        troubles = [unread]
    except BrokenPipeError:
        return 1
    sys.stdout.flush()
    words = Words()
    for trouble in troubles:
        sys.stderr.write(words.console(trouble.code, **trouble.facts) + "\n")
    return 1 if troubles else 0


def measure(lines: Iterable[bytes], kind: str, out: TextIO) -> Iterator[NotRead]:
    """Write an answer for each object; yields what could not be read."""
    read = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        read += 1
        try:
            answer = json.dumps(answer_to(_object(line, number), kind))
        except NotRead as trouble:
            yield trouble
            continue
        out.write(answer + "\n")
    if not read:
        yield NotRead("guard_empty")


def answer_to(given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The answer for one object; for a cause also how deep it goes and which axes it may be."""
    return {"id": given.get("id")} | _READERS[kind](given)


def _message(given: Mapping[str, Any]) -> dict[str, Any]:
    context = given.get("context")
    known = context if context in CONTEXTS else CONTEXTS[0]
    return _written(review(given["text"], rules=load_guard(), context=known))


def _action(given: Mapping[str, Any]) -> dict[str, Any]:
    return _written(review_action(given["text"], rules=load_action_rules()))


def _cause(given: Mapping[str, Any]) -> dict[str, Any]:
    reading = review_cause(given["text"], rules=load_cause_rules())
    return _written(reading.findings) | {"depth": reading.depth, "axes": list(reading.axes)}


_READERS = {"message": _message, "action": _action, "cause": _cause}
KINDS = tuple(_READERS)


def _written(findings: Iterable[Finding]) -> dict[str, Any]:
    return {"findings": [_as_facts(finding) for finding in findings]}


def _as_facts(finding: Finding) -> dict[str, Any]:
    return {
        "family": finding.family,
        "start": finding.start,
        "end": finding.end,
        "reason": finding.reason,
        "suggestion": finding.suggestion,
    }


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotRead("guard_not_utf8", line=number) from None
    except (ValueError, RecursionError):
        raise NotRead("guard_not_json", line=number) from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise NotRead("guard_no_text", line=number)
    return given


def lines_of(path: Path | None) -> BinaryIO:
    """The file, or standard input. Raises `NotRead`."""
    if path is None:
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except OSError as error:
        raise NotRead("guard_no_file", path=path, problem=error.strerror) from None
