"""Cutting out without a model: a subject on a plain or softly graded background, with or without a shadow.

The background is known everywhere once its surface is fitted, so each pixel of the edge is one equation in one unknown:
`pixel = alpha F + (1 - alpha) B`, with F from nearby. Whether the picture suits the method is measured, not assumed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from omniimage.imaging.decode import decode
from omniimage.imaging.matting.background import (
    Background,
    Floats,
    Mask,
    border,
    connected,
    distance,
    fit_background,
    grown,
)
from omniimage.imaging.matting.contract import Wanted
from omniimage.imaging.matting.finish import box_mean, write_result

SUITS_AT = 0.5
# Regions are found on a copy of this size; alpha at the picture's own.
_SMALL_EDGE = 320
# A shadow leaves at least this much of the light, and its edge is no steeper than this from pixel to pixel.
_DARKEST = 0.3
_STEEPEST = 0.08
# Colours this far apart (of 1, all channels together) are two colours of a subject, not shades of one.
_OTHER = 0.35
# The softest edge, of the longer side.
_SOFTEST = 0.05
_HOLE = 0.0025


def cut_out(source: Path, target: Path, wanted: Wanted, force: bool) -> tuple[float, bool]:
    """Write the result to `target` where the picture suits, or `force`. The suitability 0 to 1, and whether it was enough.

    Raises `NotAnImage`, `TooLarge`, `OSError`.
    """
    picture = decode(source)
    rgb = picture.convert("RGB")
    regions = find_regions(rgb)
    if regions.suitability < SUITS_AT and not force:
        return regions.suitability, False
    alpha = alpha_of(rgb, regions)
    if picture.mode == "RGBA":
        alpha = ImageChops.multiply(alpha, picture.getchannel("A"))
    write_result(picture, alpha, wanted, target)
    return regions.suitability, True


class Regions:
    """What was found on the small copy. `outside`: background and shadow; `band`: where alpha may be between 0 and 1."""

    def __init__(self, small: Floats, scale: int, ground: Background) -> None:
        self.scale = scale
        self.ground = ground
        self.colour = ground.colour
        self.outside = _outside(small, ground)
        self.back = _nearby_light(small, ground, self.outside)
        away = distance(small, self.back)
        self.front = _nearby_subject(small, away, self.outside)
        share = _share(small, self.front, self.back)
        reach = max(2, round(_SOFTEST * max(share.shape)))
        mixed = (share < 0.93) & ~_is_other(share, small, self.front, self.back, ground.tolerance)
        rough = grown(self.outside, reach, mixed)
        self.core = ~grown(rough)
        self.front = _nearby_subject(small, np.where(self.core, away + 0.05, away * 0.3), self.outside)
        self.band = ~self.core & grown(~self.outside, 2)
        self.suitability = _suitability(small, self)


def find_regions(picture: Image.Image) -> Regions:
    scale = max(1, round(max(picture.size) / _SMALL_EDGE))
    small: Floats = np.asarray(picture.reduce(scale), np.float32) / np.float32(255)
    return Regions(small, scale, fit_background(small))


def alpha_of(picture: Image.Image, regions: Regions) -> Image.Image:
    """The alpha at the picture's size, L."""
    width, height = picture.size
    scale = regions.scale
    rows = np.minimum(np.arange(height) // scale, regions.core.shape[0] - 1)
    columns = np.minimum(np.arange(width) // scale, regions.core.shape[1] - 1)
    alpha = (regions.core * np.uint8(255))[rows][:, columns]
    y, x = np.nonzero(regions.band[rows][:, columns])
    pixels: Floats = np.asarray(picture)[y, x].astype(np.float32) / np.float32(255)
    at = ((y + 0.5) / scale - 0.5, (x + 0.5) / scale - 0.5)
    back, front = _sampled(regions.back, *at), _sampled(regions.front, *at)
    alpha[y, x] = _quantised(_share(pixels, front, back), regions.ground.noise)
    return Image.fromarray(alpha)


def _outside(small: Floats, ground: Background) -> Mask:
    """The background, its shadows, and the background seen through holes."""
    away = distance(small, ground.colour)
    light = np.einsum("hwc,hwc->hw", small, ground.colour) / np.maximum(
        np.einsum("hwc,hwc->hw", ground.colour, ground.colour), 1e-4
    )
    hue_kept = distance(small, ground.colour * light[..., None]) < ground.tolerance
    shade = hue_kept & (light > _DARKEST) & (light < 1.02)
    smooth = _steepness(light) < _STEEPEST + 2 * ground.noise
    outside = connected(ground.area, ground.area | (shade & smooth))
    seen = outside | _holes((away < ground.tolerance) & ~outside)
    return connected(seen, seen | (shade & smooth))


def _holes(candidates: Mask) -> Mask:
    """Of what looks like background inside the subject, the large pieces."""
    kept = np.zeros_like(candidates)
    left = candidates.copy()
    smallest = max(6, round(_HOLE * candidates.size))
    for _ in range(12):
        if left.sum() < smallest:
            break
        seed = np.zeros_like(left)
        seed.flat[int(np.argmax(box_mean(left[..., None].astype(np.float32), 4)[..., 0] * left))] = True
        piece = connected(seed, left)
        left &= ~piece
        if piece.sum() >= smallest:
            kept |= piece
    return kept


def _nearby_light(small: Floats, ground: Background, outside: Mask) -> Floats:
    """The background at each pixel with the light that falls nearby: under an edge, the shadow beside it."""
    weight = (outside & ~grown(~outside))[..., None].astype(np.float32)
    ratio = small / np.maximum(ground.colour, 0.02)
    radius = max(2, round(0.012 * max(outside.shape)))
    weighted = box_mean(np.concatenate([ratio * weight, weight], axis=-1), radius)
    total = weighted[..., 3:]
    near = weighted[..., :3] / np.maximum(total, 1e-6)
    trust = total / (total + 0.02)
    result: Floats = ground.colour * (near * trust + (1 - trust))
    return result


def _nearby_subject(small: Floats, away: Floats, outside: Mask) -> Floats:
    """The subject's colour near each pixel: the mean of what differs most from the background."""
    weight = (np.where(outside, 0, away) ** 4)[..., None].astype(np.float32)
    weighted = np.concatenate([small * weight, weight], axis=-1)
    everywhere = weighted.mean(axis=(0, 1)) * 1e-6
    near, far = max(2, round(0.015 * max(outside.shape))), max(6, round(0.08 * max(outside.shape)))
    total = box_mean(weighted, near) + 1e-3 * box_mean(weighted, far) + everywhere
    result: Floats = (total[..., :3] / np.maximum(total[..., 3:], 1e-12)).astype(np.float32)
    return result


def _share(pixels: Floats, front: Floats, back: Floats) -> Floats:
    """How much of the subject is in each pixel, 0 to 1."""
    whole = front - back
    share = ((pixels - back) * whole).sum(axis=-1) / np.maximum((whole * whole).sum(axis=-1), 1e-4)
    result: Floats = np.clip(share, 0, 1)
    return result


def _is_other(share: Floats, small: Floats, front: Floats, back: Floats, tolerance: float) -> Mask:
    """Pixels that are no mixture, for they lie far off the line between the two colours: the subject has more than one."""
    off = distance(small, back + share[..., None] * (front - back))
    # As far as the subject's colour would have to be another to explain it.
    return (off > 1.5 * tolerance) & (off > 1.5 * _OTHER * (share + 0.03))


def _quantised(share: Floats, noise: float) -> NDArray[np.uint8]:
    """Noise at either end is cut off."""
    low = min(0.12, 0.02 + 2 * noise)
    result: NDArray[np.uint8] = np.round(np.clip((share - low) / (0.97 - low), 0, 1) * 255).astype(np.uint8)
    return result


def _suitability(small: Floats, regions: Regions) -> float:
    """1: a calm background that explains the border, and a subject that stands out of it.

    The figures lie between 100 composites (calm: at most 0.007) and crops of photographs (at least 0.017, or less than
    three quarters of the border explained).
    """
    ground = regions.ground
    calm = _falling(_unrest(small, ground), 0.012, 0.022) * _falling(ground.noise, 0.03, 0.05)
    explained = 1 - _falling(float(regions.outside[border(*regions.outside.shape)].mean()), 0.72, 0.88)
    core, band = float(regions.core.mean()), float(regions.band.mean())
    subject = (1 - _falling(core + band / 2, 0.001, 0.005)) * _falling(core, 0.8, 0.9)
    # Where the subject begins, the picture must change.
    clear = _falling(band / max(core + band, 1e-6), 0.7, 0.95)
    return calm * explained * subject * clear


def _unrest(small: Floats, ground: Background) -> float:
    """How far the background's neighbouring pixels lie off its surface together: what is no noise, and no surface."""
    if not ground.area.any():
        return 1.0
    inside = ground.area[..., None].astype(np.float32)
    near = box_mean(np.concatenate([(small - ground.colour) * inside, inside], axis=-1), 3)
    away = near[..., :3] / np.maximum(near[..., 3:], 0.3)
    return float(np.sqrt((away[ground.area] ** 2).sum(axis=-1).mean()))


def _falling(value: float, high: float, low: float) -> float:
    """1 up to `high`, 0 from `low` on."""
    return min(1.0, max(0.0, (low - value) / (low - high)))


def _steepness(values: Floats) -> Floats:
    """The greatest change to a neighbour."""
    result = np.zeros_like(values)
    down, right = np.abs(np.diff(values, axis=0)), np.abs(np.diff(values, axis=1))
    result[1:] = down
    result[:-1] = np.maximum(result[:-1], down)
    result[:, 1:] = np.maximum(result[:, 1:], right)
    result[:, :-1] = np.maximum(result[:, :-1], right)
    return result


def _sampled(values: Floats, y: NDArray[np.float64], x: NDArray[np.float64]) -> Floats:
    """Bilinear, at pixel centres."""
    y, x = np.clip(y, 0, values.shape[0] - 1), np.clip(x, 0, values.shape[1] - 1)
    top, left = np.minimum(y.astype(np.intp), values.shape[0] - 2), np.minimum(x.astype(np.intp), values.shape[1] - 2)
    down, right = (y - top).astype(np.float32)[:, None], (x - left).astype(np.float32)[:, None]
    upper = values[top, left] * (1 - right) + values[top, left + 1] * right
    lower = values[top + 1, left] * (1 - right) + values[top + 1, left + 1] * right
    result: Floats = upper * (1 - down) + lower * down
    return result
