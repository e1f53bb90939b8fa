"""Calls that cost nothing: does the provider take this key, and which models does it list."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx

from omniimage.errors import BadRequest, BadResponse, InsufficientFunds, ProviderUnavailable, TooLarge
from omniimage.providers import faults, live_models, network, scrub, signing
from omniimage.providers.base import Credentials
from omniimage.providers.catalogue_files import CatalogueRow
from omniimage.providers.registry import ProviderSpec

MAX_LIST_BYTES = 16_000_000
MAX_MODELS = 5_000


async def check_key(spec: ProviderSpec, credentials: Credentials) -> None:
    """Raises `AuthFailed`, `InsufficientFunds`, `RateLimited`, `ProviderUnavailable` or `BadResponse`.

    Proves no more than that the key is known: providers have no free call that tries the models themselves. `BadRequest`
    with reason `no_free_check` where a provider has none at all.
    """
    document = await _ask(spec, credentials, spec.check_path, spec.check_body)
    data = document.get("data")
    left = data.get("limit_remaining") if isinstance(data, dict) else document.get("credits")
    if isinstance(left, int | float) and left <= 0:
        raise InsufficientFunds("the key's limit is used up", provider=spec.id, charged="no")


async def fetch_models(spec: ProviderSpec, credentials: Credentials) -> list[str]:
    """The ids of the models the provider lists, sorted, 5,000 at most."""
    document = await _ask(spec, credentials, spec.models_path)
    rows = document.get("data") or document.get("models") or []
    names = [_name(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    clean = {name.removeprefix("models/") for name in names if isinstance(name, str) and 0 < len(name) <= 200}
    return sorted(name for name in clean if name.isprintable())[:MAX_MODELS]


async def fetch_live(spec: ProviderSpec, credentials: Credentials) -> list[CatalogueRow]:
    """What the provider itself says of its models' parameters."""
    return live_models.rows(spec, await _ask(spec, credentials, spec.live_path)) if spec.live_path else []


def _name(row: dict[str, Any]) -> Any:
    return row.get("id") or row.get("name") or row.get("model_name")


async def _ask(
    spec: ProviderSpec, credentials: Credentials, path: str, asked: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The answer to a GET, or to a POST of `asked`."""
    headers = {"accept": "application/json", "accept-encoding": "identity", "user-agent": network.USER_AGENT}
    if not path:
        raise BadRequest("this provider has no free call for it", provider=spec.id, reason="no_free_check", charged="no")
    granted = await asyncio.to_thread(signing.granted, spec, credentials)
    credentials = granted.credentials
    url = spec.address(credentials.base_url) + path.replace("{project}", granted.project)
    if credentials.api_key:
        headers[spec.key_header] = spec.key_prefix + credentials.api_key
    headers |= {name.lower(): value for name, value in credentials.headers.items()}
    try:
        async with (
            network.client() as client,
            client.stream("GET" if asked is None else "POST", url, headers=headers, json=asked) as response,
        ):
            body = await _body(spec, response)
            status, answer_headers = response.status_code, dict(response.headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
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
    if spec.bare_list and isinstance(document, list):
        document = {"data": document}
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
