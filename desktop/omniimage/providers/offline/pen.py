"""The drawing tool of the subject painters: parts of one thing in its own units, placed later on a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from . import curves
from .marks import Fill, Glow, Mark

if TYPE_CHECKING:
    from numpy.random import Generator

    from .ink import Ink
    from .marks import Points

Pairs = Sequence[tuple[float, float]]


class Part(NamedTuple):
    points: Points
    roles: tuple[str, ...]
    width: float
    across: bool
    alpha: float
    glow: bool = False


class Pen:
    """Collects parts, back to front. Coordinates: x right, y down, from the top left of the subject's own box."""

    def __init__(self, rng: Generator, detail: float, words: str = "") -> None:
        self.rng = rng
        self.detail = detail
        self.words = words
        self.parts: list[Part] = []
        self.used: set[str] = set()

    def _add(self, role: str, points: Points, width: float = 0.0, across: bool = False, alpha: float = 1.0) -> None:
        roles = tuple(role.split())
        self.used.update(r.rstrip("+-") for r in roles)
        self.parts.append(Part(points, roles, width, across, alpha))

    def polygon(self, role: str, points: Pairs | Points, *, across: bool = False, alpha: float = 1.0) -> None:
        """A polygon; several roles in one string make a gradient."""
        self._add(role, np.asarray(points, dtype=float), across=across, alpha=alpha)

    def blob(self, role: str, points: Pairs, *, across: bool = False, alpha: float = 1.0) -> None:
        """A smooth closed shape through `points`."""
        self._add(role, curves.smooth(points, closed=True), across=across, alpha=alpha)

    def oval(
        self,
        role: str,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        turn: float = 0,
        *,
        across: bool = False,
        alpha: float = 1.0,
    ) -> None:
        self._add(role, curves.ellipse(cx, cy, rx, ry, turn), across=across, alpha=alpha)

    def disc(self, role: str, cx: float, cy: float, r: float) -> None:
        self._add(role, curves.ellipse(cx, cy, r, r))

    def bar(
        self,
        role: str,
        x: float,
        y: float,
        w: float,
        h: float,
        radius: float = 0,
        *,
        across: bool = False,
        alpha: float = 1.0,
    ) -> None:
        self._add(role, curves.rounded(x, y, w, h, radius), across=across, alpha=alpha)

    def pie(self, role: str, cx: float, cy: float, rx: float, ry: float, start: float, end: float, turn: float = 0) -> None:
        """The segment of an ellipse between two angles in degrees, closed by its chord."""
        self._add(role, curves.arc(cx, cy, rx, ry, start, end, turn))

    def line(self, role: str, points: Pairs | Points, width: float, *, alpha: float = 1.0) -> None:
        self._add(role, np.asarray(points, dtype=float), width, alpha=alpha)

    def curve(self, role: str, points: Pairs, width: float, *, alpha: float = 1.0) -> None:
        """A smooth open line through `points`."""
        self._add(role, curves.smooth(points, closed=False), width, alpha=alpha)

    def glow(self, role: str, cx: float, cy: float, radius: float, strength: float = 0.6) -> None:
        points = np.array([(cx, cy), (cx + radius, cy)], dtype=float)
        self.parts.append(Part(points, (role,), 0.0, False, strength, True))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a thing's own box goes: its left, top and scale in pixels per unit; `mirrored` about its middle."""

    left: float
    top: float
    scale: float
    units: tuple[float, float]
    mirrored: bool = False
    turn: float = 0.0

    def points(self, own: Points) -> Points:
        w, h = self.units
        p = own.copy()
        if self.mirrored:
            p[:, 0] = w - p[:, 0]
        if self.turn:
            c, s = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
            x, y = p[:, 0] - w / 2, p[:, 1] - h / 2
            p = np.column_stack([x * c - y * s + w / 2, x * s + y * c + h / 2])
        return p * self.scale + (self.left, self.top)


def place(parts: Sequence[Part], at: Placement, ink: Ink, thing: int) -> list[Mark]:
    """The parts as marks on the picture."""
    marks: list[Mark] = []
    for part in parts:
        points = at.points(part.points)
        paint = tuple(ink(r) for r in part.roles)
        if part.glow:
            radius = abs(float(points[1, 0] - points[0, 0])) or float(np.hypot(*(points[1] - points[0])))
            marks.append(Glow(float(points[0, 0]), float(points[0, 1]), radius, paint[0], part.alpha))
        else:
            if at.mirrored and part.across:
                paint = paint[::-1]
            width, named = part.width * at.scale, part.roles[0].startswith("body")
            lift = not part.width
            marks.append(Fill(points, paint, part.alpha, width, part.across, thing=thing, lift=lift, named=named))
    return marks


class Painter(NamedTuple):
    """How a subject is painted, and the size of its own box."""

    draw: Callable[[Pen], None]
    units: tuple[float, float]
    hand: tuple[float, float] | None


PAINTERS: dict[str, Painter] = {}


def paints(
    name: str, width: float, height: float, *, hand: tuple[float, float] | None = None
) -> Callable[[Callable[[Pen], None]], Callable[[Pen], None]]:
    """Registers the painter of a subject ("cat") or of a subject in a pose ("cat:sleeping")."""

    def register(draw: Callable[[Pen], None]) -> Callable[[Pen], None]:
        PAINTERS[name] = Painter(draw, (width, height), hand)
        return draw

    return register
