"""Taking images away: a ZIP, a folder, one file, the clipboard. What leaves carries its recipe, unless told otherwise."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from omniimage.contracts.base import now
from omniimage.contracts.image_tools import Download, ExportOptions, Job
from omniimage.contracts.images import SavedFile
from omniimage.errors import BadRequest, NotFound, StorageFull, StudioError, storage_errors
from omniimage.imaging.archive import PictureZip
from omniimage.imaging.pieces import Pieces
from omniimage.paths import DataPaths
from omniimage.services.converting import conversion
from omniimage.services.derived import DerivedImages
from omniimage.services.jobs import Jobs, RunningJob
from omniimage.services.leaving import Labels, Leaving, Outbox, outside_extension
from omniimage.services.names import UniqueNames, check_template, fill
from omniimage.services.placing import Placing
from omniimage.services.recipes import csv_file, index_row, json_file
from omniimage.storage.files import on_disk
from omniimage.storage.image_store import ImageStore

PREVIEWED = 5
SPARE_BYTES = 16_000_000
AT_A_TIME = 500
INDEX = ("index.json", "index.csv")
_CANNOT_WRITE = "the export cannot be written"


@dataclass(frozen=True)
class _Waiting:
    """A ZIP that is to be fetched."""

    file: Path
    begun: float = field(default_factory=time.monotonic)


class Exports:
    """A ZIP that no browser fetches stays for `kept_seconds` at least, and goes when the next one is asked for."""

    def __init__(
        self, store: ImageStore, derived: DerivedImages, jobs: Jobs, paths: DataPaths, kept_seconds: float = 24 * 3600
    ) -> None:
        self._kept_seconds = kept_seconds
        self._store = store
        self._derived = derived
        self._jobs = jobs
        self._work = paths.work
        # By the job that writes each.
        self._downloads: dict[str, _Waiting] = {}

    async def check(self, img_ids: Sequence[str], options: ExportOptions, labels: Labels | None = None) -> None:
        """Raises `BadRequest` on what could not be exported at all."""
        check_template(options.name, labels.names if labels else ())
        if options.convert:
            conversion(options.convert)
        if not img_ids:
            raise BadRequest("nothing to export", field="img_ids", images=0)

    async def preview(self, img_ids: Sequence[str], options: ExportOptions) -> list[str]:
        """The names of the first few. Raises `BadRequest`, `NotFound`."""
        await self.check(img_ids, options)
        names, wanted = UniqueNames(INDEX), conversion(options.convert) if options.convert else None
        stored = [await self._store.original(img_id) for img_id in img_ids[:PREVIEWED]]
        return [
            names.claim(fill(options.name, each.image, number, len(img_ids)), outside_extension(each, wanted))
            for number, each in enumerate(stored, 1)
        ]

    @staticmethod
    def zip_name(count: int) -> str:
        return f"omniimage_{now()[:10]}_{count}.zip"

    async def zip_to(
        self,
        target: Path,
        img_ids: Sequence[str],
        options: ExportOptions,
        labels: Labels | None = None,
        job_id: str = "",
    ) -> Download:
        """Write a ZIP to `target` as a job; it is there whole or not at all."""
        return Download(job_id=self._start_zip(target, img_ids, options, labels, job_id).id, path=str(target))

    async def zip_for_browser(
        self, img_ids: Sequence[str], options: ExportOptions, labels: Labels | None = None, job_id: str = ""
    ) -> Download:
        """Write a ZIP that `download` gives out once, by its job's id."""
        await self.check(img_ids, options, labels)
        await self._forget_unfetched()
        file = self._work / f"{secrets.token_hex(16)}.zip"
        job = self._start_zip(file, img_ids, options, labels, job_id)
        self._downloads[job.id] = _Waiting(file)
        return Download(job_id=job.id, url=f"/downloads/{job.id}")

    async def download(self, job_id: str) -> tuple[Path, str]:
        """The ZIP's file, once written, and its name. Raises `NotFound`, or the error that its job ended with."""
        waiting = self._downloads.get(job_id)
        if waiting is None:
            raise NotFound("this download is over, or never was")
        # Only the one whose job it is finds it.
        job = await self._jobs.wait(job_id)
        if job.state != "done":
            raise _error_of(job)
        return waiting.file, self.zip_name(job.total)

    async def downloaded(self, job_id: str) -> None:
        """It went out whole: forget it."""
        if waiting := self._downloads.pop(job_id, None):
            await on_disk(lambda: waiting.file.unlink(missing_ok=True), "the download cannot be removed")

    async def _forget_unfetched(self) -> None:
        oldest = time.monotonic() - self._kept_seconds
        for job_id, waiting in [*self._downloads.items()]:
            if waiting.begun < oldest:
                await self.downloaded(job_id)

    async def outgoing(self, img_id: str, *, strip: bool) -> Leaving:
        """One image as it would be in a ZIP. Raises `NotFound`, `NotAnImage`."""
        return await Outbox(self._derived, ExportOptions(strip=strip), self._work).one(img_id)

    async def save_to(
        self,
        folder: Path,
        img_ids: Sequence[str],
        options: ExportOptions,
        labels: Labels | None = None,
        job_id: str = "",
    ) -> Download:
        """Write the images to `folder` as a job, beside what lies there; an index only where `labels` has one.

        What lies there already under its name, byte for byte, is left as it is: another go ends what was broken off.
        """
        own = labels or Labels()
        place = await on_disk(lambda: Placing(folder), "the folder cannot be read")

        async def work(job: RunningJob) -> None:
            has_room = False

            async def put(each: Leaving) -> str:
                nonlocal has_room
                name, is_there = await on_disk(lambda: place.of(each.stem, each.extension, each.pieces), _CANNOT_WRITE)
                if not is_there:
                    if not has_room:
                        await self._check_room(folder, img_ids[img_ids.index(each.image.id) :], options)
                        has_room = True
                    await on_disk(lambda: each.pieces.write(folder / name), _CANNOT_WRITE)
                return name

            went = await self._send(img_ids, options, job, own, put)
            if own.index is None:
                return
            async with self._derived.folder() as temporary:
                for file in await own.index(went, temporary):
                    await on_disk(partial(place.put, file), _CANNOT_WRITE)

        return Download(job_id=self._jobs.start("save", len(img_ids), work, job_id).id, path=str(folder))

    async def save_as(self, target: Path, img_id: str, options: ExportOptions) -> SavedFile:
        """Write one image to `target`, whole or not at all. Raises `NotFound`, `StorageFull`, `StorageFailed`, …"""
        await self.check([img_id], options)
        async with self._derived.folder() as temporary:
            leaving = await Outbox(self._derived, options, temporary).one(img_id)
            await on_disk(lambda: leaving.pieces.write(target), _CANNOT_WRITE)
        return SavedFile(path=str(target))

    async def files(self, img_ids: Sequence[str], options: ExportOptions) -> list[Path]:
        """Copies with proper names, for the clipboard; they stay until the next start."""
        await self.check(img_ids, options)
        folder = Path(await on_disk(lambda: tempfile.mkdtemp(dir=self._work), "no place to work"))
        outbox, names, files = Outbox(self._derived, options, folder), UniqueNames(), []
        for number, img_id in enumerate(img_ids, 1):
            leaving = await outbox.one(img_id, number, len(img_ids))
            files.append(folder / names.claim(leaving.stem, leaving.extension))
            await on_disk(partial(leaving.pieces.write, files[-1]), _CANNOT_WRITE)
        return files

    def _start_zip(
        self, target: Path, img_ids: Sequence[str], options: ExportOptions, labels: Labels | None, job_id: str
    ) -> Job:
        async def work(job: RunningJob) -> None:
            fresh = target.with_name(f".{target.name}.partial")
            try:
                await self._write_zip(fresh, img_ids, options, job, labels or Labels())
                await on_disk(lambda: fresh.replace(target), _CANNOT_WRITE)
            finally:
                # Where it could not even be begun, that is what the job tells.
                with suppress(StudioError):
                    await on_disk(lambda: fresh.unlink(missing_ok=True), "the unfinished ZIP cannot be removed")

        return self._jobs.start("zip", len(img_ids), work, job_id)

    async def _write_zip(
        self, target: Path, img_ids: Sequence[str], options: ExportOptions, job: RunningJob, labels: Labels
    ) -> None:
        await self._check_room(target.parent, img_ids, options)
        names = UniqueNames(INDEX)
        with storage_errors(_CANNOT_WRITE), PictureZip(target) as archive:

            async def put(each: Leaving) -> str:
                name = names.claim(each.stem, each.extension)
                await on_disk(lambda: archive.add(name, each.pieces), _CANNOT_WRITE)
                return name

            went = await self._send(img_ids, options, job, labels, put)
            index = labels.index or (None if options.strip else self._index)
            if index is not None:
                async with self._derived.folder() as temporary:
                    for file in await index(went, temporary):
                        await on_disk(partial(archive.add, file.name, Pieces.whole(file)), _CANNOT_WRITE)
            await on_disk(archive.close, _CANNOT_WRITE)

    async def _index(self, went: Sequence[tuple[str, str]], folder: Path) -> list[Path]:
        files = [folder / name for name in INDEX]
        with storage_errors(_CANNOT_WRITE), json_file(files[0]) as to_json, csv_file(files[1]) as to_csv:
            for start in range(0, len(went), AT_A_TIME):
                some = went[start : start + AT_A_TIME]
                images = {image.id: image for image in await self._store.get_many([id for _, id in some])}
                rows = [index_row(name, images[id]) for name, id in some if id in images]
                await on_disk(partial(to_json, rows), _CANNOT_WRITE)
                await on_disk(partial(to_csv, rows), _CANNOT_WRITE)
        return files

    async def _send(
        self,
        img_ids: Sequence[str],
        options: ExportOptions,
        job: RunningJob,
        labels: Labels,
        put: Callable[[Leaving], Awaitable[str]],
    ) -> list[tuple[str, str]]:
        """Names, as `put` gives them, and ids of the images that went out; one whose file is gone is told to the job."""
        went: list[tuple[str, str]] = []
        async with (
            self._derived.folder() as temporary,
            aclosing(Outbox(self._derived, options, temporary, labels).all(img_ids, job)) as leaving,
        ):
            async for each in leaving:
                try:
                    went.append((await put(each), each.image.id))
                except NotFound as error:
                    job.fail(each.image.id, error)
                else:
                    job.step(signed=[each.image.id] if each.signed else [])
        return went

    async def _check_room(self, folder: Path, img_ids: Sequence[str], options: ExportOptions) -> None:
        """Raises `StorageFull` before anything is written. What a conversion will take is not known."""
        needed = 0 if options.convert else await self._store.bytes_of(img_ids) + SPARE_BYTES
        disk = await on_disk(lambda: shutil.disk_usage(folder), "the folder cannot be read")
        # Some file systems do not say how large they are: there the writing will tell.
        if disk.total and disk.free < needed:
            raise StorageFull("there is not enough room for the export", needed=needed, free=disk.free)


def _error_of(job: Job) -> StudioError:
    kinds = {kind.code: kind for kind in StudioError.__subclasses__()}
    code = "cancelled" if job.state == "cancelled" or job.error is None else job.error.code
    details = job.error.details if job.error else {}
    return kinds.get(code, StudioError)("the download was not written", **details)
