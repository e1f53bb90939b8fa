"""The chat models the studio knows by name, from `models.json`: what each sees, costs and holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from omniimage.providers.chat.rows import chat_spec, chat_specs


@dataclass(frozen=True)
class ChatModel:
    """`sees`: whether it takes images, `None` where nobody says. Prices in US dollars for a million tokens.

    One that is no AI takes part in refining alone.
    """

    id: str
    label: str
    sees: bool | None = None
    input_per_million: float | None = None
    output_per_million: float | None = None
    context_tokens: int | None = None
    as_of: str | None = None
    source: str | None = None
    is_ai: bool = True

    @property
    def provider(self) -> str:
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        return self.id.partition("/")[2]


BUILT_IN = (
    ChatModel("offline/writer", "Built-in writer (no AI)", False, 0.0, 0.0, is_ai=False),
    ChatModel("offline/judge", "Built-in judge (no AI)", True, 0.0, 0.0, is_ai=False),
)


@cache
def known() -> tuple[ChatModel, ...]:
    """All shipped ones, the one that suits most people first."""
    text = files("omniimage.providers.chat").joinpath("models.json").read_text(encoding="utf-8")
    data = json.loads(text)
    shipped = tuple(ChatModel(**row, as_of=data["as_of"], source=data["source"]) for row in data["models"])
    return (*shipped, *BUILT_IN)


def model(id: str) -> ChatModel | None:
    """A known model by `provider/name`, or one that its provider alone vouches for; `None` without such a provider."""
    found = next((each for each in known() if each.id == id), None)
    if found is not None:
        return found
    provider, _, name = id.partition("/")
    spec = chat_spec(provider)
    return ChatModel(id, name, sees=spec.sees) if spec and name else None


def providers() -> tuple[str, ...]:
    """The ids of all providers with chat models."""
    return tuple(spec.provider for spec in chat_specs())
