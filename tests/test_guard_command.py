"""`howbot guard`: JSON Lines in, one line out for each, and plain words about what is no text."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot.__main__ import main

Console = pytest.CaptureFixture[str]


def test_each_object_is_answered_in_order(tmp_path: Path, capsys: Console) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"id": "b", "text": "Ärger: Why did you skip the canary?"}\n\n'
        '{"id": 7, "text": "Why did the cache expire?", "context": "retro"}\n'
    )
    assert main(["guard", str(file)]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["id"] == "b"
    (finding,) = first["findings"]
    assert list(finding) == ["family", "start", "end", "reason", "suggestion"]
    assert finding["family"] == "accusatory_why"
    whole = "Ärger: Why did you skip the canary?"
    assert whole[finding["start"] : finding["end"]].startswith("Why did you skip")
    assert second == {"id": 7, "findings": []}


def test_what_cannot_be_read_is_named_and_the_rest_is_answered(
    tmp_path: Path, capsys: Console
) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(
        b'{"id": 1, "text": "fine"}\nnot json\n{"id": 3}\n{"id": 4, "text": 5}\n[]\n'
        b'{"id": 6, "text": "\xff"}\n{"id": 7, "text": ""}\n' + b"[" * 100_000 + b"\n"
    )
    assert main(["guard", str(file)]) == 1
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == [1, 7]
    told = said.err.splitlines()
    assert [line.split(" ")[1] for line in told] == ["2", "3", "4", "5", "6", "8"]
    assert "JSON" in told[0]
    assert "text" in told[1]
    assert "UTF-8" in told[4]


def test_an_empty_file_and_a_missing_one_are_told_of(tmp_path: Path, capsys: Console) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert main(["guard", str(empty)]) == 1
    assert "nothing to read" in capsys.readouterr().err
    assert main(["guard", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err
    assert main(["guard", str(tmp_path)]) == 1


def test_standard_input_is_read_without_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: Console
) -> None:
    given = io.TextIOWrapper(io.BytesIO(b'{"id": 1, "text": "human error"}\n'))
    monkeypatch.setattr(sys, "stdin", given)
    assert main(["guard"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"][0]["family"] == "human_error"


def test_action_items_and_causes_are_read_as_what_they_are(tmp_path: Path, capsys: Console) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"id": 1, "text": "Improve monitoring", "owner": "Ines", "due": "2026-12-01"}\n'
        '{"id": 2, "text": "No test renders the assembled prompt"}\n'
    )
    assert main(["guard", "--as", "action", str(file)]) == 0
    item, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert [finding["family"] for finding in item["findings"]] == ["vague"]
    assert main(["guard", "--as", "cause", str(file)]) == 0
    _, cause = map(json.loads, capsys.readouterr().out.splitlines())
    assert cause == {"id": 2, "findings": [], "depth": "systemic", "axes": ["prompt"]}
