"""What SQLite's refusals mean to the studio."""

from __future__ import annotations

import sqlite3

from omniimage.errors import StorageFailed, StorageFull, StudioError

_REASONS = {
    sqlite3.SQLITE_PERM: "permission",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}


def result_code(error: BaseException) -> int:
    """SQLite's extended result code, 0 where there is none. peewee keeps the driver's own error as `orig`, even twice."""
    while hasattr(error, "orig"):
        error = error.orig
    return int(getattr(error, "sqlite_errorcode", 0))


def is_damage(error: BaseException) -> bool:
    return result_code(error) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def storage_error(error: BaseException) -> StudioError | None:
    """The `StudioError` for a failure of the disk or file; `None` where it is no such failure."""
    code = result_code(error)
    # The WAL's index could not grow: no room, though SQLite calls it an I/O error.
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE):
        return StorageFull("the disk is full", file="studio.db")
    if reason := _REASONS.get(code & 0xFF):
        return StorageFailed("the database cannot be used", file="studio.db", reason=reason)
    return None
