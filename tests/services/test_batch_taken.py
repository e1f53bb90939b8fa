"""Batches with names and words that a spreadsheet, Windows or a folder would choke on, and where a result came from."""

from __future__ import annotations

import csv
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image

from omniimage.contracts.batch import Batch, BatchParams
from omniimage.contracts.image_tools import ExportOptions, Job
from omniimage.contracts.images import ImageQuery
from omniimage.services.exports import SPARE_BYTES
from tests.services.batch_bench import OPENAI, Bench, images
from tests.storage.stores import small_disk

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"]
NAMED = ExportOptions(name="{base}_{task}")


def ran(bench: Bench, prompt: str, ids: list[str], params: BatchParams | None = None) -> Batch:
    batch = bench.call(bench.desk.create("hats", prompt, ids, [OPENAI], params or BatchParams()))
    bench.begin(batch)
    return bench.ended(batch)


def export(bench: Bench, batch: Batch, folder: Path, options: ExportOptions = NAMED) -> Job:
    taken = bench.call(bench.desk.take(batch.id))
    begun = bench.call(bench.studio.api_parts.exports.save_to(folder, taken.img_ids, options, taken.labels))
    ended: Job = bench.call(bench.studio.api_parts.jobs.wait(begun.job_id))
    return ended


def saved(bench: Bench, batch: Batch, folder: Path, options: ExportOptions = NAMED) -> dict[str, str]:
    """The batch in `folder`: the bases of the report by file."""
    ended = export(bench, batch, folder, options)
    assert ended.state == "done", ended.error
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["file"]: line["base"] for line in csv.DictReader(file)}


def renamed(bench: Bench, tmp_path: Path, names: list[str]) -> list[str]:
    """Pictures under these names, which no file here needs to be able to bear."""
    made = bench.finished(bench.start(["offline/poster"], n=len(names)).id)["offline/poster"].image_ids
    paths = [shutil.copy(bench.call(bench.studio.store.original(id)).path, tmp_path / f"{id}.png") for id in made]
    imported = bench.call(bench.studio.api_parts.library.import_files([Path(path) for path in paths], names))
    return list(imported.image_ids)


def test_no_cell_of_the_report_begins_a_formula(bench: Bench, tmp_path: Path) -> None:
    ids = renamed(bench, tmp_path, ["=cmd.png", "@here.png"])
    batch = ran(bench, "{words}", ids, BatchParams(lists={"words": FORMULAS}))
    assert {task.prompt for task in batch.tasks} == set(FORMULAS)
    folder = tmp_path / "out"
    folder.mkdir()
    saved(bench, batch, folder)
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [
        cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝")) or (cell[:1] in "\t\r" and cell)
    ]
    assert {f"'{each}" for each in FORMULAS} <= set(cells) and "'=cmd" in cells


def test_names_that_windows_refuses_are_made_legal_and_stay_apart(bench: Bench, tmp_path: Path) -> None:
    ids = renamed(bench, tmp_path, ["CON.png", "a<b>:c?.png", "dots. .png", "NUL", "a|b|-c-.png", "x" * 300 + ".png"])
    batch = ran(bench, "a hat", ids)
    folder = tmp_path / "out"
    folder.mkdir()
    files = saved(bench, batch, folder, ExportOptions(name="{base}"))
    assert len(files) == 6 and {path.name for path in folder.iterdir()} == {*files, "report.csv"}
    for name in files:
        stem = name.rpartition(".")[0]
        assert not set('<>:"/\\|?*') & set(name) and len(name) <= 120
        assert stem == stem.rstrip(" .") and stem.upper() not in ("CON", "NUL")


def test_a_folder_that_goes_away_ends_the_export_alone_and_another_go_ends_it(bench: Bench, tmp_path: Path) -> None:
    batch = bench.made(30)
    bench.begin(batch)
    bench.ended(batch)
    folder, away = tmp_path / "stick", tmp_path / "pulled"
    folder.mkdir()
    was_pulled: list[Path] = []

    def pulled(type: str, data: dict[str, Any]) -> None:
        if type == "job.changed" and data["job"]["done"] == 3 and not was_pulled:
            was_pulled.append(folder.rename(away))

    bench.studio.bus.subscribe(pulled)
    ended = export(bench, batch, folder)
    assert ended.state == "failed" and ended.error is not None and ended.done == 3
    assert ended.error.code == "storage_failed" and not folder.exists()
    assert not list(bench.studio.paths.work.iterdir())
    before = {path.name: path.stat().st_ino for path in away.iterdir()}
    assert 3 <= len(before) < 30
    away.rename(folder)
    files = saved(bench, batch, folder)
    assert len(files) == 30 and {path.name for path in folder.iterdir()} == {*files, "report.csv"}
    assert before.items() <= {path.name: path.stat().st_ino for path in folder.iterdir()}.items()


def test_a_disk_that_fills_up_ends_the_export_alone(bench: Bench, tmp_path: Path) -> None:
    batch = bench.made(20)
    bench.begin(batch)
    bench.ended(batch)
    with small_disk(tmp_path / "disk", "size=24m") as disk:
        hog = disk / "another program's"

        def fill(type: str, data: dict[str, Any]) -> None:
            if type == "job.changed" and data["job"]["done"] == 5 and not hog.exists():
                with suppress(OSError), hog.open("wb", buffering=0) as file:
                    while file.write(bytes(4096)):
                        pass

        bench.studio.bus.subscribe(fill)
        ended = export(bench, batch, disk)
        assert ended.state == "failed" and ended.error is not None and ended.error.code == "storage_full"
        went = [path for path in disk.iterdir() if path != hog]
        assert 5 <= len(went) < 20
        for path in went:
            with Image.open(path) as picture:
                picture.load()
        # Room for what is missing, not for all of it once more.
        weight = sum(path.stat().st_size for path in went)
        hog.write_bytes(bytes(24_000_000 - SPARE_BYTES - weight // len(went) * (len(went) + 20)))
        files = saved(bench, batch, disk)
        assert len(files) == 20 and {path.name for path in disk.iterdir()} == {*files, "report.csv", hog.name}
    assert not list(bench.studio.paths.work.iterdir())


def test_the_report_goes_along_however_bare_the_pictures_are(bench: Bench, tmp_path: Path) -> None:
    batch = bench.made(2)
    bench.begin(batch)
    bench.ended(batch)
    taken = bench.call(bench.desk.take(batch.id))
    bare = ExportOptions(name="{task}", strip=True)
    begun = bench.call(bench.studio.api_parts.exports.zip_to(tmp_path / "out.zip", taken.img_ids, bare, taken.labels))
    bench.call(bench.studio.api_parts.jobs.wait(begun.job_id))
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == ["1.png", "2.png", "report.csv"]


def test_a_result_leads_to_its_base_image_and_back(bench: Bench, tmp_path: Path) -> None:
    ids = images(bench, tmp_path, 2)
    batch = ran(bench, "a hat", ids)
    for task in batch.tasks:
        (result,) = task.image_ids
        image = bench.call(bench.studio.store.get(result))
        assert image.recipe["references"] == [task.base_image_id] and image.parent_id is None
        found = bench.call(bench.studio.store.list(ImageQuery(source_id=task.base_image_id)))
        assert [each.id for each in found.images] == [result]
    assert bench.call(bench.studio.store.list(ImageQuery(source_id=batch.tasks[0].image_ids[0]))).images == []


def test_a_picture_of_no_file_is_called_by_its_model_and_prompt(bench: Bench, tmp_path: Path) -> None:
    run = bench.start(["offline/poster"], prompt="a red fox, in the snow")
    made = list(bench.finished(run.id)["offline/poster"].image_ids)
    batch = ran(bench, "photo of {name}", made)
    assert batch.tasks[0].prompt == "photo of poster_a-red-fox-in-the-snow"
    assert batch.tasks[0].base_name == "poster_a-red-fox-in-the-snow"
    folder = tmp_path / "out"
    folder.mkdir()
    assert list(saved(bench, batch, folder)) == ["poster_a-red-fox-in-the-snow_1.png"]
