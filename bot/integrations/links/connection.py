"""Connections to hosts that people named: checked before they are made, and short.

A host is resolved once and the connection made to the very address that was checked, so that a
name that changes its mind between two questions gains nothing. One deadline stands over all that
is read and written: a server that drips byte after byte is left in time as well.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from bot.core.links import is_public


class PrivateAddress(httpx.TransportError):
    """The host is at an address that is not on the open internet."""


class NoSuchHost(httpx.TransportError):
    """Nobody knows a host of this name."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Network:
    """How hosts are found, and which of their addresses may be connected to."""

    resolve: Callable[[str, int], list[str]] = resolve
    may_reach: Callable[[str], bool] = is_public


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        """So many seconds from now."""
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Seconds left, at most `timeout`. Raises httpcore.ReadTimeout when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if timeout is None else min(left, timeout)


class GuardedTransport(httpx.BaseTransport):
    """Carries one request, within the rules of `network` and before `deadline`."""

    def __init__(self, network: Network, deadline: Deadline, *, tls: SSLContext) -> None:
        """Make ready; nothing is connected yet."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_keepalive_connections=0,
            network_backend=_GuardedBackend(network, deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, and return once the head of the answer is there."""
        url = request.url
        with _understood():
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme,
                        host=url.raw_host,
                        port=url.port,
                        target=url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                )
            )
        body = _Body(answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=body)

    def close(self) -> None:
        """Hang up."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _understood():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise httpx.TransportError(type(error).__name__) from error


class _GuardedBackend(httpcore.NetworkBackend):
    """Looks at where a connection would lead before it makes it."""

    def __init__(self, network: Network, deadline: Deadline) -> None:
        self._network = network
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        # One that may not be reached spoils the others: the name is not what it seems.
        if not all(map(self._network.may_reach, addresses)):
            raise PrivateAddress(host)
        stream = self._plain.connect_tcp(
            addresses[0], port, timeout=self._deadline.left(timeout), local_address=local_address
        )
        return _HurriedStream(stream, self._deadline)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = self._network.resolve(host, port)
        except (socket.gaierror, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise httpcore.ConnectError("resolver") from error
            raise NoSuchHost(host) from error
        if not found:
            raise NoSuchHost(host)
        return found


class _HurriedStream(httpcore.NetworkStream):
    """A stream that waits no longer than the deadline, whatever it is doing."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _HurriedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
