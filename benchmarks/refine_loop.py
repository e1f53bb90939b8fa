"""What the studio's own loop costs: wall time of a refinement over that of its calls, for each iteration. Loopback."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from omniimage.contracts.runs import ModelParams
from tests.services.refining import KEY, OVER_THE_WIRE, Refining, refining
from tests.wire.chat import running_chats
from tests.wire.refining import RefiningBrain
from tests.wire.server import running_server

GOAL = "three red apples on a wooden table at dusk, calm mood, no people"
MODEL = "openai/gpt-image-2"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=6)
    parser.add_argument("--iterations", type=int, default=8)
    given = parser.parse_args()
    with running_chats() as chats, running_server() as images, tempfile.TemporaryDirectory() as folder:
        chats.brain = RefiningBrain(misses=0.4, invents=0.3, blind=True)
        with refining(Path(folder)) as desk:
            desk.api.save_config("openrouter", KEY, chats.base_url("openai"))
            desk.api.save_config("openai", KEY, images.base_url("openai"))
            once(desk, 1)  # loads litellm and starts the decoding processes
            found = [each for _ in range(given.sessions) for each in [once(desk, given.iterations)]]
    median = statistics.median(found)
    print("| what | median | at most |\n|---|---|---|")
    print(f"| loop, over its calls, per iteration | {median * 1000:.1f} ms | 50 ms |")
    if median > 0.05:
        raise SystemExit(1)


def once(desk: Refining, iterations: int) -> float:
    """Seconds per iteration beyond those of the calls."""
    session = desk.create(GOAL, MODEL, image_params=ModelParams(), roles=OVER_THE_WIRE)
    session = desk.first(session)
    before, made = spent(desk, session.id), len(session.iterations)
    began = time.perf_counter()
    session = desk.ran(session, iterations)
    took = time.perf_counter() - began
    return (took - (spent(desk, session.id) - before)) / max(1, len(session.iterations) - made)


def spent(desk: Refining, id: str) -> float:
    """Seconds that its calls took, of chat models and for images."""
    chats = sum(row["seconds"] or 0.0 for row in desk.calls() if row["owner"] == id)
    history = desk.studio.api_parts.history
    return chats + sum(each.seconds or 0.0 for each in desk.studio.loop.call(history.of_session(id)))


if __name__ == "__main__":
    main()
