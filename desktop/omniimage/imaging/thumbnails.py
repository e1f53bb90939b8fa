"""Small pictures for grids and strips."""

from __future__ import annotations

import os
from pathlib import Path

from omniimage.imaging.decode import decode

THUMB_SIZES = (320, 768)
"""Longest edge of the thumbnails in pixels; a smaller picture keeps its size."""


def make_thumbnails(source: Path, folder: Path, stem: str) -> None:
    """Write `<stem>-320.webp` and `<stem>-768.webp` into `folder`, each whole or not at all, from one decode.

    Raises `NotAnImage`, `TooLarge`, `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    picture = decode(source, longest_edge=max(THUMB_SIZES))
    profile = picture.info.get("icc_profile")
    for size in sorted(THUMB_SIZES, reverse=True):
        picture.thumbnail((size, size), reducing_gap=2.0)
        fresh = folder / f".{stem}-{size}.{os.getpid()}.new"
        try:
            picture.save(fresh, "WEBP", quality=80, method=1, icc_profile=profile, exif=b"")
            fresh.replace(folder / f"{stem}-{size}.webp")
        finally:
            fresh.unlink(missing_ok=True)
