"""A large batch: how long it takes to make and to open, and what share of the theoretical rate the queue reaches.

The theoretical rate is width / seconds of one call, as if the studio took no time at all. Every picture is on disk, fsynced
and announced by the end. Beside it stands how fast the same calls come, and what each costs, with nothing kept of them and
with the least that pays once and keeps: where that falls short of the theoretical rate, the machine is the limit.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks import kept_floor
from benchmarks.call_floor import ROUTE, floors
from benchmarks.provider import provider
from omniimage.app import Studio, build_studio
from omniimage.contracts.batch import BatchParams, TaskQuery
from omniimage.paths import DataPaths
from omniimage.providers import litellm_gate

MODEL = "custom_openai/bench"


def making(studio: Studio, tasks: int) -> tuple[float, float]:
    """Seconds to make a batch, and to open it (the median of nine)."""
    desk = studio.api_parts.batches
    params = BatchParams(rows=[{"sku": f"shoe-{number}", "colour": "red"} for number in range(tasks)])
    began = time.perf_counter()
    batch = studio.loop.call(desk.create("large", "a {colour} {sku} on white, number {n}", [], [MODEL], params))
    made = time.perf_counter() - began
    opened = []
    for _ in range(9):
        began = time.perf_counter()
        studio.loop.call(desk.get(batch.id))
        opened.append(time.perf_counter() - began)
    return made, statistics.median(opened)


def carrying_out(studio: Studio, tasks: int) -> float:
    """Seconds from the start to the batch's end."""
    desk, queue = studio.api_parts.batches, studio.api_parts.batch_queue
    params = BatchParams(rows=[{"sku": str(number)} for number in range(tasks)])
    batch = studio.loop.call(desk.create("rate", "shoe {sku}", [], [MODEL], params))
    began = time.perf_counter()
    studio.loop.call(queue.start(batch.id))
    while queue.active(batch.id):
        time.sleep(0.05)
    wall = time.perf_counter() - began
    ended = studio.loop.call(desk.get(batch.id, TaskQuery(limit=1)))
    assert ended.counts == {"done": tasks}, (ended.counts, ended.error)
    return wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", type=int, default=50_000, help="tasks of the batch that is made and opened")
    parser.add_argument("--tasks", type=int, default=5_000, help="tasks that are carried out")
    parser.add_argument("--delay", type=float, nargs="*", default=[0.2, 2.0], help="seconds of one call")
    parser.add_argument("--width", type=int, default=64)
    given = parser.parse_args()
    litellm_gate.warm()
    with tempfile.TemporaryDirectory() as folder:
        for delay in given.delay:
            with (
                provider(delay=delay, size=2_000) as bases,
                build_studio(DataPaths.default(Path(folder) / f"data-{delay}"), keychain=False) as studio,
            ):
                studio.loop.call(studio.api_parts.keys.save("custom_openai", "sk-benchmark", bases["custom_openai"]))
                studio.loop.call(studio.api_parts.keys.set_custom_models("custom_openai", ["bench"]))
                studio.settings.update({"concurrency_per_provider": given.width})
                if delay == given.delay[0]:
                    made, opened = making(studio, given.large)
                    print(f"{given.large} tasks: made in {made:.2f} s, opened in {opened * 1000:.0f} ms", flush=True)
                floor = floors(bases["custom_openai"], max(given.tasks // 10, 10 * given.width), given.width)
                said = ", ".join(f"{name} {each.rate:.0f}/s, {each.milliseconds:.1f} ms" for name, each in floor.items())
                print(f"calls of {delay} s, {given.width} wide, nothing kept, with their processor time: {said}", flush=True)
                kept = kept_floor.floor(bases["custom_openai"], given.tasks // 2, given.width)
                print(f"the least that pays once and keeps: {kept_floor.said(kept, delay, given.width)}", flush=True)
                carrying_out(studio, given.width)
                before, process = psutil.Process().memory_info().rss, psutil.Process()
                used = sum(process.cpu_times()[:2])
                wall = carrying_out(studio, given.tasks)
                share = given.tasks * delay / given.width / wall
                cpu = (sum(process.cpu_times()[:2]) - used) / given.tasks * 1000
                grown = (process.memory_info().rss - before) / 1e6
                print(
                    f"{given.tasks} tasks of {delay} s, {given.width} wide: {wall:.1f} s, {given.tasks / wall:.0f}/s,"
                    f" {share:.0%} of theory, {cpu:.1f} ms of processor each"
                    f" ({cpu / floor[ROUTE].milliseconds:.1f} × {ROUTE}),"
                    f" {given.tasks / wall / kept.rate:.2f} × the least's rate, RSS {grown:+.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
