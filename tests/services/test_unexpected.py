"""What nobody expected, provoked on the disk: rows that cannot be read. The queues go on and say what happened."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from peewee import OperationalError

from omniimage.app import build_studio
from omniimage.contracts.batch import ConvertStep
from omniimage.contracts.image_tools import ConvertOptions, ExportOptions
from omniimage.paths import DataPaths
from tests.services.batch_bench import Bench, images
from tests.services.studio_at_work import StudioAtWork
from tests.wire.server import WireServer

SMALL = ConvertStep(action="convert", options=ConvertOptions(format="webp", width=32))
WHAT = {"type": "JSONDecodeError"}


def on_disk(work: StudioAtWork, *commands: str) -> None:
    """Another hand in the studio's database."""
    with closing(sqlite3.connect(work.studio.paths.database, timeout=20)) as other:
        for command in commands:
            other.execute(command)
        other.commit()


def damage(table: str, column: str, where: str = "1") -> str:
    return f"UPDATE {table} SET {column} = '{{' WHERE {where}"


def damaging(name: str, table: str, event: str, then: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN {then}; END"


def test_a_task_whose_end_cannot_be_read_halts_its_batch_and_is_not_paid_twice(bench: Bench, server: WireServer) -> None:
    begun = "UPDATE ON generations WHEN NEW.state = 'running' AND NEW.sent != '{'"
    on_disk(bench, damaging("ruin", "generations", begun, damage("generations", "sent", "id = NEW.id")))
    batch = bench.made(4, at_once={"openai": 1})
    bench.begin(batch)
    halted = bench.ended(batch, "halted")
    assert halted.error is not None and halted.error.code == "internal" and halted.error.details == WHAT
    on_disk(bench, "DROP TRIGGER ruin", "UPDATE generations SET sent = '{}' WHERE sent = '{'")
    bench.begin(batch)
    assert bench.ended(batch).counts == {"done": 4} and server.billed == 4


def test_a_batch_that_cannot_be_begun_is_not_said_to_run(bench: Bench, server: WireServer) -> None:
    batch = bench.made(2)
    on_disk(bench, "ALTER TABLE batch_tasks RENAME COLUMN prompt TO lost")
    with pytest.raises(OperationalError):
        bench.begin(batch)
    on_disk(bench, "ALTER TABLE batch_tasks RENAME COLUMN lost TO prompt")
    halted = bench.ended(batch, "halted")
    assert halted.error is not None and halted.error.details == {"type": "OperationalError"}
    bench.begin(batch)
    assert bench.ended(batch).counts == {"done": 2} and server.billed == 2


def test_a_batch_that_cannot_be_read_keeps_no_studio_from_starting(tmp_path: Path, server: WireServer) -> None:
    paths = DataPaths.default(tmp_path / "left")
    with build_studio(paths, keychain=False) as studio:
        before = Bench(studio)
        before.join(server)
        lost, other = before.made(1), before.made(2)
    with closing(sqlite3.connect(paths.database)) as disk:
        disk.execute("UPDATE batches SET state = 'running'")
        disk.execute("UPDATE batches SET params = ? WHERE id = ?", ('{"repeat": "many"}', lost.id))
        disk.commit()
    with build_studio(paths, keychain=False) as studio:
        assert Bench(studio).ended(other).counts == {"done": 2} and server.billed == 2
    with closing(sqlite3.connect(paths.database)) as disk:
        ((state, error),) = disk.execute("SELECT state, error FROM batches WHERE id = ?", (lost.id,))
    assert state == "halted" and "ValidationError" in error


def test_the_queue_outlives_a_state_that_cannot_be_written(
    bench: Bench, server: WireServer, caplog: pytest.LogCaptureFixture
) -> None:
    refused = "CREATE TRIGGER refuse BEFORE UPDATE ON batches WHEN NEW.state = 'done' BEGIN SELECT RAISE(ABORT, 'no'); END"
    on_disk(bench, refused)
    batch, other = bench.made(3), bench.made(2)
    bench.begin(batch)
    bench.until(lambda: any("the queue could not go on: " in message for message in caplog.messages), 60)
    on_disk(bench, "DROP TRIGGER refuse")
    bench.begin(other)
    for each, count in ((batch, 3), (other, 2)):
        assert bench.ended(each).counts == {"done": count}
    assert server.billed == 5


def test_follow_up_steps_outlive_tasks_that_cannot_be_read(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    batch = bench.made(2, follow_ups=[SMALL])
    ruin = "UPDATE OF state ON batch_tasks WHEN NEW.state = 'done'"
    on_disk(bench, damaging("ruin", "batch_tasks", ruin, damage("batch_tasks", "made", "id = NEW.id")))
    bench.begin(batch)
    bench.until(lambda: "the follow-up steps could not go on: JSONDecodeError" in caplog.messages, 60)
    on_disk(bench, "DROP TRIGGER ruin", "UPDATE batch_tasks SET made = '{}'")
    assert bench.ended(batch).steps == {"done": 2}


def test_a_step_that_breaks_ends_no_other(bench: Bench) -> None:
    batch = bench.made(3, follow_ups=[SMALL], at_once={"openai": 1})
    first = "INSERT ON images WHEN NEW.kind = 'generated' AND (SELECT count(*) FROM images WHERE kind = 'generated') = 1"
    on_disk(bench, damaging("ruin", "images", first, damage("images", "recipe", "id = NEW.id")))
    bench.begin(batch)
    ended = bench.ended(batch)
    assert ended.counts == {"done": 3} and ended.steps == {"done": 2, "failed": 1}
    (error,) = [task.step_error for task in ended.tasks if task.step_error]
    assert (error.code, error.details) == ("internal", WHAT)


def test_a_job_tells_which_picture_broke_and_does_the_others(bench: Bench, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 3)
    on_disk(bench, damage("images", "recipe", f"id = '{ids[1]}'"))
    tools, jobs = bench.studio.api_parts.tools, bench.studio.api_parts.jobs
    started = bench.call(tools.process("convert", ids, ConvertOptions(format="webp", width=32)))
    job = bench.call(jobs.wait(started.job_id))
    assert (job.state, job.done, len(job.image_ids)) == ("done", 3, 2)
    (failure,) = job.failures
    assert (failure.image_id, failure.error.code, failure.error.details) == (ids[1], "internal", WHAT)


def test_a_job_that_breaks_ends_and_another_goes_on(bench: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ids = images(bench, tmp_path, 2)
    exports, jobs = bench.studio.api_parts.exports, bench.studio.api_parts.jobs
    target = tmp_path / "all.zip"

    def made() -> str:
        return str(bench.call(exports.zip_to(target, ids, ExportOptions())).job_id)

    on_disk(bench, damage("images", "recipe", f"id = '{ids[1]}'"))
    with caplog.at_level(logging.ERROR):
        broken = bench.call(jobs.wait(made()))
    assert broken.state == "failed" and (broken.error.code, broken.error.details) == ("internal", WHAT)
    assert "a zip job failed: JSONDecodeError" in caplog.messages and not target.exists()
    on_disk(bench, f"UPDATE images SET recipe = '{{}}' WHERE id = '{ids[1]}'")
    assert bench.call(jobs.wait(made())).state == "done" and target.exists()
