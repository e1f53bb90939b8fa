"""People and those who look like them."""

from __future__ import annotations

from omniimage.providers.offline.pen import Pen, paints


def _figure(pen: Pen, *, hair: str, skirt: bool, legs: str = "navy") -> None:
    for x in (29, 41):
        pen.bar(legs if not skirt else "skin", x - 4.5, 76, 9.4, 46, 3)
        pen.bar("dark", x - 5.5, 119, 13, 7, 3)
    for side in (-1, 1):
        pen.line("body-", [(35 + side * 13, 46), (35 + side * 19, 64), (35 + side * 17, 78)], 8)
        pen.disc("skin", 35 + side * 17, 80, 4.4)
    if skirt:
        pen.blob(
            "body+ body body-",
            [(23, 44), (35, 40), (47, 44), (46, 64), (58, 100), (35, 105), (12, 100), (24, 64)],
            across=True,
        )
    else:
        pen.blob("body+ body body-", [(20, 46), (28, 41), (42, 41), (50, 46), (50, 82), (35, 85), (20, 82)], across=True)
    pen.bar("skin-", 31, 34, 8, 9, 3)
    if hair == "long":
        pen.blob("hair", [(18, 22), (20, 4), (35, -2), (50, 4), (52, 22), (54, 48), (44, 52), (35, 44), (26, 52), (16, 48)])
    pen.oval("skin skin", 35, 23, 13, 15)
    pen.blob("hair", [(21, 22), (21, 8), (35, 0), (49, 8), (49, 22), (43, 14), (30, 12)])
    for side in (-1, 1):
        pen.disc("dark", 35 + side * 5, 25, 1.5)
        pen.oval("pink", 35 + side * 8, 29.5, 2.4, 1.5, alpha=0.6)
    pen.curve("brick", [(31, 31.5), (35, 33.5), (39, 31.5)], 1.1)
    if "scarf" in pen.words:
        pen.bar("scarf", 26, 38, 18, 6, 3)


@paints("person", 70, 126, hand=(54, 78))
def person(pen: Pen) -> None:
    _figure(pen, hair="short", skirt=False, legs="slate-")


@paints("man", 70, 126, hand=(54, 78))
def man(pen: Pen) -> None:
    _figure(pen, hair="short", skirt=False)


@paints("woman", 70, 126, hand=(54, 78))
def woman(pen: Pen) -> None:
    _figure(pen, hair="long", skirt=True)


@paints("child", 70, 112, hand=(56, 72))
def child(pen: Pen) -> None:
    for x in (28, 42):
        pen.bar("navy", x - 5, 78, 10, 28, 3)
        pen.bar("dark", x - 6, 103, 14, 8, 3)
    for side in (-1, 1):
        pen.line("body-", [(35 + side * 13, 56), (35 + side * 21, 72)], 8)
        pen.disc("skin", 35 + side * 21, 73, 4.6)
    pen.blob("body+ body body-", [(20, 54), (35, 49), (50, 54), (51, 84), (35, 88), (19, 84)], across=True)
    pen.oval("skin skin", 35, 30, 19, 20)
    pen.blob("hair", [(15, 30), (15, 12), (35, 4), (55, 12), (55, 30), (46, 18), (26, 18)])
    for side in (-1, 1):
        pen.disc("dark", 35 + side * 7.5, 33, 2)
        pen.oval("pink", 35 + side * 12, 39, 3.4, 2, alpha=0.6)
    pen.curve("brick", [(30, 41), (35, 44), (40, 41)], 1.3)


@paints("astronaut", 80, 118, hand=(68, 74))
def astronaut(pen: Pen) -> None:
    pen.bar("steel steel-", 14, 40, 52, 46, 8)
    for x in (29, 51):
        pen.bar("body body-", x - 9, 78, 18, 34, 7)
        pen.bar("steel-", x - 10, 105, 20, 12, 5)
    for side in (-1, 1):
        pen.line("body-", [(40 + side * 20, 54), (40 + side * 30, 74)], 13)
        pen.disc("steel-", 40 + side * 30, 76, 7)
    pen.bar("body+ body body-", 20, 44, 40, 46, 12, across=True)
    pen.bar("accent", 30, 60, 20, 13, 2)
    for i, role in enumerate(("red", "green", "yellow")):
        pen.disc(role, 34.5 + i * 5.4, 64, 1.7)
    pen.disc("body", 40, 25, 23)
    pen.oval("navy sky", 40, 26, 17.5, 14.5)
    pen.oval("white", 33, 20, 5, 3, -30, alpha=0.8)


@paints("robot", 90, 122, hand=(83, 78))
def robot(pen: Pen) -> None:
    pen.line("steel-", [(45, 12), (45, 4)], 2)
    pen.disc("red", 45, 4, 3.6)
    for x in (33, 57):
        pen.bar("steel steel-", x - 4, 90, 8, 22, 2, across=True)
        pen.bar("body-", x - 10, 109, 20, 12, 5)
    for side in (-1, 1):
        pen.line("steel", [(45 + side * 26, 58), (45 + side * 38, 74)], 6)
        pen.disc("body-", 45 + side * 26, 57, 6.4)
        pen.disc("steel-", 45 + side * 38, 78, 6)
        pen.disc("body", 45 + side * 25, 28, 4.6)
    pen.bar("steel-", 38, 42, 14, 10)
    pen.bar("body+ body body-", 20, 48, 50, 46, 9, across=True)
    pen.bar("cream", 29, 56, 32, 20, 4)
    pen.curve("red", [(32, 66), (38, 66), (41, 59), (45, 72), (49, 63), (52, 66), (58, 66)], 1.4)
    for i, role in enumerate(("red", "yellow", "green")):
        pen.disc(role, 36 + i * 9, 84, 2.6)
    pen.bar("body+ body body-", 21, 11, 48, 34, 11, across=True)
    pen.bar("dark", 26, 17, 38, 20, 8)
    for x in (36, 54):
        pen.disc("lit", x, 26, 4.6)
        pen.disc("white", x - 1.4, 24.6, 1.4)
    pen.curve("lit", [(41, 32), (45, 34), (49, 32)], 1.3)
