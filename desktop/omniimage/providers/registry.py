"""The providers, as data. A new OpenAI-compatible service is one more row."""

from __future__ import annotations

from omniimage.providers.direct_rows import ROWS as DIRECT_ROWS
from omniimage.providers.job_rows import ROWS as JOB_ROWS
from omniimage.providers.provider_spec import Format as Format
from omniimage.providers.provider_spec import MaskForm, RequestShape
from omniimage.providers.provider_spec import ProviderSpec as ProviderSpec
from omniimage.providers.provider_spec import Route as Route

# Models without chat: POST /images, which takes more than the chat path and says what it cost.
_OPENROUTER_IMAGES = {
    "route": "direct_images",
    "answers": "openai",
    "names": {"tier": "resolution"},
    "shape": RequestShape(path="/images", references="input_references", reference_as="image_url_object"),
}

# As the API of OpenAI has it, and those that speak like it.
_MASKED = RequestShape(mask=MaskForm(change="transparent"))

_ROWS = (
    ProviderSpec(
        id="offline",
        label="Built-in sketches",
        group="local",
        route="offline_images",
        needs_key=False,
        url_editable=False,
        accepts_custom_models=False,
        concurrency=2,
        shape=RequestShape(mask=MaskForm(soft=True)),
    ),
    ProviderSpec(
        id="openai",
        label="OpenAI",
        route="openai_images",
        default_url="https://api.openai.com/v1",
        key_page="https://platform.openai.com/api-keys",
        shape=_MASKED,
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
        live_path="/images/models",
        names={"image_config": "image_config", "aspect_ratio": "aspect_ratio", "tier": "image_size"},
        failed_is_free=True,
        variants={"images": _OPENROUTER_IMAGES},
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
        currency="CNY",
    ),
    ProviderSpec(
        id="deepseek",
        label="DeepSeek",
        route="chat_only",
        default_url="https://api.deepseek.com/v1",
        key_page="https://platform.deepseek.com/api_keys",
        accepts_custom_models=False,
    ),
    ProviderSpec(
        id="zai",
        label="Z.ai (Zhipu GLM)",
        route="chat_only",
        default_url="https://open.bigmodel.cn/api/paas/v4",
        key_page="https://bigmodel.cn/usercenter/proj-mgmt/apikeys",
        accepts_custom_models=False,
    ),
    ProviderSpec(
        id="custom_openai",
        label="OpenAI-compatible service",
        group="compatible",
        route="openai_images",
        needs_key=False,
        names={"steps": "num_inference_steps", "guidance": "guidance_scale"},
        shape=_MASKED,
    ),
)

_ALL = (*_ROWS[:-3], *DIRECT_ROWS, *JOB_ROWS, *_ROWS[-3:])
_BY_ID = {row.id: row for row in _ALL}


def providers() -> tuple[ProviderSpec, ...]:
    """All providers, in the order in which they are shown."""
    return tuple(_BY_ID.values())


def add(row: ProviderSpec) -> None:
    """One more, after the others. `ValueError` where the name is taken."""
    if row.id in _BY_ID:
        raise ValueError(f"there is a provider {row.id} already")
    _BY_ID[row.id] = row


def get_provider(provider: str) -> ProviderSpec:
    """`KeyError` for one that does not exist."""
    return _BY_ID[provider]
