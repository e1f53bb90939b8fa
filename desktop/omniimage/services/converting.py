"""Convert: crop, resize, flatten, another format."""

from __future__ import annotations

from dataclasses import dataclass

from omniimage.contracts.image_tools import ConvertOptions, ProcessedImages
from omniimage.errors import BadRequest
from omniimage.imaging.convert import Conversion, convert_file
from omniimage.services.derived import DerivedImages, Made
from omniimage.services.image_tools import Tool

SECONDS = 120


@dataclass(frozen=True)
class Converting:
    derived: DerivedImages

    def tool(self) -> Tool[ConvertOptions]:
        return Tool(ConvertOptions, self.convert, kind="convert", at_once=2)

    async def convert(self, img_id: str, options: ConvertOptions) -> ProcessedImages:
        """Raises `NotFound`, `NotAnImage`, `TooLarge`, `BadRequest`, `StorageFull`."""
        original = await self.derived.original(img_id)
        async with self.derived.folder() as folder:
            file = await self.derived.workers.run(convert_file, original.path, folder, conversion(options), timeout=SECONDS)
            recipe = {"action": "convert", "options": options.model_dump(mode="json", exclude_defaults=True)}
            images = await self.derived.keep(original.image, "converted", [Made(file, recipe)])
        return ProcessedImages(image_ids=[image.id for image in images])


def conversion(options: ConvertOptions) -> Conversion:
    """Raises `BadRequest` on a ratio with a zero."""
    crop, ratio = options.crop, tuple(map(int, options.ratio.split(":"))) if options.ratio else None
    if ratio and 0 in ratio:
        raise BadRequest("a ratio has two numbers above zero", field="ratio")
    return Conversion(
        format=options.format,
        quality=options.quality,
        crop=(crop.x, crop.y, crop.x + crop.width, crop.y + crop.height) if crop else None,
        ratio=(ratio[0], ratio[1]) if ratio else None,
        width=options.width,
        height=options.height,
        fit=options.fit,
        background=options.background,
    )
