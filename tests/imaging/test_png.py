"""Our own PNG writer: every pixel as it was, in files that others read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from omniimage.imaging.png import save_png
from omniimage.imaging.segments import png_chunks

MODES = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}


def noise(mode: str, width: int, height: int, seed: int) -> Image.Image:
    shape = (height, width) if mode == "L" else (height, width, MODES[mode])
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8), mode)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*MODES]), st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1))
def test_pixels_come_back(tmp_path: Path, mode: str, width: int, height: int, seed: int) -> None:
    picture = noise(mode, width, height, seed)
    save_png(picture, tmp_path / "out.png")
    again = Image.open(tmp_path / "out.png")
    assert (again.format, again.mode, again.size, again.tobytes()) == ("PNG", mode, picture.size, picture.tobytes())
    Image.open(tmp_path / "out.png").verify()


@pytest.mark.parametrize("mode", MODES)
def test_pictures_of_several_bands(tmp_path: Path, mode: str) -> None:
    picture = noise(mode, 1500, 1203, 1)
    save_png(picture, tmp_path / "out.png")
    assert Image.open(tmp_path / "out.png").tobytes() == picture.tobytes()
    whole = (tmp_path / "out.png").read_bytes()
    assert png_chunks(whole)[-1].end == len(whole)


@pytest.mark.parametrize("mode", ["RGB", "P", "1", "I;16"])
def test_profile_and_resolution_stay(tmp_path: Path, mode: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new(mode, (20, 10))
    picture.info = {"icc_profile": profile, "dpi": (300, 300), "comment": b"SECRET"}
    save_png(picture, tmp_path / "out.png")
    again = Image.open(tmp_path / "out.png")
    assert (again.mode, again.info["icc_profile"]) == (mode, profile)
    assert [round(each) for each in again.info["dpi"]] == [300, 300]
    assert b"SECRET" not in (tmp_path / "out.png").read_bytes()


def test_a_colour_that_is_transparent_stays_so(tmp_path: Path) -> None:
    picture = Image.new("RGB", (4, 4), (1, 2, 3))
    picture.info["transparency"] = (1, 2, 3)
    save_png(picture, tmp_path / "out.png")
    assert Image.open(tmp_path / "out.png").convert("RGBA").getpixel((0, 0)) == (1, 2, 3, 0)


def test_about_as_small_as_pillows(tmp_path: Path) -> None:
    soft = noise("RGB", 64, 64, 3).resize((700, 700), Image.Resampling.BICUBIC)
    save_png(soft, tmp_path / "ours.png")
    soft.save(tmp_path / "theirs.png")
    assert (tmp_path / "ours.png").stat().st_size < 1.35 * (tmp_path / "theirs.png").stat().st_size


def test_pixel_art_is_as_small_as_pillows(tmp_path: Path) -> None:
    art = noise("RGB", 40, 40, 3).resize((640, 640), Image.Resampling.NEAREST)
    save_png(art, tmp_path / "ours.png")
    art.save(tmp_path / "theirs.png")
    assert (tmp_path / "ours.png").stat().st_size <= 1.1 * (tmp_path / "theirs.png").stat().st_size
    assert Image.open(tmp_path / "ours.png").tobytes() == art.tobytes()
