"""What a provider of jobs may say in any shape: a typed error or a picture, one POST, the key nowhere."""

from __future__ import annotations

import asyncio
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage import errors
from omniimage.providers import registry
from omniimage.providers.adapters import PROTOCOLS
from omniimage.providers.adapters.jobs import RemoteJob
from omniimage.providers.adapters.polling import check_address
from omniimage.providers.base import Credentials
from tests.providers.calls import KEY, assert_no_key
from tests.providers.polling_calls import MODELS
from tests.providers.test_malformed import twisted
from tests.wire.script import Script

WORDS = ["id", "polling_url", "cost", "urls", "get", "cancel", "request_id", "status_url", "response_url", "cancel_url"]
WORDS += ["status", "error", "error_type", "details", "result", "output", "detail"]
STRINGS = st.sampled_from(["Ready", "succeeded", "failed", "COMPLETED", "Content Moderated", "http://x/y", "", "x" * 5_000])
JSON = st.dictionaries(
    st.sampled_from(WORDS),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | STRINGS | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
        max_leaves=8,
    ),
)


@settings(max_examples=300, deadline=None)
@given(document=JSON, format=st.sampled_from(sorted(PROTOCOLS)))
def test_no_shape_breaks_a_reader(document: dict, format) -> None:
    protocol = PROTOCOLS[format]
    job = protocol.receipt(document)
    if job is not None:
        assert RemoteJob.from_text(job.as_text()) == job
    assert protocol.progress(document).state in ("running", "done", "failed", "lost")


@settings(max_examples=300, deadline=None)
@given(
    host=st.sampled_from(["api.bfl.ai", "api.us1.bfl.ai", "bfl.ai", "evilbfl.ai", "api.bfl.ai.evil", "a@api.bfl.ai"]),
    scheme=st.sampled_from(["https", "http", "HTTPS", "ftp"]),
    port=st.sampled_from(["", ":443", ":80", ":8443", ":99999999", ":x"]),
)
def test_only_the_providers_own_regions_are_asked(host: str, scheme: str, port: str) -> None:
    spec = registry.get_provider("black_forest_labs")
    url = f"{scheme}://{host}{port}/v1/get_result?id=1"
    good = scheme.lower() == "https" and host in ("api.bfl.ai", "api.us1.bfl.ai") and port in ("", ":443")
    for base, is_fine in ((spec.default_url, good), ("https://gateway.example", False)):
        try:
            check_address(spec, Credentials(KEY, base), url)
        except errors.BadResponse:
            assert not is_fine
        else:
            assert is_fine


@pytest.mark.parametrize(
    "url", ["", "https://", "https://[::1", "javascript:x", "//api.bfl.ai/x", "https://api.bfl.ai\\@evil/"]
)
def test_what_is_no_address_is_not_asked(url: str) -> None:
    with pytest.raises(errors.BadResponse):
        check_address(registry.get_provider("replicate"), Credentials(KEY, "https://api.replicate.com"), url)


async def campaign(call, server, rounds: int, seed: int) -> None:
    rng = random.Random(seed)
    good = [
        {"id": "j", "status": "Ready", "result": {"sample": f"{server.origin}/files/0.png", "seed": 1}},
        {"id": "j", "status": "succeeded", "output": [f"{server.origin}/files/0.png"], "error": None},
        {"status": "COMPLETED", "request_id": "j", "images": [{"url": f"{server.origin}/files/0.png"}], "seed": 1},
    ]

    async def one(number: int) -> None:
        asked = call([*MODELS][number % len(MODELS)], timeout=1.5)
        try:
            answer = await asked.make()
            assert answer.images and all(path.is_file() for path in answer.images)
        except errors.StudioError as error:
            assert_no_key(error)
            json.dumps(error.details, allow_nan=False)
            assert error.code != "internal" and error.details["charged"] in ("no", "yes", "unknown")

    for _ in range(rounds):
        server.desk.polls.clear()
        server.desk.polls.extend(
            Script(
                status=rng.choice([200, 200, 200, 202, 204, 300, 400, 404, 418, 500]),
                body=json.dumps(twisted(rng.choice(good), rng)).encode() if rng.random() < 0.8 else rng.randbytes(200),
                drop=rng.choice([None, None, None, "mid_body"]),
            )
            for _ in range(120)
        )
        before = len(server.posts())
        await asyncio.gather(*(one(number) for number in range(48)))
        assert len(server.posts()) == before + 48
        server.requests.clear()


async def test_malformed_news_of_jobs(call, server) -> None:
    await campaign(call, server, 2, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_thousands_of_malformed_news_of_jobs(call, server) -> None:
    await campaign(call, server, 60, seed=2)
