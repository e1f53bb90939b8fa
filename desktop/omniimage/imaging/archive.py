"""A ZIP of pictures, written as it grows: they are packed already, so nothing is packed again."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from omniimage.imaging.pieces import Pieces


class PictureZip:
    """Writes `target` from its beginning. A context manager; leaving it without `close` leaves a file that is no ZIP.

    Methods raise `OSError`; `add` also `NotFound` where the picture is gone, and then the ZIP goes on without it.
    """

    def __init__(self, target: Path) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, strict_timestamps=False)
        self._closed = False

    def add(self, name: str, pieces: Pieces) -> None:
        chunks = pieces.chunks()
        next(chunks)
        self._write(name, chunks, pieces.size)

    def add_text(self, name: str, text: str) -> None:
        data = text.encode()
        self._write(name, iter((data,)), len(data))

    def close(self) -> None:
        self._closed = True
        self._zip.close()

    def _write(self, name: str, chunks: Iterator[bytes], size: int) -> None:
        entry = zipfile.ZipInfo(name, time.localtime()[:6])
        entry.file_size = size
        entry.external_attr = 0o644 << 16
        with self._zip.open(entry, "w") as file:
            for chunk in chunks:
                file.write(chunk)

    def __enter__(self) -> PictureZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._closed and self._zip.fp:
            # No directory at its end: who finds the file must not take it for a whole one.
            self._zip.fp.close()
            self._zip.fp = None
