"""Houses, towers and what stands on land."""

from __future__ import annotations

import math

import numpy as np

from omniimage.providers.offline.pen import Pen, paints


@paints("lighthouse", 40, 120)
def lighthouse(pen: Pen) -> None:
    def half(y: float) -> float:
        return 7.2 + (y - 26) * 0.054

    pen.polygon("stone stone-", [(3, 120), (7, 114), (33, 114), (37, 120)], across=True)
    pen.polygon(
        "body+ body body-",
        [(20 - half(26), 26), (20 + half(26), 26), (20 + half(115), 115), (20 - half(115), 115)],
        across=True,
    )
    for y in (36, 60, 84):
        band = [(20 - half(y), y), (20 + half(y), y), (20 + half(y + 12), y + 12), (20 - half(y + 12), y + 12)]
        pen.polygon("stripes+ stripes stripes-", band, across=True)
    for y in (53, 77):
        pen.bar("dark", 18.4, y, 3.2, 5, 1.6)
    pen.bar("door", 16.6, 104, 6.8, 11, 3)
    pen.bar("dark", 9.5, 24, 21, 3)
    pen.bar("lit", 14, 13, 12, 11.5)
    for x in (13.4, 19.3, 25.2):
        pen.bar("dark", x, 13, 1.4, 11.5)
    pen.line("dark", [(9.5, 19.5), (30.5, 19.5)], 0.8)
    for x in (10, 30):
        pen.line("dark", [(x, 19.5), (x, 25)], 0.9)
    pen.polygon("roof roof-", [(11.5, 13.4), (15, 7), (20, 2.5), (25, 7), (28.5, 13.4)], across=True)
    pen.disc("dark", 20, 2.2, 1.4)
    pen.glow("lit", 20, 18.5, 26, 0.55)


def _windows(pen: Pen, xs: tuple[float, ...], y: float, w: float, h: float) -> None:
    for x in xs:
        pen.bar("white", x - 1, y - 1, w + 2, h + 2)
        pen.bar("window", x, y, w, h)
        pen.line("white", [(x + w / 2, y), (x + w / 2, y + h)], 0.9)
        pen.line("white", [(x, y + h / 2), (x + w, y + h / 2)], 0.9)


@paints("house", 100, 88)
def house(pen: Pen) -> None:
    pen.bar("brick brick-", 70, 8, 10, 24, across=True)
    pen.bar("body body-", 12, 38, 76, 50, across=True)
    pen.polygon("roof+ roof", [(4, 42), (26, 10), (74, 10), (96, 42)])
    pen.polygon("roof-", [(4, 42), (96, 42), (94, 45), (6, 45)])
    if pen.detail > 0.3:
        for i in range(1, 5):
            y, inset = 10 + i * 6.6, 22 - i * 4.4
            pen.line("roof-", [(5 + inset, y), (95 - inset, y)], 0.6, alpha=0.6)
    _windows(pen, (20, 66), 52, 14, 16)
    pen.bar("door door-", 43, 56, 15, 32, 1)
    pen.disc("yellow", 55, 73, 1.2)
    pen.bar("stone", 39, 86, 23, 3)


@paints("cabin", 100, 80)
def cabin(pen: Pen) -> None:
    pen.bar("stone stone-", 72, 4, 11, 30, across=True)
    pen.polygon("body body-", [(14, 40), (50, 12), (86, 40), (86, 80), (14, 80)], across=True)
    for i in range(5):
        pen.line("body-", [(14, 46 + i * 7.4), (86, 46 + i * 7.4)], 1.0)
    pen.polygon("roof roof-", [(2, 46), (50, 4), (98, 46), (92, 51), (50, 15), (8, 51)], across=True)
    _windows(pen, (22, 62), 52, 15, 14)
    pen.bar("door-", 43, 54, 14, 26, 1)
    pen.disc("yellow", 54, 68, 1.1)


def _battlements(pen: Pen, role: str, x: float, y: float, w: float, teeth: int) -> None:
    step = w / (2 * teeth - 1)
    for i in range(teeth):
        pen.bar(role, x + 2 * i * step, y - step, step, step + 1)


@paints("castle", 120, 110)
def castle(pen: Pen) -> None:
    for x, y, w in ((40, 34, 16), (66, 24, 18)):
        pen.bar("body body-", x, y, w, 76, across=True)
        pen.polygon("roof+ roof-", [(x - 3, y), (x + w / 2, y - 24), (x + w + 3, y)], across=True)
        pen.bar("window", x + w / 2 - 2, y + 10, 4, 8, 2)
    pen.bar("body body-", 20, 66, 80, 44, across=True)
    _battlements(pen, "body", 20, 66, 80, 9)
    for x in (4, 92):
        pen.bar("body+ body body-", x, 50, 24, 60, across=True)
        _battlements(pen, "body", x - 1, 50, 26, 4)
        pen.polygon("roof+ roof-", [(x - 1, 46), (x + 12, 14), (x + 25, 46)], across=True)
        pen.line("dark", [(x + 12, 14), (x + 12, 4)], 0.9)
        pen.polygon("red", [(x + 12, 4), (x + 22, 7), (x + 12, 10)])
        pen.bar("window", x + 9.5, 60, 5, 10, 2.5)
    pen.bar("dark", 49, 82, 22, 30, 11)
    pen.bar("wood-", 51, 85, 18, 27, 9)
    if pen.detail > 0.3:
        for x, y in ((36, 78), (78, 92), (34, 98), (82, 76), (12, 88), (104, 92)):
            pen.bar("body-", x, y, 6, 2.4, 0.6, alpha=0.6)


@paints("church", 84, 120)
def church(pen: Pen) -> None:
    pen.bar("body body-", 26, 66, 56, 54, across=True)
    pen.polygon("roof roof-", [(22, 68), (34, 46), (76, 46), (86, 68)])
    pen.bar("body+ body body-", 6, 44, 28, 76, across=True)
    pen.polygon("roof+ roof-", [(2, 46), (20, 10), (38, 46)], across=True)
    pen.line("dark", [(20, 11), (20, 0)], 1.3)
    pen.line("dark", [(16.6, 3.6), (23.4, 3.6)], 1.3)
    pen.disc("window", 20, 60, 4.4)
    pen.bar("door-", 13, 96, 14, 26, 7)
    for x in (42, 56, 70):
        pen.bar("window", x, 82, 6, 16, 3)


@paints("tower", 44, 120)
def tower(pen: Pen) -> None:
    pen.polygon("body+ body body-", [(10, 34), (34, 34), (37, 120), (7, 120)], across=True)
    pen.bar("body body-", 6, 26, 32, 10, across=True)
    _battlements(pen, "body", 6, 26, 32, 4)
    pen.polygon("roof+ roof-", [(8, 24), (22, 0), (36, 24)], across=True)
    for y in (46, 68):
        pen.bar("window", 19.5, y, 5, 10, 2.5)
    pen.bar("door-", 16, 98, 12, 24, 6)
    for x, y in ((12, 60), (28, 82), (14, 90), (29, 54), (12, 108)):
        pen.bar("body-", x, y, 5, 2.2, 0.5, alpha=0.7)


@paints("windmill", 100, 120)
def windmill(pen: Pen) -> None:
    pen.polygon("body+ body body-", [(38, 48), (62, 48), (70, 120), (30, 120)], across=True)
    pen.pie("roof", 50, 50, 14, 18, 180, 360)
    pen.bar("door-", 44, 100, 12, 20, 6)
    pen.bar("window", 46.5, 72, 7, 9, 1)
    for turn in (20, 110, 200, 290):
        a = math.radians(turn)
        dx, dy = math.cos(a), math.sin(a)
        nx, ny = -dy, dx
        blade = [(50 + dx * 8, 46 + dy * 8), (50 + dx * 46, 46 + dy * 46)]
        near, far = blade
        pen.polygon(
            "cream", [near, far, (far[0] + nx * 10, far[1] + ny * 10), (near[0] + nx * 10, near[1] + ny * 10)], alpha=0.95
        )
        pen.line("wood-", blade, 1.6)
    pen.disc("wood-", 50, 46, 3)


@paints("skyscraper", 42, 130)
def skyscraper(pen: Pen) -> None:
    pen.line("steel-", [(21, 12), (21, 0)], 1.2)
    pen.bar("body- body", 12, 10, 18, 16)
    pen.bar("body+ body body-", 5, 24, 32, 106, across=True)
    for row in range(14):
        for col in range(4):
            on = pen.rng.random() < 0.6
            pen.bar("window" if on else "body-", 8.2 + col * 6.8, 29 + row * 6.8, 5, 4.2)
    pen.bar("dark", 15, 123, 12, 8)


@paints("bridge", 200, 70)
def bridge(pen: Pen) -> None:
    for x in (48, 152):
        pen.bar("body body-", x - 4, 0, 8, 70, 1, across=True)
        pen.bar("body", x - 6, 8, 12, 3)
    deck = 46
    pen.bar("body- body", 0, deck, 200, 5)
    t = np.linspace(0, 1, 30)
    spans = (
        np.column_stack([48 + 104 * t, 2 + 36 * (1 - (2 * t - 1) ** 2)]),
        np.column_stack([48 * t, deck - (deck - 2) * t**1.7]),
        np.column_stack([200 - 48 * t, deck - (deck - 2) * t**1.7]),
    )
    for cable in spans:
        pen.line("body", cable, 1.8)
        for x, y in cable[2::3]:
            pen.line("body", [(x, y), (x, deck)], 0.7)


@paints("rock", 110, 70)
def rock(pen: Pen) -> None:
    pen.polygon("body+ body", [(0, 70), (8, 42), (26, 24), (44, 8), (68, 10), (86, 26), (102, 44), (110, 70)])
    pen.polygon("body- body-", [(68, 10), (86, 26), (102, 44), (110, 70), (74, 70), (62, 40)])
    pen.polygon("body+", [(26, 24), (44, 8), (68, 10), (56, 24), (36, 32)], alpha=0.7)
    pen.line("body-", [(36, 32), (30, 52), (38, 70)], 1)


@paints("pyramid", 120, 74)
def pyramid(pen: Pen) -> None:
    pen.polygon("body+ body", [(0, 74), (56, 0), (76, 74)])
    pen.polygon("body- body-", [(56, 0), (120, 74), (76, 74)])
    if pen.detail > 0.3:
        for i in range(1, 7):
            t = i / 7
            pen.line("body-", [(56 * (1 - t), 74 * t), (56 + 20 * t, 74 * t)], 0.5, alpha=0.5)


@paints("tent", 110, 72)
def tent(pen: Pen) -> None:
    pen.polygon("body- body-", [(62, 6), (110, 72), (80, 72)])
    pen.polygon("body+ body", [(0, 72), (50, 4), (62, 6), (84, 72)])
    pen.polygon("dark", [(32, 72), (52, 22), (62, 72)])
    pen.polygon("lamp", [(38, 72), (52, 32), (58, 72)])
    pen.polygon("body", [(32, 72), (52, 22), (40, 72)])
    pen.line("wood", [(50, 5), (55, 0)], 1.2)


@paints("sign", 100, 110)
def sign(pen: Pen) -> None:
    pen.bar("wood- wood-", 46, 40, 8, 70, 1)
    pen.bar("wood+ wood", 0, 2, 100, 46, 4)
    pen.bar("paper", 4, 6, 92, 38, 2)


@paints("snowman", 70, 110)
def snowman(pen: Pen) -> None:
    for cy, r in ((84, 26), (50, 19), (26, 13)):
        pen.oval("snow snow steel", 35, cy, r, r, across=True)
    pen.line("trunk", [(18, 48), (2, 34)], 1.8)
    pen.line("trunk", [(52, 48), (68, 32)], 1.8)
    pen.bar("scarf scarf-", 23, 35, 24, 6, 3)
    pen.bar("scarf-", 40, 38, 6, 18, 2)
    pen.bar("dark", 20, 13, 30, 3.4, 1.4)
    pen.bar("dark", 26, 0, 18, 15, 1.5)
    for x in (30, 40):
        pen.disc("dark", x, 24, 1.6)
    pen.polygon("orange", [(35, 27), (48, 30), (35, 31)])
    for y in (48, 56, 78, 88):
        pen.disc("dark", 35, y, 1.7)


@paints("campfire", 60, 60)
def campfire(pen: Pen) -> None:
    pen.glow("flame", 30, 38, 60, 0.5)
    for a, b in (((6, 58), (52, 46)), ((54, 58), (8, 46))):
        pen.line("trunk", [a, b], 7)
    pen.blob("flame flame", [(30, 2), (42, 24), (46, 40), (38, 53), (22, 53), (14, 40), (20, 24)])
    pen.blob("lit", [(30, 20), (38, 36), (36, 50), (24, 50), (22, 36)])
    pen.blob("spark", [(30, 34), (34, 44), (30, 51), (26, 44)])
