"""The Web API's door: reads a call in any of Slack's forms, checks it, answers.

What a method does is in `methods/`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from rehearsal import methods
from rehearsal.backstage import Backstage, Call
from rehearsal.errors import Rejected
from rehearsal.faults import Fault
from rehearsal.methods.ask import Ask
from rehearsal.scopes import RULES

Json = dict[str, Any]
log = logging.getLogger(__name__)


class WebApi:
    """Answers `/api/<method>` as an ASGI application."""

    def __init__(self, backstage: Backstage) -> None:
        self._backstage = backstage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one call, or breaks its connection where a fault says so."""
        request = Request(scope, receive)
        method = scope["path"].removeprefix("/api/")
        args, token = await _read(request)
        faults = self._backstage.faults
        began = self._backstage.workspace.clock.now()
        await asyncio.sleep(faults.delay_of(method))
        fault = faults.next_for(method)
        if fault is not None and fault.kind == "no_answer":
            self._record(method, args, began, {"ok": False, "error": "(connection broken)"})
            return await _break_off(receive, send)
        body, status, headers = self._answer(method, args, token, fault)
        if fault is not None and fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        self._record(method, args, began, body)
        if fault is not None and fault.kind == "lose_answer":
            return await _break_off(receive, send)
        await _send(send, body, status, headers)
        return None

    def _answer(
        self, method: str, args: Json, token: str | None, fault: Fault | None
    ) -> tuple[Json, int, dict[str, str]]:
        if fault is not None and fault.kind == "status":
            return {"ok": False, "error": f"(http {fault.status})"}, fault.status, {}
        if fault is not None and fault.kind == "fail":
            return _refusal(fault)
        with self._backstage.workspace.lock:
            try:
                self._check_token(method, token)
                if wait := self._backstage.tiers.seconds_to_wait(method, args.get("channel")):
                    return _too_fast(wait)
                body = {"ok": True, **self._perform(method, args)}
            except Rejected as refusal:
                body = refusal.body()
            except Exception:
                log.exception("%s broke the rehearsal workspace", method)
                raise
        return body, 200, self._scope_headers(method)

    def _perform(self, method: str, args: Json) -> Json:
        rule = RULES[method]
        missing = [name for name in rule.required if args.get(name) in (None, "")]
        ask = Ask(self._backstage, method, args)
        ask.check_scopes()
        if missing:
            raise Rejected(
                "invalid_arguments" if len(missing) > 1 else _missing_code(method, missing[0]),
                [f"[ERROR] missing required field: {name}" for name in missing],
            )
        return methods.HANDLERS[method](ask)

    def _check_token(self, method: str, token: str | None) -> None:
        app = self._backstage.app
        if method not in methods.HANDLERS:
            raise Rejected("unknown_method", req_method=method)
        if method == "api.test":
            return
        if not token:
            raise Rejected("not_authed")
        if not app.installed and token == app.bot_token:
            raise Rejected("account_inactive")
        if token not in (app.bot_token, app.app_token):
            raise Rejected("invalid_auth")
        if (token == app.app_token) != RULES[method].app_level:
            raise Rejected("not_allowed_token_type")

    def _scope_headers(self, method: str) -> dict[str, str]:
        rule = RULES.get(method)
        accepted = {*rule.scopes, *(s for v in rule.by_type.values() for s in v)} if rule else set()
        return {
            "x-oauth-scopes": ",".join(sorted(self._backstage.granted_scopes())),
            "x-accepted-oauth-scopes": ",".join(sorted(accepted)),
        }

    def _record(self, method: str, args: Json, began: float, body: Json) -> None:
        workspace = self._backstage.workspace
        with workspace.lock:
            seconds = workspace.clock.now() - began
            ok = bool(body["ok"])
            error = None if ok else str(body["error"])
            self._backstage.calls.append(Call(method, args, began, seconds, ok, error))
            workspace.changed.notify_all()


def _missing_code(method: str, name: str) -> str:
    """Some methods have a word of their own for what is missing."""
    own = {("conversations.create", "name"): "invalid_name_required"}
    return own.get((method, name), "invalid_arguments")


async def _read(request: Request) -> tuple[Json, str | None]:
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = await request.body()
        try:
            args |= json.loads(body) if body else {}
        except ValueError:
            args["(invalid json)"] = True
    elif request.method == "POST" and kind:
        form = await request.form()
        args |= {key: value for key, value in form.items() if isinstance(value, str)}
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ").strip() or args.get("token")
    args.pop("token", None)
    return args, token


def _refusal(fault: Fault) -> tuple[Json, int, dict[str, str]]:
    body = {"ok": False, "error": fault.error}
    if fault.error not in ("ratelimited", "rate_limited"):
        return body, 200, {}
    seconds = 1 if fault.retry_after is None else fault.retry_after
    return body, 429, {"retry-after": f"{seconds:g}"}


def _too_fast(seconds: int) -> tuple[Json, int, dict[str, str]]:
    return {"ok": False, "error": "ratelimited"}, 429, {"retry-after": str(seconds)}


async def _send(send: Send, body: Json, status: int, headers: dict[str, str]) -> None:
    content = json.dumps(body).encode() if status in (200, 429) else b"upstream trouble"
    fields = {"content-type": "application/json; charset=utf-8", **headers}
    fields["content-length"] = str(len(content))
    raw = [(key.encode(), value.encode()) for key, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": content})


async def _break_off(receive: Receive, send: Send) -> None:
    """Closes the connection without a word, as a broken network does.

    ASGI has no message for that, so this reaches for uvicorn's transport behind `send`.
    """
    send.__self__.transport.abort()  # type: ignore[attr-defined]
    while (await receive())["type"] != "http.disconnect":
        pass
