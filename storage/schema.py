"""The schema's version: where a database stands, and bringing it to this release.

Alembic is imported where there is something to migrate: most starts only look.
"""

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

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
        found = _revision(connection)
    if found is None:
        return Standing.unknown if has_tables else Standing.empty
    *older, current = revisions()
    if found == current:
        return Standing.current
    return Standing.older if found in older else Standing.unknown


def revisions() -> list[str]:
    """The schema's versions, oldest first: each migration's file is named after its own."""
    return sorted(each.name.partition("_")[0] for each in MIGRATIONS.glob("versions/[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    """Which version a database was last brought to, where Alembic notes it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(database: Database) -> None:
    """Bring the schema to this release, all or nothing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            # Several processes may start on one empty database; SQLite's writers queue anyway.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
