"""One press, many generations of 1 s with 2 MB each: the studio against bare httpx, on every route, in the same run.

The studio's time runs from `generate_all` to the last `generation.changed` that says done: by then every picture is on disk,
fsynced, in the database, and announced. httpx's runs until every answer is read and its base64 decoded; it keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks.provider import provider
from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import FINAL_STATES, RunParams
from omniimage.paths import DataPaths
from omniimage.providers import litellm_gate

ROUTES = ("openai", "custom_openai", "gemini", "openrouter", "volcengine")
PICTURE = re.compile(rb'"(?:data:image/png;base64,)?(iVBOR[A-Za-z0-9+/=]+)"')


def names(count: int) -> list[str]:
    return [f"bench-{number}" for number in range(count)]


def studio_wall(studio: Studio, route: str, count: int) -> float:
    done = threading.Event()
    ended: dict[str, str] = {}

    def listen(type: str, data: dict[str, Any]) -> None:
        if type == "generation.changed" and data["generation"]["state"] in FINAL_STATES:
            ended[data["id"]] = data["generation"]["state"]
            if len(ended) == count:
                done.set()

    stop = studio.bus.subscribe(listen)
    began = time.perf_counter()
    models = [f"{route}/{name}" for name in names(count)]
    studio.loop.call(studio.generation.start("A lighthouse at dusk", models, RunParams()))
    assert done.wait(120), f"{len(ended)} of {count} ended"
    wall = time.perf_counter() - began
    stop()
    assert set(ended.values()) == {"done"}, ended
    # Thumbnails are made beside all this; the next round starts with idle workers.
    time.sleep(2)
    return wall


async def httpx_wall(base: str, route: str, count: int) -> float:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(timeout=60, limits=limits, trust_env=False) as client:

        async def one(name: str) -> int:
            url, body = request(base, route, name)
            answer = await client.post(url, json=body, headers={"authorization": "Bearer x"})
            found = PICTURE.search(answer.content)
            assert found is not None
            return len(base64.b64decode(found[1]))

        began = time.perf_counter()
        await asyncio.gather(*(one(name) for name in names(count)))
        return time.perf_counter() - began


def request(base: str, route: str, name: str) -> tuple[str, dict[str, Any]]:
    prompt = "A lighthouse at dusk"
    if route == "gemini":
        return f"{base}/models/{name}:generateContent", {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}
    if route == "openrouter":
        return f"{base}/chat/completions", {"model": name, "messages": [{"role": "user", "content": prompt}]}
    return f"{base}/images/generations", {"model": name, "prompt": prompt, "size": "1024x1024"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="*", default=[8, 32, 64])
    parser.add_argument("--routes", nargs="*", default=ROUTES)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    litellm_gate.warm()
    with (
        tempfile.TemporaryDirectory() as folder,
        provider(delay=1.0, size=2_000_000) as bases,
        build_studio(DataPaths.default(Path(folder) / "data"), keychain=False) as studio,
    ):
        keys = studio.api_parts.keys
        for route in given.routes:
            studio.loop.call(keys.save(route, "sk-benchmark", bases[route]))
            studio.loop.call(keys.set_custom_models(route, names(max(given.counts))))
            studio_wall(studio, route, 1)
        studio.workers.warm()
        print("| route | generations | studio s | httpx s | ratio |\n|---|---|---|---|---|")
        for route in given.routes:
            for count in given.counts:
                pairs = [
                    (studio_wall(studio, route, count), asyncio.run(httpx_wall(bases[route], route, count)))
                    for _ in range(given.rounds)
                ]
                ours, bare = (statistics.median(walls) for walls in zip(*pairs, strict=True))
                ratio = statistics.median(own / other for own, other in pairs)
                print(f"| {route} | {count} | {ours:.2f} | {bare:.2f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
