"""One studio per data folder."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from omniimage.errors import Locked, storage_errors


class FolderLock:
    """An exclusive lock that the system lets go of when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path, timeout=0, thread_local=False)

    def acquire(self) -> None:
        """Raises `Locked` where another studio holds the folder, `StorageFailed` where it cannot be locked."""
        with storage_errors("the data folder cannot be locked"):
            try:
                self._lock.acquire()
            except Timeout:
                folder = Path(self._lock.lock_file).parent
                raise Locked("another studio holds this data folder", folder=str(folder)) from None

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> FolderLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()
