"""DraftDesk: the batch that a person is making, kept from one launch to the next; and another like one that was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from omniimage.contracts.batch import BatchDraft, BatchParams
from omniimage.storage.batch_drafts import BatchDrafts
from omniimage.storage.batches import Batches

_OF_PARAMS = ("lists", "repeat", "priority", "at_once", "per_minute", "follow_ups")


class DraftDesk:
    def __init__(self, drafts: BatchDrafts, batches: Batches) -> None:
        self._drafts = drafts
        self._batches = batches

    async def own(self) -> BatchDraft:
        """The one that whoever acts is making, without pictures that are gone."""
        return await self._whole(await self._drafts.own())

    async def keep(self, changes: BatchDraft) -> None:
        """What was given of it; the rest stays as it is."""
        plain = changes.model_dump(mode="json")
        await self._drafts.keep({part: plain[part] for part in changes.model_fields_set})

    async def another(self, batch_id: str) -> BatchDraft:
        """All that this batch was made of, to be changed and made again. Raises `NotFound`."""
        row = await self._batches.row(batch_id)
        params = BatchParams.model_validate(row["params"])
        of_params = {part: value for part, value in params.model_dump(mode="json").items() if part in _OF_PARAMS}
        of_params["list_names"] = list(dict.fromkeys((*params.list_names, *params.lists)))
        common = {"name": row["name"], "prompt": row["prompt"], "models": row["models"], "params": params.of_run()}
        return await self._whole(common | of_params | await self._drafts.of_batch(batch_id))

    async def _whole(self, parts: dict[str, Any]) -> BatchDraft:
        draft = _read(parts)
        there = await self._batches.names_of(draft.base_image_ids)
        return draft.model_copy(update={"base_image_ids": [id for id in draft.base_image_ids if id in there]})


def parts_of(base_image_ids: Sequence[str], params: BatchParams) -> dict[str, Any]:
    """What a batch keeps of its making beside its own row."""
    columns = list(dict.fromkeys(column for row in params.rows for column in row))
    table = {"name": params.table, "columns": columns, "rows": params.rows} if params.rows else None
    return {"base_image_ids": list(dict.fromkeys(base_image_ids)), "table": table}


def _read(parts: dict[str, Any]) -> BatchDraft:
    """Without parts that this version does not know or cannot read: a draft is no reason to refuse anything."""
    known = {part: value for part, value in parts.items() if part in BatchDraft.model_fields}
    try:
        return BatchDraft.model_validate(known)
    except ValidationError as error:
        wrong = {problem["loc"][0] for problem in error.errors()}
        return BatchDraft.model_validate({part: value for part, value in known.items() if part not in wrong})
