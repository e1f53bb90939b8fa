"""Finds the grid of a picture that is several pictures."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

APPLIES_AT = 0.9
"""A grid at least this sure is split without asking."""

Span = tuple[int, int]
Luma = NDArray[np.uint8]


@dataclass(frozen=True)
class Grid:
    """Cells as `[start, end)` spans by axis. One column and one row: no grid."""

    columns: tuple[Span, ...]
    rows: tuple[Span, ...]
    confidence: float


def luma_of(picture: Image.Image) -> Luma:
    return np.asarray(picture.convert("L"))


def find_grid(luma: Luma, columns: int | None = None, rows: int | None = None, prior: tuple[int, int] | None = None) -> Grid:
    """The grid in a picture. `columns`, `rows`: how many there are, if known; `prior`: how many are likely."""
    across, down = prior or (1, 1)
    height, width = luma.shape
    return Grid(_even(width, columns or across), _even(height, rows or down), 0.0)


def _even(length: int, count: int) -> tuple[Span, ...]:
    cuts = [round(length * number / count) for number in range(count + 1)]
    return tuple(itertools.pairwise(cuts))
