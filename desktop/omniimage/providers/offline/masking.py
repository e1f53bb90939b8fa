"""Painting within a mask: the rest of the picture stays, and the truth tells of what can be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from .references import fitted
from .report import moved
from .truth import Drawn, Region, span, where

_SEEN = 0.5
_SMALLEST = 16


@dataclass(frozen=True)
class Window:
    """The box around a mask's white. `ground` is the whole picture, `white` the mask, both in its size."""

    ground: Image.Image
    white: Image.Image
    left: int
    top: int
    width: int
    height: int

    def under(self) -> Image.Image:
        """What of the ground it shows."""
        return self.ground.crop((self.left, self.top, self.left + self.width, self.top + self.height))


def window(ground: Image.Image, mask: Image.Image, size: tuple[int, int]) -> Window:
    """The mask lies on the whole ground, which is cut to `size`. Raises ValueError where no white is left."""
    white = fitted(mask.convert("L").resize(ground.size, Image.Resampling.NEAREST), size, Image.Resampling.NEAREST)
    box = white.getbbox()
    if box is None:
        raise ValueError("the mask has no white")
    width, height = max(_SMALLEST, box[2] - box[0]), max(_SMALLEST, box[3] - box[1])
    left, top = max(0, min(box[0], size[0] - width)), max(0, min(box[1], size[1] - height))
    return Window(fitted(ground, size), white, left, top, width, height)


def put_in(painted: Image.Image, drawn: Drawn, window: Window) -> tuple[Image.Image, Drawn]:
    """The whole picture, and of the things drawn those that are half in sight or more."""
    sheet = window.ground.copy()
    sheet.paste(painted, (window.left, window.top))
    items, hidden = [], []
    for item in drawn.items:
        placed = (moved(box, window.left, window.top, window.width, window.height, sheet.size) for box in item.boxes)
        seen = [
            (box, colour) for box, colour in zip(placed, item.colours, strict=True) if _share(window.white, box) >= _SEEN
        ]
        if not seen:
            hidden.append(item.subject)
            continue
        boxes, colours = zip(*seen, strict=True)
        region = span(boxes)
        items.append(replace(item, count=len(boxes), boxes=boxes, colours=colours, position=region, where=where(region)))
    missing = tuple(dict.fromkeys((*drawn.not_drawn, *hidden)))
    image = Image.composite(sheet, window.ground, window.white)
    return image, replace(drawn, items=tuple(items), not_drawn=missing)


def _share(white: Image.Image, box: Region) -> float:
    """How much of the box is white, 0..1."""
    left, top = round(box.x * white.width), round(box.y * white.height)
    part = white.crop((left, top, left + max(1, round(box.w * white.width)), top + max(1, round(box.h * white.height))))
    return sum(level * count for level, count in enumerate(part.histogram())) / (255 * part.width * part.height)
