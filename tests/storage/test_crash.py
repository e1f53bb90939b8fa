"""Killed at any moment: nothing that arrived is lost, nothing appears twice."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest
from crash_steps import INLINE, PICTURES
from stores import Stores, run_script

from omniimage.contracts.images import ImageQuery
from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths
from omniimage.storage.image_store import Origin


async def recover(stores: Stores, inline: int = 2) -> dict[str, str]:
    """What the start of the studio does with what was left open. Returns the attempts it could not settle."""
    unsettled = {}
    for attempt in await stores.ledger.open_attempts():
        parts = attempt.parts
        if attempt.answer is not None and inline < len(PICTURES) and len(parts) == inline:
            again = stores.ledger.reopen(attempt)
            for picture in PICTURES[inline:]:
                again.open_part().write(picture)
            parts = await again.received(attempt.answer)
        if attempt.state == "received":
            found = Origin("generated", generation_id=attempt.generation_id, run_id=attempt.request["run_id"])
            await stores.images.save_generated(attempt.id, parts, found)
        else:
            unsettled[attempt.id] = attempt.state
    return unsettled


async def check_whole(stores: Stores) -> None:
    """Database sound, every picture is what its name says, every image has its sidecar."""
    with closing(sqlite3.connect(stores.paths.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
    images = (await stores.images.list(ImageQuery(limit=1000))).images
    for image in images:
        stored = await stores.images.original(image.id)
        assert hashlib.sha256(stored.path.read_bytes()).hexdigest() == stored.sha256
        assert stored.path.with_name(f"{stored.sha256}.{image.id}.json").is_file()
    assert await stores.images.rebuild() == 0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", INLINE)
async def test_killed_at_every_touch_of_the_disk(quick: Path, workers: PixelWorkers, kind: str) -> None:
    with run_script("crash_steps.py", str(quick), kind) as child:
        assert await asyncio.to_thread(child.wait, 240) == 0
    rounds = sorted(folder.parent for folder in quick.glob("*/studio.db"))  # noqa: ASYNC240
    assert len(rounds) > 25
    for folder in rounds:
        promises = set((folder / "promises").read_text().split()) if (folder / "promises").exists() else set()
        stores = Stores.open(DataPaths(root=folder, secrets=quick / "secrets"), workers)
        unsettled = await recover(stores, INLINE[kind])
        images = (await stores.images.list(ImageQuery())).images
        originals = {(await stores.images.original(image.id)).path.read_bytes() for image in images}
        if "received" in promises or ("arrived" in promises and kind == "at once"):
            assert (len(images), originals) == (3, {*PICTURES}), folder
        elif "arrived" in promises and kind == "mixed":
            # The answer's text, and with it the links, may be lost; its own picture is not.
            assert len(images) in (1, 3), folder
        elif "sent" in promises:
            assert images or set(unsettled.values()) == {"sent"}, folder
        await check_whole(stores)
        assert await recover(stores, INLINE[kind]) == unsettled
        assert len((await stores.images.list(ImageQuery())).images) == len(images)
        left = [path for path in (folder / "spool").rglob("*") if path.is_file()]
        assert bool(left) <= bool(unsettled), (folder, left)
        stores.database.close()


async def test_killed_at_any_time(quick: Path, workers: PixelWorkers) -> None:
    stores, root = None, quick / "data"
    reached: dict[str, set[str]] = defaultdict(set)
    for lines in (3, 25, 40, 61, 90):
        with run_script("crash_any_time.py", str(root)) as child:
            assert child.stdout is not None
            said = [await asyncio.to_thread(child.stdout.readline) for _ in range(lines)]
            child.kill()
            for line in [*said, *child.stdout.read().splitlines()]:
                attempt_id, what = line.split()
                reached[attempt_id].add(what)
        stores = Stores.open(DataPaths(root=root, secrets=quick / "secrets"), workers)
        unsettled = await recover(stores, len(PICTURES))
        with closing(sqlite3.connect(stores.paths.database)) as database:
            pairs = database.execute(
                "SELECT a.id, count(i.id) FROM attempts a LEFT JOIN images i USING (generation_id) GROUP BY a.id"
            ).fetchall()
        images = dict(pairs)
        for attempt_id, promises in reached.items():
            if "arrived" in promises:
                assert images[attempt_id] == 2
            else:
                assert images[attempt_id] == 2 or unsettled.get(attempt_id) in ("sent", None)
        await check_whole(stores)
        for attempt_id in unsettled:
            await stores.ledger.finish(attempt_id, "unknown", None)
        stores.database.close()
    assert sum("saved" in promises for promises in reached.values()) > 20
