"""The models one can choose from now, and what a run of them would cost."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from omniimage.contracts.models import (
    CatalogueModel,
    CatalogueNotice,
    CatalogueStatus,
    Estimate,
    Kind,
    ModelEstimate,
    ModelInfo,
    ModelOverride,
    UnavailableReason,
)
from omniimage.contracts.runs import RunParams
from omniimage.errors import BadRequest, ModelMissing, StudioError
from omniimage.providers import capabilities, registry
from omniimage.providers.base import Plan, Reference
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.catalogue_files import Overrides
from omniimage.providers.parameters import plan
from omniimage.services.keys import Keys
from omniimage.storage.image_store import ImageStore


@dataclass(frozen=True)
class Pictures:
    """What goes out beside the words of one model's request."""

    references: tuple[Reference, ...] = ()
    mask: Reference | None = None


class ModelList:
    def __init__(self, keys: Keys, store: ImageStore) -> None:
        self._keys = keys
        self._store = store

    async def list(self, kind: Kind) -> builtins.list[ModelInfo]:
        """Usable ones first, each group in the catalogue's order."""
        entries = [*capabilities.catalogue(kind), *self._custom(kind)]
        return sorted((self._info(entry) for entry in entries), key=lambda model: not model.available)

    async def catalogue(self) -> CatalogueStatus:
        """Every model that is known, hidden and ended ones too, and where what is said of them comes from."""
        origin = capabilities.origin()
        entries = [*capabilities.everything(), *self._added()]
        return CatalogueStatus(
            as_of=origin.as_of.isoformat(),
            newer=origin.newer,
            shipped_as_of=origin.shipped_as_of.isoformat(),
            notices=[CatalogueNotice(file=notice.file, reason=notice.reason) for notice in origin.notices],
            models=[self._described(entry) for entry in entries],
        )

    async def estimate(self, prompt: str, models: Sequence[str], params: RunParams) -> Estimate:
        """Cost and adjustments per model. A model that cannot take the request says so in `problem`; nothing is sent."""
        rows = [await self._estimate_one(prompt, model, params) for model in dict.fromkeys(models)]
        return Estimate(
            models=rows,
            known_cost=sum(row.cost or 0.0 for row in rows),
            unknown_models=[row.model for row in rows if row.cost is None and row.problem is None],
        )

    def overrides(self) -> dict[str, ModelOverride]:
        """What the user set by hand, by model id; hidden models are found here alone."""
        own = capabilities.overrides()
        ids = own.hidden | own.prices.keys() | own.capabilities.keys()
        return {
            model: ModelOverride(
                hidden=model in own.hidden, price=own.prices.get(model), capabilities=own.capabilities.get(model)
            )
            for model in sorted(ids)
        }

    async def set_override(self, model: str, fields: Mapping[str, Any]) -> dict[str, ModelOverride]:
        """Put this in the place of all that was set for the model. `BadRequest` where no request could be made of it."""
        self.entry(model)

        def change(own: Overrides) -> Overrides:
            override = ModelOverride.model_validate(fields)
            prices = {name: price for name, price in own.prices.items() if name != model}
            takes = {name: each for name, each in own.capabilities.items() if name != model}
            prices |= {model: override.price} if override.price else {}
            takes |= {model: override.capabilities} if override.capabilities else {}
            hidden = own.hidden | {model} if override.hidden else own.hidden - {model}
            return Overrides(hidden=hidden, prices=prices, capabilities=takes)

        try:
            await asyncio.to_thread(capabilities.override, change)
        except ValidationError:
            raise BadRequest("no request could be made of this", field="override", reason="malformed") from None
        return self.overrides()

    def entry(self, model: str) -> CatalogueEntry:
        """The catalogue's entry, or that of a model the user added. `ModelMissing` for any other."""
        provider = model.partition("/")[0]
        return capabilities.entry(model, self._keys.custom_models(provider))

    def check_known(self, models: Iterable[str]) -> None:
        """Raises `ModelMissing` for a chosen model that there is not."""
        for model in models:
            try:
                self.entry(model)
            except ModelMissing:
                raise ModelMissing("no such model", model=model, field="selected_models") from None

    async def plan(self, prompt: str, model: str, params: RunParams) -> tuple[Plan, Pictures]:
        """One model's work decided before paying. Raises a `StudioError` where it cannot be asked so."""
        own = params.for_model(model)
        references = await self._references(own.reference_ids or [])
        worked_out = plan(self.entry(model), prompt, own, references)
        mask = await self._references([own.mask_id] if "mask_id" in worked_out.sent and own.mask_id else [])
        return worked_out, Pictures(references, mask[0] if mask else None)

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
        hidden = capabilities.overrides().hidden
        return [entry for entry in self._added() if entry.id not in hidden]

    def _added(self) -> builtins.list[CatalogueEntry]:
        """The models that the user added and no catalogue knows."""
        ids = [f"{spec.id}/{name}" for spec in registry.providers() for name in self._keys.custom_models(spec.id)]
        return [self.entry(model) for model in ids if capabilities.find(model) is None]

    def _described(self, entry: CatalogueEntry) -> CatalogueModel:
        custom = capabilities.find(entry.id) is None
        plain = capabilities.plain(entry, self._keys.custom_models(entry.provider))
        return CatalogueModel(
            model=self._info(entry),
            capabilities=plain.capabilities,
            price=plain.price,
            hidden=entry.id in capabilities.overrides().hidden,
            custom=custom,
            as_of=plain.as_of,
            source=plain.source,
        )

    def _info(self, entry: CatalogueEntry) -> ModelInfo:
        spec = registry.get_provider(entry.provider)
        reason: UnavailableReason | None = "ended" if capabilities.has_ended(entry) else self._keys.obstacle(spec)
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
