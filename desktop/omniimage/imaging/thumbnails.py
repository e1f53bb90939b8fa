"""Small pictures for grids and strips."""

from __future__ import annotations

import os
from pathlib import Path

from omniimage.imaging.decode import decode

THUMB_SIZES = (320, 768)
"""Longest edge of the thumbnails in pixels; a smaller picture keeps its size."""


def make_thumbnail(source: Path, target: Path, size: int) -> None:
    """Write `source` as a WebP of at most `size` pixels on its longer edge. It is whole or not there.

    Raises `NotAnImage`, `TooLarge`, `OSError`.
    """
    picture = decode(source, longest_edge=size)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.stem}.{os.getpid()}.new")
    try:
        picture.save(fresh, "WEBP", quality=80, method=0, icc_profile=picture.info.get("icc_profile"), exif=b"")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
