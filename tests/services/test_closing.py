"""Closing while something does not come home: one deadline for all, and everybody gets a turn."""

from __future__ import annotations

import sys
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
