"""Links that people give: which can be kept, which may be opened, and what a look at one means.

Reads addresses only; opens nothing. Source: product.md 11 and 16.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from unicodedata import category, normalize
from urllib.parse import urlsplit

from bot.core.action_items import Check

LONGEST_LINK = 2_000


def check_link(url: str) -> str | None:
    """What keeps `url` from being kept as a link; None when it can be.

    Codes: link_missing, link_not_web (only http and https), link_has_credentials, link_has_no_host,
    link_is_local (leads to the reader's own machine or network card), link_malformed,
    link_too_long (over 2,000 characters). Reads the address, fetches nothing.
    """
    url = url.strip()
    if not url:
        return "link_missing"
    if len(url) > LONGEST_LINK:
        return "link_too_long"
    if re.search(r"[\s\x00-\x1f\x7f<>\"\\]", url) or any(category(each) == "Cf" for each in url):
        return "link_malformed"  # The latter cannot be seen: another address than it seems.
    return _parts_code(url)


def _parts_code(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "link_malformed"
    if parts.scheme not in ("http", "https"):
        return "link_not_web"
    if "@" in parts.netloc:
        return "link_has_credentials"
    if not host or not host.strip("."):
        return "link_has_no_host"
    return "link_is_local" if _is_local(host) else None


def _is_local(host: str) -> bool:
    """Whether a host is everybody's own: loopback, link-local (where clouds keep their secrets)."""
    # As browsers read it, whatever letters and full stops it is written in.
    name = normalize("NFKC", host).replace("。", ".").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = written_address(name)
    return address is not None and any(
        each.is_loopback or each.is_link_local or each.is_unspecified or each.is_multicast
        for each in _all_meanings(address)
    )


Address = IPv4Address | IPv6Address


def written_address(host: str) -> Address | None:
    """The address a host is written as, also in the old spellings: 127.1, 0x7f000001, 017700000001.

    None for a name.
    """
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(re.fullmatch(r"0x[0-9a-f]*|[0-9]+", part, re.I) for part in parts):
        return None
    try:
        *leading, last = (_old_number(part) for part in parts)
    except ValueError:
        return None
    value = sum(number << (24 - 8 * place) for place, number in enumerate(leading)) + last
    fits = all(number < 256 for number in leading) and last < 1 << (32 - 8 * len(leading))
    return IPv4Address(value) if fits else None


def _old_number(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8) if part[0] == "0" and len(part) > 1 else int(part)


_NAT64 = IPv6Network("64:ff9b::/96")
# All that is routed; beside it stand translations and local ranges that `ipaddress` calls global.
_ROUTED = IPv6Network("2000::/3")
_FOR_EXAMPLES = IPv6Network("3fff::/20")
# Where Azure's machines ask about themselves, at an address that looks like any other.
_CLOUDS_OWN = IPv4Address("168.63.129.16")


def _all_meanings(address: Address) -> list[Address]:
    """An address, and the IPv4 address that is wrapped in it, in whatever way."""
    if isinstance(address, IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or int(address) >> 32 == 0:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(each for each in inner if each is not None)]


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet.

    Not private, loopback, link-local, shared, reserved or multicast, nor IPv6 with such an IPv4
    address in it.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return all(each.is_global and not _is_apart(each) for each in _all_meanings(found))


def _is_apart(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_multicast or address == _CLOUDS_OWN
    is_routed = address in _ROUTED and address not in _FOR_EXAMPLES
    return not (is_routed or address in _NAT64)


def is_allowed(host: str, allowed: Collection[str]) -> bool:
    """Whether a host is in the list; "*.acme.com" stands for all names below acme.com."""
    name = host.rstrip(".").lower()
    return any(
        name.endswith(each[1:]) if each.startswith("*.") else name == each for each in allowed
    )


@dataclass(frozen=True)
class PullRequest:
    """A pull request on GitHub."""

    owner: str
    repository: str
    number: int


_PULL_REQUEST = re.compile(
    r"/([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/([A-Za-z0-9._-]{1,100})/pull/([1-9][0-9]{0,8})(?:/.*)?"
)


def pull_request_of(url: str) -> PullRequest | None:
    """The pull request that the path of a GitHub link names; the host is not looked at."""
    found = _PULL_REQUEST.fullmatch(urlsplit(url).path)
    if found is None or not found[2].strip("."):
        return None
    return PullRequest(found[1], found[2], int(found[3]))


class Reason(StrEnum):
    """How looking at a link ended; the words are in `templates/words.j2`."""

    merged = "merged"
    reachable = "reachable"
    not_looked = "not_looked"
    host_not_allowed = "host_not_allowed"
    private_address = "private_address"
    leads_elsewhere = "leads_elsewhere"
    asks_to_sign_in = "asks_to_sign_in"
    not_visible = "not_visible"
    no_answer = "no_answer"
    server_trouble = "server_trouble"
    rate_limited = "rate_limited"
    token_refused = "token_refused"  # noqa: S105 - a reason, not a token
    gone = "gone"
    no_such_host = "no_such_host"
    redirect_loop = "redirect_loop"
    redirected_too_often = "redirected_too_often"
    not_merged = "not_merged"
    closed_unmerged = "closed_unmerged"
    no_such_pull_request = "no_such_pull_request"
    still_no_answer = "still_no_answer"


_CHECKED = frozenset({Reason.merged, Reason.reachable})
_FAILED = frozenset(
    {
        Reason.gone,
        Reason.no_such_host,
        Reason.redirect_loop,
        Reason.redirected_too_often,
        Reason.not_merged,
        Reason.closed_unmerged,
        Reason.no_such_pull_request,
        Reason.still_no_answer,
    }
)


_SILENT = frozenset({Reason.no_answer, Reason.server_trouble})
_PASSING = _SILENT | {Reason.rate_limited, Reason.token_refused}


@dataclass(frozen=True)
class Look:
    """What one look at a link found. `detail`: the host or status that `reason` is about.

    `again_after`: how long whoever was asked wants to be left alone.
    """

    reason: Reason
    detail: str = ""
    again_after: timedelta | None = None

    @property
    def check(self) -> Check:
        """What it is marked as."""
        if self.reason in _CHECKED:
            return Check.checked
        return Check.failed if self.reason in _FAILED else Check.unchecked


def settled(look: Look, *, state: Check, reason: Reason) -> tuple[Check, Look]:
    """What a link is marked as after a look, and the look as it is kept.

    `state` and `reason` are what the look before left. A link that gives no answer twice running
    counts as failed: the net has bad moments. What passes leaves the mark as it was; of what has
    failed, so does the reason.
    """
    if look.reason in _SILENT and reason in (*_SILENT, Reason.still_no_answer):
        look = Look(Reason.still_no_answer, look.detail, look.again_after)
    if look.reason not in _PASSING or state is Check.unchecked:
        return look.check, look
    return state, look if state is Check.checked else Look(reason, "", look.again_after)


# A later look finds the same: only the settings can change it.
_FINAL = frozenset({Reason.host_not_allowed, Reason.private_address})
_SOON = timedelta(hours=1)
_DAILY_FOR, _WATCHED_FOR = timedelta(days=7), timedelta(days=90)


def look_again_at(look: Look, *, first_asked_at: datetime, now: datetime) -> datetime | None:
    """When to look at a link next: daily for a week, then weekly until the last effect check.

    After silence in an hour; not before whoever was asked wants to be asked again (at most a day
    later). None when a further look would find the same, or enough time has passed.
    """
    age = now - first_asked_at
    if look.reason in _FINAL or age >= _WATCHED_FOR:
        return None
    if look.again_after is not None:
        return now + min(max(look.again_after, timedelta(minutes=1)), timedelta(days=1))
    if look.reason in _SILENT:
        return now + _SOON
    return now + timedelta(days=1 if age < _DAILY_FOR else 7)
