"""Before the database is used: is it whole, is it ours, is it current, is there a copy of it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from omniimage.errors import StorageFailed, storage_errors
from omniimage.storage.files import sync_file, sync_folder
from omniimage.storage.migrations import MIGRATIONS
from omniimage.storage.sqlite_errors import is_damage, storage_error

KEEP_BACKUPS = 7
log = logging.getLogger(__name__)


def set_aside_if_damaged(path: Path) -> bool:
    """Rename a damaged database (with its WAL) to `studio.damaged-<time>.db`. Whether it was one."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                return False
    except sqlite3.Error as error:
        if not is_damage(error):
            raise storage_error(error) or error from error
    stamp = f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}"
    log.error("the database is damaged; it is kept as studio.damaged-%s.db", stamp)
    with storage_errors("the damaged database cannot be set aside"):
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.replace(path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}{ending}"))
    return True


def version_of(path: Path) -> int:
    """How many migrations the database has had; 0 for a new one."""
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise storage_error(error) or error from error


def migrate(path: Path, backups: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring the database up to the last of `migrations`, each in one transaction, after a checked backup."""
    version = version_of(path)
    if version == len(migrations):
        return
    if version:
        back_up(path, backups, suffix=f"-v{version}")
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            for number, statements in enumerate(migrations[version:], start=version + 1):
                connection.execute("BEGIN IMMEDIATE")
                for statement in statements:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
                connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise storage_error(error) or error from error


def back_up_daily(path: Path, backups: Path) -> None:
    """A copy once a day. A failure is logged: it must not keep anyone from working."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    if any(backups.glob(f"{path.stem}-{today}*.db")):
        return
    try:
        back_up(path, backups)
    except Exception:
        log.exception("the daily backup failed")


def back_up(path: Path, backups: Path, suffix: str = "") -> Path:
    """Copy the live database to `backups`, check the copy, keep the newest seven. Raises `StorageFull`, `StorageFailed`."""
    moment = f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}"
    target = backups / f"{path.stem}-{moment}{suffix}.db"
    fresh = target.with_suffix(".new")
    with storage_errors("the backup cannot be written"):
        backups.mkdir(parents=True, exist_ok=True)
        for unfinished in backups.glob("*.new*"):
            unfinished.unlink()
        try:
            _copy(path, fresh)
            fresh.chmod(0o600)
            sync_file(fresh)
            fresh.replace(target)
            sync_folder(backups)
        except sqlite3.Error as error:
            raise storage_error(error) or error from error
        finally:
            fresh.unlink(missing_ok=True)
        for old in sorted(backups.glob(f"{path.stem}-*.db"))[:-KEEP_BACKUPS]:
            old.unlink()
    return target


def _copy(path: Path, target: Path) -> None:
    with closing(sqlite3.connect(path, timeout=5)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # One file, readable without its WAL.
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise StorageFailed("the backup of the database is not whole", reason="damaged")
