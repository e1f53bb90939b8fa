"""Trees, flowers and mushrooms."""

from __future__ import annotations

import math

from omniimage.providers.offline import curves
from omniimage.providers.offline.pen import Pen, paints


@paints("tree", 100, 120)
def tree(pen: Pen) -> None:
    pen.polygon("trunk trunk-", [(45, 66), (55, 66), (58, 120), (42, 120)], across=True)
    pen.line("trunk", [(50, 84), (66, 62)], 4)
    pen.line("trunk", [(49, 92), (34, 68)], 4)
    wobble = pen.rng.uniform(-3, 3, (7, 2))
    spots = ((50, 30, 28), (26, 50, 22), (74, 50, 23), (50, 56, 26), (34, 34, 19), (68, 32, 18))
    for (x, y, r), (dx, dy) in zip(spots, wobble, strict=False):
        pen.oval("body- body-", x + dx, y + dy + 4, r, r * 0.92)
    for (x, y, r), (dx, dy) in zip(spots, wobble, strict=False):
        pen.oval("body body", x + dx - 2, y + dy, r * 0.9, r * 0.84)
    for (x, y, r), (dx, dy) in zip(spots[:5], wobble, strict=False):
        pen.oval("body+", x + dx - r * 0.3, y + dy - r * 0.34, r * 0.5, r * 0.4, alpha=0.6)


@paints("pine", 76, 126)
def pine(pen: Pen) -> None:
    pen.bar("trunk trunk-", 34, 104, 8, 22, across=True)
    for y, half, drop in ((66, 36, 46), (42, 29, 42), (20, 21, 38), (0, 14, 32)):
        bottom = y + drop
        pen.polygon(
            "body",
            [
                (38, y),
                (38 - half, bottom),
                (38 - half * 0.5, bottom - 3),
                (38, bottom + 2),
                (38 + half * 0.5, bottom - 3),
                (38 + half, bottom),
            ],
        )
        pen.polygon("body-", [(38, y), (38, bottom + 2), (38 + half * 0.5, bottom - 3), (38 + half, bottom)])
        if "snow" in pen.words:
            pen.polygon(
                "snow",
                [(38, y), (38 - half * 0.55, y + drop * 0.55), (38 - 3, y + drop * 0.4), (38 + half * 0.4, y + drop * 0.5)],
            )


@paints("palm", 100, 126)
def palm(pen: Pen) -> None:
    pen.polygon("trunk+ trunk trunk-", [(46, 126), (50, 80), (56, 38), (60, 38), (57, 82), (58, 126)], across=True)
    for i in range(8):
        y = 48 + i * 9
        pen.line("trunk-", [(50 + 5 * (1 - i / 8), y), (58, y + 1)], 0.9)
    for turn, length in ((-165, 50), (-140, 46), (-105, 38), (-70, 38), (-38, 46), (-10, 48), (20, 36), (160, 38)):
        a = math.radians(turn)
        tip = (58 + length * math.cos(a), 38 + length * math.sin(a) * 0.7 + 12)
        mid = (58 + length * 0.55 * math.cos(a), 38 + length * 0.6 * math.sin(a) - 5)
        pen.blob("body" if turn % 2 else "body-", [(58, 38), (mid[0], mid[1] - 3), tip, (mid[0], mid[1] + 5)])
        pen.curve("body+", [(58, 38), mid, tip], 0.6, alpha=0.7)
    for x, y in ((55, 42), (61, 43), (58, 46)):
        pen.disc("trunk-", x, y, 3)


def _stem(pen: Pen, top: tuple[float, float], bottom: tuple[float, float], leaves: int = 2) -> None:
    bend = (bottom[0] + 4, (top[1] + bottom[1]) / 2)
    pen.curve("stem", [top, bend, bottom], 2.6)
    for i in range(leaves):
        side = 1 if i % 2 else -1
        y = bend[1] + i * 9
        x = bend[0] - 1
        pen.blob(
            "leaf" if side > 0 else "leaf-", [(x, y), (x + side * 9, y - 9), (x + side * 19, y - 11), (x + side * 12, y - 2)]
        )


@paints("flower", 60, 110)
def flower(pen: Pen) -> None:
    _stem(pen, (30, 30), (30, 110), 2)
    for i in range(8):
        a = i * math.pi / 4 + 0.2
        pen.oval("body" if i % 2 else "body-", 30 + 15 * math.cos(a), 28 + 15 * math.sin(a), 12, 6.6, math.degrees(a))
    for i in range(8):
        a = i * math.pi / 4 + 0.58
        pen.oval("body+", 30 + 10 * math.cos(a), 28 + 10 * math.sin(a), 9, 4.4, math.degrees(a), alpha=0.8)
    pen.oval("yellow orange", 30, 28, 7, 7)


@paints("rose", 60, 116)
def rose(pen: Pen) -> None:
    _stem(pen, (30, 40), (30, 116), 3)
    pen.polygon("leaf", [(18, 42), (30, 54), (42, 42), (34, 46), (30, 40), (26, 46)])
    pen.blob("body-", [(8, 22), (14, 8), (30, 2), (46, 8), (52, 22), (44, 42), (30, 48), (16, 42)])
    pen.blob("body", [(10, 26), (20, 20), (30, 30), (40, 20), (50, 26), (42, 42), (30, 47), (18, 42)])
    pen.blob("body", [(16, 16), (30, 6), (44, 16), (40, 30), (30, 36), (20, 30)])
    pen.blob("body+", [(20, 17), (30, 10), (40, 17), (36, 26), (30, 29), (24, 26)])
    pen.curve("body-", [(24, 18), (31, 13), (36, 19), (30, 24), (27, 20), (31, 18)], 1.5)
    pen.curve("body-", [(12, 28), (22, 32), (30, 42)], 1.2)
    pen.curve("body-", [(48, 28), (38, 32), (30, 42)], 1.2)


@paints("tulip", 60, 116)
def tulip(pen: Pen) -> None:
    pen.line("stem", [(30, 40), (30, 116)], 3)
    pen.blob("leaf", [(30, 114), (16, 90), (8, 58), (22, 80)])
    pen.blob("leaf-", [(30, 114), (44, 92), (54, 64), (38, 84)])
    pen.blob("body-", [(30, 2), (40, 16), (38, 42), (22, 42), (20, 16)])
    pen.blob("body body-", [(12, 4), (26, 18), (32, 44), (20, 46), (9, 32)])
    pen.blob("body+ body", [(48, 4), (34, 18), (26, 44), (40, 46), (51, 32)])


@paints("sunflower", 76, 130)
def sunflower(pen: Pen) -> None:
    pen.curve("stem", [(38, 40), (41, 84), (38, 130)], 3.6)
    pen.blob("leaf", [(40, 88), (58, 74), (74, 80), (60, 92)])
    pen.blob("leaf-", [(39, 104), (20, 88), (4, 96), (20, 106)])
    for ring, role, reach in ((0.0, "body-", 26), (0.2, "body", 24)):
        for i in range(16):
            a = i * math.pi / 8 + ring
            pen.oval(role, 38 + reach * math.cos(a), 38 + reach * math.sin(a), 12, 4.6, math.degrees(a))
    pen.oval("trunk trunk-", 38, 38, 17, 17)
    for i in range(36 if pen.detail > 0.4 else 12):
        r, a = 2.6 * math.sqrt(i), i * 2.4
        pen.disc("wood", 38 + r * math.cos(a), 38 + r * math.sin(a), 0.9)


@paints("cactus", 80, 120)
def cactus(pen: Pen) -> None:
    for points in ([(40, 78), (16, 76), (14, 44)], [(40, 66), (64, 64), (66, 30)]):
        pen.line("body-", points, 13)
        pen.disc("body-", *points[2], 6.5)
        pen.disc("body-", *points[1], 6.5)
    pen.bar("body+ body body-", 30, 4, 22, 116, 11, across=True)
    for x in (35.5, 41, 46.5):
        pen.line("body-", [(x, 12), (x, 118)], 0.9, alpha=0.7)
    for i in range(16):
        y = 14 + i * 6.6
        pen.line("cream", [(38 + (i % 3) * 4, y), (39.6 + (i % 3) * 4, y - 2)], 0.6)
    pen.polygon("pink", curves.star(41, 5, 7, 3.4, 7))


@paints("mushroom", 90, 84)
def mushroom(pen: Pen) -> None:
    pen.blob("cream cream-", [(35, 36), (55, 36), (57, 62), (62, 84), (28, 84), (33, 62)], across=True)
    pen.oval("cream-", 45, 45, 36, 7)
    pen.blob("body+ body body-", [(4, 44), (10, 20), (30, 4), (60, 4), (80, 20), (86, 44), (66, 49), (45, 50), (24, 49)])
    for x, y, r in ((28, 20, 6), (52, 14, 5), (66, 30, 6.5), (42, 34, 5), (18, 36, 4), (78, 40, 3)):
        pen.oval("white", x, y, r, r * 0.82)


@paints("mountain", 200, 120)
def mountain(pen: Pen) -> None:
    jag = [float(v) for v in pen.rng.uniform(-5, 5, 8)]
    left = [(0, 120), (30, 92 + jag[0]), (52, 64 + jag[1]), (74, 40 + jag[2]), (98, 4)]
    right = [(118, 30 + jag[3]), (140, 52 + jag[4]), (166, 88 + jag[5]), (200, 120)]
    pen.polygon("body+ body", [*left, *right])
    pen.polygon("body- body", [(98, 4), *right, (110, 120), (92, 84), (106, 54), (94, 32)])
    cap = [(98, 4), (118, 30 + jag[3]), (112, 36), (107, 31), (101, 42), (95, 33), (88, 44), (82, 37), (74, 40 + jag[2])]
    pen.polygon("snow", cap)
    pen.polygon("steel", [(98, 4), (118, 30 + jag[3]), (112, 36), (107, 31), (104, 36), (94, 32)], alpha=0.6)


@paints("island", 170, 60)
def island(pen: Pen) -> None:
    pen.blob("sand sand", [(2, 58), (30, 48), (85, 44), (140, 48), (168, 58), (85, 60)])
    pen.blob("body+ body", [(20, 54), (40, 34), (66, 24), (88, 30), (112, 20), (134, 36), (150, 54), (85, 57)])
    for x, y in ((52, 34), (70, 28), (112, 26), (126, 36)):
        pen.oval("body-", x, y + 2, 9, 8)
        pen.oval("body", x - 1, y, 8, 7)


@paints("waterfall", 170, 130)
def waterfall(pen: Pen) -> None:
    pen.polygon(
        "slate slate-",
        [(0, 130), (10, 66), (26, 30), (48, 22), (62, 6), (84, 12), (104, 4), (120, 24), (146, 34), (160, 74), (170, 130)],
    )
    pen.polygon("slate-", [(62, 6), (84, 12), (104, 4), (112, 40), (108, 130), (60, 130), (56, 40)])
    pen.polygon("sky white", [(66, 9), (84, 13), (100, 7), (106, 70), (116, 130), (52, 130), (60, 70)])
    for i in range(11):
        x = 68 + i * 3
        spread = (i - 5) * 2.6
        pen.line(
            "white" if i % 2 else "sky", [(x, 13 + 4 * (i % 3)), (x + spread * 0.3, 70), (x + spread, 128)], 1.4, alpha=0.85
        )
    pen.polygon("slate+ slate", [(0, 130), (10, 66), (26, 30), (48, 22), (62, 6), (60, 48), (50, 80), (46, 130)])
    pen.polygon("slate slate-", [(170, 130), (160, 74), (146, 34), (120, 24), (104, 4), (110, 52), (122, 88), (126, 130)])
    pen.polygon("slate+", [(10, 66), (26, 30), (34, 60), (22, 100)], alpha=0.5)
    for x, y, r in ((10, 124, 14), (30, 128, 12), (142, 126, 15), (160, 122, 12)):
        pen.oval("leaf-", x, y, r, r * 0.8)
    for x, y, r in ((58, 128, 14), (84, 126, 19), (110, 128, 14)):
        pen.oval("white", x, y, r, r * 0.5, alpha=0.75)
