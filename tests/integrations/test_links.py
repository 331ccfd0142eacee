"""What looking at a link finds, and what no server can make the bot do. Real sockets, loopback."""

import gzip
import socket
import threading
import time

import pytest

from bot.core.links import Look, PullRequest, Reason
from bot.integrations.links import LinkChecker
from bot.integrations.links.connection import Network
from tests.integrations.malice import Server, leading_to, said, serving

HERE = Network(resolve=lambda _host, _port: ["127.0.0.1"], may_reach=lambda _address: True)


def no_pull_requests(_named: PullRequest) -> Look:
    raise AssertionError("no pull request was named")


def checker(*, network: Network = HERE, seconds: float = 5.0) -> LinkChecker:
    """One that may open links of two hosts, both of them this machine."""
    hosts = ("files.test", "other.test")
    return LinkChecker(hosts, no_pull_requests, network=network, seconds=seconds)


def look(server: Server, path: str, host: str = "files.test", **settings: float) -> Look:
    """What is found at a path of the server."""
    return checker(**settings).look(f"http://{host}:{server.port}{path}")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("200 OK", Reason.reachable),
        ("204 No Content", Reason.reachable),
        ("401 Unauthorized", Reason.asks_to_sign_in),
        ("403 Forbidden", Reason.asks_to_sign_in),
        ("404 Not Found", Reason.gone),
        ("410 Gone", Reason.gone),
        ("500 Oh", Reason.server_trouble),
        ("429 Slow down", Reason.rate_limited),
    ],
)
def test_the_status_tells_whether_a_link_holds(status: str, reason: Reason) -> None:
    with serving({"/x": said(status)}) as server:
        assert look(server, "/x").reason is reason


def test_a_redirect_is_followed_to_a_host_that_is_allowed() -> None:
    with serving({"/b": said("200 OK")}) as server:
        server.answers["/a"] = leading_to(f"http://other.test:{server.port}/b")
        assert look(server, "/a") == Look(Reason.reachable, "other.test")


def test_a_relative_redirect_is_followed() -> None:
    with serving({"/a/b": leading_to("../c"), "/c": said("200 OK")}) as server:
        assert look(server, "/a/b").reason is Reason.reachable


def test_a_redirect_loop_ends_at_once() -> None:
    with serving({"/a": leading_to("/b"), "/b": leading_to("/a")}) as server:
        assert look(server, "/a").reason is Reason.redirect_loop
        assert server.asked == ["/a", "/b"]


def test_a_chain_of_redirects_ends_after_three() -> None:
    with serving({f"/{n}": leading_to(f"/{n + 1}") for n in range(9)}) as server:
        assert look(server, "/0").reason is Reason.redirected_too_often
        assert server.asked == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://10.0.0.7/admin", Reason.private_address),
        ("http://127.0.0.1/", Reason.private_address),
        ("http://[::ffff:169.254.169.254]/latest/meta-data", Reason.private_address),
        ("http://2130706433/", Reason.private_address),
        ("file:///etc/passwd", Reason.leads_elsewhere),
        ("javascript:alert(1)", Reason.leads_elsewhere),
        ("http://ana:secret@files.test/", Reason.leads_elsewhere),
        ("https://evil.example/", Reason.leads_elsewhere),
        ("http://[half/an/address", Reason.leads_elsewhere),
    ],
)
def test_a_redirect_leads_nowhere_that_a_link_may_not(location: str, reason: Reason) -> None:
    with serving({"/a": leading_to(location)}) as server:
        assert look(server, "/a").reason is reason
        assert server.asked == ["/a"]


def test_a_host_that_is_not_allowed_is_not_even_resolved() -> None:
    def asked(_host: str, _port: int) -> list[str]:
        raise AssertionError("a name was looked up")

    network = Network(resolve=asked, may_reach=lambda _address: True)
    found = checker(network=network).look("https://evil.example/x")
    assert found == Look(Reason.host_not_allowed, "evil.example")
    assert checker(network=network).look("http://10.0.0.7/").reason is Reason.private_address


def test_an_allowed_name_at_a_private_address_is_not_connected_to() -> None:
    with serving({"/a": said("200 OK")}) as server:
        network = Network(resolve=lambda _host, _port: ["127.0.0.1"])
        found = checker(network=network).look(f"http://files.test:{server.port}/a")
        assert found == Look(Reason.private_address, "files.test")
        assert server.asked == []


def test_one_private_address_among_public_ones_is_enough_to_stay_away() -> None:
    network = Network(resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.7"])
    assert checker(network=network).look("http://files.test/").reason is Reason.private_address


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    """It is asked once a hop, and the connection made to the address that was checked."""
    with serving({"/a": said("200 OK")}) as server:
        told: list[str] = []

        def rebinding(_host: str, _port: int) -> list[str]:
            told.append("127.0.0.1" if not told else "10.0.0.7")
            return told[-1:]

        network = Network(resolve=rebinding, may_reach=lambda address: address == "127.0.0.1")
        url = f"http://files.test:{server.port}/a"
        assert checker(network=network).look(url).reason is Reason.reachable
        assert told == ["127.0.0.1"]
        assert checker(network=network).look(url).reason is Reason.private_address


def test_a_body_of_ten_gigabytes_is_not_read() -> None:
    sent = [0]
    hung_up = threading.Event()

    def pour(connection: socket.socket, _path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n")
        try:
            while sent[0] < 10737418240:
                sent[0] += connection.send(b"x" * 65536)
        except OSError:
            hung_up.set()

    with serving({"/big": pour}) as server:
        assert look(server, "/big").reason is Reason.reachable
        assert hung_up.wait(10)
    assert sent[0] < 32 * 2**20  # What fits into the buffers of two sockets.


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(50 * 2**20))

    def throw(connection: socket.socket, _path: str) -> None:
        head = f"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {len(bomb)}\r\n\r\n"
        connection.sendall(head.encode() + bomb)

    with serving({"/bomb": throw}) as server:
        assert look(server, "/bomb").reason is Reason.reachable


def test_a_server_that_drips_is_left_in_time() -> None:
    def drip(connection: socket.socket, _path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
        while not server.stopped.wait(0.05):
            connection.sendall(b"x")

    with serving({"/slow": drip}) as server:
        began = time.monotonic()
        assert look(server, "/slow", seconds=0.6).reason is Reason.no_answer
        assert time.monotonic() - began < 3


def test_a_head_without_end_is_left() -> None:
    def ramble(connection: socket.socket, _path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"x: " + b"y" * 4000 + b"\r\n")

    with serving({"/head": ramble}) as server:
        assert look(server, "/head").reason is Reason.no_answer


def test_what_is_no_http_and_who_says_nothing_give_no_answer() -> None:
    with serving({"/odd": "SSH-2.0-OpenSSH\r\n\r\n", "/mute": ""}) as server:
        assert look(server, "/odd").reason is Reason.no_answer
        assert look(server, "/mute").reason is Reason.no_answer
        url = f"https://files.test:{server.port}/tls"
        assert checker(seconds=1.0).look(url).reason is Reason.no_answer


def test_a_port_where_nobody_listens_gives_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert checker().look(f"http://files.test:{port}/").reason is Reason.no_answer


def test_a_name_that_no_host_can_have_is_said_to_be_none() -> None:
    found = LinkChecker(["*.files.test"], no_pull_requests).look("http://xn--zzzzzz.files.test/")
    assert found == Look(Reason.no_such_host, "xn--zzzzzz.files.test")


def test_a_host_that_nobody_knows_is_said_to_be_none() -> None:
    def gone(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    assert checker(network=Network(resolve=gone)).look("http://files.test/") == Look(
        Reason.no_such_host, "files.test"
    )


def test_nothing_of_ours_is_sent_along() -> None:
    cookie = said("302 Found", "location: /b", "set-cookie: a=1; path=/")
    with serving({"/a": cookie, "/b": said("200 OK")}) as server:
        assert look(server, "/a").reason is Reason.reachable
        head = server.heads[-1].lower()
    names = {line.partition(":")[0] for line in head.splitlines()[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_a_page_of_github_that_a_stranger_cannot_see_is_not_called_gone() -> None:
    with serving({"/acme/shop/issues/7": said("404 Not Found")}) as server:
        hosts = ("github.com",)
        found = LinkChecker(hosts, no_pull_requests, network=HERE).look(
            f"http://github.com:{server.port}/acme/shop/issues/7"
        )
    assert found.reason is Reason.not_visible
