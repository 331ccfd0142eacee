"""What trackers tell by themselves, over HTTP: checked, kept, and only then acknowledged."""

import asyncio
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.core.webhooks import KINDS, MOST_BYTES, NotHeard, Told, heard
from bot.flows.runtime import Runtime
from bot.flows.tracker_arrivals import look_at

log = structlog.get_logger(__name__)

LONGEST_BODY_SECONDS = 10
_STATUS = {"bad_signature": 401, "stale": 401, "unreadable": 400, "too_long": 413, "cut_off": 400}


def application(runtime: Runtime, secret: str) -> Starlette:
    """The pages of the door: one for the house's own tracker."""
    hear = partial(_hear, runtime, secret)
    return Starlette(routes=[Route("/webhooks/{kind}", hear, methods=["POST"])])


async def _hear(runtime: Runtime, secret: str, request: Request) -> Response:
    kind = request.path_params["kind"]
    house = runtime.house.tracker
    if house is None or kind != house.kind or kind not in KINDS:
        return Response(status_code=404)
    try:
        body = await _body(request)
        told = heard(
            kind,
            request.headers,
            body,
            secret=secret,
            place=house.place,
            now=runtime.clock.machine_now(),
        )
    except NotHeard as refused:
        # Never the body: it may hold what somebody wrote, or whatever a stranger sent.
        log.warning("webhook_refused", tracker=kind, reason=refused.code)
        return Response(status_code=_STATUS[refused.code])
    return await _keep(runtime, told)


async def _keep(runtime: Runtime, told: Told) -> Response:
    """A success only once it is kept; after anything else the tracker tells it again, or a list."""
    try:
        count = await run_in_threadpool(look_at, runtime, told)
    except Exception as error:
        log.error("webhook_not_kept", error=type(error).__name__)
        return Response(status_code=503)
    log.info("webhook_heard", issues=count)
    return Response(status_code=200)


async def _body(request: Request) -> bytes:
    """The body, no longer than is let in; raises NotHeard."""
    content = bytearray()
    try:
        async with asyncio.timeout(LONGEST_BODY_SECONDS):
            async for chunk in request.stream():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise NotHeard("too_long")
    except (ClientDisconnect, TimeoutError):
        raise NotHeard("cut_off") from None
    return bytes(content)
