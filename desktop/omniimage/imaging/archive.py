"""A ZIP of pictures, written as it grows: they are packed already, so nothing is packed again."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from types import TracebackType

from omniimage.imaging.pieces import Pieces, write_all


class PictureZip:
    """Writes `target` from its beginning. A context manager; leaving it without `close` leaves a file that is no ZIP.

    `zipfile` passes each byte through Python; here it only writes headers and directory, the kernel copies the pictures.
    Methods raise `OSError`; `add` also `NotFound` where the picture is gone, and then the ZIP goes on without it.
    """

    def __init__(self, target: Path) -> None:
        self._file = target.open("wb", buffering=0)
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)

    def add(self, name: str, pieces: Pieces) -> None:
        entry = self._begin(name, pieces.size, pieces.crc32())
        pieces.copy_into(self._file)
        self._end(entry)

    def close(self) -> None:
        self._zip.close()
        self._file.close()

    def _begin(self, name: str, size: int, crc: int) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, time.localtime()[:6])
        entry.file_size = entry.compress_size = size
        entry.CRC = crc
        entry.external_attr = 0o644 << 16
        entry.header_offset = self._file.tell()
        write_all(self._file, entry.FileHeader())
        return entry

    def _end(self, entry: zipfile.ZipInfo) -> None:
        self._zip.filelist.append(entry)
        self._zip.NameToInfo[entry.filename] = entry
        self._zip.start_dir = self._file.tell()
        self._zip._didModify = True  # type: ignore[attr-defined]

    def __enter__(self) -> PictureZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Without its directory: who finds the file must not take it for a whole one.
        self._zip.fp = None
        self._file.close()
