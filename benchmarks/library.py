"""A library of 100,000 images: a first page, a page from its middle, searches and filters, the counts beside them."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TypeVar

from omniimage.contracts.images import ImageQuery
from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths
from omniimage.storage.database import Database
from omniimage.storage.image_index import ImageIndex
from omniimage.storage.image_store import ImageStore
from omniimage.storage.tables import execute_many

T = TypeVar("T")
WORDS = [
    *("red", "blue", "gold", "lighthouse", "fox", "harbour", "dusk", "snow", "forest", "calm", "portrait", "neon", "city"),
    *("watch", "shoe", "bottle", "marble", "studio", "light", "shadow", "grain", "film", "wide", "macro"),
    *("猫", "雨", "山", "灯塔", "море", "лес", "кот", "зима"),
]
MODELS = ("openai/gpt-image-2", "gemini/gemini-3-pro-image", "offline/poster", "volcengine/seedream-4.5")
PER_RUN = 4
LOOKS = (
    ("first page", ImageQuery(limit=200), 100),
    ("page from the middle", ImageQuery(limit=200, offset=50_000), 100),
    ("last page", ImageQuery(limit=200, offset=99_800), 100),
    ("the largest first", ImageQuery(limit=200, sort="largest"), 300),
    ("one model", ImageQuery(limit=200, model=MODELS[1]), 100),
    ("favourites", ImageQuery(limit=200, favourite=True), 100),
    ("a word that many have", ImageQuery(limit=200, text="lighthouse"), 300),
    ("two words", ImageQuery(limit=200, text="lighthouse marble"), 300),
    ("a word that none has", ImageQuery(limit=200, text="zebra"), 300),
    ("a Chinese word of one sign", ImageQuery(limit=200, text="猫"), 300),
    ("a Russian word, its case other", ImageQuery(limit=200, text="МОРЕ"), 300),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(DataPaths(Path(folder), Path(folder) / "secrets"), given.images, given.rounds))


async def measure(paths: DataPaths, images: int, rounds: int) -> None:
    paths.create()
    database = Database(paths.database, paths.backups)
    database.open()
    workers = PixelWorkers()
    store, index = ImageStore(database, paths, workers), ImageIndex(database, paths)
    try:
        await database.write(lambda: fill(images))
        print(f"| of {images:,} images | found | median, ms | of the processor, ms | target |\n|---|---|---|---|---|")
        for name, query, target in LOOKS:
            took, busy, page = await timed(rounds, lambda query=query: store.list(query))
            print(f"| {name} | {page.total:,} | {took * 1000:.0f} | {busy * 1000:.0f} | ≤ {target} |")
        took, busy, ids = await timed(rounds, lambda: index.ids(ImageQuery()))
        print(f"| the ids of all | {len(ids):,} | {took * 1000:.0f} | {busy * 1000:.0f} | |")
        took, busy, facets = await timed(rounds, lambda: index.facets(ImageQuery()))
        print(f"| months, models, kinds | {len(facets.months)} months | {took * 1000:.0f} | {busy * 1000:.0f} | |")
        print(f"\nMedians of {rounds}. Load {os.getloadavg()[0]:.1f}.")
    finally:
        workers.close()
        database.close()


async def timed(rounds: int, ask: Callable[[], Awaitable[T]]) -> tuple[float, float, T]:
    """Medians of the time it took, and of the processor's: the second bears a busy machine."""
    taken, worked = [], []
    for _ in range(rounds):
        begun, before = time.perf_counter(), time.process_time()
        answer = await ask()
        taken.append(time.perf_counter() - begun)
        worked.append(time.process_time() - before)
    return median(taken), median(worked), answer


def fill(images: int) -> None:
    """Runs of four, spread over three years, with prompts of 8 to 40 words; one image in ten was brought in."""
    drawn = random.Random(1)
    moment = datetime(2023, 11, 1, tzinfo=UTC)
    step = timedelta(days=3 * 365) / (images / PER_RUN)
    runs, rows = [], []
    for number in range(images // PER_RUN):
        moment += step
        created = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        prompt = " ".join(drawn.choices(WORDS, k=drawn.randrange(8, 41)))
        run_id = f"run_{number:024x}"
        runs.append((run_id, prompt, "{}", created))
        for place, model in enumerate(MODELS):
            recipe = json.dumps({"prompt": prompt, "asked": {"n": 1}, "sent": {"size": "1024x1024", "seed": number}})
            is_imported = drawn.random() < 0.1
            rows.append(
                (
                    f"img_{number:020x}{place:04x}",
                    f"{number * PER_RUN + place:064x}",
                    drawn.choice((1024, 1536, 2048)),
                    "imported" if is_imported else "generated",
                    created,
                    None if is_imported else model,
                    None if is_imported else prompt,
                    None if is_imported else run_id,
                    recipe,
                    drawn.choice((None, 0.04, 0.134)),
                    drawn.random() < 0.05,
                    f"photo {number}.png" if is_imported else None,
                )
            )
    execute_many("INSERT INTO runs (id, prompt, params, created) VALUES (?, ?, ?, ?)", runs)
    execute_many(
        """
        INSERT INTO images (
            id, sha256, mime_type, extension, width, height, bytes, kind, created,
            model, prompt, run_id, recipe, cost, favourite, name
        ) VALUES (?, ?, 'image/png', 'png', ?, 1024, 2000000, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows,
    )


if __name__ == "__main__":
    main()
