"""Rooms, tables and plain studio grounds."""

from __future__ import annotations

import numpy as np

from omniimage.providers.offline import curves
from omniimage.providers.offline.colour import RGB, darker, lighter, luminance, mix, rgb
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.lexicon import colours
from omniimage.providers.offline.marks import Fill, Glow
from omniimage.providers.offline.scene import Scene

from .stage import Stage, band

_GROUNDS = ("#f0d9c0", "#d8e4e2", "#e9d2d0", "#d9dcec", "#e6e2cf", "#cfe0d4")


def _wall(frame: Frame, scene: Scene) -> RGB:
    if scene.backdrop_colour:
        return rgb(colours()[scene.backdrop_colour])
    tone = rgb(_GROUNDS[int(frame.rng.integers(len(_GROUNDS)))])
    p = frame.palette
    if p.lamps and scene.time:
        return mix(tone, (38, 34, 66), 0.66)
    if p.time in ("sunset", "dawn"):
        tone = mix(tone, p.low, 0.4)
    if "monochrome" in scene.moods:
        level = round(255 * luminance(tone))
        tone = (level, level, level)
    return mix(tone, rgb("#f2b27a"), 0.3) if "warm" in scene.moods else tone


def studio(frame: Frame, scene: Scene) -> Stage:
    """A seamless ground of one colour; white when the prompt asks for a plain one and names no colour."""
    h = frame.height
    asked = scene.setting == "studio"
    tone = (
        rgb(colours()[scene.backdrop_colour]) if scene.backdrop_colour else (255, 255, 255) if asked else _wall(frame, scene)
    )
    if scene.backdrop_colour == "white":
        tone = (255, 255, 255)
    frame.plain = asked
    frame.marks.append(band(frame, -2, h + 2, (tone,) if asked else (lighter(tone, 0.3), tone), outline=False))
    if not asked:
        frame.marks.append(Glow(frame.width * 0.5, h * 0.42, max(frame.size) * 0.62, lighter(tone, 0.6), 0.7))
        frame.marks.append(
            Fill(
                curves.ellipse(frame.width / 2, h * 1.18, frame.width * 0.95, h * 0.46),
                (darker(tone, 0.1),),
                0.5,
                soft=h * 0.03,
            )
        )
    return Stage(h * 0.7, h * 0.78, h * 0.6, sky=False, contact=mix(darker(tone, 0.7), (40, 36, 52), 0.4))


def tabletop(frame: Frame, scene: Scene) -> Stage:
    """A wall and the top of a table that runs across the picture."""
    h, w = frame.height, frame.width
    wall = _wall(frame, scene)
    frame.marks.append(band(frame, -2, h + 2, (lighter(wall, 0.25), wall, darker(wall, 0.06)), outline=False))
    _window_light(frame, scene, wall)
    table = next((i for i in scene.items if i.subject == "table"), None)
    wood = (
        rgb(colours()[table.colours[0]])
        if table and table.colours
        else rgb(("#b07d4f", "#9a6a43", "#c39a6c")[int(frame.rng.integers(3))])
    )
    if frame.palette.lamps and scene.time:
        wood = mix(wood, frame.palette.near, 0.4)
    top = h * 0.68
    frame.marks.append(band(frame, top, h * 0.955, (lighter(wood, 0.3), lighter(wood, 0.06), wood), lift=True))
    for i in range(int(26 * frame.detail)):
        y = top + (h * 0.27) * ((i + 1) / 27) ** 1.3
        x, reach = float(frame.rng.uniform(-0.1, 0.9)) * w, float(frame.rng.uniform(0.1, 0.5)) * w
        grain = curves.smooth([(x, y), (x + reach / 2, y + h * 0.003), (x + reach, y)], closed=False)
        frame.marks.append(Fill(grain, (darker(wood, 0.22),), 0.36, width=max(0.7, h * 0.0016), outline=False))
    frame.marks.append(band(frame, h * 0.955, h + 2, (darker(wood, 0.3), darker(wood, 0.46)), lift=True))
    features = (("table", (0.0, 0.68, 1.0, 0.32), 1),) if table else ()
    return Stage(top, h * 0.845, top, sky=False, contact=darker(wood, 0.62), features=features)


def _window_light(frame: Frame, scene: Scene, wall: RGB) -> None:
    """A slanting patch of window light on the wall, by day."""
    if frame.palette.lamps and scene.time:
        return
    w, h = frame.size
    x = w * float(frame.rng.uniform(0.08, 0.5))
    for col in range(2):
        for row in range(2):
            left, top = x + col * w * 0.17, h * (0.1 + row * 0.21) + col * h * 0.02
            pane = np.array(
                [
                    (left, top),
                    (left + w * 0.15, top + h * 0.018),
                    (left + w * 0.2, top + h * 0.21),
                    (left + w * 0.05, top + h * 0.19),
                ]
            )
            frame.marks.append(Fill(pane, (lighter(wall, 0.55),), 0.5, soft=h * 0.006))


def room(frame: Frame, scene: Scene) -> Stage:
    h, w = frame.height, frame.width
    wall = _wall(frame, scene)
    frame.marks.append(band(frame, -2, h * 0.79, (lighter(wall, 0.2), wall), outline=False))
    _window_light(frame, scene, wall)
    floor = mix(rgb("#b98d63"), frame.palette.near, 0.5 if frame.palette.lamps and scene.time else 0.0)
    frame.marks.append(band(frame, h * 0.78, h + 2, (lighter(floor, 0.16), darker(floor, 0.1)), lift=True))
    frame.marks.append(band(frame, h * 0.765, h * 0.785, (lighter(wall, 0.55), lighter(wall, 0.3))))
    for i in range(-6, 13):
        x0, x1 = w * (0.5 + (i - 3) * 0.12), w * (0.5 + (i - 3) * 0.2)
        frame.marks.append(
            Fill(np.array([(x0, h * 0.785), (x1, h)]), (darker(floor, 0.2),), 0.4, width=max(0.8, h * 0.0018), outline=False)
        )
    rug = mix(rgb(("#b5574a", "#3f7a80", "#c98d4a")[int(frame.rng.integers(3))]), wall, 0.2)
    frame.marks.append(Fill(curves.ellipse(w / 2, h * 0.91, w * 0.42, h * 0.06), (rug,), lift=True))
    frame.marks.append(Fill(curves.ellipse(w / 2, h * 0.91, w * 0.36, h * 0.047), (lighter(rug, 0.22),), 0.7))
    return Stage(h * 0.78, h * 0.905, h * 0.8, sky=False, contact=darker(floor, 0.55))
