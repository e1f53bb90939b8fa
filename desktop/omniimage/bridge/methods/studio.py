"""The studio itself: settings, spend, links, quitting."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from omniimage.acting import actor
from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.studio import Done, StudioInfo
from omniimage.errors import BadRequest
from omniimage.settings import Settings


class StudioMethods(ApiMethods):
    """The studio itself."""

    def studio_info(self) -> StudioInfo:
        transport: Literal["window", "browser"] = "window" if self._desktop_or_none else "browser"
        facts: dict[str, object] = {"transport": transport, "read_only": self._parts.database.read_only}
        if not actor().is_admin:
            facts["data_dir"] = ""
        return self._parts.info.model_copy(update=facts)

    def get_settings(self) -> Settings:
        return self._parts.personal.current

    def update_settings(self, changes: dict[str, Any]) -> Settings:
        return self._parts.personal.update(changes)

    def open_external(self, url: str) -> Done:
        if not url.startswith("https://"):
            raise BadRequest("only https addresses are opened")
        self._desktop.open_external(url)
        return Done()

    def notify(self, title: Annotated[str, Field(max_length=500)], text: Annotated[str, Field(max_length=2000)]) -> Done:
        """A notice of the system, from the window."""
        self._desktop.notify(title, text)
        return Done()

    def show_progress(self, part: Annotated[float, Field(ge=0, le=1)] | None = None) -> Done:
        """How far the batches are, 0 to 1, on the window's icon in dock or launcher; none: nothing runs."""
        self._desktop.show_progress(part)
        return Done()

    def quit(self) -> Done:
        """Quit after what is being saved is saved; running requests are cancelled. The window asks before it calls this."""
        self._desktop.quit()
        return Done()
