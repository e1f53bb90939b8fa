"""Batches over the wire: every task once, whatever the provider does, and nothing is paid twice."""

from __future__ import annotations

import base64
import csv
import io
import sqlite3
import sys
import zipfile
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from omniimage.bridge.api import Api
from omniimage.bridge.exposed import Exposed
from omniimage.contracts.batch import BatchParams, BatchTask, Taking
from omniimage.contracts.spend import Caps
from omniimage.errors import BadRequest, ModelMissing, NotFound
from tests.services.batch_bench import OPENAI, Bench, images
from tests.services.studio_at_work import KEY, studio_at_work
from tests.storage.stores import small_disk
from tests.wire.script import Script
from tests.wire.server import WireServer, running_server

POLLING = "replicate/bytedance/seedream-5-pro"
BY_URL = "siliconflow/Kwai-Kolors/Kolors"


def prompts(server: WireServer) -> list[bytes]:
    return [request.body for request in server.posts()]


@pytest.mark.parametrize("model", [OPENAI, POLLING, BY_URL, "offline/sketch"])
def test_every_task_is_asked_once_and_kept(bench: Bench, server: WireServer, model: str) -> None:
    server.script = Script(by_url=model == BY_URL, polls=1)
    batch = bench.made(6, [model], repeat=2)
    assert batch.state == "ready" and batch.counts == {"queued": 12} and not server.posts()
    bench.begin(batch)
    ended = bench.ended(batch)
    assert ended.counts == {"done": 12}
    assert all(len(task.image_ids) == 1 and task.error is None for task in ended.tasks)
    assert len({task.image_ids[0] for task in ended.tasks}) == 12
    assert server.billed == (0 if model.startswith("offline") else 12)
    assert bench.call(bench.studio.api_parts.history.list_runs("", None, 10)).total == 0


def test_base_images_go_with_their_line(bench: Bench, server: WireServer, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 3)
    rows = [{"file": f"SHOE {number}.png", "colour": colour} for number, colour in enumerate(("red", "blue", "green"))]
    params = BatchParams(rows=rows, repeat=2)
    preview = bench.call(bench.desk.preview("a {colour} shoe, {name}", ids, [OPENAI], params))
    assert preview.tasks == 6 and preview.first[2].prompt == "a blue shoe, shoe 1"
    assert preview.known_cost > 0 and preview.models[0].problem is None
    batch = bench.call(bench.desk.create("shoes", "a {colour} shoe, {name}", ids, [OPENAI], params))
    bench.begin(batch)
    ended = bench.ended(batch)
    assert [task.base_image_id for task in ended.tasks] == [id for id in ids for _ in range(2)]
    assert ended.cost == pytest.approx(sum(task.cost or 0 for task in ended.tasks)) and ended.cost > 0
    assert len(server.posts("/images/edits")) == 6 and b"a green shoe, shoe 2" in b"".join(prompts(server))


def test_the_next_one_is_asked_for_while_the_last_ones_are_saved(bench: Bench, server: WireServer) -> None:
    """Of as many as may be under way at once: a disk that falls behind holds up the asking, too."""
    bench.studio.settings.update({"batch_at_once": 3})
    batch = bench.made(5, at_once={"openai": 1})

    async def hold_up_saving() -> AsyncExitStack:
        held = AsyncExitStack()
        assert await held.enter_async_context(bench.studio.store.gate.taking())
        return held

    held = bench.call(hold_up_saving())
    bench.begin(batch)
    bench.until(lambda: len(server.posts()) == 3)
    assert bench.get(batch).counts == {"running": 3, "queued": 2}
    bench.call(held.aclose())
    assert bench.ended(batch).counts == {"done": 5}
    assert server.billed == 5 and server.max_running == 1


def test_pause_holds_before_the_next_task_and_resume_goes_on(bench: Bench, server: WireServer) -> None:
    server.script = Script(delay=0.3)
    batch = bench.made(12, at_once={"openai": 2})
    bench.begin(batch)
    bench.until(lambda: len(server.posts()) >= 3)
    bench.call(bench.queue.pause(batch.id))
    sent = len(server.posts())
    paused = bench.ended(batch, "paused")
    # One whose row was committed before the pause may still have been on its way out.
    assert len(server.posts()) <= sent + 2 and server.max_running <= 2
    assert paused.counts["done"] + paused.counts["queued"] == 12
    bench.call(bench.queue.start(batch.id))
    assert bench.ended(batch).counts == {"done": 12} and server.billed == 12


def test_a_cap_stops_it_in_front_of_the_next_task(bench: Bench, server: WireServer) -> None:
    price = bench.call(bench.desk.preview("hat", [], [OPENAI], BatchParams())).known_cost
    bench.call(bench.studio.api_parts.spend.set_caps(Caps(day=price * 3.5)))
    batch = bench.made(8)
    bench.begin(batch)
    capped = bench.ended(batch, "capped")
    assert server.billed == 3 and capped.counts == {"done": 3, "queued": 5}
    assert capped.error is not None and capped.error.details["over"] > 0 and capped.error.details["cap"] == "day"
    bench.call(bench.studio.api_parts.spend.set_caps(Caps()))
    bench.call(bench.queue.start(batch.id))
    assert bench.ended(batch).counts == {"done": 8} and server.billed == 8


def test_cancel_retry_and_skip(bench: Bench, server: WireServer) -> None:
    server.script = Script(status=400)
    batch = bench.made(5)
    bench.begin(batch)
    failed = bench.ended(batch)
    assert failed.counts == {"failed": 5} and all(task.error for task in failed.tasks)
    server.script = Script()
    bench.call(bench.queue.skip_task(failed.tasks[0].id))
    bench.call(bench.queue.retry_task(failed.tasks[1].id, "a changed hat"))
    assert bench.ended(batch).counts == {"skipped": 1, "done": 1, "failed": 3}
    assert b"a changed hat" in prompts(server)[-1]
    assert bench.call(bench.queue.retry_failed(batch.id)) == 3
    assert bench.ended(batch).counts == {"skipped": 1, "done": 4}
    with pytest.raises(BadRequest):
        bench.call(bench.queue.start(batch.id))
    server.script = Script(hang=True)
    slow = bench.made(6, at_once={"openai": 2})
    bench.begin(slow)
    bench.until(lambda: server.running == 2)
    bench.call(bench.queue.cancel(slow.id))
    assert bench.ended(slow, "cancelled").counts == {"cancelled": 6}


@pytest.mark.parametrize("one", [True, False])
def test_what_was_put_back_as_the_studio_ended_can_be_gone_on_with(tmp_path: Path, server: WireServer, one: bool) -> None:
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        server.queue.append(Script(status=400))
        batch = bench.made(2)
        bench.begin(batch)
        (failed,) = [task for task in bench.ended(batch).tasks if task.state == "failed"]
        # As far as the first of the two transactions of a retry.
        rows = bench.queue._batches
        assert bench.call(rows.ask_anew(failed.id, None) if one else rows.requeue(batch.id, ("failed",))) == 1
    with studio_at_work(tmp_path / "data") as work:
        again = Bench(work.studio)
        assert again.get(batch).state == "paused" and len(server.posts()) == 2
        again.begin(batch)
        assert again.ended(batch).counts == {"done": 2} and len(server.posts()) == 3


def test_an_unknown_outcome_is_shown_and_never_sent_again_alone(bench: Bench, server: WireServer) -> None:
    server.queue.append(Script(drop="mid_body"))
    batch = bench.made(3)
    bench.begin(batch)
    assert bench.ended(batch).counts == {"done": 2, "unknown": 1}
    assert bench.call(bench.queue.retry_failed(batch.id)) == 0 and len(server.posts()) == 3
    (task,) = bench.get(batch, states=["unknown"]).tasks
    bench.call(bench.queue.retry_task(task.id, None))
    assert bench.ended(batch).counts == {"done": 3} and len(server.posts()) == 4


def test_two_batches_share_one_provider_fairly(bench: Bench, server: WireServer) -> None:
    server.script = Script(delay=0.05)
    first, second = bench.made(30, prompt="first {n}"), bench.made(10, prompt="second {n}")
    for batch in (first, second):
        bench.begin(batch)
    bench.call(bench.queue.pause(first.id))
    bench.ended(first, "paused")
    bench.ended(second)
    bench.begin(first)
    assert bench.ended(first).counts == {"done": 30} and server.billed == 40


def test_a_rate_limit_slows_it_and_all_come(bench: Bench, server: WireServer) -> None:
    server.queue.extend(Script(status=429, headers={"retry-after": "1"}) for _ in range(4))
    batch = bench.made(12)
    bench.begin(batch)
    bench.until(lambda: bench.queue._paces["openai"].per_minute is not None)
    bench.queue._paces["openai"].allow(64, None)
    assert bench.ended(batch, seconds=110).counts == {"done": 12}
    assert server.billed == 12 and len(server.posts()) == 16


def test_a_provider_that_is_down_is_waited_for(tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        with running_server() as server:
            bench.join(server)
        batch = bench.made(4)
        bench.begin(batch)
        bench.until(lambda: bench.get(batch).waiting, 40)
        assert bench.get(batch).state == "running" and bench.get(batch).waiting[0].reason == "provider_unavailable"
        # One that just came back is put in line again; then none of them counts as failed.
        bench.until(lambda: bench.get(batch).counts.get("failed") is None)
        bench.call(bench.queue.pause(batch.id))
        bench.ended(batch, "paused")
        with running_server() as server:
            bench.join(server)
            bench.begin(batch)
            assert bench.ended(batch).counts == {"done": 4} and server.billed == 4


def test_a_refused_key_stops_the_batch_and_loses_nothing(bench: Bench, server: WireServer) -> None:
    server.script = Script(status=401)
    batch = bench.made(200, at_once={"openai": 4})
    bench.begin(batch)
    halted = bench.ended(batch, "halted")
    assert halted.error is not None and halted.error.code == "auth_failed"
    assert halted.counts == {"queued": 200} and len(server.posts()) <= 8
    server.script = Script()
    bench.call(bench.studio.api_parts.keys.save("openai", KEY, server.base_url("openai")))
    bench.begin(batch)
    assert bench.ended(batch).counts == {"done": 200} and server.billed == 200


def test_a_base_image_that_is_gone_fails_alone(bench: Bench, server: WireServer, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 3)
    batch = bench.call(bench.desk.create("shoes", "{name}", ids, [OPENAI], BatchParams()))
    bench.call(bench.studio.store.original(ids[1])).path.unlink()
    bench.begin(batch)
    ended = bench.ended(batch)
    assert [task.state for task in ended.tasks] == ["done", "failed", "done"]
    assert ended.tasks[1].error is not None and server.billed == 2


def test_quitting_leaves_the_rest_for_the_next_start(tmp_path: Path, server: WireServer) -> None:
    server.script = Script(delay=0.2)
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        batch = bench.made(20, at_once={"openai": 3})
        bench.begin(batch)
        bench.until(lambda: len(server.delivered) >= 4)
    assert server.billed < 20
    with studio_at_work(tmp_path / "data") as work:
        ended = Bench(work.studio).ended(batch)
        assert ended.counts == {"done": 20} and server.billed == 20 == len(server.posts())


def test_what_cannot_be_a_batch(bench: Bench) -> None:
    for kind, arguments in (
        (BadRequest, ("{colour} hat", [], [OPENAI])),
        (BadRequest, (" ", [], [OPENAI])),
        (BadRequest, ("hat", [], [])),
        (ModelMissing, ("hat", [], ["openai/no-such"])),
        (NotFound, ("hat", ["img_0"], [OPENAI])),
    ):
        with pytest.raises(kind):
            bench.call(bench.desk.create("x", *arguments, BatchParams()))
    for id in ("batch_0", "task_0"):
        with pytest.raises(NotFound):
            bench.call(bench.queue.cancel(id))
    assert bench.call(bench.desk.list(None, 10)).batches == []


def test_pages_and_filters(bench: Bench) -> None:
    batch = bench.made(25, ["offline/poster", "offline/sketch"])
    seen: list[BatchTask] = []
    cursor = None
    while True:
        page = bench.get(batch, model="offline/sketch", states=["queued"], cursor=cursor, limit=10)
        seen += page.tasks
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [task.position for task in seen] == list(range(1, 50, 2))
    with pytest.raises(BadRequest):
        bench.get(batch, cursor="elsewhere")


def test_it_is_taken_away_named_after_its_base_images(bench: Bench, server: WireServer, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 3)
    server.queue.append(Script(status=400))
    batch = bench.call(bench.desk.create("shoes", "=cmd {name}", ids, [OPENAI], BatchParams(at_once={"openai": 1})))
    bench.begin(batch)
    ended = bench.ended(batch)
    api = Api(bench.studio.api_parts)
    bench.call(bench.studio.store.set_favourites(ended.tasks[2].image_ids[:1], True))
    which: Taking
    for which, count in (("all", 2), ("favourites", 1)):
        download = api.export_batch(batch.id, which=which)
        assert download.url is not None
        path, _ = bench.call(bench.studio.api_parts.exports.download(download.url.rpartition("/")[2]))
        with zipfile.ZipFile(path) as archive:
            names = sorted(archive.namelist())
            report = list(csv.DictReader(io.StringIO(archive.read("report.csv").decode("utf-8-sig"))))
        assert len(names) == count + 1 and names[-1] == "shoe 2_gpt-image-2_3.png"
        assert [line["state"] for line in report] == ["failed", "done", "done"]
        assert all(line["prompt"].startswith("'=cmd") for line in report)
        assert report[0]["file"] == "" and report[0]["error"] and report[2]["file"] == names[-1]
    with pytest.raises(BadRequest):
        api.export_batch(bench.made(1).id)


@pytest.mark.skipif(sys.platform == "win32", reason="no small disk there")
def test_a_full_disk_stops_it_and_it_goes_on_when_there_is_room(tmp_path: Path, server: WireServer) -> None:
    server.script = Script(delay=0.1, images=(100_000,))
    with small_disk(tmp_path / "disk", "size=400m") as disk, studio_at_work(disk / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        batch = bench.made(40, at_once={"openai": 2})
        bench.begin(batch)
        bench.until(lambda: len(server.delivered) >= 4)
        ballast = disk / "ballast"
        ballast.write_bytes(b"\0" * 190_000_000)
        halted = bench.ended(batch, "halted")
        assert halted.error is not None and halted.error.code == "storage_full"
        assert halted.counts["done"] + halted.counts["queued"] == 40 and server.billed < 40
        ballast.unlink()
        bench.begin(batch)
        assert bench.ended(batch).counts == {"done": 40}
        assert server.billed == len(server.posts()) == 40


def test_a_batch_from_the_future_runs_all_the_same(tmp_path: Path, server: WireServer) -> None:
    """The clock was set back since it was made and begun."""
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        bench.made(2)
        database = work.studio.paths.database
    with closing(sqlite3.connect(database)) as other:
        other.execute("UPDATE batches SET created = '2099-01-01T00:00:00.000Z', state = 'running'")
        other.commit()
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        (batch,) = bench.call(bench.desk.list(None, 10)).batches
        assert bench.ended(batch).counts == {"done": 2}


def test_a_large_batch_is_made_whole(bench: Bench) -> None:
    assert bench.get(bench.made(50_000)).counts == {"queued": 50_000}


def test_a_page_makes_runs_and_reads_one_in_plain_values(bench: Bench) -> None:
    exposed = Exposed(Api(bench.studio.api_parts))

    def ask(method: str, **arguments: Any) -> Any:
        answer = exposed.invoke(method, (), arguments)
        assert answer["ok"], answer
        return answer["data"]

    table = ask("read_table", name="a.csv", data=base64.b64encode(b"colour\nred\nblue\n").decode())
    params = {"rows": table["rows"], "repeat": 2, "aspect_ratio": "1:1"}
    asked = {"prompt": "a {colour} hat", "base_image_ids": [], "models": ["offline/poster"], "params": params}
    assert ask("preview_batch", **asked)["tasks"] == 4
    made = ask("create_batch", name="hats", **asked)
    assert made["params"]["repeat"] == 2 and made["total"] == 4
    ask("start_batch", batch_id=made["id"])
    bench.until(lambda: ask("get_batch", batch_id=made["id"])["state"] == "done", 40)
    found = ask("get_batch", batch_id=made["id"], states=["done"], limit=3)
    assert len(found["tasks"]) == 3 and found["next_cursor"] and found["counts"] == {"done": 4}
    assert [each["id"] for each in ask("list_batches")["batches"]] == [made["id"]]
    assert {"batch.changed", "task.changed"} <= {type for type, _ in bench.events}
    bad = exposed.invoke("create_batch", (), {"name": "x", **asked, "params": {"repeat": 0}})
    assert bad["error"]["code"] == "bad_request"
