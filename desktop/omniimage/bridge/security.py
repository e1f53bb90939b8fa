"""Guard: who may talk to the loopback server. Every request passes here before any route.

1. `Host` is exactly ours: a name that an attacker points at 127.0.0.1 is refused.
2. `Origin`, where sent, is exactly ours, and `Sec-Fetch-Site`, where sent, says same origin or typed by hand.
3. The request carries a session cookie or a bearer token; with the cookie, whatever changes something also carries
   `X-OmniImage: 1`, which no other site's page can send without asking first, and nobody answers when it asks.
4. Whoever that is acts from here on, and asks at a pace that leaves room for others.
"""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omniimage.acting import Actor, acting_as
from omniimage.bridge.address import Address, Mode
from omniimage.bridge.answers import refusal
from omniimage.bridge.identity import Identity, bearer
from omniimage.bridge.pacing import Pacing
from omniimage.errors import AuthFailed, RateLimited

log = logging.getLogger(__name__)
OPEN_PATHS = frozenset({"/health"})
# These two check a secret of their own, in their handlers.
OWN_SECRET_PATHS = frozenset({"/login", "/raise"})
SAFE_METHODS = frozenset({"GET", "HEAD"})
NOBODY = Actor("nobody", is_admin=False, sees_all=False)


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, identity: Identity, address: Address, mode: Mode, pacing: Pacing) -> None:
        self._app = app
        self._identity = identity
        self._address = address
        self._pacing = pacing
        self._headers = _headers(mode)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _refuse_socket(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                extra = [(name, value) for name, value in self._headers if name not in given]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        request = Request(scope)
        try:
            refused = self._check_source(request)
            app, actor = (refused, NOBODY) if refused else await self._admitted(request)
            with acting_as(actor):
                await app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - answered by then; the text, which may hold a key, is not logged
            log.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)

    def _check_source(self, request: Request) -> Response | None:
        hosts = request.headers.getlist("host")
        origin = self._address.origin_of(hosts[0]) if len(hosts) == 1 else None
        if origin is None:
            return refusal(403, AuthFailed("this is not the studio's address"))
        if any(given != origin for given in request.headers.getlist("origin")):
            return refusal(403, AuthFailed("another origin may not ask"))
        if any(site not in ("same-origin", "none") for site in request.headers.getlist("sec-fetch-site")):
            return refusal(403, AuthFailed("another site may not ask"))
        return None

    async def _admitted(self, request: Request) -> tuple[ASGIApp, Actor]:
        """What answers this request, and as whom it is asked."""
        path, is_safe = request.url.path, request.method in SAFE_METHODS
        if path in OPEN_PATHS or path in OWN_SECRET_PATHS:
            return self._app, NOBODY
        try:
            actor = await self._identity.of(request)
            if actor is None:
                # The page's own address shows how to log in.
                app = self._app if path == "/" and is_safe else refusal(401, AuthFailed("not authorised"))
                return app, NOBODY
            if not is_safe:
                self._pacing.take(actor)
        except RateLimited as error:
            return refusal(429, error), NOBODY
        if not is_safe and not bearer(request) and request.headers.get("x-omniimage") != "1":
            return refusal(403, AuthFailed("the header X-OmniImage is missing")), NOBODY
        return self._app, actor


def content_policy(mode: Mode, style_nonce: str = "") -> str:
    """The Content-Security-Policy. `style_nonce` lets the page's own scripts add a style element, e.g. to lock scrolling."""
    # pywebview builds its functions with `new Function` and adds a style element.
    script, style = ("'self' 'unsafe-eval'", "'self' 'unsafe-inline'") if mode == "window" else ("'self'", "'self'")
    if style_nonce and mode == "browser":
        style = f"{style} 'nonce-{style_nonce}'"
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src 'self' blob: data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _headers(mode: Mode) -> list[tuple[bytes, bytes]]:
    # In the window nobody opened the page and it opens none; there the header would only cost a second renderer, and with
    # it 100 ms until the first paint.
    opener = [(b"cross-origin-opener-policy", b"same-origin")] if mode == "browser" else []
    return [
        *opener,
        (b"content-security-policy", content_policy(mode).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"cache-control", b"no-store"),
    ]


async def _refuse_socket(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
