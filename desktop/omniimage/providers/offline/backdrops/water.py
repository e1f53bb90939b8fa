"""Seas, lakes, beaches and what is under water."""

from __future__ import annotations

import numpy as np

from omniimage.providers.offline import curves
from omniimage.providers.offline.colour import RGB, darker, lighter, mix, rgb
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Fill, Mark, Mirror
from omniimage.providers.offline.scene import Scene

from .stage import Stage, band, land, ridge_line, sky


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
            frame.marks.append(
                Fill(np.vstack([np.minimum(line, (1e9, horizon)), bottom]), (lighter(tone, 0.1), tone), lift=True)
            )
    elif frame.rng.random() < 0.6:
        x = frame.width * float(frame.rng.uniform(0.1, 0.9))
        reach, rise = frame.width * 0.22, h * 0.035
        cape = [
            (x - reach, horizon),
            (x - reach * 0.4, horizon - rise),
            (x + reach * 0.2, horizon - rise * 1.4),
            (x + reach, horizon),
        ]
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


def beach(frame: Frame, scene: Scene) -> Stage:
    h, p = frame.height, frame.palette
    stage = sea(frame, scene)
    line = curves.smooth(
        [
            (-0.05 * frame.width, h * 0.8),
            (frame.width * 0.3, h * 0.765),
            (frame.width * 0.65, h * 0.73),
            (frame.width * 1.05, h * 0.68),
        ],
        closed=False,
    )
    sand = mix(rgb("#e8c994"), p.near, 0.35 if p.lamps else 0.05)
    stage.ground, stage.water = h * 0.9, (stage.horizon + h * 0.06, h * 0.68)
    foam = line - (0, h * 0.008)
    stage.contact = darker(sand, 0.4)
    stage.front = [
        land(frame, foam, (mix((255, 255, 255), p.low, 0.2),)),
        land(frame, line, (mix(sand, p.low, 0.2), sand, darker(sand, 0.15))),
    ]
    return stage


def underwater(frame: Frame, scene: Scene) -> Stage:
    h, w, rng = frame.height, frame.width, frame.rng
    deep, shallow = ((rgb("#0b3a5c"), rgb("#5fc4cf")), (rgb("#123d52"), rgb("#78cdb6")))[int(rng.integers(2))]
    frame.marks.append(
        band(frame, -2, h + 2, (lighter(shallow, 0.3), shallow, mix(shallow, deep, 0.6), deep), outline=False)
    )
    for i in range(5):
        x = w * (0.1 + 0.2 * i) + float(rng.uniform(-0.05, 0.05)) * w
        ray = np.array([(x, -4), (x + w * 0.07, -4), (x + w * 0.2, h), (x - w * 0.05, h)])
        frame.marks.append(Fill(ray, (lighter(shallow, 0.6),), 0.17, soft=w * 0.014))
    for i in range(3):
        line = ridge_line(frame, h * (0.78 + 0.06 * i), h * 0.06)
        frame.marks.append(land(frame, line, (mix(deep, shallow, 0.34 - 0.14 * i), darker(deep, 0.1 + 0.12 * i))))
        for _ in range(5):
            _kelp(
                frame,
                float(rng.uniform(0, w)),
                h * (0.84 + 0.06 * i),
                h * float(rng.uniform(0.1, 0.3)),
                mix(deep, rgb("#2f8f6a"), 0.4),
            )
    for _ in range(int(40 * frame.detail)):
        r = h * float(rng.uniform(0.002, 0.008))
        ring = curves.ellipse(float(rng.uniform(0, w)), float(rng.uniform(0.05, 0.9)) * h, r, r, sides=14)
        frame.marks.append(Fill(ring, (lighter(shallow, 0.7),), 0.45))
    return Stage(h * 0.1, h * 0.9, h * 0.8, water=(h * 0.18, h * 0.78), sky=False, contact=darker(deep))


def _kelp(frame: Frame, x: float, y: float, s: float, tone: RGB) -> None:
    sway = [(x + np.sin(i * 1.3 + x) * s * 0.07, y - s * i / 5) for i in range(6)]
    frame.marks.append(Fill(curves.smooth(sway, closed=False), (lighter(tone, 0.1),), 0.9, width=max(1.5, s * 0.05)))
