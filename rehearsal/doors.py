"""The server's other addresses: Socket Mode, response_urls and files.

The Web API is in `calls.py`, the page in `page_api.py`.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from rehearsal.backstage import Backstage
from rehearsal.errors import Rejected
from rehearsal.interactions import Interactions
from rehearsal.records import File


class Doors:
    """Routes that are neither the Web API nor the page."""

    def __init__(self, backstage: Backstage, interactions: Interactions) -> None:
        self._backstage, self._interactions = backstage, interactions
        self._files = backstage.workspace.files

    def routes(self) -> list[BaseRoute]:
        """For the server's application."""
        return [
            WebSocketRoute("/socket", self._socket),
            Route("/hooks/response/{key}", self._respond, methods=["POST"]),
            Route("/files/upload/{file_id}", self._upload, methods=["POST"]),
            Route("/files/{file_id}/{name:path}", self._download),
        ]

    async def _socket(self, socket: WebSocket) -> None:
        await self._backstage.hub.serve(socket)

    async def _respond(self, request: Request) -> Response:
        fault = self._backstage.faults.next_for("response_url")
        if fault is not None and fault.kind in ("fail", "status"):
            return PlainTextResponse(fault.error or "trouble", fault.status)
        try:
            self._interactions.respond(request.path_params["key"], await request.json())
        except Rejected as refusal:
            return JSONResponse(refusal.body(), 404)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        file = self._files.get(request.path_params["file_id"])
        if file is None or file.complete:
            return PlainTextResponse("unknown upload", 404)
        content = await _bytes_of(request)
        fault = self._backstage.faults.next_for("files.upload")
        if fault is not None and fault.kind in ("fail", "status"):
            return PlainTextResponse("trouble", fault.status)
        if len(content) != file.size:
            return PlainTextResponse("length differs from what was announced", 400)
        with self._backstage.workspace.lock:
            file.content, file.received = content, True
        return PlainTextResponse(f"OK - {file.size}")

    async def _download(self, request: Request) -> Response:
        file = self._files.get(request.path_params["file_id"])
        if file is None or not file.complete or file.deleted:
            return PlainTextResponse("not found", 404)
        if not self._may_read(request, file):
            return PlainTextResponse(
                "<!DOCTYPE html><title>Sign in</title>", media_type="text/html"
            )
        kind = "text/plain" if file.name.endswith((".md", ".txt", ".csv", ".json")) else None
        return Response(file.content, media_type=kind or _media_type(file.name))

    def _may_read(self, request: Request, file: File) -> bool:
        """The app needs its token; a browser says that it comes from the page."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        own_page = request.headers.get("sec-fetch-site") in ("same-origin", "none")
        return own_page or (token == self._backstage.app.bot_token and bool(file.id))


def _media_type(name: str) -> str:
    suffix = name.rsplit(".", 1)[-1].lower()
    return {
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml",
        "html": "text/html", "pdf": "application/pdf", "zip": "application/zip",
    }.get(suffix, "application/octet-stream")  # fmt: skip


async def _bytes_of(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    form = await request.form()
    for value in form.values():
        if not isinstance(value, str):
            return await value.read()
    return b""
