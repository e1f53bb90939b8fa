"""From the role of a part ("body", "roof", "leaf-") to the colour it is painted with under the picture's light."""

from __future__ import annotations

from dataclasses import dataclass

from .colour import RGB, darker, lighter, lit_by, mix, rgb
from .lexicon import colours
from .palettes import Palette

_MATERIALS = {
    "dark": "#2b2a36",
    "white": "#f7f3ea",
    "cream": "#f1e2c4",
    "wood": "#9a6a43",
    "trunk": "#6d4a35",
    "leaf": "#4f8f56",
    "stem": "#4d8048",
    "steel": "#aab4c0",
    "stone": "#a9a4a0",
    "rubber": "#33323c",
    "skin": "#e8b592",
    "hair": "#4b3228",
    "pink": "#ee9fa6",
    "beak": "#ee9b38",
    "glass": "#a9cfdd",
    "paper": "#fbf6ea",
    "snow": "#f6f8fb",
    "red": "#d4352c",
    "yellow": "#f2c230",
    "brick": "#a8483a",
}
_LIT = {"lit": "#ffdd7a", "flame": "#ff9a3c", "spark": "#fff4c4"}


@dataclass(frozen=True)
class Ink:
    """`base` is the named colour of the thing; `asked` keeps a colour the prompt names close to its name in any light."""

    palette: Palette
    base: RGB
    accent: RGB
    parts: tuple[tuple[str, RGB], ...] = ()
    asked: bool = False
    haze: float = 0.0

    def __call__(self, role: str) -> RGB:
        name = role.rstrip("+-")
        colour = self._colour(name)
        for sign in role[len(name) :]:
            colour = lighter(colour) if sign == "+" else darker(colour)
        if name in _LIT:
            return colour
        share = 0.45 if self.asked and name in ("body", "accent") else 0.9
        return mix(lit_by(colour, self.palette.ambient, share), self.palette.low, self.haze)

    def _colour(self, name: str) -> RGB:
        named = dict(self.parts)
        if name in named:
            return named[name]
        if name == "body":
            return self.base
        if name in ("accent", "roof", "sail", "stripes", "scarf", "collar", "wings"):
            return self.accent
        if name in ("window", "lamp"):
            return rgb(_LIT["lit"] if self.palette.lamps else _MATERIALS["glass"])
        if name in ("door", "eyes"):
            return rgb(_MATERIALS["trunk" if name == "door" else "dark"])
        if name in _LIT:
            return rgb(_LIT[name])
        if name in _MATERIALS:
            return rgb(_MATERIALS[name])
        return rgb(colours()[name])
