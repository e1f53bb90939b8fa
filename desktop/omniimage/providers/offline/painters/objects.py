"""Products and things to hold."""

from __future__ import annotations

from omniimage.providers.offline import curves
from omniimage.providers.offline.pen import Pen, paints


@paints("shoe", 130, 74)
def shoe(pen: Pen) -> None:
    pen.bar("white cream", 4, 58, 122, 14, 7)
    pen.blob(
        "body+ body body-",
        [
            (6, 58),
            (5, 34),
            (9, 12),
            (20, 16),
            (36, 20),
            (48, 10),
            (58, 10),
            (72, 26),
            (92, 38),
            (116, 44),
            (124, 56),
            (122, 61),
            (60, 63),
            (8, 62),
        ],
    )
    pen.blob("body-", [(6, 58), (5, 36), (20, 38), (28, 60)])
    pen.blob("white cream", [(100, 41), (116, 44), (124, 56), (121, 62), (104, 62), (94, 54)])
    pen.blob("dark", [(9, 12), (20, 16), (36, 20), (48, 10), (44, 6), (28, 12), (14, 6)])
    pen.polygon("white", [(32, 58), (60, 34), (70, 36), (46, 58)])
    pen.polygon("white", [(54, 58), (77, 38), (85, 41), (66, 58)])
    for i in range(4):
        x, y = 52 + i * 8.4, 15 + i * 7.2
        pen.line("white", [(x, y), (x - 9, y + 9)], 2.6)
    pen.bar("steel", 4, 65, 122, 3)
    if pen.detail > 0.35:
        for i in range(14):
            pen.line("steel-", [(14 + i * 8, 68), (14 + i * 8, 72)], 1)


@paints("bag", 96, 110)
def bag(pen: Pen) -> None:
    pen.line("body-", curves.arc(48, 42, 25, 36, 180, 360), 5)
    pen.polygon("body+ body body-", [(8, 42), (88, 42), (94, 104), (88, 110), (8, 110), (2, 104)], across=True)
    pen.polygon("body-", [(8, 42), (88, 42), (86, 64), (48, 76), (10, 64)])
    pen.bar("gold gold-", 42, 68, 12, 13, 2)
    for x in (24, 72):
        pen.disc("gold", x, 46, 3)


@paints("watch", 60, 130)
def watch(pen: Pen) -> None:
    pen.polygon("body+ body body-", [(18, 0), (42, 0), (46, 42), (14, 42)], across=True)
    pen.polygon("body+ body body-", [(14, 88), (46, 88), (42, 130), (18, 130)], across=True)
    pen.bar("steel-", 54, 61, 6, 8, 2)
    pen.oval("steel+ steel steel-", 30, 65, 28, 28, across=True)
    pen.oval("paper cream", 30, 65, 23, 23)
    for i in range(12):
        p = curves.ellipse(30, 65, 20, 20, sides=12)[i]
        pen.disc("dark", float(p[0]), float(p[1]), 1.5 if i % 3 == 0 else 0.8)
    pen.line("dark", [(30, 65), (21, 57)], 2.4)
    pen.line("dark", [(30, 65), (41, 53)], 1.7)
    pen.disc("red", 30, 65, 2)
    for y in (10, 18, 112, 120):
        pen.disc("dark", 30, y, 1.2)


@paints("phone", 62, 122)
def phone(pen: Pen) -> None:
    pen.bar("body+ body body-", 0, 0, 62, 122, 10, across=True)
    pen.bar("navy coral", 4, 5, 54, 112, 7)
    pen.bar("dark", 22, 8, 18, 5, 2.5)
    pen.blob("purple navy", [(4, 84), (20, 70), (36, 80), (58, 64), (58, 112), (31, 117), (5, 112)])
    pen.disc("yellow", 42, 44, 8)
    pen.polygon("white", [(8, 100), (46, 8), (56, 8), (18, 116)], alpha=0.1)


@paints("laptop", 140, 92)
def laptop(pen: Pen) -> None:
    pen.bar("dark", 20, 2, 100, 70, 5)
    pen.bar("blue teal", 25, 7, 90, 60, 1)
    pen.polygon("navy teal-", [(25, 54), (44, 42), (56, 48), (74, 36), (96, 50), (115, 40), (115, 67), (25, 67)])
    pen.disc("lemon", 94, 22, 7)
    pen.polygon("body+ body body-", [(14, 72), (126, 72), (140, 86), (136, 91), (4, 91), (0, 86)])
    pen.bar("body-", 56, 73, 28, 4, 2)


@paints("camera", 110, 82)
def camera(pen: Pen) -> None:
    pen.bar("steel steel-", 36, 2, 38, 20, 4)
    pen.bar("body+ body body-", 2, 14, 106, 66, 9)
    pen.bar("steel", 2, 26, 106, 6)
    pen.disc("steel", 55, 50, 27)
    pen.disc("dark", 55, 50, 23)
    pen.oval("navy sky", 55, 50, 15, 15)
    pen.oval("white", 49, 44, 4, 3, -40, alpha=0.8)
    pen.disc("accent", 92, 21, 4)
    pen.bar("cream", 10, 18, 16, 8, 2)


@paints("chest", 100, 100)
def gift(pen: Pen) -> None:
    for side in (-1, 1):
        pen.blob("accent accent-", [(50, 24), (50 + side * 12, 4), (50 + side * 34, 4), (50 + side * 30, 22)])
    pen.bar("body+ body body-", 8, 42, 84, 57, 3, across=True)
    pen.bar("body+ body", 2, 24, 96, 20, 3)
    pen.bar("accent accent-", 42, 24, 16, 75)
    pen.disc("accent", 50, 23, 6)


@paints("umbrella", 120, 110)
def umbrella(pen: Pen) -> None:
    pen.line("wood-", [(60, 12), (60, 98)], 2.6)
    pen.curve("wood-", [(60, 96), (62, 106), (70, 106), (72, 98)], 2.8)
    dome = [tuple(p) for p in curves.arc(60, 56, 57, 52, 180, 360)]
    scallops = [(117, 56), (98, 50), (79, 57), (60, 50), (41, 57), (22, 50), (3, 56)]
    pen.polygon("body+ body body-", [*dome, *scallops], across=True)
    pen.blob("body+", [(60, 5), (44, 20), (41, 56), (60, 51), (79, 56), (76, 20)], alpha=0.5)
    pen.line("dark", [(60, 5), (60, 0)], 2)


@paints("guitar", 60, 140)
def guitar(pen: Pen) -> None:
    pen.bar("trunk", 24, 0, 12, 18, 3)
    pen.bar("trunk trunk-", 26.4, 14, 7.2, 66)
    pen.blob(
        "body+ body body-",
        [
            (30, 68),
            (46, 70),
            (50, 84),
            (45, 96),
            (56, 110),
            (54, 132),
            (30, 140),
            (6, 132),
            (4, 110),
            (15, 96),
            (10, 84),
            (14, 70),
        ],
        across=True,
    )
    pen.disc("trunk-", 30, 98, 9)
    pen.bar("trunk-", 20, 120, 20, 5, 1)
    for x in (28, 30, 32):
        pen.line("cream", [(x, 4), (x, 122)], 0.5)


@paints("hat", 130, 66)
def hat(pen: Pen) -> None:
    pen.oval("body body-", 65, 53, 63, 11)
    pen.blob(
        "body+ body body-", [(30, 52), (34, 18), (50, 5), (65, 10), (80, 5), (96, 18), (100, 52), (65, 58)], across=True
    )
    pen.polygon("accent", [(30.5, 42), (99.5, 42), (100, 52), (65, 57), (30, 52)])


@paints("crown", 110, 78)
def crown(pen: Pen) -> None:
    pen.polygon("body+ body body-", [(6, 22), (30, 46), (55, 6), (80, 46), (104, 22), (96, 76), (14, 76)], across=True)
    pen.bar("body-", 13, 66, 84, 10, 2)
    for x, y in ((6, 20), (55, 5), (104, 20)):
        pen.disc("body+", x, y, 5)
    for x, role in ((32, "red"), (55, "blue"), (78, "green")):
        pen.disc(role, x, 60, 5)


@paints("key", 120, 50)
def key(pen: Pen) -> None:
    pen.line("body", [*curves.ellipse(25, 25, 18, 18).tolist(), (43, 25)], 8)
    pen.bar("body+ body-", 44, 21, 72, 8, 2)
    for x, h in ((92, 14), (104, 18)):
        pen.bar("body body-", x, 27, 7, h, 1)


@paints("book", 110, 60)
def book(pen: Pen) -> None:
    for i, role in enumerate(("accent", "body")):
        y = 32 - i * 28
        x = 4 + i * 5
        pen.bar(f"{role}+ {role} {role}-", x, y, 100, 26, 3)
        pen.bar("paper cream", x + 8, y + 4, 92, 18, 1)
        for k in range(3):
            pen.line("cream-", [(x + 9, y + 8 + k * 5), (x + 98, y + 8 + k * 5)], 0.6)
        pen.bar(f"{role} {role}-", x, y, 10, 26, 4)


@paints("book:one", 100, 120)
def closed_book(pen: Pen) -> None:
    pen.bar("cream cream-", 10, 6, 86, 112, 2)
    pen.bar("body+ body body-", 4, 0, 88, 114, 4, across=True)
    pen.bar("body-", 4, 0, 12, 114, 3)
    pen.bar("gold", 32, 26, 46, 4, 1)
    pen.bar("gold", 38, 36, 34, 3, 1)
