"""HTTP as the door speaks it: nobody keeps a place by saying nothing."""

from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

FIRST_REQUEST_SECONDS = 10


class HurriedProtocol(H11Protocol):
    """Hangs up on whoever has not asked for anything in time, also where they drip letters.

    Places are few, and uvicorn waits without end for the first request of a connection.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin to count; a request has a deadline of its own for what follows its head."""
        super().__init__(*arguments, **options)
        self._deadline = self.loop.call_later(FIRST_REQUEST_SECONDS, self._hang_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count no longer."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def _hang_up(self) -> None:
        if self.cycle is None and self.transport is not None:
            self.transport.close()
