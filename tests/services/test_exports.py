"""Taking images away: what leaves, under which name, and what happens when something is in the way."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from studio_at_work import StudioAtWork

from omniimage.contracts.image_tools import ConvertOptions, Download, ExportOptions, Job
from omniimage.errors import BadRequest, NotFound, StorageFailed, StorageFull, StudioError
from omniimage.imaging.segments import png_chunks
from omniimage.services.exports import Exports
from omniimage.services.leaving import AHEAD
from tests.storage.stores import small_disk


def noise(seed: int, size: int = 200) -> Image.Image:
    return Image.frombytes("RGB", (size, size), bytes((seed * 7 + n * n) % 251 for n in range(size * 3)) * size)


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def brought(work: StudioAtWork, folder: Path, *files: bytes) -> list[str]:
    paths = [folder / f"picture {number}.png" for number, _ in enumerate(files)]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    imported = work.call(work.studio.api_parts.library.import_files(paths))
    assert not imported.refused
    return list(imported.image_ids)


def generated(work: StudioAtWork, prompt: str = "A lighthouse at dusk") -> str:
    run = work.start(["offline/poster"], prompt, size="256x256", seed=11)
    return next(iter(work.finished(run.id).values())).image_ids[0]


def zipped(work: StudioAtWork, target: Path, ids: list[str], **options: Any) -> Job:
    started: Download = work.call(work.studio.api_parts.exports.zip_to(target, ids, ExportOptions(**options)))
    job: Job = work.call(work.studio.api_parts.jobs.wait(started.job_id or ""))
    return job


def stored(work: StudioAtWork, id: str) -> Path:
    return Path(work.call(work.studio.api_parts.library.original(id)).path)


def test_a_zip_of_images_with_their_recipes(work: StudioAtWork, tmp_path: Path) -> None:
    ids = [generated(work), *brought(work, tmp_path, png(noise(1)), png(noise(2)))]
    job = zipped(work, tmp_path / "out.zip", ids)
    assert (job.state, job.kind, job.done, job.total, job.failures) == ("done", "zip", 3, 3, [])
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [name.split("_", 1)[1] for name in names[:3]] == [
            "poster_A-lighthouse-at-dusk_1.png",
            "imported_picture-0_2.png",
            "imported_picture-1_3.png",
        ]
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        first = Image.open(io.BytesIO(archive.read(names[0])))
        recipe = json.loads(first.info["omniimage"])
        assert (recipe["prompt"], recipe["model"]) == ("A lighthouse at dusk", "offline/poster")
        assert "cost" not in recipe
        assert first.tobytes() == Image.open(stored(work, ids[0])).tobytes()
        index = json.loads(archive.read("index.json"))
        assert [each["id"] for each in index["images"]] == ids
        assert index["images"][0]["recipe"]["sent"]
        rows = [*csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")))]
        assert [row["file"] for row in rows] == names[:3]
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out.zip"]


def test_what_left_comes_back_with_its_recipe(work: StudioAtWork, tmp_path: Path) -> None:
    id = generated(work)
    for format in ("png", "jpeg", "webp"):
        convert = None if format == "png" else ConvertOptions(format=format)
        target = tmp_path / f"taken.{format}"
        work.call(work.studio.api_parts.exports.save_as(target, id, ExportOptions(convert=convert)))
        (again,) = work.call(work.studio.api_parts.library.import_files([target])).image_ids
        image = work.call(work.studio.api_parts.library.get(again))
        assert (image.kind, image.prompt, image.model) == ("imported", "A lighthouse at dusk", "offline/poster")
        found = image.recipe["found"]
        assert (found["tool"], found["seed"], found["prompt"]) == ("omniimage", 11, "A lighthouse at dusk")


def test_formulas_are_only_text_in_the_table(work: StudioAtWork, tmp_path: Path) -> None:
    prompt = '=HYPERLINK("http://x","y")\n@cmd, "quoted"'
    zipped(work, tmp_path / "out.zip", [generated(work, prompt)])
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        (row,) = csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"), newline=""))
        assert row["prompt"] == f"'{prompt}"
        assert json.loads(archive.read("index.json"))["images"][0]["prompt"] == prompt


def test_without_metadata_nothing_is_told(work: StudioAtWork, tmp_path: Path) -> None:
    id = generated(work)
    zipped(work, tmp_path / "out.zip", [id], strip=True)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        (name,) = archive.namelist()
        assert {chunk.name for chunk in png_chunks(archive.read(name))} <= {
            b"IHDR",
            b"IDAT",
            b"IEND",
            b"sRGB",
            b"pHYs",
            b"gAMA",
        }


def test_a_signed_picture_leaves_as_it_came(work: StudioAtWork, tmp_path: Path) -> None:
    plain = png(noise(3))
    signed = plain[:33] + b"\0\0\0\x08caBXmanifest" + b"\x00\x00\x00\x00" + plain[33:]
    signed = _with_crc(signed)
    (id,) = brought(work, tmp_path, signed)
    for options in ({}, {"strip": True}):
        job = zipped(work, tmp_path / "out.zip", [id], **options)
        assert job.signed == [id]
        with zipfile.ZipFile(tmp_path / "out.zip") as archive:
            assert archive.read(archive.namelist()[0]) == signed


def test_conversion_on_the_way_out(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, *(png(noise(n)) for n in range(5)))
    zipped(work, tmp_path / "out.zip", ids, name="{n}", convert=ConvertOptions(format="jpeg", width=50))
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist()[:5] == [f"{n}.jpg" for n in range(1, 6)]
        for name in archive.namelist()[:5]:
            picture = Image.open(io.BytesIO(archive.read(name)))
            assert (picture.format, picture.size) == ("JPEG", (50, 50))
    assert not [*work.studio.paths.work.iterdir()]


def test_of_many_conversions_only_a_few_lie_there_at_a_time(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, *(png(noise(n, 50)) for n in range(12)))
    lying: list[int] = []

    def count(type: str, data: dict[str, Any]) -> None:
        if type == "job.changed" and data["job"]["done"]:
            lying.append(sum(file.is_file() for file in work.studio.paths.work.rglob("*")))

    work.studio.bus.subscribe(count)
    job = zipped(work, tmp_path / "out.zip", ids, convert=ConvertOptions(format="webp"))
    assert job.done == 12 and job.state == "done"
    # Beside those that are ahead, the one that was just taken.
    assert max(lying) <= AHEAD + 1


def test_a_place_where_nothing_can_be_written_is_told(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, png(noise(1)))
    file = tmp_path / "a file"
    file.write_text("mine")
    # Root may write into a folder that is read-only; nobody can into this one.
    for place in (file, Path("/proc")):
        job = zipped(work, place / "out.zip", ids)
        assert (job.state, job.done) == ("failed", 0)
        assert job.error is not None and job.error.code == "storage_failed"
        assert "cannot be removed" not in job.error.message
    started = work.call(work.studio.api_parts.exports.save_to(Path("/proc"), ids, ExportOptions()))
    job = work.call(work.studio.api_parts.jobs.wait(started.job_id))
    assert job.state == "failed" and job.error is not None and job.error.code == "storage_failed"
    with pytest.raises(StorageFailed):
        work.call(work.studio.api_parts.exports.save_to(file, ids, ExportOptions()))
    assert file.read_text() == "mine" and not [*work.studio.paths.work.iterdir()]
    assert zipped(work, tmp_path / "out.zip", ids).state == "done"


def test_a_file_that_is_gone_is_told_and_the_others_go_on(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, *(png(noise(n)) for n in range(4)))
    stored(work, ids[1]).unlink()
    job = zipped(work, tmp_path / "out.zip", [*ids, "img_nowhere"], name="{n}")
    assert (job.state, job.done) == ("done", 5)
    assert [(failure.image_id, failure.error.code) for failure in job.failures] == [
        (ids[1], "not_found"),
        ("img_nowhere", "not_found"),
    ]
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["1.png", "3.png", "4.png", "index.json", "index.csv"]
        assert len(json.loads(archive.read("index.json"))["images"]) == 3


def test_names_are_unique_and_previewed(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, *(png(noise(n)) for n in range(3)))
    options = ExportOptions(name="CON")
    preview = work.call(work.studio.api_parts.exports.preview(ids, options))
    assert preview == ["_CON.png", "_CON_2.png", "_CON_3.png"]
    zipped(work, tmp_path / "out.zip", ids, name="CON")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist()[:3] == preview
    for options in (ExportOptions(name="{nothing}"), ExportOptions(convert=ConvertOptions(ratio="0:3"))):
        with pytest.raises(BadRequest):
            work.call(work.studio.api_parts.exports.preview(ids, options))
    with pytest.raises(BadRequest):
        work.call(work.studio.api_parts.exports.check([], ExportOptions()))


def test_saving_to_a_folder_replaces_nothing(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, png(noise(1)), png(noise(2)))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "X.PNG").write_text("mine")
    started = work.call(work.studio.api_parts.exports.save_to(folder, ids, ExportOptions(name="x", recipe=False)))
    job = work.call(work.studio.api_parts.jobs.wait(started.job_id))
    assert (job.state, job.done, started.path) == ("done", 2, str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["X.PNG", "x_2.png", "x_3.png"]
    assert (folder / "x_2.png").read_bytes() == stored(work, ids[0]).read_bytes()
    with pytest.raises(StorageFailed):
        work.call(work.studio.api_parts.exports.save_to(tmp_path / "nowhere", ids, ExportOptions()))


def test_what_lies_in_a_folder_already_is_not_put_there_twice(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, png(noise(1)), png(noise(2)), png(noise(3)))
    folder = tmp_path / "mine"
    folder.mkdir()
    # Of the same length as the third, and not it.
    (folder / "x_3.png").write_bytes(stored(work, ids[2]).read_bytes()[:-1] + b"!")
    for wanted in (ids[:2], ids, ids, [ids[2], ids[0]]):
        started = work.call(work.studio.api_parts.exports.save_to(folder, wanted, ExportOptions(name="x", recipe=False)))
        assert work.call(work.studio.api_parts.jobs.wait(started.job_id)).done == len(wanted)
    assert {path.name for path in folder.iterdir()} == {"x.png", "x_2.png", "x_3.png", "x_4.png"}


def test_files_for_the_clipboard_have_proper_names(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, png(noise(1)))
    (file,) = work.call(work.studio.api_parts.exports.files(ids, ExportOptions()))
    assert file.name.endswith("_imported_picture-0_1.png") and Image.open(file).size == (200, 200)


def test_too_little_room_is_said_before_anything_is_written(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, png(noise(1)))
    with small_disk(tmp_path / "disk", "size=8m") as disk:
        job = zipped(work, disk / "out.zip", ids)
        assert (job.state, job.done) == ("failed", 0)
        assert job.error is not None and job.error.code == "storage_full"
        assert job.error.details["needed"] > job.error.details["free"]
        assert not [*disk.iterdir()]


def test_a_disk_that_fills_up_leaves_nothing_half_written(work: StudioAtWork, tmp_path: Path) -> None:
    """What a conversion takes is not known before."""
    ids = brought(work, tmp_path, *(png(Image.effect_noise((900, 900), 90 + n).convert("RGB")) for n in range(4)))
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        job = zipped(work, disk / "out.zip", ids, convert=ConvertOptions(format="png"))
        assert job.state == "failed" and job.error is not None and job.error.code == "storage_full"
        assert not [*disk.iterdir()]
        with pytest.raises(StorageFull):
            while True:
                work.call(
                    work.studio.api_parts.exports.save_as(disk / f"{len([*disk.iterdir()])}.png", ids[0], ExportOptions())
                )
        assert all(Image.open(file).load() for file in disk.iterdir())
    assert not [*work.studio.paths.work.iterdir()]


def test_a_zip_can_be_stopped(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, *(png(Image.effect_noise((900, 900), 90 + n)) for n in range(6)))
    exports, jobs = work.studio.api_parts.exports, work.studio.api_parts.jobs
    wanted = ExportOptions(convert=ConvertOptions(format="png", width=2500))
    started = work.call(exports.zip_to(tmp_path / "out.zip", ids, wanted))
    work.until(lambda: jobs.get(started.job_id).done >= 1, 60)
    work.call(jobs.cancel(started.job_id))
    assert jobs.get(started.job_id).state == "cancelled"
    assert not [path for path in tmp_path.iterdir() if "out.zip" in path.name]
    assert not [*work.studio.paths.work.iterdir()]


def test_a_download_is_given_out_once(work: StudioAtWork, tmp_path: Path) -> None:
    exports = work.studio.api_parts.exports
    ids = brought(work, tmp_path, png(noise(1)))
    started = work.call(exports.zip_for_browser(ids, ExportOptions()))
    assert started.url and started.path is None
    token = started.url.rpartition("/")[2]
    file, name = work.call(exports.download(token))
    assert zipfile.ZipFile(file).testzip() is None and name.endswith("_1.zip")
    work.call(exports.downloaded(token))
    assert not file.exists()
    with pytest.raises(NotFound):
        work.call(exports.download(token))


def test_a_download_that_nobody_fetches_goes_in_time(work: StudioAtWork, tmp_path: Path) -> None:
    parts, ids = work.studio.api_parts, brought(work, tmp_path, png(noise(1)))
    exports = Exports(work.studio.store, parts.exports._derived, parts.jobs, work.studio.paths, kept_seconds=0)
    tokens = []
    for _ in range(2):
        started = work.call(exports.zip_for_browser(ids, ExportOptions()))
        work.call(parts.jobs.wait(started.job_id))
        tokens.append(started.url.rpartition("/")[2])
    with pytest.raises(NotFound):
        work.call(exports.download(tokens[0]))
    file, _ = work.call(exports.download(tokens[1]))
    assert [*work.studio.paths.work.iterdir()] == [file]


def test_a_download_that_failed_says_why(work: StudioAtWork, tmp_path: Path) -> None:
    exports, jobs = work.studio.api_parts.exports, work.studio.api_parts.jobs
    ids = brought(work, tmp_path, *(png(Image.effect_noise((900, 900), 90 + n)) for n in range(3)))
    started = work.call(exports.zip_for_browser(ids, ExportOptions(convert=ConvertOptions(format="png", width=2500))))
    work.call(jobs.cancel(started.job_id))
    with pytest.raises(StudioError) as caught:
        work.call(exports.download(started.url.rpartition("/")[2]))
    assert caught.value.code == "cancelled"


def _with_crc(data: bytes) -> bytes:
    import zlib

    place = data.index(b"caBX")
    crc = zlib.crc32(data[place : place + 12])
    return data[: place + 12] + crc.to_bytes(4, "big") + data[place + 16 :]
