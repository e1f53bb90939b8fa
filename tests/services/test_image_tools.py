"""Split and convert through the whole studio: one picture, many, and those that cannot be done."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from studio_at_work import StudioAtWork, studio_at_work

from omniimage.contracts.image_tools import (
    ConvertOptions,
    CutOutOptions,
    Job,
    ProcessedImages,
    RetouchOptions,
    Span,
    SplitOptions,
    Stroke,
)
from omniimage.contracts.images import ImageQuery
from omniimage.errors import BadRequest, NotFound, StudioError

COLOURS = ("red", "green", "blue", "yellow")


def grid(gutter: int = 10) -> Image.Image:
    picture = Image.new("RGB", (400 + gutter, 400 + gutter), "white")
    for number, colour in enumerate(COLOURS):
        tile = Image.composite(
            Image.new("RGB", (200, 200), colour), Image.new("RGB", (200, 200)), Image.effect_noise((200, 200), 99)
        )
        picture.paste(tile, ((number % 2) * (200 + gutter), (number // 2) * (200 + gutter)))
    return picture


def brought(work: StudioAtWork, tmp_path: Path, *pictures: Image.Image) -> list[str]:
    files = [tmp_path / f"{number}.png" for number, _ in enumerate(pictures)]
    for file, picture in zip(files, pictures, strict=True):
        picture.save(file)
    return list(work.call(work.studio.api_parts.library.import_files(files)).image_ids)


def process(work: StudioAtWork, *asked: Any) -> ProcessedImages:
    done: ProcessedImages = work.call(work.studio.api_parts.tools.process(*asked))
    return done


def finished(work: StudioAtWork, started: ProcessedImages) -> Job:
    assert started.job_id
    job: Job = work.call(work.studio.api_parts.jobs.wait(started.job_id))
    return job


def stored(work: StudioAtWork, id: str) -> Path:
    return Path(work.call(work.studio.api_parts.library.original(id)).path)


def work_folder(work: StudioAtWork) -> list[Path]:
    return [*work.studio.paths.work.iterdir()]


def test_a_clear_grid_is_split_at_once(work: StudioAtWork, tmp_path: Path) -> None:
    (parent,) = brought(work, tmp_path, grid())
    done = process(work, "split", parent, None)
    assert done.confidence is not None and done.confidence >= 0.9
    library = work.studio.api_parts.library
    children = [work.call(library.get(id)) for id in done.image_ids]
    assert [child.recipe["box"] for child in children] == [
        [0, 0, 200, 200],
        [210, 0, 410, 200],
        [0, 210, 200, 410],
        [210, 210, 410, 410],
    ]
    assert {(child.kind, child.parent_id, child.width, child.height) for child in children} == {("split", parent, 200, 200)}
    whole = Image.open(stored(work, parent))
    for child in children:
        assert Image.open(stored(work, child.id)).tobytes() == whole.crop(tuple(child.recipe["box"])).tobytes()
    assert [data["id"] for type, data in work.events if type == "image.added"] == [parent, *done.image_ids]
    listed = work.call(library.list(ImageQuery(parent_id=parent)))
    assert {image.id for image in listed.images} == set(done.image_ids)
    assert not work_folder(work)


def test_an_unsure_grid_is_only_guessed(work: StudioAtWork, tmp_path: Path) -> None:
    (single,) = brought(work, tmp_path, Image.effect_noise((300, 200), 50).convert("RGB"))
    done = process(work, "split", single, SplitOptions())
    assert done.image_ids == [] and done.confidence is not None and done.confidence < 0.9
    guess = work.call(work.studio.api_parts.splitting.detect(single))
    assert not guess.applies


def test_an_unsure_grid_among_many_is_told(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, Image.effect_noise((300, 200), 50).convert("RGB"), grid())
    job = finished(work, process(work, "split", ids, None))
    assert (job.state, job.done, len(job.image_ids)) == ("done", 2, 4)
    (failure,) = job.failures
    assert (failure.image_id, failure.error.code, failure.error.details["reason"]) == (ids[0], "not_found", "no_grid")


def test_what_the_user_drew_is_what_is_cut(work: StudioAtWork, tmp_path: Path) -> None:
    (single,) = brought(work, tmp_path, Image.effect_noise((300, 200), 50).convert("RGB"))
    three = process(work, "split", single, SplitOptions(rows=1, columns=3))
    assert len(three.image_ids) == 3
    drawn = SplitOptions(column_spans=[Span(start=5, end=120), Span(start=130, end=300)], row_spans=[Span(start=0, end=77)])
    done = process(work, "split", single, drawn)
    library = work.studio.api_parts.library
    assert [work.call(library.get(id)).recipe["box"] for id in done.image_ids] == [[5, 0, 120, 77], [130, 0, 300, 77]]
    with pytest.raises(BadRequest):
        process(work, "split", single, SplitOptions(column_spans=[Span(start=0, end=301)], row_spans=[Span(start=0, end=9)]))
    with pytest.raises(BadRequest):
        process(work, "split", single, SplitOptions(rows=16, columns=16).model_copy(update={"rows": 160}))


def test_many_at_once_with_progress(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, grid(), Image.new("RGB", (80, 80), "red"), grid(4))
    stored(work, ids[1]).unlink()
    job = finished(work, process(work, "convert", [*ids, "img_nowhere"], ConvertOptions(format="webp", width=40)))
    assert (job.state, job.kind, job.done, job.total) == ("done", "convert", 4, 4)
    assert {(failure.image_id, failure.error.code) for failure in job.failures} == {
        (ids[1], "not_found"),
        ("img_nowhere", "not_found"),
    }
    for id in job.image_ids:
        image = work.call(work.studio.api_parts.library.get(id))
        assert (image.kind, image.width, image.mime_type) == ("converted", 40, "image/webp")
        assert image.recipe == {"action": "convert", "options": {"format": "webp", "width": 40}}
    heard = [data["job"]["done"] for type, data in work.events if type == "job.changed"]
    assert heard == sorted(heard) and heard[0] == 0 and heard[-1] == 4
    assert work.studio.api_parts.jobs.get(job.id) == job
    assert work.studio.api_parts.jobs.list()[0] == job
    assert not work_folder(work)


def test_a_job_can_be_stopped_and_keeps_what_it_made(work: StudioAtWork, tmp_path: Path) -> None:
    ids = brought(work, tmp_path, *(Image.effect_noise((900, 900), 90 + n) for n in range(8)))
    started = process(work, "convert", ids, ConvertOptions(format="png", width=2000))
    assert started.job_id
    work.until(lambda: work.studio.api_parts.jobs.get(started.job_id or "").done >= 1, 60)
    work.call(work.studio.api_parts.jobs.cancel(started.job_id))
    job = finished(work, started)
    assert job.state == "cancelled" and 1 <= job.done < 8
    assert all(stored(work, id).is_file() for id in job.image_ids)
    assert not work_folder(work)
    assert process(work, "convert", ids[0], ConvertOptions(width=10)).image_ids
    with pytest.raises(NotFound):
        work.call(work.studio.api_parts.jobs.cancel("job_nowhere"))


@pytest.mark.parametrize(
    ("action", "options"),
    [
        ("split", ConvertOptions(format="png")),
        ("convert", SplitOptions(rows=2)),
        ("convert", CutOutOptions(model="u2net")),
        ("convert", ConvertOptions(ratio="0:1")),
        ("retouch", SplitOptions(rows=1)),
        ("retouch", None),
    ],
)
def test_options_of_another_action_are_refused(work: StudioAtWork, tmp_path: Path, action: str, options: Any) -> None:
    (id,) = brought(work, tmp_path, Image.new("RGB", (64, 64), "red"))
    with pytest.raises(BadRequest):
        process(work, action, id, options)


def test_nothing_and_too_much_are_refused(work: StudioAtWork) -> None:
    strokes = RetouchOptions(strokes=[Stroke(mode="erase", radius=3, points=[(1, 1)])])
    for asked in (
        ("split", [], None),
        ("split", [f"img_{n}" for n in range(10_001)], None),
        ("retouch", ["img_1"], strokes),
    ):
        with pytest.raises(BadRequest):
            process(work, *asked)


def test_children_are_there_after_a_restart(tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "studio") as work:
        run = work.start(["offline/poster"], size="512x512")
        (parent,) = next(iter(work.finished(run.id).values())).image_ids
        made = process(work, "split", parent, SplitOptions(rows=2, columns=2)).image_ids
        made += process(work, "convert", made[0], ConvertOptions(format="jpeg")).image_ids
        (work.studio.paths.work / "left").mkdir()
        (work.studio.paths.work / "left" / "half.png").write_bytes(b"half")
    with studio_at_work(tmp_path / "studio") as work:
        assert not work_folder(work)
        listed = work.call(work.studio.api_parts.library.list(ImageQuery(run_id=run.id)))
        assert {image.id for image in listed.images} == {parent, *made}
        assert next(iter(work.run(run.id).generations)).image_ids == [parent]


def test_damaged_originals_are_typed_errors(work: StudioAtWork, tmp_path: Path) -> None:
    (id,) = brought(work, tmp_path, grid())
    file = stored(work, id)
    data = file.read_bytes()
    for damage in (data[: len(data) // 2], b"", b"<html>", b"GIF89a"):
        file.write_bytes(damage)
        for action, options in (("split", None), ("split", SplitOptions(rows=2, columns=2)), ("convert", ConvertOptions())):
            with pytest.raises(StudioError) as caught:
                process(work, action, id, options)
            assert caught.value.code == "not_an_image"
    file.write_bytes(data)
    assert len(process(work, "split", id, None).image_ids) == 4


def test_a_large_grey_png_is_made_small(work: StudioAtWork, tmp_path: Path) -> None:
    (id,) = brought(work, tmp_path, Image.linear_gradient("L").resize((4000, 4000)))
    done = process(work, "convert", id, ConvertOptions(format="png", crop=None, width=100, height=50, fit="cover"))
    data = io.BytesIO(stored(work, done.image_ids[0]).read_bytes())
    assert Image.open(data).size == (100, 50)
