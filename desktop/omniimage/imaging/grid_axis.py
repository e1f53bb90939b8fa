"""One axis of a picture, and what may be said of it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SAMPLES = 512
REACH = 3
Span = tuple[int, int]


@dataclass(frozen=True)
class AxisGuess:
    """Cells along one axis. `confidence` together with the other axis; `alone`: where the other has but one cell.

    `shade`: the gutters' brightness.
    """

    spans: tuple[Span, ...]
    confidence: float
    kind: Literal["whole", "gutters", "seams"]
    alone: float = 0.0
    shade: int | None = None


@dataclass(frozen=True)
class Axis:
    """`pixels[sample, position]`, brightness, at every position along the axis."""

    pixels: NDArray[np.int16]

    @classmethod
    def of(cls, luma: NDArray[np.uint8]) -> Axis:
        """The axis along the second dimension."""
        count = min(SAMPLES, luma.shape[0])
        chosen = (np.arange(count) * luma.shape[0] + luma.shape[0] // 2) // count
        return cls(np.ascontiguousarray(luma[chosen]).astype(np.int16))

    @property
    def length(self) -> int:
        return int(self.pixels.shape[1])

    @cached_property
    def edges(self) -> NDArray[np.bool_]:
        return edges_of(self.pixels)

    @cached_property
    def edge_share(self) -> NDArray[np.floating]:
        """By position, how much of the line is an edge."""
        return np.asarray(self.edges.mean(axis=0))

    @property
    def smallest_cell(self) -> int:
        return max(16, self.length // 20)


def whole(axis: Axis) -> AxisGuess:
    return AxisGuess(((0, axis.length),), 0.0, "whole")


def even_spans(length: int, count: int, start: int = 0) -> tuple[Span, ...]:
    """`count` equal cells, as equal as whole pixels are."""
    cuts = [start + round(length * number / count) for number in range(count + 1)]
    return tuple(itertools.pairwise(cuts))


def runs(flags: NDArray[np.bool_]) -> list[Span]:
    """The stretches of true, as `[start, end)`."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def edges_of(pixels: NDArray[np.int16]) -> NDArray[np.bool_]:
    """For each sample and position: does the step from the pixel before stand out from the steps around it?"""
    sharp = np.abs(np.diff(pixels, axis=1, prepend=pixels[:, :1]))
    pairs = np.zeros_like(pixels)
    pairs[:, 2:-1] = np.abs(pixels[:, 2:-1] + pixels[:, 3:] - pixels[:, :-3] - pixels[:, 1:-2]) // 2
    return _stands_out(sharp, 1, REACH) | _stands_out(pairs, 3, REACH + 3)


def _stands_out(step: NDArray[np.int16], near: int, far: int) -> NDArray[np.bool_]:
    around = np.zeros_like(step)
    for distance in range(near, far + 1):
        around[:, distance:] = np.maximum(around[:, distance:], step[:, :-distance])
        around[:, :-distance] = np.maximum(around[:, :-distance], step[:, distance:])
    return step > around + (around >> 2) + 2
