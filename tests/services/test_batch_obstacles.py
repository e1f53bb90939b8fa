"""What nobody thought of meets the queue and the follow-up steps: they say so, and go on once it is gone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from omniimage.contracts.batch import ConvertStep
from omniimage.contracts.image_tools import ConvertOptions
from tests.services.batch_bench import OPENAI, Bench
from tests.wire.script import Script
from tests.wire.server import WireServer

SMALL = ConvertStep(action="convert", options=ConvertOptions(format="webp", width=32))


def told(caplog: pytest.LogCaptureFixture, what: str) -> bool:
    return any(what in record.getMessage() for record in caplog.records)


def changed(bench: Bench, sql: str, *values: object) -> None:
    """Behind the studio's back."""
    with closing(sqlite3.connect(bench.studio.database.path)) as database, database:
        database.execute(sql, values)


def test_the_queue_outlives_a_row_that_cannot_be_read(
    bench: Bench, server: WireServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = Script(delay=0.5)
    batch = bench.made(2)
    bench.begin(batch)
    bench.until(lambda: server.posts())
    changed(bench, "UPDATE batches SET models = '{' WHERE id = ?", batch.id)
    bench.until(lambda: told(caplog, "the queue could not go on: JSONDecodeError"))
    changed(bench, "UPDATE batches SET models = ? WHERE id = ?", json.dumps([OPENAI]), batch.id)
    assert bench.ended(batch).counts == {"done": 2} and server.billed == 2


def test_the_steps_outlive_a_row_that_cannot_be_read(
    bench: Bench, server: WireServer, caplog: pytest.LogCaptureFixture
) -> None:
    batch = bench.made(2, follow_ups=[SMALL])
    first = bench.get(batch).tasks[0].id
    changed(bench, "UPDATE batch_tasks SET made = '{' WHERE id = ?", first)
    bench.begin(batch)
    bench.until(lambda: told(caplog, "the follow-up steps could not go on: JSONDecodeError"))
    changed(bench, "UPDATE batch_tasks SET made = NULL WHERE id = ?", first)
    assert bench.ended(batch).steps == {"done": 2} and server.billed == 2
