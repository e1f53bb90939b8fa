"""A provider in a process of its own, so that it takes no time from the studio's.

Each answer comes after `--delay` seconds, with a picture of about `--size` bytes that no other answer had: what the studio
has already, it need not make again. Prints `{"bases": {provider: base URL}}` when it is ready.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import struct
import subprocess
import sys
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.wire.http1 import Request
from tests.wire.pictures import png
from tests.wire.protocols import BASES
from tests.wire.script import Script
from tests.wire.server import WireServer

PICTURES = 64
# The signature and the IHDR chunk.
AFTER_HEADER = 33


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


class FreshPictures(deque[Script]):
    """Answers without an end: 64 different pictures, each time with a comment of its own."""

    def __init__(self, delay: float, size: int) -> None:
        super().__init__()
        self._delay = delay
        self._pictures = [png(size, seed) for seed in range(PICTURES)]
        self._count = 0
        self._fill()

    def popleft(self) -> Script:
        next_one = super().popleft()
        self._fill()
        return next_one

    def _fill(self) -> None:
        picture = self._pictures[self._count % PICTURES]
        comment = b"tEXtComment\0%d" % self._count
        chunk = struct.pack(">I", len(comment) - 4) + comment + struct.pack(">I", zlib.crc32(comment))
        self._count += 1
        self.append(Script(delay=self._delay, images=(picture[:AFTER_HEADER] + chunk + picture[AFTER_HEADER:],)))


class Provider(WireServer):
    """Makes each answer while its client waits for it: a real provider's work takes nothing from the client's machine."""

    def _script_for(self, request: Request) -> Script:
        script = super()._script_for(request)
        return replace(script, body=self._body(request, script)) if script.delay else script


async def serve(delay: float, size: int) -> None:
    async with Provider() as server:
        server.queue = FreshPictures(delay, size)
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
