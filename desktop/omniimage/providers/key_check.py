"""Calls that cost nothing: does the provider take this key, and which models does it list."""

from __future__ import annotations

import json
from typing import Any

import httpx

from omniimage.errors import BadResponse, InsufficientFunds, ProviderUnavailable, TooLarge
from omniimage.providers import faults, network, scrub
from omniimage.providers.base import Credentials
from omniimage.providers.registry import ProviderSpec

MAX_LIST_BYTES = 16_000_000
MAX_MODELS = 5_000


async def check_key(spec: ProviderSpec, credentials: Credentials) -> None:
    """Raises `AuthFailed`, `InsufficientFunds`, `RateLimited`, `ProviderUnavailable` or `BadResponse`.

    Proves no more than that the key is known: providers have no free call that tries the models themselves.
    """
    document = await _get(spec, credentials, spec.check_path)
    data = document.get("data")
    left = data.get("limit_remaining") if isinstance(data, dict) else None
    if isinstance(left, int | float) and left <= 0:
        raise InsufficientFunds("the key's limit is used up", provider=spec.id, charged="no")


async def fetch_models(spec: ProviderSpec, credentials: Credentials) -> list[str]:
    """The ids of the models the provider lists, sorted, 5,000 at most."""
    document = await _get(spec, credentials, spec.models_path)
    rows = document.get("data") or document.get("models") or []
    names = [row.get("id") or row.get("name") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    clean = {name.removeprefix("models/") for name in names if isinstance(name, str) and 0 < len(name) <= 200}
    return sorted(name for name in clean if name.isprintable())[:MAX_MODELS]


async def _get(spec: ProviderSpec, credentials: Credentials, path: str) -> dict[str, Any]:
    headers = {"accept": "application/json", "accept-encoding": "identity", "user-agent": network.USER_AGENT}
    if credentials.api_key:
        headers[spec.key_header] = spec.key_prefix + credentials.api_key
    headers |= {name.lower(): value for name, value in credentials.headers.items()}
    try:
        async with (
            network.client() as client,
            client.stream("GET", credentials.base_url.rstrip("/") + path, headers=headers) as response,
        ):
            body = await _body(spec, response)
            status, answer_headers = response.status_code, dict(response.headers)
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise ProviderUnavailable(
            "the provider could not be reached", provider=spec.id, cause=type(error).__name__, charged="no"
        ) from None
    if not 200 <= status < 300:
        for hidden in credentials.hidden:
            body = scrub.without_key(body, hidden)
        raise faults.from_status(status, answer_headers, body, spec, credentials.api_key)
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise BadResponse("the answer is not JSON", provider=spec.id, reason="not_json", charged="no")
    return document


async def _body(spec: ProviderSpec, response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_LIST_BYTES:
            raise TooLarge("the answer is too long", provider=spec.id, limit=MAX_LIST_BYTES, charged="no")
    return bytes(body)
