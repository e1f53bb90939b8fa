"""The least that a program can do which pays once and keeps what it paid for, by itself: no queue, no caps, no library.

A row is durable before its call is sent; the picture and the rest of the answer are, before the row says so. httpx, SQLite
with group commit and plain files, four calls begun at a time, and nothing else: what the studio is measured against where
calls are so short that the machine and not the provider is the limit.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import os
import queue
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import httpx

from benchmarks.call_floor import PROMPT, SIZE, Floor
from benchmarks.provider import provider
from omniimage.storage.files import sync_folder, write_plain

THREADS, BEGINNING = 16, 4
Statement = tuple[str, Sequence[Any]]


class Rows:
    """One thread that writes; all that waits shares a commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: queue.SimpleQueue[tuple[Sequence[Statement], asyncio.Future[None]]] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._run, daemon=True).start()

    async def write(self, *statements: Statement) -> None:
        done = self._loop.create_future()
        self._waiting.put((statements, done))
        await done

    def _run(self) -> None:
        database = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        database.execute("PRAGMA journal_mode = wal")
        database.execute("PRAGMA synchronous = full")
        database.execute("CREATE TABLE IF NOT EXISTS calls (id TEXT PRIMARY KEY, state TEXT, asked TEXT)")
        database.execute("CREATE TABLE IF NOT EXISTS pictures (id TEXT PRIMARY KEY, sha256 TEXT, bytes INTEGER)")
        while True:
            group = [self._waiting.get()]
            while not self._waiting.empty():
                group.append(self._waiting.get())
            database.execute("BEGIN IMMEDIATE")
            for statements, _ in group:
                for sql, values in statements:
                    database.execute(sql, values)
            database.execute("COMMIT")
            self._loop.call_soon_threadsafe(_tell, [done for _, done in group])


def _tell(group: Sequence[asyncio.Future[None]]) -> None:
    for done in group:
        done.set_result(None)


def _keep(folder: Path, id: str, picture: bytes, answer: bytes) -> str:
    sha256 = hashlib.sha256(picture).hexdigest()
    write_plain(folder / f"{sha256}.png", picture, sync=True)
    write_plain(folder / f"{id}.json", answer, sync=True)
    sync_folder(folder)
    return sha256


async def _calls(base: str, calls: int, width: int, folder: Path) -> Floor:
    rows, threads, loop = Rows(folder / "calls.db"), ThreadPoolExecutor(THREADS), asyncio.get_running_loop()
    lanes, beginning = asyncio.Semaphore(width), asyncio.Semaphore(BEGINNING)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits, timeout=None, trust_env=False) as http:

        async def one(number: int) -> None:
            id, asked = f"{os.getpid()}-{number}", {"model": "bench", "prompt": f"{PROMPT} {number}", "size": SIZE}
            try:
                async with beginning:
                    await rows.write(("INSERT INTO calls VALUES (?, 'sent', ?)", (id, json.dumps(asked))))
                response = await http.post(f"{base}/images/generations", json=asked)
            finally:
                lanes.release()
            answer = response.json()
            picture = base64.b64decode(answer["data"][0].pop("b64_json"))
            sha256 = await loop.run_in_executor(threads, _keep, folder, id, picture, json.dumps(answer).encode())
            await rows.write(
                ("UPDATE calls SET state = 'saved' WHERE id = ?", (id,)),
                ("INSERT INTO pictures VALUES (?, ?, ?)", (id, sha256, len(picture))),
            )

        began, used, work = time.perf_counter(), time.process_time(), []
        for number in range(calls):
            await lanes.acquire()
            work.append(asyncio.create_task(one(number)))
        await asyncio.gather(*work)
    return Floor((time.process_time() - used) / calls * 1000, calls / (time.perf_counter() - began))


def floor(base: str, calls: int, width: int, processes: int = 1) -> Floor:
    """By so many processes at once, each with its share of the calls and of the width; their rates come together."""
    with tempfile.TemporaryDirectory() as folder:
        share = [str(each // processes) for each in (calls, width)]
        command = [sys.executable, "-m", "benchmarks.kept_floor", "--child", base, *share, folder]
        children = [Popen(command, stdout=PIPE, text=True) for _ in range(processes)]
        found = [json.loads(child.communicate()[0]) for child in children]
    return Floor(sum(each[0] for each in found) / processes, sum(each[1] for each in found))


def said(found: Floor, delay: float, width: int) -> str:
    share = found.rate * delay / width
    return f"{found.rate:.0f}/s, {share:.0%} of theory, {found.milliseconds:.1f} ms of processor each"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=5_000)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds of one call")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        base, calls, width, folder = given.child
        print(json.dumps(asyncio.run(_calls(base, int(calls), int(width), Path(folder)))))
        return
    with provider(delay=given.delay, size=2_000) as bases:
        for processes in given.processes:
            found = floor(bases["custom_openai"], given.calls, given.width, processes)
            print(f"{processes} at once: {said(found, given.delay, given.width)}", flush=True)


if __name__ == "__main__":
    main()
