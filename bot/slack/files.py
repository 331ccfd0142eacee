"""Reads the text of a file that somebody shared, from Slack's own file host and nowhere else."""

import codecs
from typing import Any
from urllib.parse import urlsplit

import httpx
from slack_sdk import WebClient

from bot.slack.errors import Permanent, Retry, Unknown, understood

DOWNLOAD_TIMEOUT_SECONDS = 10


def read_text_file(client: WebClient, file_id: str, *, most_bytes: int) -> dict[str, Any]:
    """The file's name and text; instead of the text, `refused` says what kept us from reading it.

    Raises a SlackTrouble.
    """
    with understood("files.info"):
        file = client.files_info(file=file_id)["file"]
    found = {"name": str(file.get("name") or file_id)}
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not is_slacks(address, str(client.base_url)):
        return {**found, "refused": "elsewhere"}
    if int(file.get("size") or 0) > most_bytes:
        return {**found, "refused": "too_large"}
    content = _download(address, str(client.token), most_bytes)
    if content is None:
        return {**found, "refused": "too_large"}
    text = decoded(content)
    return {**found, "refused": "no_text"} if text is None else {**found, "text": text}


def is_slacks(address: str, api_url: str) -> bool:
    """Whether our token may go there: Slack's own hosts, or where the Web API itself is."""
    parts, api = urlsplit(address), urlsplit(api_url)
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    host = parts.hostname or ""
    return parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


def _download(address: str, token: str, most_bytes: int) -> bytes | None:
    """The bytes; None for more than `most_bytes`. Redirects are not followed: they lead away."""
    headers = {"Authorization": f"Bearer {token}"}
    read = bytearray()
    try:
        with httpx.stream(
            "GET", address, headers=headers, timeout=DOWNLOAD_TIMEOUT_SECONDS
        ) as response:
            if response.status_code == 429 or response.status_code >= 500:
                raise Retry(f"http_{response.status_code}")
            if response.status_code != 200:
                raise Permanent(f"http_{response.status_code}")
            for piece in response.iter_bytes():
                read += piece
                if len(read) > most_bytes:
                    return None
    except httpx.HTTPError as error:
        raise Unknown("connection_lost") from error
    return bytes(read)


def decoded(content: bytes) -> str | None:
    """Text as spreadsheets write it; None for what is none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content:
        return None
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
