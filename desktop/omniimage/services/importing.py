"""Bringing pictures in: files and folders, of every format the studio takes, with the recipes they carry."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from omniimage.contracts.images import Image, Imported, RefusedFile
from omniimage.errors import StudioError, TooLarge
from omniimage.events import EventBus
from omniimage.imaging.bring_in import EXTENSIONS, BroughtIn, bring_in
from omniimage.imaging.found.own import read_own
from omniimage.services.derived import DerivedImages
from omniimage.services.outcome import error_info
from omniimage.services.recipes import note_of
from omniimage.storage.files import on_disk
from omniimage.storage.image_store import ImageStore

AT_ONCE = 2
MAX_FILES = 10_000
SECONDS = 120


class Importing:
    def __init__(self, store: ImageStore, derived: DerivedImages, bus: EventBus) -> None:
        self._store = store
        self._derived = derived
        self._bus = bus

    async def import_files(self, paths: Sequence[Path], names: Sequence[str] | None = None) -> Imported:
        """Copy files in, and what lies in folders; one bad file refuses itself alone. The ids are in the files' order."""
        files = await on_disk(lambda: [*_files(paths, names)], "the folder cannot be read")
        waiting = iter(enumerate(files[:MAX_FILES]))
        ids: dict[int, str] = {}
        refused: dict[int, RefusedFile] = {}

        async def lane() -> None:
            for number, (path, name) in waiting:
                try:
                    ids[number] = (await self._import(path, name)).id
                except StudioError as error:
                    refused[number] = RefusedFile(name=name, error=error_info(error))

        await asyncio.gather(*(lane() for _ in range(AT_ONCE)))
        if len(files) > MAX_FILES:
            too_many = TooLarge("too many files at once", limit=MAX_FILES, files=len(files))
            refused[MAX_FILES] = RefusedFile(name=files[MAX_FILES][1], error=error_info(too_many))
        return Imported(image_ids=[ids[key] for key in sorted(ids)], refused=[refused[key] for key in sorted(refused)])

    async def _import(self, path: Path, name: str) -> Image:
        async with self._derived.folder() as folder:
            brought = await self._look(path, folder)
            if brought.found is None and (twin := await self._store.twin_of(brought.file)):
                brought = replace(brought, found=_recipe_of(twin))
            found = brought.found or {}
            image = await self._store.import_file(
                brought.file,
                name,
                recipe=_recipe(brought),
                prompt=found.get("prompt"),
                model=found.get("model") if found.get("tool") == "omniimage" else None,
            )
        self._bus.publish("image.added", {"id": image.id, "image": image.model_dump(mode="json")})
        if image.run_id is not None:
            # Its bytes are those of one that was thrown away: it is back in its run.
            self._bus.publish("image.changed", {"id": image.id, "deleted": False})
        return image

    async def _look(self, path: Path, folder: Path) -> BroughtIn:
        # A file that is not there, a folder: the store says it in its own words.
        if not await asyncio.to_thread(os.access, path, os.R_OK) or await asyncio.to_thread(path.is_dir):
            return BroughtIn(path)
        return await self._derived.workers.run(bring_in, path, folder, timeout=SECONDS)


def _recipe_of(twin: Image) -> dict[str, Any] | None:
    """What an untouched original lacks, its twin in the library has."""
    return read_own(json.loads(note_of(twin).recipe)) if twin.prompt else None


def _recipe(brought: BroughtIn) -> dict[str, Any] | None:
    parts = {"found": brought.found, "imported_from": brought.format}
    return {name: value for name, value in parts.items() if value} or None


def _files(paths: Sequence[Path], names: Sequence[str] | None) -> Iterator[tuple[Path, str]]:
    """Each file with its name; of folders the pictures in and below them, without hidden ones and links to elsewhere."""
    for path, name in zip(paths, names or [path.name for path in paths], strict=True):
        if names is None and path.is_dir():
            for folder, below, files in os.walk(path):
                below[:] = sorted(each for each in below if not each.startswith("."))
                wanted = sorted(each for each in files if not each.startswith(".") and each.lower().endswith(EXTENSIONS))
                yield from ((Path(folder) / each, each) for each in wanted)
        else:
            yield path, name
