"""The models one can choose from now, and what a run of them would cost."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from omniimage.contracts.models import Estimate, Kind, ModelEstimate, ModelInfo, UnavailableReason
from omniimage.contracts.runs import RunParams
from omniimage.errors import StudioError
from omniimage.providers import capabilities, registry
from omniimage.providers.base import Plan, Reference
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.parameters import plan
from omniimage.services.keys import Keys
from omniimage.storage.image_store import ImageStore


class ModelList:
    def __init__(self, keys: Keys, store: ImageStore) -> None:
        self._keys = keys
        self._store = store

    async def list(self, kind: Kind) -> builtins.list[ModelInfo]:
        """Usable ones first, each group in the catalogue's order."""
        entries = [*capabilities.catalogue(kind), *self._custom(kind)]
        return sorted((self._info(entry) for entry in entries), key=lambda model: not model.available)

    async def estimate(self, prompt: str, models: Sequence[str], params: RunParams) -> Estimate:
        """Cost and adjustments per model. A model that cannot take the request says so in `problem`; nothing is sent."""
        rows = [await self._estimate_one(prompt, model, params) for model in dict.fromkeys(models)]
        return Estimate(
            models=rows,
            known_cost=sum(row.cost or 0.0 for row in rows),
            unknown_models=[row.model for row in rows if row.cost is None and row.problem is None],
        )

    def entry(self, model: str) -> CatalogueEntry:
        """The catalogue's entry, or that of a model the user added. `ModelMissing` for any other."""
        provider = model.partition("/")[0]
        return capabilities.entry(model, self._keys.custom_models(provider))

    async def plan(self, prompt: str, model: str, params: RunParams) -> tuple[Plan, tuple[Reference, ...]]:
        """One model's work decided before paying. Raises a `StudioError` where it cannot be asked so."""
        own = params.for_model(model)
        references = await self._references(own.reference_ids or [])
        return plan(self.entry(model), prompt, own, references), references

    async def _estimate_one(self, prompt: str, model: str, params: RunParams) -> ModelEstimate:
        try:
            worked_out, _ = await self.plan(prompt or "…", model, params)
        except StudioError as error:
            return ModelEstimate(model=model, cost=None, calls=0, size=None, adjustments=[], problem=error.code)
        return ModelEstimate(
            model=model,
            cost=worked_out.cost,
            calls=len(worked_out.calls),
            size=worked_out.sent.get("size"),
            adjustments=list(worked_out.adjustments),
            sent=worked_out.sent,
        )

    async def _references(self, img_ids: Sequence[str]) -> tuple[Reference, ...]:
        found = [await self._store.original(img_id) for img_id in img_ids]
        return tuple(
            Reference(path=file.path, mime_type=file.mime_type, width=file.image.width, height=file.image.height)
            for file in found
        )

    def _custom(self, kind: Kind) -> builtins.list[CatalogueEntry]:
        if kind != "image":
            return []
        ids = [f"{spec.id}/{name}" for spec in registry.providers() for name in self._keys.custom_models(spec.id)]
        hidden = capabilities.overrides().hidden
        return [self.entry(model) for model in ids if capabilities.find(model) is None and model not in hidden]

    def _info(self, entry: CatalogueEntry) -> ModelInfo:
        spec = registry.get_provider(entry.provider)
        reason: UnavailableReason | None = None
        if not self._keys.is_ready(spec):
            reason = "no_key"
        elif self._keys.is_locked(spec):
            reason = "vault_locked"
        elif self._keys.was_refused(spec.id):
            reason = "key_refused"
        return ModelInfo(
            id=entry.id,
            provider=entry.provider,
            provider_label=spec.label,
            name=entry.name,
            label=entry.label,
            kind=entry.kind,
            available=reason is None,
            reason=reason,
            capabilities=entry.capabilities,
            price=entry.price,
            usual_seconds=entry.usual_seconds,
            ends=entry.ends,
            is_ai=entry.is_ai,
            note=entry.note,
        )
