"""Split: a picture of several pictures into its cells, by the grid found in it or the one that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from omniimage.contracts.image_tools import GridGuess, ProcessedImages, Span, SplitOptions
from omniimage.contracts.images import Image
from omniimage.errors import BadRequest
from omniimage.imaging.grid import APPLIES_AT, Grid
from omniimage.imaging.split import detect_file, split_file
from omniimage.services.derived import DerivedImages, Made
from omniimage.services.image_tools import Tool
from omniimage.storage.image_store import StoredFile

SECONDS = 120
# Their plain answer is one picture of four.
GRID_MODELS = ("midjourney", "niji")


@dataclass(frozen=True)
class Splitting:
    derived: DerivedImages

    def tool(self) -> Tool[SplitOptions]:
        return Tool(SplitOptions, self.split, kind="split", at_once=2)

    async def detect(self, img_id: str) -> GridGuess:
        """Raises `NotFound`, `NotAnImage`, `TooLarge`."""
        return guess_of(await self._detect(await self.derived.original(img_id)))

    async def split(self, img_id: str, options: SplitOptions) -> ProcessedImages:
        """Nothing is made where the grid had to be found and is not sure enough: then `confidence` says so."""
        original = await self.derived.original(img_id)
        grid = await self._grid(original, options)
        asked = bool(options.rows or options.columns or options.row_spans or options.column_spans)
        if not asked and grid.confidence < APPLIES_AT:
            return ProcessedImages(confidence=grid.confidence)
        async with self.derived.folder() as folder:
            cells = await self.derived.workers.run(
                split_file, original.path, folder, grid.columns, grid.rows, timeout=SECONDS
            )
            shape = {"columns": len(grid.columns), "rows": len(grid.rows), "confidence": round(grid.confidence, 3)}
            made = [
                Made(cell.file, {"action": "split", "box": [*cell.box], "cell": number, "grid": shape})
                for number, cell in enumerate(cells)
            ]
            images = await self.derived.keep(original.image, "split", made)
        return ProcessedImages(image_ids=[image.id for image in images], confidence=grid.confidence)

    async def _grid(self, original: StoredFile, options: SplitOptions) -> Grid:
        columns, rows = _pairs(options.column_spans), _pairs(options.row_spans)
        if columns and rows:
            return Grid(columns, rows, 1.0)
        found = await self._detect(original, options.columns, options.rows)
        return Grid(columns or found.columns, rows or found.rows, found.confidence)

    async def _detect(self, original: StoredFile, columns: int | None = None, rows: int | None = None) -> Grid:
        if (columns or 1) * (rows or 1) > original.image.width * original.image.height // 64:
            raise BadRequest("the cells would be too small", field="rows")
        prior = (2, 2) if _makes_grids(original.image) else None
        return await self.derived.workers.run(detect_file, original.path, columns, rows, prior, timeout=SECONDS)


def guess_of(grid: Grid) -> GridGuess:
    return GridGuess(
        columns=[Span(start=start, end=end) for start, end in grid.columns],
        rows=[Span(start=start, end=end) for start, end in grid.rows],
        confidence=grid.confidence,
        applies=grid.confidence >= APPLIES_AT and len(grid.columns) * len(grid.rows) > 1,
    )


def _pairs(spans: list[Span] | None) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans or ())


def _makes_grids(image: Image) -> bool:
    model = (image.model or str(image.recipe.get("found", {}).get("model") or "")).lower()
    return any(name in model for name in GRID_MODELS)
