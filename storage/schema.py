"""The schema's version: where a database stands, and bringing it to this release."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else uses on the same database.
MIGRATION_LOCK = 4_866_077


class Standing(StrEnum):
    """How a database's schema compares with this release."""

    empty = "empty"
    current = "current"
    older = "older"
    # Migrated by a newer release, or not ours at all.
    unknown = "unknown"


def standing(database: Database) -> Standing:
    """How the database compares with this release. Raises SQLAlchemy's errors if it is away."""
    with database.engine.connect() as connection:
        # In this order: another process may be migrating, and whoever sees the tables that it
        # commits has to see their revision too.
        has_tables = inspect(connection).has_table("incident")
        found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        return Standing.unknown if has_tables else Standing.empty
    script = ScriptDirectory.from_config(_config())
    if found == script.get_current_head():
        return Standing.current
    known = {revision.revision for revision in script.walk_revisions()}
    return Standing.older if found in known else Standing.unknown


def migrate(database: Database) -> None:
    """Bring the schema to this release, all or nothing."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            # Several processes may start on one empty database; SQLite's writers queue anyway.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
