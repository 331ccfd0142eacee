"""The bytes of a file, taken to where Slack wants them; it exists once its upload is completed."""

import httpx
from slack_sdk import WebClient

from bot.core.deliveries import SharedFile
from bot.slack.client import HTTP_TIMEOUT_SECONDS, trust
from bot.slack.errors import Unknown, understood


def send_bytes(client: WebClient, file: SharedFile) -> str:
    """The id under which Slack has the bytes."""
    with understood("files.getUploadURLExternal"):
        place = client.files_getUploadURLExternal(
            filename=file.filename, length=len(file.content), alt_txt=file.alt or None
        )
    try:
        sent = httpx.post(
            place["upload_url"],
            content=file.content,
            timeout=HTTP_TIMEOUT_SECONDS,
            verify=trust(),
        )
    except httpx.HTTPError as error:
        raise Unknown("upload_lost") from error
    if sent.status_code != 200:
        raise Unknown(f"upload_http_{sent.status_code}")
    return str(place["file_id"])
