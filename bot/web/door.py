"""The door that others reach: a port and a thread that serves it; closed unless asked for."""

import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.flows.runtime import Runtime

if TYPE_CHECKING:
    import uvicorn

MOST_AT_ONCE = 32
CLOSED_WITHIN_SECONDS = 10


class DoorStuck(Exception):  # noqa: N818 - said to whoever starts us
    """The port cannot be had; `reason` is the system's."""

    def __init__(self, address: str, reason: str) -> None:
        """Name the address and the reason."""
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


@dataclass
class Door:
    """Serves `/webhooks/…` at `address`, which is "host:port"."""

    runtime: Runtime
    address: str
    secret: str = field(repr=False)
    _socket: socket.socket | None = None
    _server: "uvicorn.Server | None" = None
    _thread: threading.Thread | None = None

    def open(self) -> int:
        """Serve from now on; the port. Raises DoorStuck, and is done once however often asked."""
        if self._socket is None:
            self._socket = _listening(self.address)
            self._serve(self._socket)
        return int(self._socket.getsockname()[1])

    def _serve(self, listening: socket.socket) -> None:
        # Most houses open no door: they do not wait for what serves one.
        import uvicorn

        from bot.web.protocol import HurriedProtocol
        from bot.web.webhooks import application

        config = uvicorn.Config(
            application(self.runtime, self.secret),
            http=HurriedProtocol,
            # One request each: who came in once cannot stay.
            headers=[("connection", "close")],
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=CLOSED_WITHIN_SECONDS // 2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=[[listening]], name="door", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Let nobody in any more, and finish what is under way."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(CLOSED_WITHIN_SECONDS)
        self._socket = self._server = self._thread = None


def _listening(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        raise DoorStuck(address, reason or str(error)) from None
