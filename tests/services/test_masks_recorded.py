"""A mask from the library to the provider and into what is kept: asked, sent, and why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.services.studio_at_work import MODELS, StudioAtWork
from tests.wire.pictures import png
from tests.wire.server import WireServer


@pytest.fixture
def work(work: StudioAtWork, server: WireServer) -> StudioAtWork:
    work.connect(server)
    return work


def brought_in(work: StudioAtWork, folder: Path) -> tuple[str, str]:
    """The ids of a picture and of a mask for it."""
    picture, mask = folder / "picture.png", folder / "mask.png"
    picture.write_bytes(png(9_000, 4))
    white = Image.new("L", (64, 64))
    white.paste(255, (0, 0, 64, 20))
    white.save(mask)
    reference_id, mask_id = work.call(work.studio.api_parts.library.import_files([picture, mask])).image_ids
    return reference_id, mask_id


def recipe_of(work: StudioAtWork, image_id: str) -> dict:
    return work.call(work.studio.api_parts.library.get(image_id)).recipe


def test_asked_sent_and_reason_stand_on_everything(work: StudioAtWork, server: WireServer, tmp_path: Path) -> None:
    picture, mask = brought_in(work, tmp_path)
    models = [MODELS["openai"], MODELS["gemini"], "offline/poster"]
    ended = work.finished(work.start(models, reference_ids=[picture], mask_id=mask).id)
    assert {model: each.state for model, each in ended.items()} == dict.fromkeys(models, "done")
    for model, generation in ended.items():
        assert generation.asked["mask_id"] == mask and generation.sent["reference_ids"] == [picture]
        recipe = recipe_of(work, generation.image_ids[0])
        assert recipe["asked"]["mask_id"] == mask and recipe["references"] == [picture]
        reasons = {each.parameter: (each.asked, each.sent, each.reason) for each in generation.adjustments}
        if model == MODELS["gemini"]:
            assert "mask_id" not in generation.sent and "mask" not in recipe
            assert reasons["mask_id"] == (mask, None, "not_taken")
        else:
            assert generation.sent["mask_id"] == mask and recipe["mask"] == mask
            assert "mask_id" not in reasons
    bodies = {request.path: request.body for request in server.posts()}
    assert b'name="mask"; filename=' in bodies["/v1/images/edits"]
    assert len(server.posts()) == 2


def test_a_mask_without_a_picture_means_nothing_and_says_so(work: StudioAtWork, server: WireServer, tmp_path: Path) -> None:
    _, mask = brought_in(work, tmp_path)
    (generation,) = work.finished(work.start([MODELS["openai"]], mask_id=mask).id).values()
    assert generation.state == "done" and "mask_id" not in generation.sent
    assert [each.parameter for each in generation.adjustments] == ["mask_id"]
    assert json.loads(server.posts()[0].body).keys().isdisjoint({"mask", "mask_id"})


def test_a_mask_that_is_gone_costs_nothing(work: StudioAtWork, server: WireServer, tmp_path: Path) -> None:
    picture, _ = brought_in(work, tmp_path)
    run = work.start([MODELS["openai"], "offline/ink"], reference_ids=[picture], mask_id="img_000000000000000000000000")
    ended = work.finished(run.id)
    assert {each.error.code for each in ended.values() if each.error} == {"not_found"}
    assert all(each.error and each.error.details["charged"] == "no" for each in ended.values())
    assert server.posts() == []
