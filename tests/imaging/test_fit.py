"""A picture for a chat model goes out untouched where it fits, and is made smaller only where it must."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from omniimage.errors import TooLarge
from omniimage.imaging.fit import TAKEN, fit_within

BIG = 10_000_000


def noise(path: Path, width: int, height: int, mode: str = "RGB", **options: object) -> Path:
    image = Image.frombytes(mode, (width, height), os.urandom(width * height * len(mode)))
    image.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_what_fits_goes_out_byte_for_byte(tmp_path: Path, name: str) -> None:
    path = noise(tmp_path / name, 300, 200)
    fitted = fit_within(path, BIG, 4_000)
    assert fitted.data == path.read_bytes()
    assert fitted.scaled is None


def test_a_kind_that_is_not_taken_becomes_png_without_loss(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    Image.new("RGB", (60, 40), "#336699").save(path)
    fitted = fit_within(path, BIG, 4_000)
    assert (fitted.mime_type, fitted.scaled) == ("image/png", "60x40 → PNG")
    assert Image.open(io.BytesIO(fitted.data)).convert("RGB").getpixel((5, 5)) == (0x33, 0x66, 0x99)


@settings(max_examples=12, deadline=None)
@given(
    st.integers(260, 900),
    st.integers(260, 900),
    st.integers(60_000, 400_000),
    st.integers(300, 900),
    st.sampled_from(["RGB", "RGBA"]),
)
def test_what_goes_out_is_within_the_limits(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, most: int, edge: int, mode: str
) -> None:
    path = noise(tmp_path_factory.mktemp("fit") / "a.png", width, height, mode)
    try:
        fitted = fit_within(path, most, edge)
    except TooLarge:
        return
    assert len(fitted.data) <= most
    assert fitted.mime_type in TAKEN
    with Image.open(io.BytesIO(fitted.data)) as image:
        assert max(image.size) <= edge
        assert abs(image.width / image.height - width / height) < 0.02
        assert (fitted.scaled is None) == (fitted.data == path.read_bytes())


def test_a_picture_that_cannot_be_small_enough_is_told(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        fit_within(noise(tmp_path / "a.png", 900, 900), 500, 900)
