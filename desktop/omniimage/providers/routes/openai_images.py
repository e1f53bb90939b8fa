"""POST /images/generations and /images/edits, as OpenAI defined them and many others speak them."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import httpx

from omniimage.providers import litellm_gate
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.pay_once import PayOnceTransport, Wire
from omniimage.providers.registry import ProviderSpec
from omniimage.providers.routes.exchange import data_urls, exchange

if TYPE_CHECKING:
    from openai import AsyncOpenAI

# Something must stand there, or the libraries look for a key in the environment; the transport takes it off again.
NO_KEY = "none"
_of_attempt: ContextVar[PayOnceTransport] = ContextVar("of_attempt")


class _OfAttempt(httpx.AsyncBaseTransport):
    """Hands a request to the transport of the attempt that makes it, so that many attempts can share one client."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await _of_attempt.get().handle_async_request(request)


@lru_cache(maxsize=8)
def _sdk(key: str, base_url: str) -> AsyncOpenAI:
    """Shared: making one costs a quarter of a call. It keeps no connection, and never hears an answer."""
    from openai import AsyncOpenAI

    http = httpx.AsyncClient(transport=_OfAttempt(), timeout=None, trust_env=False)
    return AsyncOpenAI(api_key=key, base_url=base_url, http_client=http, max_retries=0)


async def ask(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire
) -> ProviderAnswer:
    body = dict(spec.extra) | {spec.names.get(name, name): value for name, value in request.params.items()}
    post = _edit if request.references and spec.references == "edits" else _generate

    async def send(transport: PayOnceTransport) -> object:
        return await post(spec, request, credentials, body, transport)

    return await exchange(spec, request, credentials, attempt, wire, send)


async def _generate(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, body: dict[str, Any], transport: PayOnceTransport
) -> object:
    if request.references:
        urls = await data_urls(request.references)
        body["image"] = urls[0] if len(urls) == 1 else urls
    key = credentials.api_key or NO_KEY
    library = await litellm_gate.loaded()
    token = _of_attempt.set(transport)
    try:
        return await library.aimage_generation(
            prompt=request.prompt,
            model=f"{spec.litellm}/{request.name}",
            api_key=key,
            api_base=credentials.base_url,
            client=_sdk(key, credentials.base_url),
            timeout=None,
            max_retries=0,
            extra_body=body,
        )
    finally:
        _of_attempt.reset(token)


async def _edit(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, body: dict[str, Any], transport: PayOnceTransport
) -> object:
    library = await litellm_gate.loaded()
    # As bytes: of an open file it would send the path on this machine as the name.
    images = await asyncio.to_thread(lambda: [reference.read() for reference in request.references])
    mask = {"mask": request.mask.read()} if request.mask else {}
    return await library.aimage_edit(
        image=images,
        **mask,
        prompt=request.prompt,
        model=f"{spec.litellm}/{request.name}",
        api_key=credentials.api_key or NO_KEY,
        api_base=credentials.base_url,
        client=litellm_gate.http_handler(transport),
        timeout=None,
        max_retries=0,
        extra_body=body,
    )
