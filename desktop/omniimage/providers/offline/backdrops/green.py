"""Meadows, roads and woods."""

from __future__ import annotations

import numpy as np

from omniimage.providers.offline import curves
from omniimage.providers.offline.colour import RGB, darker, lighter, luminance, mix, rgb
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Fill
from omniimage.providers.offline.scene import Scene

from .land import hill_layers
from .stage import Stage, band, covered, fog_bank, height_at, land, ridge_line, sky


def meadow(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    horizon = h * 0.5
    sky(frame, horizon)
    lines = hill_layers(frame, scene, horizon, h * 0.66, 3)
    line = lines[-1]
    night = luminance(p.near) < 0.12
    green = mix(p.near, rgb("#6fa356"), 0.3 if night else 0.62)
    if p.time in ("sunset", "dusk"):
        green = mix(green, p.far, 0.35)
    green = covered(frame, scene, green, 0.85)
    frame.marks.append(land(frame, line, (lighter(green, 0.2), green, darker(green, 0.3))))
    stage = Stage(horizon, h * 0.86, horizon + h * 0.04, contact=darker(green, 0.5), far=height_at(lines[0]))
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


def forest(frame: Frame, scene: Scene) -> Stage:
    h, w, p = frame.height, frame.width, frame.palette
    horizon = h * 0.6
    sky(frame, horizon)
    autumn = scene.season == "autumn"
    for layer in range(4):
        t = layer / 3
        base = horizon + h * 0.26 * t
        tone = mix(mix(p.far, p.low, 0.35), p.near, t)
        tone = covered(frame, scene, tone, 0.42)
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
    floor = covered(frame, scene, mix(mix(p.near, rgb("#3f6b45"), 0.35), p.far, 0.15), 0.8)
    line = ridge_line(frame, h * 0.84, h * 0.03, rough=0.6)
    frame.marks.append(land(frame, line, (lighter(floor, 0.14), floor, darker(floor, 0.3))))
    return Stage(horizon, h * 0.92, horizon, contact=darker(floor, 0.5), far=lambda _: horizon - 0.12 * h)


def _fir(frame: Frame, x: float, y: float, s: float, tone: RGB) -> None:
    frame.marks.append(
        Fill(curves.rounded(x - s * 0.025, y - s * 0.2, s * 0.05, s * 0.22, 0), (darker(tone, 0.2),), outline=False)
    )
    tiers = [(x, y - s)]
    for k, half in ((0.62, 0.13), (0.36, 0.19), (0.1, 0.24)):
        tiers.append((x + s * half, y - s * k))
        tiers.append((x + s * half * 0.5, y - s * (k + 0.02)))
    left = [(2 * x - a, b) for a, b in reversed(tiers[1:])]
    frame.marks.append(Fill(np.array([*tiers, *left]), (lighter(tone, 0.1), tone), lift=True))
