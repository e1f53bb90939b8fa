"""What a plain or softly graded background looks like everywhere, judged from the picture's border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

# Of the shorter side; in a picture's outermost pixels an odd line or a blend with black is not rare.
_RING = 0.035
# A colour this near the model (of 1, all channels together) is the background's even without noise.
_NEAR = 0.022
_DEGREES = (2, 3, 4)
_ROUNDS = 8
_SAMPLES = 2500


@dataclass(frozen=True)
class Background:
    """`colour`: the background at each pixel, 0 to 1. `noise`: how far its pixels lie from that, root mean square.

    `area`: what looks like it and hangs together with the border. `explained`: the share of the border that does.
    """

    colour: Floats
    noise: float
    area: Mask
    explained: float

    @property
    def tolerance(self) -> float:
        """Up to this distance a pixel is taken for background."""
        return _NEAR + 3 * self.noise


def fit_background(picture: Floats) -> Background:
    """Fit one smooth surface per channel to the border, then to all that goes on from there. `picture` H×W×3, 0 to 1."""
    height, width = picture.shape[:2]
    ring = border(height, width)
    chosen = ring
    colour = _surface(picture, ring, 1)
    noise = _noise(picture, colour, ring)
    for degree in _DEGREES:
        near = distance(picture, colour) < _NEAR + 3 * noise
        grown = connected(near & ring, near)
        # A few pixels cannot hold a surface of many bends.
        if grown.sum() < 0.5 * ring.sum():
            break
        chosen = grown
        colour = _surface(picture, chosen, degree)
        noise = _noise(picture, colour, chosen)
    tolerance = _NEAR + 3 * noise
    near = distance(picture, colour) < tolerance
    area = connected(near & ring, near)
    return Background(colour, noise, area, float(near[ring].mean()))


def distance(picture: Floats, colour: Floats) -> Floats:
    """How far apart two pictures are at each pixel, all channels together."""
    apart = picture - colour
    result: Floats = np.sqrt(np.einsum("hwc,hwc->hw", apart, apart))
    return result


def border(height: int, width: int) -> Mask:
    """The picture's rim."""
    ring = np.ones((height, width), bool)
    inset = max(2, round(_RING * min(height, width)))
    ring[inset:-inset, inset:-inset] = False
    return ring


def connected(seed: Mask, allowed: Mask) -> Mask:
    """All of `allowed` that hangs together with `seed`, by the four neighbours.

    Whole runs of a row, then of a column, are taken at once: a few rounds, where step by step would be hundreds.
    """
    reached = seed & allowed
    across, down = _runs(allowed), _runs(allowed.T).T
    count = -1
    while (fresh := int(reached.sum())) != count:
        count = fresh
        for runs in (across, down):
            hit = np.zeros(int(runs[-1, -1]) + 1, bool)
            hit[runs[reached]] = True
            reached = hit[runs] & allowed
    return reached


def grown(mask: Mask, steps: int = 1, within: Mask | None = None) -> Mask:
    """`mask` and what lies at most `steps` steps to one of the four neighbours from it, each step `within`."""
    reached = mask
    for _ in range(steps):
        fresh = reached.copy()
        fresh[1:] |= reached[:-1]
        fresh[:-1] |= reached[1:]
        fresh[:, 1:] |= reached[:, :-1]
        fresh[:, :-1] |= reached[:, 1:]
        reached = fresh if within is None else (fresh & within) | reached
    return reached


def _runs(allowed: Mask) -> NDArray[np.intp]:
    """A number for each run of a row; the pixels that are not allowed have one with their left neighbour."""
    starts = ~allowed
    starts[:, 0] = True
    starts[:, 1:] |= allowed[:, 1:] & ~allowed[:, :-1]
    numbers: NDArray[np.intp] = np.cumsum(starts.ravel(), dtype=np.intp).reshape(allowed.shape)
    return numbers


def _surface(picture: Floats, where: Mask, degree: int) -> Floats:
    """The polynomial in x and y that fits the pixels of `where`, those that lie far off left out; evaluated everywhere."""
    height, width = where.shape
    powers = [(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]
    x, y = _powers(width, degree), _powers(height, degree)
    rows = np.flatnonzero(where)
    rows = rows[:: max(1, rows.size // _SAMPLES)]
    down, across = np.divmod(rows, width)
    known = np.stack([x[i, across] * y[j, down] for i, j in powers], axis=1)
    seen = picture.reshape(-1, 3)[rows].astype(np.float64)
    weights = np.ones(rows.size)
    # A little of a ridge: where the border says nothing of a bend, there is none.
    ridge = np.diag(np.r_[0, np.full(known.shape[1] - 1, 1e-4 * rows.size)])
    for _ in range(_ROUNDS):
        # einsum, not matmul: for so little, BLAS wakes more threads than it has work.
        weighted = known * weights[:, None]
        normal = np.einsum("ni,nj->ij", weighted, known) + ridge
        found = np.linalg.solve(normal, np.einsum("ni,nc->ic", weighted, seen))
        away = np.sqrt(((np.einsum("ni,ic->nc", known, found) - seen) ** 2).sum(axis=1))
        scale = max(2.5 * float(np.median(away)), 0.004)
        # Geman-McClure: what lies far off hardly counts.
        weights = 1 / (1 + (away / scale) ** 2) ** 2
    table = np.zeros((degree + 1, degree + 1, 3))
    for (i, j), each in zip(powers, found, strict=True):
        table[i, j] = each
    rows_of = np.einsum("ijc,jh->hic", table, y).astype(np.float32)
    result: Floats = np.einsum("hic,iw->hwc", rows_of, x.astype(np.float32))
    return result


def _powers(length: int, degree: int) -> NDArray[np.float64]:
    """1, t, t², … of -1 to 1."""
    return np.linspace(-1, 1, length) ** np.arange(degree + 1)[:, None]


def _noise(picture: Floats, colour: Floats, where: Mask) -> float:
    away = distance(picture, colour)[where]
    return min(0.06, float(np.median(away)) / 1.1)
