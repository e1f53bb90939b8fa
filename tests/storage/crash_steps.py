"""Runs one paid call again and again, each time killed at a later touch of the disk.

Python announces every open, rename, link, remove and mkdir to an audit hook; the hook ends the process, as `kill -9` would,
at the N-th. Each round is a fork in a folder of its own. `promises` in the folder tells what had been reached.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from stores import Stores, origin, png

from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths

TOUCHES = {"open", "os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "shutil.copyfile"}
PICTURES = (png(1), png(2), png(3))
# How many pictures are in the answer itself; it points to the others.
INLINE = {"at once": 3, "downloads": 0, "mixed": 1}


def promise(paths: DataPaths, what: str) -> None:
    with (paths.root / "promises").open("a") as file:
        file.write(what + "\n")


def die_at(touch: int, root: Path) -> None:
    left = touch

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in TOUCHES or not str(arguments[0]).startswith(str(root)) or str(arguments[0]).endswith("promises"):
            return
        left -= 1
        if left < 0:
            os._exit(9)

    sys.addaudithook(hook)


async def pay(paths: DataPaths, touch: int, inline: int) -> None:
    stores = Stores.open(paths, PixelWorkers(1))
    run = await stores.run()
    die_at(touch, paths.root)
    attempt = await stores.attempt(run)
    promise(paths, "sent")
    for picture in PICTURES[:inline]:
        with attempt.open_part() as part:
            part.write(picture)
    promise(paths, "arrived")
    parts = await attempt.received(b"{}")
    promise(paths, "received")
    if inline < len(PICTURES):
        for picture in PICTURES[inline:]:
            with attempt.open_part() as part:
                part.write(picture)
        parts = await attempt.received(b"{}")
        promise(paths, "fetched")
    await stores.images.save_generated(attempt.id, parts, origin(run))
    promise(paths, "saved")
    stores.database.close()


def main(root: Path, inline: int) -> None:
    for touch in range(500):
        paths = DataPaths(root=root / f"{touch:03}", secrets=root / "secrets")
        paths.create()
        child = os.fork()
        if child == 0:
            asyncio.run(pay(paths, touch, inline))
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), INLINE[sys.argv[2]])
