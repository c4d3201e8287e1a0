"""What every request and every answer has to pass: host, origin, method, headers."""

import secrets
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kipu.web.words import REFUSALS

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With "no-referrer", browsers hide the origin of our own forms too, and Guard refuses them.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
READING = ("GET", "HEAD")
SITES = ("same-origin", "none")
"""Where a browser may say that a form came from: our own pages, or the user's own hand."""


class Guard:
    """Lets through what comes from our own pages, under our own name, and marks every answer.

    A page elsewhere can make a browser send requests to this computer, also under a name of its
    own that it lets point here: neither the name nor the origin is then ours.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], token: str) -> None:
        self._app = app
        self._hosts = hosts
        self._token = token

    def accepts(self, token: object) -> bool:
        """Tell whether a form was made by this run of the application."""
        return isinstance(token, str) and secrets.compare_digest(
            token.encode("utf-8", "replace"), self._token.encode()
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await _refuse(refusal, send_marked)
        else:
            await self._app(scope, receive, send_marked)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return "host"
        if scope["method"] in READING:
            return None
        if headers.get("sec-fetch-site", "same-origin") not in SITES:
            return "cross-site"
        origin = headers.get("origin")
        return None if origin in (None, f"http://{host}") else "cross-site"


def _name_of(host: str) -> str:
    """Take the port off a Host header."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host


async def _refuse(code: str, send: Send) -> None:
    what, then = REFUSALS[code]
    body = f"{what}. {then}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
