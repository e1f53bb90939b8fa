"""Fruit, cups and what stands on a table."""

from __future__ import annotations

import math

from omniimage.providers.offline import curves
from omniimage.providers.offline.pen import Pen, paints


def _gloss(pen: Pen, x: float, y: float, rx: float, ry: float, turn: float = -30) -> None:
    pen.oval("white", x, y, rx, ry, turn, alpha=0.5)


@paints("apple", 84, 90)
def apple(pen: Pen) -> None:
    pen.blob(
        "body+ body body-",
        [
            (42, 22),
            (58, 15),
            (76, 24),
            (81, 46),
            (72, 74),
            (56, 88),
            (42, 84),
            (28, 88),
            (12, 74),
            (3, 46),
            (8, 24),
            (26, 15),
        ],
        across=True,
    )
    pen.blob("body-", [(30, 22), (42, 27), (54, 22), (42, 33)], alpha=0.7)
    pen.curve("trunk", [(42, 27), (43, 14), (49, 4)], 3)
    pen.blob("leaf", [(46, 14), (58, 3), (74, 4), (62, 15)])
    _gloss(pen, 22, 40, 5, 11, 20)


@paints("orange", 80, 84)
def orange(pen: Pen) -> None:
    pen.oval("body+ body body-", 40, 45, 38, 38, across=True)
    for i in range(30 if pen.detail > 0.4 else 8):
        r, a = 5.6 * math.sqrt(i + 2), i * 2.4
        pen.disc("body-", 40 + r * math.cos(a), 45 + r * math.sin(a), 0.7)
    pen.polygon("leaf-", curves.star(40, 11, 5, 2.4, 5))
    pen.blob("leaf", [(41, 10), (54, 0), (68, 4), (56, 12)])
    _gloss(pen, 24, 32, 6, 10, 30)


@paints("lemon", 100, 72)
def lemon(pen: Pen) -> None:
    pen.blob(
        "body+ body body-",
        [
            (2, 38),
            (12, 30),
            (28, 12),
            (52, 5),
            (76, 12),
            (90, 28),
            (98, 36),
            (90, 46),
            (76, 62),
            (52, 69),
            (28, 62),
            (12, 48),
        ],
    )
    pen.blob("leaf", [(6, 36), (0, 20), (10, 6), (16, 24)])
    for x, y in ((40, 34), (56, 50), (66, 32), (48, 56), (74, 44), (34, 48)):
        pen.disc("body-", x, y, 0.9)
    _gloss(pen, 40, 20, 11, 4.4, -14)


@paints("pear", 70, 100)
def pear(pen: Pen) -> None:
    pen.curve("trunk", [(35, 14), (37, 6), (42, 0)], 3)
    pen.blob("leaf", [(38, 8), (50, 0), (62, 6), (50, 13)])
    pen.blob(
        "body+ body body-",
        [(35, 11), (47, 20), (52, 42), (66, 66), (60, 90), (35, 99), (10, 90), (4, 66), (18, 42), (23, 20)],
        across=True,
    )
    _gloss(pen, 20, 62, 4.4, 13, 16)


@paints("banana", 110, 70)
def banana(pen: Pen) -> None:
    pen.blob(
        "body+ body body-",
        [(6, 8), (14, 34), (40, 54), (76, 54), (102, 36), (106, 42), (86, 64), (48, 70), (16, 54), (2, 26)],
    )
    pen.curve("body-", [(8, 18), (24, 50), (56, 62), (88, 56), (104, 41)], 1.4)
    pen.polygon("trunk", [(4, 2), (11, 3), (10, 12), (3, 12)])
    pen.disc("trunk", 104, 39, 3.2)


@paints("cherry", 80, 90)
def cherry(pen: Pen) -> None:
    pen.curve("stem", [(22, 58), (34, 26), (56, 6)], 2)
    pen.curve("stem", [(58, 62), (60, 34), (56, 6)], 2)
    pen.blob("leaf", [(56, 6), (66, 0), (80, 6), (68, 14)])
    for x, y in ((21, 68), (58, 71)):
        pen.oval("body+ body body-", x, y, 18, 18, across=True)
        _gloss(pen, x - 7, y - 7, 3, 5, 30)


@paints("strawberry", 76, 90)
def strawberry(pen: Pen) -> None:
    pen.blob(
        "body+ body body-", [(38, 16), (62, 16), (74, 32), (64, 62), (38, 89), (12, 62), (2, 32), (14, 16)], across=True
    )
    for row in range(5):
        for i in range(5 - row):
            pen.oval("cream", 38 + (i - (4 - row) / 2) * 13, 32 + row * 11, 1.4, 2.2)
    pen.polygon("leaf", curves.star(38, 14, 22, 9, 8))
    pen.line("stem", [(38, 12), (42, 2)], 3)


@paints("cake", 110, 96)
def cake(pen: Pen) -> None:
    pen.oval("steel+ steel", 55, 89, 54, 7)
    pen.bar("cream cream-", 12, 56, 86, 32, 6, across=True)
    pen.bar("body+ body body-", 12, 46, 86, 22, 8, across=True)
    for i in range(7):
        pen.bar("body", 14 + i * 12, 60, 10, 10 + (i * 5) % 9, 5)
    pen.oval("body+", 55, 48, 43, 8)
    for x in (30, 47, 64, 81):
        pen.bar("sky", x - 2, 24, 4, 22, 1)
        pen.blob("flame", [(x, 11), (x + 3, 19), (x, 24), (x - 3, 19)])
        pen.glow("lit", x, 18, 12, 0.4)


@paints("mug", 104, 96)
def mug(pen: Pen) -> None:
    pen.line("body-", curves.arc(76, 50, 23, 23, -90, 90), 9)
    pen.blob("body+ body body-", [(8, 14), (80, 14), (80, 40), (78, 80), (68, 94), (20, 94), (10, 80), (8, 40)], across=True)
    pen.bar("body+ body body-", 8, 12, 72, 40, 1, across=True)
    pen.oval("body+", 44, 13, 36, 7.6)
    pen.oval("trunk trunk-", 44, 14, 31, 5.6)
    pen.oval("white", 18, 50, 3.2, 22, 0, alpha=0.34)
    if "steam" in pen.words:
        for x in (34, 48):
            pen.curve("white", [(x, 4), (x + 4, -6), (x - 3, -16), (x + 2, -26)], 2, alpha=0.5)


@paints("bottle", 44, 130)
def bottle(pen: Pen) -> None:
    pen.bar("trunk", 16, 2, 12, 12, 2)
    pen.blob(
        "body+ body body-",
        [(17, 14), (27, 14), (28, 36), (40, 54), (41, 90), (40, 127), (22, 130), (4, 127), (3, 90), (4, 54), (16, 36)],
        across=True,
    )
    pen.bar("cream cream-", 3.6, 72, 36.8, 32, 1, across=True)
    pen.bar("accent", 3.6, 78, 36.8, 3)
    pen.bar("accent", 10, 86, 24, 10, 2)
    pen.oval("white", 10, 56, 2, 12, 6, alpha=0.5)


@paints("glass", 60, 120)
def glass(pen: Pen) -> None:
    pen.oval("steel", 30, 116, 22, 4)
    pen.bar("steel", 28.2, 66, 3.6, 50)
    pen.blob("body+ body", [(8, 6), (52, 6), (56, 34), (46, 62), (30, 70), (14, 62), (4, 34)], alpha=0.6)
    pen.blob("brick brick-", [(6, 34), (54, 34), (45, 60), (30, 68), (15, 60)])
    pen.oval("red", 30, 34, 24.4, 4)
    pen.oval("white", 14, 28, 2.2, 14, 8, alpha=0.6)


@paints("teapot", 130, 96)
def teapot(pen: Pen) -> None:
    pen.line("body-", curves.arc(28, 52, 25, 24, 80, 290), 8)
    pen.blob("body body-", [(92, 64), (104, 54), (112, 30), (128, 22), (126, 30), (118, 40), (112, 66), (96, 82)])
    pen.blob(
        "body+ body body-", [(22, 54), (34, 30), (62, 22), (90, 30), (102, 54), (92, 84), (62, 94), (32, 84)], across=True
    )
    pen.blob("body- body", [(36, 29), (48, 19), (62, 17), (76, 19), (88, 29), (62, 33)])
    pen.disc("accent", 62, 12, 6.4)
    pen.bar("body-", 36, 90, 52, 5, 2)
    _gloss(pen, 42, 46, 6, 14, 22)


@paints("bowl", 120, 60)
def bowl(pen: Pen) -> None:
    pen.pie("body+ body body-", 60, 12, 57, 44, 0, 180)
    pen.bar("body-", 38, 52, 44, 7, 2)
    pen.oval("body-", 60, 12, 57, 10)
    pen.oval("body+", 60, 13, 50, 7.4)


@paints("vase", 64, 120)
def vase(pen: Pen) -> None:
    pen.blob(
        "body+ body body-",
        [(20, 6), (44, 6), (40, 26), (58, 54), (56, 88), (42, 116), (22, 116), (8, 88), (6, 54), (24, 26)],
        across=True,
    )
    pen.oval("body-", 32, 7, 13, 4)
    for y, half in ((58, 25), (82, 24)):
        pen.curve("accent", [(32 - half, y), (32, y + 5), (32 + half, y)], 2.6)
    _gloss(pen, 17, 60, 3.4, 18, 8)


@paints("candle", 44, 110)
def candle(pen: Pen) -> None:
    pen.glow("lit", 22, 18, 46, 0.55)
    pen.oval("gold gold-", 22, 104, 21, 5.6)
    pen.bar("body+ body body-", 11, 36, 22, 68, 2, across=True)
    pen.blob("body+", [(11, 36), (33, 36), (33, 50), (29, 44), (24, 54), (18, 42), (11, 48)])
    pen.line("dark", [(22, 37), (22, 28)], 1.3)
    pen.blob("flame", [(22, 4), (28, 20), (26, 30), (18, 30), (16, 20)])
    pen.blob("spark", [(22, 14), (25, 24), (22, 30), (19, 24)])
