"""A newer catalogue from an address of the user's choice; off until one is set.

What comes is outside content: taken whole or not at all. It says what models take and cost, never where a request goes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from omniimage.contracts.base import now
from omniimage.contracts.models import CatalogueFeed
from omniimage.errors import BadRequest, StudioError, TooLarge
from omniimage.providers import capabilities, catalogue_files
from omniimage.providers.catalogue_files import Catalogue
from omniimage.providers.download import download
from omniimage.services.limited import Limited
from omniimage.settings import SettingsStore

# A date further ahead would keep every later catalogue out.
MOST_AHEAD = timedelta(days=2)
log = logging.getLogger(__name__)


class Feed:
    def __init__(self, settings: SettingsStore, folder: Path, changed: Callable[[], None]) -> None:
        """`changed` is called once another catalogue is in use."""
        self._settings = settings
        self._folder = folder
        self._changed = changed
        self._looking = asyncio.Lock()
        self._first: asyncio.Task[CatalogueFeed] | None = None
        self.last: CatalogueFeed | None = None

    def begin(self) -> None:
        """Look in the background, where an address is set."""
        if self._settings.current.catalogue_url:
            self._first = asyncio.create_task(self.update(), name="catalogue feed")

    async def update(self) -> CatalogueFeed:
        """Take what lies there where it is newer. Raises `BadRequest` where no address is set."""
        url = self._settings.current.catalogue_url
        if not url:
            raise BadRequest("no address is set", field="catalogue_url", reason="empty")
        async with self._looking:
            self.last = await self._look(url)
        if self.last.outcome == "taken":
            self._changed()
        return self.last

    async def _look(self, url: str) -> CatalogueFeed:
        body = Limited(catalogue_files.MAX_FILE_BYTES)
        try:
            await download(url, body, url)
            found = await asyncio.to_thread(_read, body.getvalue())
        except TooLarge:
            return CatalogueFeed(checked=now(), outcome="too_large")
        except StudioError as error:
            log.info("the catalogue's feed could not be fetched: %s", error.details.get("reason"))
            return CatalogueFeed(checked=now(), outcome="unreachable")
        if found is None:
            return CatalogueFeed(checked=now(), outcome="damaged")
        as_of = found.as_of.isoformat()
        if found.as_of <= capabilities.origin().as_of:
            return CatalogueFeed(checked=now(), outcome="not_newer", as_of=as_of)
        await asyncio.to_thread(self._take, found)
        return CatalogueFeed(checked=now(), outcome="taken", as_of=as_of)

    def _take(self, found: Catalogue) -> None:
        catalogue_files.write(self._folder / catalogue_files.CATALOGUE, found)
        capabilities.use(self._folder)


def _read(body: bytes) -> Catalogue | None:
    """Only what a catalogue holds; `None` where it is none."""
    try:
        found = Catalogue.model_validate_json(body)
    except (ValidationError, ValueError, RecursionError):
        return None
    is_ahead = found.as_of > (datetime.now(UTC) + MOST_AHEAD).date()
    return None if is_ahead or not found.models else found
