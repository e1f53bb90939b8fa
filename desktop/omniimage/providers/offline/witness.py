"""Looks at the finished picture and tells which things are really to be seen in it, where, and in what colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from .colour import RGB, hexcode
from .marks import Fill, Mark
from .truth import Region

_MAP_SIDE = 320
_SEEN = 0.3


class Witness:
    """Every thing's pixels on a small map of the picture, nearer things covering farther ones."""

    def __init__(self, marks: Sequence[Mark], size: tuple[int, int]) -> None:
        self.size = size
        scale = min(1.0, _MAP_SIDE / max(size))
        shape = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        ratio = np.array(shape) / size
        front, body = Image.new("I", shape), Image.new("I", shape)
        pens = ((ImageDraw.Draw(front), False), (ImageDraw.Draw(body), True))
        self._bounds: dict[int, list[float]] = {}
        self._whole: dict[int, float] = {}
        for mark in marks:
            if not isinstance(mark, Fill) or mark.soft or mark.alpha < 0.5:
                continue
            points = [(float(x), float(y)) for x, y in mark.points * ratio]
            if mark.thing:
                self._grow(mark)
            for pen, bodies_only in pens:
                value = 0 if bodies_only and not mark.named else mark.thing
                if not mark.width:
                    pen.polygon(points, fill=value)
                elif mark.thing:
                    pen.line(points, fill=value, width=max(1, round(mark.width * float(ratio[0]))))
        self._map: NDArray[np.int32] = np.asarray(front)
        self._bodies: NDArray[np.int32] = np.asarray(body)
        self._alone = self._areas(marks, shape, ratio)

    def _grow(self, mark: Fill) -> None:
        low, high = mark.points.min(0) - mark.width / 2, mark.points.max(0) + mark.width / 2
        box = self._bounds.setdefault(mark.thing, [float(low[0]), float(low[1]), float(high[0]), float(high[1])])
        box[:2] = [min(box[0], float(low[0])), min(box[1], float(low[1]))]
        box[2:] = [max(box[2], float(high[0])), max(box[3], float(high[1]))]

    def _areas(self, marks: Sequence[Mark], shape: tuple[int, int], ratio: NDArray[np.float64]) -> dict[int, int]:
        """How many map pixels each thing would have with nothing in front of it, on or off the picture."""
        areas: dict[int, int] = {}
        solid: dict[int, list[Fill]] = {}
        for mark in marks:
            if isinstance(mark, Fill) and mark.thing and not mark.width and not mark.soft and mark.alpha >= 0.5:
                solid.setdefault(mark.thing, []).append(mark)
        for thing, (x0, y0, x1, y1) in self._bounds.items():
            size = (max(1, round((x1 - x0) * ratio[0])) + 1, max(1, round((y1 - y0) * ratio[1])) + 1)
            alone = Image.new("1", (min(size[0], 4 * shape[0]), min(size[1], 4 * shape[1])))
            pen = ImageDraw.Draw(alone)
            for part in solid.get(thing, ()):
                pen.polygon([(float(x), float(y)) for x, y in (part.points - (x0, y0)) * ratio], fill=1)
            areas[thing] = int(np.asarray(alone).sum())
        return areas

    def sees(self, thing: int) -> bool:
        """Whether at least a third or so of it is in the picture and not covered."""
        visible = int((self._map == thing).sum())
        return visible > 0 and visible >= _SEEN * self._alone.get(thing, 1)

    def box(self, thing: int) -> Region:
        """The thing's bounds cut to the picture."""
        x0, y0, x1, y1 = self._bounds[thing]
        w, h = self.size
        left, top = min(max(x0 / w, 0.0), 1.0), min(max(y0 / h, 0.0), 1.0)
        right, bottom = min(max(x1 / w, 0.0), 1.0), min(max(y1 / h, 0.0), 1.0)
        return Region(round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4))

    def colour(self, things: Sequence[int], image: Image.Image) -> str:
        """The median colour of these things' bodies in the finished picture, as `#rrggbb`."""
        h, w = self._map.shape
        seen = np.isin(self._bodies, things)
        if not seen.any():
            seen = np.isin(self._map, things)
        pixels = np.asarray(image.resize((w, h), Image.Resampling.BOX))[seen]
        if len(pixels) == 0:
            return ""
        r, g, b = (int(v) for v in np.median(pixels, axis=0))
        colour: RGB = (r, g, b)
        return hexcode(colour)

    def free(self) -> dict[str, float]:
        """The share of each half of the picture that no thing covers."""
        empty = self._map == 0
        h, w = empty.shape
        halves = {
            "left": empty[:, : max(1, w // 2)],
            "right": empty[:, w // 2 :],
            "top": empty[: max(1, h // 2)],
            "bottom": empty[h // 2 :],
        }
        return {name: round(float(half.mean()), 3) for name, half in halves.items()}
