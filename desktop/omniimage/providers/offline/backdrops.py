"""Where a scene takes place: sky, land, water, rooms. Each setting paints its back and says where things can stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from . import curves
from .colour import RGB, darker, lighter, luminance, mix, rgb
from .frame import Frame
from .marks import Fill, Glow, Mark, Mirror, Points
from .scene import Scene


@dataclass
class Stage:
    """Heights in pixels from the top. `ground` is where the main things stand, `back` where far ones do.

    `ridge` gives the height of the land at an x; `front` is painted over the feet of what stands.
    """

    horizon: float
    ground: float
    back: float
    water: tuple[float, float] | None = None
    ridge: Callable[[float], float] | None = None
    front: list[Mark] = field(default_factory=list)
    sky: bool = True
    contact: RGB = (20, 18, 30)
    features: tuple[tuple[str, tuple[float, float, float, float], int], ...] = ()


def ridge_line(frame: Frame, y: float, height: float, *, rough: float = 1.0, sharp: bool = False) -> Points:
    """A line of hills across the picture: octaves of smooth noise, or of folded noise for mountains."""
    n = 160
    x = np.linspace(-0.02, 1.02, n)
    total = np.zeros(n)
    aspect = frame.width / frame.height
    for octave in range(2 + round(3 * frame.detail)):
        cycles = (1.6 * aspect + 0.6) * 2**octave * rough
        phase, skew = frame.rng.uniform(0, 6.283, 2)
        wave = np.sin(x * cycles * 3.1 + phase) * 0.6 + np.sin(x * cycles * 4.7 + skew) * 0.4
        if sharp:
            wave = 1 - 2 * np.abs(wave)
        total += wave * (0.5 if sharp else 0.42) ** octave
    return np.column_stack([x * frame.width, y - total * height * 0.5])


def land(frame: Frame, line: Points, paint: tuple[RGB, ...]) -> Fill:
    """The land under a ridge line, down to the bottom of the picture."""
    bottom = frame.height + 4.0
    points = np.vstack([line, [(line[-1, 0], bottom), (line[0, 0], bottom)]])
    return Fill(points, paint, lift=True)


def height_at(line: Points) -> Callable[[float], float]:
    return lambda x: float(np.interp(x, line[:, 0], line[:, 1]))


def band(frame: Frame, y0: float, y1: float, paint: tuple[RGB, ...], *, lift: bool = False, outline: bool = True) -> Fill:
    """A rectangle across the whole picture."""
    w = frame.width
    points = np.array([(-2.0, y0), (w + 2.0, y0), (w + 2.0, y1), (-2.0, y1)])
    return Fill(points, paint, lift=lift, outline=outline)


def sky(frame: Frame, horizon: float) -> None:
    p = frame.palette
    frame.marks.append(band(frame, -2, max(horizon, 10) * 1.12 + 4, (p.top, p.middle, p.low), outline=False))
    frame.marks.append(band(frame, max(horizon, 10) * 1.12, frame.height + 2, (p.low,), outline=False))
    frame.celestial_at = len(frame.marks)


def fog_bank(frame: Frame, y: float, thickness: float, strength: float) -> Fill:
    """A drifting band of mist."""
    x = np.linspace(-0.2, 1.2, 14)
    wobble = frame.rng.uniform(-0.5, 0.5, 14)
    upper = np.column_stack([x * frame.width, y - thickness * (0.7 + wobble)])
    lower = np.column_stack([x[::-1] * frame.width, y + thickness * (0.6 + wobble[::-1] * 0.4)])
    points = curves.smooth(np.vstack([upper, lower]), closed=True, steps=4)
    return Fill(points, (mix(frame.palette.low, (255, 250, 244), 0.25),), strength, soft=thickness * 0.55)


def _layers(frame: Frame, scene: Scene, top: float, bottom: float, count: int, *, sharp_far: bool = False) -> list[Points]:
    p, h = frame.palette, frame.height
    foggy = "fog" in scene.weather
    lines = []
    for i in range(count):
        t = i / max(1, count - 1)
        y = top + (bottom - top) * t**1.15
        line = ridge_line(frame, y, h * (0.13 - 0.05 * t), rough=0.75 + 0.35 * t, sharp=sharp_far and i < count - 2)
        base = mix(p.far, p.near, t**0.9)
        foot = mix(base, p.low, (0.42 if foggy else 0.2) * (1 - t)) if i < count - 1 else darker(base, 0.25)
        frame.marks.append(land(frame, line, (lighter(base, 0.08 * (1 - t)), base, foot)))
        if i < count - 1 and (foggy or p.time in ("dawn", "dusk")):
            frame.marks.append(fog_bank(frame, y + h * 0.09, h * 0.045, 0.5 if foggy else 0.2))
        lines.append(line)
    return lines


def _trees_on(frame: Frame, line: Points, colour: RGB, size: float, chance: float) -> None:
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
    lines = _layers(frame, scene, horizon, h * 0.86, count, sharp_far=mountains)
    near = frame.palette.near
    tail = darker(near, 0.25)
    frame.marks.pop()
    for line, t in ((lines[-2], 0.75),):
        _trees_on(frame, line, mix(frame.palette.far, near, t), h * 0.03, 0.7)
    front = land(frame, lines[-1], (near, tail))
    stand = lines[-2]
    return Stage(horizon, h * 0.8, horizon + h * 0.03, ridge=height_at(stand), front=[front], contact=tail)


def mountain_range(frame: Frame, scene: Scene) -> Stage:
    return hills(frame, scene, mountains=True)


def meadow(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    horizon = h * 0.5
    sky(frame, horizon)
    line = _layers(frame, scene, horizon, h * 0.66, 3)[-1]
    night = luminance(p.near) < 0.12
    green = mix(p.near, rgb("#6fa356"), 0.3 if night else 0.62)
    if p.time in ("sunset", "dusk"):
        green = mix(green, p.far, 0.35)
    frame.marks.append(land(frame, line, (lighter(green, 0.2), green, darker(green, 0.3))))
    stage = Stage(horizon, h * 0.86, horizon + h * 0.04, contact=darker(green, 0.5))
    _grass(frame, stage, green)
    return stage


def _grass(frame: Frame, stage: Stage, green: RGB) -> None:
    h = frame.height
    for i in range(int(150 * frame.detail * frame.width / max(frame.height, 1))):
        near = i % 4 == 0
        x = float(frame.rng.uniform(0, frame.width))
        y = float(frame.rng.uniform(stage.ground + h * 0.03, h * 1.03) if near else frame.rng.uniform(h * 0.71, h))
        s = h * (0.016 + 0.03 * max(0.0, y / h - 0.66))
        lean = float(frame.rng.normal(0, s * 0.35))
        points = curves.smooth([(x, y), (x + lean * 0.3, y - s * 0.6), (x + lean, y - s)], closed=False, steps=4)
        shade = lighter(green, float(frame.rng.uniform(0, 0.24))) if i % 2 else darker(green, 0.14)
        (stage.front if near else frame.marks).append(Fill(points, (shade,), 0.85, width=max(0.8, h * 0.0026)))


def _snowy(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    horizon = h * 0.5
    sky(frame, horizon)
    for i in range(4):
        line = ridge_line(frame, horizon + h * 0.1 * i, h * 0.08, rough=0.7)
        tone = mix(p.far, (246, 249, 253), 0.45 + 0.14 * i)
        tone = mix(tone, p.near, 0.45 if p.lamps else 0.0)
        frame.marks.append(land(frame, line, (lighter(tone, 0.3), tone)))
        if i == 1:
            _trees_on(frame, line, mix(p.near, p.far, 0.3), h * 0.08, 1.2)
    return Stage(horizon, h * 0.84, horizon, contact=mix(p.near, p.far, 0.5))


def sea(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    horizon = h * float(frame.rng.uniform(0.52, 0.58))
    sky(frame, horizon)
    stage = Stage(horizon, h * 0.8, horizon + 2, water=(horizon + h * 0.08, h * 0.9), contact=darker(p.water, 0.5))
    named = {i.subject for i in scene.items}
    if "lake" in named or "river" in named or scene.setting == "lake":
        for i in range(3):
            line = ridge_line(frame, horizon - h * (0.1 - 0.04 * i), h * 0.1, sharp=i == 0)
            tone = mix(p.far, p.near, 0.12 + 0.3 * i)
            bottom = np.array([(line[-1, 0], horizon), (line[0, 0], horizon)])
            frame.marks.append(Fill(np.vstack([np.minimum(line, (1e9, horizon)), bottom]), (lighter(tone, 0.1), tone), lift=True))
    elif frame.rng.random() < 0.6:
        x = frame.width * float(frame.rng.uniform(0.1, 0.9))
        reach, rise = frame.width * 0.22, h * 0.035
        cape = [(x - reach, horizon), (x - reach * 0.4, horizon - rise), (x + reach * 0.2, horizon - rise * 1.4), (x + reach, horizon)]
        frame.marks.append(Fill(curves.smooth(cape, closed=True), (mix(p.far, p.low, 0.3),), lift=True))
    return stage


def water_surface(frame: Frame, stage: Stage, *, strength: float = 0.5) -> list[Mark]:
    """The reflection and the waves; painted once the sky and the far land are there."""
    p, h = frame.palette, frame.height
    marks: list[Mark] = [Mirror(stage.horizon, h, mix(p.water, p.low, 0.45), darker(p.water, 0.3), strength, 5 * frame.unit)]
    for i in range(int(60 * frame.detail)):
        t = float(frame.rng.random()) ** 1.4
        y = stage.horizon + (h - stage.horizon) * (0.03 + 0.97 * t)
        x, reach = float(frame.rng.uniform(0, frame.width)), frame.width * (0.015 + 0.07 * t)
        thick = h * (0.0012 + 0.004 * t)
        points = curves.ellipse(x, y, reach, thick, sides=16)
        tone = lighter(mix(p.water, p.low, 0.6), 0.2) if i % 3 else darker(p.water, 0.2)
        marks.append(Fill(points, (tone,), 0.34, outline=i % 2 == 0))
    return marks


def river(frame: Frame, scene: Scene) -> Stage:
    stage = sea(frame, scene)
    return stage


def beach(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    stage = sea(frame, scene)
    line = curves.smooth(
        [(-0.05 * frame.width, h * 0.8), (frame.width * 0.3, h * 0.765), (frame.width * 0.65, h * 0.73), (frame.width * 1.05, h * 0.68)],
        closed=False,
    )
    sand = mix(rgb("#e8c994"), p.near, 0.35 if p.lamps else 0.05)
    stage.front = []
    stage.ground, stage.water = h * 0.9, (stage.horizon + h * 0.06, h * 0.68)
    foam = line - (0, h * 0.008)
    stage.ridge = None
    stage.contact = darker(sand, 0.4)
    stage.front = [land(frame, foam, (mix((255, 255, 255), p.low, 0.2),)), land(frame, line, (mix(sand, p.low, 0.2), sand, darker(sand, 0.15)))]
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
        crest = line + (0, h * 0.004)
        frame.marks.append(Fill(crest, (lighter(tone, 0.36),), 0.5, width=h * 0.003, outline=False))
    return Stage(horizon, h * 0.84, horizon + h * 0.05, contact=darker(sand, 0.5))


def _block(frame: Frame, x: float, w: float, top: float, bottom: float, tone: RGB, lit: float) -> None:
    p = frame.palette
    frame.marks.append(Fill(curves.rounded(x, top, w, bottom - top, 0), (lighter(tone, 0.06), mix(tone, p.low, 0.25)), lift=True))
    cell = max(4.0, 9 * frame.unit)
    if lit <= 0 or w < cell * 2.4:
        return
    glow = (rgb("#ffd98a"), rgb("#ffb86b"), rgb("#8fe3ff"))
    for row in range(int((bottom - top) / (cell * 1.9))):
        for col in range(int((w - cell) / (cell * 1.5))):
            if frame.rng.random() < lit:
                left, y = x + cell * 0.7 + col * cell * 1.5, top + cell + row * cell * 1.9
                tone2 = glow[int(frame.rng.integers(3))] if p.lamps else mix(tone, (255, 255, 255), 0.3)
                frame.marks.append(Fill(curves.rounded(left, y, cell * 0.8, cell, 0), (tone2,), 0.92, outline=False))


def city(frame: Frame, scene: Scene) -> Stage:
    h, w, p = frame.height, frame.width, frame.palette
    horizon = h * 0.8
    sky(frame, horizon * 0.9)
    neon = "neon" in scene.moods
    for layer in range(3):
        t = layer / 2
        x = -0.02 * w
        while x < w * 1.02:
            bw = w * float(frame.rng.uniform(0.05, 0.1)) * (0.8 + 0.4 * t)
            top = horizon - h * float(frame.rng.uniform(0.16, 0.5)) * (1 - 0.28 * t)
            tone = mix(mix(p.far, p.low, 0.3), p.near, 0.25 + 0.6 * t)
            _block(frame, x, bw, top, horizon + 2, tone, (0.0, 0.16, 0.32)[layer] * (0.4 + frame.detail))
            if frame.rng.random() < 0.35:
                mast = np.array([(x + bw / 2, top), (x + bw / 2, top - h * 0.04)])
                frame.marks.append(Fill(mast, (tone,), width=max(1.0, h * 0.003)))
            if neon and layer == 2 and frame.rng.random() < 0.7:
                _neon_sign(frame, x + bw * 0.5, top + h * float(frame.rng.uniform(0.06, 0.16)))
            x += bw * float(frame.rng.uniform(0.85, 1.15))
        frame.marks.append(fog_bank(frame, horizon - h * 0.04, h * 0.06, 0.22 if p.lamps else 0.35))
    wet = "rain" in scene.weather or "storm" in scene.weather or p.lamps
    street = mix(p.near, rgb("#3a3d4a"), 0.4)
    if wet:
        frame.marks.append(Mirror(horizon, h, mix(street, p.low, 0.3), darker(street, 0.3), 0.62, 4 * frame.unit))
    else:
        frame.marks.append(band(frame, horizon, h + 2, (mix(street, p.low, 0.4), street), lift=True))
    return Stage(horizon, h * 0.93, horizon, contact=darker(street, 0.5))


def _neon_sign(frame: Frame, x: float, y: float) -> None:
    tone = (rgb("#ff3fa4"), rgb("#39e6ff"), rgb("#b264ff"), rgb("#ffd23f"))[int(frame.rng.integers(4))]
    s = frame.height * 0.05
    frame.marks.append(Glow(x, y + s, s * 2.6, tone, 0.55))
    shape = curves.rounded(x - s * 0.22, y, s * 0.44, s * 1.9, s * 0.1)
    frame.marks.append(Fill(np.vstack([shape, shape[:1]]), (lighter(tone, 0.3),), width=max(1.0, s * 0.08)))
    for i in range(3):
        frame.marks.append(Fill(curves.rounded(x - s * 0.12, y + s * (0.2 + 0.55 * i), s * 0.24, s * 0.34, s * 0.05), (tone,), outline=False))


def forest(frame: Frame, scene: Scene) -> Stage:
    h, w, p = frame.height, frame.width, frame.palette
    horizon = h * 0.6
    sky(frame, horizon)
    autumn = scene.season == "autumn"
    for layer in range(4):
        t = layer / 3
        base = horizon + h * 0.26 * t
        tone = mix(mix(p.far, p.low, 0.35), p.near, t)
        tone = mix(tone, rgb("#b5652f") if autumn else rgb("#2f6b4f"), 0.0 if p.lamps else 0.3 * t + 0.1)
        frame.marks.append(land(frame, ridge_line(frame, base, h * 0.03), (tone, darker(tone, 0.1))))
        count = int((9 + 5 * (1 - t)) * max(1.0, w / h) * (0.6 + 0.4 * frame.detail))
        for i in range(count):
            x = w * (i + float(frame.rng.uniform(-0.4, 0.4))) / max(1, count - 1)
            middle = abs(x / w - 0.5)
            if layer == 3 and middle < 0.33:
                continue
            _fir(frame, x, base + h * 0.02, h * (0.2 + 0.34 * t) * float(frame.rng.uniform(0.75, 1.2)), tone)
        if layer < 3:
            frame.marks.append(fog_bank(frame, base + h * 0.01, h * 0.05, 0.42 if "fog" in scene.weather else 0.24))
    floor = mix(mix(p.near, rgb("#3f6b45"), 0.35), p.far, 0.15)
    line = ridge_line(frame, h * 0.84, h * 0.03, rough=0.6)
    frame.marks.append(land(frame, line, (lighter(floor, 0.14), floor, darker(floor, 0.3))))
    return Stage(horizon, h * 0.92, horizon, contact=darker(floor, 0.5))


def _fir(frame: Frame, x: float, y: float, s: float, tone: RGB) -> None:
    frame.marks.append(Fill(curves.rounded(x - s * 0.025, y - s * 0.2, s * 0.05, s * 0.22, 0), (darker(tone, 0.2),), outline=False))
    tiers = [(x, y - s)]
    for k, half in ((0.62, 0.13), (0.36, 0.19), (0.1, 0.24)):
        tiers.append((x + s * half, y - s * k))
        tiers.append((x + s * half * 0.5, y - s * (k + 0.02)))
    left = [(2 * x - a, b) for a, b in reversed(tiers[1:])]
    frame.marks.append(Fill(np.array([*tiers, *left]), (lighter(tone, 0.1), tone), lift=True))


def space(frame: Frame, scene: Scene) -> Stage:
    h, w = frame.height, frame.width
    tones = [(rgb("#0b0a24"), rgb("#1c1446"), rgb("#3a1f5c")), (rgb("#06121f"), rgb("#0e2a44"), rgb("#1f4b66"))]
    stops = tones[int(frame.rng.integers(2))]
    frame.marks.append(band(frame, -2, h + 2, stops, outline=False))
    for _ in range(4 + round(4 * frame.detail)):
        tone = (rgb("#7a3fb0"), rgb("#c2477f"), rgb("#2f7fb8"), rgb("#2bb0a0"))[int(frame.rng.integers(4))]
        x, y = frame.rng.uniform(0, w), frame.rng.uniform(0, h)
        frame.marks.append(Glow(float(x), float(y), h * float(frame.rng.uniform(0.25, 0.6)), tone, 0.3))
    stars(frame, h, 320)
    frame.celestial_at = len(frame.marks)
    globe = stops[2]
    cx, r = w * float(frame.rng.uniform(0.2, 0.8)), max(w, h) * 0.9
    frame.marks.append(Glow(cx, h * 0.9 + r, r * 1.16, lighter(globe, 0.5), 0.8))
    frame.marks.append(Fill(curves.ellipse(cx, h * 0.88 + r, r, r, sides=120), (lighter(globe, 0.3), globe, darker(globe)), lift=True))
    return Stage(h * 0.9, h * 0.93, h * 0.9, contact=darker(globe))


def stars(frame: Frame, below: float, count: int) -> None:
    """Small stars above that height, fewer near it."""
    rng, w = frame.rng, frame.width
    for _ in range(int(count * (0.35 + 0.65 * frame.detail))):
        x, y = float(rng.uniform(0, w)), float(below * rng.random() ** 1.3)
        r = frame.unit * float(rng.choice((0.7, 0.9, 1.3, 2.0), p=(0.45, 0.3, 0.19, 0.06)))
        points = curves.ellipse(x, y, r, r, sides=8)
        frame.marks.append(Fill(points, ((255, 250, 232),), float(rng.uniform(0.45, 0.95)), outline=False))


def underwater(frame: Frame, scene: Scene) -> Stage:
    h, w, rng = frame.height, frame.width, frame.rng
    deep, shallow = ((rgb("#0b3a5c"), rgb("#5fc4cf")), (rgb("#123d52"), rgb("#78cdb6")))[int(rng.integers(2))]
    frame.marks.append(band(frame, -2, h + 2, (lighter(shallow, 0.3), shallow, mix(shallow, deep, 0.6), deep), outline=False))
    for i in range(5):
        x = w * (0.1 + 0.2 * i) + float(rng.uniform(-0.05, 0.05)) * w
        ray = np.array([(x, -4), (x + w * 0.07, -4), (x + w * 0.2, h), (x - w * 0.05, h)])
        frame.marks.append(Fill(ray, (lighter(shallow, 0.6),), 0.17, soft=w * 0.014))
    for i in range(3):
        line = ridge_line(frame, h * (0.78 + 0.06 * i), h * 0.06)
        frame.marks.append(land(frame, line, (mix(deep, shallow, 0.34 - 0.14 * i), darker(deep, 0.1 + 0.12 * i))))
        for _ in range(5):
            _kelp(frame, float(rng.uniform(0, w)), h * (0.84 + 0.06 * i), h * float(rng.uniform(0.1, 0.3)), mix(deep, rgb("#2f8f6a"), 0.4))
    for _ in range(int(40 * frame.detail)):
        r = h * float(rng.uniform(0.002, 0.008))
        ring = curves.ellipse(float(rng.uniform(0, w)), float(rng.uniform(0.05, 0.9)) * h, r, r, sides=14)
        frame.marks.append(Fill(ring, (lighter(shallow, 0.7),), 0.45))
    return Stage(h * 0.1, h * 0.9, h * 0.8, water=(h * 0.18, h * 0.78), sky=False, contact=darker(deep))


def _kelp(frame: Frame, x: float, y: float, s: float, tone: RGB) -> None:
    sway = [(x + np.sin(i * 1.3 + x) * s * 0.07, y - s * i / 5) for i in range(6)]
    frame.marks.append(Fill(curves.smooth(sway, closed=False), (lighter(tone, 0.1),), 0.9, width=max(1.5, s * 0.05)))


def road(frame: Frame, scene: Scene) -> Stage:
    h, w = frame.height, frame.width
    stage = meadow(frame, scene)
    tar = mix(rgb("#5a5c66"), frame.palette.near, 0.4)
    y0, y1 = h * 0.8, h * 0.97
    frame.marks.append(band(frame, y0, y1, (lighter(tar, 0.12), tar), lift=True))
    for i in range(9):
        dash = curves.rounded(w * (i / 8 - 0.04), (y0 + y1) / 2 + h * 0.02, w * 0.07, h * 0.008, 1)
        frame.marks.append(Fill(dash, (mix(rgb("#f3e9cf"), tar, 0.2),), outline=False))
    stage.front = []
    stage.ground, stage.contact = h * 0.875, darker(tar, 0.5)
    return stage


def rail(frame: Frame, scene: Scene) -> Stage:
    h, w = frame.height, frame.width
    stage = meadow(frame, scene)
    y = h * 0.85
    steel, sleeper = rgb("#7d7f88"), rgb("#5b4636")
    frame.marks.append(band(frame, y - h * 0.004, y + h * 0.05, (rgb("#9b8f80"), rgb("#7a6f62")), lift=True))
    for i in range(int(w / (h * 0.05)) + 1):
        frame.marks.append(Fill(curves.rounded(i * h * 0.05, y + h * 0.008, h * 0.022, h * 0.02, 1), (sleeper,)))
    frame.marks.append(band(frame, y, y + h * 0.009, (steel,)))
    stage.front, stage.ground = [], y + h * 0.002
    return stage


def open_sky(frame: Frame, scene: Scene) -> Stage:
    h = frame.height
    stage = hills(frame, scene)
    stage.horizon = h * 0.72
    return stage


SETTINGS: dict[str, Callable[[Frame, Scene], Stage]] = {
    "hills": hills,
    "village": hills,
    "mountains": mountain_range,
    "meadow": meadow,
    "garden": meadow,
    "snowfield": _snowy,
    "sea": sea,
    "lake": sea,
    "river": river,
    "beach": beach,
    "desert": desert,
    "city": city,
    "forest": forest,
    "space": space,
    "underwater": underwater,
    "road": road,
    "rail": rail,
    "sky": open_sky,
}
