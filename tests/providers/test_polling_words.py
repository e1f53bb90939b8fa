"""What each provider of jobs hears: its own words for our parameters, and what it says of the cost."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from omniimage import errors
from omniimage.contracts.runs import ModelParams
from omniimage.providers import capabilities, engine, registry
from omniimage.providers.base import Credentials
from omniimage.providers.parameters import plan
from tests.providers.calls import KEY, assert_no_key
from tests.providers.polling_calls import MODELS
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer


def sent_body(server: WireServer) -> dict:
    (post,) = server.posts()
    return json.loads(post.body)


async def test_black_forest_labs_hears_its_own_words(call, server) -> None:
    await call("black_forest_labs+reference").make()
    body = sent_body(server)
    assert body.keys() == {"prompt", "width", "height", "seed", "input_image"}
    assert (body["width"], body["height"], body["seed"]) == (1024, 768, 7)
    assert base64.b64decode(body["input_image"]).startswith(b"\x89PNG")
    assert server.posts()[0].path == "/bfl/v1/flux-2-pro"


async def test_several_references_keep_their_order(call, server) -> None:
    for name, params in (("flux-2-pro", {}), ("flux-3-image", {"aspect_ratio": "1:1", "tier": "1.5K"})):
        asked = call("black_forest_labs+reference", name=name, params=params)
        paths = [asked.folder / f"{number}.png" for number in range(3)]
        for number, path in enumerate(paths):
            path.write_bytes(png(500, number))
        reference = asked.request.references[0]
        asked.request = replace(asked.request, references=tuple(replace(reference, path=path) for path in paths))
        await asked.make()
    first, second = (json.loads(post.body) for post in server.posts())
    expected = [base64.b64encode(png(500, number)).decode() for number in range(3)]
    assert [first[name] for name in ("input_image", "input_image_2", "input_image_3")] == expected
    assert second == {"prompt": "a lighthouse at dusk", "aspect_ratio": "1:1", "resolution": "1.5k", "images": expected}


async def test_replicate_hears_its_own_words(call, server) -> None:
    await call("replicate+reference").make()
    body = sent_body(server)["input"]
    assert body.keys() == {"prompt", "aspect_ratio", "size", "image_input"}
    assert body["size"] == "2K" and body["image_input"][0].startswith("data:image/png;base64,")
    assert server.posts()[0].path == "/replicate/v1/models/bytedance/seedream-5-pro/predictions"


async def test_fal_hears_its_own_words(call, server) -> None:
    await call("fal_ai").make()
    await call("fal_ai+reference").make()
    await call("fal_ai", name="openai/gpt-image-2.5/flare", params={"size": "1024x768", "quality": "low"}).make()
    text, edit, sized = server.posts()
    assert text.path == "/fal/fal-ai/nano-banana-pro" and edit.path == "/fal/fal-ai/nano-banana-pro/edit"
    assert json.loads(text.body) == {"prompt": "a lighthouse at dusk", "aspect_ratio": "16:9", "resolution": "2K"}
    assert json.loads(edit.body)["image_urls"][0].startswith("data:image/png;base64,")
    assert sized.path == "/fal/openai/gpt-image-2.5/flare/text-to-image"
    assert json.loads(sized.body)["image_size"] == {"width": 1024, "height": 768}
    assert text.headers["authorization"].startswith("Key ")


async def test_the_cost_is_what_the_provider_says(call, server) -> None:
    assert (await call("black_forest_labs").make()).cost == 0.045
    assert (await call("fal_ai").make()).cost == 0.30
    assert (await call("replicate").make()).cost is None


@pytest.mark.parametrize(
    ("provider", "path"), [("black_forest_labs", "/bfl/v1/credits"), ("replicate", "/replicate/v1/account")]
)
@pytest.mark.parametrize("is_short", [False, True])
async def test_a_key_is_checked_for_nothing(server, provider: str, path: str, is_short: bool) -> None:
    """The usual end of the address may be left out."""
    spec = registry.get_provider(provider)
    base = server.base_url(provider)
    await engine.check_key(spec, Credentials(KEY, base.removesuffix("/v1") if is_short else base))
    (request,) = server.requests
    assert (request.method, request.path, request.key) == ("GET", path, KEY)
    server.script = Script(status=401, echo_key=True)
    with pytest.raises(errors.AuthFailed) as caught:
        await engine.check_key(spec, Credentials(KEY, base))
    assert_no_key(caught.value)


async def test_an_account_without_credit_says_so(server) -> None:
    server.script = Script(body=b'{"credits": 0}')
    with pytest.raises(errors.InsufficientFunds):
        await engine.check_key(
            registry.get_provider("black_forest_labs"), Credentials(KEY, server.base_url("black_forest_labs"))
        )


@pytest.mark.parametrize(
    "entry", [each for each in capabilities.catalogue() if each.provider in MODELS], ids=lambda each: each.id
)
async def test_every_model_is_asked_where_it_lives(call, server, entry) -> None:
    """Each variant exists, and each parameter a model takes has a word."""
    spec = registry.get_provider(entry.provider)
    assert entry.variant is None or entry.variant in spec.variants
    along = "+mask" if entry.capabilities.masks else ""
    made = call(entry.provider + along, name=entry.name)
    wanted = ModelParams(
        size="1024x768", seed=1, steps=5, guidance=3.0, quality="low", mask_id="img_mask" if along else None
    )
    asked = plan(entry, "a lighthouse", wanted, made.request.references)
    made.request = replace(made.request, params=asked.calls[0])
    await made.make()
    (post,) = server.posts()
    assert entry.name.split("/")[-1] in post.path
    body = json.loads(post.body)
    assert not (body.get("input") or body).keys() & {"tier", "reference_ids", "mask_id", "n"}
