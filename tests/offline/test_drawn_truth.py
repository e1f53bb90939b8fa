"""What the illustrator says it drew is what the pixels show."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from omniimage.providers.offline import STYLES, Drawing, Drawn, DrawnItem, draw

IDS = [s.id for s in STYLES]


def pixels(drawing: Drawing) -> NDArray[np.int_]:
    return np.asarray(Image.open(io.BytesIO(drawing.png)).convert("RGB")).astype(int)


def only(drawn: Drawn, subject: str) -> DrawnItem:
    (item,) = [i for i in drawn.items if i.subject == subject]
    return item


@pytest.mark.parametrize("style", IDS)
@pytest.mark.parametrize(
    "prompt", ["a red mug on a plain white background", "白色背景上的红色杯子", "красная кружка на белом фоне"]
)
def test_a_red_mug_on_white(prompt: str, style: str) -> None:
    drawing = draw(prompt, style=style, width=256, height=256, seed=4)
    mug = only(drawing.drawn, "mug")
    assert (mug.count, mug.colour) == (1, "red")
    image = pixels(drawing)
    corners = image[[2, 2, -3, -3], [2, -3, 2, -3]]
    assert corners.min() >= 244
    red = (image[..., 0] - image[..., 1:].max(axis=2)) > 60
    rows, columns = np.nonzero(red)
    assert len(rows) > 1500
    r, g, b = (int(mug.hex[i : i + 2], 16) for i in (1, 3, 5))
    assert r > 1.6 * max(g, b)
    box, edge = mug.boxes[0], 0.02
    assert rows.min() / 256 >= box.y - edge and rows.max() / 256 <= box.y + box.h + edge
    assert columns.min() / 256 >= box.x - edge and columns.max() / 256 <= box.x + box.w + edge
    assert (rows.max() - rows.min()) / 256 > 0.7 * box.h


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(["apple", "boat", "cat", "flower", "house", "hot-air balloon", "fish", "cube", "lighthouse"]),
    st.integers(1, 9),
    st.integers(0, 10**6),
)
def test_counts_are_drawn_as_asked(word: str, count: int, seed: int) -> None:
    drawn = draw(f"{count} {word}", style="poster", width=160, height=128, seed=seed).drawn
    asked = [i for i in drawn.items if i.asked]
    assert sum(i.count for i in asked) == count
    for item in asked:
        assert len(item.boxes) == item.count == len(item.colours)
        for box in item.boxes:
            assert 0 <= box.x <= box.x + box.w <= 1.0001
            assert 0 <= box.y <= box.y + box.h <= 1.0001


@pytest.mark.parametrize("seed", range(4))
def test_sides(seed: int) -> None:
    prompt = "a black cat on the left and a white dog on the right"
    drawn = draw(prompt, style="poster", width=192, height=128, seed=seed).drawn
    cat, dog = only(drawn, "cat"), only(drawn, "dog")
    assert cat.where.startswith("left") and dog.where.startswith("right")
    assert (cat.colour, dog.colour) == ("black", "white")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("side", ["left", "right"])
def test_negative_space_stays_free(seed: int, side: str) -> None:
    prompt = f"a lighthouse and a house at dusk, wide negative space on the {side}"
    drawn = draw(prompt, style="poster", width=192, height=128, seed=seed).drawn
    assert drawn.free[side] > 0.97


def test_dark_is_dark_and_day_is_light() -> None:
    night, day = (draw(f"a house, {time}", style="poster", width=128, height=128, seed=1) for time in ("night", "noon"))
    assert (night.drawn.scene.time, day.drawn.scene.time) == ("night", "noon")
    assert pixels(night).mean() + 50 < pixels(day).mean()
    assert night.drawn.scene.brightness < day.drawn.scene.brightness


def test_relations_hold_on_the_picture() -> None:
    drawn = draw("a cat sleeping on a bookshelf", style="poster", width=256, height=256, seed=2).drawn
    cat, shelf = only(drawn, "cat").boxes[0], only(drawn, "bookshelf").boxes[0]
    assert abs(cat.y + cat.h - shelf.y) < 0.04
    assert shelf.x - 0.02 <= cat.x and cat.x + cat.w <= shelf.x + shelf.w + 0.02
    assert only(drawn, "cat").pose == "sleeping"


def test_what_rests_on_what_rests_is_seen() -> None:
    drawn = draw("two roses in a vase on a table", style="poster", width=256, height=256, seed=3).drawn
    assert [drawn.count(s) for s in ("rose", "vase", "table")] == [2, 1, 1]
    assert not drawn.not_drawn
    vase = only(drawn, "vase").boxes[0]
    assert all(box.y < vase.y < box.y + box.h for box in only(drawn, "rose").boxes)


@pytest.mark.parametrize("style", IDS)
def test_more_steps_refine_the_same_picture(style: str) -> None:
    few, many = (draw("a castle and a boat by day", style=style, width=192, height=128, seed=3, steps=s) for s in (2, 40))
    assert [(i.subject, i.colours) for i in few.drawn.items] == [(i.subject, i.colours) for i in many.drawn.items]
    assert few.drawn.scene.palette == many.drawn.scene.palette
    assert np.abs(pixels(few) - pixels(many)).mean() > 1


def test_what_was_not_understood_is_said() -> None:
    drawn = draw("a quantum house in the style of Zorn", style="poster", width=96, height=96, seed=2).drawn
    assert {"quantum", "zorn"} <= set(drawn.not_drawn)


def test_nothing_understood_is_still_a_picture() -> None:
    drawing = draw("zxqw vbnm", style="poster", width=128, height=128, seed=2)
    assert {"zxqw", "vbnm"} == set(drawing.drawn.not_drawn)
    assert pixels(drawing).std() > 10
    assert not [i for i in drawing.drawn.items if i.asked]


@pytest.mark.parametrize("gutter", [False, True])
def test_a_grid_is_four_pictures(gutter: bool) -> None:
    prompt = "2x2 grid of a lighthouse by day" + (", white borders, gutter" if gutter else "")
    drawing = draw(prompt, style="poster", width=240, height=200, seed=8)
    drawn = drawing.drawn
    assert drawn.grid == (2, 2)
    assert drawn.count("lighthouse") == 4
    assert len(drawn.panels) == 4
    image = pixels(drawing)
    panels = [image[r : r + 90, c : c + 110] for r in (5, 105) for c in (5, 125)]
    for i, one in enumerate(panels):
        for other in panels[i + 1 :]:
            assert np.abs(one - other).mean() > 1
    assert (image[:, 119:121].min() > 250) == gutter


@pytest.mark.parametrize("text", ["OPEN", "ОТКРЫТО"])
def test_a_sign_bears_its_text(text: str) -> None:
    drawn = draw(f'a sign that says "{text}"', style="poster", width=128, height=128, seed=1).drawn
    assert drawn.text == text


def test_text_it_cannot_write_is_said() -> None:
    drawn = draw("写着“欢迎”的牌子", style="poster", width=96, height=96, seed=1).drawn
    assert drawn.text == "" and "欢迎" in drawn.not_drawn
