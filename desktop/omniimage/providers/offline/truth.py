"""What was drawn, as a value: the answers a checklist judge needs, none of them taken from the prompt alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Region:
    """A box in fractions of the picture's width and height, from its top left."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """All things of one request ("three red apples") that are visible.

    `colour` is the name all of them have, or "various"; `colours` is theirs in the order of `boxes`. `position` spans
    the `boxes`. `where` is "left middle", "centre bottom", ... by the span's middle. `hex` is the median colour of
    their bodies in the finished picture. `asked` is false for what the artist added.
    """

    subject: str
    count: int
    colour: str
    colours: tuple[str, ...]
    hex: str
    position: Region
    boxes: tuple[Region, ...]
    where: str
    size: str
    asked: bool = True
    asked_count: int = 1
    pose: str = ""
    relation: str = ""
    parts: tuple[str, ...] = ()
    accent: str = ""


@dataclass(frozen=True, slots=True)
class DrawnScene:
    """Time, weather, season, setting and moods as painted; "" or empty where the picture shows none.

    `extras` is what the artist added to the surroundings unasked. `brightness` is the mean level, 0..1.
    """

    time: str
    weather: tuple[str, ...]
    season: str
    setting: str
    moods: tuple[str, ...]
    palette: tuple[str, ...]
    brightness: float
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The truth about one picture. `free` is the share of each half that no thing covers, 0..1.

    `not_drawn` holds the content words that left no trace; `left_out` what the prompt forbade and is absent.
    """

    items: tuple[DrawnItem, ...]
    scene: DrawnScene
    style: str
    text: str
    free: dict[str, float]
    not_drawn: tuple[str, ...]
    left_out: tuple[str, ...]
    references: tuple[str, ...] = ()
    grid: tuple[int, int] | None = None
    panels: tuple[Drawn, ...] = ()
    steps: int = 20
    is_ai: bool = field(default=False, init=False)

    def count(self, subject: str) -> int:
        """How many of that subject are to be seen."""
        return sum(item.count for item in self.items if item.subject == subject)

    def as_json(self) -> dict[str, Any]:
        """Plain lists, dicts, strings and numbers."""
        return asdict(self)


def where(region: Region) -> str:
    """The third of the picture, across and down, in which the middle of a region lies."""
    x, y = region.x + region.w / 2, region.y + region.h / 2
    across = "left" if x < 0.42 else "right" if x > 0.58 else "centre"
    down = "top" if y < 0.36 else "bottom" if y > 0.68 else "middle"
    return f"{across} {down}"


def span(boxes: tuple[Region, ...]) -> Region:
    """The smallest region around all of them."""
    x0, y0 = min(b.x for b in boxes), min(b.y for b in boxes)
    x1, y1 = max(b.x + b.w for b in boxes), max(b.y + b.h for b in boxes)
    return Region(x0, y0, round(x1 - x0, 4), round(y1 - y0, 4))
