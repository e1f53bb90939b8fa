"""What is in the sky."""

from __future__ import annotations

import math

from omniimage.providers.offline import curves
from omniimage.providers.offline.pen import Pen, paints


@paints("sun", 100, 100)
def sun(pen: Pen) -> None:
    pen.glow("body", 50, 50, 120, 0.7)
    pen.disc("body", 50, 50, 40)
    pen.oval("body+", 44, 44, 28, 28, alpha=0.5)


@paints("moon", 100, 100)
def moon(pen: Pen) -> None:
    pen.glow("spark", 50, 50, 130, 0.5)
    pen.oval("body+ body", 50, 50, 44, 44)
    for x, y, r in ((36, 38, 9), (62, 58, 12), (58, 28, 5), (34, 66, 6), (72, 40, 4)):
        pen.oval("body-", x, y, r, r * 0.92, alpha=0.28)


@paints("crescent", 90, 100)
def crescent(pen: Pen) -> None:
    pen.glow("spark", 40, 50, 110, 0.4)
    outer = curves.arc(50, 50, 44, 44, 70, 290)
    inner = curves.arc(66, 50, 36, 36, 285, 75)
    pen.polygon("body+ body", [*map(tuple, outer), *map(tuple, inner)])


@paints("star", 60, 60)
def star(pen: Pen) -> None:
    pen.glow("spark", 30, 32, 44, 0.35)
    pen.polygon("body+ body", curves.star(30, 32, 29, 12.5, 5))


@paints("cloud", 140, 64)
def cloud(pen: Pen) -> None:
    top = [(4, 54), (12, 38), (30, 36), (42, 14), (68, 6), (90, 20), (110, 22), (124, 40), (136, 52)]
    pen.blob("body body-", [*top, (128, 62), (70, 62), (12, 62)])
    pen.blob("body+", [(44, 24), (62, 10), (84, 20), (80, 30), (58, 28)], alpha=0.55)
    pen.blob("body+", [(14, 46), (28, 40), (40, 44), (30, 50)], alpha=0.5)


@paints("planet", 160, 110)
def planet(pen: Pen) -> None:
    ring = curves.arc(80, 55, 76, 20, 180, 360, -14)
    pen.line("accent", ring, 5, alpha=0.9)
    pen.oval("body+ body body-", 80, 55, 44, 44, across=True)
    for y, h in ((38, 5), (54, 8), (70, 4)):
        half = math.sqrt(max(0, 44**2 - (y - 55) ** 2)) - 2
        pen.oval("body-", 80, y, half, h / 2, -14, alpha=0.35)
    pen.line("accent+", curves.arc(80, 55, 76, 20, 0, 180, -14), 5)


@paints("rainbow", 200, 104)
def rainbow(pen: Pen) -> None:
    for i, role in enumerate(("red", "orange", "yellow", "green", "blue", "purple")):
        pen.line(role, curves.arc(100, 104, 96 - i * 6, 96 - i * 6, 180, 360, sides=60), 6.4, alpha=0.8)


@paints("balloon", 80, 120)
def balloon(pen: Pen) -> None:
    envelope = [(40, 0), (64, 8), (79, 34), (72, 60), (50, 88), (30, 88), (8, 60), (1, 34), (16, 8)]
    pen.blob("body", envelope)
    for half, role in ((27, "accent"), (15, "body"), (5, "accent")):
        side = [(40 - half, 10), (40 - half * 1.32, 36), (40 - half * 1.1, 58), (40 - half * 0.3, 88)]
        other = [(80 - x, y) for x, y in reversed(side)]
        pen.blob(role, [(40, 0), *side, *other])
    pen.blob("body+", [(20, 14), (12, 34), (16, 52), (22, 40), (26, 20)], alpha=0.3)
    pen.blob("dark", [(62, 14), (78, 34), (70, 60), (52, 86), (62, 58), (68, 34)], alpha=0.14)
    for x in (31, 49):
        pen.line("trunk", [(x, 87), (40 + (x - 40) * 0.8, 104)], 0.8)
    pen.bar("wood wood-", 31, 103, 18, 14, 3, across=True)
    pen.bar("wood-", 30, 102, 20, 3.4, 1.6)


@paints("toyballoon", 60, 130)
def toyballoon(pen: Pen) -> None:
    pen.curve("dark", [(30, 72), (34, 88), (26, 106), (31, 130)], 0.8)
    pen.blob("body+ body body-", [(30, 0), (52, 10), (58, 34), (44, 60), (30, 70), (16, 60), (2, 34), (8, 10)], across=True)
    pen.polygon("body-", [(30, 68), (35, 75), (25, 75)])
    pen.oval("white", 19, 22, 5, 10, 20, alpha=0.55)


@paints("kite", 80, 130)
def kite(pen: Pen) -> None:
    pen.curve("dark", [(40, 78), (52, 92), (34, 108), (46, 130)], 0.8)
    for x, y in ((48, 90), (40, 104), (40, 118)):
        pen.polygon("accent", [(x, y), (x - 8, y - 4), (x - 8, y + 4)])
        pen.polygon("accent-", [(x, y), (x + 8, y - 4), (x + 8, y + 4)])
    for role, corner in (("body", (10, 30)), ("accent", (70, 30))):
        pen.polygon(role, [(40, 0), corner, (40, 34)])
    for role, corner in (("accent-", (10, 30)), ("body-", (70, 30))):
        pen.polygon(role, [(40, 80), corner, (40, 30)])
