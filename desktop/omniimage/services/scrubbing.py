"""Scrubbing: no secret that this process has had in plain gets into a log, an event or an error, by its exact value."""

from __future__ import annotations

import json
import logging
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from omniimage.errors import StudioError
from omniimage.providers.scrub import HIDDEN

_MIN_CHARS = 8
_SURE_CHARS = 16


class Scrubber:
    """`seen` tells the secrets; it is asked each time, and must not wait."""

    def __init__(self, seen: Callable[[], frozenset[str]]) -> None:
        self._seen = seen
        self._known: frozenset[str] = frozenset()
        self._written: tuple[str, ...] = ()

    def text(self, text: str) -> str:
        for spelling in self._spelled():
            if spelling in text:
                text = text.replace(spelling, HIDDEN)
        return text

    def values(self, value: Any) -> Any:
        """The same JSON value with every text in it scrubbed."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {name: self.values(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.values(each) for each in value]
        return value

    def error(self, error: StudioError) -> None:
        """Scrub the error in place."""
        error.message, error.details = self.text(error.message), self.values(error.details)
        error.args = tuple(self.values(list(error.args)))

    def watch_logs(self) -> None:
        """From now on also in every log record, whichever library writes it and whichever handler shows it."""
        _watching.add(self)
        if not isinstance(logging.getLogRecordFactory(), _Records):
            logging.setLogRecordFactory(_Records(logging.getLogRecordFactory()))

    def _spelled(self) -> tuple[str, ...]:
        """The longest first: one secret may be a part of another."""
        seen = self._seen()
        if seen is not self._known:
            written = {spelling for secret in seen for spelling in _spellings(secret)}
            self._written, self._known = tuple(sorted(written, key=len, reverse=True)), seen
        return self._written


class SecretFilter(logging.Filter):
    """Lets every record through, without secrets in its message and traceback."""

    def __init__(self, scrubbers: Iterable[Scrubber]) -> None:
        super().__init__()
        self._scrubbers = scrubbers

    def filter(self, record: logging.LogRecord) -> bool:
        for scrubber in list(self._scrubbers):
            self._scrub(record, scrubber)
        return True

    @staticmethod
    def _scrub(record: logging.LogRecord, scrubber: Scrubber) -> None:
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - arguments that do not fit are for logging itself to complain about
            message = f"{record.msg} {record.args}"
        if (clean := scrubber.text(message)) != message:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            trace = logging.Formatter().formatException(record.exc_info)
            if (clean := scrubber.text(trace)) != trace:
                record.exc_text, record.exc_info = clean, None
        if record.stack_info:
            record.stack_info = scrubber.text(record.stack_info)


class _Records:
    """A factory of log records that filters them as they are made: a handler that is added later needs no filter."""

    def __init__(self, before: Callable[..., logging.LogRecord]) -> None:
        self._before = before
        self._filter = SecretFilter(_watching)

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._before(*args, **kwargs)
        self._filter.filter(record)
        return record


_watching: weakref.WeakSet[Scrubber] = weakref.WeakSet()


def _spellings(secret: str) -> Iterator[str]:
    """How a secret may be written, and the secret parts of one that has parts."""
    for part in (secret, *_parts(secret)):
        # A local server's "key" may be a plain word: hiding it everywhere would hide what it means elsewhere.
        is_secret = len(part) >= _SURE_CHARS or (len(part) >= _MIN_CHARS and any(char.isdigit() for char in part))
        if is_secret:
            yield from {part, quote(part, safe=""), json.dumps(part)[1:-1]}


def _parts(secret: str) -> Iterator[str]:
    """The private key of a service account's file; the secret half of an AWS key."""
    if secret.startswith("{"):
        try:
            document = json.loads(secret)
        except ValueError:
            return
        yield from (value for name, value in document.items() if isinstance(value, str) and name.startswith("private_key"))
    elif ":" in secret:
        yield from secret.split(":")[1:]
