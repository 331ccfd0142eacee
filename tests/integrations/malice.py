"""A web server on this machine that answers as it is told, also in ways no server should."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Answering = Callable[[socket.socket, str], None]


class Server:
    """Takes each connection, reads the head of the request, and has it answered by its path."""

    def __init__(self, answers: dict[str, Answering | str]) -> None:
        """`answers`: by path, the whole answer or who writes it."""
        self.answers = answers
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.stopped = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        # Whoever asked may hang up at any time: that is what is looked at.
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and (read := connection.recv(4096)):
                head += read
            words = head.decode("latin-1")
            if not words.startswith(("GET ", "POST ")):
                return  # The beginning of TLS, which is not spoken here.
            path = words.split(" ")[1]
            self.heads.append(words)
            self.asked.append(path)
            answer = self.answers[path]
            if isinstance(answer, str):
                connection.sendall(answer.encode())
            else:
                answer(connection, path)

    def stop(self) -> None:
        """Take no further connections."""
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # Closing alone would still take one.
        self._listening.close()


def said(status: str, *headers: str, body: str = "") -> str:
    """A whole answer."""
    length = f"content-length: {len(body.encode())}"
    return "\r\n".join([f"HTTP/1.1 {status}", length, "connection: close", *headers, "", body])


def leading_to(location: str) -> str:
    """A redirect."""
    return said("302 Found", f"location: {location}")


@contextlib.contextmanager
def serving(answers: dict[str, Answering | str]) -> Iterator[Server]:
    """Such a server, for as long as the test lasts."""
    server = Server(answers)
    yield server
    server.stop()
