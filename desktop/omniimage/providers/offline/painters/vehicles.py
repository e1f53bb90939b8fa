"""What carries people over land, water and sky."""

from __future__ import annotations

import math

from omniimage.providers.offline import curves
from omniimage.providers.offline.pen import Pen, paints


def _wheel(pen: Pen, x: float, y: float, r: float) -> None:
    pen.disc("rubber", x, y, r)
    pen.disc("steel", x, y, r * 0.56)
    pen.disc("rubber", x, y, r * 0.18)


@paints("boat", 100, 118)
def boat(pen: Pen) -> None:
    pen.line("wood-", [(50, 4), (50, 98)], 2)
    pen.blob("sail sail-" if "sail" in pen.words else "white cream", [(53, 8), (66, 30), (86, 62), (90, 82), (53, 86)])
    pen.blob("cream- cream" if "sail" not in pen.words else "sail- sail-", [(47, 20), (36, 48), (14, 80), (47, 84)])
    pen.line("accent", [(50, 8), (60, 3), (50, 1)], 1)
    pen.polygon("body+ body body-", [(4, 92), (97, 92), (90, 104), (80, 112), (24, 112), (12, 104)])
    pen.polygon("white", [(4, 92), (97, 92), (95, 95.5), (6, 95.5)])
    pen.line("body-", [(10, 102), (91, 102)], 0.9)


@paints("ship", 170, 92)
def ship(pen: Pen) -> None:
    for x in (66, 92):
        pen.bar("accent accent-", x, 14, 14, 28, 1, across=True)
        pen.bar("dark", x, 14, 14, 6)
    pen.bar("white cream", 40, 38, 92, 16, 2)
    pen.bar("white cream", 28, 52, 116, 14, 2)
    for i in range(10):
        pen.disc("window", 38 + i * 10.6, 59, 2.6)
    for i in range(8):
        pen.bar("window", 47 + i * 10.4, 43, 6, 5, 1)
    pen.polygon("body+ body body-", [(2, 62), (24, 66), (148, 66), (168, 60), (156, 88), (150, 92), (22, 92), (12, 84)])
    pen.polygon("brick", [(15, 86), (156, 86), (150, 92), (22, 92)])
    pen.line("white", [(10, 72), (162, 72)], 1.3)
    pen.line("steel-", [(142, 52), (142, 20)], 1.4)


@paints("car", 140, 62)
def car(pen: Pen) -> None:
    pen.blob("body+ body", [(30, 30), (44, 8), (62, 3), (88, 4), (106, 16), (114, 30), (70, 34)])
    pen.polygon("glass", [(40, 27), (49, 12), (66, 9), (67, 27)])
    pen.polygon("glass", [(71, 27), (71, 9), (87, 10), (102, 26)])
    pen.blob(
        "body+ body body-",
        [(3, 44), (8, 30), (34, 26), (70, 26), (108, 25), (132, 31), (138, 44), (132, 52), (70, 53), (8, 52)],
    )
    pen.line("body-", [(69, 28), (69, 50)], 0.9)
    pen.bar("white", 76, 32, 8, 1.8, 0.9)
    pen.oval("lit", 134, 37, 3.4, 3.6)
    pen.oval("red", 5, 38, 2.6, 3.6)
    pen.bar("dark", 4, 48, 132, 4, 2)
    for x in (33, 107):
        pen.pie("dark", x, 50, 15, 15, 180, 360)
        _wheel(pen, x, 50, 12)


@paints("bus", 150, 76)
def bus(pen: Pen) -> None:
    pen.bar("body+ body body-", 2, 4, 146, 62, 8)
    pen.bar("white", 2, 42, 146, 4)
    for i in range(5):
        pen.bar("window", 9 + i * 23, 12, 19, 22, 2)
    pen.bar("window", 126, 12, 21, 26, 2)
    pen.bar("dark", 2, 60, 146, 6, 2)
    pen.oval("lit", 145, 53, 2.6, 3.4)
    for x in (32, 116):
        pen.pie("dark", x, 63, 14, 14, 180, 360)
        _wheel(pen, x, 64, 11)


@paints("truck", 150, 80)
def truck(pen: Pen) -> None:
    pen.bar("cream cream-", 2, 4, 94, 58, 3, across=True)
    pen.polygon("body+ body body-", [(99, 18), (128, 18), (140, 38), (147, 42), (147, 64), (99, 64)])
    pen.polygon("glass", [(106, 23), (126, 23), (135, 39), (106, 39)])
    pen.bar("dark", 2, 60, 146, 6, 1)
    pen.oval("lit", 145, 51, 2.4, 3.4)
    for x in (26, 50, 122):
        _wheel(pen, x, 67, 11.5)


@paints("train", 260, 66)
def train(pen: Pen) -> None:
    for x in (2, 88):
        pen.bar("accent accent-", x, 10, 82, 44, 4)
        for i in range(4):
            pen.bar("window", x + 7 + i * 18.4, 18, 13, 14, 2)
        pen.bar("cream", x, 38, 82, 3)
        pen.bar("dark", x + 80, 44, 9, 4)
        for dx in (18, 64):
            _wheel(pen, x + dx, 57, 8)
    pen.bar("body+ body body-", 190, 18, 62, 30, 12)
    pen.bar("body body-", 174, 4, 32, 46, 3)
    pen.bar("window", 181, 11, 18, 16, 2)
    pen.polygon("dark", [(229, 18), (226, 2), (243, 2), (240, 18)])
    pen.bar("gold", 213, 12, 9, 8, 4)
    pen.oval("lit", 252, 30, 4, 5)
    pen.bar("dark", 174, 48, 82, 5, 1)
    pen.polygon("dark", [(250, 52), (260, 64), (240, 64)])
    for x, r in ((186, 9), (208, 9), (230, 9), (247, 6)):
        _wheel(pen, x, 65 - r, r)


@paints("bicycle", 130, 82)
def bicycle(pen: Pen) -> None:
    for x in (27, 103):
        pen.line("rubber", [*curves.ellipse(x, 56, 24, 24).tolist(), (x + 24, 56)], 3)
        for i in range(8):
            a = i * math.pi / 8
            pen.line(
                "steel", [(x - 23 * math.cos(a), 56 - 23 * math.sin(a)), (x + 23 * math.cos(a), 56 + 23 * math.sin(a))], 0.5
            )
        pen.disc("steel-", x, 56, 2.6)
    for start, end in (
        ((27, 56), (60, 56)),
        ((60, 56), (48, 22)),
        ((48, 24), (92, 22)),
        ((60, 56), (92, 24)),
        ((27, 56), (49, 26)),
        ((103, 56), (89, 14)),
    ):
        pen.line("body", [start, end], 3.2)
    pen.disc("steel", 60, 56, 6)
    pen.disc("steel-", 60, 56, 2.6)
    pen.bar("dark", 38, 16, 20, 5, 2.5)
    pen.curve("dark", [(89, 14), (97, 10), (104, 14), (102, 20)], 2.8)
    pen.line("dark", [(60, 56), (66, 68)], 1.8)
    pen.bar("dark", 61, 67, 11, 3, 1)


@paints("airplane", 160, 66)
def airplane(pen: Pen) -> None:
    pen.polygon("accent accent-", [(10, 30), (2, 2), (20, 2), (40, 28)])
    pen.polygon("steel", [(80, 28), (62, 10), (72, 10), (100, 28)])
    pen.blob(
        "body+ body body-", [(4, 30), (34, 24), (90, 21), (132, 24), (154, 34), (148, 42), (120, 46), (60, 45), (22, 40)]
    )
    pen.line("accent", [(8, 34), (60, 37), (120, 37), (152, 36)], 2.4)
    pen.polygon("window", [(132, 26), (146, 31), (134, 32)])
    for i in range(9):
        pen.disc("window", 52 + i * 8.4, 30, 1.9)
    pen.polygon("steel steel-", [(72, 38), (104, 38), (62, 64), (46, 64)])
    pen.bar("steel-", 66, 48, 18, 7, 3)
    pen.polygon("accent-", [(6, 34), (28, 34), (14, 44), (2, 44)])


@paints("rocket", 64, 130)
def rocket(pen: Pen) -> None:
    pen.glow("flame", 32, 112, 34, 0.6)
    pen.blob("flame", [(24, 96), (40, 96), (42, 112), (32, 130), (22, 112)])
    pen.blob("lit", [(27, 96), (37, 96), (37, 108), (32, 118), (27, 108)])
    for side in (-1, 1):
        pen.polygon(
            "accent accent-", [(32 + side * 14, 64), (32 + side * 30, 88), (32 + side * 29, 102), (32 + side * 12, 92)]
        )
    pen.blob(
        "body+ body body-",
        [(32, 0), (44, 16), (50, 42), (47, 76), (42, 96), (22, 96), (17, 76), (14, 42), (20, 16)],
        across=True,
    )
    pen.blob("accent+ accent accent-", [(32, 0), (39, 8), (44, 20), (32, 23), (20, 20), (25, 8)], across=True)
    pen.disc("steel-", 32, 44, 9.6)
    pen.oval("sky blue", 32, 44, 7, 7)
    pen.oval("white", 29.6, 41.4, 2.4, 1.8, -30)
    pen.bar("accent", 18.2, 76, 27.6, 4)
    pen.polygon("accent-", [(29, 70), (35, 70), (35, 100), (29, 100)])
