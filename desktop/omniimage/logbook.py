"""The log of one data folder: JSON lines, rotating, without secrets (services/scrubbing.py) and without pictures' bytes.

`logs/studio.jsonl` holds what was worth noting; `logs/crash-*.txt` where the studio was when it ended by a fault.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import logging.handlers
import os
import re
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import IO, Any

MAX_BYTES = 1_000_000
KEPT_FILES = 5
KEPT_CRASHES = 5
MAX_CHARS = 8_000
CURRENT = "studio.jsonl"
# Nobody reads a run of this many letters without a space: it is a picture, or something else in base64.
_BODY = re.compile(r"(?:data:[\w/+.-]{1,60};base64,)?[A-Za-z0-9+/=_-]{200,}")

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """One record as one line: time (UTC), level, place, thread, message and, where there is one, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "thread": record.threadName,
            "message": shortened(record.getMessage()),
        }
        trace = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        if trace:
            line["trace"] = shortened(trace)
        return json.dumps(line, ensure_ascii=False)


class Logbook:
    """Writes from `open` to `close`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handler: logging.Handler | None = None
        self._faults: IO[str] | None = None

    @property
    def current(self) -> Path:
        return self.folder / CURRENT

    @property
    def last_crash(self) -> Path | None:
        """The report of the latest end by a fault, until the user was told of it, however often the studio starts."""
        try:
            report = self.folder / self._untold.read_text("utf-8")
        except OSError:
            return None
        return report if report.is_file() else None

    def dismiss_crash(self) -> None:
        """The user was told."""
        self._untold.unlink(missing_ok=True)

    @property
    def _untold(self) -> Path:
        return self.folder / "untold"

    @property
    def _running(self) -> Path:
        """Empty while this process runs; a fault of its machine code writes where it was."""
        return self.folder / f"running-{os.getpid()}.txt"

    def open(self) -> None:
        """From now on every record is kept, and every fault that nobody caught. Where the disk refuses, nothing is."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_up_crash()
            self._faults = _private(self._running, "w")
            faulthandler.enable(self._faults)
            self._handler = _Rotating(self.current)
        except OSError as error:
            log.warning("no log can be kept: %s", error.strerror)
            return
        logging.getLogger().addHandler(self._handler)
        logging.getLogger("omniimage").setLevel(logging.INFO)
        threading.excepthook = lambda args: log.error(
            "a thread ended by a fault", exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
        )

    def close(self) -> None:
        """The studio ends as it should: there is no crash to tell of at the next start. Safe to call twice."""
        if self._handler:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
        if self._faults:
            faulthandler.disable()
            self._faults.close()
            self._running.unlink(missing_ok=True)
        self._handler = self._faults = None

    def note_fault(self, error: BaseException) -> None:
        """Nobody caught it. Its text may hold a key: only the log has it, whose records are scrubbed as they are made."""
        log.critical("a fault nobody caught", exc_info=(type(error), error, error.__traceback__))
        self._keep_crash(f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")

    def note_crash(self, what: str, text: str) -> None:
        """A part of the studio ended by a fault and was started again."""
        log.error("%s crashed: %s", what, text)
        self._keep_crash(f"{what}: {text}\n")

    def last(self, count: int, levels: frozenset[str] = frozenset({"warning", "error", "critical"})) -> list[dict[str, Any]]:
        """The latest records of these levels, the oldest first."""
        found: list[dict[str, Any]] = []
        for file in (self.current, self.current.with_suffix(".jsonl.1")):
            found = _records(file, levels)[-count:] + found
            if len(found) >= count:
                break
        return found[-count:]

    def _take_up_crash(self) -> None:
        """What earlier runs left: empty where one was ended from outside, a traceback where it broke."""
        for left in self.folder.glob("running-*.txt"):
            if not _is_running(left.stem.removeprefix("running-")):
                text = left.read_text("utf-8", "replace").strip()
                left.unlink()
                if text:
                    self._keep_crash(text)

    def _keep_crash(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._write_report(text)

    def _write_report(self, text: str) -> None:
        for old in sorted(self.folder.glob("crash-*.txt"))[: -KEPT_CRASHES + 1]:
            old.unlink(missing_ok=True)
        file = self.folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
        with _private(file, "a") as report:
            report.write(text + "\n")
        with _private(self._untold, "w") as untold:
            untold.write(file.name)


class _Rotating(logging.handlers.RotatingFileHandler):
    """For its owner alone. A full disk loses the line and nothing else."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="replace")
        self.setFormatter(JsonLines())

    def _open(self) -> Any:
        return _private(Path(self.baseFilename), "a")

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: there is nowhere left to say it."""


def shortened(text: str) -> str:
    """Without what is no text for people, and no longer than a page."""
    text = _BODY.sub(lambda found: f"[{len(found[0])} characters]", text)
    return text if len(text) <= MAX_CHARS else f"{text[:MAX_CHARS]} …"


def _is_running(pid: str) -> bool:
    """Whether another studio may be at work under that number; on Windows its open file says so by itself."""
    if sys.platform == "win32" or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return int(pid) != os.getpid()


def _private(file: Path, mode: str) -> IO[str]:
    return open(file, mode, encoding="utf-8", errors="replace", opener=lambda path, flags: os.open(path, flags, 0o600))


def _records(file: Path, levels: frozenset[str]) -> list[dict[str, Any]]:
    found = []
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict) and record.get("level") in levels:
            found.append(record)
    return found
