"""Things whose place another thing gives: on, in, under, above, behind, in front, in the hand of."""

from __future__ import annotations

from .frame import Frame
from .lexicon import subjects
from .pen import PAINTERS
from .scene import Scene
from .things import Thing, things_of

Share = tuple[int, int]


def anchors_first(attached: list[int], scene: Scene) -> list[int]:
    """In an order in which what a thing rests on is placed before it; a circle of relations is cut anywhere."""
    ordered: list[int] = []
    waiting = list(attached)
    while waiting:
        ready = [i for i in waiting if _anchor_of(i, scene)[1] not in waiting] or waiting[:1]
        ordered += ready
        waiting = [i for i in waiting if i not in ready]
    return ordered


def _anchor_of(index: int, scene: Scene) -> tuple[str, int]:
    """How and to which item an attached one belongs."""
    holder = next((i for i, other in enumerate(scene.items) if other.relation == ("holding", index)), None)
    if holder is not None:
        return "holding", holder
    return scene.items[index].relation or ("on", index)


def attach(index: int, scene: Scene, frame: Frame, placed: list[Thing]) -> list[Thing]:
    """The things of an attached item, placed by what they belong to."""
    wanted = scene.items[index]
    name, target = _anchor_of(index, scene)
    anchors = [t for t in placed if t.item == target]
    things = things_of(index, wanted, scene, frame)
    if not anchors:
        for thing in things:
            thing.x, thing.y, thing.layer = frame.width / 2, frame.height * 0.8, 2
        return things
    for at, thing in enumerate(things):
        anchor = anchors[at % len(anchors)]
        share = at // len(anchors), -(-len(things) // len(anchors))
        _ATTACH[name](thing, anchor, frame, share)
        thing.attached = True
    return things


def _shrink(thing: Thing, w: float, h: float) -> None:
    scale = min(1.0, w / thing.w, h / thing.h)
    thing.w, thing.h = thing.w * scale, thing.h * scale


def _across(anchor: Thing, share: Share, inset: float = 0.1) -> float:
    place = (share[0] + 0.5) / share[1]
    return anchor.x + anchor.w * (1 - inset * 2) * (place - 0.5)


def _on(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    top = subjects()[anchor.subject].top
    surface = anchor.y - anchor.h * (1 - (top if top is not None else 0.06))
    ceiling = surface - 0.05 * frame.height
    if ceiling < 0.16 * frame.height:
        surface = max(surface, 0.3 * frame.height)
        ceiling = surface - 0.05 * frame.height
    _shrink(thing, anchor.w * 0.86 / share[1], ceiling)
    thing.x, thing.y, thing.layer = _across(anchor, share), surface + thing.h * 0.015, 3


def _inside(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    rim = anchor.y - anchor.h
    _shrink(thing, max(anchor.w * 0.9, frame.width * 0.16), max(rim, frame.height * 0.2))
    thing.x = _across(anchor, share, 0.3)
    thing.y, thing.layer = rim + thing.h * 0.3, anchor.layer - 0.5
    thing.turn = (share[0] - (share[1] - 1) / 2) * 9
    thing.y = min(thing.y, anchor.y - 1)


def _under(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    _shrink(thing, anchor.w * 0.7 / share[1], anchor.h * 0.62)
    thing.x, thing.y, thing.layer = _across(anchor, share, 0.16), anchor.y + frame.height * 0.008, 3


def _above(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    top = anchor.y - anchor.h
    _shrink(thing, frame.width * 0.5 / share[1], max(top * 0.8, frame.height * 0.12))
    thing.x = anchor.x + (share[0] - (share[1] - 1) / 2) * thing.w * 1.15
    thing.y, thing.layer = max(thing.h + 2, top - frame.height * 0.03), 3


def _behind(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    thing.x = anchor.x + (0.62 if anchor.x < frame.width / 2 else -0.62) * max(thing.w, anchor.w) * (share[0] + 1)
    thing.y, thing.layer = anchor.y - frame.height * 0.03, 1


def _infront(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    _shrink(thing, frame.width * 0.5 / share[1], max(anchor.h * 0.6, frame.height * 0.2))
    thing.x = anchor.x + anchor.w * 0.28 + (share[0] - (share[1] - 1) / 2) * thing.w * 1.1
    thing.y, thing.layer = min(frame.height * 0.97, anchor.y + frame.height * 0.07), 3


def _held(thing: Thing, anchor: Thing, frame: Frame, share: Share) -> None:
    painter = PAINTERS[anchor.painter]
    hand = painter.hand or (painter.units[0] * 0.8, painter.units[1] * 0.74)
    own = hand[0] / painter.units[0] - 0.5
    if thing.subject == "umbrella":
        thing.w, thing.h = thing.w * 1.12 * anchor.h / thing.h, 1.12 * anchor.h
    else:
        _shrink(thing, anchor.w * 0.8, anchor.h * 0.52)
    x = anchor.x + anchor.w * (-own if anchor.mirrored else own)
    fan = share[0] - (share[1] - 1) / 2
    if thing.subject == "toyballoon":
        outward = -1 if anchor.mirrored else 1
        thing.x = x + outward * thing.w * (0.5 + 0.9 * share[0])
        thing.y, thing.layer = anchor.y - anchor.h * 0.42 - abs(fan) * thing.h * 0.06, 3
        return
    thing.x = x + fan * thing.w * 0.5
    hand_y = anchor.y - anchor.h * (1 - hand[1] / painter.units[1])
    stemmed = thing.subject in ("flower", "rose", "tulip", "sunflower", "kite", "umbrella")
    thing.y = hand_y + thing.h * ((0.04 if thing.subject == "umbrella" else 0.12) if stemmed else 0.4)
    thing.layer = 3


_ATTACH = {
    "on": _on,
    "inside": _inside,
    "under": _under,
    "above": _above,
    "behind": _behind,
    "infront": _infront,
    "holding": _held,
}
