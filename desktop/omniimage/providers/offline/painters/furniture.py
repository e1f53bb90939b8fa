"""What stands in a room."""

from __future__ import annotations

from math import cos, pi, sin

from omniimage.providers.offline.pen import Pen, paints


@paints("table", 160, 78)
def table(pen: Pen) -> None:
    for x in (14, 138):
        pen.polygon("body- body-", [(x, 12), (x + 9, 12), (x + 7, 78), (x + 2, 78)])
    pen.bar("body- body-", 10, 9, 140, 12, 1)
    pen.bar("body+ body", 0, 1, 160, 9, 2)
    pen.line("body-", [(4, 6), (120, 6)], 0.6, alpha=0.5)


@paints("chair", 70, 116)
def chair(pen: Pen) -> None:
    for x in (10, 54):
        pen.polygon("wood- wood-", [(x, 66), (x + 6, 66), (x + 5, 116), (x + 1, 116)])
        pen.bar("wood wood-", x, 4, 6, 64, 2)
    for y in (10, 26):
        pen.bar("body body-", 13, y, 44, 11, 4)
    pen.bar("body+ body", 5, 58, 60, 12, 5)
    pen.line("wood-", [(13, 94), (57, 94)], 2.4)


@paints("sofa", 160, 84)
def sofa(pen: Pen) -> None:
    for x in (16, 136):
        pen.bar("wood-", x, 72, 7, 12)
    pen.bar("body body-", 14, 6, 132, 56, 12)
    pen.bar("body+ body", 18, 40, 62, 24, 7)
    pen.bar("body+ body", 80, 40, 62, 24, 7)
    pen.bar("body- body-", 14, 60, 132, 16, 5)
    for x in (2, 136):
        pen.bar("body+ body body-", x, 30, 22, 46, 10)
    pen.polygon("accent accent-", [(28, 22), (50, 18), (52, 42), (30, 44)])


@paints("bed", 180, 84)
def bed(pen: Pen) -> None:
    pen.bar("wood wood-", 2, 4, 9, 78, 3)
    pen.bar("wood wood-", 169, 34, 9, 48, 3)
    pen.bar("white cream", 10, 42, 160, 24, 6)
    pen.blob("white cream", [(12, 40), (20, 28), (46, 28), (52, 42), (30, 46)])
    pen.blob("body+ body body-", [(56, 38), (110, 36), (168, 40), (170, 68), (110, 72), (54, 68)])
    pen.bar("wood-", 8, 66, 164, 8, 2)


_SPINES = ("brick", "teal", "gold", "navy", "cream", "coral", "slate", "olive", "purple")


@paints("bookshelf", 120, 130)
def bookshelf(pen: Pen) -> None:
    pen.bar("body body-", 2, 2, 116, 126, 2)
    for row in range(3):
        top = 9 + row * 40
        pen.bar("body-", 8, top, 104, 34)
        pen.bar("dark", 8, top, 104, 34, alpha=0.35)
        x = 10.0
        while x < 104 - row * 9:
            w, h = float(pen.rng.uniform(4.5, 9)), float(pen.rng.uniform(21, 31))
            role = _SPINES[int(pen.rng.integers(len(_SPINES)))]
            pen.bar(f"{role} {role}-", x, top + 34 - h, w, h, 0.6, across=True)
            pen.line("cream", [(x + 1, top + 34 - h * 0.78), (x + w - 1, top + 34 - h * 0.78)], 0.9)
            x += w + 0.5
    pen.bar("body+ body", 0, 0, 120, 5, 1)


@paints("lamp", 70, 120)
def lamp(pen: Pen) -> None:
    pen.glow("lit", 35, 40, 150, 0.5)
    pen.bar("steel steel-", 32.6, 40, 4.8, 72, across=True)
    pen.oval("steel steel-", 35, 113, 20, 5.6)
    pen.oval("lit", 35, 46, 22, 5)
    pen.polygon("body+ body body-", [(20, 4), (50, 4), (66, 46), (4, 46)], across=True)
    pen.polygon("body+ lit", [(20, 4), (50, 4), (66, 46), (4, 46)], alpha=0.4)


@paints("window", 100, 110)
def window(pen: Pen) -> None:
    pen.bar("body body-", 0, 0, 100, 104, 3)
    for x in (7, 53):
        for y in (7, 54):
            pen.bar("sky glass", x, y, 40, 43)
            pen.polygon("white", [(x + 4, y + 36), (x + 26, y + 4), (x + 33, y + 4), (x + 11, y + 36)], alpha=0.25)
    pen.bar("body+ body-", -3, 102, 106, 8, 2)


@paints("clock", 90, 96)
def clock(pen: Pen) -> None:
    for side in (-1, 1):
        pen.line("steel-", [(45 + side * 24, 80), (45 + side * 32, 94)], 5)
        pen.oval("accent accent-", 45 + side * 24, 12, 14, 9, side * 32)
    pen.oval("accent accent-", 45, 50, 42, 42)
    pen.oval("body+ body", 45, 50, 35, 35)
    for i in range(12):
        a = i * pi / 6
        inner = 27 if i % 3 == 0 else 30
        pen.line(
            "dark",
            [(45 + inner * cos(a), 50 + inner * sin(a)), (45 + 32 * cos(a), 50 + 32 * sin(a))],
            2 if i % 3 == 0 else 1,
        )
    pen.line("dark", [(45, 50), (31, 38)], 3)
    pen.line("dark", [(45, 50), (60, 32)], 2)
    pen.disc("accent", 45, 50, 3)
