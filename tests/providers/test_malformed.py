"""Malformed answers, hundreds in every run and thousands in soak: a typed error or a picture, one POST, no crash."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import resource
from typing import Any

import pytest

from omniimage import errors
from tests.providers.calls import ROUTES, assert_no_key
from tests.wire import protocols
from tests.wire.pictures import png
from tests.wire.script import Script

HERE = ("openai", "gemini", "openrouter", "volcengine")


def mangled(rng: random.Random) -> bytes:
    """A good answer of some provider, with something wrong in it."""
    script = Script(images=(rng.choice([60, 400, 5_000]),), text=rng.choice([None, "words"]))
    body = protocols.answer(rng.choice(HERE), script, b"{}", "", "")
    match rng.randrange(6):
        case 0:
            return body[: rng.randrange(len(body))]
        case 1:
            at = rng.randrange(len(body))
            return body[:at] + rng.randbytes(rng.randrange(1, 20)) + body[at + rng.randrange(20) :]
        case 2:
            return rng.randbytes(rng.randrange(3_000))
        case 3:
            return body.replace(
                rng.choice([b'"', b"{", b"[", b":", b","]), rng.choice([b"", b"\\", b"\x00", b'"']), rng.randrange(1, 4)
            )
        case _:
            return json.dumps(twisted(json.loads(body), rng)).encode()


def twisted(value: Any, rng: random.Random) -> Any:
    """The same shape, with values of wrong types here and there."""
    if rng.random() < 0.12:
        return rng.choice(
            [None, 0, -1, 1e308, True, "", "x" * 3_000, [], {}, [[]], {"error": "x"}, {"error": {"code": []}}, "http://"]
        )
    if isinstance(value, dict):
        return {key: twisted(each, rng) for key, each in value.items() if rng.random() > 0.05}
    if isinstance(value, list):
        return [twisted(each, rng) for each in value] * rng.choice([1, 1, 2])
    if isinstance(value, str) and len(value) > 50 and rng.random() < 0.3:
        return value[: rng.randrange(len(value))] + rng.choice(["", "=", "*", "\n", base64.b64encode(png(60)).decode()])
    return value


def script_of(rng: random.Random) -> Script:
    return Script(
        status=rng.choice([200, 200, 200, 200, 201, 204, 206, 299, 300, 400, 418, 429, 500, 599]),
        body=mangled(rng),
        content_type=rng.choice(["application/json", "text/html", "", "application/json; charset=utf-16"]),
        headers=rng.choice([{}, {"Retry-After": "x" * 50}, {"content-encoding": "br"}, {"content-encoding": "gzip"}]),
        chunked=rng.random() < 0.3,
        drop=rng.choice([None, None, None, None, "mid_body", "after_headers"]),
    )


async def campaign(call, server, count: int, seed: int) -> None:
    rng = random.Random(seed)
    for number in range(count):
        server.script = script_of(rng)
        asked = call(ROUTES[number % len(ROUTES)], timeout=2.0)
        before = len(server.posts())
        try:
            answer = await asked.make()
            assert answer.images and all(path.is_file() for path in answer.images)
        except errors.StudioError as error:
            assert_no_key(error)
            json.dumps(error.details, allow_nan=False)
            assert error.code != "internal" and error.details["charged"] in ("no", "yes", "unknown")
        assert len(server.posts()) == before + 1, server.script
        server.requests.clear()


async def test_malformed_answers(call, server) -> None:
    await campaign(call, server, 300, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(1200)
async def test_ten_thousand_malformed_answers(call, server) -> None:
    await campaign(call, server, 500, seed=2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await campaign(call, server, 10_000, seed=3)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 300_000_000
    assert len(asyncio.all_tasks()) < 20
