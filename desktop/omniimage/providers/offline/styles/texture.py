"""Surfaces: grain, paper, washes. Noise is drawn small and enlarged, or tiled, so that it costs little."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from omniimage.providers.offline.stopping import go_on

Plane = NDArray[np.float32]
_TILE = 512


def grain(rng: Generator, size: tuple[int, int]) -> Plane:
    """Fine noise, mean 0, deviation 1; repeats every 512 pixels."""
    tile = rng.standard_normal((_TILE, _TILE), dtype=np.float32)
    w, h = size
    return np.tile(tile, (-(-h // _TILE), -(-w // _TILE)))[:h, :w]


def clouds(rng: Generator, size: tuple[int, int], cell: float) -> Plane:
    """Smooth noise in about -1..1 whose spots are `cell` pixels wide."""
    w, h = size
    total = np.zeros((h, w), dtype=np.float32)
    for octave, share in ((1, 0.65), (2.7, 0.35)):
        shape = (max(3, round(h / cell * octave) + 2), max(3, round(w / cell * octave) + 2))
        small = Image.fromarray(rng.uniform(-1, 1, shape).astype(np.float32))
        total += np.asarray(small.resize((w, h), Image.Resampling.BICUBIC)) * np.float32(share)
    return total


def paper(rng: Generator, size: tuple[int, int]) -> Plane:
    """The tooth of watercolour paper: about -1..1."""
    tile = Image.fromarray(rng.integers(0, 256, (_TILE, _TILE), dtype=np.uint8))
    soft = np.asarray(tile.filter(ImageFilter.GaussianBlur(1.3))).astype(np.float32)
    soft = (soft - soft.mean()) / (soft.std() * 2.2)
    w, h = size
    return np.tile(soft, (-(-h // _TILE), -(-w // _TILE)))[:h, :w]


def shift_levels(image: Image.Image, plane: Plane) -> Image.Image:
    """The image with a plane of level offsets added to its three channels, in bands so that memory stays small."""
    pixels = np.array(image)
    offsets = plane.astype(np.int16)

    def shift(rows: slice) -> None:
        block = pixels[rows].astype(np.int16) + offsets[rows, :, None]
        pixels[rows] = np.clip(block, 0, 255).astype(np.uint8)

    in_bands(pixels.shape[0], shift)
    return Image.fromarray(pixels)


def in_bands(height: int, work: Callable[[slice], None], rows: int = 256) -> None:
    """Calls `work` for each band of rows."""
    for top in range(0, height, rows):
        go_on()
        work(slice(top, min(height, top + rows)))
