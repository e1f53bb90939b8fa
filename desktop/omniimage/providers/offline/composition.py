"""Where each thing goes: sizes, rows, sides of the picture and relations between things."""

from __future__ import annotations

from .attachments import anchors_first, attach
from .backdrops.stage import Stage
from .frame import Frame
from .lexicon import subjects
from .pen import PAINTERS
from .scene import Scene, Wanted
from .things import Thing, things_of

_SIDES = {
    "left": "left",
    "topleft": "left",
    "bottomleft": "left",
    "right": "right",
    "topright": "right",
    "bottomright": "right",
    "centre": "centre",
}
_HIGH = ("top", "topleft", "topright")
_LOW = ("bottom", "bottomleft", "bottomright")
_RANGES = {"left": (0.04, 0.46), "right": (0.54, 0.96), "centre": (0.26, 0.74)}
_ROW = 7
_ROW_RISE = 0.66
CELESTIAL = frozenset(("sun", "moon", "crescent", "star", "cloud", "rainbow", "planet"))


def side_of(wanted: Wanted) -> str:
    return next((_SIDES[w] for w in wanted.where if w in _SIDES), "")


def compose(scene: Scene, frame: Frame, stage: Stage) -> list[Thing]:
    """Every thing of the scene that can be drawn, placed, from back to front."""
    placed: list[Thing] = []
    groups: dict[str, list[Thing]] = {"sky": [], "back": [], "main": []}
    attached: list[int] = []
    for index, wanted in enumerate(scene.items):
        place = subjects()[wanted.subject].place
        if wanted.subject not in PAINTERS or (wanted.subject == "table" and stage.features):
            continue
        if _attaches(scene, stage, wanted):
            attached.append(index)
            continue
        group = "sky" if place == "sky" else "back" if place in ("back", "span") else "main"
        groups[group] += things_of(index, wanted, scene, frame)
    _back_row(groups["back"], scene, frame, stage)
    _main_rows(groups["main"], scene, frame, stage)
    placed = [*groups["back"], *groups["main"]]
    for index in anchors_first(attached, scene):
        placed += attach(index, scene, frame, placed)
    _sky(groups["sky"], scene, frame, stage, placed)
    _keep_inside(placed, frame)
    everything = [*groups["sky"], *placed]
    return sorted(everything, key=lambda t: (t.layer, t.y if t.layer == 2 else 0))


def _attaches(scene: Scene, stage: Stage, wanted: Wanted) -> bool:
    """Whether its place is given by another thing rather than by the ground."""
    for other in scene.items:
        if other.relation and other.relation[0] == "holding" and scene.items[other.relation[1]] is wanted:
            return True
    if not wanted.relation or wanted.subject in CELESTIAL:
        return False
    name, target = wanted.relation
    goal = scene.items[target]
    if goal.subject not in PAINTERS or (goal.subject == "table" and stage.features):
        return False
    flying = subjects()[goal.subject].place == "sky"
    if name == "above" and subjects()[wanted.subject].place == "sky" and subjects()[goal.subject].place == "back":
        return False
    return name in ("on", "inside", "under", "above", "behind", "infront") and not flying


def _back_row(things: list[Thing], scene: Scene, frame: Frame, stage: Stage) -> None:
    for at, thing in enumerate(things):
        spread = (at + 0.5) / len(things)
        side = side_of(scene.items[thing.item])
        low, high = _RANGES.get(side, _free_range(scene))
        thing.x = frame.width * (low + (high - low) * (spread + float(frame.rng.uniform(-0.06, 0.06))))
        thing.y = stage.back
        if thing.subject == "bridge":
            thing.y = stage.horizon + frame.height * 0.16
        scale = min(1.0, (1.45 if thing.subject == "mountain" else 1.15) / len(things) ** 0.55)
        thing.w, thing.h = thing.w * scale, thing.h * scale * float(frame.rng.uniform(0.85, 1.1))
        if thing.subject == "mountain" and stage.far:
            crest = min(stage.far(thing.x + thing.w * side) for side in (-0.25, 0.0, 0.25))
            thing.y = crest + 0.3 * thing.h
        thing.layer = 1


def _free_range(scene: Scene) -> tuple[float, float]:
    sides = set(scene.free)
    if "left" in sides and "right" not in sides:
        return 0.53, 0.96
    if "right" in sides and "left" not in sides:
        return 0.04, 0.47
    return 0.05, 0.95


def _main_rows(things: list[Thing], scene: Scene, frame: Frame, stage: Stage) -> None:
    buckets: dict[str, list[Thing]] = {}
    for thing in things:
        buckets.setdefault(side_of(scene.items[thing.item]), []).append(thing)
    for side, bucket in buckets.items():
        low, high = _RANGES[side] if side else _range_left_over(scene, set(buckets))
        if not side:
            _order(bucket, scene, frame)
        rows = -(-len(bucket) // _ROW)
        each = -(-len(bucket) // rows)
        _flatten(bucket, rows, frame, stage)
        for row in range(rows):
            part = bucket[row * each : (row + 1) * each]
            _row(part, (low * frame.width, high * frame.width), frame, stage)
            for thing in part:
                thing.layer = 2
                thing.y = _foot(thing, frame, stage, rows, rows - 1 - row)


def _flatten(bucket: list[Thing], rows: int, frame: Frame, stage: Stage) -> None:
    """Makes things low enough for their rows to stand behind one another without hiding."""
    if rows == 1:
        return
    span = max(0.12 * frame.height, stage.ground - stage.horizon)
    if subjects()[bucket[0].subject].place == "flat":
        span = 0.66 * frame.height
    tallest = max(t.h for t in bucket)
    scale = min(1.0, span / (_ROW_RISE * rows) / tallest)
    for thing in bucket:
        thing.w, thing.h = thing.w * scale, thing.h * scale


def _range_left_over(scene: Scene, sides: set[str]) -> tuple[float, float]:
    if "left" in sides and "right" not in sides:
        return _RANGES["right"]
    if "right" in sides and "left" not in sides:
        return _RANGES["left"]
    if {"left", "right"} <= sides:
        return 0.36, 0.64
    if "centre" in sides:
        return 0.02, 0.3
    return _free_range(scene)


def _order(bucket: list[Thing], scene: Scene, frame: Frame) -> None:
    """Kinds in a seeded order, with "left of" and "right of" kept true."""
    kinds = list(dict.fromkeys(t.item for t in bucket))
    frame.rng.shuffle(kinds)
    rank = {kind: float(i) for i, kind in enumerate(kinds)}
    for kind in kinds:
        relation = scene.items[kind].relation
        if relation and relation[1] in rank and relation[0] in ("leftof", "rightof", "beside"):
            rank[kind] = rank[relation[1]] + (0.5 if relation[0] == "rightof" else -0.5)
    bucket.sort(key=lambda t: rank[t.item])


def _row(row: list[Thing], span: tuple[float, float], frame: Frame, stage: Stage) -> None:
    room = span[1] - span[0]
    wanted = sum(t.w for t in row)
    scale = min(1.0, room * (0.92 if len(row) > 1 else 1.0) / wanted)
    for thing in row:
        thing.w, thing.h = thing.w * scale, thing.h * scale
    leftover = room - sum(t.w for t in row)
    if len(row) == 1 and span[0] < 0.1 * frame.width and span[1] > 0.9 * frame.width:
        calm = not stage.sky
        row[0].mirrored = bool(frame.rng.random() < 0.4) and row[0].subject not in ("sign", "book", "phone", "clock")
        at = frame.rng.uniform(0.47, 0.53) if calm else frame.rng.choice((0.38, 0.46, 0.54, 0.62))
        row[0].x = frame.width * float(at)
        return
    gaps = frame.rng.dirichlet([6.0] * (len(row) + 1)) * leftover
    x = span[0]
    for gap, thing in zip(gaps, row, strict=False):
        thing.x = x + float(gap) + thing.w / 2
        x = thing.x + thing.w / 2
        thing.mirrored = bool(frame.rng.random() < 0.35) and thing.subject != "sign"


def _foot(thing: Thing, frame: Frame, stage: Stage, rows: int, row: int) -> float:
    """The height of the ground under a thing; `row` 0 is the one nearest to the viewer."""
    h = frame.height
    place = subjects()[thing.subject].place
    rise = row * thing.h * _ROW_RISE
    if place == "water" and stage.water:
        near = stage.water[1] - (h * 0.05 if rows == 1 else 0) * float(frame.rng.random())
        return max(near - rise, stage.horizon + 0.02 * h)
    if place == "swim" and stage.water:
        top, bottom = stage.water
        return top + thing.h + (bottom - top - thing.h) * float(frame.rng.uniform(row, row + 0.7)) / rows
    if place == "flat":
        return h / 2 + thing.h / 2 + thing.h * 1.1 * (row - (rows - 1) / 2)
    if place == "wall":
        return h * 0.62 - rise * 1.6
    if stage.ridge:
        xs = (thing.x - thing.w * 0.35, thing.x, thing.x + thing.w * 0.35)
        return max(stage.ridge(x) for x in xs) + h * 0.01 - rise
    jitter = float(frame.rng.uniform(-0.012, 0.012)) * h
    if stage.water and not stage.front:
        return stage.horizon + h * 0.14 - min(rise, h * 0.1)
    return stage.ground + jitter - rise


def _sky(things: list[Thing], scene: Scene, frame: Frame, stage: Stage, placed: list[Thing]) -> None:
    taken = [t.box for t in placed]
    alone = not placed
    for thing in sorted(things, key=lambda t: -t.w * t.h):
        low, high = _RANGES.get(side_of(scene.items[thing.item]), _free_range(scene))
        if alone and stage.sky and thing.subject in ("balloon", "rocket", "airplane", "planet", "kite"):
            thing.w, thing.h = thing.w * 1.15, thing.h * 1.15
        crowd = min(1.0, 1.85 / max(1, len(things)) ** 0.62)
        thing.w, thing.h = thing.w * crowd, thing.h * crowd
        span = (low * frame.width + thing.w / 2, high * frame.width - thing.w / 2)
        heights = _sky_heights(thing, scene, frame, stage)
        best = None
        for _ in range(48):
            x = float(frame.rng.uniform(*span)) if span[1] > span[0] else (span[0] + span[1]) / 2
            thing.x, thing.y = x, float(frame.rng.uniform(*heights))
            clash = sum(_overlap(thing.box, other) for other in taken)
            if best is None or clash < best[0]:
                best = (clash, thing.x, thing.y)
            if clash == 0:
                break
        assert best is not None
        _, thing.x, thing.y = best
        taken.append(thing.box)
        thing.layer = 0 if thing.subject in CELESTIAL else 2
        thing.mirrored = bool(frame.rng.random() < 0.4) and thing.subject not in ("crescent", "moon")


def _sky_heights(thing: Thing, scene: Scene, frame: Frame, stage: Stage) -> tuple[float, float]:
    h = frame.height
    where = scene.items[thing.item].where if thing.item >= 0 else ()
    floor = stage.horizon if stage.sky else h * 0.6
    if any(w in _HIGH for w in where):
        return thing.h + h * 0.03, thing.h + h * 0.1
    if any(w in _LOW for w in where):
        return h * 0.9, h * 0.96
    if thing.subject == "rainbow":
        return floor + h * 0.02, floor + h * 0.03
    if (thing.subject in ("sun", "moon") and scene.time in ("dawn", "dusk", "sunset")) or (
        thing.implied and thing.subject == "sun"
    ):
        return floor - h * 0.09 + thing.h * 0.22, floor - h * 0.09 + thing.h * 0.34
    if thing.subject not in CELESTIAL:
        return thing.h + h * 0.05, max(thing.h + h * 0.07, floor + h * (0.1 if stage.sky else 0.2))
    lowest = max(thing.h + h * 0.05, min(floor - h * 0.1, h * 0.62 + thing.h * 0.3))
    return thing.h + h * 0.04, lowest


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def _keep_inside(things: list[Thing], frame: Frame) -> None:
    for thing in things:
        margin = frame.width * 0.012
        if thing.w < frame.width - 2 * margin:
            thing.x = min(max(thing.x, thing.w / 2 + margin), frame.width - thing.w / 2 - margin)
        if thing.h < frame.height * 0.97:
            thing.y = min(max(thing.y, thing.h + frame.height * 0.012), frame.height * 0.985)
