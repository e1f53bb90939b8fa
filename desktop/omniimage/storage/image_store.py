"""ImageStore: every picture, on disk before anyone hears of it."""

from __future__ import annotations

import asyncio
import builtins
import hashlib
import logging
import shutil
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from omniimage import acting
from omniimage.contracts.base import new_id, now
from omniimage.contracts.images import Image, ImageKind, ImagePage, ImageQuery
from omniimage.errors import BadRequest, NotAnImage, NotFound, StorageFailed, StudioError, TooLarge, storage_errors
from omniimage.paths import DataPaths
from omniimage.storage import image_query
from omniimage.storage.database import Database
from omniimage.storage.files import DurableFolders, on_disk, sync_file, to_the_end
from omniimage.storage.image_files import (
    Row,
    displace,
    image_of,
    picture_path,
    place,
    read_sidecars,
    sha256_of,
    write_sidecar,
)
from omniimage.storage.picture_gate import PictureGate
from omniimage.storage.pixels import Facts, Pixels
from omniimage.storage.rebuild import insert_images, restore_runs
from omniimage.storage.spool import SpoolFolder, part_number
from omniimage.storage.tables import AttemptRow, ImageRow, SavedImageRow, change_row, dicts, own

T = TypeVar("T")
LANES = 8
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Origin:
    """What made a picture, for its row and sidecar. `cost`: US dollars of this one picture, `answer_cost` of all with it."""

    kind: ImageKind
    model: str | None = None
    prompt: str | None = None
    run_id: str | None = None
    generation_id: str | None = None
    recipe: dict[str, Any] | None = None
    cost: float | None = None
    parent_id: str | None = None
    created: str | None = None
    name: str | None = None
    answer_cost: float | None = None
    owner: str = field(default_factory=acting.owner)


@dataclass(frozen=True)
class StoredFile:
    """An original on disk: its untouched bytes, and what they are."""

    path: Path
    mime_type: str
    sha256: str
    image: Image


class ImageStore:
    def __init__(self, database: Database, paths: DataPaths, workers: Pixels) -> None:
        self._database = database
        self._paths = paths
        self._workers = workers
        self._thumbnails: dict[Path, asyncio.Future[None]] = {}
        self._changing = asyncio.Lock()
        self.gate = PictureGate()
        self._make_folder = DurableFolders()

    async def save_generated(self, attempt_id: str, parts: Sequence[Path], origin: Origin) -> builtins.list[Image]:
        """Keep an answer's pictures (`part-N` of its spool) and mark its attempt `saved`.

        Safe to repeat: the same part makes the same image.
        A part that is no image stays in the spool and raises `NotAnImage` or `TooLarge`, once the others are saved.
        Goes on to its end if the caller is cancelled. Raises `StorageFull`, `StorageFailed`.
        """
        return await to_the_end(self._placing(self._save_generated(attempt_id, parts, origin)))

    async def import_file(
        self,
        source: Path,
        name: str,
        *,
        kind: ImageKind = "imported",
        parent_id: str | None = None,
        recipe: dict[str, Any] | None = None,
        prompt: str | None = None,
        model: str | None = None,
    ) -> Image:
        """Copy a file in; `name` is what the user calls it. Raises `NotFound`, `NotAnImage`, `TooLarge`, `StorageFull`, …"""
        origin = Origin(kind=kind, parent_id=parent_id, recipe=recipe, name=name, prompt=prompt, model=model)
        return await to_the_end(self._placing(self._import(source, origin)))

    async def save_derived(
        self, parent: Image, kind: ImageKind, made: Sequence[tuple[Path, dict[str, Any]]]
    ) -> builtins.list[Image]:
        """Keep pictures made of `parent`, each with its recipe: all of them, or none. The files stay where they are.

        Raises `StorageFull`, `StorageFailed`, `NotAnImage`.
        """
        return await to_the_end(self._placing(self._save_derived(parent, kind, made)))

    async def get(self, id: str) -> Image:
        """Raises `NotFound`."""
        return (await self.original(id)).image

    async def get_many(self, ids: Sequence[str]) -> builtins.list[Image]:
        """In the order asked; unknown ones are left out."""
        found = {row["id"]: image_of(row) for row in await self._rows(ids)}
        return [found[id] for id in ids if id in found]

    async def bytes_of(self, ids: Sequence[str]) -> int:
        return await self._database.read(lambda: image_query.weight(ids))

    async def twin_of(self, file: Path) -> Image | None:
        """An image of exactly these bytes, rather one that was made here. `None` where there is none, or no such file."""
        if not await asyncio.to_thread(file.is_file):
            return None
        sha256 = await on_disk(lambda: sha256_of(file), "the file cannot be read")
        query = ImageRow.select().where(ImageRow.sha256 == sha256).order_by(ImageRow.prompt.is_null(), ImageRow.id).limit(1)
        rows = await self._database.read(lambda: dicts(own(query, ImageRow.owner)))
        return image_of(rows[0]) if rows else None

    async def list(self, query: ImageQuery) -> ImagePage:
        """One page, newest first, without the trashed. Raises `BadRequest` on a strange cursor or limit."""
        rows, next_cursor, total = await self._database.read(lambda: image_query.page(query))
        return ImagePage(images=[image_of(row) for row in rows], next_cursor=next_cursor, total=total)

    async def original(self, id: str) -> StoredFile:
        """The stored file of an image, trashed or not. Raises `NotFound`."""
        rows = await self._rows([id])
        if not rows:
            raise NotFound("no such image", image=id)
        row = rows[0]
        path = picture_path(self._paths.images, row["sha256"], row["extension"])
        return StoredFile(path, row["mime_type"], row["sha256"], image_of(row))

    async def set_favourites(self, ids: Sequence[str], favourite: bool) -> dict[str, str]:
        """Returns those that are there, with their owners."""
        return await self._change(ids, favourite=favourite)

    async def note_saved(self, ids: Sequence[str]) -> None:
        """Remember that the user took these images out: they are among those that were worth their price."""

        def work() -> None:
            for some in image_query.batches(ids):
                there = own(ImageRow.select(ImageRow.id).where(ImageRow.id.in_(some)), ImageRow.owner)
                SavedImageRow.insert_from(there, [SavedImageRow.id]).on_conflict_ignore().execute()

        await self._database.write(work)

    async def trash(self, ids: Sequence[str]) -> dict[str, str]:
        """Hide images; `Bin` moves their files away in time. Returns those that are there, with their owners."""
        return await self._change(ids, trashed=True, trashed_at=now())

    async def restore(self, ids: Sequence[str]) -> dict[str, str]:
        """Returns those whose files are still here, with their owners."""
        return await self._change(ids, trashed=False, trashed_at=None)

    async def thumbnail(self, id: str, size: int) -> Path:
        """A WebP of `size` pixels on its longer edge, made if it is not there yet. Raises `NotFound`, `NotAnImage`, …"""
        if size not in self._workers.thumbnail_sizes:
            raise BadRequest("no thumbnails of this size", sizes=[*self._workers.thumbnail_sizes])
        stored = await self.original(id)
        return await self._thumbnail(stored.path, stored.sha256, size)

    async def rebuild(self) -> int:
        """Bring back, from the sidecars, the rows that the database lacks. Returns how many images."""
        rows = await on_disk(lambda: [*read_sidecars(self._paths.images)], "the images cannot be read")

        def work() -> int:
            added = insert_images(rows)
            restore_runs()
            return added

        return await self._database.write(work)

    async def _placing(self, work: Coroutine[Any, Any, T]) -> T:
        async with self.gate.placing():
            return await work

    async def _save_generated(self, attempt_id: str, parts: Sequence[Path], origin: Origin) -> builtins.list[Image]:
        ids = [generated_image_id(attempt_id, part_number(part)) for part in parts]
        known = {row["id"]: row for row in await self._rows(ids)}
        origin = replace(origin, created=origin.created or now())
        outcomes = await asyncio.gather(
            *(self._place(part, id, origin) for part, id in zip(parts, ids, strict=True) if id not in known),
            return_exceptions=True,
        )
        placed = {outcome["id"]: outcome for outcome in outcomes if isinstance(outcome, dict)}
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]

        def commit() -> None:
            insert_images([*placed.values()])
            if not failures:
                ended = {"state": "saved", "error": None, "cost": origin.answer_cost}
                change_row(AttemptRow, attempt_id, ended)

        await self._database.write(commit)
        kept = known | placed
        done = [part for part, id in zip(parts, ids, strict=True) if id in kept]
        await on_disk(lambda: self._clear_spool(attempt_id, done, whole=not failures), "the spool cannot be tidied")
        if failures:
            raise _gravest(failures)
        return [image_of(kept[id]) for id in ids]

    async def _place(self, source: Path, id: str, origin: Origin) -> Row:
        loop = asyncio.get_running_loop()

        def linked(picture: Path, sha256: str) -> None:
            loop.call_soon_threadsafe(self._small_thumbnail, picture, sha256)

        def work() -> Row:
            row = _new_row(id, self._inspect(source), origin)
            return place(self._paths.images, source, row, self._make_folder, linked)

        return await on_disk(work, "the image cannot be stored")

    async def _save_derived(
        self, parent: Image, kind: ImageKind, made: Sequence[tuple[Path, dict[str, Any]]]
    ) -> builtins.list[Image]:
        rows: builtins.list[Row] = []
        origin = Origin(
            kind=kind,
            model=parent.model,
            prompt=parent.prompt,
            run_id=parent.run_id,
            parent_id=parent.id,
            created=now(),
            name=parent.name,
            owner=parent.owner,
        )
        ids = sorted(new_id("img") for _ in made)
        try:
            for id, (file, recipe) in zip(ids, made, strict=True):
                await on_disk(partial(sync_file, file), "the image cannot be stored")
                rows.append(await self._place(file, id, replace(origin, recipe=recipe)))
            await self._database.write(lambda: insert_images(rows))
        except StudioError:
            for row in rows:
                await on_disk(partial(displace, self._paths.images, row), "half of what was made cannot be removed")
            raise
        return [image_of(row) for row in rows]

    async def _import(self, source: Path, origin: Origin) -> Image:
        id = new_id("img")
        copy = self._paths.uploads / f"{id}.incoming"

        def copy_in() -> str:
            self._inspect(source)
            return _copy_in(source, copy)

        try:
            sha256 = await on_disk(copy_in, "the file cannot be copied")
            # A file that is brought in must decode: what was paid for is kept whatever it is.
            await self._thumbnail(copy, sha256, self._workers.thumbnail_sizes[-1])
            if origin.kind == "imported" and (known := await self._thrown_away(sha256)):
                return await self._take_back(copy, known)
            row = await self._place(copy, id, origin)
        finally:
            await on_disk(lambda: copy.unlink(missing_ok=True), "the copy cannot be removed")
        await self._database.write(lambda: insert_images([row]))
        return image_of(row)

    async def _thrown_away(self, sha256: str) -> Row | None:
        """The newest image of these bytes that this person has, if none is in sight."""
        of_it = ImageRow.select().where(ImageRow.sha256 == sha256, ImageRow.owner == acting.owner())
        query = of_it.order_by(ImageRow.trashed, ImageRow.id.desc()).limit(1)
        found = await self._database.read(lambda: dicts(query))
        return found[0] if found and found[0]["trashed"] else None

    async def _take_back(self, copy: Path, known: Row) -> Image:
        """A file that is brought in again is the image it was, with all that is known of it."""
        row = known | {"trashed": False, "trashed_at": None, "binned": False}
        await on_disk(
            lambda: place(self._paths.images, copy, row, self._make_folder, lambda *_: None), "the image cannot be stored"
        )
        await self._database.write(lambda: ImageRow.update(row).where(ImageRow.id == row["id"]).execute())
        return image_of(row)

    def _inspect(self, path: Path) -> Facts:
        """Blocks."""
        try:
            with storage_errors("the file cannot be read"):
                return self._workers.inspect(path)
        except StorageFailed as error:
            match error.__cause__:
                case FileNotFoundError():
                    raise NotFound("no such file", file=path.name) from None
                case IsADirectoryError():
                    raise NotAnImage("a folder is no image", file=path.name, reason="folder") from None
            raise

    def _clear_spool(self, attempt_id: str, done: Iterable[Path], *, whole: bool) -> None:
        for part in done:
            part.unlink(missing_ok=True)
        if whole:
            SpoolFolder(self._paths.spool / attempt_id).remove()

    async def _change(self, ids: Sequence[str], **changes: bool | str | None) -> dict[str, str]:
        def work() -> builtins.list[Row]:
            for batch in image_query.batches(ids):
                here = ImageRow.update(changes).where(ImageRow.id.in_(batch), ImageRow.binned == False)  # noqa: E712
                own(here, ImageRow.owner).execute()
            return [row for row in image_query.rows(ids) if not row["binned"]]

        def rewrite(some: Sequence[Row]) -> None:
            for row in some:
                write_sidecar(self._paths.images, row)

        async with self._changing:
            rows = await self._database.write(work)
            # Each waits for the disk: of thousands some wait together.
            lanes = [partial(rewrite, rows[lane::LANES]) for lane in range(min(LANES, len(rows)))]
            try:
                await asyncio.gather(*(on_disk(lane, "sidecars cannot be written") for lane in lanes))
            except StudioError as error:
                log.warning("sidecars are behind the database: %s", error.code)
        return {row["id"]: row["owner"] for row in rows}

    async def _rows(self, ids: Sequence[str]) -> builtins.list[Row]:
        return await self._database.read(lambda: image_query.rows(ids))

    def _small_thumbnail(self, source: Path, sha256: str) -> None:
        """Begin what is sure to be asked for, beside what is still on its way to the disk."""
        task = asyncio.ensure_future(self._thumbnail(source, sha256, self._workers.thumbnail_sizes[0]))
        # Whoever asks for the thumbnail gets the error; here it only must not go unheard.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _thumbnail(self, source: Path, sha256: str, size: int) -> Path:
        """Each size is a job of its own: in a burst every picture's small one comes before the first large one."""
        target = self._paths.thumbs / sha256[:2] / f"{sha256}-{size}.webp"
        if not target.exists():
            making = self._thumbnails.get(target)
            if making is None:
                making = asyncio.ensure_future(self._workers.make_thumbnail(source, target, size))
                self._thumbnails[target] = making
                making.add_done_callback(lambda done: self._thumbnails.pop(target, None))
                # Whoever asked may have given up by the time it fails.
                making.add_done_callback(lambda done: done.cancelled() or done.exception())
            # Shielded: who gives up waiting must not stop it for the others.
            await asyncio.shield(making)
        return target


def generated_image_id(attempt_id: str, part: int) -> str:
    """The id of an attempt's picture: sorts by the attempt's time, then by the part; always the same."""
    digest = hashlib.sha256(f"{attempt_id}/{part}".encode()).hexdigest()
    return f"img_{attempt_id[4:16]}{part:02x}{digest[:10]}"


def _new_row(id: str, facts: Facts, origin: Origin) -> Row:
    return {
        "id": id,
        "mime_type": facts.mime_type,
        "extension": facts.extension,
        "width": facts.width,
        "height": facts.height,
        "bytes": facts.bytes,
        "kind": origin.kind,
        "created": origin.created or now(),
        "model": origin.model,
        "prompt": origin.prompt,
        "run_id": origin.run_id,
        "generation_id": origin.generation_id,
        "parent_id": origin.parent_id,
        "recipe": origin.recipe or {},
        "cost": origin.cost,
        "favourite": False,
        "name": origin.name,
        "owner": origin.owner,
        "trashed": False,
    }


def _copy_in(source: Path, target: Path) -> str:
    """Copy, make durable; returns the SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    sync_file(target)
    return sha256_of(target)


def _gravest(failures: Sequence[BaseException]) -> BaseException:
    """A disk that refuses goes before a part that is no image: it can be tried again."""
    return min(failures, key=lambda error: isinstance(error, NotAnImage | TooLarge))
