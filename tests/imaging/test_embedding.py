"""Recipes in, metadata out, and every byte of the pixels as it was."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import CUT, GOOD, drawn, encoded, exif, png_chunk, with_png_chunk, written
from PIL import Image, ImageCms, ImageOps

from omniimage.errors import NotAnImage, StudioError
from omniimage.imaging.embedding import NAMESPACE, Note, with_note, without_metadata, xmp_packet
from omniimage.imaging.segments import Malformed, jpeg_segments, png_chunks, riff_chunks

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
NOTE = Note(
    recipe=json.dumps({"omniimage": 1, "prompt": 'a <b> & "c" 灯塔'}, ensure_ascii=False),
    description="灯塔",
    made_by_ai=True,
)
KINDS = {
    "png": GOOD["png"],
    "jpg": GOOD["jpg"],
    "progressive.jpg": encoded("JPEG", drawn(400, 300), progressive=True, icc_profile=PROFILE),
    "lossy.webp": GOOD["webp"],
    "lossless.webp": encoded("WEBP", drawn(mode="RGBA"), lossless=True),
    "alpha.webp": encoded("WEBP", drawn(mode="RGBA").rotate(20), icc_profile=PROFILE),
    "moving.webp": encoded("WEBP", drawn(), save_all=True, append_images=[drawn().rotate(90)]),
    "moving.png": encoded("PNG", drawn(), save_all=True, append_images=[drawn().rotate(90)]),
    "palette.png": encoded("PNG", drawn(mode="P")),
}


def noted(folder: Path, data: bytes, note: Note = NOTE) -> bytes:
    return b"".join(with_note(written(folder, "source", data), note).chunks())


def stripped(folder: Path, data: bytes) -> bytes:
    return b"".join(without_metadata(written(folder, "source", data)).chunks())


def pixels_as_stored(data: bytes) -> list[bytes]:
    """The compressed pixels, and what a decoder needs with them."""
    if data.startswith(b"\x89PNG"):
        return [
            data[c.data : c.data_end] for c in png_chunks(data) if c.name in (b"IHDR", b"PLTE", b"IDAT", b"fdAT", b"tRNS")
        ]
    if data.startswith(b"RIFF"):
        return [data[c.data : c.data_end] for c in riff_chunks(data) if c.name in (b"VP8 ", b"VP8L", b"ALPH", b"ANMF")]
    segments = jpeg_segments(data, scans=True)
    return [data[s.start : s.end] for s in segments if not 0xE0 <= s.name[0] <= 0xEF and s.name != b"\xfe"]


def shown(data: bytes) -> bytes:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA").tobytes()


def recipe_in(data: bytes) -> str:
    image = Image.open(io.BytesIO(data))
    packet = image.info.get("xmp") or image.info["XML:com.adobe.xmp"].encode()
    found = ElementTree.fromstring(packet.decode().strip("\ufeff")).find(f".//{RDF}Description")
    assert found is not None
    return found.attrib[f"{{{NAMESPACE}}}recipe"]


@pytest.mark.parametrize("name", KINDS)
def test_a_note_goes_in_and_the_pixels_stay(tmp_path: Path, name: str) -> None:
    after = noted(tmp_path, KINDS[name])
    assert pixels_as_stored(after) == pixels_as_stored(KINDS[name])
    assert shown(after) == shown(KINDS[name])
    assert recipe_in(after) == NOTE.recipe
    assert Image.open(io.BytesIO(after)).info.get("icc_profile") == Image.open(io.BytesIO(KINDS[name])).info.get(
        "icc_profile"
    )


def test_a_png_says_it_in_plain_text_too(tmp_path: Path) -> None:
    image = Image.open(io.BytesIO(noted(tmp_path, GOOD["png"])))
    assert image.info["omniimage"] == NOTE.recipe


@pytest.mark.parametrize("name", KINDS)
def test_a_second_note_takes_the_place_of_the_first(tmp_path: Path, name: str) -> None:
    other = Note(recipe="{}", description="", made_by_ai=False)
    once = noted(tmp_path, KINDS[name], other)
    assert noted(tmp_path, noted(tmp_path, KINDS[name]), other) == once


@pytest.mark.parametrize("extension", ["jpg", "webp", "png"])
def test_anothers_xmp_is_left_alone(tmp_path: Path, extension: str) -> None:
    theirs = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    data = {
        "jpg": encoded("JPEG", xmp=theirs),
        "webp": encoded("WEBP", xmp=theirs),
        "png": with_png_chunk(GOOD["png"], b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + theirs),
    }[extension]
    after = noted(tmp_path, data)
    assert after.count(theirs) == 1
    assert b"DigitalSourceType" not in after
    assert extension == "png" or after == data


@pytest.mark.parametrize("extension", ["gif", "avif"])
def test_a_format_without_a_place_for_it_stays(tmp_path: Path, extension: str) -> None:
    assert noted(tmp_path, GOOD[extension]) == GOOD[extension]


def test_a_recipe_too_long_for_a_jpeg_leaves_the_description(tmp_path: Path) -> None:
    note = Note(recipe=json.dumps("x" * 100_000), description="y" * 100_000, made_by_ai=False)
    after = noted(tmp_path, GOOD["jpg"], note)
    assert recipe_in(after) == "{}"
    assert shown(after) == shown(GOOD["jpg"])
    assert len(recipe_in(noted(tmp_path, GOOD["png"], note))) > 100_000


@pytest.mark.parametrize("name", KINDS)
def test_nothing_but_the_picture_stays(tmp_path: Path, name: str) -> None:
    secret = Note(recipe='"SECRET"', description="SECRET", made_by_ai=True)
    after = stripped(tmp_path, noted(tmp_path, KINDS[name], secret))
    assert b"SECRET" not in after
    assert b"adobe" not in after.lower()
    assert pixels_as_stored(after) == pixels_as_stored(KINDS[name])
    assert shown(after) == shown(KINDS[name])
    assert Image.open(io.BytesIO(after)).info.get("icc_profile") == Image.open(io.BytesIO(KINDS[name])).info.get(
        "icc_profile"
    )


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stays_turned(tmp_path: Path, format: str, orientation: int) -> None:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "SECRET camera"
    tags[0x8825] = {1: "N", 2: (1.0, 2.0, 3.0)}
    data = encoded(format, drawn(400, 200), exif=tags.tobytes())
    after = stripped(tmp_path, data)
    assert b"SECRET" not in after
    assert shown(after) == shown(data)
    left = Image.open(io.BytesIO(after)).getexif()
    assert dict(left) == ({} if orientation == 1 else {0x0112: orientation})
    assert pixels_as_stored(after) == pixels_as_stored(data)


def test_what_hangs_behind_a_picture_goes(tmp_path: Path) -> None:
    phone = encoded("MPO", save_all=True, append_images=[drawn(48, 32)])
    after = stripped(tmp_path, phone + b"SECRET")
    assert Image.open(io.BytesIO(after)).format == "JPEG"
    assert after.endswith(b"\xff\xd9") and after.count(b"\xff\xd8\xff") == 1
    assert stripped(tmp_path, GOOD["png"] + b"SECRET") == GOOD["png"]


def test_a_gif_keeps_its_frames_and_loses_its_comments(tmp_path: Path) -> None:
    frames = [drawn(mode="P"), drawn().rotate(90).convert("P")]
    data = encoded("GIF", frames[0], save_all=True, append_images=frames[1:], comment=b"SECRET", loop=3, duration=[70, 90])
    after = Image.open(io.BytesIO(stripped(tmp_path, data)))
    assert b"SECRET" not in stripped(tmp_path, data)
    assert (after.n_frames, after.info["loop"], after.info["duration"]) == (2, 3, 70)


def test_an_avif_is_refused_rather_than_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(NotAnImage) as caught:
        stripped(tmp_path, GOOD["avif"])
    assert caught.value.details["reason"] == "metadata"


@pytest.mark.parametrize("name", [name for name in CUT if not name.endswith(("avif", "crc.png"))])
def test_a_cut_file_is_not_passed_off_as_clean(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAnImage):
        stripped(tmp_path, CUT[name])


texts = st.text(st.characters(codec="utf-8"), max_size=300)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([*KINDS]), recipe=texts, description=st.text(max_size=300))
def test_any_text_comes_back(tmp_path: Path, name: str, recipe: str, description: str) -> None:
    """JSON escapes control characters, so that XML takes it."""
    note = Note(json.dumps(recipe), description, False)
    ElementTree.fromstring(xmp_packet(note).decode().strip("\ufeff"))
    after = noted(tmp_path, KINDS[name], note)
    assert json.loads(recipe_in(after)) == recipe.replace("\ufffe", "").replace("\uffff", "")
    assert pixels_as_stored(after) == pixels_as_stored(KINDS[name])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([*KINDS, "gif"]),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_damaged_bytes_give_bytes_or_a_typed_error(
    tmp_path: Path, name: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray((KINDS | GOOD)[name])
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    path = written(tmp_path, "fuzzed", bytes(data[: int(len(data) * cut)]))
    for work in (lambda: with_note(path, NOTE), lambda: without_metadata(path)):
        try:
            pieces = work()
            assert len(b"".join(pieces.chunks())) == pieces.size
        except StudioError as error:
            assert error.code in ("not_an_image", "too_large")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x40\0\0\0WEBP"]))
def test_any_bytes_are_parts_or_malformed(data: bytes, start: bytes) -> None:
    for parts in (png_chunks, riff_chunks, jpeg_segments):
        try:
            found = parts(start + data)
        except Malformed:
            continue
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_chunks_unknown_to_us_stay_with_a_note_and_go_without(tmp_path: Path) -> None:
    data = with_png_chunk(GOOD["png"], b"prVt", b"theirs")
    assert png_chunk(b"prVt", b"theirs") in noted(tmp_path, data)
    assert stripped(tmp_path, data) == GOOD["png"]
    assert exif(6) not in stripped(tmp_path, encoded("JPEG", exif=exif(6)))
