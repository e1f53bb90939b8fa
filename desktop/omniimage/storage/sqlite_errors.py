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


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code, 0 where there is none. peewee keeps the driver's own error as `orig`."""
    return getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF


def is_damage(error: BaseException) -> bool:
    return primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def storage_error(error: BaseException) -> StudioError | None:
    """The `StudioError` for a failure of the disk or file; `None` where it is no such failure."""
    code = primary_code(error)
    if code == sqlite3.SQLITE_FULL:
        return StorageFull("the disk is full", file="studio.db")
    if code in _REASONS:
        return StorageFailed("the database cannot be used", file="studio.db", reason=_REASONS[code])
    return None
