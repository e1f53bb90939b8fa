"""What will be sent: each model's first request, word for word, before anyone presses Generate."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from omniimage.contracts.models import RequestPreview
from omniimage.contracts.runs import RunParams
from omniimage.errors import BadRequest, StudioError
from omniimage.providers import drafts
from omniimage.providers.base import ImageRequest, Plan
from omniimage.services.generation import MAX_MODELS
from omniimage.services.generation_job import check_prompt
from omniimage.services.keys import Keys
from omniimage.services.model_list import ModelList, Pictures
from omniimage.services.outcome import error_info


class RequestPreviews:
    def __init__(self, models: ModelList, keys: Keys) -> None:
        self._models = models
        self._keys = keys

    async def preview(self, prompt: str, models: Sequence[str], params: RunParams) -> builtins.list[RequestPreview]:
        """One for each model; what one cannot take stands in its `error`. Nothing is sent, not even to check a key."""
        check_prompt(prompt)
        if not models or len(models) > MAX_MODELS:
            raise BadRequest(f"choose 1 to {MAX_MODELS} models", field="selected_models", reason="count")
        return [await self._preview(prompt, model, params) for model in dict.fromkeys(models)]

    async def _preview(self, prompt: str, model: str, params: RunParams) -> RequestPreview:
        shown = RequestPreview(model=model, cost=None, calls=0, adjustments=[])
        try:
            plan, pictures = await self._models.plan(prompt, model, params)
            shown = shown.model_copy(
                update={"cost": plan.cost, "calls": len(plan.calls), "adjustments": list(plan.adjustments)}
            )
            found = await self._drafted(prompt, model, plan, pictures)
        except StudioError as error:
            return shown.model_copy(update={"error": error_info(error)})
        if found is None:
            return shown
        return shown.model_copy(update={"address": found.address, "body": found.body, "is_form": found.is_form})

    async def _drafted(self, prompt: str, model: str, plan: Plan, pictures: Pictures) -> drafts.Draft | None:
        provider, _, name = model.partition("/")
        request = ImageRequest(
            provider=provider,
            name=name,
            prompt=prompt,
            params=plan.calls[0],
            references=pictures.references,
            mask=pictures.mask,
        )
        return await drafts.draft(request, await self._keys.credentials(provider))
