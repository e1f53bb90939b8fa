"""Converting: sizes, ratios, grounds and formats, with colours as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import CUT, GOOD, drawn, encoded, exif, png_header, written
from PIL import Image, ImageCms

from omniimage.errors import BadRequest, NotAnImage, TooLarge
from omniimage.imaging.convert import Conversion, convert_file

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def converted(folder: Path, data: bytes, **wanted: object) -> Image.Image:
    return Image.open(convert_file(written(folder, "source", data), folder, Conversion(**wanted)))  # type: ignore[arg-type]


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "avif"])
@pytest.mark.parametrize("extension", GOOD)
def test_every_format_into_every_other(tmp_path: Path, extension: str, format: str) -> None:
    picture = converted(tmp_path, GOOD[extension], format=format)
    assert (picture.format, picture.size) == (format.upper(), (96, 64))
    red = picture.convert("RGB").getpixel((10, 32))
    assert isinstance(red, tuple) and red[0] > 150 and max(red[1:]) < 90


def test_without_a_format_it_stays_what_it_is(tmp_path: Path) -> None:
    kinds = {extension: converted(tmp_path, data, width=48).format for extension, data in GOOD.items()}
    assert kinds == {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "avif": "AVIF", "gif": "PNG"}


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "avif"])
def test_the_colour_profile_stays_and_nothing_else_does(tmp_path: Path, format: str) -> None:
    picture = converted(
        tmp_path, encoded("JPEG", icc_profile=PROFILE, exif=exif(6), comment=b"SECRET", xmp=b"SECRET"), format=format
    )
    assert picture.size == (64, 96)
    assert picture.info["icc_profile"] == PROFILE
    assert not picture.getexif()
    assert not any(b"SECRET" in file.read_bytes() for file in tmp_path.glob("converted.*"))


@pytest.mark.parametrize(
    ("wanted", "size"),
    [
        ({"width": 50}, (50, 25)),
        ({"height": 50}, (100, 50)),
        ({"width": 50, "height": 50}, (50, 25)),
        ({"width": 50, "height": 50, "fit": "cover"}, (50, 50)),
        ({"width": 50, "height": 50, "fit": "stretch"}, (50, 50)),
        ({"width": 400}, (400, 200)),
        ({"ratio": (1, 1)}, (100, 100)),
        ({"ratio": (16, 9)}, (178, 100)),
        ({"ratio": (1, 200)}, (1, 100)),
        ({"crop": (10, 20, 40, 50)}, (30, 30)),
        ({"crop": (0, 0, 200, 100), "ratio": (1, 1)}, (200, 100)),
        ({"crop": (10, 20, 40, 50), "width": 60}, (60, 60)),
    ],
)
def test_sizes(tmp_path: Path, wanted: dict[str, object], size: tuple[int, int]) -> None:
    assert converted(tmp_path, encoded("PNG", drawn(200, 100)), **wanted).size == size


def test_cover_keeps_the_middle(tmp_path: Path) -> None:
    picture = converted(tmp_path, encoded("PNG", drawn(200, 100)), width=50, height=50, fit="cover")
    assert picture.getpixel((5, 25))[0] > 200 and picture.getpixel((45, 25))[2] > 200


def test_a_crop_is_exact(tmp_path: Path) -> None:
    noise = Image.effect_noise((64, 64), 80)
    picture = converted(tmp_path, encoded("PNG", noise), crop=(3, 5, 40, 33))
    assert picture.tobytes() == noise.crop((3, 5, 40, 33)).tobytes()


def test_transparency_is_laid_on_the_ground(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (8, 8), (200, 0, 0, 0))
    assert converted(tmp_path, encoded("PNG", clear), background="#102030").getpixel((4, 4)) == (16, 32, 48)
    assert converted(tmp_path, encoded("PNG", clear), format="jpeg", quality=100).getpixel((4, 4)) == (255, 255, 255)
    assert converted(tmp_path, encoded("PNG", clear), format="webp").mode == "RGBA"


def test_resizing_does_not_bleed_colour_out_of_what_is_clear(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (64, 64), (0, 255, 0, 0))
    picture.paste((255, 0, 0, 255), (16, 16, 48, 48))
    small = np.asarray(converted(tmp_path, encoded("PNG", picture), width=21))
    seen = small[small[..., 3] > 8]
    assert seen[:, 1].max() < 20


def test_sixteen_bit_grey_stays_so_in_png(tmp_path: Path) -> None:
    deep = Image.fromarray(np.full((64, 64), 0x4000, np.uint16))
    picture = converted(tmp_path, encoded("PNG", deep), width=32)
    assert (picture.mode, picture.size) == ("I;16", (32, 32))
    assert abs(int(np.asarray(picture)[16, 16]) - 0x4000) <= 1
    jpeg = converted(tmp_path, encoded("PNG", deep), format="jpeg").getpixel((32, 32))
    assert isinstance(jpeg, tuple) and abs(jpeg[0] - 64) <= 3


def test_lossless_webp_is_lossless(tmp_path: Path) -> None:
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    assert converted(tmp_path, encoded("PNG", noise), format="webp", quality=100).tobytes() == noise.tobytes()


@pytest.mark.parametrize("wanted", [{"crop": (0, 0, 97, 10)}, {"ratio": (0, 1)}])
def test_what_does_not_fit_is_a_bad_request(tmp_path: Path, wanted: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        converted(tmp_path, GOOD["png"], **wanted)


def test_limits_of_the_formats(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        converted(tmp_path, encoded("PNG", drawn(64, 2)), width=16_384, height=2, fit="stretch", format="webp")
    with pytest.raises(TooLarge):
        converted(tmp_path, encoded("PNG", drawn(64, 64)), width=16_384)
    with pytest.raises(TooLarge):
        converted(tmp_path, png_header(13_000, 13_000), width=10)


@pytest.mark.parametrize("name", CUT)
def test_a_damaged_picture_leaves_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAnImage):
        converted(tmp_path, CUT[name], format="png")
    assert not [*tmp_path.glob("converted*")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.tuples(st.integers(1, 120), st.integers(1, 120)),
    wanted=st.fixed_dictionaries(
        {},
        optional={
            "width": st.integers(1, 200),
            "height": st.integers(1, 200),
            "ratio": st.tuples(st.integers(1, 999), st.integers(1, 999)),
            "fit": st.sampled_from(["inside", "cover", "stretch"]),
        },
    ),
)
def test_any_wish_gives_a_picture_within_it(tmp_path: Path, size: tuple[int, int], wanted: dict[str, object]) -> None:
    picture = converted(tmp_path, encoded("PNG", Image.new("RGB", size, "red")), **wanted)
    assert picture.width >= 1 and picture.height >= 1
    for edge, length in (("width", picture.width), ("height", picture.height)):
        assert length <= int(str(wanted.get(edge, 10**9)))
