"""What waits and what is left over: nothing that was paid for is out of sight, and what can go on does."""

from __future__ import annotations

from pathlib import Path

import pytest

from omniimage.errors import NotFound
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

PHRASE = "correct horse battery"
JOB = "replicate/bytedance/seedream-5-pro"
NO_IMAGE = b"<html>this is not a picture</html>" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def connect(work: StudioAtWork, server: WireServer) -> None:
    for provider in ("openai", "replicate", "siliconflow"):
        work.call(work.studio.api_parts.keys.save(provider, KEY, server.base_url(provider)))


def test_a_paid_answer_that_is_no_image_stays_in_sight(folder: Path, server: WireServer) -> None:
    server.script = Script(images=(NO_IMAGE,))
    with studio_at_work(folder) as work:
        connect(work, server)
        (generation,) = work.finished(work.start([MODELS["openai"]]).id).values()
        assert generation.state == "failed" and generation.error is not None and generation.error.code == "not_an_image"
        assert generation.error.details["charged"] == "unknown"
    with studio_at_work(folder) as work:
        leftovers = work.studio.api_parts.leftovers
        (left,) = work.call(leftovers.list())
        assert (left.generation_id, left.model, left.files) == (generation.id, MODELS["openai"], 2)
        assert left.bytes > len(NO_IMAGE) and left.error is not None and left.error.code == "not_an_image"
        assert (Path(left.path) / "part-0").read_bytes() == NO_IMAGE
        assert work.call(leftovers.folder(left.attempt_id)) == Path(left.path)
        with pytest.raises(NotFound):
            work.call(leftovers.discard("../../etc"))
        assert work.call(leftovers.discard(left.attempt_id)) == [] and not Path(left.path).exists()


def test_a_studio_whose_disk_refuses_at_the_end_lets_go_of_its_folder(folder: Path) -> None:
    with studio_at_work(folder) as work:
        image = work.finished(work.start(["offline/poster"]).id)["offline/poster"].image_ids[0]
        work.call(work.studio.store.trash([image]))
        # As where the database can no longer be read: what is due for the system's bin is not even known.
        work.studio.database.close()
    with studio_at_work(folder) as work:
        assert work.call(work.studio.store.get(image)).id == image


def test_what_is_saved_at_work_or_refused_before_work_leaves_nothing_over(folder: Path, server: WireServer) -> None:
    with studio_at_work(folder) as work:
        connect(work, server)
        server.queue.extend([Script(), Script(status=400), Script(drop="before_headers"), Script(status=401)])
        for _ in range(4):
            work.finished(work.start([MODELS["openai"]]).id)
        server.script = Script(hang=True)
        run = work.start([MODELS["openai"]])
        work.until(lambda: server.running)
        assert work.call(work.studio.api_parts.leftovers.list()) == []
        work.call(work.studio.generation.cancel(run.id))


def test_jobs_that_wait_behind_the_passphrase_go_on_once_it_is_given(folder: Path, server: WireServer) -> None:
    server.script = Script(job_seconds=600)
    with studio_at_work(folder) as work:
        connect(work, server)
        work.call(work.studio.api_parts.vault.set_passphrase(PHRASE, ""))
        run = work.start([JOB])
        work.until(lambda: server.desk.polled)
    with studio_at_work(folder) as work:
        (generation,) = work.finished(run.id).values()
        assert generation.error is not None and generation.error.code == "locked"
        work.events.clear()
        server.desk.finish()
        work.call(work.studio.api_parts.vault.unlock(PHRASE))
        work.until(lambda: work.run(run.id).generations[0].state == "done")
        assert len(work.run(run.id).generations[0].image_ids) == 1
        assert "image.added" in [type for type, _ in work.events]
    assert len(server.posts()) == server.billed == 1


def test_unlocking_leaves_what_is_at_work_alone(folder: Path, server: WireServer) -> None:
    server.script = Script(job_seconds=1.0)
    with studio_at_work(folder) as work:
        connect(work, server)
        work.call(work.studio.api_parts.vault.set_passphrase(PHRASE, ""))
        run = work.start([JOB])
        work.until(lambda: server.desk.polled)
        work.call(work.studio.api_parts.vault.lock())
        work.call(work.studio.api_parts.vault.unlock(PHRASE))
        (generation,) = work.finished(run.id).values()
        assert generation.state == "done" and len(generation.image_ids) == 1
        assert [type for type, _ in work.events].count("image.added") == 1
    assert server.billed == 1


def test_a_download_that_goes_on_at_start_can_be_stopped_and_is_not_lost(folder: Path, server: WireServer) -> None:
    model = "siliconflow/Kwai-Kolors/Kolors"
    picture = f"{server.origin}/files/0.png"
    server.script = Script(urls=(picture,))
    server.files["/files/0.png"] = Script(status=503, billed=False)
    with studio_at_work(folder) as work:
        connect(work, server)
        run = work.start([model])
        work.finished(run.id)
    server.files["/files/0.png"] = Script(hang=True)
    with studio_at_work(folder) as work:
        work.until(lambda: server.running)
        work.call(work.studio.generation.cancel(run.generations[0].id))
        work.until(lambda: not work.studio.recovery.is_following(run.generations[0].id))
        (generation,) = work.run(run.id).generations
        assert generation.state == "cancelled" and generation.error is not None
        assert generation.error.details["reason"] == "download_stopped" and generation.error.details["charged"] == "yes"
        assert work.call(work.studio.api_parts.leftovers.list()) == []
        # A retry fetches it again, and can be stopped as well.
        assert work.call(work.studio.generation.retry(generation.id)).state == "running"
        work.until(lambda: server.running)
        work.call(work.studio.generation.cancel(generation.id))
        work.until(lambda: work.run(run.id).generations[0].state == "cancelled")
        del server.files["/files/0.png"]
        work.call(work.studio.generation.retry(generation.id))
        work.until(lambda: work.run(run.id).generations[0].state == "done")
    assert len(server.posts()) == 1
