"""The user's proxy is used for remote https and nothing else; a proxy that refuses proves that nothing was sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from omniimage import errors
from omniimage.providers import network
from tests.providers.calls import KEY
from tests.wire.script import Script

PROXY = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://api.openai.com/v1", PROXY),
        ("https://ark.cn-beijing.volces.com/api/v3", PROXY),
        ("http://127.0.0.1:8000/v1", None),
        ("https://localhost:8000/v1", None),
        ("https://192.168.1.5/v1", None),
        ("https://[::1]/v1", None),
        ("https://studio.local/v1", None),
        ("http://example.com/v1", None),
        ("https://intranet.corp/v1", None),
    ],
)
def test_who_gets_the_proxy(monkeypatch, url: str, proxy: str | None) -> None:
    monkeypatch.setenv("https_proxy", PROXY)
    monkeypatch.setenv("no_proxy", "intranet.corp")
    assert network.proxy_for(url) == proxy


@pytest.mark.parametrize("value", ["", "socks5://127.0.0.1:9", "nonsense"])
def test_a_proxy_we_cannot_speak_to_is_left_alone(monkeypatch, value: str) -> None:
    monkeypatch.setenv("https_proxy", value)
    assert network.proxy_for("https://api.openai.com/v1") is None


@pytest.mark.parametrize(
    "script", [Script(status=403), Script(status=407), Script(drop="before_headers"), Script(status=502)]
)
async def test_a_proxy_that_refuses_proves_that_nothing_was_sent(call, server, monkeypatch, script: Script) -> None:
    monkeypatch.setenv("https_proxy", server.origin)
    server.script = script
    asked = call("openai")
    asked.credentials = replace(asked.credentials, base_url="https://api.example.com/v1")
    error = await asked.fail()
    assert type(error) is errors.ProviderUnavailable
    assert error.details["charged"] == "no" and error.details["safe_to_retry"] is True
    (request,) = server.requests
    assert (request.method, request.path) == ("CONNECT", "api.example.com:443")
    assert KEY not in str(request)
