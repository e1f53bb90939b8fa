"""Small pictures for grids and strips."""

from __future__ import annotations

import os
from pathlib import Path

from omniimage.imaging.decode import decode

THUMB_SIZES = (320, 768)
"""Longest edge of the thumbnails in pixels; a smaller picture keeps its size."""


def make_thumbnail(source: Path, target: Path, size: int) -> None:
    """Write `source` as a WebP of at most `size` pixels on its longest edge, whole or not at all.

    Raises `NotAnImage`, `TooLarge`, `OSError`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    picture = decode(source, longest_edge=size)
    picture.thumbnail((size, size), reducing_gap=2.0)
    fresh = target.with_name(f".{target.stem}.{os.getpid()}.new")
    try:
        picture.save(fresh, "WEBP", quality=80, method=0, icc_profile=picture.info.get("icc_profile"), exif=b"")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
