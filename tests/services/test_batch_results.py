"""What becomes of a batch's pictures: a trial first, marks, follow-up steps, and looking among very many."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from omniimage.bridge.api import Api
from omniimage.contracts.batch import Batch, BatchParams, ConvertStep, CutOutStep, FollowUp
from omniimage.contracts.image_tools import ConvertOptions, CutOutOptions
from omniimage.contracts.images import ImageQuery
from omniimage.errors import BadRequest, NotFound
from omniimage.services.batch.queue import spread
from tests.services.batch_bench import OPENAI, Bench, images
from tests.services.studio_at_work import studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

SMALL = ConvertStep(action="convert", options=ConvertOptions(format="webp", width=32))
ABSENT = CutOutStep(action="bg_remove", options=CutOutOptions(model="u2net"))


def stepped(bench: Bench, count: int, steps: list[FollowUp]) -> Batch:
    return bench.made(count, follow_ups=steps)


def test_a_trial_lets_a_few_go_and_the_start_pays_none_of_them_twice(bench: Bench, server: WireServer) -> None:
    batch = bench.made(9)
    bench.call(bench.queue.start(batch.id, 3))
    tried = bench.ended(batch, "paused")
    assert tried.trial and tried.counts == {"done": 3, "queued": 6} and len(server.posts()) == 3
    assert [task.position for task in tried.tasks if task.state == "done"] == [0, 4, 8]
    with pytest.raises(BadRequest):
        bench.call(bench.queue.start(batch.id, 3))
    bench.begin(batch)
    ended = bench.ended(batch)
    assert not ended.trial and ended.counts == {"done": 9} and server.billed == len(server.posts()) == 9


def test_a_trial_stays_a_trial_over_a_restart(tmp_path: Path, server: WireServer) -> None:
    server.script = Script(delay=0.3)
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        batch = bench.made(8, at_once={"openai": 1})
        bench.call(bench.queue.start(batch.id, 2))
        bench.until(lambda: len(server.posts()) == 1)
    with studio_at_work(tmp_path / "data") as work:
        assert Bench(work.studio).ended(batch, "paused").counts == {"done": 2, "queued": 6} and server.billed == 2


def test_positions_of_a_trial_are_spread() -> None:
    assert spread(500, 3) == [0, 250, 499] and spread(2, 3) == [0, 1] and spread(5, 1) == [0]


def test_steps_are_done_to_every_picture_and_go_out_in_its_place(bench: Bench, server: WireServer, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 2)
    params = BatchParams(follow_ups=[SMALL], at_once={"openai": 1}, seed=7)
    batch = bench.call(bench.desk.create("shoes", "{name}", ids, [OPENAI], params))
    bench.begin(batch)
    ended = bench.ended(batch)
    assert ended.steps == {"done": 2} and ended.params.follow_ups == [SMALL]
    for task in ended.tasks:
        made = bench.call(bench.studio.store.get(task.made[task.image_ids[0]]))
        assert made.width == 32 and made.parent_id == task.image_ids[0] and task.steps == "done"
    bench.call(bench.queue.reject([ended.tasks[0].id], True))
    download = Api(bench.studio.api_parts).export_batch(batch.id, which="accepted")
    assert download.url is not None
    path, _ = bench.call(bench.studio.api_parts.exports.download(download.url.rpartition("/")[2]))
    with zipfile.ZipFile(path) as archive:
        report = list(csv.DictReader(io.StringIO(archive.read("report.csv").decode("utf-8-sig"))))
        assert [name for name in archive.namelist() if name.endswith(".webp")] == ["shoe 1_gpt-image-2_2.webp"]
    assert [line["mark"] for line in report] == ["rejected", ""] and report[1]["file"].endswith(".webp")
    assert float(report[1]["cost"]) > 0


def test_a_step_that_fails_is_told_and_costs_nothing_of_what_came(bench: Bench, server: WireServer) -> None:
    batch = stepped(bench, 2, [SMALL, ABSENT])
    bench.begin(batch)
    ended = bench.ended(batch)
    assert ended.counts == {"done": 2} and ended.steps == {"failed": 2}
    assert all(task.step_error and task.step_error.code == "model_missing" for task in ended.tasks)
    assert all(len(task.image_ids) == 1 and not task.made for task in ended.tasks)
    assert bench.get(batch, mark="steps_failed").matching == 2
    first = bench.call(bench.studio.store.list(ImageQuery(parent_id=ended.tasks[0].image_ids[0]))).images
    assert bench.call(bench.studio.api_parts.follow_ups.redo(batch.id)) == 2
    bench.until(lambda: bench.get(batch).steps == {"failed": 2})
    # What an earlier try has made is taken, and nothing is asked of the provider again.
    assert bench.call(bench.studio.store.list(ImageQuery(parent_id=ended.tasks[0].image_ids[0]))).images == first
    assert server.billed == 2


def test_steps_that_a_quit_cut_off_are_done_at_the_next_start(tmp_path: Path, server: WireServer) -> None:
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        batch = stepped(bench, 12, [SMALL])
        bench.begin(batch)
        bench.until(lambda: bench.get(batch).counts.get("done", 0) == 12)
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        ended = bench.ended(batch)
        assert ended.steps == {"done": 12} and server.billed == 12
        made = [bench.call(bench.studio.store.list(ImageQuery(parent_id=task.image_ids[0]))) for task in ended.tasks]
        assert all(page.total == 1 for page in made)


def test_a_batch_that_is_forgotten_while_its_steps_are_done_stops_no_other(bench: Bench, server: WireServer) -> None:
    first, second = stepped(bench, 3, [SMALL]), stepped(bench, 2, [SMALL])
    bench.begin(first)
    at_work = bench.ended(first).tasks
    bench.call(bench.queue.remove(first.id))
    bench.call(bench.studio.api_parts.follow_ups._all(at_work))
    bench.begin(second)
    assert bench.ended(second).steps == {"done": 2}


def test_looking_among_tasks(bench: Bench, server: WireServer, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 3)
    server.queue.append(Script(status=400))
    params = BatchParams(at_once={"openai": 1})
    batch = bench.call(bench.desk.create("shoes", "photo of {name}", ids, [OPENAI], params))
    bench.begin(batch)
    bench.ended(batch)
    assert bench.get(batch, text="SHOE 1").matching == 1 and bench.get(batch, text="photo").matching == 3
    assert [task.position for task in bench.get(batch, sort="-position").tasks] == [2, 1, 0]
    assert bench.get(batch, sort="cost").tasks[-1].state == "failed"
    assert [task.position for task in bench.get(batch, offset=1, limit=1).tasks] == [1]
    assert bench.get(batch, states=["done"]).matching == 2
    second = bench.get(batch).tasks[1]
    bench.call(bench.studio.store.set_favourites(second.image_ids[:1], True))
    bench.call(bench.queue.reject([second.id], True))
    for mark in ("favourite", "rejected"):
        assert [task.id for task in bench.get(batch, mark=mark).tasks] == [second.id]
    bench.call(bench.queue.reject([second.id], False))
    assert bench.get(batch, mark="rejected").matching == 0


def test_an_unknown_one_may_be_left_and_a_batch_forgotten(bench: Bench, server: WireServer) -> None:
    server.queue.append(Script(drop="mid_body"))
    batch = bench.made(2)
    bench.begin(batch)
    (task,) = [task for task in bench.ended(batch).tasks if task.state == "unknown"]
    bench.call(bench.queue.skip_task(task.id))
    assert bench.get(batch).counts == {"done": 1, "skipped": 1} and len(server.posts()) == 2
    kept = [img_id for each in bench.get(batch).tasks for img_id in each.image_ids]
    bench.call(bench.queue.remove(batch.id))
    with pytest.raises(NotFound):
        bench.get(batch)
    assert bench.call(bench.studio.store.get(kept[0])).id == kept[0]
