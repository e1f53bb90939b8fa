"""The picture being made: its size, light and dice."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from .marks import Mark
from .palettes import Palette

if TYPE_CHECKING:
    from numpy.random import Generator
    from PIL.Image import Image


def dice(*inputs: object) -> Generator:
    """A generator that depends on nothing but its inputs (JSON values)."""
    digest = sha256(json.dumps(inputs, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


@dataclass
class Frame:
    """`detail` is 0..1 (from steps); `plain` forbids texture that would tint a plain background; sizes in pixels.

    What is in the sky goes into `marks` at `celestial_at`, behind the land.
    `clouds` lets thin ones be added to an empty sky; `inputs` is what each thing's own dice are cast from.
    """

    width: int
    height: int
    detail: float
    palette: Palette
    rng: Generator
    plain: bool = False
    base: Image | None = None
    marks: list[Mark] = field(default_factory=list)
    celestial_at: int = 0
    clouds: bool = False
    inputs: list[object] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def unit(self) -> float:
        """One thousandth of the picture's middling side, in pixels."""
        return math.sqrt(self.width * self.height) / 1000
