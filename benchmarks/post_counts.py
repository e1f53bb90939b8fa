"""How often a request reaches the provider when it fails: POSTs and billed answers per generation, on every route."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import FINAL_STATES, Generation, RunParams
from omniimage.paths import DataPaths
from tests.wire.script import Script
from tests.wire.server import running_server

MODELS = {
    "openai": "openai/gpt-image-2",
    "gemini": "gemini/gemini-3-pro-image",
    "openrouter": "openrouter/google/gemini-nano-banana-2.1",
    "volcengine": "volcengine/doubao-seedream-4-5-251128",
}
FAULTS = {
    "500": [Script(status=500, billed=True)],
    "502, HTML": [Script(status=502, body=b"<html>Bad gateway</html>", content_type="text/html", billed=True)],
    "dropped before the answer": [Script(drop="before_headers")],
    "dropped in the answer": [Script(drop="mid_body")],
    "hang until the timeout": [Script(hang=True)],
    "429 twice, then refused": [
        Script(status=429, headers={"retry-after": "1"}),
        Script(status=429, headers={"retry-after": "1"}),
        Script(status=400, code="moderation_blocked"),
    ],
    "200": [Script()],
}


def generate(studio: Studio, model: str) -> Generation:
    started = studio.loop.call(studio.generation.start("A lighthouse", [model], RunParams()))
    while True:
        (generation,) = studio.loop.call(studio.api_parts.history.get_run(started.run_id)).generations
        if generation.state in FINAL_STATES:
            return generation
        time.sleep(0.05)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server() as server,
        build_studio(DataPaths.default(Path(folder) / "data"), keychain=False) as studio,
    ):
        studio.settings.update({"network_timeout_seconds": 10})
        for provider in MODELS:
            studio.loop.call(studio.api_parts.keys.save(provider, "sk-benchmark", server.base_url(provider)))
        print("| route | fault | POSTs | with an answer that costs | ends as |\n|---|---|---|---|---|")
        for provider, model in MODELS.items():
            for fault, scripts in FAULTS.items():
                server.queue.clear()
                server.queue.extend(scripts)
                posts, billed = len(server.posts()), server.billed
                generation = generate(studio, model)
                ends = generation.error.code if generation.error else generation.state
                counts = f"{len(server.posts()) - posts} | {server.billed - billed}"
                print(f"| {provider} | {fault} | {counts} | {ends} |", flush=True)


if __name__ == "__main__":
    main()
