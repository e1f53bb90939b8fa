"""Images on their way out, one after another: named, converted if asked, with their recipe or without any metadata."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omniimage.contracts.image_tools import ExportOptions
from omniimage.contracts.images import Image
from omniimage.errors import StudioError
from omniimage.imaging.convert import Conversion, convert_file, extension_of
from omniimage.imaging.embedding import with_note, without_metadata
from omniimage.imaging.inspect import sniff
from omniimage.imaging.pieces import Pieces
from omniimage.services.converting import SECONDS, conversion
from omniimage.services.derived import DerivedImages
from omniimage.services.jobs import RunningJob
from omniimage.services.names import fill, legal
from omniimage.services.recipes import note_of
from omniimage.storage.files import on_disk
from omniimage.storage.image_store import StoredFile

AHEAD = 3


@dataclass(frozen=True)
class Leaving:
    """One image: what it would be called outside, and its bytes there. `signed`: C2PA, so they are as they were."""

    image: Image
    stem: str
    extension: str
    pieces: Pieces
    signed: bool = False

    @property
    def name(self) -> str:
        """Where nothing else lies."""
        return legal(self.stem, self.extension)


@dataclass(frozen=True)
class Labels:
    """What whoever exports knows beside the library: more placeholders by image id, and an index of its own.

    `index`: from the names and ids of the images that went out writes the files that lie beside them into a folder; `None`:
    the usual ones.
    """

    names: Sequence[str] = ()
    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    index: Callable[[Sequence[tuple[str, str]], Path], Awaitable[list[Path]]] | None = None


class Outbox:
    """Prepares exports with one set of options, a few ahead of who takes them; conversions lie in `folder`."""

    def __init__(self, derived: DerivedImages, options: ExportOptions, folder: Path, labels: Labels | None = None) -> None:
        self._derived = derived
        self._options = options
        self._folder = folder
        self._labels = labels or Labels()
        self._conversion = conversion(options.convert) if options.convert else None

    async def one(self, img_id: str, number: int = 1, count: int = 1) -> Leaving:
        """Raises `NotFound`, `NotAnImage`, `TooLarge`, `BadRequest`, `StorageFull`."""
        return await self._leaving(await self._derived.original(img_id), number, count)

    async def all(self, img_ids: Sequence[str], job: RunningJob) -> AsyncGenerator[Leaving, None]:
        """In order; one that cannot leave is told to the job and passed over. Close it when it is not wanted to its end."""
        begun: deque[tuple[str, asyncio.Task[Leaving]]] = deque()
        try:
            for number, img_id in enumerate(img_ids, 1):
                try:
                    stored = await self._derived.original(img_id)
                except StudioError as error:
                    job.fail(img_id, error)
                    continue
                begun.append((img_id, asyncio.create_task(self._leaving(stored, number, len(img_ids)))))
                if len(begun) >= AHEAD and (leaving := await _next(begun, job)):
                    yield leaving
                    await self._forget(leaving)
            while begun:
                if leaving := await _next(begun, job):
                    yield leaving
                    await self._forget(leaving)
        finally:
            for _, task in begun:
                task.cancel()
            await asyncio.gather(*(task for _, task in begun), return_exceptions=True)

    async def _leaving(self, stored: StoredFile, number: int, count: int) -> Leaving:
        file = await self._convert(stored, number) if self._conversion else stored.path
        pieces, signed = await on_disk(lambda: finished(file, stored.image, self._options), "the image cannot be read")
        more = self._labels.of.get(stored.image.id, dict.fromkeys(self._labels.names, ""))
        stem = fill(self._options.name, stored.image, number, count, more)
        return Leaving(stored.image, stem, outside_extension(stored, self._conversion), pieces, signed)

    async def _convert(self, stored: StoredFile, number: int) -> Path:
        folder = self._folder / str(number)
        await on_disk(folder.mkdir, "no place to work")
        return await self._derived.workers.run(convert_file, stored.path, folder, self._conversion, timeout=SECONDS)

    async def _forget(self, leaving: Leaving) -> None:
        """A conversion that was taken: of thousands only a few lie here at a time."""
        if leaving.pieces.source.is_relative_to(self._folder):
            await on_disk(lambda: leaving.pieces.source.unlink(missing_ok=True), "a conversion cannot be removed")


async def _next(begun: deque[tuple[str, asyncio.Task[Leaving]]], job: RunningJob) -> Leaving | None:
    img_id, task = begun[0]
    try:
        return await task
    except StudioError as error:
        job.fail(img_id, error)
        return None
    finally:
        begun.popleft()


def finished(file: Path, image: Image, options: ExportOptions) -> tuple[Pieces, bool]:
    """The bytes as they leave, and whether they are signed: then they are as they were."""
    facts = sniff(file)
    if facts.c2pa:
        return Pieces.whole(file), True
    if options.strip:
        return without_metadata(file), False
    return (with_note(file, note_of(image)) if options.recipe else Pieces.whole(file)), False


def outside_extension(stored: StoredFile, wanted: Conversion | None) -> str:
    return extension_of(wanted.format) if wanted and wanted.format else stored.path.suffix.lstrip(".")
