"""What will be sent is what is sent: each way to ask, looked at first, then made."""

from __future__ import annotations

import base64
import json

import pytest

from omniimage import errors
from omniimage.providers import drafts
from omniimage.providers.base import Credentials, ImageRequest
from tests.providers import calls, polling_calls
from tests.providers.calls import KEY
from tests.wire.pictures import png


@pytest.mark.parametrize("route", [*calls.ROUTES, *polling_calls.ROUTES])
async def test_what_is_shown_first_is_what_leaves(call, server, route: str) -> None:
    asked = call(route)
    draft = await drafts.draft(asked.request, asked.credentials)
    assert draft is not None
    assert server.requests == [] and asked.attempt.steps == [], "looking sends nothing"
    assert KEY not in draft.body + draft.address
    await asked.make()
    post = server.posts()[0]
    content_type = post.headers["content-type"]
    assert draft.address == f"http://{post.headers['host']}{post.path}"
    assert draft.body == drafts.written(content_type, post.body)
    assert draft.is_form == content_type.startswith("multipart/")
    assert asked.request.prompt in draft.body
    assert ("image/png" in draft.body) == ("+" in route)
    assert len(draft.body) < 4_000, "pictures are named, not shown"


async def test_what_stops_it_is_said(call) -> None:
    asked = call("recraft+mask")
    asked.request.mask.path.unlink()
    with pytest.raises(errors.BadParameters):
        await drafts.draft(asked.request, asked.credentials)
    with pytest.raises(errors.AuthFailed):
        await drafts.draft(
            ImageRequest("vertex_ai", "gemini-3-pro-image", "a", {}), Credentials('{"a": 1}', "https://x.test")
        )


async def test_the_sketches_send_nothing() -> None:
    assert await drafts.draft(ImageRequest("offline", "poster", "a cat", {"size": "64x64"}), Credentials()) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("data:image/png;base64," + base64.b64encode(png(900, 1)).decode(), "<image/png, 1 kB>"),
        (base64.b64encode(png(1_500_000, 1)).decode(), "<image/png, 1.5 MB>"),
        ("a" * 4_000, "a" * 4_000),
        ("data:image/png;base64,no!", "data:image/png;base64,no!"),
        ("灯塔 " * 300, "灯塔 " * 300),
    ],
)
def test_only_pictures_are_shortened(value: str, shown: str) -> None:
    body = json.dumps({"input": [{"prompt": value}]}).encode()
    assert json.loads(drafts.written("application/json", body)) == {"input": [{"prompt": shown}]}
