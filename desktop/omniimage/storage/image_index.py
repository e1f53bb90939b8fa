"""ImageIndex: the library as a whole, counted. Ids and numbers only; the pictures are `ImageStore`'s."""

from __future__ import annotations

import shutil
from pathlib import Path

from omniimage import acting
from omniimage.contracts.images import ImageQuery, LibraryFacets, StorageUse
from omniimage.paths import DataPaths
from omniimage.storage import image_query
from omniimage.storage.database import Database
from omniimage.storage.files import on_disk
from omniimage.storage.tables import ImageRow, current


class ImageIndex:
    def __init__(self, database: Database, paths: DataPaths) -> None:
        self._database = database
        self._paths = paths

    async def ids(self, query: ImageQuery, most: int = image_query.MAX_IDS) -> list[str]:
        """All that match, in order, from `offset` on; at most `most`, which is 200,000 or less."""
        return await self._database.read(lambda: image_query.ids(query, most))

    async def facets(self, query: ImageQuery) -> LibraryFacets:
        """`months` of what matches; models, kinds and the rest of all that is not thrown away."""
        whole = ImageQuery()

        def work() -> LibraryFacets:
            return LibraryFacets(
                months=image_query.months(query) if query.sort in ("newest", "oldest") else [],
                models=image_query.counts(ImageRow.model, whole),
                kinds=image_query.counts(ImageRow.kind, whole),
                favourites=image_query.total(ImageQuery(favourite=True)),
                trashed=image_query.total(ImageQuery(trashed=True)),
            )

        return await self._database.read(work)

    async def use(self) -> StorageUse:
        """What the images that may be seen take on the disk; a file that several share counts once."""
        in_rows = await self._database.read(_use)
        own = None if acting.actor().sees_all else await self._database.read(_own_files)
        thumbs, root = self._paths.thumbs, self._paths.root
        on_it = await on_disk(
            lambda: {"thumbnails": _bytes_of(thumbs, own), "free": shutil.disk_usage(root).free},
            "the disk cannot be measured",
        )
        return in_rows.model_copy(update=on_it)


def _use() -> StorageUse:
    query = """
        SELECT trashed, COUNT(*), SUM(bytes) FROM (
            SELECT MIN(trashed) AS trashed, bytes FROM images WHERE NOT binned AND (? OR owner = ?) GROUP BY sha256
        ) GROUP BY trashed
    """
    actor = acting.actor()
    rows = current.execute_sql(query, (actor.sees_all, actor.id))
    files = {trashed: (count, size) for trashed, count, size in rows}
    (here, bytes), (gone, gone_bytes) = files.get(0, (0, 0)), files.get(1, (0, 0))
    return StorageUse(images=here, bytes=bytes, thumbnails=0, binnable=gone, binnable_bytes=gone_bytes, free=0)


def _own_files() -> set[str]:
    """The hashes of the files that the actor's images have."""
    rows = current.execute_sql("SELECT DISTINCT sha256 FROM images WHERE NOT binned AND owner = ?", (acting.owner(),))
    return {sha256 for (sha256,) in rows}


def _bytes_of(thumbs: Path, own: set[str] | None) -> int:
    """What all thumbnails take, or those of the files in `own` alone."""
    files = (file for file in thumbs.glob("??/*.webp") if own is None or file.name.partition("-")[0] in own)
    return sum(file.stat().st_size for file in files)
