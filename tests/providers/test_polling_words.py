"""What each provider of jobs hears: its own words for our parameters, and what it says of the cost."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

from tests.wire.pictures import png
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
