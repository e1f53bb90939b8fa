"""What is made of pictures: kept beside its parent, and announced."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omniimage.contracts.images import Image, ImageKind
from omniimage.errors import storage_errors
from omniimage.events import EventBus
from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths
from omniimage.services.originals import readable
from omniimage.storage.image_store import ImageStore, StoredFile


@dataclass(frozen=True)
class Made:
    """A finished picture in a working folder, and what was done: `{action, …}`."""

    file: Path
    recipe: dict[str, Any]


class DerivedImages:
    """What every tool stands on: the original in, a working folder, the workers, the children out."""

    def __init__(self, store: ImageStore, workers: PixelWorkers, bus: EventBus, paths: DataPaths) -> None:
        self.workers = workers
        self._store = store
        self._bus = bus
        self._work = paths.work

    async def original(self, img_id: str) -> StoredFile:
        """Raises `NotFound`, also where the file was removed from the disk behind our back."""
        return await readable(self._store, img_id)

    @asynccontextmanager
    async def folder(self) -> AsyncIterator[Path]:
        """A folder for what is being made. It goes with all that is in it, however the work ends."""
        # At once, not in a thread: whoever is cancelled while a thread makes it would leave it behind.
        with storage_errors("no place to work"):
            made = Path(tempfile.mkdtemp(dir=self._work))
        try:
            yield made
        finally:
            _remove(made)

    async def keep(self, parent: Image, kind: ImageKind, made: Sequence[Made]) -> list[Image]:
        """All of `made` in the library, or none. Raises `StorageFull`, `StorageFailed`."""
        images = await self._store.save_derived(parent, kind, [(each.file, each.recipe) for each in made])
        for image in images:
            self._bus.publish("image.added", {"id": image.id, "image": image.model_dump(mode="json")})
        return images


def _remove(folder: Path) -> None:
    """Also under a process that was given up on and still writes: in a folder of another name it finds no place."""
    with suppress(OSError):
        folder = folder.rename(folder.with_suffix(".gone"))
    shutil.rmtree(folder, ignore_errors=True)
