"""The truth about a finished picture, gathered from what was painted and what is to be seen of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PIL import Image

from .atmosphere import SHOWN_WEATHER
from .backdrops.stage import Stage
from .frame import Frame
from .lettering import can_write
from .lexicon import subjects
from .scene import Scene
from .things import Thing
from .truth import Drawn, DrawnItem, DrawnScene, Region, span, where
from .witness import Witness


class Painted(NamedTuple):
    """One thing as it was painted: its number in the marks, its colours by name, the parts and text it shows."""

    number: int
    thing: Thing
    colour: str
    second: str
    parts: tuple[str, ...]
    text: str


_SHOWN_SEASONS = frozenset(("autumn", "spring", "winter"))
_TERRAIN_OF = {
    "hills": ("hill",),
    "village": ("village", "hill"),
    "mountains": ("mountain", "hill"),
    "meadow": ("field", "grass", "hill"),
    "garden": ("field", "grass"),
    "sea": ("sea",),
    "lake": ("lake", "hill"),
    "river": ("river", "hill"),
    "beach": ("beach", "sea"),
    "desert": ("desert", "dune"),
    "city": ("city", "road"),
    "forest": ("forest",),
    "road": ("road", "field", "grass"),
    "rail": ("field", "grass"),
    "sky": ("hill",),
}


def report(
    frame: Frame,
    scene: Scene,
    stage: Stage,
    painted: Sequence[Painted],
    image: Image.Image,
    style: str,
    steps: int,
    references: tuple[str, ...],
    restyled: bool,
) -> Drawn:
    """What is to be seen in `image`, and what of the prompt is not."""
    witness = Witness(frame.marks, frame.size)
    items = _items(scene, painted, witness, image)
    items += _terrain(scene, stage, restyled)
    text = next((p.text for p in painted if p.text and witness.sees(p.number)), "")
    return Drawn(
        items=tuple(items),
        scene=_scene(frame, scene, stage, image, restyled),
        style=style,
        text=text,
        free=witness.free(),
        not_drawn=_not_drawn(frame, scene, items, text, stage, restyled),
        left_out=scene.left_out,
        references=references,
        steps=steps,
    )


def _items(scene: Scene, painted: Sequence[Painted], witness: Witness, image: Image.Image) -> list[DrawnItem]:
    groups: dict[tuple[int, str], list[Painted]] = {}
    for one in sorted(painted, key=lambda p: (p.thing.item < 0, p.thing.item)):
        if witness.sees(one.number):
            groups.setdefault((one.thing.item, one.thing.subject), []).append(one)
    return [_item(scene, group, witness, image) for group in groups.values()]


def _item(scene: Scene, group: list[Painted], witness: Witness, image: Image.Image) -> DrawnItem:
    first = group[0]
    wanted = scene.items[first.thing.item] if first.thing.item >= 0 else None
    boxes = tuple(witness.box(p.number) for p in group)
    region = span(boxes)
    relation = ""
    named = tuple(p.colour for p in group)
    if wanted and wanted.relation:
        relation = f"{wanted.relation[0]} {scene.items[wanted.relation[1]].subject}"
    return DrawnItem(
        subject=first.thing.subject,
        count=len(group),
        colour=first.colour if len(set(named)) == 1 else "various",
        colours=named,
        accent=first.second,
        hex=witness.colour([p.number for p in group], image),
        position=region,
        boxes=boxes,
        where=where(region),
        size=wanted.size if wanted else "",
        asked=wanted is not None,
        asked_count=wanted.count if wanted else 0,
        pose=wanted.pose if wanted and first.thing.painter.endswith(":" + (wanted.pose or "?")) else "",
        relation=relation,
        parts=first.parts,
    )


def _terrain(scene: Scene, stage: Stage, restyled: bool) -> list[DrawnItem]:
    if restyled:
        return []
    shown = set(_TERRAIN_OF.get(scene.setting, ()))
    if stage.sky:
        shown.add("sky")
    found = [
        DrawnItem(
            "table", 1, _table_colour(scene), (_table_colour(scene),), "", Region(*box), (Region(*box),), "centre bottom", ""
        )
        for _, box, _ in stage.features
    ]
    top = round(stage.horizon / max(1.0, stage.ground / 0.85), 3)
    for wanted in scene.items:
        if wanted.subject in shown and subjects()[wanted.subject].place == "terrain":
            region = Region(0.0, 0.0, 1.0, top) if wanted.subject == "sky" else Region(0.0, top, 1.0, round(1 - top, 3))
            found.append(DrawnItem(wanted.subject, 1, "", (), "", region, (region,), where(region), "", asked_count=1))
    return found


def _table_colour(scene: Scene) -> str:
    return next((i.colours[0] for i in scene.items if i.subject == "table" and i.colours), "wood")


def _scene(frame: Frame, scene: Scene, stage: Stage, image: Image.Image, restyled: bool) -> DrawnScene:
    small = np.asarray(image.resize((32, 32), Image.Resampling.BOX).convert("L"))
    outdoors = stage.sky and not restyled
    return DrawnScene(
        time=frame.palette.time if _time_shows(frame, scene, stage, restyled) else "",
        weather=tuple(w for w in scene.weather if w in SHOWN_WEATHER) if stage.sky or restyled else (),
        season=scene.season if outdoors and scene.season in _SHOWN_SEASONS else "",
        setting="" if restyled else scene.setting,
        moods=scene.moods,
        palette=frame.palette.colours(),
        brightness=round(float(small.mean()) / 255, 3),
        extras=_extras(frame, scene) if outdoors else (),
    )


def _time_shows(frame: Frame, scene: Scene, stage: Stage, restyled: bool) -> bool:
    """Outdoors always; in rooms and over a given picture only the dark does."""
    dark = frame.palette.lamps and bool(scene.time)
    if restyled:
        return dark
    return (stage.sky and scene.setting != "space") or (scene.setting in ("room", "tabletop") and dark)


def _extras(frame: Frame, scene: Scene) -> tuple[str, ...]:
    """Unasked surroundings: thin clouds, stars, small firs on the hills."""
    night = frame.palette.time == "night"
    return tuple(
        name
        for name, shown in (
            ("thin clouds", frame.clouds and not night and bool(frame.celestial_at)),
            ("stars", night and not {"rain", "storm", "cloudy"} & set(scene.weather)),
            ("small firs", scene.setting in ("hills", "mountains", "sky", "village", "snowfield")),
        )
        if shown
    )


def _not_drawn(
    frame: Frame, scene: Scene, items: Sequence[DrawnItem], text: str, stage: Stage, restyled: bool
) -> tuple[str, ...]:
    drawn = {i.subject for i in items}
    missing = [*scene.unknown, *(i.subject for i in scene.items if i.subject not in drawn)]
    for wanted in scene.items:
        shown = [i for i in items if i.subject == wanted.subject]
        if wanted.pose == "sleeping" and not any(i.pose == wanted.pose for i in shown):
            missing.append(wanted.pose)
        missing += [part for part, _ in wanted.parts if not any(part in i.parts for i in shown)]
    if not stage.sky and not restyled:
        missing += scene.weather
    if scene.time and not _time_shows(frame, scene, stage, restyled):
        missing.append(scene.time)
    if scene.season and (not stage.sky or scene.season not in _SHOWN_SEASONS):
        missing.append(scene.season)
    if scene.text and (not text or not can_write(scene.text)):
        missing.append(scene.text)
    return tuple(dict.fromkeys(missing))


def joined(panels: Sequence[tuple[Drawn, tuple[int, int, int, int]]], scene: Scene, size: tuple[int, int]) -> Drawn:
    """The truth about a grid: every panel's items in the whole picture's fractions, and the panels' own truths."""
    items: list[DrawnItem] = []
    for drawn, (left, top, w, h) in panels:
        for item in drawn.items:
            boxes = tuple(moved(b, left, top, w, h, size) for b in item.boxes)
            region = span(boxes)
            items.append(replace(item, boxes=boxes, position=region, where=where(region)))
    first = panels[0][0]
    free = {side: round(float(np.mean([d.free[side] for d, _ in panels])), 3) for side in first.free}
    missing = dict.fromkeys(word for d, _ in panels for word in d.not_drawn)
    return replace(
        first, items=tuple(items), free=free, not_drawn=tuple(missing), grid=scene.grid, panels=tuple(d for d, _ in panels)
    )


def moved(box: Region, left: int, top: int, w: int, h: int, size: tuple[int, int]) -> Region:
    """A box of a part of the picture, in the fractions of the whole."""
    return Region(
        round((left + box.x * w) / size[0], 4),
        round((top + box.y * h) / size[1], 4),
        round(box.w * w / size[0], 4),
        round(box.h * h / size[1], 4),
    )
