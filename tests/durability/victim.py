"""The studio that gets killed: it presses Generate without end, on every route.

Importing this module loads litellm, so that a fork server pays for it once and not at every life.
"""

from __future__ import annotations

import itertools
import os
import random
import time

from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import RunParams
from omniimage.paths import DataPaths
from omniimage.providers import litellm_gate

litellm_gate.warm()

MODELS = {
    "openai": "openai/gpt-image-2",
    "gemini": "gemini/gemini-3-pro-image",
    "openrouter": "openrouter/google/gemini-nano-banana-2.1",
    "volcengine": "volcengine/doubao-seedream-4-5-251128",
    "black_forest_labs": "black_forest_labs/flux-2-pro",
    "replicate": "replicate/bytedance/seedream-5-pro",
    "fal_ai": "fal_ai/fal-ai/nano-banana-pro",
}
MOST_AT_WORK = 16


def live(folder: str, bases: dict[str, str], announced: str, seed: int, life: int) -> None:
    """Run until killed. Every picture that is announced is written down in the file `announced`, as its generation's id."""
    chance = random.Random(seed * 1000 + life)
    offered = sorted(MODELS[provider] for provider in bases)
    log = os.open(announced, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with build_studio(DataPaths.default(folder), keychain=False) as studio:

        def note(type: str, data: dict[str, dict[str, str]]) -> None:
            if type == "image.added":
                os.write(log, f"{data['image']['generation_id']}\n".encode())

        studio.bus.subscribe(note)
        connect(studio, bases)
        for number in itertools.count():
            while studio.generation.running_count() > MOST_AT_WORK:
                time.sleep(0.01)
            prompt = f"kill-{life}-{number} a lighthouse"
            models = chance.sample(offered, chance.randint(1, len(offered)))
            studio.loop.call(studio.generation.start(prompt, models, RunParams()))
            time.sleep(chance.uniform(0, 0.1))


def connect(studio: Studio, bases: dict[str, str]) -> None:
    keys = studio.api_parts.keys
    for provider, base in bases.items():
        studio.loop.call(keys.save(provider, "sk-canary-of-the-campaign", base))
