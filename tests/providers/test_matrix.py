"""The matrix has no holes: a provider, or a way to ask it, that is added and not tried against every answer fails here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from omniimage import errors
from omniimage.contracts.models import Capabilities
from omniimage.contracts.runs import ModelParams
from omniimage.providers import capabilities, registry
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.parameters import plan
from tests.providers import calls, polling_calls
from tests.providers.calls import KEY, assert_no_key
from tests.wire.script import Script

CLOUDS = [spec for spec in registry.providers() if spec.route not in ("offline_images", "chat_only")]
CATALOGUE = [entry for entry in capabilities.catalogue("image", date(2026, 11, 21)) if entry.provider != "offline"]
CUSTOM = [capabilities.entry(f"{spec.id}/house-model", ["house-model"]) for spec in CLOUDS if spec.accepts_custom_models]
Way = tuple[str, str, str, str]
"""Provider, route, format of its answers, and what goes along: `words`, `reference` or `mask`."""


def ways(entry: CatalogueEntry) -> set[Way]:
    spec = registry.get_provider(entry.provider).variant(entry.variant)
    return {(spec.id, spec.route, spec.answers, along) for along in goes_along(entry.capabilities)}


def goes_along(takes: Capabilities) -> set[str]:
    if takes.masks and takes.masks.required:
        return {"mask"}
    return {"words"} | ({"reference"} if takes.references else set()) | ({"mask"} if takes.masks else set())


def way_of(route: str) -> Way:
    """Of a route as the tests name it: `provider:variant+along`."""
    way, _, along = route.partition("+")
    provider = way.partition(":")[0]
    fills = polling_calls.FILLS if along == "mask" else {}
    name = fills.get(provider) or (polling_calls.MODELS | calls.MODELS)[way]
    known = capabilities.find(f"{provider}/{name}")
    spec = registry.get_provider(provider).variant(known.variant if known else None)
    return spec.id, spec.route, spec.answers, along or "words"


def test_every_way_to_ask_is_tried_against_every_answer() -> None:
    wanted = set().union(*(ways(entry) for entry in (*CATALOGUE, *CUSTOM)))
    tried = {way_of(route) for route in (*calls.ROUTES, *polling_calls.ROUTES)}
    assert wanted - tried == set()
    assert {provider for provider, *_ in tried} == {spec.id for spec in CLOUDS}


# How each provider says that it will not make the picture, in its own shape where one is documented.
CODE = Script(status=400, code="content_policy_violation")
BLOCKED = Script(body=json.dumps({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}).encode())
XAI = {"code": "Client specified an invalid argument", "error": "Generated image rejected by content moderation."}
FILTERED = {"images": ["aGVsbG8="], "finish_reasons": ["Filter reason: prompt"], "seeds": [1]}
SAFETY_BLOCKS = {
    "openai": Script(status=400, code="moderation_blocked"),
    "gemini": BLOCKED,
    "openrouter": Script(status=403, code="content_moderation"),
    "volcengine": Script(status=400, code="InputTextSensitiveContentDetected"),
    "xai": Script(status=400, body=json.dumps(XAI).encode()),
    "azure": Script(status=400, code="contentFilter"),
    "azure_mai": Script(status=400, code="contentFilter"),
    "stability": Script(status=403, code="content_moderation"),
    "recraft": CODE,
    "together": CODE,
    "dashscope": Script(status=400, code="DataInspectionFailed"),
    "vertex_ai": BLOCKED,
    "fireworks": CODE,
    "bedrock": Script(body=json.dumps(FILTERED).encode()),
    "ideogram": Script(status=422, message="Prompt failed the safety check"),
    "deepinfra": CODE,
    "siliconflow": CODE,
    "localai": CODE,
    "vllm": CODE,
    "a1111": CODE,
    "black_forest_labs": Script(ends="refused"),
    "replicate": Script(ends="refused"),
    "fal_ai": Script(ends="refused"),
    "custom_openai": CODE,
}


@pytest.mark.parametrize("provider", [spec.id for spec in CLOUDS])
async def test_a_safety_block_is_told_from_every_other_error(call, server, provider: str) -> None:
    server.script = SAFETY_BLOCKS[provider]
    error = await call(provider).fail()
    assert type(error) is errors.ContentRefused
    assert not error.details.get("safe_to_retry")
    assert_no_key(error)
    assert len(server.posts()) == 1


@pytest.mark.parametrize("entry", [*CATALOGUE, *CUSTOM], ids=lambda entry: entry.id)
async def test_every_model_of_the_catalogue_can_be_asked(call, server, tmp_path: Path, entry: CatalogueEntry) -> None:
    """Worked out as for a user, sent as the registry says, answered with a picture: by one billed POST."""
    for along in sorted(goes_along(entry.capabilities)):
        asked = call(entry.provider if along == "words" else f"{entry.provider}+{along}")
        wanted = ModelParams(n=1, mask_id="img_mask" if along == "mask" else None)
        planned = plan(entry, asked.request.prompt, wanted, asked.request.references)
        asked.request = replace(asked.request, name=entry.name, params=planned.calls[0])
        before = len(server.posts())
        answer = await asked.make()
        assert len(answer.images) == 1 and len(server.posts()) == before + 1
        assert KEY.encode() not in server.posts()[-1].body
