"""Pictures from outside, of every format."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import BAD, GOOD, drawn, encoded, exif, written
from PIL import Image, ImageCms

from omniimage.errors import NotAnImage, StudioError, TooLarge
from omniimage.imaging.bring_in import bring_in

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
pillow_heif.register_heif_opener()
FOREIGN = {
    "bmp": encoded("BMP"),
    "tif": encoded("TIFF", compression="tiff_lzw"),
    "big.tif": encoded("TIFF", big_tiff=False, icc_profile=PROFILE),
    "heic": encoded("HEIF", drawn(128, 64), quality=95),
}


@pytest.mark.parametrize("extension", GOOD)
def test_what_we_keep_stays_untouched(tmp_path: Path, extension: str) -> None:
    source = written(tmp_path, "source", GOOD[extension])
    brought = bring_in(source, tmp_path)
    assert (brought.file, brought.format, brought.found) == (source, None, None)


@pytest.mark.parametrize("name", FOREIGN)
def test_the_others_become_png(tmp_path: Path, name: str) -> None:
    brought = bring_in(written(tmp_path, name, FOREIGN[name]), tmp_path)
    picture = Image.open(brought.file)
    assert (picture.format, brought.format) == ("PNG", {"bmp": "BMP", "heic": "HEIF"}.get(name, "TIFF"))
    red = picture.getpixel((10, 32))
    assert isinstance(red, tuple) and red[0] > 200 and max(red[1:3]) < 60
    if name != "heic":
        assert picture.convert("RGB").tobytes() == drawn().tobytes()


def test_depth_profile_and_turn_of_a_tiff(tmp_path: Path) -> None:
    deep = Image.fromarray(np.arange(96 * 64, dtype=np.uint16).reshape(64, 96) * 10)
    brought = Image.open(bring_in(written(tmp_path, "deep.tif", encoded("TIFF", deep)), tmp_path).file)
    assert np.array_equal(np.asarray(brought), np.asarray(deep))
    turned = encoded("TIFF", drawn(), exif=exif(6), icc_profile=PROFILE)
    picture = Image.open(bring_in(written(tmp_path, "turned.tif", turned), tmp_path).file)
    assert picture.size == (64, 96)
    assert picture.info["icc_profile"] == PROFILE


def test_a_turned_heic_is_turned_once(tmp_path: Path) -> None:
    data = encoded("HEIF", drawn(128, 64), quality=95, exif=exif(6))
    picture = Image.open(bring_in(written(tmp_path, "phone.heic", data), tmp_path).file)
    shown = Image.open(written(tmp_path, "again.heic", data))
    assert picture.size == shown.size
    assert not picture.getexif()


ACCEPTED = {"photo.bmp.png", "photo.tiff.png"}


@pytest.mark.parametrize("name", [name for name in BAD if name not in ACCEPTED and not name.startswith(("header", "text"))])
def test_anything_else_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAnImage):
        bring_in(written(tmp_path, name, BAD[name]), tmp_path)
    assert not (tmp_path / "brought.png").exists()


def test_a_huge_bmp_is_refused_by_its_header(tmp_path: Path) -> None:
    header = bytearray(FOREIGN["bmp"][:54])
    header[18:26] = (13_000).to_bytes(4, "little") * 2
    with pytest.raises(TooLarge):
        bring_in(written(tmp_path, "bomb.bmp", bytes(header)), tmp_path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([*FOREIGN]),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_damage_is_a_picture_or_a_typed_error(
    tmp_path: Path, name: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(FOREIGN[name])
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    try:
        bring_in(written(tmp_path, "fuzzed", bytes(data[: int(len(data) * cut)])), tmp_path)
    except StudioError as error:
        assert error.code in ("not_an_image", "too_large")
