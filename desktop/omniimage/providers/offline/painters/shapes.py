"""Plain geometry."""

from __future__ import annotations

import math

from omniimage.providers.offline import curves
from omniimage.providers.offline.pen import Pen, paints


@paints("circle", 100, 100)
def circle(pen: Pen) -> None:
    pen.oval("body", 50, 50, 49, 49)


@paints("square", 100, 100)
def square(pen: Pen) -> None:
    pen.bar("body", 1, 1, 98, 98)


@paints("triangle", 110, 98)
def triangle(pen: Pen) -> None:
    pen.polygon("body", [(55, 1), (109, 97), (1, 97)])


@paints("hexagon", 100, 100)
def hexagon(pen: Pen) -> None:
    pen.polygon("body", curves.regular(50, 50, 49, 6))


@paints("heart", 104, 94)
def heart(pen: Pen) -> None:
    t = [i * math.tau / 48 for i in range(48)]
    pen.polygon(
        "body+ body body-",
        [
            (
                52 + 3.1 * 16 * math.sin(a) ** 3,
                41 - 3.1 * (13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)),
            )
            for a in t
        ],
    )
    pen.oval("white", 24, 22, 5, 9, 40, alpha=0.4)


@paints("sphere", 100, 100)
def sphere(pen: Pen) -> None:
    pen.oval("body body-", 50, 50, 49, 49)
    for i in range(10):
        pen.oval("body+", 42 - i, 40 - i * 1.3, 38 - i * 3.6, 37 - i * 3.6, alpha=0.13)
    pen.oval("white", 32, 26, 7, 4.6, -38, alpha=0.7)


@paints("cube", 104, 112)
def cube(pen: Pen) -> None:
    pen.polygon("body+", [(52, 1), (102, 28), (52, 55), (2, 28)])
    pen.polygon("body body", [(2, 28), (52, 55), (52, 111), (2, 84)])
    pen.polygon("body- body-", [(102, 28), (52, 55), (52, 111), (102, 84)])


@paints("cone", 90, 110)
def cone(pen: Pen) -> None:
    base = curves.arc(45, 97, 43, 12, 0, 180)
    pen.polygon("body+ body body-", [(45, 1), *map(tuple, base)], across=True)


@paints("ball", 90, 90)
def ball(pen: Pen) -> None:
    pen.oval("body+ body body-", 45, 45, 44, 44, across=True)
    pen.curve("white", [(3, 34), (30, 40), (60, 38), (87, 34)], 5)
    pen.curve("white", [(10, 70), (36, 60), (66, 62), (82, 68)], 5)
    pen.oval("white", 28, 20, 9, 5, -34, alpha=0.5)
