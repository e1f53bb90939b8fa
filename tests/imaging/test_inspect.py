"""What a file is, told by its own bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import BAD, CUT, GOOD, drawn, encoded, exif, png_header, with_png_chunk, written
from PIL import Image

from omniimage.errors import NotAnImage, StudioError, TooLarge
from omniimage.imaging.decode import decode
from omniimage.imaging.inspect import MAX_PIXELS, sniff

MIME = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "avif": "image/avif"}


@pytest.mark.parametrize("extension", GOOD)
def test_the_name_says_nothing(tmp_path: Path, extension: str) -> None:
    facts = sniff(written(tmp_path, "misnamed.exe", GOOD[extension]))
    assert (facts.mime_type, facts.extension) == (MIME[extension], extension)
    assert (facts.width, facts.height, facts.frames, facts.c2pa) == (96, 64, 1, False)
    assert facts.bytes == len(GOOD[extension])


@pytest.mark.parametrize("name", BAD)
def test_anything_else_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAnImage) as caught:
        sniff(written(tmp_path, name, BAD[name]))
    assert caught.value.details["file"] == name
    assert caught.value.details["reason"] in ("empty", "format", "damaged")


@pytest.mark.parametrize("size", [(60_000, 60_000), (13_000, 13_000), (MAX_PIXELS // 10 + 1, 10)])
def test_too_many_pixels_are_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    bomb = written(tmp_path, "bomb.png", png_header(*size))
    with pytest.raises(TooLarge) as caught:
        sniff(bomb)
    assert caught.value.details["max_pixels"] == MAX_PIXELS
    with pytest.raises(TooLarge):
        decode(bomb, 320)


def test_as_many_pixels_as_allowed_are_taken(tmp_path: Path) -> None:
    assert sniff(written(tmp_path, "large.png", png_header(10_000, 10_000))).width == 10_000


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_is_as_shown(tmp_path: Path, format: str, orientation: int) -> None:
    facts = sniff(written(tmp_path, "turned", encoded(format, exif=exif(orientation))))
    assert (facts.width, facts.height) == ((64, 96) if orientation >= 5 else (96, 64))


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_frames_are_counted(tmp_path: Path, format: str) -> None:
    frames = [drawn(32, 32), drawn(32, 32).rotate(90), drawn(32, 32).rotate(180)]
    facts = sniff(written(tmp_path, "moving", encoded(format, frames[0], save_all=True, append_images=frames[1:])))
    assert facts.frames == 3


def test_a_phone_jpeg_with_previews_is_one_still_jpeg(tmp_path: Path) -> None:
    data = encoded("MPO", save_all=True, append_images=[drawn(48, 32)])
    facts = sniff(written(tmp_path, "phone.jpg", data))
    assert (facts.mime_type, facts.frames) == ("image/jpeg", 1)


def test_signatures_are_seen(tmp_path: Path) -> None:
    jumbf = b"JP\0\x01\0\0\0\x01\0\0\0\x20jumb\0\0\0\x18jumdc2pa" + b"\0" * 16
    webp, avif = GOOD["webp"], GOOD["avif"]
    signed = {
        "png": with_png_chunk(GOOD["png"], b"caBX", b"manifest"),
        "jpg": GOOD["jpg"][:2] + b"\xff\xeb" + (len(jumbf) + 2).to_bytes(2, "big") + jumbf + GOOD["jpg"][2:],
        "webp": b"RIFF" + (len(webp) - 8 + 12).to_bytes(4, "little") + webp[8:] + b"C2PA\x04\0\0\0abcd",
        "avif": avif + b"\0\0\0\x1cuuid" + bytes.fromhex("d8fec3d61b0e483c92975828877ec481") + b"abcd",
        "gif": GOOD["gif"][:-1] + b"\x21\xff\x0bC2PA_GIF\x01\0\0\x00" + b"\x3b",
    }
    for extension, data in signed.items():
        assert sniff(written(tmp_path, f"signed.{extension}", data)).c2pa, extension


def test_an_unreadable_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sniff(tmp_path / "nowhere.png")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([*GOOD]),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_damaged_bytes_give_a_picture_or_a_typed_error(
    tmp_path: Path, name: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(GOOD[name])
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    path = written(tmp_path, "fuzzed", bytes(data[: int(len(data) * cut)]))
    for look in (sniff, decode):
        try:
            look(path)
        except StudioError as error:
            assert error.code in ("not_an_image", "too_large")


@pytest.mark.parametrize("name", CUT)
def test_a_cut_file_does_not_decode(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAnImage):
        decode(written(tmp_path, name, CUT[name]))


def test_a_signature_behind_fill_bytes_is_found(tmp_path: Path) -> None:
    """Any number of FF may stand before a marker."""
    jumbf = b"JP\0\x01\0\0\0\x01\0\0\0\x20jumb\0\0\0\x18jumdc2pa" + b"\0" * 16
    segment = b"\xff\xeb" + (len(jumbf) + 2).to_bytes(2) + jumbf
    jpeg = GOOD["jpg"]
    assert sniff(written(tmp_path, "filled.jpg", jpeg[:2] + b"\xff\xff" + segment + jpeg[2:])).c2pa
    assert not sniff(written(tmp_path, "plain.jpg", jpeg[:2] + b"\xff\xff" + jpeg[2:])).c2pa


# Room for the picture once, not twice.
_LOW = """
import resource, sys
from pathlib import Path
from PIL import Image
from omniimage.imaging.decode import decode, decode_exact
from omniimage.errors import TooLarge

source = Path(sys.argv[1])
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + 220_000_000,) * 2)
for work in (decode_exact, decode):
    try:
        work(source)
    except TooLarge as error:
        print(error.details["file"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a process's memory")
@pytest.mark.parametrize("turn", [1, 3])
def test_a_picture_that_fits_into_memory_only_once_is_too_large(tmp_path: Path, turn: int) -> None:
    mode = "CMYK" if turn == 1 else "RGB"
    large = written(tmp_path, "large.jpg", encoded("JPEG", Image.new(mode, (6000, 6000)), exif=exif(turn)))
    ran = subprocess.run([sys.executable, "-c", _LOW, large], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["large.jpg"] * 2
