"""The words of this room: a request as it travels, and what comes back piece by piece."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Message = Mapping[str, Any]


@dataclass(frozen=True)
class ChatRequest:
    """One call. `messages`, `tools`, `response_format` in the shapes of OpenAI's chat completions.

    `extra` goes into the provider's body as it is. `timeout`: seconds until the first byte of the answer.
    """

    provider: str
    name: str
    messages: tuple[Message, ...]
    response_format: Mapping[str, Any] | None = None
    tools: tuple[Mapping[str, Any], ...] = ()
    tool_choice: str | Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    timeout: float = 120.0

    @property
    def model(self) -> str:
        """`provider/name`."""
        return f"{self.provider}/{self.name}"


@dataclass(frozen=True)
class ToolCall:
    """A tool the model wants run. `arguments`: the JSON object it gave, or its text where that is no JSON object."""

    id: str
    name: str
    arguments: dict[str, Any] | str

    def text(self) -> str:
        """The arguments as JSON."""
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True)
class ToolCallDelta:
    """A piece of a tool call; pieces of one call share `index`."""

    index: int
    id: str | None
    name: str | None
    arguments: str


@dataclass(frozen=True)
class Usage:
    """Tokens. `cost` in US dollars where the provider itself says it."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    cost: float | None = None


@dataclass(frozen=True)
class ChatChunk:
    """A piece of an answer. `usage` comes with the last one, where the provider counts."""

    delta_content: str = ""
    delta_tool_calls: tuple[ToolCallDelta, ...] = ()
    finish_reason: str | None = None
    usage: Usage | None = None


@dataclass(frozen=True)
class ChatAnswer:
    """A whole answer. `cost` in US dollars, `None` where nobody says; `request_id` as the provider names it."""

    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    finish_reason: str | None = None
    usage: Usage | None = None
    cost: float | None = None
    request_id: str | None = None
