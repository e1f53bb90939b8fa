"""The images: look up, bring in, mark, bin, and copy out."""

from __future__ import annotations

import builtins
import logging
from collections.abc import Sequence
from pathlib import Path

from omniimage.contracts.images import (
    DeletedImages,
    Image,
    ImageIds,
    ImagePage,
    ImageQuery,
    Imported,
    LibraryFacets,
    StorageUse,
)
from omniimage.errors import NotFound, StudioError, TooLarge
from omniimage.events import EventBus
from omniimage.services.importing import Importing
from omniimage.storage.bin import readable_name
from omniimage.storage.image_index import ImageIndex
from omniimage.storage.image_query import MAX_PAGE
from omniimage.storage.image_store import ImageStore, StoredFile

log = logging.getLogger(__name__)
# Of thousands that change, so many are told of in one turn of the loop.
TOLD_AT_ONCE = 200


class Library:
    def __init__(self, store: ImageStore, index: ImageIndex, importing: Importing, bus: EventBus) -> None:
        self._store = store
        self._index = index
        self._importing = importing
        self._bus = bus

    async def list(self, query: ImageQuery) -> ImagePage:
        return await self._store.list(query)

    async def ids(self, query: ImageQuery, most: int) -> ImageIds:
        return ImageIds(image_ids=await self._index.ids(query, most))

    async def facets(self, query: ImageQuery) -> LibraryFacets:
        return await self._index.facets(query)

    async def storage_use(self) -> StorageUse:
        return await self._index.use()

    async def get_many(self, img_ids: Sequence[str]) -> builtins.list[Image]:
        """In the order asked, without those that are not there. Raises `TooLarge` over a thousand."""
        if len(img_ids) > MAX_PAGE:
            raise TooLarge("too many images at once", limit=MAX_PAGE, images=len(img_ids))
        return await self._store.get_many(img_ids)

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
        """Raises `NotFound`."""
        if not (await self.set_favourites([img_id], favourite)).image_ids:
            raise NotFound("no such image", image=img_id)
        return await self._store.get(img_id)

    async def set_favourites(self, img_ids: Sequence[str], favourite: bool) -> ImageIds:
        """Returns those that are there."""
        marked = [*await self._store.set_favourites(img_ids, favourite)]
        for start in range(0, len(marked), TOLD_AT_ONCE):
            for image in await self._store.get_many(marked[start : start + TOLD_AT_ONCE]):
                self._bus.publish("image.changed", {"id": image.id, "image": image.model_dump(mode="json")})
        return ImageIds(image_ids=marked)

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
        """Copy files and what lies in folders in; one bad file refuses itself alone."""
        return await self._importing.import_files(paths, names)

    async def export_name(self, img_id: str) -> str:
        """As `readable_name`."""
        stored = await self._store.original(img_id)
        return readable_name(stored.image, stored.path.suffix[1:])

    async def _move(self, img_ids: Sequence[str], *, deleted: bool) -> DeletedImages:
        moved = await (self._store.trash(img_ids) if deleted else self._store.restore(img_ids))
        for img_id in moved:
            self._bus.publish("image.changed", {"id": img_id, "deleted": deleted, "owner": moved[img_id]})
        return DeletedImages(image_ids=list(moved))
