"""Cut out: the subject of a picture without its background, by a model or by the built-in method; and retouching that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omniimage.contracts.image_tools import CutOutOptions, ProcessedImages, RetouchOptions
from omniimage.errors import BadRequest, ModelMissing
from omniimage.imaging.matting.contract import Brush, ModelFile, Wanted
from omniimage.imaging.matting.host import MattingHost
from omniimage.imaging.matting.jobs import cut_out, cut_out_plain, retouch
from omniimage.services.derived import DerivedImages, Made
from omniimage.services.image_tools import Tool
from omniimage.services.matting_models import BUILTIN, FIRST_CHOICE, MattingModels
from omniimage.storage.image_store import StoredFile

SECONDS = 300


@dataclass(frozen=True)
class CutOut:
    derived: DerivedImages
    models: MattingModels
    host: MattingHost

    def tool(self) -> Tool[CutOutOptions]:
        return Tool(CutOutOptions, self.cut_out, kind="bg_remove", at_once=2)

    def retouch_tool(self) -> Tool[RetouchOptions]:
        return Tool(RetouchOptions, self.retouch)

    async def cut_out(self, img_id: str, options: CutOutOptions) -> ProcessedImages:
        """Raises `ModelMissing` with `reason`: absent, damaged; or not_plain, with the picture's `suitability` for the
        built-in method, 0 to 1, and `offer`, the model to fetch. `NotFound` with `reason` no_subject; `NotAnImage`, ….
        """
        original = await self.derived.original(img_id)
        model = await self.models.chosen(options.model)
        wanted = Wanted(options.background, options.result == "mask")
        async with self.derived.folder() as folder:
            target = folder / "cut-out.png"
            if model is None:
                confidence = await self._plain(original, target, wanted, options.force)
            else:
                confidence = await self._by_model(model, original, target, wanted)
            recipe: dict[str, Any] = {
                "action": "bg_remove",
                "model": model.name if model else BUILTIN,
                "result": options.result,
                "background": options.background,
                "confidence": round(confidence, 3),
            }
            (image,) = await self.derived.keep(original.image, "cut_out", [Made(target, recipe)])
        return ProcessedImages(image_ids=[image.id], confidence=confidence)

    async def retouch(self, img_id: str, options: RetouchOptions) -> ProcessedImages:
        """A new cut-out of the same parent. Raises `BadRequest` where the image is no transparent cut-out or mask."""
        before = await self.derived.original(img_id)
        recipe = before.image.recipe
        if before.image.kind != "cut_out" or before.image.parent_id is None or recipe.get("background"):
            raise BadRequest("only a transparent cut-out or its mask can be retouched", image=img_id, reason="no_alpha")
        # Erasing needs no parent, so a picture that is gone stops only what brings it back.
        restores = any(stroke.mode == "restore" for stroke in options.strokes) and recipe.get("result") != "mask"
        parent = await self.derived.original(before.image.parent_id) if restores else None
        brushes = [Brush(each.mode, each.radius, each.hardness, tuple(each.points)) for each in options.strokes]
        async with self.derived.folder() as folder:
            target = folder / "cut-out.png"
            path = parent.path if parent else None
            await self.derived.workers.run(retouch, before.path, path, target, brushes, timeout=SECONDS)
            made = Made(target, recipe | {"retouched": img_id, "strokes": len(brushes)})
            # Beside the old one: the same parent, whose row says the same as this.
            beside = before.image.model_copy(update={"id": before.image.parent_id})
            (image,) = await self.derived.keep(beside, "cut_out", [made])
        return ProcessedImages(image_ids=[image.id])

    async def _by_model(self, model: ModelFile, original: StoredFile, target: Path, wanted: Wanted) -> float:
        try:
            return await self.host.run(cut_out, model, original.path, target, wanted, timeout=SECONDS)
        except ModelMissing as error:
            if error.details.get("reason") == "damaged":
                await self.models.found_damaged(model)
            raise

    async def _plain(self, original: StoredFile, target: Path, wanted: Wanted, force: bool) -> float:
        suitability, suits = await self.derived.workers.run(
            cut_out_plain, original.path, target, wanted, force, timeout=SECONDS
        )
        if not suits:
            raise ModelMissing(
                "the background is not plain enough for the built-in method",
                reason="not_plain",
                suitability=round(suitability, 3),
                offer=FIRST_CHOICE,
            )
        return suitability
