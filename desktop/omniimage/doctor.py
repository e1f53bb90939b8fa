"""`omniimage doctor`: what is missing on this machine, one line each, and the rebuilding of a lost library."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from omniimage.bridge.hosting import page_folder
from omniimage.bridge.system_check import window_problem
from omniimage.errors import Locked, StudioError
from omniimage.paths import DataPaths
from omniimage.storage.lock import FolderLock
from omniimage.storage.master_keys import MasterKeys

LOW_BYTES = 1_000_000_000
State = Literal["ok", "note", "bad"]


@dataclass(frozen=True)
class Finding:
    """`bad`: the studio does not work; `note`: it works with less."""

    state: State
    text: str


def run(paths: DataPaths, *, rebuild: bool = False) -> int:
    """Print the findings; 1 where one is bad."""
    print(f"Data folder: {paths.root}")
    if rebuild:
        return _rebuild(paths)
    findings = [check(paths) for check in CHECKS]
    for finding in findings:
        print(f"{finding.state:<5} {finding.text}")
    return int(any(finding.state == "bad" for finding in findings))


def _rebuild(paths: DataPaths) -> int:
    from omniimage.app import build_studio

    with build_studio(paths) as studio:
        added = studio.loop.call(studio.store.rebuild())
    print(f"{added} images were brought back from their sidecars.")
    return 0


def _folder(paths: DataPaths) -> Finding:
    try:
        paths.create()
        with tempfile.TemporaryFile(dir=paths.root):
            pass
        free = shutil.disk_usage(paths.root).free
    except OSError as error:
        return Finding("bad", f"The data folder cannot be written: {error.strerror}.")
    shown = f"{free / 1e9:.1f} GB free"
    return (
        Finding("ok", f"The data folder can be written, {shown}.") if free > LOW_BYTES else Finding("note", f"Only {shown}.")
    )


def _database(paths: DataPaths) -> Finding:
    if not paths.database.exists():
        return Finding("ok", "There is no database yet; the first start makes it.")
    try:
        with sqlite3.connect(f"{paths.database.as_uri()}?mode=ro", uri=True) as database:
            answer = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        answer = str(error)
    if answer == "ok":
        return Finding("ok", "The database is whole.")
    return Finding("bad", f"The database is damaged ({answer}). Try: omniimage doctor --rebuild")


def _other_studio(paths: DataPaths) -> Finding:
    try:
        with FolderLock(paths.lock):
            return Finding("ok", "No other studio holds the data folder.")
    except Locked:
        return Finding("note", "A studio is open on this data folder.")
    except StudioError as error:
        return Finding("bad", f"The data folder cannot be locked: {error.message}.")


def _keychain(paths: DataPaths) -> Finding:
    if MasterKeys(paths.secrets, keychain=True).backend() == "keychain":
        return Finding("ok", "Keys are protected by the system's keychain.")
    return Finding("note", "There is no keychain: the keys' master key is a file that only you can read.")


def _window(paths: DataPaths) -> Finding:
    problem = window_problem()
    return Finding("note", problem) if problem else Finding("ok", "A window can be opened.")


def _page(paths: DataPaths) -> Finding:
    if (page_folder() / "index.html").is_file():
        return Finding("ok", "The page is built.")
    return Finding("bad", "The page is not built. Run: make build")


def _leftovers(paths: DataPaths) -> Finding:
    """Answers that were paid for, as it may be, and are no picture of the library."""
    try:
        files = [file for file in paths.spool.glob("att_*/*") if file.name != "request.json" and file.is_file()]
        size = sum(file.stat().st_size for file in files)
    except OSError:
        files, size = [], 0
    if not files:
        return Finding("ok", "No answer waits in the spool.")
    count = len({file.parent for file in files})
    shown = f"{count} answer{'s' * (count > 1)} ({size / 1e6:.1f} MB)"
    return Finding("note", f"{shown} brought no picture, or wait for the next start: {paths.spool}")


def _python(paths: DataPaths) -> Finding:
    return Finding("ok", f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}.")


CHECKS: tuple[Callable[[DataPaths], Finding], ...] = (
    _python,
    _folder,
    _database,
    _other_studio,
    _keychain,
    _leftovers,
    _window,
    _page,
)
