"""Who can be talked to, as data. The key, its address and how it is shown stand in the provider's row of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["json_schema", "tools", "json_object", "instruction"]
# From the strictest to the one that any model can be asked for.
LEVELS: tuple[Level, ...] = ("json_schema", "tools", "json_object", "instruction")
Speaks = Literal["openai", "gemini", "bedrock", "own", "built_in"]


@dataclass(frozen=True)
class ChatSpec:
    """How one provider's chat models are asked.

    `path`: what stands between its base URL and the protocol's own paths, `{project}` filled in. `prices`: its name in
    litellm's price table. `max_tokens_as`: its name for that limit. `structured`: the first level of structured output
    that is tried. `sees`: whether its models take images, `None` where it depends on the model; `max_image_bytes`,
    `max_image_edge` (pixels): what it takes of one.
    """

    provider: str
    speaks: Speaks = "openai"
    path: str = ""
    prices: str = ""
    max_tokens_as: str = "max_tokens"
    structured: Level = "json_schema"
    sees: bool | None = None
    max_image_bytes: int = 15_000_000
    max_image_edge: int = 16_384


_ROWS = (
    # No AI: answered here, by `offline.talk`.
    ChatSpec("offline", speaks="built_in", max_image_bytes=60_000_000),
    ChatSpec("openai", prices="openai", max_tokens_as="max_completion_tokens"),
    ChatSpec("azure", path="?api-version=preview", prices="azure", max_tokens_as="max_completion_tokens"),
    ChatSpec("gemini", speaks="gemini", prices="gemini", sees=True),
    ChatSpec("vertex_ai", speaks="gemini", path="{project}/publishers/google", prices="vertex_ai", sees=True),
    ChatSpec("openrouter", prices="openrouter"),
    ChatSpec("volcengine", prices="volcengine", max_image_bytes=10_000_000, max_image_edge=6_000),
    ChatSpec("xai", prices="xai"),
    # It drops pictures without a word.
    ChatSpec("deepseek", prices="deepseek", structured="json_object", sees=False),
    ChatSpec("zai", prices="zai", max_image_bytes=5_000_000, max_image_edge=6_000),
    ChatSpec(
        "bedrock",
        speaks="bedrock",
        prices="bedrock",
        structured="instruction",
        max_image_bytes=3_750_000,
        max_image_edge=8_000,
    ),
    ChatSpec("dashscope", path="/compatible-mode/v1", prices="dashscope", max_image_bytes=7_000_000),
    ChatSpec("together", prices="together_ai"),
    ChatSpec("fireworks", prices="fireworks_ai"),
    ChatSpec("siliconflow"),
    ChatSpec("deepinfra", prices="deepinfra"),
    ChatSpec("localai"),
    ChatSpec("vllm"),
    ChatSpec("custom_openai"),
)
_BY_PROVIDER = {row.provider: row for row in _ROWS}


def chat_spec(provider: str) -> ChatSpec | None:
    """`None` for a provider that has no chat models."""
    return _BY_PROVIDER.get(provider)


def chat_specs() -> tuple[ChatSpec, ...]:
    return tuple(_BY_PROVIDER.values())


def reads_facts(provider: str) -> bool:
    """Whether it is no AI: it is told what a text says as values, in `facts` of a request's `extra`."""
    spec = chat_spec(provider)
    return spec is not None and spec.speaks == "built_in"


def add(row: ChatSpec) -> None:
    """One more, after the others."""
    _BY_PROVIDER[row.provider] = row
