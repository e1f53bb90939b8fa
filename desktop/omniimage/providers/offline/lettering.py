"""Capital letters as strokes, Latin and Cyrillic, so that a sign can be written in any style without a font."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np

from .colour import RGB
from .marks import Fill, Mark

_WIDTH, _HEIGHT, _GAP = 4.0, 6.0, 1.5


@cache
def _letters() -> dict[str, list[list[float]]]:
    text = files(__package__).joinpath("letters.json").read_text(encoding="utf-8")
    letters: dict[str, list[list[float]]] = json.loads(text)
    return letters


def can_write(text: str) -> bool:
    """Whether every character has strokes."""
    return bool(text) and all(c in _letters() for c in text.upper())


def lines_of(text: str, most: int = 10) -> list[str]:
    """`text` broken at spaces into lines of about `most` characters."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def write(text: str, box: tuple[float, float, float, float], colour: RGB, thing: int) -> list[Mark]:
    """`text` in capitals, centred and as large as fits into a box of left, top, right, bottom pixels."""
    lines = lines_of(text.upper())
    longest = max(len(line) for line in lines)
    wide = longest * (_WIDTH + _GAP) - _GAP
    tall = len(lines) * (_HEIGHT + 2.2) - 2.2
    scale = min((box[2] - box[0]) * 0.86 / wide, (box[3] - box[1]) * 0.7 / tall)
    marks: list[Mark] = []
    for row, line in enumerate(lines):
        width = len(line) * (_WIDTH + _GAP) - _GAP
        left = (box[0] + box[2]) / 2 - width * scale / 2
        top = (box[1] + box[3]) / 2 - tall * scale / 2 + row * (_HEIGHT + 2.2) * scale
        for at, letter in enumerate(line):
            for stroke in _letters()[letter]:
                points = np.array(stroke).reshape(-1, 2) * scale + (left + at * (_WIDTH + _GAP) * scale, top)
                marks.append(Fill(points, (colour,), width=max(1.0, scale * 0.95), thing=thing, outline=False))
    return marks
