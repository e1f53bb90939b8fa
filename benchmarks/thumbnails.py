"""Thumbnails against Pillow's fastest path, and how long a 24-megapixel PNG keeps the engine's loop waiting."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from PIL import Image

from benchmarks.split import picture, timed
from omniimage.imaging.thumbnails import THUMB_SIZES, make_thumbnail
from omniimage.imaging.workers import PixelWorkers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = picture()
        print("| source | pixels | ours, s | Pillow, s | ratio | target |\n|---|---|---|---|---|---|")
        for format in ("PNG", "JPEG", "WEBP"):
            source = folder / f"source.{format.lower()}"
            whole.save(source, format, quality=90)
            for size in THUMB_SIZES:
                ours, plain = in_turn(given.rounds, partial(ours_of, source, size), partial(plain_of, source, size))
                print(f"| {whole.width}² {format} | {size} | {ours:.3f} | {plain:.3f} | {ours / plain:.2f} | ≤ 1.1 |")
        large = folder / "large.png"
        whole.resize((6000, 4000)).save(large, compress_level=1)
        took, lag = asyncio.run(beside_a_loop(large, folder))
        print(f"\n24-megapixel PNG: {took:.2f} s in a worker, longest wait of the loop {lag * 1000:.0f} ms (target 50).")
        print(f"Medians of {given.rounds} in turn. Load {os.getloadavg()[0]:.1f}.")


def in_turn(rounds: int, one: Callable[[], None], other: Callable[[], None]) -> tuple[float, float]:
    taken = [(timed(one), timed(other)) for _ in range(rounds)]
    return median(pair[0] for pair in taken), median(pair[1] for pair in taken)


def ours_of(source: Path, size: int) -> None:
    target = source.with_name(f"ours-{size}.webp")
    # A thumbnail is made once: replacing an older file costs a flush of its own.
    target.unlink(missing_ok=True)
    make_thumbnail(source, target, size)


def plain_of(source: Path, size: int) -> None:
    """The same picture by the fewest steps Pillow allows: draft, thumbnail, save."""
    with Image.open(source) as image:
        image.draft(None, (size, size))
        image.thumbnail((size, size), reducing_gap=2.0)
        image.save(source.with_name(f"plain-{size}.webp"), quality=80, method=0)


async def beside_a_loop(source: Path, folder: Path) -> tuple[float, float]:
    """Seconds of the thumbnail, and the longest time a 5 ms timer of this loop came late meanwhile."""
    workers = PixelWorkers()
    await asyncio.to_thread(workers.warm)
    worst, done = 0.0, asyncio.Event()

    async def ticks() -> None:
        nonlocal worst
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - before - 0.005)

    ticking = asyncio.create_task(ticks())
    began = time.perf_counter()
    await workers.make_thumbnail(source, folder / "large.webp", THUMB_SIZES[0])
    took = time.perf_counter() - began
    done.set()
    await ticking
    await asyncio.to_thread(workers.close)
    return took, worst


if __name__ == "__main__":
    main()
