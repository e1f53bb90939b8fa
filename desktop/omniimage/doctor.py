"""`omniimage doctor`: what is missing on this machine, one line each, and putting right what can be."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from omniimage.bridge.hosting import page_folder
from omniimage.bridge.system_check import repair_command, window_problem
from omniimage.errors import Locked, StorageFailed, StudioError, storage_errors
from omniimage.paths import DataPaths, resource
from omniimage.settings import Settings, SettingsStore
from omniimage.storage.lock import FolderLock
from omniimage.storage.master_keys import MasterKeys
from omniimage.storage.migrations import VERSION

LOW_BYTES = 1_000_000_000
State = Literal["ok", "note", "bad"]


@dataclass(frozen=True)
class Finding:
    """`bad`: the studio does not work; `note`: it works with less. `mend` puts it right, or raises `StudioError`."""

    state: State
    text: str
    mend: Callable[[], object] | None = None


def run(paths: DataPaths, *, rebuild: bool = False, repair: bool = False) -> int:
    """Print the findings, with `repair` put right what can be; 1 where one is bad in the end."""
    print(f"Data folder: {paths.root}")
    if rebuild:
        return _rebuild(paths)
    findings = [_treated(check, paths, repair) for check in CHECKS]
    if left := sum(finding.mend is not None for finding in findings):
        print(f"{left} of these can be put right: omniimage doctor --repair")
    return int(any(finding.state == "bad" for finding in findings))


def _treated(check: Callable[[DataPaths], Finding], paths: DataPaths, repair: bool) -> Finding:
    finding = check(paths)
    print(f"{finding.state:<5} {finding.text}", flush=True)
    if not (repair and finding.mend):
        return finding
    try:
        finding.mend()
    except StudioError as error:
        print(f"      It could not be put right: {error.message}.")
        return Finding(finding.state, finding.text)
    again = check(paths)
    print(f"      Put right: {again.text}" if again.mend is None else "      It is still so.")
    return Finding(again.state, again.text)


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


def _owner_only(paths: DataPaths) -> Finding:
    if sys.platform == "win32":
        return Finding("ok", "The data folder lies in your profile.")
    open_to_others = [folder for folder in (paths.root, paths.secrets) if folder.is_dir() and folder.stat().st_mode & 0o077]
    if not open_to_others:
        return Finding("ok", "The data folder is for you alone.")
    names = ", ".join(map(str, open_to_others))
    return Finding("note", f"Other users of this machine can look into {names}.", lambda: _close(open_to_others))


def _database(paths: DataPaths) -> Finding:
    if not paths.database.exists():
        return Finding("ok", "There is no database yet; the first start makes it.")
    try:
        with closing(sqlite3.connect(f"{paths.database.as_uri()}?mode=ro", uri=True)) as database:
            answer = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
            schema = int(database.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        answer, schema = str(error), 0
    if answer != "ok":
        # A start sets it aside and brings the images back from their sidecars.
        return Finding("bad", f"The database is damaged ({answer}).", lambda: _start_once(paths))
    if schema > VERSION:
        return Finding("note", f"The database was made by a newer version ({schema} > {VERSION}): it can only be read.")
    if schema < VERSION:
        return Finding("ok", f"The database is whole; the next start brings it up to date ({schema} → {VERSION}).")
    return Finding("ok", "The database is whole.")


def _settings(paths: DataPaths) -> Finding:
    try:
        Settings.model_validate_json(paths.settings.read_bytes())
    except FileNotFoundError:
        pass
    except (ValueError, OSError):
        # Whoever opens them sets the damaged ones aside.
        shown = "The settings cannot be read; the usual ones are taken."
        return Finding("note", shown, lambda: SettingsStore(paths.settings))
    return Finding("ok", "The settings can be read.")


def _other_studio(paths: DataPaths) -> Finding:
    try:
        with FolderLock(paths.lock):
            return Finding("ok", "No other studio holds the data folder.")
    except Locked:
        return Finding("note", f"A studio is open on the data folder {paths.root}.")
    except StudioError as error:
        return Finding("bad", f"The data folder cannot be locked: {error.message}.")


def _keychain(paths: DataPaths) -> Finding:
    if MasterKeys(paths.secrets, keychain=True).backend() == "keychain":
        return Finding("ok", "Keys are protected by the system's keychain.")
    return Finding("note", "There is no keychain: the keys' master key is a file that only you can read.")


def _window(paths: DataPaths) -> Finding:
    problem = window_problem()
    if problem is None:
        return Finding("ok", "A window can be opened.")
    command = repair_command()
    return Finding("note", problem, (lambda: _command(command)) if command else None)


def _environment(paths: DataPaths) -> Finding:
    """In a checkout: whether what is installed is what the lock names."""
    lock = resource("requirements.lock")
    if not lock.is_file():
        return Finding("ok", "All packages came with the program.")
    wrong = [name for name, wanted in _pinned(lock.read_text("utf-8")) if _installed(name) != wanted]
    if not wrong:
        return Finding("ok", "All packages are those of the lock.")
    shown = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", str(lock)]
    return Finding("note", f"{len(wrong)} packages are missing or of another version: {shown}.", lambda: _command(pip))


def _page(paths: DataPaths) -> Finding:
    if (page_folder() / "index.html").is_file():
        return Finding("ok", "The page is built.")
    make = shutil.which("make")
    target = "frontend/dist/index.html"
    can_build = make and resource("Makefile").is_file() and page_folder() == resource("frontend", "dist")
    build = [str(make), "-C", str(resource()), target]
    return Finding("bad", f"The page is not built. Run: make {target}", (lambda: _command(build)) if can_build else None)


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


def _pinned(lock: str) -> list[tuple[str, str]]:
    """Those that every system has: a line with a marker may not be for this one."""
    return re.findall(r"^([A-Za-z0-9._-]+)==(\S+) \\$", lock, re.MULTILINE)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _close(folders: list[Path]) -> None:
    with storage_errors("the folder's rights cannot be changed"):
        for folder in folders:
            folder.chmod(0o700)


def _start_once(paths: DataPaths) -> None:
    from omniimage.app import build_studio

    with build_studio(paths):
        pass


def _command(command: list[str]) -> None:
    print(f"      {' '.join(command)}", flush=True)
    try:
        ended = subprocess.run(command, check=False)
    except OSError as error:
        raise StorageFailed(f"{command[0]} cannot be run: {error.strerror}") from None
    if ended.returncode:
        raise StorageFailed(f"{command[0]} ended with {ended.returncode}")


CHECKS: tuple[Callable[[DataPaths], Finding], ...] = (
    _python,
    _environment,
    _folder,
    _owner_only,
    _settings,
    _database,
    _other_studio,
    _keychain,
    _leftovers,
    _window,
    _page,
)
