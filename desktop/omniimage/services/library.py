"""The images: look up, bring in, mark, bin, and copy out."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.images import DeletedImages, Image, ImagePage, ImageQuery, Imported, RefusedFile, SavedFile
from omniimage.errors import NotFound, StorageFailed, StudioError
from omniimage.events import EventBus
from omniimage.storage.image_store import ImageStore, StoredFile

log = logging.getLogger(__name__)
_UNSAFE = re.compile(r"[^\w\-]+", re.UNICODE)


class Library:
    def __init__(self, store: ImageStore, bus: EventBus) -> None:
        self._store = store
        self._bus = bus

    async def list(self, query: ImageQuery) -> ImagePage:
        return await self._store.list(query)

    async def get(self, img_id: str) -> Image:
        return await self._store.get(img_id)

    async def original(self, img_id: str) -> StoredFile:
        """The untouched file. `NotFound` where it was removed from the disk behind our back."""
        stored = await self._store.original(img_id)
        if not stored.path.is_file():
            raise NotFound("the image's file is gone from the disk", image=img_id, file=stored.path.name)
        return stored

    async def thumbnail(self, img_id: str, size: int) -> Path:
        return await self._store.thumbnail(img_id, size)

    async def set_favourite(self, img_id: str, favourite: bool) -> Image:
        image = await self._store.set_favourite(img_id, favourite)
        self._bus.publish("image.changed", {"id": image.id, "image": image.model_dump(mode="json")})
        return image

    async def note_saved(self, img_ids: Sequence[str]) -> None:
        """Remember that the user took them out of the studio."""
        try:
            await self._store.note_saved(img_ids)
        except StudioError as error:
            log.info("saved images could not be noted: %s", error.code)

    async def delete(self, img_ids: Sequence[str]) -> DeletedImages:
        return await self._move(img_ids, deleted=True)

    async def restore(self, img_ids: Sequence[str]) -> DeletedImages:
        return await self._move(img_ids, deleted=False)

    async def import_files(self, paths: Sequence[Path], names: Sequence[str] | None = None) -> Imported:
        """Copy files in; one bad file refuses itself alone."""
        image_ids: list[str] = []
        refused: list[RefusedFile] = []
        for path, name in zip(paths, names or [path.name for path in paths], strict=True):
            try:
                image = await self._store.import_file(path, name)
            except StudioError as error:
                info = ErrorInfo(code=error.code, message=error.message, details=error.details)
                refused.append(RefusedFile(name=name, error=info))
                continue
            image_ids.append(image.id)
            self._bus.publish("image.added", {"id": image.id, "image": image.model_dump(mode="json")})
        return Imported(image_ids=image_ids, refused=refused)

    async def export_name(self, img_id: str) -> str:
        """`2026-11-21_gpt-image-2_a-lighthouse-at-dusk_3f2a.png`, legal on every system."""
        stored = await self._store.original(img_id)
        image = stored.image
        words = _UNSAFE.sub("-", image.prompt or Path(image.name or "image").stem)[:48].strip("-")
        model = _UNSAFE.sub("-", image.model.split("/")[-1] if image.model else image.kind)
        return f"{image.created[:10]}_{model}_{words}_{image.id[-4:]}{stored.path.suffix}"

    async def save_copy(self, img_id: str, target: Path) -> SavedFile:
        """Copy the original bytes to `target`; a failed copy leaves nothing half-written."""
        stored = await self.original(img_id)
        await asyncio.to_thread(_copy_whole, stored.path, target)
        return SavedFile(path=str(target))

    async def _move(self, img_ids: Sequence[str], *, deleted: bool) -> DeletedImages:
        moved = await (self._store.trash(img_ids) if deleted else self._store.restore(img_ids))
        for img_id in moved:
            self._bus.publish("image.changed", {"id": img_id, "deleted": deleted})
        return DeletedImages(image_ids=list(moved))


def _copy_whole(source: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.copyfile(source, partial)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StorageFailed("the copy could not be written", file=target.name, reason=error.strerror) from None
