"""The list of models and what would be sent to each: services over the real catalogue, in a folder of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from omniimage.contracts.models import Capabilities, ModelOverride
from omniimage.contracts.runs import ModelParams, RunParams
from omniimage.errors import BadRequest, ModelMissing
from omniimage.providers import capabilities
from tests.services.studio_at_work import KEY, StudioAtWork, studio_at_work

MODEL = "openai/gpt-image-2"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path) as running:
        yield running
    capabilities.use(None)


def estimate(work: StudioAtWork, params: RunParams, *models: str) -> list:
    return work.call(work.studio.api_parts.models.estimate("a cat", models, params)).models


def test_an_estimate_says_what_each_model_gets(work: StudioAtWork) -> None:
    params = RunParams(size="1920x1080", seed=7, n=2, per_model={"xai/grok-imagine-image-2.0": ModelParams(quality="low")})
    openai, xai, stability = estimate(work, params, MODEL, "xai/grok-imagine-image-2.0", "stability/core")
    assert openai.sent == {"size": "2048x1152", "n": 2} and openai.calls == 1
    assert xai.sent == {"aspect_ratio": "16:9", "tier": "2K", "quality": "low", "n": 2} and xai.cost == 0.12
    assert stability.sent == {"aspect_ratio": "16:9", "seed": 7, "n": 2} and stability.calls == 2
    assert {each.parameter for each in xai.adjustments} == {"size", "seed"}


def test_what_will_be_sent_is_shown_for_each_model_or_why_it_cannot_be(work: StudioAtWork) -> None:
    parts = work.studio.api_parts
    work.call(parts.keys.save("openai", KEY, "https://house.example/v1"))
    models = [MODEL, "stability/inpaint", "xai/grok-imagine-image-2.0", "offline/poster"]
    openai, inpaint, xai, sketch = work.call(parts.previews.preview("a cat", models, RunParams(seed=7, n=3)))
    assert openai.address == "https://house.example/v1/images/generations" and not openai.is_form
    assert json.loads(openai.body) == {"prompt": "a cat", "model": "gpt-image-2", "size": "1024x1024", "n": 3}
    assert [each.parameter for each in openai.adjustments] == ["seed"] and openai.calls == 1
    assert inpaint.error is not None and inpaint.error.details["reason"] == "reference_required"
    assert xai.error is not None and xai.error.details["reason"] == "no_key" and xai.calls == 1
    assert (sketch.error, sketch.body, sketch.calls, sketch.cost) == (None, "", 3, 0.0)
    for prompt, chosen in (("", models), ("a cat", [])):
        with pytest.raises(BadRequest):
            work.call(parts.previews.preview(prompt, chosen, RunParams()))


def test_models_that_are_hidden_at_once_are_all_hidden(work: StudioAtWork) -> None:
    models = work.studio.api_parts.models
    wanted = [model.id for model in work.call(models.list("image"))][:12]

    async def hide_all() -> None:
        await asyncio.gather(*(models.set_override(model, {"hidden": True}) for model in wanted))

    work.call(hide_all())
    assert set(models.overrides()) == set(wanted)


def test_the_user_hides_a_model_and_finds_it_again(work: StudioAtWork) -> None:
    models = work.studio.api_parts.models
    assert work.call(models.set_override(MODEL, {"hidden": True})) == {MODEL: ModelOverride(hidden=True)}
    assert MODEL not in {model.id for model in work.call(models.list("image"))}
    assert work.call(models.set_override(MODEL, {})) == {}
    assert MODEL in {model.id for model in work.call(models.list("image"))}


def test_a_custom_model_takes_what_the_user_says(work: StudioAtWork) -> None:
    keys, models = work.studio.api_parts.keys, work.studio.api_parts.models
    work.call(keys.save("azure", KEY, "https://house.openai.azure.com"))
    work.call(keys.set_custom_models("azure", ["my-deployment"]))
    takes = {"sizes": {"rule": "list", "sizes": ["640x480"]}, "n_per_call": 3}
    price = {"base": 0.5, "as_of": "2026-11-21", "source": "my contract"}
    work.call(models.set_override("azure/my-deployment", {"capabilities": takes, "price": price}))
    (row,) = estimate(work, RunParams(n=3, quality="high"), "azure/my-deployment")
    assert (row.sent, row.calls, row.cost) == ({"size": "640x480", "n": 3}, 1, 1.5)
    (info,) = [model for model in work.call(models.list("image")) if model.provider == "azure"]
    assert info.capabilities == Capabilities.model_validate(takes) and info.available


@pytest.mark.parametrize(
    "fields",
    [
        {"capabilities": {"sizes": {"rule": "list", "sizes": []}}},
        {"capabilities": {"sizes": {"rule": "list", "sizes": ["a lot"]}}},
        {"capabilities": 5},
        {"price": {"base": "free"}},
        {"colour": "red"},
    ],
)
def test_what_no_request_could_be_made_of_is_refused(work: StudioAtWork, fields: dict) -> None:
    models = work.studio.api_parts.models
    with pytest.raises(BadRequest):
        work.call(models.set_override(MODEL, fields))
    assert models.overrides() == {}


def test_nothing_is_set_for_a_model_that_is_not_there(work: StudioAtWork) -> None:
    with pytest.raises(ModelMissing):
        work.call(work.studio.api_parts.models.set_override("openai/none", {"hidden": True}))


def test_a_model_that_ended_does_not_take_the_list_down(work: StudioAtWork) -> None:
    keys, models, root = work.studio.api_parts.keys, work.studio.api_parts.models, work.studio.paths.root
    ended = {"id": "openai/gone", "label": "Gone", "as_of": "2027-01-01", "source": "a test", "ends": "2026-01-01"}
    takes = {"sizes": {"rule": "list", "sizes": ["640x480"]}}
    catalogue = {"as_of": "2027-01-01", "models": [ended | {"capabilities": takes}]}
    (root / "catalogue.json").write_text(json.dumps(catalogue))
    assert capabilities.use(root) == ()
    work.call(keys.set_custom_models("openai", ["gone", "brand-new"]))
    found = {model.id for model in work.call(models.list("image"))}
    assert "openai/brand-new" in found and "openai/gone" not in found


def test_the_catalogue_shows_what_is_hidden_ended_and_added_beside_what_it_says_itself(work: StudioAtWork) -> None:
    keys, models = work.studio.api_parts.keys, work.studio.api_parts.models
    work.call(keys.save("azure", KEY, "https://house.openai.azure.com"))
    work.call(keys.set_custom_models("azure", ["mine"]))
    price = {"base": 0.5, "as_of": "2026-11-21", "source": "user"}
    work.call(models.set_override(MODEL, {"hidden": True, "price": price}))
    status = work.call(models.catalogue())
    rows = {row.model.id: row for row in status.models}
    assert (status.newer, status.as_of, status.notices) == (False, status.shipped_as_of, [])
    hidden = rows[MODEL]
    assert hidden.hidden and hidden.source and hidden.as_of and not hidden.custom
    assert hidden.model.price and hidden.model.price.base == 0.5 and hidden.price != hidden.model.price
    assert rows["azure/mine"].custom and rows["azure/mine"].source is None


def test_an_ended_model_is_in_the_catalogue_alone(work: StudioAtWork, tmp_path: Path) -> None:
    takes = {"sizes": {"rule": "list", "sizes": ["640x480"]}}
    row = {
        "id": "openai/old",
        "label": "Old",
        "capabilities": takes,
        "ends": "2026-01-01",
        "as_of": "2999-01-01",
        "source": "s",
    }
    newer = {"as_of": "2999-01-01", "models": [row]}
    (tmp_path / "catalogue.json").write_text(json.dumps(newer))
    (tmp_path / "overrides.json").write_text("{")
    capabilities.use(tmp_path)
    models = work.studio.api_parts.models
    status = work.call(models.catalogue())
    (old,) = [row.model for row in status.models if row.model.id == "openai/old"]
    assert (old.reason, old.available, old.ends) == ("ended", False, "2026-01-01")
    assert (status.newer, status.as_of) == (True, "2999-01-01")
    assert [(notice.file, notice.reason) for notice in status.notices] == [("overrides.json", "damaged")]
    assert "openai/old" not in {model.id for model in work.call(models.list("image"))}
