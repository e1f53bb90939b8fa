"""Small pictures for grids and strips."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from omniimage.imaging.decode import decode

THUMB_SIZES = (320, 768)
"""Longest edge of the thumbnails in pixels; a smaller picture keeps its size."""


def make_thumbnails(source: Path, targets: Mapping[int, Path]) -> None:
    """Write `source` as WebP of each size in `targets`, the smallest first, all from one decode. Each is whole or not there.

    Raises `NotAnImage`, `TooLarge`, `OSError`.
    """
    picture = decode(source, longest_edge=max(targets))
    picture.thumbnail((max(targets), max(targets)), reducing_gap=2.0)
    profile = picture.info.get("icc_profile")
    for size, target in sorted(targets.items()):
        small = picture.copy()
        small.thumbnail((size, size), reducing_gap=2.0)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.stem}.{os.getpid()}.new")
        try:
            small.save(fresh, "WEBP", quality=80, method=0, icc_profile=profile, exif=b"")
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
