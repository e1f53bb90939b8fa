"""Image models that are asked by chat: Gemini's generateContent and OpenRouter's chat completions."""

from __future__ import annotations

from typing import Any

from omniimage.providers import capabilities, litellm_gate
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.pay_once import PayOnceTransport, Wire
from omniimage.providers.registry import ProviderSpec
from omniimage.providers.routes.exchange import data_urls, exchange


async def ask(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire
) -> ProviderAnswer:
    async def send(transport: PayOnceTransport) -> object:
        library = await litellm_gate.loaded()
        return await library.acompletion(
            model=f"{spec.litellm}/{request.name}",
            messages=[{"role": "user", "content": await _content(request)}],
            modalities=_modalities(request),
            api_key=credentials.api_key,
            api_base=credentials.base_url,
            client=litellm_gate.http_handler(transport),
            timeout=None,
            max_retries=0,
            num_retries=0,
            **_image_config(spec, request),
        )

    return await exchange(spec, request, credentials, attempt, wire, send)


async def _content(request: ImageRequest) -> list[dict[str, Any]]:
    images = [{"type": "image_url", "image_url": {"url": url}} for url in await data_urls(request.references)]
    return [*images, {"type": "text", "text": request.prompt}]


def _modalities(request: ImageRequest) -> list[str]:
    known = capabilities.find(f"{request.provider}/{request.name}")
    return list(known.modalities) if known else ["image", "text"]


def _image_config(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    """The size, under the names the registry gives."""
    config = {spec.names[name]: request.params[name] for name in ("aspect_ratio", "tier") if name in request.params}
    return {spec.names["image_config"]: config} if config else {}
