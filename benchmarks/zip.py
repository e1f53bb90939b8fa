"""A ZIP of 500 images of 2 MB against copying the same files, and the engine's memory meanwhile."""

from __future__ import annotations

import argparse
import os
import shutil
import struct
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil

from omniimage.app import Studio, build_studio
from omniimage.contracts.image_tools import ExportOptions
from omniimage.contracts.images import Image
from omniimage.paths import DataPaths
from tests.wire.pictures import png


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--size", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        build_studio(DataPaths.default(Path(name) / "data"), keychain=False) as studio,
    ):
        folder = Path(name)
        images = stocked(studio, folder, given.count, given.size)
        files = [studio.loop.call(studio.store.original(image.id)).path for image in images]
        copies, zips, bare, peaks = [], [], [], []
        for _ in range(given.rounds):
            copies.append(copy(files, folder / "copies"))
            bare.append(zip_of(studio, images, folder / "bare.zip", ExportOptions(recipe=False))[0])
            seconds, above_idle = zip_of(studio, images, folder / "out.zip", ExportOptions())
            zips.append(seconds)
            peaks.append(above_idle)
        whole = sum(file.stat().st_size for file in files) / 1e9
        print("| what | seconds | × copying |\n|---|---|---|")
        for what, taken in (("copying the files", copies), ("ZIP, bytes as they are", bare), ("ZIP with recipes", zips)):
            print(f"| {what} | {median(taken):.2f} | {median(taken) / median(copies):.2f} |")
        print(
            f"\n{given.count} files, {whole:.2f} GB, {given.rounds} rounds in turn, medians. Load {os.getloadavg()[0]:.1f}."
        )
        print(f"Memory above idle: {max(peaks) / 1e6:.0f} MB (target 64).")


def stocked(studio: Studio, folder: Path, count: int, size: int) -> list[Image]:
    """Different pictures in the library, all made of one."""
    seed = folder / "seed.png"
    seed.write_bytes(png(size))
    (parent,) = studio.loop.call(studio.api_parts.library.import_files([seed])).image_ids
    image = studio.loop.call(studio.store.get(parent))
    data = png(size)
    made = []
    for number in range(count):
        # One more text chunk makes other bytes of the same picture.
        file = folder / "work.png"
        file.write_bytes(data[:-12] + _text(number) + data[-12:])
        made += studio.loop.call(studio.store.save_derived(image, "converted", [(file, {"action": "convert"})]))
    return made


def _text(number: int) -> bytes:
    body = b"tEXt" + b"number\0%06d" % number
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def copy(files: list[Path], folder: Path) -> float:
    folder.mkdir()
    began = time.perf_counter()
    for number, file in enumerate(files):
        shutil.copyfile(file, folder / f"{number}.png")
    seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    return seconds


def zip_of(studio: Studio, images: list[Image], target: Path, options: ExportOptions) -> tuple[float, int]:
    exports, jobs = studio.api_parts.exports, studio.api_parts.jobs
    with memory() as above_idle:
        began = time.perf_counter()
        started = studio.loop.call(exports.zip_to(target, [image.id for image in images], options))
        job = studio.loop.call(jobs.wait(started.job_id or ""))
        seconds = time.perf_counter() - began
    assert job.state == "done" and not job.failures, job
    target.unlink()
    return seconds, above_idle[0]


@contextmanager
def memory() -> Iterator[list[int]]:
    """The most resident memory above what it was before, sampled."""
    process, stop, peak = psutil.Process(), threading.Event(), [0]
    idle = process.memory_info().rss

    def sample() -> None:
        while not stop.wait(0.01):
            peak[0] = max(peak[0], process.memory_info().rss - idle)

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    main()
