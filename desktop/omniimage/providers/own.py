"""Providers of one's own: a class in the tree or in another package, beside those that are data.

    @register
    class Atelier(ImageProvider):
        name = "atelier"
        capabilities = {"brush": Capabilities(sizes=FreeSize(max_edge=2048))}

        async def text_to_image(self, request, credentials): ...

Another package names its class under the entry-point group `omniimage.providers`; it is loaded when it is first looked for.
"""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import ClassVar, TypeVar

from omniimage.contracts.models import Capabilities
from omniimage.errors import BadParameters
from omniimage.providers import capabilities, registry
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.chat import rows
from omniimage.providers.chat.rows import ChatSpec, Level
from omniimage.providers.chat.words import ChatAnswer, ChatChunk, ChatRequest, ToolCallDelta
from omniimage.providers.provider_spec import ProviderSpec

GROUP = "omniimage.providers"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OwnImage:
    """One picture as it came: PNG, JPEG, WebP, GIF or AVIF. `cost` in US dollars, `None` where unknown."""

    data: bytes = field(repr=False)
    cost: float | None = None
    seed: int | None = None
    request_id: str | None = None


class Provider(ABC):
    """`name`: its id, as in `name/model`. `default_url`: where its key may go, unless the user says otherwise."""

    name: ClassVar[str]
    label: ClassVar[str] = ""
    needs_key: ClassVar[bool] = True
    default_url: ClassVar[str] = ""


class ImageProvider(Provider):
    """Makes images. `capabilities`: what each of its models takes; requests are checked and fitted by it."""

    capabilities: ClassVar[Mapping[str, Capabilities]]

    @abstractmethod
    async def text_to_image(self, request: ImageRequest, credentials: Credentials) -> OwnImage:
        """Make one billed call, for `request.name` with `request.prompt` and `request.params`. Raises `StudioError`s.

        Never sends again by itself; cancelled, it hangs up.
        """

    async def image_to_image(self, request: ImageRequest, credentials: Credentials) -> OwnImage:
        """The same where `request.references` holds pictures."""
        raise BadParameters("this provider takes no references", field="references", charged="no")


class ChatProvider(Provider):
    """Answers. `structured`: the first level of structured output that is tried; `sees`: whether its models take images."""

    structured: ClassVar[Level] = "instruction"
    sees: ClassVar[bool | None] = None

    @abstractmethod
    async def chat(self, request: ChatRequest, credentials: Credentials) -> ChatAnswer:
        """Make one billed call. Raises `StudioError`s."""

    async def chat_stream(self, request: ChatRequest, credentials: Credentials) -> AsyncIterator[ChatChunk]:
        """The pieces as they come; without a stream of its own, the whole answer at once."""
        answer = await self.chat(request, credentials)
        calls = tuple(ToolCallDelta(at, call.id, call.name, call.text()) for at, call in enumerate(answer.tool_calls))
        yield ChatChunk(answer.content, calls, answer.finish_reason, answer.usage)


P = TypeVar("P", bound=Provider)

_lock = threading.RLock()
_images: dict[str, ImageProvider] = {}
_chats: dict[str, ChatProvider] = {}
_loaded = False


def register(kind: type[P]) -> type[P]:
    """Make its models known everywhere. `ValueError` where the name is taken."""
    provider = kind()
    with _lock:
        makes_images = isinstance(provider, ImageProvider)
        registry.add(
            ProviderSpec(
                id=provider.name,
                label=provider.label or provider.name,
                route="own_images" if makes_images else "chat_only",
                default_url=provider.default_url,
                needs_key=provider.needs_key,
                accepts_custom_models=False,
                check_path="",
                models_path="",
            )
        )
        if isinstance(provider, ImageProvider):
            _images[provider.name] = provider
            capabilities.add([_entry(provider, model, takes) for model, takes in provider.capabilities.items()])
        if isinstance(provider, ChatProvider):
            _chats[provider.name] = provider
            rows.add(ChatSpec(provider.name, speaks="own", structured=provider.structured, sees=provider.sees))
    return kind


def load() -> None:
    """Register what other packages bring, once. One that cannot be loaded is left out, and said in the log."""
    global _loaded
    with _lock:
        if _loaded:
            return
        _loaded = True
        for found in entry_points(group=GROUP):
            try:
                kind = found.load()
                if issubclass(kind, Provider) and kind.name not in {spec.id for spec in registry.providers()}:
                    register(kind)
            except Exception as error:  # noqa: BLE001
                log.warning("the provider %s cannot be loaded: %s", found.name, type(error).__name__)


def images(provider: str) -> ImageProvider:
    """`KeyError` for one that is not of this kind."""
    return _images[provider]


def chats(provider: str) -> ChatProvider | None:
    """`None` for one that is not of this kind."""
    return _chats.get(provider)


def _entry(provider: ImageProvider, model: str, takes: Capabilities) -> CatalogueEntry:
    id = f"{provider.name}/{model}"
    return CatalogueEntry(id=id, provider=provider.name, name=model, label=model, kind="image", capabilities=takes)
