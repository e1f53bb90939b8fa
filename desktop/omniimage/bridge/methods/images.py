"""The images of the library."""

from __future__ import annotations

from pathlib import Path

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.images import (
    DeletedImages,
    EmptiedBin,
    Image,
    ImageIds,
    ImagePage,
    ImageQuery,
    Imported,
    LibraryFacets,
    StorageUse,
)
from omniimage.contracts.studio import Done


class ImageMethods(ApiMethods):
    """The images of the library."""

    def list_images(self, query: ImageQuery) -> ImagePage:
        return self._wait(self._parts.library.list(query))

    def list_image_ids(self, query: ImageQuery, most: int = 200_000) -> ImageIds:
        """The ids of all that match, from `offset` on, whatever its `limit`; at most `most`, which is 200,000 or less."""
        return self._wait(self._parts.library.ids(query, most))

    def list_facets(self, query: ImageQuery) -> LibraryFacets:
        return self._wait(self._parts.library.facets(query))

    def get_storage(self) -> StorageUse:
        return self._wait(self._parts.library.storage_use())

    def get_images(self, img_ids: list[str]) -> list[Image]:
        """At most a thousand, in the order asked, without those that are not there."""
        return self._wait(self._parts.library.get_many(img_ids))

    def get_image(self, img_id: str) -> Image:
        return self._wait(self._parts.library.get(img_id))

    def update_image(self, img_id: str, favourite: bool) -> Image:
        return self._wait(self._parts.library.set_favourite(img_id, favourite))

    def set_favourites(self, img_ids: list[str], favourite: bool) -> ImageIds:
        """Mark all of them, or take the marks off. Answers with those that are there."""
        return self._wait(self._parts.library.set_favourites(img_ids, favourite))

    def delete_images(self, img_ids: list[str]) -> DeletedImages:
        return self._wait(self._parts.library.delete(img_ids))

    def restore_images(self, img_ids: list[str]) -> DeletedImages:
        return self._wait(self._parts.library.restore(img_ids))

    def empty_bin(self) -> EmptiedBin:
        """Move the files of all that was thrown away to the system's bin now; it goes there by itself after ten minutes."""
        return self._wait(self._parts.bin.empty())

    def import_images(self, paths: list[str]) -> Imported:
        """Copy files of this machine into the library. Only in the window: a browser posts to /uploads."""
        _ = self._desktop
        return self._wait(self._parts.library.import_files([Path(path) for path in paths]))

    def pick_images(self) -> Imported:
        """Ask for files with the system's dialog and import them; nothing chosen imports nothing."""
        return self._wait(self._parts.library.import_files(self._desktop.ask_open_paths()))

    def pick_folder(self) -> Imported:
        """Ask for a folder and import all images in it and below."""
        folder = self._desktop.ask_folder()
        return self._wait(self._parts.library.import_files([folder] if folder else []))

    def reveal_image(self, img_id: str) -> Done:
        self._desktop.reveal(self._wait(self._parts.library.original(img_id)).path)
        return Done()

    def copy_image(self, img_id: str) -> Done:
        self._desktop.copy_picture(self._wait(self._parts.library.original(img_id)).path)
        return Done()
