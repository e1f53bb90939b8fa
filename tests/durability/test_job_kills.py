"""Killed between the receipt for a job and its picture: the job is found again by its id, and never sent again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services.studio_at_work import studio_at_work
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import running_server

MODELS = {
    "black_forest_labs": "black_forest_labs/flux-2-pro",
    "replicate": "replicate/bytedance/seedream-5-pro",
    "fal_ai": "fal_ai/fal-ai/nano-banana-pro",
}


@pytest.mark.parametrize("ready", ["before the next start", "after it"])
def test_a_job_survives_a_kill(tmp_path: Path, ready: str) -> None:
    folder = tmp_path / "data"
    with running_server(Script(job_seconds=600)) as server:
        bases = {provider: server.base_url(provider) for provider in MODELS}
        command = [sys.executable, "-m", "tests.durability.job_victim", str(folder), json.dumps(bases)]
        with subprocess.Popen([*command, json.dumps([*MODELS.values()])], stdout=subprocess.PIPE, text=True) as victim:
            try:
                assert victim.stdout is not None
                run_id = victim.stdout.readline().strip()
                ends = time.monotonic() + 30
                while sum(job.polled > 0 for job in list(server.desk.jobs.values())) < len(MODELS):
                    assert time.monotonic() < ends, "not all were asked for"
                    time.sleep(0.01)
            finally:
                victim.kill()
        if ready == "before the next start":
            server.desk.finish()
        with studio_at_work(folder) as work:
            if ready == "after it":
                assert {each.state for each in work.run(run_id).generations} == {"running"}
                server.desk.finish()
            ended = work.finished(run_id)
            assert {model: each.state for model, each in ended.items()} == dict.fromkeys(MODELS.values(), "done")
            for generation in ended.values():
                (image_id,) = generation.image_ids
                stored = work.call(work.studio.store.original(image_id))
                assert stored.path.read_bytes() == png(2_000, 0)
        assert len(server.posts()) == server.billed == len(MODELS)
        assert server.desk.cancels == 0
