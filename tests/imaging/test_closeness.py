"""Closeness: the same is 1, less alike is less, and the order of two pictures does not matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from omniimage.errors import NotAnImage
from omniimage.imaging.closeness import EDGE, closeness, measure
from omniimage.providers.offline.studio import draw


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("drawn")
    prompts = {"boats": "three red boats on the sea at dusk", "forest": "a green forest with a house at noon"}
    paths = {}
    for name, prompt in prompts.items():
        paths[name] = folder / f"{name}.png"
        paths[name].write_bytes(draw(prompt, style="poster", width=640, height=480, seed=3).png)
    image = Image.open(paths["boats"]).convert("RGB")
    changes = {
        "small": image.resize((320, 240), Image.Resampling.LANCZOS),
        "blurred": image.filter(ImageFilter.GaussianBlur(3)),
        "grey": image.convert("L"),
        "flipped": image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    }
    for name, changed in changes.items():
        paths[name] = folder / f"{name}.png"
        changed.save(paths[name])
    return paths


def test_the_same_picture_is_the_closest(drawn: dict[str, Path]) -> None:
    found = closeness(drawn["boats"], drawn["boats"])
    assert vars(found) == pytest.approx(dict.fromkeys(vars(found), 1.0))
    assert found.overall == pytest.approx(1.0)


def test_less_alike_is_less(drawn: dict[str, Path]) -> None:
    against = {name: closeness(drawn["boats"], path) for name, path in drawn.items()}
    assert against["small"].overall > 0.85 > against["flipped"].overall > against["forest"].overall
    assert against["grey"].layout > against["grey"].colour
    assert against["flipped"].colour > against["flipped"].layout
    assert against["blurred"].spectrum < against["small"].spectrum


def test_the_order_does_not_matter(drawn: dict[str, Path]) -> None:
    one, two = closeness(drawn["boats"], drawn["forest"]), closeness(drawn["forest"], drawn["boats"])
    assert vars(one) == pytest.approx(vars(two))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.floats(0, 1))
def test_every_measure_lies_between_0_and_1(seed: int, one: float, two: float) -> None:
    chance = np.random.default_rng(seed)
    first = np.clip(chance.random((EDGE, EDGE, 3)) * one, 0, 1)
    second = np.full((EDGE, EDGE, 3), two)
    found = measure(first, second)
    assert all(0 <= value <= 1 for value in (*vars(found).values(), found.overall, found.layout, found.colour))


def test_what_is_no_picture_is_told(tmp_path: Path, drawn: dict[str, Path]) -> None:
    (tmp_path / "page.png").write_bytes(b"<html>")
    with pytest.raises(NotAnImage):
        closeness(tmp_path / "page.png", drawn["boats"])
