"""From a file to pixels as they are shown: EXIF turned, 8 bits, RGB or RGBA. First frame of an animation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from omniimage.errors import NotAnImage, TooLarge
from omniimage.imaging.inspect import DECODE_ERRORS, open_image, orientation

MAX_PROFILE_BYTES = 200_000
# Pillow first averages whole blocks, down to so many times the size that is wanted. To 320 pixels, beside Lanczos without:
# from 816, 45 dB in 3.4 instead of 8.0 ms; from 1024, 48 dB in 5.4 instead of 12.6 ms.
REDUCING_GAP = 1.25
_PNG_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
_KEPT_INFO = ("icc_profile", "dpi", "transparency")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decode(path: Path, longest_edge: int | None = None) -> Image.Image:
    """The whole picture as RGB or RGBA, its ICC profile in `info`; shrunk to `longest_edge` pixels where it is larger.

    Raises `NotAnImage` for damaged or truncated files, `TooLarge` above the pixel cap.
    """
    with open_image(path) as image:
        turn = _TURNS.get(orientation(image))
        with _decoding(path):
            if longest_edge:
                image.draft(None, (longest_edge, longest_edge))
            image.load()
            shown = eight_bits(image)
            if longest_edge:
                shown.thumbnail((longest_edge, longest_edge), reducing_gap=REDUCING_GAP)
            profile = image.info.get("icc_profile") or b""
            # A grey or CMYK profile does not fit RGB pixels.
            if image.mode not in ("RGB", "RGBA", "P") or len(profile) > MAX_PROFILE_BYTES:
                shown.info.pop("icc_profile", None)
            return shown if turn is None else shown.transpose(turn)


def decode_exact(path: Path) -> Image.Image:
    """The whole picture, its pixels as they are stored, in a mode that PNG has, turned by EXIF; its ICC profile in `info`.

    What PNG has not (CMYK, Lab, …) becomes RGB. Raises as `decode`.
    """
    with open_image(path) as image:
        return settled(image, path)


def settled(image: Image.Image, path: Path) -> Image.Image:
    """An opened picture, loaded, as `decode_exact` gives it."""
    turn = _TURNS.get(orientation(image))
    with _decoding(path):
        image.load()
        profile = image.info.get("icc_profile") or b""
        kept = image.mode in _PNG_MODES
        shown = image.copy() if kept else eight_bits(image)
        # Encoders write what they find here: comments and XMP must not come along.
        shown.info = {name: shown.info[name] for name in _KEPT_INFO if name in shown.info}
        if not kept or len(profile) > MAX_PROFILE_BYTES:
            shown.info.pop("icc_profile", None)
        return shown if turn is None else shown.transpose(turn)


@contextmanager
def _decoding(path: Path) -> Iterator[None]:
    """What Pillow raises on the way from a file to shown pixels, as the studio's errors."""
    try:
        yield
    except MemoryError:
        raise TooLarge("the image does not fit in memory", file=path.name) from None
    except (*DECODE_ERRORS, Image.DecompressionBombError):
        raise NotAnImage("the image is damaged or cut short", file=path.name, reason="damaged") from None


def eight_bits(image: Image.Image) -> Image.Image:
    """RGBA where anything is transparent, else RGB. 16-bit grey is scaled: Pillow's own conversion clips it to white."""
    if image.mode.startswith(("I", "F")):
        grey = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        grey.info = dict(image.info)
        return grey.convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
