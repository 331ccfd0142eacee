"""Several processes may start in one new workspace."""

import threading
from concurrent.futures import ThreadPoolExecutor

from storage.database import Database
from storage.queries import incidents
from storage.tables import Workspace


def test_whoever_meets_a_workspace_at_once_finds_it_once_and_keeps_its_numbers(
    database: Database,
) -> None:
    barrier = threading.Barrier(6)

    def meet(name: str) -> None:
        barrier.wait()
        with database.transaction() as session:
            incidents.meet(session, Workspace(team_id="T1", name=name))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(meet, "abcdef"))
    with database.transaction() as session:
        found = incidents.workspace(session, "T1", lock=True)
        assert found is not None
        found.next_number = 8
    with database.transaction() as session:
        incidents.meet(session, Workspace(team_id="T1", name="Renamed"))

    with database.reading() as session:
        (only,) = incidents.workspaces(session)
    assert (only.name, only.next_number) == ("Renamed", 8)
