"""AUTOMATIC1111 and what writes like it: prompt, `Negative prompt:`, and a last line of `Steps: 20, Seed: 1, …`.

Source: the project's wiki, "Features › PNG info".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MAX_CHARS = 300_000
_NEGATIVE = "Negative prompt:"
_STEPS = "Steps:"


def read_a1111(text: str) -> dict[str, Any] | None:
    """Nothing where the text has no line of settings: then it is somebody's comment."""
    lines = text[:MAX_CHARS].strip().split("\n")
    last = next((number for number, line in reversed([*enumerate(lines)]) if line.lstrip().startswith(_STEPS)), None)
    if last is None:
        return None
    settings = dict(_pairs(" ".join(lines[last:])))
    negative = next((number for number, line in enumerate(lines[:last]) if line.startswith(_NEGATIVE)), last)
    return {
        "tool": "a1111",
        "prompt": "\n".join(lines[:negative]),
        "negative_prompt": "\n".join(lines[negative:last]).removeprefix(_NEGATIVE),
        "seed": settings.get("seed"),
        "steps": settings.get("steps"),
        "cfg": settings.get("cfg scale"),
        "sampler": settings.get("sampler"),
        "model": settings.get("model"),
        "size": settings.get("size"),
    }


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """`Key: value` between commas; a value in quotes may hold commas."""
    for part in _parts(line):
        key, colon, value = part.partition(":")
        if colon:
            yield key.strip().lower(), value.strip().strip('"')


def _parts(line: str) -> Iterator[str]:
    start, quoted = 0, False
    for place, char in enumerate(line):
        if char == '"' and line[place - 1 : place] != "\\":
            quoted = not quoted
        elif char == "," and not quoted:
            yield line[start:place]
            start = place + 1
    yield line[start:]
