"""Grids found in synthetic pictures whose cells are known, false splits of single ones, and the time of a split."""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image, ImageOps

from benchmarks.grids import fits, grid_sample, photos, single_sample
from omniimage.imaging.grid import APPLIES_AT, find_grid, luma_of
from omniimage.imaging.split import split_file

EDGE = 2048
HALVES = ((0, EDGE // 2), (EDGE // 2, EDGE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grids", type=int, default=400)
    parser.add_argument("--singles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="of the first sample")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--misses", action="store_true", help="name the samples that were not right")
    given = parser.parse_args()
    print("| what | figure | target |\n|---|---|---|")
    grids(given.seed, given.grids, given.misses)
    singles(given.seed, given.singles, given.misses)
    speed(given.rounds)
    where = "with" if photos() else "without"
    print(f"\nSeeds from {given.seed}, {where} photographs. Load {os.getloadavg()[0]:.1f}.")


def grids(seed: int, count: int, misses: bool) -> None:
    shapes = edges = applied = wrongly = 0
    taken = []
    for number in range(seed, seed + count):
        sample = grid_sample(number)
        began = time.perf_counter()
        found = find_grid(luma_of(sample.picture))
        taken.append(time.perf_counter() - began)
        exact = fits(found.columns, sample.columns) and fits(found.rows, sample.rows)
        shapes += (len(found.columns), len(found.rows)) == (len(sample.columns), len(sample.rows))
        edges += exact
        applied += found.confidence >= APPLIES_AT
        wrongly += found.confidence >= APPLIES_AT and not exact
        if misses and not exact:
            print(f"| {sample.name} | {len(found.columns)} × {len(found.rows)}, {found.confidence:.2f} | |")
    print(f"| {count} grids: shape right | {shapes / count:.1%} | ≥ 98 % |")
    print(f"| edges within 2 px | {edges / count:.1%} | ≥ 98 % |")
    print(f"| applied without asking, and of those not exact | {applied / count:.1%}, {wrongly / count:.1%} | |")
    print(f"| seconds to find one | {median(taken):.3f} | |")


def singles(seed: int, count: int, misses: bool) -> None:
    false = guessed = 0
    for number in range(seed, seed + count):
        sample = single_sample(number)
        found = find_grid(luma_of(sample.picture))
        false += found.confidence >= APPLIES_AT
        guessed += len(found.columns) * len(found.rows) > 1
        if misses and found.confidence >= APPLIES_AT:
            print(f"| {sample.name} | {len(found.columns)} × {len(found.rows)}, {found.confidence:.2f} | |")
    print(f"| {count} single pictures: split without asking | {false / count:.2%} | ≤ 0.5 % |")
    print(f"| a preview would offer a split | {guessed / count:.1%} | |")


def speed(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.png"
        picture().save(source)
        ours = [timed(lambda: split_file(source, folder, HALVES, HALVES)) for _ in range(rounds)]
        plain = [timed(lambda: split_plainly(source, folder)) for _ in range(rounds)]
    ratio = median(ours) / median(plain)
    print(f"| {EDGE}² four ways, × Pillow's default save | {median(ours):.3f} s, {ratio:.2f} | ≤ 0.25 |")


def picture() -> Image.Image:
    """2048² with the detail of a camera, not of an enlargement: a photograph and its mirror images, or clouds and grain."""
    if photos():
        tile = max(photos(), key=lambda photo: photo.width * photo.height)
        whole = Image.new("RGB", (EDGE, EDGE))
        for column in range(-(-EDGE // tile.width)):
            for row in range(-(-EDGE // tile.height)):
                turned = ImageOps.mirror(tile) if column % 2 else tile
                whole.paste(ImageOps.flip(turned) if row % 2 else turned, (column * tile.width, row * tile.height))
        return whole
    rng = np.random.default_rng(1)
    coarse = Image.fromarray(rng.integers(0, 256, (128, 128, 3), dtype=np.uint8))
    smooth = coarse.resize((EDGE, EDGE), Image.Resampling.BICUBIC)
    grain = rng.normal(0, 4, (EDGE, EDGE, 1))
    return Image.fromarray(np.clip(np.asarray(smooth) + grain, 0, 255).astype(np.uint8))


def split_plainly(source: Path, folder: Path) -> None:
    """What a script of five lines does."""
    whole = Image.open(io.BytesIO(source.read_bytes()))
    for top, bottom in HALVES:
        for left, right in HALVES:
            whole.crop((left, top, right, bottom)).save(folder / f"plain-{left}-{top}.png")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
