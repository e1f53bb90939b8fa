"""The stage of a scene and what all backdrops are made of: skies, ridges, mist, stars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from omniimage.providers.offline import curves
from omniimage.providers.offline.colour import RGB, mix
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Fill, Mark, Points
from omniimage.providers.offline.scene import Scene


@dataclass
class Stage:
    """Heights in pixels from the top. `ground` is where the main things stand, `back` where far ones do.

    `ridge` gives the height of the land at an x, `far` that of the farthest; `front` is painted over the feet of
    what stands.
    """

    horizon: float
    ground: float
    back: float
    water: tuple[float, float] | None = None
    ridge: Callable[[float], float] | None = None
    far: Callable[[float], float] | None = None
    front: list[Mark] = field(default_factory=list)
    sky: bool = True
    contact: RGB = (20, 18, 30)
    features: tuple[tuple[str, tuple[float, float, float, float], int], ...] = ()


def ridge_line(frame: Frame, y: float, height: float, *, rough: float = 1.0, sharp: bool = False) -> Points:
    """A line of hills across the picture: octaves of smooth noise, or of folded noise for mountains."""
    n = 160
    x = np.linspace(-0.02, 1.02, n)
    total = np.zeros(n)
    aspect = frame.width / frame.height
    for octave in range(2 + round(3 * frame.detail)):
        cycles = (1.6 * aspect + 0.6) * 2**octave * rough
        phase, skew = frame.rng.uniform(0, 6.283, 2)
        wave = np.sin(x * cycles * 3.1 + phase) * 0.6 + np.sin(x * cycles * 4.7 + skew) * 0.4
        if sharp:
            wave = 1 - 2 * np.abs(wave)
        total += wave * (0.5 if sharp else 0.42) ** octave
    return np.column_stack([x * frame.width, y - total * height * 0.5])


def land(frame: Frame, line: Points, paint: tuple[RGB, ...]) -> Fill:
    """The land under a ridge line, down to the bottom of the picture."""
    bottom = frame.height + 4.0
    points = np.vstack([line, [(line[-1, 0], bottom), (line[0, 0], bottom)]])
    return Fill(points, paint, lift=True)


def height_at(line: Points) -> Callable[[float], float]:
    return lambda x: float(np.interp(x, line[:, 0], line[:, 1]))


def band(frame: Frame, y0: float, y1: float, paint: tuple[RGB, ...], *, lift: bool = False, outline: bool = True) -> Fill:
    """A rectangle across the whole picture."""
    w = frame.width
    points = np.array([(-2.0, y0), (w + 2.0, y0), (w + 2.0, y1), (-2.0, y1)])
    return Fill(points, paint, lift=lift, outline=outline)


def sky(frame: Frame, horizon: float) -> None:
    p = frame.palette
    frame.marks.append(band(frame, -2, max(horizon, 10) * 1.12 + 4, (p.top, p.middle, p.low), outline=False))
    frame.marks.append(band(frame, max(horizon, 10) * 1.12, frame.height + 2, (p.low,), outline=False))
    frame.celestial_at = len(frame.marks)
    if frame.palette.time != "night" and frame.clouds:
        _streaks(frame, horizon)


def _streaks(frame: Frame, horizon: float) -> None:
    """Thin long clouds in the light of the horizon."""
    p, w = frame.palette, frame.width
    tone = mix(p.low, p.sun, 0.5)
    for _ in range(2 + round(4 * frame.detail)):
        x, y = float(frame.rng.uniform(0, w)), horizon * float(frame.rng.uniform(0.16, 0.86))
        reach, thick = w * float(frame.rng.uniform(0.12, 0.3)), horizon * float(frame.rng.uniform(0.008, 0.02))
        left = [(x - reach, y), (x - reach * 0.4, y - thick * 0.7)]
        right = [(x + reach * 0.1, y - thick), (x + reach * 0.5, y - thick * 0.4)]
        points = curves.smooth([*left, *right, (x + reach, y + thick * 0.2), (x, y + thick)], closed=True)
        frame.marks.append(Fill(points, (tone,), 0.34, outline=False))


def fog_bank(frame: Frame, y: float, thickness: float, strength: float) -> Fill:
    """A drifting band of mist."""
    x = np.linspace(-0.2, 1.2, 14)
    wobble = frame.rng.uniform(-0.5, 0.5, 14)
    upper = np.column_stack([x * frame.width, y - thickness * (0.7 + wobble)])
    lower = np.column_stack([x[::-1] * frame.width, y + thickness * (0.6 + wobble[::-1] * 0.4)])
    points = curves.smooth(np.vstack([upper, lower]), closed=True, steps=4)
    return Fill(points, (mix(frame.palette.low, (255, 250, 244), 0.25),), strength, soft=thickness * 0.55)


def stars(frame: Frame, below: float, count: int) -> None:
    """Small stars above that height, fewer near it."""
    rng, w = frame.rng, frame.width
    for _ in range(int(count * (0.35 + 0.65 * frame.detail))):
        x, y = float(rng.uniform(0, w)), float(below * rng.random() ** 1.3)
        r = frame.unit * float(rng.choice((0.7, 0.9, 1.3, 2.0), p=(0.45, 0.3, 0.19, 0.06)))
        points = curves.ellipse(x, y, r, r, sides=8)
        frame.marks.append(Fill(points, ((255, 250, 232),), float(rng.uniform(0.45, 0.95)), outline=False))


SNOW: RGB = (240, 245, 252)


def covered(frame: Frame, scene: Scene, tone: RGB, share: float) -> RGB:
    """A ground colour, under snow in winter."""
    if scene.season != "winter" and "snow" not in scene.weather:
        return tone
    return mix(tone, mix(SNOW, frame.palette.far, 0.45 if frame.palette.lamps else 0.1), share)
