"""Files that come in piece by piece: they outlive a lost connection, a page that is loaded anew, and a restart.

Beside `<id>.part` lies `<id>.json` with its name, size and owner, and in the end what became of it. Blocking.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from omniimage import acting
from omniimage.contracts.base import new_id
from omniimage.errors import BadRequest, NotFound, StorageFull, TooLarge, storage_errors
from omniimage.storage.files import write_whole

KEPT_SECONDS = 24 * 3600
RESERVE = 200_000_000
MAX_NAME_CHARS = 255
_ID = re.compile(r"up_[0-9a-f]{24}")
_WHAT = "the file cannot be stored"


@dataclass(frozen=True)
class PartialUpload:
    """`offset`: bytes that are here. `imported`: what became of it, once it was whole."""

    id: str
    name: str
    size: int
    owner: str
    offset: int = 0
    imported: dict[str, Any] | None = None


class PartialUploads:
    """`files` at once and `total_bytes` together for each person, `file_bytes` for one file."""

    def __init__(self, folder: Path, *, files: int, file_bytes: int, total_bytes: int) -> None:
        self._folder = folder
        self._files = files
        self._file_bytes = file_bytes
        self._total_bytes = total_bytes

    def create(self, name: str, size: int) -> PartialUpload:
        """Of whoever acts. Raises `BadRequest`, `TooLarge`, `StorageFull`."""
        name = re.split(r"[/\\]", name)[-1][-MAX_NAME_CHARS:]
        if not name or size < 1:
            raise BadRequest("say the file's name and size", field="size" if name else "name")
        if size > self._file_bytes:
            raise TooLarge("the file is too large", limit=self._file_bytes, size=size)
        with storage_errors(_WHAT):
            self._sweep()
            own = [each for each in self._all() if each.owner == acting.owner() and each.imported is None]
            if len(own) >= self._files:
                raise TooLarge("too many files at once", limit=self._files)
            if sum(each.size for each in own) + size > self._total_bytes:
                raise TooLarge("too much at once", limit=self._total_bytes)
            free = shutil.disk_usage(self._folder).free
            if free < size + RESERVE:
                raise StorageFull("too little room on the disk", free=free, needed=size + RESERVE)
            upload = PartialUpload(new_id("up"), name, size, acting.owner())
            self.path(upload.id).touch()
            self._write(upload)
        return upload

    def find(self, id: str) -> PartialUpload:
        """One that whoever acts may see. Raises `NotFound`."""
        upload = self._read(id) if _ID.fullmatch(id) else None
        if upload is None or not acting.may_see(upload.owner):
            raise NotFound("there is no such upload, or it is over", upload=id[:40])
        return upload

    def append(self, upload: PartialUpload, data: bytes) -> PartialUpload:
        """Raises `TooLarge` where it is more than was announced, `StorageFull`, `StorageFailed`."""
        if upload.offset + len(data) > upload.size:
            raise TooLarge("more than was announced", limit=upload.size)
        with storage_errors(_WHAT), self.path(upload.id).open("ab") as file:
            file.write(data)
        return replace(upload, offset=upload.offset + len(data))

    def finish(self, upload: PartialUpload, imported: dict[str, Any]) -> PartialUpload:
        """Keep what became of it, for whom its answer did not reach; the bytes are no longer needed."""
        done = replace(upload, imported=imported)
        with storage_errors(_WHAT):
            self._write(done)
            self.path(upload.id).unlink(missing_ok=True)
        return done

    def remove(self, id: str) -> None:
        with storage_errors(_WHAT):
            self.path(id).unlink(missing_ok=True)
            self._facts(id).unlink(missing_ok=True)

    def path(self, id: str) -> Path:
        return self._folder / f"{id}.part"

    def _facts(self, id: str) -> Path:
        return self._folder / f"{id}.json"

    def _write(self, upload: PartialUpload) -> None:
        write_whole(self._facts(upload.id), json.dumps(asdict(upload)).encode(), 0o600)

    def _read(self, id: str) -> PartialUpload | None:
        try:
            upload = PartialUpload(**json.loads(self._facts(id).read_bytes()))
            offset = upload.size if upload.imported is not None else self.path(id).stat().st_size
        except (OSError, ValueError, TypeError):
            return None
        return replace(upload, offset=offset)

    def _all(self) -> Iterator[PartialUpload]:
        return (found for file in self._folder.glob("up_*.json") if (found := self._read(file.stem)))

    def _sweep(self) -> None:
        """Forget what nobody went on with for a day."""
        oldest = time.time() - KEPT_SECONDS
        pairs: defaultdict[str, list[Path]] = defaultdict(list)
        for file in [*self._folder.glob("up_*.json"), *self._folder.glob("up_*.part")]:
            pairs[file.stem].append(file)
        for files in pairs.values():
            with suppress(OSError):
                if max(file.stat().st_mtime for file in files) < oldest:
                    for file in files:
                        file.unlink()
