"""The bytes of a streamed answer, on their way to litellm: what is noise goes, its end and its errors are noticed.

litellm stops reading a Gemini stream at a comment line, and gives every stream that just ends the reason `stop`.
"""

from __future__ import annotations

import json
import re
from typing import Any, Protocol

# A finish reason that is a word, the mark of OpenAI's streams, or a prompt that Gemini will not answer.
_END = re.compile(rb'"finish_?reason"\s*:\s*"|^data:\s*\[DONE\]|"blockReason"\s*:', re.IGNORECASE)
_EXCEPTION = re.compile(rb":exception-type\x07\x00.([A-Za-z]+)", re.DOTALL)
_STATUS = {
    "throttlingException": 429,
    "validationException": 400,
    "modelTimeoutException": 408,
    "internalServerException": 500,
    "serviceUnavailableException": 503,
}
# What the provider counted; without it litellm counts by itself, and guesses.
_COUNT = re.compile(rb'"usage(?:Metadata)?"\s*:\s*\{\s*"')
# Longer than any of the marks looked for.
_OVERLAP = 64
MAX_LINE_BYTES = 8_000_000


class AnswerReader(Protocol):
    """`ended`: the answer said that it was over. `error`: the error object that came in its place.

    `counted`: the provider said what was used.
    """

    ended: bool
    counted: bool
    error: dict[str, Any] | None

    def feed(self, piece: bytes) -> bytes:
        """What goes on to the library."""

    def finish(self) -> bytes:
        """What was held back, once the body is over."""


class EventLines:
    """Server-sent events: whole lines go on, comments do not, nothing does after an error."""

    def __init__(self) -> None:
        self.ended = self.counted = False
        self.error: dict[str, Any] | None = None
        self._rest = bytearray()

    def feed(self, piece: bytes) -> bytes:
        self._rest += piece
        *lines, rest = bytes(self._rest).split(b"\n")
        if len(rest) > MAX_LINE_BYTES:
            raise ValueError("a line without an end")
        self._rest = bytearray(rest)
        return b"".join(line + b"\n" for line in lines if self._goes_on(line))

    def finish(self) -> bytes:
        """Some services do not end their last line."""
        return self.feed(b"\n\n") if self._rest else b""

    def _goes_on(self, line: bytes) -> bool:
        if line.startswith(b":") or self.error is not None:
            return False
        self.ended = self.ended or bool(_END.search(line))
        self.counted = self.counted or bool(_COUNT.search(line))
        # A line of bare JSON is an answer that does not stream.
        if line.startswith((b"data:", b"{", b"[")) and b'"error"' in line:
            self.error = error_in(line.removeprefix(b"data:"))
        return self.error is None


class Frames:
    """Amazon's binary event stream: it goes on as it is."""

    def __init__(self) -> None:
        self.ended = self.counted = False
        self.error: dict[str, Any] | None = None
        self._seen = b""

    def feed(self, piece: bytes) -> bytes:
        seen = self._seen + piece
        self.ended = self.ended or b"messageStop" in seen
        if found := _EXCEPTION.search(seen):
            name = found.group(1).decode()
            self.error = {"code": _STATUS.get(name, name), "message": name}
        self.counted = self.counted or bool(_COUNT.search(seen))
        self._seen = seen[-_OVERLAP:]
        return piece

    def finish(self) -> bytes:
        return b""


class Whole:
    """An answer that does not stream: its end is that of the body."""

    def __init__(self) -> None:
        self.ended, self.counted = True, False
        self.error: dict[str, Any] | None = None
        self._body = bytearray()

    def feed(self, piece: bytes) -> bytes:
        self._body += piece
        return piece

    def finish(self) -> bytes:
        self.counted = bool(_COUNT.search(self._body))
        if b'"error"' in self._body:
            self.error = error_in(bytes(self._body))
        return b""


def reader_for(content_type: str, *, streaming: bool) -> AnswerReader:
    if not streaming:
        return Whole()
    return Frames() if "eventstream" in content_type else EventLines()


def error_in(text: bytes) -> dict[str, Any] | None:
    """The error object of a JSON answer, where it is one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list) and found:
        found = found[0]
    if not isinstance(found, dict):
        return None
    if found.get("object") == "error":
        return found
    error = found.get("error")
    if isinstance(error, str) and error:
        return {"message": error}
    return error if isinstance(error, dict) and error else None
