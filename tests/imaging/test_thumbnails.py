"""Small pictures of odd ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import CUT, GOOD, drawn, encoded, exif, written
from PIL import Image, ImageCms

from omniimage.errors import NotAnImage
from omniimage.imaging.thumbnails import THUMB_SIZES, make_thumbnail

RED, BLUE = (220, 30, 30), (30, 30, 220)


def thumbnails(folder: Path, data: bytes) -> list[Image.Image]:
    targets = {size: folder / "thumbs" / f"name-{size}.webp" for size in THUMB_SIZES}
    source = written(folder, "source", data)
    for size, target in targets.items():
        make_thumbnail(source, target, size)
    return [Image.open(target) for target in targets.values()]


def near(found: object, wanted: tuple[int, ...], tolerance: int = 24) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True))


def test_two_sizes_and_nothing_else(tmp_path: Path) -> None:
    small, large = thumbnails(tmp_path, encoded("PNG", drawn(1600, 800)))
    assert (small.size, large.size) == ((320, 160), (768, 384))
    assert {small.format, large.format} == {"WEBP"}
    assert len([*(tmp_path / "thumbs").iterdir()]) == 2


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    assert [thumb.size for thumb in thumbnails(tmp_path, GOOD["png"])] == [(96, 64), (96, 64)]


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (3, 2)])
def test_strange_shapes(tmp_path: Path, size: tuple[int, int]) -> None:
    for thumb, edge in zip(thumbnails(tmp_path, encoded("PNG", drawn(*size))), THUMB_SIZES, strict=True):
        assert max(thumb.size) == min(edge, max(size))


@pytest.mark.parametrize("extension", GOOD)
def test_every_format(tmp_path: Path, extension: str) -> None:
    for thumb in thumbnails(tmp_path, GOOD[extension]):
        assert near(thumb.convert("RGB").getpixel((10, 32)), RED, 40)
        assert near(thumb.convert("RGB").getpixel((86, 32)), BLUE, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "RGB"])
def test_png_modes(tmp_path: Path, mode: str) -> None:
    small, _ = thumbnails(tmp_path, encoded("PNG", drawn(mode=mode)))
    expected = drawn(mode=mode).convert("RGB").getpixel((10, 32))
    assert isinstance(expected, tuple)
    assert near(small.convert("RGB").getpixel((10, 32)), expected, 60)


def test_sixteen_bit_grey_is_scaled_not_clipped(tmp_path: Path) -> None:
    grey = Image.new("I;16", (64, 64), 0x4000)
    small, _ = thumbnails(tmp_path, encoded("PNG", grey))
    assert near(small.convert("RGB").getpixel((32, 32)), (64, 64, 64), 4)


def test_cmyk(tmp_path: Path) -> None:
    small, _ = thumbnails(tmp_path, encoded("JPEG", drawn(mode="CMYK")))
    assert near(small.convert("RGB").getpixel((10, 32)), RED, 50)


def test_transparency_stays(tmp_path: Path) -> None:
    picture = drawn(mode="RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    palette = drawn(mode="P")
    for data in (
        encoded("PNG", picture),
        encoded("PNG", palette, transparency=palette.getpixel((0, 0))),
        encoded("WEBP", picture),
    ):
        small, _ = thumbnails(tmp_path, data)
        assert small.mode == "RGBA"


def test_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    frames = [drawn(), drawn().rotate(180)]
    for format in ("GIF", "WEBP", "PNG"):
        small, _ = thumbnails(tmp_path, encoded(format, frames[0], save_all=True, append_images=frames[1:]))
        assert getattr(small, "n_frames", 1) == 1
        assert near(small.convert("RGB").getpixel((10, 32)), RED, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_as_shown(tmp_path: Path, orientation: int) -> None:
    small, _ = thumbnails(tmp_path, encoded("JPEG", drawn(1600, 800), exif=exif(orientation)))
    assert small.size == ((160, 320) if orientation >= 5 else (320, 160))
    # Where the red half is, by the EXIF standard's table.
    spots = {1: (20, 80), 2: (300, 80), 3: (300, 80), 4: (20, 80), 5: (80, 20), 6: (80, 20), 7: (80, 300), 8: (80, 300)}
    assert near(small.convert("RGB").getpixel(spots[orientation]), RED, 40)
    assert 0x0112 not in small.getexif()


def test_the_colour_profile_stays(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    small, _ = thumbnails(tmp_path, encoded("PNG", drawn(400, 400), icc_profile=profile))
    assert small.info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_profile_of_another_colour_space_does_not(tmp_path: Path, mode: str) -> None:
    data = encoded("JPEG", drawn(400, 400, mode), icc_profile=b"a profile for other pixels")
    assert "icc_profile" not in thumbnails(tmp_path, data)[0].info


@pytest.mark.parametrize("name", CUT)
def test_a_cut_file_leaves_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAnImage) as caught:
        make_thumbnail(written(tmp_path, name, CUT[name]), tmp_path / "thumbs" / "name-768.webp", 768)
    assert caught.value.details["file"] == name
    assert not [*tmp_path.glob("thumbs/*")]
