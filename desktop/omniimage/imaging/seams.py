"""Seams: where two pictures meet without a gutter, pixels jump along the whole line, at even parts of the axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from omniimage.imaging.grid_axis import Axis, AxisGuess, Span, even_spans, whole

MOST_PARTS = 6
BLOCKS = 16


def find_seams(axis: Axis, count: int | None = None) -> AxisGuess:
    """The surest even division by seams, or the axis whole."""
    blocks, share = _by_blocks(axis.edges), axis.edge_share
    best = whole(axis)
    for start, end in _extents(axis, share):
        for parts in range(MOST_PARTS, 1, -1):
            if count in (None, parts) and (end - start) // parts >= axis.smallest_cell:
                guess = _weighed(share, blocks, start, end, parts)
                if guess and guess.confidence > best.confidence:
                    best = _unless_finer(guess, best)
    return best


def _unless_finer(coarse: AxisGuess, fine: AxisGuess) -> AxisGuess:
    """The seams of a 4 × 4 are also those of a 2 × 2. Where some of the finer ones are weak, neither is sure."""
    if len(fine.spans) % len(coarse.spans) or fine.confidence < 0.4:
        return coarse
    if fine.confidence >= 0.6:
        return fine
    return replace(coarse, confidence=min(coarse.confidence, 0.8), alone=min(coarse.alone, 0.8))


def _by_blocks(votes: NDArray[np.bool_]) -> NDArray[np.floating]:
    """The share of votes in each of the blocks along the line."""
    cuts = np.linspace(0, votes.shape[0], BLOCKS + 1).astype(int)[:-1]
    sizes = np.diff(np.append(cuts, votes.shape[0]))[:, None]
    return np.asarray(np.add.reduceat(votes, cuts, axis=0, dtype=np.int32) / np.maximum(1, sizes))


def _extents(axis: Axis, share: NDArray[np.floating]) -> Iterator[Span]:
    """The whole axis, and what lies within a plain border."""
    yield 0, axis.length
    pixels = axis.pixels
    plain = np.percentile(np.abs(pixels - np.median(pixels[:, :1])), 97, axis=0) <= 14
    other = np.percentile(np.abs(pixels - np.median(pixels[:, -1:])), 97, axis=0) <= 14
    start, end = int(np.argmin(plain)), axis.length - int(np.argmin(other[::-1]))
    if 0 < start < end < axis.length and end - start > axis.length // 2:
        yield _sharpest(share, start), _sharpest(share, end)


def _sharpest(share: NDArray[np.floating], place: int) -> int:
    low = max(0, place - 4)
    return low + int(np.argmax(share[low : place + 5]))


def _weighed(
    share: NDArray[np.floating], blocks: NDArray[np.floating], start: int, end: int, parts: int
) -> AxisGuess | None:
    cuts, votes, cover = [], [], []
    for cut, _ in even_spans(end - start, parts, start)[1:]:
        low, high = cut - 2, cut + 3
        place = low + int(np.argmax(share[low:high]))
        cuts.append(place)
        votes.append(float(share[place]))
        cover.append(float(np.mean(blocks[:, low:high].max(axis=1) >= 0.2)))
    # What this picture's own lines and textures reach elsewhere.
    rest = np.delete(share[start + 8 : end - 8], [cut - start - 8 + off for cut in cuts for off in range(-4, 5)])
    usual = float(np.percentile(rest, 98)) if len(rest) else 0.0
    least, mean = min(votes), sum(votes) / len(votes)
    if least < 0.12 or mean < 0.22 or least < 1.3 * usual:
        return None
    sure = np.clip((mean - 0.12) / 0.35, 0, 1) * 0.5 + np.clip((least - 0.08) / 0.3, 0, 1) * 0.25 + min(cover) * 0.25
    spans = tuple(zip([start, *cuts], [*cuts, end], strict=True))
    return AxisGuess(spans, float(sure), "seams", alone=float(sure) * (0.8 if parts == 2 else 0.95))
