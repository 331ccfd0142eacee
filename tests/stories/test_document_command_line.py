"""The document from the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.tables import Incident, Outbox, Slice, Workspace
from tests.stories.conftest import ROOT, House
from tests.stories.test_document import closed, document_in


def run(house: House, *arguments: str) -> tuple[int, bytes, str]:
    """Runs `howbot` beside the bot, on its database and without tokens: status, output, errors."""
    settings = {"DATABASE_URL": house.settings.database_url}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**kept, **settings, "LC_ALL": "C"},
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr.decode()


def stored(house: House) -> Sequence[Any]:
    """What an export must not touch."""
    with house.howbot.runtime.database.reading() as session:
        tables = (Incident, Outbox, Workspace, Slice)
        return [
            row.model_dump() for table in tables for row in session.execute(select(table)).scalars()
        ]


def test_the_command_line_writes_the_same_bytes_and_changes_nothing(any_house: House) -> None:
    channel = closed(any_house)
    before = stored(any_house)

    status, written, _ = run(any_house, "export", "inc-1")

    assert status == 0
    assert written == document_in(any_house, channel).content
    assert stored(any_house) == before


def test_the_command_line_writes_eval_cases_to_a_file(house: House, tmp_path: Path) -> None:
    closed(house)
    out = tmp_path / "cases.jsonl"

    status, written, _ = run(house, "export", "INC-1", "--evals", "--out", str(out))

    assert (status, written) == (0, b"")
    assert json.loads(out.read_text())["input"] == "Refund for order 17?"


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(house: House, tmp_path: Path) -> None:
    house.declare()

    status, written, said = run(house, "export", "INC-1", "--out", str(tmp_path / "no" / "x.md"))

    assert (status, written) == (1, b"")
    assert "could not be written" in said


@pytest.mark.parametrize("named", ["INC-99", "nonsense", "INC-99999999999999"])
def test_an_unknown_incident_is_told_in_a_sentence(house: House, named: str) -> None:
    house.declare()

    status, written, said = run(house, "export", named)

    assert (status, written) == (1, b"")
    assert "INC-" in said
    assert "Traceback" not in said


def test_with_several_workspaces_it_asks_which(house: House) -> None:
    house.declare()
    with house.howbot.runtime.database.transaction() as session:
        session.add(Workspace(team_id="T2", name="Other"))

    asked, _, told = run(house, "export", "INC-1")
    team = house.howbot.runtime.house.team_id
    given, written, _ = run(house, "export", "INC-1", "--team", team)

    assert asked == 1
    assert "T2 (Other)" in told
    assert given == 0
    assert written.startswith(b"# Incident INC-1")


def test_no_database_is_made_by_asking_for_an_export(house: House, tmp_path: Path) -> None:
    house.settings.database_url = f"sqlite:///{tmp_path}/nowhere/none.db"

    status, _, said = run(house, "export", "INC-1")

    assert status == 1
    assert "no database" in said
    assert not (tmp_path / "nowhere").exists()
