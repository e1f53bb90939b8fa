"""Makes paid calls without end, eight at a time, and says on standard output what it has reached, until it is killed."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from stores import Stores, origin, png

from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths


def say(attempt_id: str, what: str) -> None:
    os.write(1, f"{attempt_id} {what}\n".encode())


async def pay_for_ever(stores: Stores, lane: int) -> None:
    count = 0
    while True:
        run = await stores.run()
        attempt = await stores.attempt(run)
        say(attempt.id, "sent")
        for number in range(2):
            with attempt.open_part() as part:
                part.write(png(lane * 1_000_000 + 2 * count + number))
        say(attempt.id, "arrived")
        parts = await attempt.received(b"{}")
        say(attempt.id, "received")
        await stores.images.save_generated(attempt.id, parts, origin(run))
        say(attempt.id, "saved")
        count += 1


async def main(root: Path) -> None:
    paths = DataPaths(root=root, secrets=root.parent / "secrets")
    paths.create()
    stores = Stores.open(paths, PixelWorkers(1))
    await asyncio.gather(*(pay_for_ever(stores, lane) for lane in range(8)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
