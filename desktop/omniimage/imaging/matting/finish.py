"""From a picture and its alpha to the result: true colours at soft edges, nothing under what is transparent, encoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from omniimage.imaging.matting.contract import Wanted
from omniimage.imaging.png import save_png

# The colours around an edge are looked for this far away, in thousandths of the longer edge; and how fine.
_REACH = 0.02
_COARSE_EDGE = 160
# Alpha this near to 0 or 255 shows nothing of a wrong colour.
_CLEAR = 4
_PIECE = 16_384


def write_result(picture: Image.Image, alpha: Image.Image, wanted: Wanted, target: Path) -> None:
    """Write a PNG with the picture's ICC profile. `picture` RGB or RGBA, `alpha` L, of one size. Raises `OSError`."""
    if wanted.mask:
        return save_png(alpha, target)
    rgb = subject_colours(picture.convert("RGB"), alpha)
    if wanted.background:
        result = Image.composite(rgb, Image.new("RGB", rgb.size, wanted.background), alpha)
    else:
        result = transparent(rgb, alpha)
    if profile := picture.info.get("icc_profile"):
        result.info["icc_profile"] = profile
    save_png(result, target)
    return None


def transparent(rgb: Image.Image, alpha: Image.Image) -> Image.Image:
    """Straight alpha, and black where nothing shows: that halves the file. `rgb` is used up."""
    rgb.paste((0, 0, 0), mask=alpha.point([255] + [0] * 255))
    rgb.putalpha(alpha)
    return rgb


def subject_colours(rgb: Image.Image, alpha: Image.Image) -> Image.Image:
    """The subject's own colour where the picture mixes it with the background: `picture = alpha F + (1 - alpha) B`.

    Blur fusion after Forte, "Approximate Fast Foreground Colour Estimation" (ICIP 2021): F and B are first the means of
    what is surely of each nearby, then corrected so that they give the picture. The means are taken on a small copy, the
    correction only where it could be seen.
    """
    mask = np.asarray(alpha).ravel()
    # In one comparison: what is less than _CLEAR wraps round.
    soft = np.flatnonzero((mask - np.uint8(_CLEAR)) <= 255 - 2 * _CLEAR).astype(np.int32)
    if not soft.size:
        return rgb.copy()
    width, height = rgb.size
    scale = max(1, round(max(width, height) / _COARSE_EDGE))
    front, back = _nearby(rgb.reduce(scale), alpha.reduce(scale))
    front, back = front.reshape(-1, 3), back.reshape(-1, 3)
    pixels = np.array(rgb)
    flat, across = pixels.reshape(-1, 3), np.int32(-(-width // scale))
    dots = flat.view("V3").ravel()
    # F + alpha (picture - alpha F - (1 - alpha) B), its factors from a table.
    share = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    of_front, of_back = 1 - share * share, share * share - share
    # Piece by piece: what is worked on stays in the processor's cache.
    for start in range(0, soft.size, _PIECE):
        piece = soft[start : start + _PIECE]
        y, x = np.divmod(piece, np.int32(width))
        at, alphas = (y // scale) * across + x // scale, mask.take(piece)
        colour = front.take(at, axis=0) * of_front.take(alphas, axis=0)
        colour += back.take(at, axis=0) * of_back.take(alphas, axis=0)
        colour += flat.take(piece, axis=0) * share.take(alphas, axis=0)
        dots.put(piece, np.clip(colour, 0, 255, out=colour).astype(np.uint8).view("V3"))
    return Image.fromarray(pixels)


def _nearby(rgb: Image.Image, alpha: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel of a small copy the mean colour of what is subject nearby, and of what is background; float32."""
    colour = np.asarray(rgb, dtype=np.float32)
    share = np.asarray(alpha, dtype=np.float32)[..., None] / 255
    radius = max(2, round(_REACH * max(rgb.size)))
    # What is half of each says little of either.
    front, back = share**4, (1 - share) ** 4
    return _mean(colour, front, radius), _mean(colour, back, radius)


def _mean(colour: np.ndarray, weight: np.ndarray, radius: int) -> np.ndarray:
    """Weighted mean about each pixel; where nothing of weight is near, from farther away."""
    near_weight = box_mean(weight, radius) + 1e-6
    near = box_mean(colour * weight, radius) / near_weight
    far_weight = box_mean(weight, radius * 6) + 1e-6
    far = box_mean(colour * weight, radius * 6) / far_weight
    trust = near_weight / (near_weight + 1e-2)
    return near * trust + far * (1 - trust)


def box_mean(values: np.ndarray, radius: int) -> np.ndarray:
    """Mean over a square of 2 radius + 1, the border repeated."""
    for axis in (0, 1):
        widths = [(0, 0)] * values.ndim
        widths[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(values, widths, mode="edge"), axis=axis, dtype=np.float64)
        length = values.shape[axis]
        upper = np.take(sums, np.arange(2 * radius + 1, 2 * radius + 1 + length), axis=axis)
        lower = np.take(sums, np.arange(length), axis=axis)
        values = ((upper - lower) / (2 * radius + 1)).astype(np.float32)
    return values
