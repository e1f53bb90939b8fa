"""Hills, mountains, deserts and snow."""

from __future__ import annotations

import numpy as np

from omniimage.providers.offline import curves
from omniimage.providers.offline.colour import RGB, darker, lighter, mix, rgb
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Fill, Points
from omniimage.providers.offline.scene import Scene

from .stage import Stage, covered, fog_bank, height_at, land, ridge_line, sky


def hill_layers(
    frame: Frame, scene: Scene, top: float, bottom: float, count: int, *, sharp_far: bool = False
) -> list[Points]:
    p, h = frame.palette, frame.height
    foggy = "fog" in scene.weather
    lines = []
    for i in range(count):
        t = i / max(1, count - 1)
        y = top + (bottom - top) * t**1.15
        line = ridge_line(frame, y, h * (0.13 - 0.05 * t), rough=0.75 + 0.35 * t, sharp=sharp_far and i < count - 2)
        base = covered(frame, scene, mix(p.far, p.near, t**0.9), 0.45 + 0.3 * t)
        if scene.season == "autumn":
            base = mix(base, rgb("#b5652f"), 0.12 if p.lamps else 0.4 * (0.4 + 0.6 * t))
        foot = mix(base, p.low, (0.42 if foggy else 0.2) * (1 - t)) if i < count - 1 else darker(base, 0.25)
        frame.marks.append(land(frame, line, (lighter(base, 0.08 * (1 - t)), base, foot)))
        if i < count - 1 and (foggy or p.time in ("dawn", "dusk")):
            frame.marks.append(fog_bank(frame, y + h * 0.09, h * 0.045, 0.5 if foggy else 0.2))
        lines.append(line)
    return lines


def trees_on(frame: Frame, line: Points, colour: RGB, size: float, chance: float) -> None:
    """Small firs along a ridge, for scale."""
    count = int(26 * frame.detail * chance * frame.width / max(frame.height, 1))
    at = height_at(line)
    centres = frame.rng.uniform(0, frame.width, 3)
    for i in range(count):
        x = float(centres[i % 3] + frame.rng.normal(0, frame.width * 0.08))
        s = size * float(frame.rng.uniform(0.6, 1.3))
        y = at(x) + s * 0.12
        points = np.array([(x, y - s), (x + s * 0.26, y), (x - s * 0.26, y)])
        frame.marks.append(Fill(points, (lighter(colour, 0.06), colour), outline=False))


def hills(frame: Frame, scene: Scene, *, mountains: bool = False) -> Stage:
    h = frame.height
    horizon = h * float(frame.rng.uniform(0.46, 0.54))
    sky(frame, horizon)
    count = 3 + round(2.4 * frame.detail)
    lines = hill_layers(frame, scene, horizon, h * 0.86, count, sharp_far=mountains)
    near = covered(frame, scene, frame.palette.near, 0.75)
    tail = darker(near, 0.25)
    frame.marks.pop()
    trees_on(frame, lines[-2], mix(frame.palette.far, near, 0.75), h * 0.03, 0.7)
    front = land(frame, lines[-1], (near, tail))
    stand = lines[-2]
    back = horizon + h * 0.03
    return Stage(horizon, h * 0.8, back, ridge=height_at(stand), far=height_at(lines[0]), front=[front], contact=tail)


def village(frame: Frame, scene: Scene) -> Stage:
    """Hills with a cluster of small houses on a far slope."""
    stage = hills(frame, scene)
    h, p = frame.height, frame.palette
    centre = frame.width * float(frame.rng.uniform(0.25, 0.75))
    assert stage.ridge is not None
    for i in range(9):
        x = centre + frame.width * (0.036 * (i - 4) + float(frame.rng.uniform(-0.012, 0.012)))
        s = h * float(frame.rng.uniform(0.02, 0.03))
        y = stage.ridge(x) + s * 0.3
        wall, roof = mix(rgb("#efe3cf"), p.near, 0.45), mix(rgb("#a8483a"), p.near, 0.35)
        frame.marks.append(Fill(curves.rounded(x - s * 0.6, y - s, s * 1.2, s * 1.2, 0), (wall,)))
        frame.marks.append(
            Fill(
                np.array([(x - s * 0.8, y - s), (x, y - s * 1.7), (x + s * 0.8, y - s)]), (covered(frame, scene, roof, 0.8),)
            )
        )
        lamp = rgb("#ffd77a") if p.lamps else darker(wall, 0.4)
        frame.marks.append(Fill(curves.rounded(x - s * 0.18, y - s * 0.7, s * 0.36, s * 0.4, 0), (lamp,), outline=False))
    return stage


def mountain_range(frame: Frame, scene: Scene) -> Stage:
    return hills(frame, scene, mountains=True)


def open_sky(frame: Frame, scene: Scene) -> Stage:
    h = frame.height
    stage = hills(frame, scene)
    stage.horizon = h * 0.72
    return stage


def desert(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    horizon = h * 0.52
    sky(frame, horizon)
    sand = mix(rgb("#dfa866"), p.near, 0.55 if p.lamps else 0.06)
    line = ridge_line(frame, horizon, h * 0.05)
    for i in range(4):
        t = i / 3
        line = ridge_line(frame, horizon + h * (0.02 + 0.32 * t), h * 0.1, rough=0.45)
        tone = mix(mix(sand, p.low, 0.5 * (1 - t)), p.far, 0.18)
        frame.marks.append(land(frame, line, (lighter(tone, 0.2), tone, darker(tone, 0.22))))
        crest = line + np.array((0.0, h * 0.004))
        frame.marks.append(Fill(crest, (lighter(tone, 0.36),), 0.5, width=h * 0.003, outline=False))
    return Stage(horizon, h * 0.84, horizon + h * 0.05, contact=darker(sand, 0.5))


def snowfield(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    horizon = h * 0.5
    sky(frame, horizon)
    for i in range(4):
        line = ridge_line(frame, horizon + h * 0.1 * i, h * 0.08, rough=0.7)
        tone = mix(p.far, (246, 249, 253), 0.45 + 0.14 * i)
        tone = mix(tone, p.near, 0.45 if p.lamps else 0.0)
        frame.marks.append(land(frame, line, (lighter(tone, 0.3), tone)))
        if i == 1:
            trees_on(frame, line, mix(p.near, p.far, 0.3), h * 0.08, 1.2)
    return Stage(horizon, h * 0.84, horizon, contact=mix(p.near, p.far, 0.5))
