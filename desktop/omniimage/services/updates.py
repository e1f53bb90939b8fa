"""Whether a newer version is out, by a feed of the user's choice; off until one is set.

The feed is JSON: `{"version": "1.4.0", "url": "https://…", "notes": "…"}`. It is outside content: what does not fit is none.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from omniimage import __version__
from omniimage.contracts.base import now
from omniimage.contracts.studio import UpdateStatus
from omniimage.errors import StudioError, TooLarge
from omniimage.events import EventBus
from omniimage.providers.download import download
from omniimage.services.limited import Limited
from omniimage.settings import SettingsStore

MAX_BYTES = 64_000
log = logging.getLogger(__name__)


class Release(BaseModel):
    """What the feed says of the newest version."""

    version: str = Field(pattern=r"^\d{1,6}(\.\d{1,6}){0,3}$")
    url: str = Field(pattern=r"^https://[^\s/]\S*$", max_length=2_000)
    notes: str = Field(default="", max_length=4_000)


class Updates:
    def __init__(self, settings: SettingsStore, bus: EventBus, current: str = __version__) -> None:
        self._settings = settings
        self._bus = bus
        self._current = current
        self._last: UpdateStatus | None = None
        self._looked_at = ""
        self._first: asyncio.Task[UpdateStatus] | None = None

    def begin(self) -> None:
        """Look in the background, where a feed is set."""
        if self._settings.current.update_url:
            self._first = asyncio.create_task(self.check(), name="updates")

    def status(self) -> UpdateStatus:
        """What the last look found, where it was at the feed that is set now."""
        url = self._settings.current.update_url
        if self._last and url and url == self._looked_at:
            return self._last
        return UpdateStatus(current=self._current, outcome="not_checked" if url else "off")

    async def check(self) -> UpdateStatus:
        """Look now; a newer version is also announced by a `notice`."""
        if url := self._settings.current.update_url:
            self._last, self._looked_at = await self._look(url), url
            if self._last.outcome == "newer":
                self._bus.publish("notice", {"kind": "update", "version": self._last.latest})
        return self.status()

    async def _look(self, url: str) -> UpdateStatus:
        body = Limited(MAX_BYTES)
        try:
            await download(url, body, url)
            found = Release.model_validate_json(body.getvalue())
        except TooLarge:
            return self._status("too_large")
        except StudioError as error:
            log.info("the updates' feed could not be fetched: %s", error.details.get("reason"))
            return self._status("unreachable")
        except (ValidationError, ValueError, RecursionError):
            return self._status("damaged")
        is_newer = numbers(found.version) > numbers(self._current)
        return self._status("newer" if is_newer else "newest", latest=found.version, url=found.url, notes=found.notes)

    def _status(self, outcome: Any, **found: Any) -> UpdateStatus:
        return UpdateStatus(current=self._current, outcome=outcome, checked=now(), **found)


def numbers(version: str) -> tuple[int, ...]:
    """To be compared: 1.10 is after 1.9, and 1.0 the same as 1."""
    parts = [int(part) for part in version.split(".") if part.isdecimal()]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
