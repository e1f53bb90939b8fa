"""A provider in a process of its own, so that it takes no time from the studio's.

Each answer comes after `--delay` seconds, with one of 64 different pictures of about `--size` bytes. Prints
`{"bases": {provider: base URL}}` when it is ready.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from tests.wire.http1 import Request
from tests.wire.pictures import png
from tests.wire.protocols import BASES
from tests.wire.script import Script
from tests.wire.server import WireServer

PICTURES = 64


@contextmanager
def provider(delay: float, size: int) -> Iterator[dict[str, str]]:
    """Run one as a child; gives its base URLs by provider id."""
    command = [sys.executable, "-m", "benchmarks.provider", "--delay", str(delay), "--size", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield json.loads(child.stdout.readline())["bases"]
        finally:
            child.terminate()


async def serve(delay: float, size: int) -> None:
    scripts = itertools.cycle([Script(delay=delay, images=(png(size, seed),)) for seed in range(PICTURES)])
    async with WireServer() as server:
        server.queue = deque(itertools.islice(scripts, 20_000))
        # A long benchmark must not keep every request it ever saw.
        server.requests = deque[Request](maxlen=1)  # type: ignore[assignment]
        print(json.dumps({"bases": {name: server.base_url(name) for name in BASES}}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument("--size", type=int, default=2_000_000)
    given = parser.parse_args()
    asyncio.run(serve(given.delay, given.size))
