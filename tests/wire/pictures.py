"""Real pictures for the wire: deterministic PNGs of any weight."""

from __future__ import annotations

import io
import random
from functools import cache
from math import sqrt

from PIL import Image


@cache
def png(size: int = 2_000, seed: int = 0) -> bytes:
    """A PNG of about `size` bytes: noise, which does not compress. The same arguments give the same bytes."""
    edge = max(4, round(sqrt(size / 3)))
    pixels = random.Random(seed).randbytes(edge * edge * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (edge, edge), pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()
