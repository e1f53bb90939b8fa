"""Killed between an answer that only points at its pictures and their download: the next start fetches them, unpaid."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import FINAL_STATES, Generation
from omniimage.paths import DataPaths
from tests.durability.campaign import live_in_fork
from tests.wire.script import Script
from tests.wire.server import WireServer, running_server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork server on Windows")

PICTURE = "/files/0.png"


@pytest.fixture
def server() -> Iterator[WireServer]:
    with running_server(Script(by_url=True)) as server:
        yield server


@pytest.fixture
def killed(tmp_path: Path, server: WireServer) -> DataPaths:
    """A data folder whose studio was killed while it waited for pictures it had paid for."""
    server.files[PICTURE] = Script(hang=True)
    paths = DataPaths.default(tmp_path / "data")
    forks = multiprocessing.get_context("forkserver")
    bases = {name: server.base_url(name) for name in ("openai", "gemini", "openrouter", "volcengine")}
    victim = forks.Process(target=live_in_fork, args=(str(paths.root), bases, str(tmp_path / "announced"), 1, 0))
    victim.start()
    ends = time.monotonic() + 60
    while len(waiting(paths)) < 3:
        assert time.monotonic() < ends, "no answer came"
        time.sleep(0.05)
    victim.kill()
    victim.join()
    server.files.clear()
    return paths


def waiting(paths: DataPaths) -> set[str]:
    """The attempts whose answer points at a picture."""
    answers = paths.spool.glob("*/answer.json")
    return {answer.parent.name for answer in answers if PICTURE.encode() in answer.read_bytes()}


def ended(studio: Studio, attempts: set[str]) -> dict[str, Generation]:
    """The generations of these attempts, once they have ended."""
    history = studio.api_parts.history
    found = {}
    for attempt in attempts:
        while True:
            generation = studio.loop.call(history.generation_of_attempt(attempt))
            if generation.state in FINAL_STATES:
                break
            time.sleep(0.02)
        found[generation.id] = generation
    return found


def test_the_next_start_fetches_them(killed: DataPaths, server: WireServer) -> None:
    attempts, posts = waiting(killed), len(server.posts())
    studio = build_studio(killed, keychain=False)
    told: list[dict[str, Any]] = []
    studio.bus.subscribe(lambda type, data: told.append(data["generation"]) if type == "generation.changed" else None)
    with studio:
        found = ended(studio, attempts)
        assert {each.state for each in found.values()} == {"done"}
        # Nobody was told in the meantime that they had never been sent.
        assert {each["state"] for each in told if each["id"] in found} <= {"running", "done"}
        assert len(server.posts()) == posts


def test_an_address_that_does_not_answer_is_asked_again_by_retry_and_not_paid_again(
    killed: DataPaths, server: WireServer
) -> None:
    attempts, posts = waiting(killed), len(server.posts())
    server.files[PICTURE] = Script(status=503)
    with build_studio(killed, keychain=False) as studio:
        failed = ended(studio, attempts).values()
        for generation in failed:
            assert generation.state == "failed"
            assert generation.error is not None and generation.error.details["charged"] == "yes"
        server.files.clear()
        for generation in failed:
            studio.loop.call(studio.generation.retry(generation.id))
        for retried in ended(studio, attempts).values():
            assert retried.state == "done" and len(retried.image_ids) == 1
        assert len(server.posts()) == posts
