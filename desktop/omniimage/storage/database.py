"""Database: one SQLite file, one writer, a few readers. No call blocks the loop."""

from __future__ import annotations

import asyncio
import contextvars
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import peewee as pw

from omniimage.errors import SchemaMismatch, StorageFailed, storage_errors
from omniimage.storage import upkeep
from omniimage.storage.migrations import VERSION
from omniimage.storage.sqlite_errors import storage_error
from omniimage.storage.tables import current
from omniimage.storage.writer import Writer

T = TypeVar("T")
READERS = 3
_PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "journal_size_limit": 64 << 20}


class Database:
    """`read_only`: made by a newer version. `was_damaged`: set aside at `open`, this one is fresh and wants a rebuild."""

    def __init__(self, path: Path, backups: Path) -> None:
        self.path = path
        self._backups = backups
        self.read_only = False
        self.was_damaged = False
        self._writer: Writer | None = None
        self._readers: ThreadPoolExecutor | None = None
        self._backup: threading.Thread | None = None
        self._reading: list[sqlite3.Connection] = []
        self._closing = threading.Event()

    def open(self) -> None:
        """Check, migrate and open; blocks. Raises `StorageFull`, `StorageFailed`."""
        with storage_errors("the data folder cannot be used"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self.was_damaged = upkeep.set_aside_if_damaged(self.path)
        self.read_only = upkeep.version_of(self.path) > VERSION
        if not self.read_only:
            upkeep.migrate(self.path, self._backups)
            self._writer = Writer(self._connect())
            self._closing.clear()
            self._backup = threading.Thread(target=self._back_up, name="database-backup", daemon=True)
            self._backup.start()
        readers = self._connect(query_only=1)
        self._readers = ThreadPoolExecutor(READERS, "database-reader", initializer=current.initialize, initargs=(readers,))

    async def write(self, fn: Callable[[], T]) -> T:
        """Run `fn` in a transaction and return what it returns once that is durable.

        `fn` uses the models of `tables` and nothing else; where another of its group fails, or the commit, it runs again.
        Raises what `fn` raises; `StorageFull`, `StorageFailed`; `SchemaMismatch` on a newer version's database.
        """
        if self.read_only:
            raise SchemaMismatch("the database was made by a newer version: it can only be read", supported=VERSION)
        if self._writer is None:
            raise StorageFailed("the database is not open", reason="closed")
        context = contextvars.copy_context()
        return await asyncio.wrap_future(self._writer.submit(lambda: context.run(fn)))

    async def read(self, fn: Callable[[], T]) -> T:
        """Run `fn` on one unchanging view of the database. Raises what `fn` raises, and `StorageFailed`."""
        if self._readers is None:
            raise StorageFailed("the database is not open", reason="closed")

        def work() -> T:
            try:
                if current.connect(reuse_if_open=True):
                    self._reading.append(current.connection())
                with current.atomic():
                    return fn()
            except pw.DatabaseError as error:
                raise storage_error(error) or error from error

        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._readers, context.run, work)

    def close(self) -> None:
        """Commit what waits and close. Safe to call twice."""
        self._closing.set()
        if self._backup is not None:
            self._backup.join()
        if self._readers is not None:
            self._readers.shutdown()
        for connection in self._reading:
            connection.close()
        self._reading.clear()
        # The last to close folds the WAL into the database; a reader may not.
        if self._writer is not None:
            self._writer.close()
        self._writer = self._backup = self._readers = None

    def _connect(self, **pragmas: int) -> pw.SqliteDatabase:
        """Each thread that uses it gets a connection of its own, which another may close."""
        return pw.SqliteDatabase(str(self.path), pragmas=_PRAGMAS | pragmas, timeout=5, check_same_thread=False)

    def _back_up(self) -> None:
        upkeep.back_up_daily(self.path, self._backups)
        while not self._closing.wait(3600):
            upkeep.back_up_daily(self.path, self._backups)
