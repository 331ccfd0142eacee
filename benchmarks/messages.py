"""How well the guard reads messages, family by family, beside a naive list of words.

Of `language.jsonl` or `messages.jsonl`: objects with `text`, `context`, `label` and `also`, the
other labels that are as good. The label is a family or "neutral".
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import percentile
from bot.core.language.review import FAMILIES, review
from bot.render.guard import load_guard

FILES = ("language.jsonl", "messages.jsonl")
NEUTRAL = "neutral"
ROUNDS = 3
Row = dict[str, Any]
Line = tuple[str, ...]
Reader = Callable[[Row], str]

_NAIVE = {
    "accusatory_why": r"\bwhy (?:did|didn'?t|would|do) (?:you|he|she|they|any|no)",
    "counterfactual": r"(?:should|could|would|ought to)(?: not|n't)? have|if only|failed to",
    "human_error": r"human error|operator error|careful|careless|mistake|oversight",
    "blame": r"\b(?:fault|blame|broke|ruined|messed up|screwed up|lazy|incompetent)\b",
}


def path_of(folder: Path) -> Path:
    """The file of messages in a folder."""
    return next((folder / name for name in FILES if (folder / name).exists()), folder / FILES[0])


def message_lines(rows: Sequence[Row]) -> Iterator[Line]:
    """Precision, recall and false alarms of "another wording", each family, and the time taken."""
    if not rows:
        return
    answers = [[reader(row) for row in rows] for reader in (_guard, _naive)]
    wanted = [row["label"] != NEUTRAL for row in rows]
    measures = {"precision": _precision, "recall": _recall, "false alarms": _false_alarms}
    for name, measure in measures.items():
        yield _line(f"another wording: {name}", [measure(each, wanted) for each in answers])
    for family in FAMILIES:
        own = [row["label"] == family for row in rows]
        for name, figure in (("precision", _family_precision), ("recall", _family_recall)):
            parts = [figure(rows, each, family) for each in answers]
            yield _line(f"  {family} ({sum(own)}): {name}", parts)
    times = [min(_milliseconds(row) for _round in range(ROUNDS)) for row in rows]
    for share in (0.5, 0.99):
        yield (f"milliseconds a message: p{share * 100:g}", f"{percentile(times, share):.2f}", "")


def _guard(row: Row) -> str:
    found = review(row["text"], rules=load_guard(), context=row.get("context") or "retro")
    return found[0].family if found else NEUTRAL


def _naive(row: Row) -> str:
    text = row["text"].lower()
    return next((name for name, words in _NAIVE.items() if re.search(words, text)), NEUTRAL)


def _milliseconds(row: Row) -> float:
    began = time.perf_counter()
    _guard(row)
    return (time.perf_counter() - began) * 1000


def _precision(answers: Sequence[str], wanted: Sequence[bool]) -> float:
    return _share([want for answer, want in zip(answers, wanted, strict=True) if answer != NEUTRAL])


def _recall(answers: Sequence[str], wanted: Sequence[bool]) -> float:
    return _share([answer != NEUTRAL for answer, want in zip(answers, wanted, strict=True) if want])


def _false_alarms(answers: Sequence[str], wanted: Sequence[bool]) -> float:
    return _share(
        [answer != NEUTRAL for answer, want in zip(answers, wanted, strict=True) if not want]
    )


def _family_precision(rows: Sequence[Row], answers: Sequence[str], family: str) -> float:
    pairs = zip(rows, answers, strict=True)
    return _share([_is_right(row, family) for row, answer in pairs if answer == family])


def _family_recall(rows: Sequence[Row], answers: Sequence[str], family: str) -> float:
    pairs = zip(rows, answers, strict=True)
    return _share([_is_right(row, answer) for row, answer in pairs if row["label"] == family])


def _is_right(row: Row, answer: str) -> bool:
    return answer == row["label"] or answer in row.get("also", ())


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")


def _line(name: str, parts: Sequence[float]) -> Line:
    return (name, *(f"{part:.3f}" for part in parts))
