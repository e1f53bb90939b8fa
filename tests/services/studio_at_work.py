"""A real studio on a temporary folder, its providers' addresses pointing at a loopback server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import FINAL_STATES, Generation, Run, RunParams
from omniimage.contracts.spend import Caps, Spend
from omniimage.paths import DataPaths
from tests.wire.server import WireServer

KEY = "sk-canary-4f9d2c7be81a0635"
MODELS = {
    "openai": "openai/gpt-image-2",
    "gemini": "gemini/gemini-3-pro-image",
    "openrouter": "openrouter/google/gemini-nano-banana-2.1",
    "volcengine": "volcengine/doubao-seedream-4-5-251128",
    "custom_openai": "custom_openai/local-model",
}


class StudioAtWork:
    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.events: list[tuple[str, dict[str, Any]]] = []
        studio.bus.subscribe(lambda type, data: self.events.append((type, data)))

    def connect(self, server: WireServer) -> None:
        keys = self.studio.api_parts.keys
        for provider in MODELS:
            self.call(keys.save(provider, KEY, server.base_url(provider)))
        self.call(keys.set_custom_models("custom_openai", ["local-model"]))

    def call(self, work: Any) -> Any:
        return self.studio.loop.call(work, 60)

    def start(self, models: Sequence[str], prompt: str = "A lighthouse at dusk", **params: Any) -> Run:
        started = self.call(self.studio.generation.start(prompt, models, RunParams(**params)))
        return self.run(started.run_id)

    def run(self, run_id: str) -> Run:
        run: Run = self.call(self.studio.api_parts.history.get_run(run_id))
        return run

    def finished(self, run_id: str, seconds: float = 30) -> dict[str, Generation]:
        """The generations by model, once all have ended."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            generations = self.run(run_id).generations
            if all(each.state in FINAL_STATES for each in generations) and not self.studio.generation.running_count():
                return {each.model: each for each in generations}
            time.sleep(0.02)
        raise AssertionError(f"not finished: {[(each.model, each.state) for each in generations]}")

    def finished_but(self, run_id: str, seconds: float = 30) -> dict[str, Generation]:
        """The same, while other runs may still be at work."""
        self.until(lambda: all(each.state in FINAL_STATES for each in self.run(run_id).generations), seconds)
        return {each.model: each for each in self.run(run_id).generations}

    def cap(self, **caps: Any) -> Spend:
        spend: Spend = self.call(self.studio.api_parts.spend.set_caps(Caps(**caps)))
        return spend

    def spend(self) -> Spend:
        spend: Spend = self.call(self.studio.api_parts.spend.get())
        return spend

    def price(self, model: str, **params: Any) -> float:
        estimate = self.call(self.studio.api_parts.models.estimate("x", [model], RunParams(**params)))
        assert estimate.models[0].cost
        return float(estimate.models[0].cost)

    def until(self, condition: Any, seconds: float = 15) -> None:
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, "waited in vain"
            time.sleep(0.02)


@contextmanager
def studio_at_work(folder: Path) -> Iterator[StudioAtWork]:
    with build_studio(DataPaths.default(folder), keychain=False) as studio:
        yield StudioAtWork(studio)
