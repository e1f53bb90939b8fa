"""What is between the things and the viewer: light beams, mist, rain, snow, lightning, leaves."""

from __future__ import annotations

import numpy as np

from . import curves
from .backdrops.stage import Stage, fog_bank, stars
from .colour import RGB, darker, lighter, mix, rgb
from .frame import Frame
from .marks import Fill, Glow, Mark
from .scene import Scene
from .things import Thing


def night_sky(frame: Frame, scene: Scene, stage: Stage) -> list[Mark]:
    """Stars behind the land."""
    if frame.palette.time != "night" or not stage.sky or {"rain", "storm", "cloudy"} & set(scene.weather):
        return []
    kept, frame.marks = frame.marks, []
    stars(frame, stage.horizon, 150 if scene.setting != "city" else 60)
    found, frame.marks = frame.marks, kept
    return found


def sky_glow(frame: Frame, x: float, y: float, radius: float) -> list[Mark]:
    """The halo of a low sun."""
    p = frame.palette
    return [Glow(x, y, radius * 5.2, mix(p.sun, p.low, 0.3), 0.5), Glow(x, y, radius * 2.4, p.sun, 0.5)]


def beam(frame: Frame, thing: Thing, towards_left: bool) -> list[Mark]:
    """A lighthouse's light: wedges of falling length, so that it fades with distance."""
    x, y = thing.x, thing.y - thing.h * (1 - 18.5 / 120)
    reach = frame.width * 1.05 * (-1 if towards_left else 1)
    rise = -frame.height * 0.05
    marks: list[Mark] = []
    steps = 8 + round(10 * frame.detail)
    for i in range(steps):
        t = (i + 1) / steps
        tip, spread = x + reach * t, frame.height * (0.008 + 0.105 * t)
        points = np.array([(x, y - 1), (tip, y + rise * t - spread), (tip, y + rise * t + spread * 0.9), (x, y + 1)])
        marks.append(
            Fill(
                points,
                (mix(frame.palette.sun, rgb("#ffe3a0"), 0.5),),
                0.72 / steps,
                soft=frame.width * 0.009 * (0.4 + t),
                outline=False,
            )
        )
    return marks


def contact_shadow(thing: Thing, tone: RGB, strength: float) -> list[Mark]:
    """The soft dark patch that makes a thing stand on its ground."""
    rx, ry = thing.w * 0.5, max(2.0, thing.w * 0.055)
    wide = curves.ellipse(thing.x + thing.w * 0.04, thing.y + ry * 0.1, rx * 1.08, ry * 1.3)
    near = curves.ellipse(thing.x, thing.y - ry * 0.12, rx * 0.86, ry * 0.55)
    return [
        Fill(wide, (tone,), 0.3 * strength, soft=max(1.0, ry * 0.85), outline=False),
        Fill(near, (tone,), 0.46 * strength, soft=max(1.0, ry * 0.35), outline=False),
    ]


def islet(frame: Frame, thing: Thing) -> list[Mark]:
    """A rock for what stands on land while the scene is water."""
    w = max(thing.w * 1.1, frame.width * 0.09)
    tone = mix(frame.palette.near, frame.palette.far, 0.25)
    points = [
        (thing.x - w, thing.y + w * 0.24),
        (thing.x - w * 0.62, thing.y - w * 0.02),
        (thing.x - w * 0.2, thing.y - w * 0.1),
        (thing.x + w * 0.3, thing.y - w * 0.07),
        (thing.x + w * 0.72, thing.y + w * 0.04),
        (thing.x + w, thing.y + w * 0.24),
    ]
    body = curves.smooth([*points, (thing.x, thing.y + w * 0.3)], closed=True)
    return [Fill(body, (lighter(tone, 0.14), tone, darker(tone, 0.3)), lift=True)]


def weather(frame: Frame, scene: Scene, stage: Stage) -> list[Mark]:
    """Weather in front of everything; nothing indoors or on a studio ground, unless a given picture is painted over."""
    marks: list[Mark] = []
    if not stage.sky and not frame.base:
        return marks
    for name in scene.weather:
        if name in _WEATHER:
            marks += _WEATHER[name](frame, stage)
    if scene.season == "autumn":
        marks += _falling(frame, (rgb("#d9772f"), rgb("#c24a2c"), rgb("#e6a93c")), 40)
    if scene.season == "spring":
        marks += _falling(frame, (rgb("#f6c3d0"), rgb("#fbe3e8"), rgb("#ee9fb4")), 46)
    return marks


def _rain(frame: Frame, stage: Stage) -> list[Mark]:
    marks: list[Mark] = []
    tone = lighter(mix(frame.palette.low, (214, 226, 240), 0.6), 0.3)
    for _ in range(int(120 + 240 * frame.detail)):
        x, y = float(frame.rng.uniform(-0.1, 1.1)) * frame.width, float(frame.rng.uniform(-0.1, 1)) * frame.height
        s = frame.height * float(frame.rng.uniform(0.018, 0.055))
        line = np.array([(x, y), (x - s * 0.2, y + s)])
        marks.append(
            Fill(line, (tone,), float(frame.rng.uniform(0.22, 0.5)), width=max(0.7, frame.unit * 1.3), outline=False)
        )
    return marks


def _snow(frame: Frame, stage: Stage) -> list[Mark]:
    marks: list[Mark] = []
    for _ in range(int(110 + 190 * frame.detail)):
        x, y = float(frame.rng.uniform(0, frame.width)), float(frame.rng.uniform(0, frame.height))
        r = frame.unit * float(frame.rng.choice((1.5, 2.3, 3.6, 6.0), p=(0.4, 0.3, 0.22, 0.08)))
        soft = r * 0.5 if r > 5 * frame.unit and r > 3 else 0.0
        marks.append(
            Fill(
                curves.ellipse(x, y, r, r, sides=12),
                ((252, 253, 255),),
                float(frame.rng.uniform(0.6, 0.95)),
                soft=soft,
                outline=False,
            )
        )
    return marks


def _fog(frame: Frame, stage: Stage) -> list[Mark]:
    h = frame.height
    return [fog_bank(frame, h * y, h * t, s) for y, t, s in ((0.74, 0.035, 0.26), (0.88, 0.03, 0.16))]


def _storm(frame: Frame, stage: Stage) -> list[Mark]:
    marks = _rain(frame, stage)
    x, y = frame.width * float(frame.rng.uniform(0.15, 0.85)), frame.height * 0.03
    points = [(x, y)]
    while y < stage.horizon * 0.86:
        x += frame.width * float(frame.rng.uniform(-0.045, 0.045))
        y += frame.height * float(frame.rng.uniform(0.03, 0.07))
        points.append((x, y))
    bolt = np.array(points)
    marks.insert(0, Glow(float(bolt[:, 0].mean()), float(bolt[:, 1].mean()), frame.height * 0.4, (214, 222, 255), 0.4))
    marks.insert(1, Fill(bolt, ((255, 252, 232),), width=4 * frame.unit))
    return marks


def _wind(frame: Frame, stage: Stage) -> list[Mark]:
    marks: list[Mark] = []
    for _ in range(9):
        x, y = float(frame.rng.uniform(-0.1, 0.9)) * frame.width, float(frame.rng.uniform(0.1, 0.75)) * frame.height
        s = frame.width * float(frame.rng.uniform(0.08, 0.2))
        line = curves.smooth(
            [(x, y), (x + s * 0.5, y - s * 0.05), (x + s, y), (x + s * 1.06, y - s * 0.1), (x + s * 0.96, y - s * 0.1)],
            closed=False,
        )
        marks.append(Fill(line, ((250, 250, 250),), 0.5, width=2.2 * frame.unit, outline=False))
    return marks


def _falling(frame: Frame, tones: tuple[RGB, ...], count: int) -> list[Mark]:
    marks: list[Mark] = []
    for i in range(int(count * (0.4 + 0.6 * frame.detail))):
        x, y = float(frame.rng.uniform(0, frame.width)), float(frame.rng.uniform(0, frame.height))
        r = frame.unit * float(frame.rng.uniform(3, 8))
        leaf = curves.ellipse(x, y, r, r * 0.45, float(frame.rng.uniform(0, 180)), sides=12)
        marks.append(Fill(leaf, (tones[i % len(tones)],), 0.9, outline=False))
    return marks


_WEATHER = {"rain": _rain, "snow": _snow, "fog": _fog, "storm": _storm, "wind": _wind}
SHOWN_WEATHER = frozenset((*_WEATHER, "clear", "cloudy"))
