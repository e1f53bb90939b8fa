"""The services that are asked directly, through the whole studio: kept on disk, priced, and told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from omniimage.providers import capabilities, registry
from tests.services.studio_at_work import KEY, StudioAtWork, studio_at_work
from tests.services.studio_at_work import MODELS as USUAL
from tests.wire.script import Script
from tests.wire.server import WireServer

MODELS = {
    "xai": "xai/grok-imagine-image-2.0",
    "openrouter": "openrouter/black-forest-labs/flux-3-image",
    "azure": "azure/our-deployment",
    "azure_mai": "azure_mai/our-deployment",
    "stability": "stability/sd3.5-large",
    "recraft": "recraft/recraftv4_1",
    "together": "together/black-forest-labs/FLUX.2-pro",
    "dashscope": "dashscope/qwen-image-3.0-pro",
    "vertex_ai": "vertex_ai/gemini-3-pro-image",
    "fireworks": "fireworks/flux-1-dev-fp8",
    "bedrock": "bedrock/stability.stable-image-core-v1:1",
    "ideogram": "ideogram/ideogram-v3",
    "deepinfra": "deepinfra/black-forest-labs/FLUX-2-klein-4b",
    "siliconflow": "siliconflow/Kwai-Kolors/Kolors",
    "localai": "localai/house-model",
    "vllm": "vllm/house-model",
    "a1111": "a1111/current",
}

JOBS = {"black_forest_labs", "replicate", "fal_ai"}


@pytest.fixture
def work(tmp_path: Path, server: WireServer) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path / "data") as work:
        keys = work.studio.api_parts.keys
        for provider, model in MODELS.items():
            work.call(keys.save(provider, KEY, server.base_url(provider)))
            if provider in ("azure", "azure_mai", "localai", "vllm"):
                work.call(keys.set_custom_models(provider, [model.partition("/")[2]]))
        yield work
    capabilities.use(None)


def test_no_provider_is_left_out() -> None:
    """A row that is added goes through the whole studio here, in `studio_at_work`, or with the jobs."""
    tried = {*MODELS, *USUAL, *JOBS}
    elsewhere = ("offline_images", "chat_only", "own_images")
    assert tried == {spec.id for spec in registry.providers() if spec.route not in elsewhere}


def test_each_brings_its_picture_by_one_post(work: StudioAtWork, server: WireServer) -> None:
    ended = work.finished(work.start([*MODELS.values()], aspect_ratio="1:1").id)
    assert {model: each.state for model, each in ended.items()} == dict.fromkeys(MODELS.values(), "done")
    assert len(server.posts()) == len(MODELS)
    for generation in ended.values():
        (image_id,) = generation.image_ids
        stored = work.call(work.studio.api_parts.library.original(image_id))
        sidecar = stored.path.with_name(f"{stored.sha256}.{image_id}.json").read_text()
        assert "A lighthouse at dusk" in sidecar and KEY not in sidecar
        assert generation.sent and generation.asked == {"aspect_ratio": "1:1"}
    assert ended[MODELS["xai"]].cost == 0.06 and ended[MODELS["openrouter"]].cost == 0.048
    assert KEY not in json.dumps(work.events)


def test_what_is_billed_and_then_refused_counts_as_spent(work: StudioAtWork, server: WireServer) -> None:
    said = {"code": "Client specified an invalid argument", "error": "Generated image rejected by content moderation."}
    server.script = Script(status=400, body=json.dumps(said | {"usage": {"cost_in_usd_ticks": 200_000_000}}).encode())
    (generation,) = work.finished(work.start([MODELS["xai"]]).id).values()
    assert (generation.state, generation.cost) == ("refused", 0.02)
    assert generation.error and generation.error.details["charged"] == "yes"
    assert work.call(work.studio.api_parts.spend.get()).total == 0.02
    assert "spend.changed" in {type for type, _ in work.events}
