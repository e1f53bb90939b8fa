"""Fish and water birds."""

from __future__ import annotations

from omniimage.providers.offline.pen import Pen, paints


@paints("fish", 110, 70)
def fish(pen: Pen) -> None:
    pen.blob("body- body-", [(28, 35), (12, 12), (2, 10), (8, 35), (2, 60), (12, 58)])
    pen.blob("accent", [(46, 18), (60, 2), (82, 8), (76, 20)])
    pen.blob("body+ body body-", [(20, 35), (42, 15), (72, 11), (98, 25), (106, 36), (96, 48), (70, 58), (42, 54)])
    pen.blob("accent accent-", [(56, 38), (44, 50), (56, 62), (66, 48)])
    for x in (48, 62):
        pen.curve("white", [(x, 18), (x + 6, 35), (x, 53)], 4, alpha=0.75)
    pen.curve("body-", [(80, 20), (75, 34), (80, 49)], 1.5)
    pen.disc("white", 91, 30, 5)
    pen.disc("dark", 92, 30, 2.7)
    pen.curve("dark", [(104, 40), (98, 42), (95, 41)], 1.1)


@paints("whale", 150, 84)
def whale(pen: Pen) -> None:
    for dx in (-9, 9):
        pen.curve("sky", [(108, 20), (108 + dx * 0.4, 6), (108 + dx * 1.5, 8)], 2.6)
    pen.blob("body body-", [(30, 52), (14, 34), (0, 20), (14, 14), (24, 22), (30, 12), (40, 18), (34, 36), (48, 50)])
    pen.blob("body+ body body-", [(28, 54), (60, 38), (94, 20), (126, 24), (146, 46), (140, 70), (106, 82), (64, 78)])
    pen.blob("white", [(142, 62), (138, 72), (106, 82), (66, 77), (90, 72), (120, 66)])
    for i in range(4):
        pen.curve("steel", [(100 + i * 9, 80 - i * 2), (110 + i * 8, 72 - i)], 0.8)
    pen.blob("body-", [(92, 66), (80, 80), (92, 83), (104, 70)])
    pen.disc("dark", 126, 52, 2.4)


@paints("duck", 100, 72)
def duck(pen: Pen) -> None:
    pen.polygon("beak", [(84, 22), (100, 27), (84, 32)])
    pen.blob(
        "body+ body body-",
        [
            (4, 38),
            (18, 40),
            (44, 42),
            (60, 36),
            (62, 18),
            (74, 8),
            (86, 16),
            (88, 30),
            (80, 42),
            (82, 58),
            (62, 71),
            (28, 70),
            (10, 58),
        ],
    )
    pen.blob("body-", [(24, 48), (44, 46), (60, 50), (52, 62), (34, 62)])
    pen.disc("dark", 78, 20, 2.4)


@paints("swan", 110, 96)
def swan(pen: Pen) -> None:
    pen.curve("body", [(74, 70), (88, 52), (80, 32), (74, 16), (86, 6)], 9)
    pen.blob("body", [(80, 4), (92, 2), (98, 10), (90, 15), (80, 12)])
    pen.polygon("beak", [(96, 7), (109, 14), (95, 13)])
    pen.disc("dark", 92, 8, 1.4)
    pen.blob("body+ body body-", [(2, 52), (26, 54), (50, 56), (78, 60), (88, 76), (76, 92), (40, 95), (14, 82)])
    pen.blob("body-", [(4, 46), (30, 40), (58, 52), (70, 70), (46, 82), (24, 72)])
    pen.blob("body", [(6, 44), (30, 38), (56, 50), (64, 66), (42, 74), (24, 66)])
