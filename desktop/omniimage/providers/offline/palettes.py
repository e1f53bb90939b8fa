"""The light of a picture: sky, haze, land and water colours for each time of day, in several variants a seed picks from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .colour import RGB, hexcode, lit_by, luminance, mix, rgb, turned

if TYPE_CHECKING:
    from numpy.random import Generator


@dataclass(frozen=True, slots=True)
class Palette:
    """`far` to `near` is the land from the horizon to the viewer; `ambient` is the light on things; `sun` the glow."""

    time: str
    top: RGB
    middle: RGB
    low: RGB
    sun: RGB
    far: RGB
    near: RGB
    water: RGB
    ambient: RGB
    lamps: bool = False

    def colours(self) -> tuple[str, ...]:
        return tuple(hexcode(c) for c in (self.top, self.middle, self.low, self.far, self.near, self.sun))


# top, middle and low sky, sun, far land, near land, water, ambient light
_VARIANTS = {
    "dawn": (
        "#6f8fbf #e9b9a6 #fde6c4 #fff4d6 #c9a3ab #3c4a68 #9fb0c6 #f6e6e2",
        "#7aa7b8 #f3c9b0 #fdeccb #fff6dd #9fb5ae #2f5157 #a9c9c4 #f8ece2",
        "#8d86b8 #e8a9b0 #fcd9b8 #fff0d0 #b391b4 #433863 #b9a3c0 #f2e0e6",
    ),
    "day": (
        "#6fb1dc #a9d5e8 #e6f1e6 #fff7dc #9cc4b4 #2f6b55 #4f9fb8 #ffffff",
        "#5a9fd4 #9fcbe4 #f3ead2 #fff5d6 #b3c48f #4c7a3d #4a93b5 #ffffff",
        "#7cc0cf #b9e0d8 #f6efdb #fff8e2 #8fc0bd #24616a #57a9ae #ffffff",
        "#8ab6e0 #c2d9ee #f7efe4 #fffaf0 #a4b7d2 #47618c #6797bf #ffffff",
    ),
    "noon": (
        "#3f95d6 #86c3e8 #dff0ee #fffbe8 #93c79f #2f7a4b #3d94bd #ffffff",
        "#4aa6d0 #93d3e2 #f1f4dc #fffbe6 #b8c97e #567d2f #3fa0b3 #ffffff",
    ),
    "sunset": (
        "#4a3f74 #d9695f #fbbf75 #fff0c0 #a75563 #2c1f3d #b0616a #ffdcc0",
        "#2f5d7c #f08a5d #fcd68a #fff3c9 #a4606a #2a2740 #c77a63 #ffe2c4",
        "#7a3b5e #ec7352 #fcc964 #fff2bd #99474b #33182c #c0604e #ffd8b8",
        "#e9ad72 #f2b985 #f6d39c #fff1cf #a3594a #2f1a17 #d59467 #ffe6cc",
    ),
    "dusk": (
        "#1c2450 #5a4568 #c9785f #ffeec2 #4c4d7c #14162c #454a78 #dcc9e0",
        "#20345c #52648c #e0a38c #ffeccb #4a6287 #121d33 #4a6186 #d2d2ea",
        "#2c1d4a #7a3f6b #e8805f #ffe7bd #6a3f74 #1a1128 #6a4270 #e4c4d6",
        "#143a4c #46788a #e9b896 #fff0cf #3f6e7a #0d2530 #3f7482 #cfdfe0",
    ),
    "night": (
        "#0a1030 #1b2a5c #3f5088 #f6efd2 #2a3a6c #090d20 #22346a #9fb0e6",
        "#0c1a2b #16394f #2f6478 #f2f0dc #1f4a5c #07141d #1c4a60 #97bdd2",
        "#150d2e #33225c #644a86 #fbeed2 #3b2c66 #0d0920 #35286a #b3a4e6",
        "#101522 #243149 #4a5a72 #f7f0dc #2d3c56 #0a0e17 #293c58 #a8b6d2",
    ),
}


def _decode(time: str, line: str) -> Palette:
    top, middle, low, sun, far, near, water, ambient = (rgb(code) for code in line.split())
    return Palette(time, top, middle, low, sun, far, near, water, ambient, lamps=time in ("dusk", "night"))


def _each(palette: Palette, change: Callable[[RGB], RGB]) -> Palette:
    p = palette
    land = (change(p.far), change(p.near), change(p.water), change(p.ambient))
    return Palette(p.time, change(p.top), change(p.middle), change(p.low), change(p.sun), *land, p.lamps)


def _grey(c: RGB) -> RGB:
    level = round(255 * luminance(c))
    return mix((level, level, level), (level, max(0, level - 3), max(0, level - 8)), 0.5)


_MOODS: dict[str, Callable[[RGB], RGB]] = {
    "warm": lambda c: mix(c, lit_by(c, (255, 214, 168)), 0.6),
    "cool": lambda c: mix(c, lit_by(c, (180, 214, 255)), 0.6),
    "pastel": lambda c: mix(turned(c, saturation=0.8), (255, 250, 246), 0.4),
    "vibrant": lambda c: turned(c, saturation=1.35, value=1.06),
    "vintage": lambda c: mix(turned(c, saturation=0.6), (214, 178, 122), 0.26),
    "neon": lambda c: turned(mix(c, (60, 20, 110), 0.3), saturation=1.3),
    "dark": lambda c: turned(c, saturation=0.9, value=0.68),
    "calm": lambda c: turned(c, saturation=0.88),
    "monochrome": _grey,
}
_WEATHER: dict[str, Callable[[RGB], RGB]] = {
    "rain": lambda c: turned(mix(c, (92, 104, 124), 0.36), saturation=0.8),
    "storm": lambda c: turned(mix(c, (48, 52, 74), 0.5), saturation=0.8),
    "cloudy": lambda c: mix(turned(c, saturation=0.66), (176, 184, 194), 0.2),
    "fog": lambda c: turned(c, saturation=0.9),
}


def choose(time: str, moods: Sequence[str], weather: Sequence[str], rng: Generator) -> Palette:
    """A palette for that time of day ("" lets the seed choose one), changed by moods and weather."""
    time = time or ("day", "dawn", "sunset", "dusk", "day")[int(rng.integers(5))]
    variants = _VARIANTS[time]
    palette = _decode(time, variants[int(rng.integers(len(variants)))])
    hue = float(rng.uniform(-0.025, 0.025))
    palette = _each(palette, lambda c: turned(c, hue=hue))
    for name in (*weather, *moods):
        change = _WEATHER.get(name) or _MOODS.get(name)
        if change:
            palette = _each(palette, change)
    return palette


def from_colours(palette: Palette, found: Sequence[RGB]) -> Palette:
    """`palette` repainted with colours of a reference, matched by how light they are."""
    ordered = sorted(found, key=luminance)
    if len(ordered) < 3:
        return palette

    def nearest(colour: RGB) -> RGB:
        return mix(colour, min(ordered, key=lambda c: abs(luminance(c) - luminance(colour))), 0.8)

    return replace(_each(palette, nearest), ambient=palette.ambient)
