"""What someone who helps needs to know, as a text to be copied: no key, no picture, and no prompt unless it is asked for."""

from __future__ import annotations

import asyncio
import json
import logging
import platform
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from omniimage import __version__
from omniimage.contracts.studio import Diagnostics, PageFault
from omniimage.logbook import Logbook
from omniimage.services.keys import Keys
from omniimage.services.scrubbing import Scrubber
from omniimage.storage import facts
from omniimage.storage.database import Database

RECORDS, FAILURES, PROMPTS = 40, 10, 5
MAX_REPORTS = 50
# Of an error's details, those that are no text of the user's or a provider's.
_TOLD = ("status", "reason", "charged", "provider", "cause", "type")
_PACKAGES = ("litellm", "pywebview", "PySide6_Addons", "onnxruntime", "pillow")
log = logging.getLogger(__name__)


class DiagnosticsDesk:
    def __init__(self, logbook: Logbook, database: Database, keys: Keys, scrubber: Scrubber, data_dir: Path) -> None:
        self._logbook = logbook
        self._database = database
        self._keys = keys
        self._scrubber = scrubber
        self._data_dir = data_dir
        self._reports = 0

    @property
    def last_crash(self) -> str | None:
        """The report of the latest end by a fault, until the user knows of it."""
        crash = self._logbook.last_crash
        return str(crash) if crash else None

    @property
    def log_file(self) -> str:
        return str(self._logbook.current)

    async def text(self, webview: str, with_prompts: bool) -> Diagnostics:
        """`webview`: what shows the page, in its own words. Raises `StorageFailed`."""
        parts = [
            *_machine(webview),
            *await asyncio.to_thread(self._folder),
            f"keys: {await self._providers()}",
            f"library: {_shown(await facts.counts(self._database))}",
            *_section("failed lately", map(_failure, await facts.failures(self._database, FAILURES))),
            *_section("log", map(_record, await asyncio.to_thread(self._logbook.last, RECORDS))),
        ]
        if with_prompts:
            parts += _section("latest prompts", await facts.prompts(self._database, PROMPTS))
        text = self._scrubber.text("\n".join(parts)).replace(str(Path.home()), "~")
        return Diagnostics(text=text, log=self.log_file)

    def note_fault(self, fault: PageFault) -> None:
        """The page broke somewhere. So many a session, since it may break at every frame."""
        self._reports += 1
        if self._reports <= MAX_REPORTS:
            log.error("the page broke: %s\n%s", fault.message, fault.stack)

    def dismiss_crash(self) -> None:
        """The user knows of it."""
        self._logbook.dismiss_crash()

    def _folder(self) -> Iterator[str]:
        usage = shutil.disk_usage(self._data_dir)
        yield f"data folder: {self._data_dir}, {usage.free / 1e9:.1f} GB free"
        yield f"log: {self._logbook.current}"

    async def _providers(self) -> str:
        found = await self._keys.list()
        used = [f"{each.id} {each.state} ({len(each.keys)})" for each in found.providers if each.configured]
        return ", ".join(used) or "none"


def _machine(webview: str) -> Iterator[str]:
    yield f"OmniImage Studio {__version__}"
    yield f"system: {platform.platform()}"
    yield f"page shown by: {webview}"
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_shown(_versions())}"


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _failure(row: dict[str, Any]) -> str:
    error = row["error"] or {}
    told = {name: error["details"][name] for name in _TOLD if name in error.get("details", {})}
    return f"{row['started']} {row['model']}: {error.get('code')} {json.dumps(told, default=str)}"


def _record(record: dict[str, Any]) -> str:
    trace = f"\n{record['trace']}" if "trace" in record else ""
    return f"{record.get('time')} {record.get('level')} {record.get('logger')}: {record.get('message')}{trace}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return ["", f"{title}:", *("  " + line.replace("\n", "\n    ") for line in lines)]


def _shown(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
