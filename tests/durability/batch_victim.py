"""The studio that gets killed while its batch runs. Importing it loads litellm, for a fork server pays for that once."""

from __future__ import annotations

import time

from omniimage.app import build_studio
from omniimage.contracts.batch import BatchParams
from omniimage.paths import DataPaths
from omniimage.providers import litellm_gate
from tests.durability.victim import MODELS, connect

litellm_gate.warm()


def live(folder: str, bases: dict[str, str], lines: int) -> None:
    """Go on with the batch that is there, or make it; run until killed."""
    with build_studio(DataPaths.default(folder), keychain=False) as studio:
        connect(studio, bases)
        desk, queue = studio.api_parts.batches, studio.api_parts.batch_queue
        page = studio.loop.call(desk.list(None, 1))
        if page.batches:
            (batch,) = page.batches
        else:
            models = [MODELS[provider] for provider in bases]
            rows = [{"tag": f"kill-0-{number}"} for number in range(lines)]
            # Narrow, so that it takes many lives.
            params = BatchParams(rows=rows, at_once=dict.fromkeys(bases, 2))
            batch = studio.loop.call(desk.create("killed", "{tag} a lighthouse", [], models, params))
        if batch.state not in ("done", "cancelled"):
            studio.loop.call(queue.start(batch.id))
        time.sleep(3600)
