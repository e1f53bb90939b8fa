"""The built-in cut-out: how right its alpha is on pictures whose alpha is known, what it declines, how long it takes."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image

from omniimage.imaging.matting.plain import SUITS_AT, alpha_of, find_regions
from tests.imaging.composites import busy, composite

# Fresh: the tests and the method's own figures come from lower ones.
FIRST_SEED = 50_000
PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"


def errors(count: int, edge: int) -> tuple[list[float], int]:
    """Mean absolute errors of alpha, and how many pictures were declined."""
    found, declined = [], 0
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        made = composite(seed, edge)
        regions = find_regions(made.picture)
        declined += regions.suitability < SUITS_AT
        alpha = np.asarray(alpha_of(made.picture, regions), np.float32) / 255
        found.append(float(np.abs(alpha - made.alpha).mean()))
    return found, declined


def crops(folder: Path, count: int) -> list[Image.Image]:
    """Of each photograph in and below a folder."""
    random, made = np.random.default_rng(FIRST_SEED), []
    for file in sorted(each for each in folder.rglob("*") if each.suffix in (".jpg", ".png", ".webp")):
        photo = Image.open(file).convert("RGB")
        photo.thumbnail((1600, 1600))
        for _ in range(count):
            width, height = (int(edge * random.uniform(0.6, 1)) for edge in photo.size)
            left, top = random.integers(0, photo.width - width + 1), random.integers(0, photo.height - height + 1)
            made.append(photo.crop((left, top, left + width, top + height)))
    return made


def declined_share(pictures: list[Image.Image]) -> float:
    return float(np.mean([find_regions(each).suitability < SUITS_AT for each in pictures])) if pictures else float("nan")


def milliseconds(edge: int, rounds: int = 9) -> tuple[float, float]:
    """Of one picture: on the clock, and of the processor, which a busy machine does not change."""
    picture = composite(FIRST_SEED, edge).picture
    clock, processor = [], []
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        alpha_of(picture, find_regions(picture))
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return float(np.median(clock)) * 1000, float(np.median(processor)) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument(
        "--photos", type=Path, default=PHOTOS, help="photographs with busy backgrounds, which it is to decline"
    )
    given = parser.parse_args()
    photos = crops(given.photos, 30)
    found, declined = errors(given.count, 512)
    clock, processor = milliseconds(1024)
    print("| what | figure | target |\n|---|---|---|")
    print(f"| mean absolute error of alpha, {given.count} composites | {np.mean(found):.4f} | ≤ 0.03 |")
    print(f"| the worst of them · above 0.03 | {max(found):.3f} · {sum(each > 0.03 for each in found)} | |")
    print(f"| of them declined | {declined} | few |")
    print(f"| declined, of {len(photos)} crops of photographs | {declined_share(photos):.1%} | ≥ 95 % |")
    print(f"| declined, of drawn clutter | {declined_share([busy(seed) for seed in range(60)]):.1%} | ≥ 95 % |")
    print(f"| 1024², ms on the clock · of the processor | {clock:.0f} · {processor:.0f} | < 300 |")


if __name__ == "__main__":
    main()
