"""Finds the grid of a picture that is several pictures: by plain gutters between them, else by the seams where they meet.

A line is a row or a column of pixels. Each axis is looked at alone, on evenly spaced samples of its lines but at every
position along the axis, so that edges are exact; then both are weighed together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omniimage.imaging.grid_axis import Axis, AxisGuess, even_spans, whole
from omniimage.imaging.gutters import find_gutters, is_one_sided, narrowest, without_border
from omniimage.imaging.seams import find_seams

APPLIES_AT = 0.9
"""A grid at least this sure is split without asking."""
PRIOR_BONUS = 0.25
LEAST = 0.45
CLEAR = 0.55
ALIKE = 3
WIDE_GUTTER = 3

Span = tuple[int, int]
Luma = NDArray[np.uint8]


@dataclass(frozen=True)
class Grid:
    """Cells as `[start, end)` spans by axis. One column and one row: no grid."""

    columns: tuple[Span, ...]
    rows: tuple[Span, ...]
    confidence: float


def luma_of(picture: Image.Image) -> Luma:
    """Brightness; what is transparent counts as middle grey."""
    if picture.mode == "I;16":
        return (np.asarray(picture) >> 8).astype(np.uint8)
    if picture.has_transparency_data:
        shown = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, (127, 127, 127, 255))
        picture = Image.alpha_composite(ground, shown)
    return np.asarray(picture.convert("L"))


def find_grid(luma: Luma, columns: int | None = None, rows: int | None = None, prior: tuple[int, int] | None = None) -> Grid:
    """The grid in a picture. `columns`, `rows`: how many there are, where known; `prior`: how many are likely."""
    across, down = Axis.of(luma), Axis.of(luma.T)
    found = _best(across, down, columns, rows)
    shape = (len(found.columns), len(found.rows))
    if prior and prior != shape and columns is None and rows is None and found.confidence < APPLIES_AT:
        return Grid(even_spans(across.length, prior[0]), even_spans(down.length, prior[1]), PRIOR_BONUS)
    if prior == shape:
        return replace(found, confidence=min(1.0, found.confidence + PRIOR_BONUS))
    return found


def _best(across: Axis, down: Axis, columns: int | None, rows: int | None) -> Grid:
    one, other = _guess(across, columns), _guess(down, rows)
    one, other = _beside(across, one, other, columns), _beside(down, other, one, rows)
    return Grid(one.spans, other.spans, _together(one, other))


def _guess(axis: Axis, count: int | None) -> AxisGuess:
    """What one axis says by itself. A `count` that was asked for is kept to, be it by even parts."""
    if count == 1:
        return whole(axis)
    gutters, seams = find_gutters(axis, count), find_seams(axis, count)
    finer = len(seams.spans) > len(gutters.spans) > 1 and len(seams.spans) % len(gutters.spans) == 0
    surer = seams.confidence >= APPLIES_AT > gutters.confidence
    alike = seams.confidence >= CLEAR and len(seams.spans) == len(gutters.spans)
    one_sided = alike and is_one_sided(axis, gutters, 0.6 if surer else 0.25)
    plain = gutters.confidence >= CLEAR and not one_sided and not (finer and seams.confidence >= CLEAR)
    found = gutters if plain or (gutters.confidence >= seams.confidence and not one_sided) else seams
    if count and len(found.spans) != count:
        return AxisGuess(even_spans(axis.length, count), 0.0, "seams")
    return found if count or found.confidence >= LEAST else whole(axis)


def _beside(axis: Axis, guess: AxisGuess, other: AxisGuess, count: int | None) -> AxisGuess:
    """The same, once the other axis has gutters: then this one has the same gutters and border, or is one cell."""
    if other.shade is None or other.confidence < CLEAR:
        return guess
    if guess.kind == "seams" and count is None:
        gutters = find_gutters(axis)
        same = gutters.shade is not None and abs(gutters.shade - other.shade) <= ALIKE
        if same and gutters.confidence >= LEAST:
            return gutters
        if guess.confidence < APPLIES_AT or narrowest(other.spans) >= WIDE_GUTTER:
            guess = whole(axis)
    if len(guess.spans) == 1 and other.spans[0][0]:
        return without_border(axis, other.shade, other.spans[0][0])
    return guess


def _together(one: AxisGuess, other: AxisGuess) -> float:
    """Two axes that agree bear each other out; a single axis may be a horizon, a window, or two halves of one scene."""
    counts = len(one.spans), len(other.spans)
    if counts == (1, 1):
        return 0.0
    if 1 in counts:
        return one.alone if counts[0] > 1 else other.alone
    sure = (one.confidence * other.confidence) ** 0.5
    return float(min(1.0, sure if one.kind == other.kind else 0.9 * sure))
