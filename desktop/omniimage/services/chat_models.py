"""The chat models one can choose from now."""

from __future__ import annotations

from omniimage.contracts.models import Capabilities, ChatCapabilities, FreeSize, ModelInfo
from omniimage.providers import registry
from omniimage.providers.chat import models
from omniimage.providers.chat.models import ChatModel
from omniimage.services.keys import Keys
from omniimage.settings import SettingsStore


class ChatModels:
    def __init__(self, keys: Keys, settings: SettingsStore) -> None:
        self._keys = keys
        self._settings = settings

    async def list(self) -> list[ModelInfo]:
        """Known ones and those the user added; usable ones first."""
        known = {model.id: model for model in models.known()}
        for provider, config in self._settings.current.providers.items():
            for name in config.chat_models:
                added = models.model(f"{provider}/{name}")
                if added is not None:
                    known.setdefault(added.id, added)
        return sorted((self._info(model) for model in known.values()), key=lambda info: not info.available)

    def _info(self, model: ChatModel) -> ModelInfo:
        spec = registry.get_provider(model.provider)
        reason = self._keys.obstacle(spec)
        return ModelInfo(
            id=model.id,
            provider=spec.id,
            provider_label=spec.label,
            name=model.name,
            label=model.label,
            kind="chat",
            available=reason is None,
            reason=reason,
            capabilities=Capabilities(sizes=FreeSize()),
            price=None,
            is_ai=model.is_ai,
            chat=ChatCapabilities(
                sees=model.sees,
                input_per_million=model.input_per_million,
                output_per_million=model.output_per_million,
                context_tokens=model.context_tokens,
                as_of=model.as_of,
                source=model.source,
            ),
        )
