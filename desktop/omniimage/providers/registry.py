"""The providers, as data. A new OpenAI-compatible service is one more row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Route = Literal["openai_images", "chat_images", "offline_images"]
Format = Literal["openai", "gemini", "openrouter"]


@dataclass(frozen=True)
class ProviderSpec:
    """One service with its own key and base URL.

    `route`: how images are asked for; `answers`: the shape they come back in; `litellm`: its name there.
    `check_path`: a free call that fails when the key is bad; `key_header` and `key_prefix`: how the key is shown to it.
    `references`: `edits` posts them to /images/edits, `field` puts them into the request as data URLs.
    `extra`: what every request of this provider carries; `names`: its words for our parameters.
    `failed_is_free`: it documents that a failed call is never billed.
    """

    id: str
    label: str
    route: Route
    answers: Format = "openai"
    litellm: str = "openai"
    default_url: str = ""
    needs_key: bool = True
    url_editable: bool = True
    accepts_custom_models: bool = True
    key_page: str | None = None
    check_path: str = "/models"
    models_path: str = "/models"
    key_header: str = "Authorization"
    key_prefix: str = "Bearer "
    concurrency: int = 64
    references: Literal["edits", "field"] = "edits"
    extra: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    failed_is_free: bool = False


_ROWS = (
    ProviderSpec(
        id="offline",
        label="Built-in sketches",
        route="offline_images",
        needs_key=False,
        url_editable=False,
        accepts_custom_models=False,
        concurrency=2,
    ),
    ProviderSpec(
        id="openai",
        label="OpenAI",
        route="openai_images",
        default_url="https://api.openai.com/v1",
        key_page="https://platform.openai.com/api-keys",
    ),
    ProviderSpec(
        id="gemini",
        label="Google Gemini",
        route="chat_images",
        answers="gemini",
        litellm="gemini",
        default_url="https://generativelanguage.googleapis.com/v1beta",
        key_page="https://aistudio.google.com/apikey",
        key_header="x-goog-api-key",
        key_prefix="",
        names={"image_config": "imageConfig", "aspect_ratio": "aspectRatio", "tier": "imageSize"},
    ),
    ProviderSpec(
        id="openrouter",
        label="OpenRouter",
        route="chat_images",
        answers="openrouter",
        litellm="openrouter",
        default_url="https://openrouter.ai/api/v1",
        key_page="https://openrouter.ai/settings/keys",
        check_path="/key",
        names={"image_config": "image_config", "aspect_ratio": "aspect_ratio", "tier": "image_size"},
        failed_is_free=True,
    ),
    ProviderSpec(
        id="volcengine",
        label="Volcengine Ark (Seedream)",
        route="openai_images",
        litellm="volcengine",
        default_url="https://ark.cn-beijing.volces.com/api/v3",
        key_page="https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey",
        references="field",
        extra={"watermark": False, "response_format": "b64_json"},
    ),
    ProviderSpec(
        id="custom_openai",
        label="OpenAI-compatible service",
        route="openai_images",
        needs_key=False,
        names={"steps": "num_inference_steps", "guidance": "guidance_scale"},
    ),
)

_BY_ID = {row.id: row for row in _ROWS}


def providers() -> tuple[ProviderSpec, ...]:
    """All providers, in the order in which they are shown."""
    return _ROWS


def get_provider(provider: str) -> ProviderSpec:
    """`KeyError` for one that does not exist."""
    return _BY_ID[provider]
