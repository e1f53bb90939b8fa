"""A thousand generations of 2 MB, fifty at a time: what the engine's memory and file handles do."""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import psutil

from benchmarks.provider import provider
from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import FINAL_STATES, RunParams
from omniimage.paths import DataPaths
from omniimage.providers import litellm_gate

AT_ONCE = 50


def rounds(studio: Studio, count: int) -> list[tuple[int, float, int]]:
    """After each hundred generations: how many, resident megabytes of the engine's process, open file handles."""
    process = psutil.Process(os.getpid())
    models = [f"custom_openai/bench-{number}" for number in range(AT_ONCE)]
    figures = []
    for made in range(AT_ONCE, count + 1, AT_ONCE):
        run(studio, models)
        if made % 100 == 0:
            figures.append((made, process.memory_info().rss / 1e6, process.num_fds()))
    return figures


def run(studio: Studio, models: list[str]) -> None:
    done = threading.Event()
    ended: set[str] = set()

    def listen(type: str, data: dict[str, Any]) -> None:
        if type == "generation.changed" and data["generation"]["state"] in FINAL_STATES:
            assert data["generation"]["state"] == "done", data["generation"]["error"]
            ended.add(data["id"])
            if len(ended) == len(models):
                done.set()

    stop = studio.bus.subscribe(listen)
    studio.loop.call(studio.generation.start("A lighthouse at dusk", models, RunParams()))
    assert done.wait(120), f"{len(ended)} of {len(models)} ended"
    stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    given = parser.parse_args()
    litellm_gate.warm()
    with (
        tempfile.TemporaryDirectory() as folder,
        build_studio(DataPaths.default(Path(folder) / "data"), keychain=False) as studio,
        provider(delay=0.0, size=2_000_000) as bases,
    ):
        keys = studio.api_parts.keys
        studio.loop.call(keys.save("custom_openai", "", bases["custom_openai"]))
        studio.loop.call(keys.set_custom_models("custom_openai", [f"bench-{number}" for number in range(AT_ONCE)]))
        figures = rounds(studio, given.count)
    print("| generations | engine RSS MB | file handles |\n|---|---|---|")
    for made, rss, handles in figures:
        print(f"| {made} | {rss:.0f} | {handles} |")
    print(f"\nlast ÷ first: {figures[-1][1] / figures[0][1]:.2f}")


if __name__ == "__main__":
    main()
