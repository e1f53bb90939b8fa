"""Host: the Api of one studio with its events and its server; all that a window or a browser talks to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from omniimage.bridge.api import Api, ApiParts, Desktop
from omniimage.bridge.event_pump import EventPump
from omniimage.bridge.exposed import Exposed
from omniimage.bridge.security import Secrets
from omniimage.bridge.server import ServerParts, StudioServer, nothing
from omniimage.events import EventBus
from omniimage.paths import DataPaths, resource


class Host:
    """A context manager: entering serves, leaving stops. With a `desktop` it serves a window, without one browsers.

    Raises `BadRequest` where `host` and `port` cannot be listened on. `on_call` runs before each Api call over HTTP.
    """

    def __init__(
        self,
        parts: ApiParts,
        bus: EventBus,
        paths: DataPaths,
        *,
        desktop: Desktop | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str = "",
        token: str | None = None,
        on_raise: Callable[[], None] = nothing,
        on_call: Callable[[], None] = nothing,
    ) -> None:
        self.secrets = Secrets(token=token) if token else Secrets()
        self.exposed = Exposed(Api(parts, desktop))
        self._pump = EventPump(bus)
        self._server = StudioServer(
            ServerParts(
                exposed=self.exposed,
                pump=self._pump,
                library=parts.library,
                loop=parts.loop,
                uploads=paths.uploads,
                page=page_folder(),
                mode="window" if desktop else "browser",
                secrets=self.secrets,
                on_raise=on_raise,
                on_call=on_call,
            ),
            host,
            port,
            public_url,
        )

    @property
    def url(self) -> str:
        return self._server.url

    def __enter__(self) -> Host:
        self._pump.start()
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pump.close()
        self._server.stop()


def page_folder() -> Path:
    """The built page; `OMNIIMAGE_PAGE_DIR` names another."""
    chosen = os.environ.get("OMNIIMAGE_PAGE_DIR")
    return Path(chosen) if chosen else resource("frontend", "dist")
