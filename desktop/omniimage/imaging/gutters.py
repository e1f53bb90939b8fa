"""Gutters: runs of plain lines of one brightness, with cells of like size between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from omniimage.imaging.grid_axis import Axis, AxisGuess, Span, runs, whole

TOLERANCES = (0, 2, 5, 9, 14, 20)
PLAIN_SHARE = 97
MOST_CELLS = 12
MAX_GUTTER = 0.15
MIN_LONE_GUTTER = 4
WIDE = 16
REACH = 8
THIN = 12
CALM = 5
CLEAR = 0.7
STRONG = 0.8
_SPECK = 3


def find_gutters(axis: Axis, count: int | None = None) -> AxisGuess:
    """The surest grid with gutters, or the axis whole."""
    middle = np.median(axis.pixels, axis=0)
    spread = np.percentile(np.abs(axis.pixels - middle.astype(np.int16)), PLAIN_SHARE, axis=0)
    best = whole(axis)
    for tolerance in TOLERANCES:
        for shade in _shades(middle[spread <= tolerance]):
            plain = (spread <= tolerance) & (np.abs(middle - shade) <= tolerance + 1)
            for guess in _guesses(axis, plain, shade, tolerance, count):
                if _rank(guess) > _rank(best):
                    best = guess
    return best


def _rank(guess: AxisGuess) -> float:
    """Of two about as sure the finer one: JPEG may leave only every second gutter plain."""
    sizes = np.array([end - start for start, end in guess.spans])
    return guess.confidence + 0.04 * len(guess.spans) + 0.15 * _alike(sizes, 3.0)


def is_one_sided(axis: Axis, guess: AxisGuess, least: float) -> bool:
    """Whether one edge of a gutter is weaker than `least` of the other: then it is a plain strip beside a seam."""
    share = axis.edge_share
    sides = [[share[place - 2 : place + 3].max() for place in gap] for gap in _gaps(guess.spans)]
    return any(min(pair) < least * max(pair) for pair in sides)


def narrowest(spans: Sequence[Span]) -> int:
    return min(other - one for one, other in _gaps(spans))


def without_border(axis: Axis, shade: int, width: int) -> AxisGuess:
    """One cell: the axis without plain ends of this brightness, where it has them on both sides, about `width` wide."""
    away = np.abs(axis.pixels - shade)
    spread, step = np.percentile(away, PLAIN_SHARE, axis=0), np.diff(away.mean(axis=0), prepend=0)
    found: list[tuple[float, Span]] = []
    for tolerance in TOLERANCES:
        inside = np.flatnonzero(spread > tolerance)
        if len(inside) and inside[0] > 0 and inside[-1] < axis.length - 1:
            ((start, end),) = _refined(axis, [(int(inside[0]), int(inside[-1]) + 1)], shade)
            off = max(abs(start - width), abs(axis.length - end - width))
            if axis.length // 2 < end - start < axis.length and off <= 3 + width // 5:
                found.append((float(step[start] - step[end]), (start, end)))
    if found:
        return AxisGuess((max(found)[1],), 0.0, "whole")
    return AxisGuess(_with_thin_border(axis, whole(axis).spans, step), 0.0, "whole")


def _shades(plain: NDArray[np.floating]) -> list[int]:
    """The commonest brightnesses of the plain lines."""
    if not len(plain):
        return []
    counts = np.bincount(np.round(plain).astype(int), minlength=256)
    chosen: list[int] = []
    for shade in np.argsort(-counts, kind="stable")[:24]:
        if counts[shade] and all(abs(shade - other) > 8 for other in chosen):
            chosen.append(int(shade))
    return chosen[:4]


def _guesses(axis: Axis, plain: NDArray[np.bool_], shade: int, tolerance: int, count: int | None) -> Iterator[AxisGuess]:
    cells = _cells(axis, plain)
    if len(cells) < 2:
        return
    for chosen in _regular(cells, count):
        spans = _refined(axis, chosen, shade)
        guess = _weighed(axis, spans, shade, tolerance)
        left_out = [pair for pair in itertools.pairwise(cells) if not any(_cuts(gap, pair) for gap in _gaps(chosen))]
        clear = count is None and any(
            _sharpness(axis, pair, shade, tolerance) >= CLEAR or _strongest_edge(axis, pair) >= STRONG for pair in left_out
        )
        yield replace(guess, confidence=guess.confidence * 0.55, alone=guess.alone * 0.55) if clear else guess
    if len(cells) <= MOST_CELLS and count in (None, len(cells)):
        guess = _weighed(axis, _refined(axis, cells, shade), shade, tolerance)
        yield guess
        if guess.confidence and (even := _evened(axis, guess.spans)):
            yield replace(
                guess, spans=even, confidence=min(0.85, guess.confidence + 0.1), alone=min(0.85, guess.alone + 0.1)
            )


def _strongest_edge(axis: Axis, pair: tuple[Span, Span]) -> float:
    return max(float(axis.edge_share[place - 2 : place + 3].max()) for place in (pair[0][1], pair[1][0]))


def _evened(axis: Axis, spans: tuple[Span, ...]) -> tuple[Span, ...] | None:
    """Cells as large as the largest, where the smaller ones only lack a plain strip that looks like the gutter beside it."""
    length = axis.length
    number, size = len(spans), max(end - start for start, end in spans)
    (first, after), (before, last) = spans[0], spans[-1]
    for start in dict.fromkeys((first, after - size)):
        for end in dict.fromkeys((last, before + size)):
            gap = ((end - start) - number * size) / (number - 1)
            if start < 0 or end > length or gap < 0:
                continue
            places = [start + round(step * (size + gap)) for step in range(number)]
            even = tuple((place, place + size) for place in places)
            moves = [(one, two) for pair in zip(spans, even, strict=True) for one, two in zip(*pair, strict=True)]
            inside = all(one[0] <= two[0] + 2 and two[1] <= one[1] + 2 for one, two in zip(even, spans, strict=True))
            moved = [one for one, two in moves if abs(one - two) > 2]
            # What has an edge of its own is where the cell ends.
            if inside and moved and all(axis.edge_share[max(0, one - 2) : one + 3].max() < 0.4 for one in moved):
                return even
    return None


def _cuts(gap: Span, pair: tuple[Span, Span]) -> bool:
    return gap == (pair[0][1], pair[1][0])


def _cells(axis: Axis, plain: NDArray[np.bool_]) -> list[Span]:
    """What lies between the plain runs. Specks in a gutter belong to it; so do cells too small to be pictures."""
    filled = plain.copy()
    for start, end in runs(~plain):
        if end - start <= _SPECK:
            filled[start:end] = True
    return [span for span in runs(~filled) if span[1] - span[0] >= 8]


def _regular(cells: list[Span], count: int | None) -> Iterator[list[Span]]:
    """Equal cells, of which each may be several stretches: a plain line within a picture is no gutter."""
    start, end = cells[0][0], cells[-1][1]
    gaps = _gaps(cells)
    for number in range(min(MOST_CELLS, len(cells)), 1, -1):
        if count not in (None, number):
            continue
        chosen = _gaps_of(gaps, start, end, number)
        if chosen is None:
            continue
        starts = [start, *(gap[1] for gap in chosen)]
        ends = [*(gap[0] for gap in chosen), end]
        if all(start < end for start, end in zip(starts, ends, strict=True)):
            yield list(zip(starts, ends, strict=True))


def _gaps_of(gaps: list[Span], start: int, end: int, number: int) -> list[Span] | None:
    pitch = (end - start) / number
    chosen = []
    for step in range(1, number):
        # Gutters shift the outer gaps off the even places.
        near = [gap for gap in gaps if abs(sum(gap) / 2 - start - pitch * step) <= 0.03 * pitch + (gap[1] - gap[0]) / 2]
        if not near:
            return None
        chosen.append(max(near, key=lambda gap: gap[1] - gap[0]))
    return chosen


def _refined(axis: Axis, cells: Sequence[Span], shade: int) -> tuple[Span, ...]:
    """Each end moved to the sharpest step away from the gutter, a few pixels off at most: JPEG blurs it."""
    step = np.diff(np.abs(axis.pixels - shade).mean(axis=0), prepend=0)
    sharp = step * (0.2 + axis.edge_share)
    gaps = [(0, cells[0][0]), *_gaps(cells), (cells[-1][1], axis.length)]
    starts, ends = [], []
    for (start, end), before, after in zip(cells, gaps, gaps[1:], strict=False):
        low, high = start - _room(before), min(start + REACH, end)
        starts.append(low + int(np.argmax(sharp[low:high])) if start > 0 else 0)
        low, high = max(end - REACH, start) + 1, min(end + _room(after) + 1, axis.length)
        ends.append(low + int(np.argmin(sharp[low:high])) if end < axis.length else end)
    return _with_thin_border(axis, tuple(zip(starts, ends, strict=True)), step)


def _room(gap: Span) -> int:
    return min(REACH, (gap[1] - gap[0] - 1) // 2)


def _with_thin_border(axis: Axis, spans: tuple[Span, ...], step: NDArray[np.floating]) -> tuple[Span, ...]:
    """JPEG leaves a border of few pixels nowhere plain; its step shows all the same, on both sides."""
    length, share = axis.length, axis.edge_share
    if (spans[0][0] > 0 and spans[-1][1] < length) or length < 4 * THIN:
        return spans
    start, end = 1 + int(np.argmax(step[1:THIN])), length - THIN + int(np.argmin(step[length - THIN : length]))
    inner = [-step[gap[0]] for gap in _gaps(spans)] + [step[gap[1]] for gap in _gaps(spans)]
    usual = float(np.mean(inner)) if inner else float(np.percentile(np.abs(step), 98))
    weak = min(step[start], -step[end]) < max(4.0, usual * 0.4) or min(share[start], share[end]) < 0.6
    if weak or abs(start - (length - end)) > 1:
        return spans
    return ((start, spans[0][1]), *spans[1:-1], (spans[-1][0], end)) if len(spans) > 1 else ((start, end),)


def _weighed(axis: Axis, spans: tuple[Span, ...], shade: int, tolerance: int) -> AxisGuess:
    sizes = np.array([end - start for start, end in spans])
    gaps = np.array([other - one for one, other in _gaps(spans)])
    if sizes.min() < axis.smallest_cell or gaps.min() < 1:
        return whole(axis)
    if gaps.max() > MAX_GUTTER * axis.length or gaps.max() > sizes.min():
        return whole(axis)
    sharp = _sharpness(axis, spans, shade, tolerance)
    if _calm(axis, spans, shade) > CALM:
        sharp *= 0.5
    border = spans[0][0], axis.length - spans[-1][1]
    if abs(border[0] - border[1]) > 2 + 0.1 * max(border):
        sharp *= 0.5
    even = _alike(sizes, 2 + 0.01 * sizes.mean()) * _alike(gaps, 2 + 0.1 * gaps.mean())
    sure = (0.35 + 0.65 * min(1.0, sharp / 0.55)) * (0.6 + 0.4 * even)
    # A horizon can be one plain line in the middle of a picture; a gutter between two is wider.
    clear = sharp >= 0.75 and (len(spans) > 2 or gaps.min() >= MIN_LONE_GUTTER)
    return AxisGuess(spans, sure, "gutters", alone=sure * (0.97 if clear else 0.85), shade=shade)


def _sharpness(axis: Axis, spans: tuple[Span, ...], shade: int, tolerance: int) -> float:
    """How much of the cells' edges differs at once from the gutter: all of a picture's, little of a thing's on white."""
    inner = [min(end - 1, start + 1) for start, end in spans[1:]] + [max(start, end - 2) for start, end in spans[:-1]]
    apart = (np.abs(axis.pixels[:, inner] - shade) > tolerance + 1).mean(axis=0)
    wide = [place for gap in _gaps(spans) for place in gap if gap[1] - gap[0] >= 4]
    steps = [float(axis.edge_share[place - 2 : place + 3].max()) for place in wide]
    found = (_low_mean(apart) + _low_mean(steps)) / 2 if steps else _low_mean(apart)
    return float(found)


def _low_mean(values: NDArray[np.floating] | list[float]) -> float:
    """Between the mean and the least."""
    return float(np.mean(values) + np.min(values)) / 2


def _calm(axis: Axis, spans: tuple[Span, ...], shade: int) -> float:
    """How far the middle of the wide gutters strays from their shade: JPEG troubles only their edges."""
    middles = [(one + other) // 2 for one, other in _gaps(spans) if other - one >= WIDE]
    return float(np.percentile(np.abs(axis.pixels[:, middles] - shade), PLAIN_SHARE)) if middles else 0.0


def _gaps(spans: Sequence[Span]) -> list[Span]:
    return [(one[1], other[0]) for one, other in itertools.pairwise(spans)]


def _alike(values: NDArray[np.integer], tolerance: float) -> float:
    """1 where all are equal but for `tolerance`, falling to 0."""
    return float(np.clip(2 - np.ptp(values) / tolerance, 0, 1)) if len(values) > 1 else 1.0
