"""Reference images are untrusted bytes."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from omniimage.providers.offline import draw
from omniimage.providers.offline.talk.truths import truth_in


def _encoded(colour: tuple[int, int, int], form: str = "PNG", mode: str = "RGB") -> bytes:
    image = Image.new("RGB", (60, 40), colour)
    image.paste((240, 240, 230), (0, 0, 30, 20))
    image.paste((20, 20, 40), (30, 20, 60, 40))
    out = io.BytesIO()
    image.convert(mode).save(out, form)
    return out.getvalue()


def _png_claiming(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"\0" * 12


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%PDF-1.4", _png_claiming(20_000, 20_000), _encoded((9, 9, 9))[:60], b"GIF89a" + b"\xff" * 40],
)
def test_bad_bytes_are_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="reference"):
        draw("a cat", style="poster", width=64, height=64, seed=1, references=[data])


def test_a_picture_that_claims_to_be_huge_tells_no_truth() -> None:
    honest, huge = _encoded((9, 9, 9)), _png_claiming(20_000, 20_000)
    assert truth_in("data:image/png;base64," + base64.b64encode(huge[:33] + honest[33:]).decode()) is None


FORMATS = ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"]
MODES = [("PNG", "RGBA"), ("JPEG", "L"), ("WEBP", "RGB"), ("GIF", "P"), ("TIFF", "CMYK")]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8), st.sampled_from(FORMATS))
def test_damaged_images_never_raise_anything_else(at: int, junk: bytes, form: str) -> None:
    data = bytearray(_encoded((200, 60, 40), form))
    data[at : at + len(junk)] = junk
    try:
        draw("", style="pixel", width=64, height=64, seed=1, references=[bytes(data)])
    except ValueError as error:
        assert "reference" in str(error)


@pytest.mark.parametrize(("form", "mode"), MODES)
def test_formats(form: str, mode: str) -> None:
    reference = _encoded((200, 60, 40), form, mode)
    drawn = draw("a cat", style="poster", width=64, height=64, seed=1, references=[reference]).drawn
    assert drawn.references == ("palette taken from the reference",)


def test_the_palette_follows_the_reference() -> None:
    blue, red = (
        draw("hills by day", style="poster", width=96, height=96, seed=1, references=[_encoded(c)])
        for c in ((30, 60, 200), (200, 40, 30))
    )
    means = [np.asarray(Image.open(io.BytesIO(d.png)).convert("RGB")).reshape(-1, 3).mean(0) for d in (blue, red)]
    assert means[0][2] - means[0][0] > means[1][2] - means[1][0] + 20


def test_an_edit_repaints_the_reference() -> None:
    drawing = draw("restyle this image", style="sketch", width=96, height=64, seed=1, references=[_encoded((200, 40, 30))])
    assert any("repainted" in said for said in drawing.drawn.references)
    image = np.asarray(Image.open(io.BytesIO(drawing.png)).convert("RGB")).astype(int)
    assert image[12:24, 12:36].mean() > image[44:56, 60:84].mean() + 60


def test_a_thin_strip_is_a_ground_as_good_as_any() -> None:
    """Scaled as a whole to cover the picture it would take a hundred gigabytes."""
    out = io.BytesIO()
    Image.new("RGB", (2048, 1), (200, 10, 10)).save(out, "PNG")
    drawing = draw("in autumn", style="poster", width=64, height=4096, seed=1, steps=1, references=[out.getvalue()])
    red, green, blue = np.asarray(Image.open(io.BytesIO(drawing.png)).convert("RGB")).reshape(-1, 3).mean(0)
    assert red > 2 * max(green, blue)


def test_a_mask_stays_where_it_was_drawn_when_the_picture_is_cut() -> None:
    ground, mask = Image.new("RGB", (400, 200), "#777777"), Image.new("L", (200, 100))
    # Of the picture cut to a square this is the left quarter.
    mask.paste(255, (50, 0, 75, 100))
    given = []
    for image in (ground, mask):
        image.save(out := io.BytesIO(), "PNG")
        given.append(out.getvalue())
    drawing = draw("a red cat", style="poster", width=200, height=200, seed=3, references=given[:1], mask=given[1])
    with Image.open(io.BytesIO(drawing.png)) as image:
        change = np.abs(np.asarray(image.convert("RGB")).astype(int) - 0x77).max(axis=(0, 2))
    assert (change[:50] > 0).mean() > 0.5
    assert change[50:].max() == 0
