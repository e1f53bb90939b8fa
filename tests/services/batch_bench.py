"""A studio with batches at hand, for the tests of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from omniimage.contracts.batch import Batch, BatchParams, TaskQuery
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork
from tests.wire.server import WireServer

OPENAI = MODELS["openai"]


class Bench(StudioAtWork):
    """A studio with batches at hand."""

    @property
    def desk(self) -> Any:
        return self.studio.api_parts.batches

    @property
    def queue(self) -> Any:
        return self.studio.api_parts.batch_queue

    def join(self, server: WireServer) -> None:
        self.connect(server)
        for provider in ("replicate", "siliconflow"):
            self.call(self.studio.api_parts.keys.save(provider, KEY, server.base_url(provider)))

    def made(self, count: int, models: list[str] | None = None, prompt: str = "hat number {n}", **params: Any) -> Batch:
        rows = [{"sku": f"s{number}"} for number in range(count)]
        batch: Batch = self.call(self.desk.create("hats", prompt, [], models or [OPENAI], BatchParams(rows=rows, **params)))
        return batch

    def get(self, batch: Batch, **query: Any) -> Batch:
        found: Batch = self.call(self.desk.get(batch.id, TaskQuery(**query)))
        return found

    def begin(self, batch: Batch) -> None:
        self.call(self.queue.start(batch.id))

    def ended(self, batch: Batch, state: str = "done", seconds: float = 60) -> Batch:
        """Once it stands still, in that state, with nothing under way."""
        self.until(lambda: self.get(batch).state != "running" and not self.queue._work, seconds)
        found = self.get(batch, limit=1000)
        assert found.state == state, found.error
        return found


def images(bench: StudioAtWork, tmp_path: Path, count: int) -> list[str]:
    """So many different pictures, from the sketch model, brought in as files."""
    run = bench.start(["offline/poster"], n=min(count, 8))
    made = bench.finished(run.id)["offline/poster"].image_ids
    paths = []
    for number, img_id in enumerate(made[:count]):
        source = bench.call(bench.studio.store.original(img_id)).path
        paths.append(tmp_path / f"shoe {number}{source.suffix}")
        shutil.copy(source, paths[-1])
    imported = bench.call(bench.studio.api_parts.library.import_files(paths, [path.name for path in paths]))
    return list(imported.image_ids)
