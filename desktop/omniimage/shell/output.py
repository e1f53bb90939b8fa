"""Two ways out: results on standard output, whole lines at a time; all else, and what libraries print, on standard error."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, TextIO

from omniimage.errors import BadRequest, StudioError
from omniimage.sdk import runner

OK, FAILED, STOPPED = 0, 1, 130


class Output:
    """Takes over standard output while it lives. A reader that went away ends nothing: what is paid for is still kept."""

    def __init__(self) -> None:
        self._out: TextIO = sys.stdout
        sys.stdout = sys.stderr
        self.is_terminal = self._out.isatty()
        self.shows_progress = sys.stderr.isatty()

    def json(self, value: dict[str, Any]) -> None:
        """One line. ASCII, whatever the encoding of the other end."""
        self.text(json.dumps(value, default=str) + "\n")

    def text(self, text: str) -> None:
        try:
            self._out.write(text.encode(self._out.encoding or "utf-8", "replace").decode(self._out.encoding or "utf-8"))
            self._out.flush()
        except BrokenPipeError:
            # Else the interpreter complains once more as it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())

    def progress(self, line: str) -> None:
        """In place of the one before; only for a person."""
        if self.shows_progress:
            print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)

    def say(self, line: str) -> None:
        self.progress("")
        print(line, file=sys.stderr, flush=True)


def prompt_of(text: str) -> str:
    """`-`: all of standard input. `BadRequest` where there is none."""
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace").strip()
    if not text.strip():
        raise BadRequest("the prompt is empty", field="prompt")
    return text


def provider_and_name(model: str) -> tuple[str, str]:
    provider, _, name = model.partition("/")
    if not provider or not name:
        raise BadRequest("a model is named PROVIDER/MODEL", field="model", model=model)
    return provider, name


def failure(error: StudioError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "details": error.details}


def sentence(error: StudioError) -> str:
    said = error.details.get("provider_message") or error.details.get("reason")
    return f"{error.details.get('model', 'omniimage')}: {error.message}" + (f" ({said})" if said else "")


def until_stopped(work: Callable[[], int], output: Output) -> int:
    """Ctrl+C and SIGTERM hang up at the servers."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return work()
    except KeyboardInterrupt:
        output.say("Stopped. What had left may still be billed.")
        return STOPPED
    finally:
        runner.stop()
        signal.signal(signal.SIGTERM, before)
        sys.stdout = output._out
