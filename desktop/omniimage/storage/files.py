"""Files that survive a power cut."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from omniimage.errors import storage_errors

T = TypeVar("T")

# Most of these threads wait for the disk; asyncio's own pool is too small for 64 answers at once.
_threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="disk")
# Of its own: those above wait for these.
_syncs = ThreadPoolExecutor(max_workers=1, thread_name_prefix="folder-sync")
_BINARY = getattr(os, "O_BINARY", 0)
_unfinished: set[asyncio.Future[Any]] = set()


async def on_disk(fn: Callable[[], T], what: str) -> T:
    """Run blocking file work in a thread, to its end even if the caller is cancelled. Raises as `storage_errors`."""

    def work() -> T:
        with storage_errors(what):
            return fn()

    return await asyncio.get_running_loop().run_in_executor(_threads, work)


async def to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Await `work`; a caller that is cancelled stops waiting, the work goes on."""
    task = asyncio.ensure_future(work)
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)
    return await asyncio.shield(task)


def in_background(work: Coroutine[Any, Any, object]) -> None:
    """Begin `work`, which may fail: nobody waits for it."""
    task = asyncio.ensure_future(work)
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file that is there whole or not at all, its bytes on the disk. Its name is only so after `sync_folder`."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        write_plain(fresh, data, mode, sync=True)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def write_plain(path: Path, data: bytes, mode: int = 0o644, *, sync: bool = False) -> None:
    """`Path.write_bytes` in half the system calls: each lets another thread take Python's lock."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, mode)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def empty_folder(folder: Path) -> None:
    """Remove what is in it, as far as that can be removed."""
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()


def sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class FolderSync:
    """`sync_folder` for a folder that many write into at once: all who wait for it share one sync."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = 0
        self._durable = 0

    def begin(self, folder: Path) -> Future[None]:
        """The same beside what the caller does meanwhile."""
        return _syncs.submit(self, folder)

    def __call__(self, folder: Path) -> None:
        before = self._begun
        with self._lock:
            # One that began after we came has our names too.
            if self._durable > before:
                return
            self._begun += 1
            sync_folder(folder)
            self._durable = self._begun


class DurableFolders:
    """Makes a folder unless it is there, and answers once its name is durable; many may ask at once."""

    def __init__(self) -> None:
        self._sync = FolderSync()
        self._made: set[Path] = set()
        self._durable: set[Path] = set()

    def make(self, folder: Path) -> None:
        """As far as it can be written into. Its name is durable only after a call."""
        if folder not in self._durable and not folder.exists():
            self._made.add(folder)
            folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, folder: Path) -> None:
        self.make(folder)
        # One of an earlier start is durable; one that another thread has just made may not be yet.
        if folder in self._made and folder not in self._durable:
            self._sync(folder.parent)
            self._durable.add(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
