"""Keys and addresses from the environment, by each provider's own convention. Read at the call, never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from omniimage.errors import BadRequest

if TYPE_CHECKING:
    from omniimage.providers.provider_spec import ProviderSpec

ALIASES = {
    "doubao": "volcengine",
    "glm": "zai",
    "zhipu": "zai",
    "google": "gemini",
    "vertex": "vertex_ai",
    "grok": "xai",
    "bfl": "black_forest_labs",
    "fal": "fal_ai",
    "together_ai": "together",
    "fireworks_ai": "fireworks",
    "openai_compatible": "custom_openai",
}


@dataclass(frozen=True)
class Variables:
    """The names under which one provider's facts are looked for, the first that is set counts."""

    key: tuple[str, ...] = ()
    base_url: tuple[str, ...] = ()
    image_model: tuple[str, ...] = ()
    chat_model: tuple[str, ...] = ()
    timeout: tuple[str, ...] = ()


_BY_PROVIDER: Mapping[str, Variables] = {
    "openai": Variables(("OPENAI_API_KEY",), ("OPENAI_BASE_URL",), ("OPENAI_IMAGE_MODEL",), ("OPENAI_CHAT_MODEL",)),
    "volcengine": Variables(
        ("VOLCENGINE_API_KEY", "ARK_API_KEY"),
        ("VOLCENGINE_BASE_URL",),
        ("VOLCENGINE_IMAGE_MODEL",),
        ("VOLCENGINE_CHAT_MODEL",),
        ("VOLCENGINE_TIMEOUT_SECS",),
    ),
    "gemini": Variables(("GEMINI_API_KEY", "GOOGLE_API_KEY"), (), ("GEMINI_IMAGE_MODEL",), ("GEMINI_CHAT_MODEL",)),
    "vertex_ai": Variables((), (), ("GEMINI_IMAGE_MODEL",), ("GEMINI_CHAT_MODEL",)),
    "openrouter": Variables(
        ("OPENROUTER_API_KEY",), ("OPENROUTER_BASE_URL",), ("OPENROUTER_IMAGE_MODEL",), ("OPENROUTER_CHAT_MODEL",)
    ),
    "xai": Variables(("XAI_API_KEY",)),
    "azure": Variables(("AZURE_OPENAI_API_KEY", "AZURE_API_KEY"), ("AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE")),
    "black_forest_labs": Variables(("BFL_API_KEY",)),
    "replicate": Variables(("REPLICATE_API_TOKEN",)),
    "fal_ai": Variables(("FAL_KEY", "FAL_AI_API_KEY")),
    "stability": Variables(("STABILITY_API_KEY",)),
    "recraft": Variables(("RECRAFT_API_TOKEN", "RECRAFT_API_KEY")),
    "together": Variables(("TOGETHER_API_KEY",)),
    "fireworks": Variables(("FIREWORKS_API_KEY",)),
    "deepinfra": Variables(("DEEPINFRA_API_KEY", "DEEPINFRA_TOKEN")),
    "siliconflow": Variables(("SILICONFLOW_API_KEY",)),
    "ideogram": Variables(("IDEOGRAM_API_KEY",)),
    "dashscope": Variables(("DASHSCOPE_API_KEY",), ("DASHSCOPE_BASE_URL",)),
    "deepseek": Variables(("DEEPSEEK_API_KEY",), ("DEEPSEEK_BASE_URL",)),
    "zai": Variables(("ZAI_API_KEY", "ZHIPUAI_API_KEY", "GLM_API_KEY"), ("ZAI_BASE_URL", "ZHIPUAI_BASE_URL")),
    "bedrock": Variables(("AWS_BEARER_TOKEN_BEDROCK",)),
}


def variables(provider: str) -> Variables:
    """Any other provider's key is looked for as `NAME_API_KEY`."""
    return _BY_PROVIDER.get(provider, Variables((f"{provider.upper()}_API_KEY",), (f"{provider.upper()}_BASE_URL",)))


def first_of(names: tuple[str, ...]) -> str:
    """The first of these variables that holds something, or an empty text."""
    return next((value for name in names if (value := os.environ.get(name, "").strip())), "")


def provider_id(name: str) -> str:
    """The registry's id of a provider under any of its names; Gemini is Vertex AI where Google's own switch says so."""
    found = ALIASES.get(name, name)
    uses_vertex = os.environ.get("GOOGLE_GENAI_USE_VERTEXAI", "").lower() in ("1", "true")
    return "vertex_ai" if found == "gemini" and uses_vertex else found


def row_of(name: str) -> ProviderSpec:
    """The provider under any of its names, also one that another package brings. `BadRequest` where there is none."""
    from omniimage.providers import own, registry

    id = provider_id(name)
    for look_further in (own.load, None):
        try:
            return registry.get_provider(id)
        except KeyError:
            if look_further:
                look_further()
    raise BadRequest("no such provider", provider=name)


def api_key(provider: str) -> str:
    """Empty where nothing is set. Bedrock: a bearer token, or `access key:secret key[:session token]`."""
    if provider == "vertex_ai":
        return _google_key()
    found = first_of(variables(provider).key)
    if found or provider != "bedrock":
        return found
    parts = [os.environ.get(name, "") for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")]
    return ":".join(part for part in parts if part) if parts[0] and parts[1] else ""


def base_url(provider: str, region: str | None = None) -> str:
    """Empty for the provider's own address."""
    if provider == "vertex_ai":
        project = os.environ.get("GOOGLE_CLOUD_PROJECT", "")
        place = region or os.environ.get("GOOGLE_CLOUD_LOCATION", "") or "global"
        host = "aiplatform.googleapis.com" if place == "global" else f"{place}-aiplatform.googleapis.com"
        return f"https://{host}/v1/projects/{project}/locations/{place}" if project else ""
    if provider == "bedrock":
        place = region or first_of(("AWS_REGION", "AWS_DEFAULT_REGION"))
        return f"https://bedrock-runtime.{place}.amazonaws.com" if place else ""
    return first_of(variables(provider).base_url)


def timeout(provider: str, otherwise: float) -> float:
    """Seconds. `BadRequest` where the variable is no number."""
    text = first_of(variables(provider).timeout)
    try:
        return float(text) if text else otherwise
    except ValueError:
        raise BadRequest("the timeout in the environment is no number", provider=provider, value=text) from None


def _google_key() -> str:
    """The service account's file, as text; else a token of the application default credentials."""
    if path := os.environ.get("GOOGLE_APPLICATION_CREDENTIALS", ""):
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError as error:
            message = "the file of GOOGLE_APPLICATION_CREDENTIALS cannot be read"
            raise BadRequest(message, reason=error.strerror) from None
        if '"service_account"' in text:
            return text
    import google.auth
    import google.auth.exceptions
    import google.auth.transport.urllib3
    import urllib3

    try:
        found, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
        found.refresh(google.auth.transport.urllib3.Request(urllib3.PoolManager()))
    except google.auth.exceptions.GoogleAuthError:
        return ""
    return str(found.token or "")
