"""Cities, and space."""

from __future__ import annotations

import numpy as np

from omniimage.providers.offline import curves
from omniimage.providers.offline.colour import RGB, darker, lighter, mix, rgb
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Fill, Glow, Mirror
from omniimage.providers.offline.scene import Scene

from .stage import Stage, band, fog_bank, sky, stars


def _block(frame: Frame, x: float, w: float, top: float, bottom: float, tone: RGB, lit: float) -> None:
    p = frame.palette
    frame.marks.append(
        Fill(curves.rounded(x, top, w, bottom - top, 0), (lighter(tone, 0.08), mix(tone, p.low, 0.16)), lift=True)
    )
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
    if p.lamps:
        frame.marks.append(
            Glow(w * 0.5, horizon, w * 0.75, mix(p.low, rgb("#ff7ac0") if neon else rgb("#ffb070"), 0.5), 0.6)
        )
    for layer in range(3):
        t = layer / 2
        x = -0.02 * w
        while x < w * 1.02:
            bw = w * float(frame.rng.uniform(0.05, 0.1)) * (0.8 + 0.4 * t)
            top = horizon - h * float(frame.rng.uniform(0.2, 0.56)) * (1 - 0.36 * t)
            steel = (40, 44, 74) if p.lamps else (96, 112, 146)
            tone = mix(
                mix(mix(p.far, steel, 0.5), p.low, 0.45),
                mix(p.near, steel, 0.6) if not p.lamps else (14, 12, 30),
                (0.12, 0.55, 0.96)[layer],
            )
            _block(frame, x, bw, top, horizon + 2, tone, (0.0, 0.1, 0.26)[layer] * (0.4 + frame.detail))
            if frame.rng.random() < 0.35:
                mast = np.array([(x + bw / 2, top), (x + bw / 2, top - h * 0.04)])
                frame.marks.append(Fill(mast, (tone,), width=max(1.0, h * 0.003)))
            if neon and layer == 2 and frame.rng.random() < 0.7:
                _neon_sign(frame, x + bw * 0.5, top + h * float(frame.rng.uniform(0.06, 0.16)))
            x += bw * float(frame.rng.uniform(0.85, 1.15))
        frame.marks.append(fog_bank(frame, horizon - h * 0.04, h * 0.06, 0.12 if p.lamps else 0.3))
    wet = "rain" in scene.weather or "storm" in scene.weather or p.lamps
    street = mix(p.near, rgb("#3a3d4a") if p.lamps else rgb("#5d6270"), 0.4 if p.lamps else 0.8)
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
        frame.marks.append(
            Fill(
                curves.rounded(x - s * 0.12, y + s * (0.2 + 0.55 * i), s * 0.24, s * 0.34, s * 0.05), (tone,), outline=False
            )
        )


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
    frame.marks.append(
        Fill(curves.ellipse(cx, h * 0.88 + r, r, r, sides=120), (lighter(globe, 0.3), globe, darker(globe)), lift=True)
    )
    return Stage(h * 0.9, h * 0.93, h * 0.9, contact=darker(globe))
