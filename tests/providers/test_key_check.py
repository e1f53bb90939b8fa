"""Checking a key and listing models: free calls, typed errors, no key in them."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from omniimage import errors
from omniimage.providers import engine, registry
from omniimage.providers.base import Credentials
from tests.providers.calls import KEY, assert_no_key
from tests.wire.script import Script
from tests.wire.server import WireServer

# One free call each, whose answer is an object.
CHECKED = ["openai", "custom_openai", "gemini", "openrouter", "volcengine", "xai", "azure", "stability", "recraft"]
CHECKED += ["dashscope", "fireworks", "deepinfra", "siliconflow", "localai", "vllm", "ideogram", "vertex_ai"]
LISTED = [name for name in (*CHECKED, "together") if registry.get_provider(name).models_path]
by_provider = pytest.mark.parametrize("provider", CHECKED)
PATHS = {
    "openrouter": "/api/v1/key",
    "azure": "/azure/openai/v1/models?api-version=preview",
    "stability": "/stability/v1/user/balance",
    "recraft": "/recraft/v1/users/me",
    "dashscope": "/dashscope/compatible-mode/v1/models",
    "ideogram": "/ideogram/v2/image/generate/ideogram-4-5?dry_run=true",
    "vertex_ai": "/vertex/v1/projects/house/locations/global/publishers/google/models/gemini-3-pro-image:countTokens",
}
POSTED = {"ideogram", "vertex_ai"}


def with_key(server: WireServer, provider: str) -> tuple[registry.ProviderSpec, Credentials]:
    return registry.get_provider(provider), Credentials(KEY, server.base_url(provider))


@by_provider
async def test_a_good_key_is_asked_about_once_and_for_nothing(server: WireServer, provider: str) -> None:
    await engine.check_key(*with_key(server, provider))
    (request,) = server.requests
    assert request.method == ("POST" if provider in POSTED else "GET") and request.key == KEY
    assert request.path == PATHS.get(provider, urlsplit(server.base_url(provider)).path + "/models")
    assert server.billed == 0


@by_provider
@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (Script(status=401, echo_key=True), errors.AuthFailed),
        (Script(status=403, echo_key=True), errors.AuthFailed),
        (Script(status=402), errors.InsufficientFunds),
        (Script(status=429, headers={"Retry-After": "3"}), errors.RateLimited),
        (Script(status=500, echo_key=True), errors.ProviderUnavailable),
        (Script(status=302, headers={"Location": "http://example.com/"}), errors.BadResponse),
        (Script(drop="before_headers"), errors.ProviderUnavailable),
        (Script(body=b"no gzip", headers={"content-encoding": "gzip"}), errors.ProviderUnavailable),
        (Script(body=b"<html>hello</html>", content_type="text/html"), errors.BadResponse),
        (Script(body=b"[]"), errors.BadResponse),
        (Script(body=b"{" * 100_000), errors.BadResponse),
        (Script(huge=1_000_000_000), errors.TooLarge),
    ],
)
async def test_each_failure_has_its_type(server: WireServer, provider: str, script: Script, kind: type) -> None:
    server.script = script
    with pytest.raises(errors.StudioError) as caught:
        await engine.check_key(*with_key(server, provider))
    assert type(caught.value) is kind
    assert caught.value.details["provider"] == provider
    assert_no_key(caught.value)
    assert len(server.requests) == 1


async def test_a_used_up_limit_is_no_money(server: WireServer) -> None:
    server.script = Script(body=b'{"data": {"limit_remaining": 0}}')
    with pytest.raises(errors.InsufficientFunds):
        await engine.check_key(*with_key(server, "openrouter"))


async def test_no_credits_left_is_no_money(server: WireServer) -> None:
    server.script = Script(body=b'{"credits": 0.0}')
    with pytest.raises(errors.InsufficientFunds):
        await engine.check_key(*with_key(server, "stability"))


@pytest.mark.parametrize("provider", ["azure_mai", "bedrock", "fal_ai"])
async def test_without_a_free_call_nothing_is_asked(server: WireServer, provider: str) -> None:
    with pytest.raises(errors.BadRequest) as caught:
        await engine.check_key(*with_key(server, provider))
    assert caught.value.details["reason"] == "no_free_check" and server.requests == []


async def test_a_list_without_an_object_around_it(server: WireServer) -> None:
    assert await engine.fetch_models(*with_key(server, "a1111")) == ["alpha", "beta"]


@pytest.mark.parametrize("provider", [name for name in LISTED if name != "openrouter"])
async def test_models_are_listed_by_their_ids(server: WireServer, provider: str) -> None:
    assert await engine.fetch_models(*with_key(server, provider)) == ["alpha-image", "beta-chat"]


@pytest.mark.parametrize(
    "data", [None, 3, {}, [], [None, 3, "x", {}], [{"id": None}, {"id": 5}, {"id": ""}, {"id": "a\nb"}]]
)
async def test_an_odd_list_is_an_empty_one(server: WireServer, data) -> None:
    server.script = Script(body=json.dumps({"data": data}).encode())
    assert await engine.fetch_models(*with_key(server, "openai")) == []


async def test_no_key_sends_no_header(server: WireServer) -> None:
    await engine.fetch_models(registry.get_provider("custom_openai"), Credentials("", server.base_url("custom_openai")))
    assert "authorization" not in server.requests[0].headers


async def test_what_is_no_service_account_is_known_without_asking(server: WireServer) -> None:
    spec = registry.get_provider("vertex_ai")
    with pytest.raises(errors.AuthFailed):
        await engine.check_key(spec, Credentials('{"type": "service_account"}', server.base_url("vertex_ai")))
    assert server.requests == []
