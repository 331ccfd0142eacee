"""Looks whether a link leads anywhere. Opens only what the house allows, and reads no content.

Of an answer only its head is read: what a page says is not ours to judge, and so neither its size
nor how it is packed can do any harm. No cookies, no credentials, nothing of the incident is sent.
"""

from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from bot.core.links import (
    Look,
    PullRequest,
    Reason,
    check_link,
    is_allowed,
    is_public,
    pull_request_of,
    written_address,
)
from bot.integrations.links.connection import (
    Deadline,
    GuardedTransport,
    Network,
    NoSuchHost,
    PrivateAddress,
)
from bot.integrations.patience import asked_to_wait

MOST_REDIRECTS = 3
SECONDS = 8.0
HEADERS = {
    "user-agent": "Howbot link check",
    "accept": "*/*",
    "accept-encoding": "identity",
    "connection": "close",
}
_LOOKS = {
    401: Reason.asks_to_sign_in,
    403: Reason.asks_to_sign_in,
    404: Reason.gone,
    410: Reason.gone,
    429: Reason.rate_limited,
}


@dataclass(frozen=True)
class LinkChecker:
    """Looks at links for one house.

    `hosts`: which may be opened. `github_hosts`: where paths name pull requests, which
    `pull_request` is asked about instead.
    """

    hosts: Collection[str]
    pull_request: Callable[[PullRequest], Look]
    github_hosts: Collection[str] = ("github.com", "www.github.com")
    network: Network = field(default_factory=Network)
    seconds: float = SECONDS

    def look(self, url: str) -> Look:
        """What looking at `url` finds; never raises for what a server does."""
        url, deadline = url.strip(), Deadline(self.seconds)
        seen: list[str] = []
        while len(seen) <= MOST_REDIRECTS:
            if url in seen:
                return Look(Reason.redirect_loop)
            seen.append(url)
            found = self._refused(url, is_first=len(seen) == 1) or self._ask(url, deadline)
            if isinstance(found, Look):
                return found
            url = found
        return Look(Reason.redirected_too_often, str(MOST_REDIRECTS))

    def _refused(self, url: str, *, is_first: bool) -> Look | None:
        """What keeps a link from being opened, before any connection is made."""
        code = check_link(url)
        if code is not None:
            is_near = code == "link_is_local"
            return Look(Reason.private_address if is_near else Reason.leads_elsewhere)
        host = urlsplit(url).hostname or ""
        address = written_address(host)
        if address is not None and not is_public(str(address)):
            return Look(Reason.private_address, host)
        if not self._is_listed(host):
            return Look(Reason.host_not_allowed if is_first else Reason.leads_elsewhere, host)
        return None

    def _is_listed(self, host: str) -> bool:
        return is_allowed(host, self.hosts)

    def _ask(self, url: str, deadline: Deadline) -> Look | str:
        """What is there, or where it leads."""
        host = urlsplit(url).hostname or ""
        named = pull_request_of(url) if host in self.github_hosts else None
        if named is not None:
            return self.pull_request(named)
        transport = GuardedTransport(self.network, deadline, tls=httpx.create_ssl_context())
        try:
            with (
                transport,
                closing(
                    transport.handle_request(httpx.Request("GET", url, headers=HEADERS))
                ) as answer,
            ):
                return self._understand(url, host, answer)
        except PrivateAddress:
            return Look(Reason.private_address, host)
        except (NoSuchHost, UnicodeError):
            # The latter of a name that no host can have.
            return Look(Reason.no_such_host, host)
        except (httpx.HTTPError, httpx.InvalidURL):
            return Look(Reason.no_answer, host)

    def _understand(self, url: str, host: str, answer: httpx.Response) -> Look | str:
        status = answer.status_code
        if answer.is_redirect and "location" in answer.headers:
            return _leads_to(url, answer.headers["location"])
        if answer.is_success or answer.is_redirect:
            return Look(Reason.reachable, host)
        if status == 404 and host in self.github_hosts:
            # A stranger cannot tell a private page from one that is not there.
            return Look(Reason.not_visible, host)
        reason = _LOOKS.get(status, Reason.server_trouble)
        wait = asked_to_wait(answer.headers) if status == 429 else None
        return Look(reason, f"{host} {status}", wait)


def _leads_to(url: str, location: str) -> Look | str:
    """Where a redirect leads, if that can be read."""
    try:
        return urljoin(url, location)
    except ValueError:
        return Look(Reason.leads_elsewhere)
