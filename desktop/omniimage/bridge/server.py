"""StudioServer: the studio's own loopback server, in a thread of its own. The same Api as the window's, over HTTP.

POST /api/<method>   JSON object of arguments → envelope. 200 whenever the method answered, whatever it answered
GET  /events         server-sent events; `Last-Event-ID` or `?last=` resumes
GET  /media/<id>     original bytes; `?download=1` as a file. /media/<id>/thumb?size=320|768
GET  /downloads/<job id>  a ZIP, once; waits until it is written. /downloads/image/<id>[?strip=1]  with its recipe, or bare
POST /uploads        multipart field `file`, several → image ids
POST /uploads/parts  and PATCH, HEAD, GET, DELETE of /uploads/parts/<id>: see `upload_parts`
POST /uploads/model?name=…  the body is a matting model of one's own
GET  /openapi.json   all of this, for programs: see `openapi`
GET  /health         {"ok": true}, for anyone
POST /raise          brings the window to the front, for a second start of the studio
GET  /               the page
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from omniimage.bridge.address import Address, Mode, Secrets, same
from omniimage.bridge.answers import ERROR_HANDLERS, json_answer, refusal
from omniimage.bridge.identity import Identity, bearer
from omniimage.bridge.pacing import Pacing
from omniimage.bridge.page import Page
from omniimage.bridge.security import Guard
from omniimage.bridge.theme import Theme
from omniimage.errors import AuthFailed, StorageFailed, StudioError

START_SECONDS = 15.0
STOP_SECONDS = 2
STUDIO_PATHS = ("/api/", "/events", "/media/", "/uploads", "/downloads/", "/openapi.json")


class StudioServer:
    """Serves the page from `start` on. What needs the studio waits for `studio`, or is refused with its error."""

    def __init__(
        self,
        listener: socket.socket,
        address: Address,
        identity: Identity,
        mode: Mode,
        page: Starlette,
        on_wanted: Callable[[], None] = lambda: None,
        pacing: Pacing | None = None,
    ) -> None:
        self._socket = listener
        self._studio: Future[ASGIApp] = Future()
        config = uvicorn.Config(
            Guard(Foyer(page, self._studio, on_wanted), identity, address, mode, pacing or Pacing()),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            # Of a proxy named by `FORWARDED_ALLOW_IPS`, else of one on this machine.
            proxy_headers=bool(address.public_url),
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)

    def start(self) -> None:
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise StorageFailed("the studio's server did not start")
            time.sleep(0.005)

    def open(self, studio: ASGIApp) -> None:
        """From now on `studio` answers."""
        self._studio.set_result(studio)

    def fail(self, error: StudioError) -> None:
        """From now on `error` is the answer."""
        self._studio.set_exception(error)

    def stop(self) -> None:
        """Let running answers end, at most a few seconds. Close the pump first: its streams never end by themselves."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS + 3)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


class Foyer:
    """The page at once, the studio as soon as it is there. `on_wanted` runs whenever the studio is asked for."""

    def __init__(self, page: ASGIApp, studio: Future[ASGIApp], on_wanted: Callable[[], None]) -> None:
        self._page = page
        self._studio = studio
        self._on_wanted = on_wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._page
        if scope["path"].startswith(STUDIO_PATHS):
            self._on_wanted()
            try:
                # Shielded: who leaves while waiting must not cancel it for the others.
                app = await asyncio.shield(asyncio.wrap_future(self._studio))
            except StudioError as error:
                app = refusal(503, error)
        await app(scope, receive, send)


def build_page(
    folder: Path,
    secrets: Secrets,
    identity: Identity,
    mode: Mode,
    last_event_id: Callable[[], int],
    on_raise: Callable[[], None],
    theme: Callable[[], Theme] = lambda: "system",
) -> Starlette:
    """The page's app: what is there before the studio is."""
    page = Page(folder, secrets, identity, mode, last_event_id, theme)

    async def health(request: Request) -> Response:
        return json_answer(b'{"ok": true}')

    async def raise_window(request: Request) -> Response:
        if not same(bearer(request), secrets.raising):
            return refusal(401, AuthFailed("not authorised"))
        on_raise()
        return json_answer(b'{"ok": true}')

    own = [Route("/health", health), Route("/raise", raise_window, methods=["POST"])]
    return Starlette(routes=[*own, *page.routes()], exception_handlers=ERROR_HANDLERS)
