"""Writer: the one thread that writes, with group commit.

A durable commit costs a sync of the disk, milliseconds whatever it holds. All writes that wait share one.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import peewee as pw

from omniimage.errors import StorageFailed
from omniimage.storage.sqlite_errors import storage_error
from omniimage.storage.tables import current, execute

T = TypeVar("T")
MAX_GROUP = 500


@dataclass
class _Write:
    fn: Callable[[], Any]
    future: Future[Any] = field(default_factory=Future)


class Writer:
    def __init__(self, database: pw.SqliteDatabase) -> None:
        self._database = database
        self._waiting: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="database-writer", daemon=True)
        self._thread.start()
        self._ready.result()

    def submit(self, fn: Callable[[], T]) -> Future[T]:
        """Queue a write; the future resolves once it is durable. `fn` may run again: it touches nothing but the database."""
        write = _Write(fn)
        with self._lock:
            if self._closed:
                raise StorageFailed("the database is closed", reason="closed")
            self._waiting.put(write)
        return write.future

    def close(self) -> None:
        """Finish what waits, then end the thread."""
        with self._lock:
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        current.initialize(self._database)
        try:
            self._database.connect()
        # Whoever opens the database is told.
        except Exception as error:  # noqa: BLE001
            self._ready.set_exception(storage_error(error) or error)
            return
        self._ready.set_result(None)
        open_ = True
        while open_:
            group = [self._waiting.get()]
            while len(group) < MAX_GROUP and not self._waiting.empty():
                group.append(self._waiting.get())
            open_ = None not in group
            self._commit([write for write in group if write and write.future.set_running_or_notify_cancel()])
        self._database.close()

    def _commit(self, group: list[_Write]) -> None:
        """One transaction for all. Where it fails as a whole (a full disk), each is tried again in one of its own."""
        if not group:
            return
        try:
            outcomes = self._apply_all(group)
            execute("COMMIT")
        # Whatever a write raises goes to whoever asked for it.
        except Exception as error:  # noqa: BLE001
            self._roll_back()
            if len(group) == 1:
                group[0].future.set_exception(storage_error(error) or error)
                return
            for write in group:
                self._commit([write])
            return
        for write, (value, failure) in zip(group, outcomes, strict=True):
            if failure is None:
                write.future.set_result(value)
            else:
                write.future.set_exception(storage_error(failure) or failure)

    def _roll_back(self) -> None:
        try:
            if self._in_transaction():
                execute("ROLLBACK")
        except pw.PeeweeException:
            # The next write opens a fresh connection.
            self._database.close()

    def _in_transaction(self) -> bool:
        return bool(self._database.connection().in_transaction)

    def _apply_all(self, group: list[_Write]) -> list[tuple[Any, Exception | None]]:
        """What each returned or raised. Few ever raise: only where one does, all run anew with a savepoint for each."""
        execute("BEGIN IMMEDIATE")
        try:
            return [(write.fn(), None) for write in group]
        except Exception:
            if len(group) == 1:
                raise
            self._roll_back()
        execute("BEGIN IMMEDIATE")
        return [self._apply(write.fn) for write in group]

    def _apply(self, fn: Callable[[], Any]) -> tuple[Any, Exception | None]:
        """Run one write in its own savepoint, so that its failure undoes nothing else."""
        execute("SAVEPOINT one_write")
        try:
            value = fn()
        except Exception as error:
            if not self._in_transaction():
                raise  # SQLite threw the whole transaction away
            execute("ROLLBACK TO one_write")
            execute("RELEASE one_write")
            return None, error
        execute("RELEASE one_write")
        return value, None
