"""What a bot at rest takes of the machine, and how soon after its start it listens."""

import time
from pathlib import Path
from statistics import median

from benchmarks import floors
from benchmarks.figures import Figure
from benchmarks.scene import Scene

STARTS = 3
REST_SECONDS = 3
PEER_MEMORY_MB = 143
PEER_START_SECONDS = 1.9


def figures(scene: Scene) -> list[Figure]:
    """Start and memory, on an empty database and on one that is there."""
    on_empty = scene.start_bot()
    starts = []
    for _ in range(STARTS):
        scene.bot.stop()
        scene.slack.wait_disconnected()
        starts.append(scene.start_bot())
    time.sleep(REST_SECONDS)
    imports = floors.python_start("import slack_bolt, sqlmodel")
    return [
        Figure("start to connected socket", median(starts), "s", imports, PEER_START_SECONDS),
        Figure("… on an empty database", on_empty, "s", imports),
        Figure("for comparison: an empty Python, start to end", floors.python_start("pass"), "s"),
        *_memory(scene.bot.pid),
    ]


def _memory(pid: int) -> list[Figure]:
    """Resident memory; the part that is the process's own share where the system tells it."""
    names = {
        "memory at rest (RSS)": _megabytes(Path(f"/proc/{pid}/status"), "VmRSS:"),
        "memory at rest (PSS)": _megabytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:"),
    }
    return [
        Figure(name, found, "MB", target=PEER_MEMORY_MB)
        for name, found in names.items()
        if found is not None
    ]


def _megabytes(file: Path, field: str) -> float | None:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return None
    found = next((line for line in lines if line.startswith(field)), None)
    return None if found is None else int(found.split()[1]) / 1024
