"""`python -m rehearsal` says what it does and leaves nothing running."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx


def test_a_taken_port_is_said_plainly_and_another_one_used(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "rehearsal", "--no-browser", "--port", str(port)]
        process = subprocess.Popen(
            [*command, "--folder", str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONUNBUFFERED": "1"},
        )
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        address = next(line.split()[1] for line in lines if "Open http" in line)
        assert f"Port {port} is taken" in lines[0]
        assert httpx.get(f"{address}/page/api/state").json()["bot"]["state"] == "up"

        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert "Stopping" in process.stdout.read()
