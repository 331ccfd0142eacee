"""What tests share so that thousands of them need minutes: nothing that a story could notice."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Dialect, Engine

from storage import database


@pytest.fixture(scope="session", autouse=True)
def what_is_imported_is_no_garbage() -> None:
    """Looking through it for garbage, again and again, is a seventh of a story's work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def questions_are_compiled_once() -> Iterator[None]:
    """Every story has a database of its own; compiling its questions anew is a quarter of it.

    SQLAlchemy keeps what it compiled for a dialect, so engines of one kind get the same one.
    """
    known: dict[str, Dialect] = {}
    compiled: dict[str, dict[Any, Any]] = {}
    create_engine = database.create_engine

    def create_sharing_engine(*args: Any, **options: Any) -> Engine:
        engine = create_engine(*args, **options)
        kind = engine.dialect.name
        # One that has never been connected does not know its database yet.
        if kind in known and known[kind].server_version_info is not None:
            engine.dialect = known[kind]
        else:
            known[kind] = engine.dialect
        engine.update_execution_options(compiled_cache=compiled.setdefault(kind, {}))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", create_sharing_engine)
        yield
