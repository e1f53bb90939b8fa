"""By which id a provider's support finds a call: told of pictures and of errors alike, and never with a key in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from omniimage.providers.request_ids import request_id
from tests.providers.calls import KEY
from tests.wire.script import Script

BY_ROUTE = {
    "openai": "x-request-id",
    "azure": "apim-request-id",
    "bedrock": "x-amzn-RequestId",
    "siliconflow": "X-SiliconCloud-Trace-Id",
    "volcengine": "x-tt-logid",
}


@pytest.mark.parametrize("route", BY_ROUTE)
async def test_it_is_kept_with_the_picture_and_with_the_error(call, server, route: str) -> None:
    good = Script(headers={BY_ROUTE[route]: "req-7f.3a"})
    server.queue.extend([good, replace(good, status=400)])
    assert (await call(route).make()).request_id == "req-7f.3a"
    assert (await call(route).fail()).details["request_id"] == "req-7f.3a"


async def test_some_say_it_in_their_answer(call, server) -> None:
    server.queue.extend([Script(), Script(status=400)])
    assert (await call("dashscope").make()).request_id == "req-1"
    assert (await call("dashscope").fail()).details["request_id"] == "req-1"


@pytest.mark.parametrize("told", [KEY, f"id-{KEY}", "a b", "<b>x</b>", "x" * 200, "", "маяк"])
def test_what_is_no_id_or_holds_the_key_is_left_out(told: str) -> None:
    assert request_id({"x-request-id": told}, b"", KEY) is None
    assert request_id({"x-request-id": told}, b'{"requestId": "r-2"}', KEY) == "r-2"
