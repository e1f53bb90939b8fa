"""One thing on the picture, and how large its kind is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from .frame import Frame
from .lexicon import subjects
from .pen import PAINTERS
from .scene import Scene, Wanted

_SIZES = {"big": 1.35, "small": 0.58}
_DEPTHS = {"background": 0.55, "foreground": 1.2}


@dataclass
class Thing:
    """One thing on the picture; `x` is its middle and `y` its foot, in pixels. `layer` orders painting.

    `nth` counts the things of one item; `implied` ones were not asked for; `attached` ones rest on another thing.
    """

    item: int
    subject: str
    painter: str
    w: float
    h: float
    x: float = 0.0
    y: float = 0.0
    layer: float = 0
    nth: int = 0
    mirrored: bool = False
    turn: float = 0.0
    implied: bool = False
    attached: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.x - self.w / 2, self.y - self.h, self.x + self.w / 2, self.y


def painter_of(wanted: Wanted) -> str:
    posed = f"{wanted.subject}:{wanted.pose}"
    return posed if posed in PAINTERS else wanted.subject


def things_of(index: int, wanted: Wanted, scene: Scene, frame: Frame) -> list[Thing]:
    """The things of one item, sized but not yet placed."""
    info = subjects()[wanted.subject]
    painter = painter_of(wanted)
    if wanted.subject == "book" and wanted.count == 1 and info.home != scene.setting and len(scene.items) == 1:
        painter = "book:one"
    units = PAINTERS[painter].units
    share = info.height * _SIZES.get(wanted.size, 1.0)
    for where in wanted.where:
        share *= _DEPTHS.get(where, 1.0)
    solo = sum(i.count for i in scene.items if subjects()[i.subject].place != "terrain") == 1
    if scene.setting in ("studio", "plain", "tabletop"):
        share *= 1.22
    if solo and scene.setting in ("studio", "plain"):
        share = min(0.64, share * 1.3)
    elif solo and share < 0.5 and not wanted.where and info.place in ("land", "table", "floor", "sky", "swim", "water"):
        share = min(0.5, share * 1.4)
    share *= float(frame.rng.uniform(0.92, 1.06))
    h = share * min(frame.height, 1.25 * frame.width)
    if painter.endswith(":sleeping"):
        h *= 0.55
    if painter == "train":
        h *= 1.2
    w = h * units[0] / units[1]
    limit = (0.76 if solo else 0.9) * frame.width
    if w > limit:
        w, h = limit, h * limit / w
    return [Thing(index, wanted.subject, painter, w, h, nth=nth) for nth in range(wanted.count)]
