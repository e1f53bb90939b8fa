"""Pets, birds and small animals."""

from __future__ import annotations

from omniimage.providers.offline.pen import Pen, paints


def _face(pen: Pen, x: float, y: float, apart: float, size: float) -> None:
    for side in (-1, 1):
        pen.oval("eyes", x + side * apart, y, size, size * 1.15)
        pen.disc("white", x + side * apart - size * 0.3, y - size * 0.4, size * 0.34)


@paints("cat", 90, 110)
def cat(pen: Pen) -> None:
    pen.curve("body-", [(62, 100), (80, 98), (86, 80), (78, 66)], 8)
    pen.disc("body-", 78, 66, 4)
    pen.blob(
        "body+ body body-", [(26, 106), (22, 84), (30, 60), (45, 50), (58, 60), (68, 86), (66, 106), (45, 109)], across=True
    )
    pen.blob("body+", [(36, 70), (45, 64), (53, 72), (50, 94), (40, 94)], alpha=0.5)
    for x in (36, 52):
        pen.bar("body", x - 5, 78, 10, 30, 5)
        pen.oval("body+", x, 106, 7, 4)
    for points, inner in (
        ([(18, 34), (16, 6), (38, 20)], [(21, 28), (20, 13), (32, 21)]),
        ([(72, 34), (74, 6), (52, 20)], [(69, 28), (70, 13), (58, 21)]),
    ):
        pen.polygon("body", points)
        pen.polygon("pink", inner)
    pen.blob("body+ body", [(14, 38), (22, 22), (45, 17), (68, 22), (76, 38), (66, 56), (45, 62), (24, 56)])
    if pen.detail > 0.35:
        for x in (38, 45, 52):
            pen.line("body-", [(x, 19), (x + (x - 45) * 0.1, 28)], 2.4)
        for side in (-1, 1):
            for drop in (-2, 3):
                pen.line("body-", [(45 + side * 30, 42 + drop), (45 + side * 23, 43 + drop)], 1.6)
    pen.oval("white", 45, 49, 12, 8, alpha=0.75)
    _face(pen, 45, 38, 14, 4.4)
    pen.polygon("pink", [(41.5, 44), (48.5, 44), (45, 48)])
    pen.curve("dark", [(38, 50), (42, 53), (45, 48), (48, 53), (52, 50)], 1)
    for side in (-1, 1):
        for dy in (-2, 1.5):
            pen.line("white", [(45 + side * 12, 49), (45 + side * 36, 48 + dy * 3)], 0.6)
    if "scarf" in pen.words or "collar" in pen.words:
        pen.bar("collar", 28, 58, 34, 6, 3)


@paints("cat:sleeping", 130, 62)
def cat_asleep(pen: Pen) -> None:
    pen.blob("body+ body body-", [(8, 58), (10, 36), (34, 14), (70, 8), (104, 20), (122, 44), (116, 58), (60, 61)])
    for x, y in ((62, 10), (78, 12), (92, 18)):
        pen.line("body-", [(x, y), (x + 4, y + 14)], 3)
    pen.curve("body-", [(118, 54), (100, 60), (66, 58), (48, 54)], 9)
    pen.polygon("body", [(10, 36), (8, 16), (24, 26)])
    pen.polygon("body", [(38, 26), (48, 12), (52, 34)])
    pen.polygon("pink", [(12, 32), (11, 21), (20, 27)])
    pen.blob("body+ body", [(6, 44), (14, 28), (32, 23), (50, 30), (55, 44), (46, 56), (30, 60), (14, 56)])
    for x in (21, 40):
        pen.curve("dark", [(x - 5, 42), (x, 45), (x + 5, 42)], 1.5)
    pen.polygon("pink", [(28.5, 47), (33.5, 47), (31, 50)])
    pen.curve("dark", [(27, 52), (31, 50), (35, 52)], 0.9)


@paints("dog", 96, 110)
def dog(pen: Pen) -> None:
    pen.curve("body-", [(66, 100), (82, 92), (88, 76)], 7)
    pen.blob(
        "body+ body body-", [(26, 108), (24, 84), (32, 60), (48, 52), (62, 62), (70, 88), (68, 108), (47, 110)], across=True
    )
    pen.blob("white", [(40, 66), (48, 62), (55, 68), (53, 92), (43, 92)], alpha=0.7)
    for x in (38, 56):
        pen.bar("body", x - 5.5, 78, 11, 31, 5)
        pen.oval("body+", x, 107, 8, 4)
    pen.blob("body+ body", [(18, 36), (26, 16), (48, 10), (70, 16), (78, 36), (68, 56), (48, 64), (28, 56)])
    for side in (-1, 1):
        pen.blob(
            "body-",
            [(48 + side * 22, 16), (48 + side * 36, 20), (48 + side * 40, 44), (48 + side * 32, 52), (48 + side * 26, 36)],
        )
    pen.oval("white", 48, 48, 15, 12, alpha=0.85)
    _face(pen, 48, 34, 12, 3.8)
    pen.oval("dark", 48, 43, 5.4, 3.8)
    pen.curve("dark", [(40, 52), (44, 54.5), (48, 47), (52, 54.5), (56, 52)], 1.1)
    pen.blob("pink", [(45, 54), (51, 54), (50, 61), (46, 61)])
    pen.bar("collar", 32, 59, 32, 5.5, 2.5)
    pen.disc("gold", 48, 66, 3)


@paints("bird", 90, 60)
def bird(pen: Pen) -> None:
    pen.polygon("body-", [(8, 22), (30, 28), (28, 38), (2, 34)])
    pen.blob("body+ body body-", [(18, 32), (36, 20), (62, 18), (78, 26), (74, 40), (54, 48), (32, 44)])
    pen.blob("white", [(40, 42), (58, 34), (74, 34), (70, 42), (54, 47)], alpha=0.7)
    pen.polygon("beak", [(77, 25), (90, 28), (77, 32)])
    pen.blob(
        "wings+ wings-" if "wings" in pen.words else "body- body-", [(34, 28), (30, 8), (20, 0), (44, 4), (58, 26), (48, 34)]
    )
    pen.disc("dark", 70, 26, 2.2)
    pen.disc("white", 69.3, 25.3, 0.8)


@paints("owl", 80, 104)
def owl(pen: Pen) -> None:
    pen.bar("trunk", 0, 96, 80, 6, 3)
    pen.blob(
        "body+ body body-", [(10, 40), (12, 14), (40, 10), (68, 14), (70, 40), (68, 80), (40, 99), (12, 80)], across=True
    )
    for side in (-1, 1):
        pen.polygon("body-", [(40 + side * 14, 14), (40 + side * 32, 2), (40 + side * 29, 24)])
        pen.blob("body-", [(40 + side * 24, 42), (40 + side * 34, 60), (40 + side * 26, 90), (40 + side * 18, 70)])
    pen.blob("cream", [(24, 56), (40, 50), (56, 56), (54, 84), (40, 93), (26, 84)])
    for row in range(4):
        for i in range(3 - row % 2):
            x = 31 + i * 9 + (row % 2) * 4.5
            pen.curve("body-", [(x - 3, 60 + row * 8), (x, 63 + row * 8), (x + 3, 60 + row * 8)], 1.2)
    for side in (-1, 1):
        pen.disc("cream", 40 + side * 13, 34, 13)
        pen.disc("yellow", 40 + side * 13, 34, 8.6)
        pen.disc("eyes", 40 + side * 13, 34, 5)
        pen.disc("white", 40 + side * 13 - 1.8, 32, 1.5)
    pen.polygon("beak", [(35, 40), (45, 40), (40, 51)])
    for x in (30, 48):
        pen.bar("beak", x - 2, 92, 7, 7, 3)


@paints("penguin", 70, 104)
def penguin(pen: Pen) -> None:
    for x in (24, 46):
        pen.oval("beak", x, 101, 10, 3.4)
    pen.blob(
        "body body body-",
        [(35, 2), (52, 10), (58, 36), (64, 66), (56, 94), (35, 102), (14, 94), (6, 66), (12, 36), (18, 10)],
        across=True,
    )
    pen.blob("white cream", [(35, 36), (50, 46), (54, 70), (46, 92), (35, 98), (24, 92), (16, 70), (20, 46)])
    for side in (-1, 1):
        pen.blob("body-", [(35 + side * 22, 38), (35 + side * 34, 56), (35 + side * 30, 76), (35 + side * 22, 60)])
        pen.oval("white", 35 + side * 9, 22, 7.4, 8.6)
        pen.disc("dark", 35 + side * 8, 22, 2.8)
    pen.polygon("beak", [(28, 28), (42, 28), (35, 37)])


@paints("rabbit", 76, 116)
def rabbit(pen: Pen) -> None:
    for side in (-1, 1):
        pen.oval("body body-", 38 + side * 11, 24, 7.4, 25, side * 9)
        pen.oval("pink", 38 + side * 11, 26, 3.6, 18, side * 9)
    pen.disc("white", 66, 98, 8)
    pen.blob(
        "body+ body body-", [(18, 110), (16, 88), (26, 70), (38, 64), (52, 70), (62, 90), (60, 110), (38, 114)], across=True
    )
    pen.oval("white", 38, 92, 12, 16, alpha=0.65)
    for x in (26, 50):
        pen.oval("body+", x, 111, 11, 5)
    pen.blob("body+ body", [(14, 58), (20, 44), (38, 39), (56, 44), (62, 58), (52, 72), (38, 76), (24, 72)])
    _face(pen, 38, 55, 12, 3.8)
    pen.polygon("pink", [(35, 61), (41, 61), (38, 64.5)])
    pen.curve("dark", [(33, 67), (36, 68.5), (38, 65), (40, 68.5), (43, 67)], 0.9)


@paints("fox", 110, 108)
def fox(pen: Pen) -> None:
    pen.blob("body body-", [(66, 100), (84, 104), (104, 92), (108, 66), (96, 54), (90, 72), (80, 84)])
    pen.blob("white", [(108, 66), (96, 54), (92, 66), (100, 74)])
    pen.blob(
        "body+ body body-", [(28, 106), (26, 82), (34, 62), (48, 54), (62, 64), (72, 88), (70, 106), (48, 108)], across=True
    )
    pen.blob("white", [(38, 62), (48, 58), (58, 62), (52, 90), (44, 90)], alpha=0.9)
    for x in (40, 56):
        pen.bar("body", x - 5, 78, 10, 26, 5)
        pen.bar("dark", x - 5, 96, 10, 11, 4)
    for side in (-1, 1):
        pen.polygon("body", [(48 + side * 12, 22), (48 + side * 32, 0), (48 + side * 34, 34)])
        pen.polygon("dark", [(48 + side * 22, 16), (48 + side * 30, 6), (48 + side * 31, 24)])
    pen.polygon("body+ body", [(14, 32), (30, 20), (48, 17), (66, 20), (82, 32), (66, 50), (48, 64), (30, 50)])
    for side in (-1, 1):
        pen.polygon("white", [(48 + side * 34, 32), (48 + side * 16, 50), (48, 64), (48 + side * 8, 46)])
    _face(pen, 48, 36, 13, 3.4)
    pen.oval("dark", 48, 59, 4.4, 3.6)


@paints("butterfly", 100, 84)
def butterfly(pen: Pen) -> None:
    for side in (-1, 1):

        def at(points: list[tuple[float, float]], s: int = side) -> list[tuple[float, float]]:
            return [(50 + s * x, y) for x, y in points]

        pen.blob("body- dark", at([(2, 40), (14, 10), (40, 2), (48, 16), (40, 40), (14, 46)]))
        pen.blob("body+ body", at([(5, 39), (16, 14), (38, 7), (43, 18), (36, 36), (14, 42)]))
        pen.blob("body- dark", at([(2, 44), (22, 44), (36, 54), (32, 74), (20, 80), (8, 64)]))
        pen.blob("accent body", at([(5, 47), (21, 48), (31, 56), (28, 71), (20, 74), (10, 62)]))
        pen.disc("cream", 50 + side * 33, 17, 3.4)
        pen.disc("cream", 50 + side * 24, 64, 3)
        pen.curve("dark", at([(1, 26), (5, 14), (12, 6)]), 1)
    pen.blob("dark", [(50, 22), (53.5, 36), (52, 60), (50, 70), (48, 60), (46.5, 36)])
    pen.disc("dark", 50, 23, 4)
