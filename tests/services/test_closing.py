"""Closing while something does not come home: one deadline for all, and everybody gets a turn."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.services.batch_bench import Bench
from tests.services.studio_at_work import studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer


def test_a_provider_that_does_not_answer_takes_nobody_elses_turn(
    tmp_path: Path, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    for name in [name for name in sys.modules if name.startswith("send2trash")]:
        monkeypatch.delitem(sys.modules, name)
    server.script = Script(delay=8)
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        made = bench.finished(bench.start(["offline/poster"]).id)["offline/poster"].image_ids
        bench.call(bench.studio.api_parts.library.delete(made))
        bench.begin(bench.made(1))
        bench.until(lambda: len(server.posts()) == 1, 60)
        bench.studio.drain_seconds, bench.studio.last_seconds = 1, 60
    assert [data["moved"] for type, data in work.events if type == "bin.changed"] == [1]


def test_what_was_waited_for_before_is_not_waited_for_anew(tmp_path: Path, server: WireServer) -> None:
    server.script = Script(delay=30)
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        batch = bench.made(3, at_once={"openai": 1})
        bench.begin(batch)
        bench.until(lambda: len(server.posts()) == 1, 60)
        bench.studio.drain_seconds, bench.studio.last_seconds = 1, 1
        bench.studio.finish()
        assert bench.get(batch).counts.keys().isdisjoint({"cancelled", "failed"})
        assert len(server.posts()) == 1
        bench.studio.drain_seconds = 600
        finished = time.monotonic()
    assert time.monotonic() - finished < 20
