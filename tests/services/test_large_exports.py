"""Exports of more pictures than fit into memory at once, or into a ZIP of the old kind."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.contracts.image_tools import ExportOptions
from omniimage.imaging.archive import PictureZip
from omniimage.imaging.pieces import Pieces
from omniimage.services.exports import AT_A_TIME
from omniimage.services.recipes import csv_file, json_file
from omniimage.storage.tables import execute
from tests.services.batch_bench import Bench, images
from tests.services.studio_at_work import studio_at_work

MANY = 2 * AT_A_TIME + 100
# All tasks of a batch have come, each with a picture of its own that is the same bytes.
_CAME = "UPDATE batch_tasks SET state = 'done', generation_id = 'gen' || substr(id, 5) WHERE batch_id = ?"
_IMAGES = """
    INSERT INTO images (
        id, sha256, mime_type, extension, width, height, bytes, kind, created, generation_id, recipe, cost
    ) SELECT
        'img' || substr(batch_tasks.id, 5), sha256, mime_type, extension, width, height, bytes, 'generated', created,
        batch_tasks.generation_id, recipe, 0.04
    FROM images, batch_tasks WHERE images.id = ? AND batch_tasks.batch_id = ?
"""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with studio_at_work(tmp_path / "data") as work:
        yield Bench(work.studio)


def test_more_than_are_indexed_at_a_time(bench: Bench, tmp_path: Path) -> None:
    exports = bench.studio.api_parts.exports
    (img_id,) = images(bench, tmp_path, 1)
    # One picture over and over: each is a file of its own in the ZIP.
    target = tmp_path / "many.zip"
    download = bench.call(exports.zip_to(target, [img_id] * MANY, ExportOptions(recipe=False)))
    bench.until(lambda: bench.studio.api_parts.jobs.get(download.job_id).state != "running", 240)
    job = bench.studio.api_parts.jobs.get(download.job_id)
    assert (job.state, job.done) == ("done", MANY), job
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert len(set(names)) == MANY + 2
        assert len(json.loads(archive.read("index.json"))["images"]) == MANY
        lines = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
        assert [line["file"] for line in lines] == names[:MANY]


@pytest.mark.parametrize("into", ["zip", "folder"])
def test_a_batch_of_more_pictures_than_a_page_of_tasks_has(bench: Bench, tmp_path: Path, into: str) -> None:
    batch = bench.made(MANY)
    (img_id,) = images(bench, tmp_path, 1)
    bench.call(bench.studio.database.write(lambda: execute(_CAME, (batch.id,))))
    bench.call(bench.studio.database.write(lambda: execute(_IMAGES, (img_id, batch.id))))
    taken = bench.call(bench.desk.take(batch.id))
    assert len(set(taken.img_ids)) == MANY
    folder = tmp_path / "out"
    folder.mkdir()
    exports, named = bench.studio.api_parts.exports, ExportOptions(name="{task}", recipe=False)
    write, target = (exports.save_to, folder) if into == "folder" else (exports.zip_to, folder / "out.zip")
    begun = bench.call(write(target, taken.img_ids, named, taken.labels))
    bench.until(lambda: bench.studio.api_parts.jobs.get(begun.job_id).state != "running", 240)
    job = bench.studio.api_parts.jobs.get(begun.job_id)
    assert (job.state, job.done, job.failed) == ("done", MANY, 0), job.error
    if into == "zip":
        with zipfile.ZipFile(target) as archive:
            archive.extractall(folder)
        target.unlink()
    names = {path.name for path in folder.iterdir()} - {"report.csv"}
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["file"] for line in lines} == names == {f"{number:04}.png" for number in range(1, MANY + 1)}
    assert [int(line["task"]) for line in lines] == list(range(1, MANY + 1))


def test_there_is_no_limit_to_how_many(bench: Bench, tmp_path: Path) -> None:
    parts = bench.studio.api_parts
    (img_id,) = images(bench, tmp_path, 1)
    # More than SQLite binds in one statement.
    many = [img_id, *(f"img_{number:024x}" for number in range(40_000))]
    bench.call(parts.exports.check(many, ExportOptions()))
    bench.call(parts.library.note_saved(many))
    weight = bench.call(bench.studio.store.bytes_of([img_id]))
    assert bench.call(bench.studio.store.bytes_of(many)) == weight > 0


def test_a_zip_of_more_files_than_the_old_kind_holds(tmp_path: Path) -> None:
    small = tmp_path / "small.png"
    small.write_bytes(b"pixels")
    with PictureZip(tmp_path / "z.zip") as archive:
        for number in range(70_000):
            archive.add(f"{number}.png", Pieces.whole(small))
        archive.close()
    with zipfile.ZipFile(tmp_path / "z.zip") as archive:
        assert len(archive.namelist()) == 70_000 and archive.read("69999.png") == b"pixels"


def test_an_index_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[dict[str, Any]]:
        return ({"file": f"{number}.png", "prompt": "=1+1 " + "x" * 1000} for number in range(count))

    tracemalloc.start()
    with json_file(tmp_path / "i.json") as to_json, csv_file(tmp_path / "i.csv", ("file", "prompt")) as to_csv:
        for _ in range(20):
            to_json(rows(1000))
            to_csv(rows(1000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
    assert len(json.loads((tmp_path / "i.json").read_text())["images"]) == 20_000
    with (tmp_path / "i.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 20_000 and lines[0]["prompt"].startswith("'=1+1")
