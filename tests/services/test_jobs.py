"""Jobs at providers through the whole studio: followed, cancelled, left at the end, found again at the next start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.studio_at_work import KEY, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

MODELS = {
    "black_forest_labs": "black_forest_labs/flux-2-pro",
    "replicate": "replicate/bytedance/seedream-5-pro",
    "fal_ai": "fal_ai/fal-ai/nano-banana-pro",
}
ALL = [*MODELS.values()]
by_provider = pytest.mark.parametrize("provider", MODELS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def connect(work: StudioAtWork, server: WireServer) -> None:
    for provider in MODELS:
        work.call(work.studio.api_parts.keys.save(provider, KEY, server.base_url(provider)))


@pytest.fixture
def work(folder: Path, server: WireServer) -> Iterator[StudioAtWork]:
    with studio_at_work(folder) as work:
        connect(work, server)
        yield work


def attempt_of(work: StudioAtWork, run_id: str):
    (attempt,) = work.run(run_id).generations[0].attempts
    return attempt


def test_every_job_brings_its_picture_and_keeps_it(work: StudioAtWork, server: WireServer) -> None:
    server.script = Script(polls=1)
    ended = work.finished(work.start(ALL).id)
    assert {model: each.state for model, each in ended.items()} == dict.fromkeys(ALL, "done")
    assert len(server.posts()) == server.billed == 3
    assert ended[MODELS["black_forest_labs"]].cost == 0.045
    assert all(len(each.image_ids) == 1 and each.attempts[0].remote_id for each in ended.values())
    assert not any(KEY in json.dumps(data) for _, data in work.events)


def test_a_rate_limit_is_waited_out_and_nothing_else_is_sent_again(work: StudioAtWork, server: WireServer) -> None:
    server.queue.append(Script(status=429, headers={"Retry-After": "0.2"}))
    ended = work.finished(work.start([MODELS["replicate"]]).id)
    assert ended[MODELS["replicate"]].state == "done" and server.billed == 1 and len(server.posts()) == 2


@by_provider
def test_cancel_reaches_the_provider_where_it_can(work: StudioAtWork, server: WireServer, provider: str) -> None:
    server.script = Script(job_seconds=60)
    run = work.start([MODELS[provider]])
    work.until(lambda: server.desk.polled)
    for _ in range(3):
        work.call(work.studio.generation.cancel(run.generations[0].id))
    (generation,) = work.finished(run.id).values()
    assert generation.state == "cancelled" and generation.error is not None
    told = "impossible" if provider == "black_forest_labs" else "asked"
    expected = {"charged": "unknown", "reason": f"remote_cancel_{told}"}
    assert generation.error.details | expected == generation.error.details
    assert server.desk.cancels == (told == "asked")
    assert generation.attempts[0].state == "cancelled"
    asked = server.desk.polled
    work.call(work.studio.generation.cancel(run.id))
    assert server.desk.polled == asked and server.desk.cancels <= 1


def test_a_cancel_that_comes_too_late_keeps_the_picture(work: StudioAtWork, server: WireServer) -> None:
    server.script = Script(job_seconds=0.8)
    server.desk.cancel_status = 400
    run = work.start([MODELS["fal_ai"]])
    work.until(lambda: server.desk.polled)
    work.call(work.studio.generation.cancel(run.generations[0].id))
    (generation,) = work.finished(run.id).values()
    assert generation.state == "done" and len(generation.image_ids) == 1 and len(server.posts()) == 1


@by_provider
def test_what_is_at_work_at_the_end_is_found_again_at_the_start(folder: Path, server: WireServer, provider: str) -> None:
    server.script = Script(job_seconds=600)
    with studio_at_work(folder) as work:
        connect(work, server)
        run = work.start([MODELS[provider]])
        work.until(lambda: server.desk.polled)
    assert server.desk.cancels == 0
    with studio_at_work(folder) as work:
        (generation,) = work.run(run.id).generations
        assert generation.state == "running" and generation.error is None
        server.desk.finish()
        (generation,) = work.finished(run.id).values()
        assert generation.state == "done" and len(generation.image_ids) == 1
        assert generation.cost is not None or provider == "replicate"
        assert [type for type, _ in work.events if type in ("image.added", "generation.changed")][-1] == "generation.changed"
        assert "image.added" in [type for type, _ in work.events]
    assert len(server.posts()) == server.billed == 1


def test_a_job_found_again_can_be_cancelled(folder: Path, server: WireServer) -> None:
    server.script = Script(job_seconds=60)
    with studio_at_work(folder) as work:
        connect(work, server)
        run = work.start([MODELS["replicate"]])
        work.until(lambda: server.desk.polled)
    with studio_at_work(folder) as work:
        work.call(work.studio.generation.cancel(run.generations[0].id))
        (generation,) = work.finished(run.id).values()
        assert generation.state == "cancelled" and server.desk.cancels == 1
    with studio_at_work(folder) as work:
        assert work.run(run.id).generations[0].state == "cancelled"
    assert server.billed == 1 and len(server.posts("seedream-5-pro/predictions")) == 1


def test_several_jobs_of_one_generation_are_all_found_again(folder: Path, server: WireServer) -> None:
    server.script = Script(job_seconds=2)
    with studio_at_work(folder) as work:
        connect(work, server)
        run = work.start([MODELS["black_forest_labs"]], n=3)
        work.until(lambda: len(server.desk.jobs) == 3 and server.desk.polled >= 3)
    with studio_at_work(folder) as work:
        (generation,) = work.finished(run.id).values()
        assert generation.state == "done" and len(generation.image_ids) == 3
        assert generation.cost == pytest.approx(3 * 0.045)
    assert len(server.posts()) == 3


def test_a_job_that_fails_after_the_restart_says_so(folder: Path, server: WireServer) -> None:
    server.script = Script(job_seconds=1.5, ends="refused")
    with studio_at_work(folder) as work:
        connect(work, server)
        run = work.start([MODELS["replicate"]])
        work.until(lambda: server.desk.polled)
    with studio_at_work(folder) as work:
        (generation,) = work.finished(run.id).values()
        assert generation.state == "refused" and generation.error is not None
        assert attempt_of(work, run.id).state == "refused"


def test_a_key_refused_while_asking_never_sends_the_job_again(work: StudioAtWork, server: WireServer) -> None:
    """Not with the same key, and not with the provider's other one."""
    work.call(work.studio.api_parts.keys.add("replicate", "sk-the-second-canary-5512", "second"))
    server.script = Script(job_seconds=0.5)
    server.desk.polls.extend([Script(status=402), Script(status=402)])
    run = work.start([MODELS["replicate"]])
    (generation,) = work.finished(run.id).values()
    assert generation.state == "failed" and len(server.posts()) == 1
    assert attempt_of(work, run.id).state == "accepted"
    server.desk.polls.clear()
    work.call(work.studio.generation.retry(generation.id))
    (generation,) = work.finished(run.id).values()
    assert generation.state == "done" and len(server.posts()) == 1


def test_without_a_key_a_job_waits_and_retry_pays_nothing(folder: Path, server: WireServer) -> None:
    server.script = Script(job_seconds=600)
    with studio_at_work(folder) as work:
        connect(work, server)
        run = work.start([MODELS["replicate"]])
        work.until(lambda: server.desk.polled)
        work.call(work.studio.api_parts.keys.remove("replicate"))
    with studio_at_work(folder) as work:
        (generation,) = work.finished(run.id).values()
        assert generation.state == "failed" and generation.error is not None
        assert generation.error.code == "auth_failed" and generation.error.details["charged"] == "unknown"
        assert attempt_of(work, run.id).state == "accepted"
        connect(work, server)
        server.desk.finish()
        work.call(work.studio.generation.retry(generation.id))
        (generation,) = work.finished(run.id).values()
        assert generation.state == "done" and len(generation.image_ids) == 1
    assert len(server.posts()) == 1
