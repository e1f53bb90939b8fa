"""What broke in the servers themselves. To who asks them it looks like a provider that breaks off."""

from __future__ import annotations

import sys

_broken: list[str] = []


def note(server: object, fault: BaseException) -> None:
    """From any thread."""
    _broken.append(f"{type(server).__name__}: {fault!r}")
    # A server that is a program of its own has nobody who asks.
    print(f"the server itself broke: {fault!r}", file=sys.stderr, flush=True)


def taken() -> list[str]:
    """What broke since this was asked last."""
    found = _broken[:]
    del _broken[: len(found)]
    return found
