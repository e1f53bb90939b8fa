"""SpoolFolder: where the answer of one outside call lands before anyone looks at it.

It holds `request.json`, then `part-N.partial` while a picture comes in, `part-N` once the whole answer is there, and last
`answer.json`. So a `part-N` is always whole. Pictures that the answer only points to become parts after it, all or none:
they are renamed last first, so beside an `answer.json` only what comes before the first `.partial` counts.
"""

from __future__ import annotations

import io
import itertools
import json
import shutil
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from omniimage.errors import StudioError, storage_errors
from omniimage.storage.files import FolderSync, sync_file, sync_folder, write_plain, write_whole
from omniimage.storage.whole import is_whole

_WHAT = "the answer cannot be written to the disk"


class SpoolFolder:
    """One attempt's folder. Blocking, but for `open_part`; raises `StorageFull` and `StorageFailed`."""

    def __init__(self, path: Path, kept: tuple[Path, ...] = (), sync_parent: FolderSync | None = None) -> None:
        """`kept`: the parts an earlier launch left; what comes is numbered after them. `sync_parent` is shared by many."""
        self.path = path
        self._sync_parent = sync_parent or FolderSync()
        self._kept = kept
        self._open: list[tuple[_PartFile, BinaryIO]] = []
        self._named: Future[None] | None = None
        self._is_new = False

    def open_part(self, record: dict[str, Any]) -> BinaryIO:
        """A file for the next picture. `record` says what was asked; it is written beside the first part."""
        with storage_errors(_WHAT):
            self._begin(record)
            raw = _PartFile(self.path / f"part-{len(self._kept) + len(self._open)}")
            file = io.BufferedWriter(raw)
        self._open.append((raw, file))
        return file

    def keep(self, answer: bytes, record: dict[str, Any]) -> tuple[Path, ...]:
        """The answer is whole: make it durable. Returns all its parts."""
        self._begin(record)
        coming = [(raw, file) for raw, file in self._open if raw.partial.exists()]
        for raw, file in coming:
            file.close()
            if raw.failure:
                raise raw.failure
            sync_file(raw.partial)
        parts = (*self._kept, *(raw.whole for raw, _ in self._open))
        # In a folder of our own making nothing else lies.
        if not self._is_new:
            for stale in {*self.path.glob("part-*")} - {*parts, *(raw.partial for raw, _ in coming)}:
                stale.unlink()
        for raw, _ in reversed(coming):
            raw.partial.replace(raw.whole)
        write_whole(self._answer_file, answer)
        sync_folder(self.path)
        self._named = self._named or self._sync_parent.begin(self.path.parent)
        self._named.result()
        return parts

    def contents(self, *, salvage: bool) -> tuple[tuple[Path, ...], bytes | None]:
        """The whole parts, and the answer where it came.

        `salvage`: take a `.partial` that has all its bytes; its launch ended between the last of them and its receipt.
        """
        answer = self._answer_file.read_bytes() if self._answer_file.exists() else None
        found = sorted(self.path.glob("part-*"), key=part_number)
        if answer is not None:
            return tuple(itertools.takewhile(_is_finished, found)), answer
        return tuple(path for path in found if _is_finished(path) or (salvage and is_whole(path))), None

    def record(self) -> dict[str, Any]:
        """What was asked; empty where it cannot be read."""
        try:
            return dict(json.loads(self._record_file.read_bytes()))
        except (OSError, ValueError, TypeError):
            return {}

    def kept_sizes(self) -> list[int]:
        """The bytes of each file of an answer that is kept here."""
        files = [*self.path.glob("part-*"), self._answer_file]
        return [file.stat().st_size for file in files if file.is_file()]

    def drop_incomplete(self) -> None:
        """Remove pictures that did not come whole, and the folder where nothing else is in it."""
        if not self.path.exists():
            return
        for partial in self.path.glob("*.partial"):
            partial.unlink()
        if {file.name for file in self.path.iterdir()} <= {self._record_file.name}:
            self.remove()

    def remove(self) -> None:
        for file in (self._record_file, self._answer_file):
            with suppress(OSError):
                file.unlink()
        try:
            self.path.rmdir()
        except OSError:
            shutil.rmtree(self.path, ignore_errors=True)

    @property
    def _record_file(self) -> Path:
        return self.path / "request.json"

    @property
    def _answer_file(self) -> Path:
        return self.path / "answer.json"

    def _begin(self, record: dict[str, Any]) -> None:
        if not self._record_file.exists():
            with suppress(FileExistsError):
                self.path.mkdir(parents=True)
                self._is_new = True
            # Its own name becomes durable while the answer comes in.
            self._named = self._sync_parent.begin(self.path.parent)
            write_plain(self._record_file, json.dumps(record, ensure_ascii=False).encode())


def part_number(part: Path) -> int:
    """N of `part-N` and `part-N.partial`."""
    return int(part.stem.removeprefix("part-"))


def _is_finished(part: Path) -> bool:
    return not part.suffix


class _PartFile(io.FileIO):
    """Says `StorageFull` where a plain file says `OSError`, and remembers it: what is not all there is never a part."""

    def __init__(self, whole: Path) -> None:
        self.whole = whole
        self.partial = whole.with_name(whole.name + ".partial")
        self.failure: StudioError | None = None
        super().__init__(self.partial, "wb")

    def write(self, data: Any, /) -> int:
        try:
            with storage_errors(_WHAT):
                return super().write(data)
        except StudioError as error:
            self.failure = error
            raise
