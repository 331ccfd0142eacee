"""The migrations lead to the tables, and a database of another release is left alone."""

import multiprocessing
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills the metadata
from bot.__main__ import main
from rehearsal.server import RehearsalServer
from storage import schema
from storage.database import Database
from tests.conftest import fresh_postgresql

NEXT_RELEASE = '''"""Nothing yet."""

revision = "9000"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing."""
'''


def test_migrating_an_empty_database_gives_exactly_our_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert schema.standing(database) is schema.Standing.current


def test_the_files_of_the_migrations_are_named_after_their_revisions() -> None:
    script = ScriptDirectory(str(schema.MIGRATIONS))
    oldest_first = [each.revision for each in script.walk_revisions()][::-1]
    assert schema.revisions() == oldest_first


def _checks(database: Database) -> dict[str, set[tuple[str | None, str]]]:
    look = inspect(database.engine)
    return {
        table: {(check["name"], check["sqltext"]) for check in look.get_check_constraints(table)}
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def test_migrating_gives_the_checks_of_our_tables(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    other = Database(
        f"sqlite:///{tmp_path}/created.db"
        if database.is_sqlite
        else fresh_postgresql(request.getfixturevalue("postgresql_server"))
    )
    SQLModel.metadata.create_all(other.engine)

    wanted = _checks(other)
    other.close()
    assert _checks(database) == wanted


def test_who_looks_while_another_process_migrates_takes_it_for_empty_or_ready(
    database_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, other = Database(database_address), Database(database_address)
    if database.is_sqlite:
        return  # Whoever looks holds the only writer's place meanwhile.
    look = MigrationContext.get_current_revision
    migrated = threading.Event()

    def look_while_another_migrates(context: MigrationContext) -> str | None:
        found = look(context)
        if not migrated.is_set():
            migrated.set()
            schema.migrate(other)
        return found

    monkeypatch.setattr(MigrationContext, "get_current_revision", look_while_another_migrates)

    found = schema.standing(database)

    database.close()
    other.close()
    assert found in (schema.Standing.empty, schema.Standing.current)


def test_migrating_twice_changes_nothing(database: Database) -> None:
    schema.migrate(database)

    assert schema.standing(database) is schema.Standing.current


@pytest.fixture
def started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[[str], tuple[int, str]]]:
    """`howbot start` on a database; its exit status and what it said."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")

    def start(address: str) -> tuple[int, str]:
        monkeypatch.setenv("DATABASE_URL", address)
        status = main(["start"])
        return status, capsys.readouterr().err

    # A Slack that knows no such token: a schema that is let through shows in its complaint.
    with RehearsalServer(port=0) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        yield start


def schema_heads(migrations: Path) -> list[str]:
    """The newest revisions of a folder of migrations."""
    return ScriptDirectory(str(migrations)).get_heads()


def test_an_older_schema_is_refused_and_the_command_named(
    database: Database,
    migrated_address: str,
    started: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, newer)
    [head] = schema_heads(newer)
    (newer / "versions" / "9000_nothing.py").write_text(NEXT_RELEASE.format(head=head))
    monkeypatch.setattr(schema, "MIGRATIONS", newer)

    status, said = started(migrated_address)

    assert status == 1
    assert "howbot migrate" in said
    assert schema.standing(database) is schema.Standing.older


def test_a_schema_of_a_newer_release_is_refused(
    database: Database, migrated_address: str, started: Any
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    status, said = started(migrated_address)

    assert status == 1
    assert "newer" in said


def test_a_database_that_is_not_ours_is_refused_untouched(
    database_address: str, started: Any
) -> None:
    database = Database(database_address)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE incident (id INTEGER)"))
    database.close()

    status, said = started(database_address)

    assert status == 1
    assert said
    with database.engine.connect() as connection:
        tables = connection.execute(text("SELECT count(*) FROM incident")).scalar()
    database.close()
    assert tables == 0


def _prepare_like_start(addresses: list[str], barrier: Any, results: Any) -> None:
    found = []
    for address in addresses:
        database = Database(address)
        barrier.wait(timeout=20)
        standing = schema.standing(database)
        if standing is schema.Standing.empty:
            schema.migrate(database)
        found.append((standing.value, schema.standing(database).value))
        database.close()
    results.put(found)


def test_three_processes_may_start_on_one_empty_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server = request.getfixturevalue("postgresql_server")
    addresses = [f"sqlite:///{tmp_path}/{number}.db" for number in range(5)]
    addresses += [fresh_postgresql(server) for _ in range(5)]
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(3), context.Queue()
    processes = [
        context.Process(target=_prepare_like_start, args=(addresses, barrier, results))
        for _ in range(3)
    ]
    for process in processes:
        process.start()

    found = [each for _ in processes for each in results.get(timeout=60)]
    for process in processes:
        process.join()

    assert {before for before, _ in found} <= {"empty", "current"}
    assert {after for _, after in found} == {"current"}
