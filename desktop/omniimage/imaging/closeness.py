"""How close two pictures are, measured without any model: palette, layout and texture, each 0 to 1.

Five measures: a grid of mean Lab colours (8 × 8), a grid of gradient directions (HOG), a perceptual hash (DCT), the radial
power spectrum, and the sliced Wasserstein distance of the colour clouds. All of them are combined as a geometric mean with
the weights 1.75, 1.26, 0.97, 0.32 and 0.25.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omniimage.imaging.decode import decode

EDGE = 256
GRID = 8
BINS = 9
WEIGHTS = {"colours": 1.75, "gradients": 1.26, "hash": 0.97, "spectrum": 0.32, "palette": 0.25}
# The distance at which a measure has fallen to 1/e.
_SCALES = {"colours": 22.0, "gradients": 0.62, "hash": 0.30, "spectrum": 0.75, "palette": 11.0}

# IEC 61966-2-1.
_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Measures:
    """Each 1 for the same picture, near 0 for nothing in common."""

    colours: float
    gradients: float
    hash: float
    spectrum: float
    palette: float

    @property
    def layout(self) -> float:
        return _mean({"gradients": self.gradients, "hash": self.hash})

    @property
    def colour(self) -> float:
        return _mean({"colours": self.colours, "palette": self.palette})

    @property
    def overall(self) -> float:
        return _mean(vars(self))


def closeness(first: Path, second: Path) -> Measures:
    """Both are looked at as squares: a different ratio costs layout. Raises `NotAnImage`, `TooLarge`."""
    return measure(pixels(first), pixels(second))


def pixels(path: Path) -> Array:
    """`(EDGE, EDGE, 3)`, sRGB 0 to 1, transparency over middle grey."""
    from PIL import Image

    image = decode(path, EDGE * 2)
    if image.mode == "RGBA":
        ground = Image.new("RGBA", image.size, (128, 128, 128, 255))
        image = Image.alpha_composite(ground, image)
    square = image.convert("RGB").resize((EDGE, EDGE), Image.Resampling.LANCZOS)
    return np.asarray(square, dtype=np.float64) / 255.0


def measure(first: Array, second: Array) -> Measures:
    one, two = _lab(first), _lab(second)
    light_one, light_two = one[..., 0], two[..., 0]
    distances = {
        "colours": float(np.mean(np.linalg.norm(_grid(one) - _grid(two), axis=-1))),
        "gradients": float(np.mean(np.linalg.norm(_hog(light_one) - _hog(light_two), axis=-1))),
        "hash": float(np.mean(_hash(light_one) != _hash(light_two))),
        "spectrum": float(np.mean(np.abs(_spectrum(light_one) - _spectrum(light_two)))),
        "palette": _sliced(one.reshape(-1, 3), two.reshape(-1, 3)),
    }
    return Measures(**{name: float(np.exp(-distance / _SCALES[name])) for name, distance in distances.items()})


def _mean(values: dict[str, float]) -> float:
    total = sum(WEIGHTS[name] for name in values)
    logs = sum(WEIGHTS[name] * np.log(max(value, 1e-6)) for name, value in values.items())
    return float(np.exp(logs / total))


def _lab(rgb: Array) -> Array:
    """CIE L*a*b*, D65, from sRGB (IEC 61966-2-1)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / np.array([0.95047, 1.0, 1.08883])
    bent = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _cells(plane: Array) -> Array:
    """`(GRID, GRID, pixels of a cell, …)`."""
    step = EDGE // GRID
    shaped = plane.reshape(GRID, step, GRID, step, *plane.shape[2:])
    return shaped.swapaxes(1, 2).reshape(GRID, GRID, step * step, *plane.shape[2:])


def _grid(lab: Array) -> Array:
    mean: Array = _cells(lab).mean(axis=2)
    return mean


def _hog(light: Array) -> Array:
    """Directions of the gradients in each cell, weighted by their strength, unit length; `(GRID, GRID, BINS)`."""
    down, across = np.gradient(light)
    strength = np.hypot(down, across)
    angle = np.mod(np.arctan2(down, across), np.pi)
    bins = np.minimum((angle / np.pi * BINS).astype(int), BINS - 1)
    planes = np.stack([np.where(bins == each, strength, 0.0) for each in range(BINS)], axis=-1)
    sums: Array = _cells(planes).sum(axis=2)
    # A cell without edges stays near zero: only real structure counts.
    directions: Array = sums / (np.linalg.norm(sums, axis=-1, keepdims=True) + 60.0)
    return directions


def _hash(light: Array) -> NDArray[np.bool_]:
    """The signs of the 8 × 8 lowest waves of a 32 × 32 cosine transform around their median."""
    small = light.reshape(32, EDGE // 32, 32, EDGE // 32).mean(axis=(1, 3))
    n = np.arange(32)
    waves = np.cos(np.pi / 32 * (n + 0.5) * n[:, None])
    low = (waves @ small @ waves.T)[:8, :8].ravel()[1:]
    result: NDArray[np.bool_] = low > np.median(low)
    return result


def _spectrum(light: Array) -> Array:
    """Log power by spatial frequency, in 24 rings, its mean taken off."""
    power = np.abs(np.fft.rfft2(light - light.mean())) ** 2
    rows, columns = np.fft.fftfreq(EDGE)[:, None], np.fft.rfftfreq(EDGE)[None, :]
    ring = np.minimum((np.hypot(rows, columns) / 0.5 * 24).astype(int), 23)
    sums = np.bincount(ring.ravel(), power.ravel(), minlength=24) / np.maximum(np.bincount(ring.ravel(), minlength=24), 1)
    logs: Array = np.log10(sums + 1.0)
    return logs


def _sliced(one: Array, two: Array) -> float:
    """Sliced Wasserstein-1 distance of two colour clouds, over 24 fixed directions."""
    chance = np.random.default_rng(7)
    directions = chance.normal(size=(3, 24))
    directions /= np.linalg.norm(directions, axis=0)
    step = max(1, len(one) // 4096)
    return float(np.mean(np.abs(np.sort(one[::step] @ directions, axis=0) - np.sort(two[::step] @ directions, axis=0))))
