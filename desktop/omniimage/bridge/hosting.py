"""Host: one studio's page, Api, events and pictures; all that a window or a browser talks to."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from omniimage.acting import owner
from omniimage.bridge.address import Address, Mode, Secrets, listen, public_origin
from omniimage.errors import StudioError
from omniimage.paths import DataPaths, resource

if TYPE_CHECKING:
    from omniimage.bridge.api import ApiParts, Desktop
    from omniimage.bridge.event_pump import EventPump
    from omniimage.bridge.exposed import Exposed
    from omniimage.bridge.identity import Identity
    from omniimage.bridge.server import StudioServer
    from omniimage.events import EventBus


@dataclass(frozen=True)
class Engine:
    """The studio behind the host, once it is open. `finish` waits until all that is under way is saved."""

    parts: ApiParts
    bus: EventBus
    exposed: Exposed
    finish: Callable[[], None]


def nothing() -> None:
    """The hook that does nothing."""


class Host:
    """Listens from the beginning, serves the page from `start` on, and the studio from `open` on.

    In that order a window shows its page while the studio is still loading; so nothing heavy is imported before its time.
    An empty `token` lets nobody in by it: only the people come in. Raises `BadRequest` where `host` and `port` cannot be
    listened on, or `public_url` is no site's.
    """

    def __init__(
        self,
        paths: DataPaths,
        mode: Mode,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str = "",
        token: str | None = None,
        on_raise: Callable[[], None] = nothing,
    ) -> None:
        self.secrets = Secrets() if token is None else Secrets(token=token)
        self.engine: Future[Engine] = Future()
        # The page asks only after its first paint: until then the processor is left to it.
        self.wanted = threading.Event()
        self._paths = paths
        self._mode: Mode = mode
        self._on_raise = on_raise
        origin = public_origin(public_url)
        self._listener = listen(host, port)
        self._address = Address(host, self._listener.getsockname()[1], origin)
        self._first_event_id = time.time_ns() // 1000
        self._pump: EventPump | None = None
        self._server: StudioServer | None = None
        self._identity: Identity | None = None

    @property
    def url(self) -> str:
        return self._address.url

    def start(self) -> None:
        from omniimage.bridge.identity import Identity
        from omniimage.bridge.server import StudioServer, build_page
        from omniimage.bridge.theme import remembered_theme

        self._identity = identity = Identity(self.secrets, self._address)
        page = build_page(
            page_folder(),
            self.secrets,
            identity,
            self._mode,
            self._last_event_id,
            self._on_raise,
            lambda: remembered_theme(self._settings_file()),
        )
        self._server = StudioServer(self._listener, self._address, identity, self._mode, page, self.wanted.set)
        self._server.start()

    def open(
        self,
        parts: ApiParts,
        bus: EventBus,
        desktop: Desktop | None = None,
        on_call: Callable[[], None] = nothing,
        finish: Callable[[], None] = nothing,
    ) -> None:
        """Let the studio answer. `on_call` runs before each call over HTTP."""
        from omniimage.bridge.api import Api
        from omniimage.bridge.event_pump import EventPump
        from omniimage.bridge.exposed import Exposed
        from omniimage.bridge.routes import RouteParts, build_routes

        exposed = Exposed(Api(parts, desktop))
        self._pump = EventPump(bus, first_id=self._first_event_id)
        self._pump.start()
        assert self._server and self._identity
        self._identity.people = parts.people
        self._server.open(
            build_routes(
                RouteParts(
                    exposed=exposed,
                    pump=self._pump,
                    library=parts.library,
                    loop=parts.loop,
                    uploads=self._paths.uploads,
                    on_call=on_call,
                    exports=parts.exports,
                    matting=parts.matting,
                    is_known=self._identity.is_known,
                )
            )
        )
        self.engine.set_result(Engine(parts, bus, exposed, finish))

    def fail(self, error: StudioError) -> None:
        """Answer everything with `error`: the page tells it in words."""
        if self._server:
            self._server.fail(error)
        self.engine.set_exception(error)

    def close(self) -> None:
        if self._pump:
            self._pump.close()
        if self._server:
            self._server.stop()
        self._listener.close()

    def _settings_file(self) -> Path:
        """Of whoever asks for the page."""
        person = owner()
        return self._paths.people / f"{person}.json" if person else self._paths.settings

    def _last_event_id(self) -> int:
        return self._pump.last_id if self._pump else self._first_event_id


def page_folder() -> Path:
    """The built page; `OMNIIMAGE_PAGE_DIR` names another."""
    chosen = os.environ.get("OMNIIMAGE_PAGE_DIR")
    return Path(chosen) if chosen else resource("frontend", "dist")
