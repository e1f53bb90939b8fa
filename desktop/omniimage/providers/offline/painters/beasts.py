"""Larger animals, seen from the side or the front."""

from __future__ import annotations

from omniimage.providers.offline.pen import Pen, paints


def _legs(pen: Pen, role: str, xs: tuple[float, ...], top: float, bottom: float, width: float, hoof: str = "dark") -> None:
    for i, x in enumerate(xs):
        shade = role + "-" if i % 2 else role
        pen.polygon(
            shade, [(x - width * 0.7, top), (x + width * 0.7, top), (x + width * 0.42, bottom), (x - width * 0.42, bottom)]
        )
        pen.bar(hoof, x - width * 0.5, bottom - 4, width, 4, 1)


@paints("horse", 130, 110)
def horse(pen: Pen) -> None:
    pen.blob("hair", [(14, 46), (4, 60), (2, 88), (10, 90), (16, 66), (22, 52)])
    _legs(pen, "body-", (34, 86), 66, 108, 10)
    pen.blob(
        "body+ body body-",
        [(14, 50), (30, 38), (60, 42), (84, 38), (98, 48), (96, 66), (80, 76), (50, 72), (26, 78), (14, 66)],
    )
    _legs(pen, "body", (24, 94), 62, 110, 11)
    pen.blob("body+ body", [(78, 58), (88, 34), (102, 14), (112, 12), (128, 32), (124, 40), (112, 36), (104, 52), (98, 66)])
    pen.polygon("body", [(104, 14), (106, 2), (112, 12)])
    pen.blob("hair", [(104, 8), (96, 16), (86, 32), (76, 46), (84, 46), (94, 32), (106, 16)])
    pen.disc("dark", 112, 21, 1.9)
    pen.disc("dark", 124, 34, 1.2)


@paints("cow", 130, 96)
def cow(pen: Pen) -> None:
    pen.curve("body-", [(12, 36), (5, 50), (7, 70)], 2.4)
    pen.oval("hair", 7, 72, 3, 5)
    _legs(pen, "body-", (34, 80), 66, 94, 11)
    pen.blob("body+ body body-", [(12, 36), (30, 28), (70, 28), (96, 32), (98, 60), (80, 72), (30, 72), (12, 62)])
    for points in (
        [(26, 32), (44, 30), (46, 46), (30, 50)],
        [(60, 44), (78, 38), (84, 56), (66, 64)],
        [(14, 52), (24, 56), (22, 66), (14, 62)],
    ):
        pen.blob("accent", points)
    pen.oval("pink", 42, 73, 9, 5)
    _legs(pen, "body", (24, 90), 62, 96, 12)
    for side in (0, 1):
        pen.curve("cream", [(98 + side * 16, 22), (96 + side * 22, 14), (100 + side * 17, 8)], 3)
        pen.oval("accent", 92 + side * 30, 27, 7, 3.6, 20 - 40 * side)
    pen.blob("body+ body", [(94, 28), (106, 20), (120, 28), (122, 44), (116, 56), (100, 56), (93, 44)])
    pen.blob("pink", [(96, 48), (108, 44), (120, 48), (116, 60), (100, 60)])
    for x in (102, 113):
        pen.disc("dark", x, 35, 2)
        pen.disc("brick", x, 53, 1.4)


@paints("sheep", 110, 86)
def sheep(pen: Pen) -> None:
    _legs(pen, "dark", (34, 46, 68, 80), 60, 85, 7)
    for x, y, r in (
        (30, 40, 18),
        (48, 30, 19),
        (68, 30, 19),
        (84, 42, 17),
        (34, 56, 16),
        (56, 60, 18),
        (76, 58, 16),
        (56, 44, 24),
    ):
        pen.oval("body- body-", x, y + 2, r, r * 0.92)
    for x, y, r in (
        (30, 38, 17),
        (48, 29, 18),
        (68, 29, 18),
        (82, 40, 16),
        (36, 54, 15),
        (56, 56, 17),
        (74, 54, 15),
        (56, 44, 24),
    ):
        pen.oval("body+ body", x - 1, y, r * 0.95, r * 0.88)
    pen.oval("dark", 82, 36, 5, 3, -20)
    pen.oval("dark", 106, 36, 5, 3, 20)
    pen.blob("dark", [(84, 30), (94, 26), (104, 30), (103, 48), (94, 56), (86, 48)])
    pen.oval("body+", 94, 26, 10, 6)
    for x in (90, 99):
        pen.disc("white", x, 38, 2.2)
        pen.disc("dark", x, 38.4, 1.1)


def _bear(pen: Pen, limb: str, ear: str, patch: str) -> None:
    for side in (-1, 1):
        pen.disc(ear, 46 + side * 24, 16, 11)
        pen.disc("pink" if ear == "body" else ear, 46 + side * 24, 17, 6)
        pen.oval(limb, 46 + side * 32, 74, 10, 22, side * -16)
    pen.blob(
        "body+ body body-", [(20, 104), (16, 78), (26, 58), (46, 50), (66, 58), (76, 78), (72, 104), (46, 110)], across=True
    )
    pen.oval("cream", 46, 84, 17, 19, alpha=0.55)
    for side in (-1, 1):
        pen.oval(limb, 46 + side * 20, 104, 14, 8)
        pen.oval("cream", 46 + side * 20, 105, 6.5, 4, alpha=0.7)
    pen.blob("body+ body", [(12, 36), (20, 16), (46, 8), (72, 16), (80, 36), (70, 56), (46, 63), (22, 56)])
    for side in (-1, 1):
        if patch:
            pen.oval(patch, 46 + side * 15, 35, 8.6, 10, side * 24)
        pen.disc("white" if patch else "eyes", 46 + side * 14, 34, 3.6)
        pen.disc("eyes" if patch else "white", 46 + side * 14 - (0 if patch else 1), 33, 2.3 if patch else 1.1)
    pen.oval("cream", 46, 48, 13, 10)
    pen.oval("dark", 46, 43.5, 5, 3.6)
    pen.curve("dark", [(40, 51), (43, 53.5), (46, 50), (49, 53.5), (52, 51)], 1.1)


@paints("bear", 92, 112)
def bear(pen: Pen) -> None:
    _bear(pen, "body-", "body", "")


@paints("panda", 92, 112)
def panda(pen: Pen) -> None:
    _bear(pen, "dark", "dark", "dark")


@paints("deer", 110, 130)
def deer(pen: Pen) -> None:
    _legs(pen, "body-", (36, 70), 84, 128, 7)
    pen.blob("body+ body body-", [(18, 70), (34, 60), (64, 62), (80, 58), (86, 74), (76, 90), (48, 90), (26, 94), (16, 84)])
    pen.disc("white", 17, 73, 6)
    _legs(pen, "body", (27, 78), 82, 130, 7.5)
    pen.blob("body+ body", [(68, 76), (76, 54), (82, 38), (94, 36), (90, 56), (86, 80)])
    for points in (
        [(84, 34), (76, 18), (78, 2)],
        [(78, 20), (66, 12)],
        [(90, 34), (98, 18), (94, 2)],
        [(97, 20), (108, 12)],
        [(78, 12), (70, 2)],
        [(96, 10), (104, 2)],
    ):
        pen.curve("wood-", points, 2.6)
    pen.oval("body-", 74, 38, 8, 3.6, 12)
    pen.blob("body+ body", [(78, 36), (90, 30), (102, 40), (108, 50), (102, 55), (90, 52), (80, 47)])
    pen.disc("eyes", 92, 41, 2)
    pen.oval("dark", 106, 50, 2.6, 2.2)
    for x, y in ((36, 68), (48, 66), (58, 72), (42, 76)):
        pen.disc("white", x, y, 2)


@paints("elephant", 140, 112)
def elephant(pen: Pen) -> None:
    pen.curve("body-", [(12, 46), (4, 60), (8, 74)], 3)
    _legs(pen, "body-", (40, 82), 72, 110, 18, "body-")
    pen.blob("body+ body body-", [(10, 50), (24, 24), (60, 16), (92, 24), (104, 52), (92, 82), (50, 86), (18, 80)])
    _legs(pen, "body", (28, 94), 70, 112, 19, "body-")
    pen.blob(
        "body+ body",
        [(88, 24), (108, 14), (126, 24), (130, 46), (136, 74), (138, 100), (130, 104), (122, 78), (114, 60), (96, 58)],
    )
    pen.blob("body- body-", [(84, 20), (100, 22), (106, 44), (98, 64), (82, 62), (72, 42)])
    pen.blob("pink", [(86, 28), (97, 30), (100, 44), (94, 56), (84, 54), (78, 42)], alpha=0.35)
    pen.polygon("cream", [(114, 58), (122, 60), (128, 76), (120, 70)])
    pen.disc("dark", 114, 34, 2.3)
