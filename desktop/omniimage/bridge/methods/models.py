"""Models: the list, what the user changed of it, and what a run would cost."""

from __future__ import annotations

from typing import Any

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.models import CatalogueStatus, Estimate, Kind, ModelInfo, ModelOverride, RequestPreview
from omniimage.contracts.providers import (
    FetchedModels,
    ProviderInfo,
)
from omniimage.contracts.runs import RunParams


class ModelMethods(ApiMethods):
    """Models and estimates."""

    def fetch_models(self, provider: str) -> FetchedModels:
        return self._wait(self._parts.keys.fetch_models(provider))

    def set_custom_models(self, provider: str, names: list[str]) -> ProviderInfo:
        return self._wait(self._parts.keys.set_custom_models(provider, names))

    def list_models(self, kind: Kind = "image") -> list[ModelInfo]:
        return self._wait(self._parts.chat_models.list() if kind == "chat" else self._parts.models.list(kind))

    def get_catalogue(self) -> CatalogueStatus:
        return self._wait(self._parts.models.catalogue()).model_copy(update={"feed": self._parts.feed.last})

    def update_catalogue(self) -> CatalogueStatus:
        """Look at the address in `catalogue_url` now. What came of it stands in `feed`."""
        self._wait(self._parts.feed.update())
        return self.get_catalogue()

    def list_model_overrides(self) -> dict[str, ModelOverride]:
        return self._parts.models.overrides()

    def set_model_override(self, model: str, override: dict[str, Any]) -> dict[str, ModelOverride]:
        """`override` holds fields of `ModelOverride`; one of nothing takes back all that was set."""
        return self._wait(self._parts.models.set_override(model, override))

    def estimate(self, prompt: str, selected_models: list[str], params: RunParams) -> Estimate:
        return self._wait(self._parts.models.estimate(prompt, selected_models, params))

    def preview_requests(self, prompt: str, selected_models: list[str], params: RunParams) -> list[RequestPreview]:
        """What `generate_all` would send, word for word, without the keys. Nothing is sent."""
        return self._wait(self._parts.previews.preview(prompt, selected_models, params))
