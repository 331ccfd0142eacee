"""Distress, personnel and legal matters are recognised; talk about machines is not."""

from pathlib import Path

import pytest

from bot.core.care import needs_a_person
from bot.render.guard import GuardTrouble
from bot.render.guard_care import load_care

WORDS = load_care()


@pytest.mark.parametrize(
    "said",
    [
        "Honestly I can’t sleep since Tuesday.",
        "I'm crying at my desk right now",
        "Am I going to lose my job over this?",
        "Please talk to HR before you write that down",
        "Our LAWYERS asked us to keep the logs",
        "this goes into his performance review, right?",
        "I feel attacked by that question",
        "There may be a lawsuit",
        "I am burned out, sorry",
    ],
)
def test_a_person_is_needed(said: str) -> None:
    assert needs_a_person(said, WORDS)


@pytest.mark.parametrize(
    "said",
    [
        "The alert fired at 14:05 and the pod was killed",
        "kernel panic on node 3, the process was terminated",
        "The job was let through by the gate",
        "we lost the job queue for ten minutes",
        "the worker was exhausted, the pool too",
        "The review of the court data set is done",
        "chr(65) and 3 hr of logs",
        "The judge dropped the case from the eval set",
        "",
    ],
)
def test_machines_need_none(said: str) -> None:
    assert not needs_a_person(said, WORDS)


def test_a_file_without_phrases_is_named(tmp_path: Path) -> None:
    (tmp_path / "care").mkdir()
    (tmp_path / "care" / "words.toml").write_text("", encoding="utf-8")
    with pytest.raises(GuardTrouble, match=r"words\.toml: the table phrases is missing"):
        load_care(tmp_path)
