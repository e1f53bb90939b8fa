"""The way of an image that was thrown away: hidden at once, its file later in the system's bin, its row here for good.

The file goes under a name that people can read, by way of the folder `deleted`: what the system's file manager puts back
lies there, and is the same image again at the next start.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from omniimage.contracts.images import Image
from omniimage.errors import StudioError
from omniimage.paths import DataPaths
from omniimage.storage.database import Database
from omniimage.storage.files import on_disk, sync_folder
from omniimage.storage.image_files import Row, picture_path, sha256_of, write_sidecar
from omniimage.storage.picture_gate import PictureGate
from omniimage.storage.tables import BatchTaskRow, ImageRow, dicts, own

log = logging.getLogger(__name__)
_UNSAFE = re.compile(r"[^\w\-]+", re.UNICODE)


def to_system_bin(file: Path) -> None:
    """Raises `OSError` where the system has no bin for it."""
    # A program's dozen imports by platform: at first use.
    from send2trash import send2trash

    send2trash(file)


def readable_name(image: Image, extension: str) -> str:
    """`2026-11-21_gpt-image-2_a-lighthouse-at-dusk_3f2a.png`, legal on every system."""
    words = _UNSAFE.sub("-", image.prompt or Path(image.name or "image").stem)[:48].strip("-")
    model = _UNSAFE.sub("-", image.model.split("/")[-1] if image.model else image.kind)
    return f"{image.created[:10]}_{model}_{words}_{image.id[-4:]}.{extension}"


class Bin:
    def __init__(self, database: Database, paths: DataPaths, gate: PictureGate) -> None:
        self._database = database
        self._paths = paths
        self._gate = gate

    async def due(self, before: str | None = None) -> list[Row]:
        """What was thrown away, by a moment or ever, and still lies here; not what a batch is yet to work from."""
        waiting = BatchTaskRow.select(BatchTaskRow.base_image_id).where(
            BatchTaskRow.base_image_id.is_null(False), BatchTaskRow.state.in_(("queued", "running"))
        )
        query = ImageRow.select().where(ImageRow.trashed == True, ImageRow.binned == False, ImageRow.id.not_in(waiting))  # noqa: E712
        if before is not None:
            query = query.where(ImageRow.trashed_at.is_null() | (ImageRow.trashed_at <= before))
        return await self._database.read(lambda: dicts(own(query.order_by(ImageRow.trashed_at), ImageRow.owner)))

    async def throw_out(self, row: Row) -> bool:
        """Move one image's file to the system's bin. `False`: it is wanted again, or the place is busy just now.

        Raises `StorageFailed` where the system has no bin; the image is then as it was before.
        """
        async with self._gate.taking() as is_free:
            if not is_free or not await self._database.write(partial(_claim, row["id"], binned=True)):
                return False
            try:
                if not await self._database.read(partial(_is_shared, row)):
                    await on_disk(partial(self._move, row), "the system's bin cannot be used")
                gone = row | {"binned": True}
                await on_disk(partial(write_sidecar, self._paths.images, gone), "a sidecar cannot be written")
            except StudioError:
                if picture_path(self._paths.images, row["sha256"], row["extension"]).exists():
                    await self._database.write(partial(_claim, row["id"], binned=False))
                raise
        return True

    async def put_back(self) -> list[str]:
        """Take in again what was put back out of the system's bin. Returns the ids of those images."""
        files = await on_disk(lambda: [*self._put_back_files()], "the folder of deleted images cannot be read")
        found: list[str] = []
        for file, sha256 in files:
            rows = await self._database.read(partial(_rows_of, sha256))
            if rows:
                await on_disk(partial(self._take_in, file, rows[0]), "an image cannot be put back")
                binned = [row["id"] for row in rows if row["binned"]]
                await self._database.write(partial(_revive, binned))
                found += binned
        return found

    async def settle_left(self) -> None:
        """What the last launch had not moved when it ended is still here."""
        # There are as many as were ever thrown away.
        gone = ImageRow.select(ImageRow.id, ImageRow.sha256, ImageRow.extension).where(ImageRow.binned == True)  # noqa: E712
        rows = await self._database.read(lambda: dicts(gone))
        images = self._paths.images
        here = await on_disk(
            lambda: [row["id"] for row in rows if picture_path(images, row["sha256"], row["extension"]).exists()],
            "the images cannot be read",
        )
        if here:
            await self._database.write(lambda: ImageRow.update(binned=False).where(ImageRow.id.in_(here)).execute())

    def _move(self, row: Row) -> None:
        picture = picture_path(self._paths.images, row["sha256"], row["extension"])
        self._paths.deleted.mkdir(exist_ok=True)
        image = Image.model_validate({name: row[name] for name in Image.model_fields})
        named = self._paths.deleted / readable_name(image, row["extension"])
        if picture.exists():
            picture.rename(named)
            try:
                to_system_bin(named)
            except BaseException:
                named.rename(picture)
                raise
            sync_folder(picture.parent)
        for thumbnail in (self._paths.thumbs / row["sha256"][:2]).glob(f"{row['sha256']}-*.webp"):
            thumbnail.unlink(missing_ok=True)

    def _put_back_files(self) -> Iterator[tuple[Path, str]]:
        if self._paths.deleted.is_dir():
            yield from ((file, sha256_of(file)) for file in sorted(self._paths.deleted.iterdir()) if file.is_file())

    def _take_in(self, file: Path, row: Row) -> None:
        target = picture_path(self._paths.images, row["sha256"], row["extension"])
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
        sync_folder(target.parent)


def _claim(id: str, *, binned: bool) -> int:
    """Mark it, unless it was had back meanwhile."""
    changed: int = ImageRow.update(binned=binned).where(ImageRow.id == id, ImageRow.trashed == True).execute()  # noqa: E712
    return changed


def _is_shared(row: Row) -> bool:
    others = ImageRow.select().where(ImageRow.sha256 == row["sha256"], ImageRow.id != row["id"], ImageRow.binned == False)  # noqa: E712
    return bool(others.exists())


def _rows_of(sha256: str) -> list[dict[str, Any]]:
    return dicts(ImageRow.select().where(ImageRow.sha256 == sha256))


def _revive(ids: Sequence[str]) -> None:
    back = {"trashed": False, "binned": False, "trashed_at": None}
    ImageRow.update(back).where(ImageRow.id.in_(ids)).execute()
