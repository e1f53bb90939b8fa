"""The studio itself: settings, what went wrong, updates, links, quitting."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from omniimage.acting import actor
from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.studio import Diagnostics, Done, LicencePart, LicenceText, PageFault, StudioInfo, UpdateStatus
from omniimage.errors import BadRequest
from omniimage.settings import Settings


class StudioMethods(ApiMethods):
    """The studio itself."""

    def studio_info(self) -> StudioInfo:
        transport: Literal["window", "browser"] = "window" if self._desktop_or_none else "browser"
        desk, database = self._parts.diagnostics, self._parts.database
        facts: dict[str, object] = {"transport": transport, "read_only": database.read_only}
        if actor().is_admin:
            facts |= {"log": desk.log_file, "last_crash": desk.last_crash}
        else:
            facts["data_dir"] = ""
        return self._parts.info.model_copy(update=facts)

    def get_settings(self) -> Settings:
        return self._parts.personal.current

    def update_settings(self, changes: dict[str, Any]) -> Settings:
        return self._parts.personal.update(changes)

    def get_diagnostics(
        self, webview: Annotated[str, Field(max_length=500)] = "", with_prompts: bool = False
    ) -> Diagnostics:
        """Facts for who helps: no key, and the latest prompts only if asked for. `webview`: what shows the page."""
        return self._wait(self._parts.diagnostics.text(webview, with_prompts))

    def report_page_fault(self, fault: PageFault) -> Done:
        """The page's own code broke; it goes into the log."""
        self._parts.diagnostics.note_fault(fault)
        return Done()

    def dismiss_crash(self) -> Done:
        """The user was told of `last_crash`."""
        self._parts.diagnostics.dismiss_crash()
        return Done()

    def get_update(self) -> UpdateStatus:
        return self._parts.updates.status()

    def check_update(self) -> UpdateStatus:
        """Look at the feed in `update_url` now."""
        return self._wait(self._parts.updates.check())

    def list_licences(self) -> list[LicencePart]:
        """Of everything by others that the studio is made of."""
        return self._parts.licences.parts()

    def get_licence(self, id: str) -> LicenceText:
        return self._parts.licences.text(id)

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
