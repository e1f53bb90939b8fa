"""A program of its own that uses workers; as light at the top as the studio's own main module."""

from __future__ import annotations

import asyncio
import sys
import threading
import time


def close_while_starting() -> None:
    """At moments all over the start of a process."""
    from omniimage.imaging.workers import PixelWorkers

    for step in range(8):
        workers = PixelWorkers(2)
        threading.Thread(target=workers.warm, daemon=True).start()
        time.sleep(step * 0.02)
        workers.close()


async def main() -> None:
    import worker_jobs

    from omniimage.imaging.workers import PixelWorkers

    if "close" in sys.argv:
        close_while_starting()
        return
    workers = PixelWorkers(1)
    workers.warm()
    modules, megabytes = await workers.run(worker_jobs.what_i_am)
    print(modules, megabytes, flush=True)
    if "wait" in sys.argv:
        await asyncio.sleep(60)
    workers.close()


if __name__ == "__main__":
    asyncio.run(main())
