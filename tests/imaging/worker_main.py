"""A program of its own that uses workers; as light at the top as the studio's own main module."""

from __future__ import annotations

import asyncio
import sys


async def main() -> None:
    import worker_jobs

    from omniimage.imaging.workers import PixelWorkers

    workers = PixelWorkers(1)
    workers.warm()
    modules, megabytes = await workers.run(worker_jobs.what_i_am)
    print(modules, megabytes, flush=True)
    if "wait" in sys.argv:
        await asyncio.sleep(60)
    workers.close()


if __name__ == "__main__":
    asyncio.run(main())
