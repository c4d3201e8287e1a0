"""What every request has to pass before anything answers it: token, role, limits. Default deny."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kipu.api.limits import Allowance, Limits
from kipu.api.problems import Refusal, render_refusal
from kipu.api.tokens import ROLES, Doorkeeper, Grant, Role
from kipu.model.errors import SettingsError

log = logging.getLogger(__name__)

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "vary": "Authorization",
}
SCHEME = "bearer"
REALM = 'Bearer realm="kipu"'
MOST_DIGITS = 12
"""Digits of the length of a body that anybody may send."""


class Rule(msgspec.Struct, frozen=True):
    """Who may use an address by a method, and with how large a body of which type."""

    role: Role
    most: int
    media_type: str | None = None


Rules = Mapping[tuple[str, str], Rule]
"""The rule of each method and path; what has none is open to nobody."""


class Guard:
    """Lets through who has a token with a role that the rule of the address asks for.

    The token is looked at first, so that without one nothing can be learned, not even which
    addresses there are.
    """

    def __init__(
        self,
        app: ASGIApp,
        routes: list[BaseRoute],
        rules: Rules,
        doorkeeper: Doorkeeper,
        *,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._routes = routes
        self._rules = rules
        self._doorkeeper = doorkeeper
        self._limits = limits
        self._allowed = Allowance(limits.rate, limits.burst, clock)
        self._failures = Allowance(limits.failure_rate, limits.failures, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        is_head = scope["method"] == "HEAD"
        if is_head:  # the answer to GET, without its body
            scope = dict(scope) | {"method": "GET"}

        async def send_marked(message: Message) -> None:
            if is_head and message["type"] == "http.response.body":
                message = {"type": "http.response.body", "body": b""}
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        try:
            rule, grant = self._admit(scope)
            body = await _receive_body(scope, receive, rule)
        except Refusal as refusal:
            await render_refusal(refusal)(scope, receive, send_marked)
            return
        scope["state"] = scope.get("state", {}) | {"grant": grant, "body": body}
        await self._app(scope, receive, send_marked)

    def _admit(self, scope: Scope) -> tuple[Rule | None, Grant]:
        """Give the rule and who asks; the rule of an address that is not there is none."""
        grant = self._grant_of(scope)
        wait = self._allowed.wait(grant.hash)
        if wait:
            raise _too_many(wait)
        if len(scope.get("query_string", b"")) + len(scope["path"]) > self._limits.address:
            raise Refusal("too-long")
        for route in self._routes:
            match, _ = route.matches(scope)
            if match == Match.FULL:
                rule = self._rules.get((scope["method"], getattr(route, "path", "")))
                if rule is None or ROLES.index(grant.role) < ROLES.index(rule.role):
                    raise Refusal("forbidden")
                return rule, grant
        return None, grant

    def _grant_of(self, scope: Scope) -> Grant:
        sent = Headers(scope=scope).getlist("authorization")
        scheme, _, token = sent[0].partition(" ") if len(sent) == 1 else ("", "", "")
        try:
            is_ours = scheme.lower() == SCHEME
            grant = self._doorkeeper.grant_of(token.strip()) if is_ours else None
        except SettingsError as error:
            log.error("%s", error)
            raise Refusal("tokens") from error
        if grant is not None and grant.is_good(datetime.now(UTC)):
            return grant
        # A wrong token costs a guesser time, and nobody who has a right one.
        wait = self._failures.wait((scope.get("client") or ("", 0))[0])
        if wait:
            raise _too_many(wait)
        if grant is not None:
            challenge = {"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
            told = f"it was good until {grant.expires:%Y-%m-%d}: ask for a new one"
            raise Refusal("token", told, headers=challenge)
        if is_ours:
            challenge = {"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
            raise Refusal("token", headers=challenge)
        raise Refusal("no-token", headers={"WWW-Authenticate": REALM})


def _too_many(wait: float) -> Refusal:
    return Refusal("too-many", headers={"Retry-After": str(math.ceil(wait))})


async def _receive_body(scope: Scope, receive: Receive, rule: Rule | None) -> bytes:
    """Receive a body of the type and size that the rule of its address allows."""
    headers = Headers(scope=scope)
    most = rule.most if rule else 0
    length = headers.get("content-length", "0")
    if length.isdecimal() and (len(length) > MOST_DIGITS or int(length) > most):
        raise Refusal("too-large", f"at most {most:,} bytes are taken here")
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Refusal("too-large", f"at most {most:,} bytes are taken here")
    wanted = rule.media_type if rule else None
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    if wanted and sent != wanted:
        raise Refusal("media-type", f"{wanted} is taken here")
    return bytes(body)
