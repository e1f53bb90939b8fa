"""A picture made small enough for a provider that would refuse it; one that fits stays untouched."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from omniimage.errors import TooLarge
from omniimage.imaging.decode import decode
from omniimage.imaging.inspect import sniff

# What every chat model that sees takes.
TAKEN = frozenset({"image/png", "image/jpeg", "image/webp"})
SMALLEST_EDGE = 256


@dataclass(frozen=True)
class Fitted:
    """What is sent: untouched where `scaled` is `None`; else `4096x3072 → 2048x1536 JPEG`."""

    data: bytes
    mime_type: str
    scaled: str | None


def fit_within(path: Path, max_bytes: int, max_edge: int) -> Fitted:
    """Raises `NotAnImage`, `TooLarge`."""
    facts = sniff(path)
    before = f"{facts.width}x{facts.height}"
    taken = facts.mime_type in TAKEN and facts.frames == 1
    if taken and facts.bytes <= max_bytes and max(facts.width, facts.height) <= max_edge:
        return Fitted(path.read_bytes(), facts.mime_type, None)
    image = decode(path)
    edge = min(max_edge, max(image.size))
    if not taken and edge == max(image.size):
        data = _encoded(image, "PNG")
        if len(data) <= max_bytes:
            return Fitted(data, "image/png", f"{before} → PNG")
    kind = "PNG" if image.mode == "RGBA" else "JPEG"
    while edge >= SMALLEST_EDGE:
        smaller = image.copy()
        smaller.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
        data = _encoded(smaller, kind)
        if len(data) <= max_bytes:
            width, height = smaller.size
            return Fitted(data, f"image/{kind.lower()}", f"{before} → {width}x{height} {kind}")
        edge = int(edge * 0.75)
    raise TooLarge("the picture cannot be made small enough for this provider", limit=max_bytes)


def _encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", compress_level=1)
    else:
        image.convert("RGB").save(out, "JPEG", quality=92, subsampling=0, icc_profile=image.info.get("icc_profile"))
    return out.getvalue()
