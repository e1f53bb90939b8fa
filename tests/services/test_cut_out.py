"""Cutting out in a real studio: one picture, many, retouched; and everything that can be in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PIL import Image, ImageDraw
from studio_at_work import StudioAtWork, studio_at_work

from omniimage.contracts.image_tools import CutOutOptions, Job, ProcessedImages, RetouchOptions, Stroke
from omniimage.contracts.images import Image as Stored
from omniimage.errors import BadRequest, ModelMissing, NotFound, StudioError
from tests.onnx_models import tiny


class CutOuts(StudioAtWork):
    def bring(self, *files: Path) -> list[str]:
        imported = self.call(self.studio.api_parts.library.import_files(list(files)))
        assert not imported.refused
        return list(imported.image_ids)

    def cut(self, img_id: Any, **options: Any) -> ProcessedImages:
        tools = self.studio.api_parts.tools
        answer: ProcessedImages = self.call(tools.process("bg_remove", img_id, CutOutOptions(**options)))
        return answer

    def retouch(self, img_id: str, *strokes: Stroke) -> str:
        options = RetouchOptions(strokes=list(strokes))
        (made,) = self.call(self.studio.api_parts.tools.process("retouch", img_id, options)).image_ids
        return str(made)

    def image(self, img_id: str) -> Stored:
        stored: Stored = self.call(self.studio.api_parts.library.get(img_id))
        return stored

    def pixels(self, img_id: str) -> np.ndarray:
        with Image.open(self.call(self.studio.api_parts.library.original(img_id)).path) as picture:
            return np.asarray(picture)

    def job(self, job_id: str | None) -> Job:
        ended: Job = self.call(self.studio.api_parts.jobs.wait(job_id))
        return ended

    def bring_model(self, folder: Path) -> str:
        source = tiny.brightness(folder / "brightness.onnx")
        return str(self.call(self.studio.api_parts.matting.import_file(source, source.name)).name)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CutOuts]:
    with studio_at_work(tmp_path_factory.mktemp("studio") / "data") as working:
        yield CutOuts(working.studio)


def product(folder: Path, name: str = "product", colour: str = "#b03020") -> Path:
    picture = Image.new("RGB", (320, 240), "#f2f2f0")
    ImageDraw.Draw(picture).ellipse((90, 50, 230, 190), fill=colour)
    picture.save(folder / f"{name}.png")
    return folder / f"{name}.png"


def noise(folder: Path) -> Path:
    pixels = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(pixels).save(folder / "noise.png")
    return folder / "noise.png"


def test_works_at_once_without_any_download(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path))
    answer = studio.cut(img_id, model="builtin")
    (made,) = answer.image_ids
    image = studio.image(made)
    assert (image.kind, image.parent_id, image.mime_type) == ("cut_out", img_id, "image/png")
    assert (image.recipe["action"], image.recipe["model"]) == ("bg_remove", "builtin")
    assert answer.confidence is not None
    assert answer.confidence > 0.5
    pixels = studio.pixels(made)
    assert pixels[120, 160].tolist() == [0xB0, 0x30, 0x20, 255]
    assert pixels[10, 10].tolist() == [0] * 4
    assert ("image.added", made) in [(type, data.get("id")) for type, data in studio.events]


def test_it_declines_with_an_offer(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(noise(tmp_path))
    with pytest.raises(ModelMissing) as caught:
        studio.cut(img_id, model="builtin")
    assert caught.value.details["reason"] == "not_plain"
    assert caught.value.details["offer"] == "u2net"
    assert caught.value.details["suitability"] < 0.5
    assert studio.cut(img_id, model="builtin", force=True).image_ids


def test_a_model_that_is_not_there(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path))
    with pytest.raises(ModelMissing) as caught:
        studio.cut(img_id, model="birefnet-general-lite")
    assert caught.value.details == {"model": "birefnet-general-lite", "reason": "absent"}
    for name in ("atlascloud", "../../etc/passwd", "own-../x"):
        with pytest.raises(NotFound):
            studio.cut(img_id, model=name)


def test_by_a_model_then_its_process_dies_then_again(studio: CutOuts, tmp_path: Path) -> None:
    name = studio.bring_model(tmp_path)
    (img_id,) = studio.bring(product(tmp_path, colour="#ffffff"))
    first = studio.cut(img_id, model=name)
    assert studio.image(first.image_ids[0]).recipe["model"] == name
    host = studio.studio.matting_host
    psutil.Process(host.pid).kill()
    studio.until(lambda: host.pid is None)
    assert studio.cut(img_id, model=name).image_ids
    studio.call(studio.studio.api_parts.matting.remove(name))


def test_a_model_changed_on_the_disk_is_not_used(studio: CutOuts, tmp_path: Path) -> None:
    name = studio.bring_model(tmp_path)
    (img_id,) = studio.bring(product(tmp_path))
    file = studio.studio.paths.models / name / f"{name}.onnx"
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    with pytest.raises(ModelMissing) as caught:
        studio.cut(img_id, model=name)
    assert caught.value.details["reason"] == "damaged"
    assert studio.call(studio.studio.api_parts.matting.get(name)).state == "damaged"
    studio.call(studio.studio.api_parts.matting.remove(name))


def test_on_a_colour_and_its_mask(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path))
    (on_blue,) = studio.cut(img_id, model="builtin", background="#0000ff").image_ids
    (mask,) = studio.cut(img_id, model="builtin", result="mask").image_ids
    assert studio.pixels(on_blue)[5, 5].tolist() == [0, 0, 255]
    assert (studio.pixels(mask)[5, 5], studio.pixels(mask)[120, 160]) == (0, 255)


def test_retouching_makes_another_of_the_same_parent(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path))
    (cut,) = studio.cut(img_id, model="builtin").image_ids
    made = studio.retouch(
        cut,
        Stroke(mode="erase", radius=20, hardness=1, points=[(160, 120)]),
        Stroke(mode="restore", radius=15, hardness=0.5, points=[(20, 20), (60, 20)]),
    )
    image = studio.image(made)
    assert (image.kind, image.parent_id, image.recipe["retouched"]) == ("cut_out", img_id, cut)
    pixels, before = studio.pixels(made), studio.pixels(cut)
    assert pixels[120, 160].tolist() == [0] * 4
    assert pixels[20, 40].tolist() == [0xF2, 0xF2, 0xF0, 255]
    assert (pixels[60:180, 220:240] == before[60:180, 220:240]).all()
    # The soft rim of the brush brings the picture's own colour, not the black that lay there.
    soft = (pixels[..., 3] > 0) & (pixels[..., 3] < 255) & (before[..., 3] == 0)
    assert soft.any()
    assert pixels[soft][:, :3].min() >= 0xEE
    again = studio.retouch(made, Stroke(mode="restore", radius=30, hardness=1, points=[(160, 120)]))
    assert studio.pixels(again)[120, 160].tolist() == [0xB0, 0x30, 0x20, 255]


def test_a_mask_is_retouched_too(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path))
    (mask,) = studio.cut(img_id, model="builtin", result="mask").image_ids
    made = studio.retouch(mask, Stroke(mode="restore", radius=10, hardness=1, points=[(10, 10)]))
    assert studio.pixels(made)[10, 10] == 255


def test_what_cannot_be_retouched(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path))
    (flat,) = studio.cut(img_id, model="builtin", background="#00ff00").image_ids
    for wrong in (img_id, flat):
        with pytest.raises(BadRequest) as caught:
            studio.retouch(wrong, Stroke(mode="erase", radius=10, points=[(10, 10)]))
        assert caught.value.details["reason"] == "no_alpha"


def test_a_source_that_is_gone(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path, colour="#118844"))
    (cut,) = studio.cut(img_id, model="builtin").image_ids
    studio.call(studio.studio.api_parts.library.original(img_id)).path.unlink()
    with pytest.raises(NotFound):
        studio.cut(img_id, model="builtin")
    with pytest.raises(NotFound):
        studio.retouch(cut, Stroke(mode="restore", radius=10, points=[(10, 10)]))
    assert studio.retouch(cut, Stroke(mode="erase", radius=10, points=[(160, 120)]))


def test_a_selection_goes_as_a_job(studio: CutOuts, tmp_path: Path) -> None:
    name = studio.bring_model(tmp_path)
    files = [product(tmp_path, f"p{number}", f"#{number}{number}ffff") for number in range(6)]
    img_ids = studio.bring(*files)
    gone = img_ids[2]
    studio.call(studio.studio.api_parts.library.original(gone)).path.unlink()
    job = studio.job(studio.cut(img_ids, model=name).job_id)
    assert (job.state, job.done, len(job.image_ids)) == ("done", 6, 5)
    assert [(each.image_id, each.error.code) for each in job.failures] == [(gone, "not_found")]
    studio.call(studio.studio.api_parts.matting.remove(name))


def test_a_job_can_be_stopped(studio: CutOuts, tmp_path: Path) -> None:
    name = studio.bring_model(tmp_path)
    img_ids = studio.bring(*(product(tmp_path, f"q{number}", f"#ff{number:02}ff") for number in range(30)))
    started = studio.cut(img_ids, model=name)
    studio.until(lambda: studio.studio.api_parts.jobs.get(started.job_id).done > 0)
    studio.call(studio.studio.api_parts.jobs.cancel(started.job_id))
    stopped = studio.job(started.job_id)
    assert stopped.state == "cancelled" and 0 < len(stopped.image_ids) < 30
    assert not [*studio.studio.paths.work.iterdir()]
    assert studio.cut(img_ids[0], model=name).image_ids
    studio.call(studio.studio.api_parts.matting.remove(name))


def test_a_job_that_is_stopped_before_its_first_step_has_ended(studio: CutOuts) -> None:
    jobs = studio.studio.api_parts.jobs

    async def at_once() -> Job:
        job = jobs.start("bg_remove", 1, lambda running: asyncio.sleep(60))
        await jobs.cancel(job.id)
        return jobs.get(job.id)

    assert studio.call(at_once()).state == "cancelled"
    assert jobs.waiting() == 0


def test_a_damaged_picture_is_a_typed_error(studio: CutOuts, tmp_path: Path) -> None:
    (img_id,) = studio.bring(product(tmp_path, colour="#224466"))
    file = studio.call(studio.studio.api_parts.library.original(img_id)).path
    file.write_bytes(file.read_bytes()[:300])
    with pytest.raises(StudioError) as caught:
        studio.cut(img_id, model="builtin")
    assert caught.value.code == "not_an_image"
