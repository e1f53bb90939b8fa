"""One picture into the cells of its grid: exact crops, written as PNG."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from omniimage.errors import BadRequest
from omniimage.imaging.decode import decode_exact
from omniimage.imaging.grid import Grid, Span, find_grid, luma_of
from omniimage.imaging.png import save_png

ENCODERS = min(4, os.cpu_count() or 1)
MIN_CELL = 8
"""A cell of fewer pixels along an edge is no picture."""


@dataclass(frozen=True)
class Cell:
    """`box`: left, top, right, bottom in pixels of the picture as shown."""

    file: Path
    box: tuple[int, int, int, int]


def detect_file(
    source: Path, columns: int | None = None, rows: int | None = None, prior: tuple[int, int] | None = None
) -> Grid:
    """`find_grid` on a file. Raises `NotAnImage`, `TooLarge`."""
    return find_grid(luma_of(decode_exact(source)), columns, rows, prior)


def split_file(source: Path, folder: Path, columns: Sequence[Span], rows: Sequence[Span]) -> list[Cell]:
    """Write each cell to `folder`, row by row. Decoded once; encoding runs in threads, as zlib lets go of the interpreter.

    Raises `NotAnImage`, `TooLarge`, `BadRequest` where a span lies outside of the picture, `OSError`.
    """
    picture = decode_exact(source)
    _check(columns, picture.width, "columns")
    _check(rows, picture.height, "rows")
    boxes = [(left, top, right, bottom) for top, bottom in rows for left, right in columns]
    cells = [Cell(folder / f"{number:03}.png", box) for number, box in enumerate(boxes)]
    with ThreadPoolExecutor(ENCODERS) as threads:
        for _ in threads.map(lambda cell: save_png(picture.crop(cell.box), cell.file), cells):
            pass
    return cells


def _check(spans: Sequence[Span], length: int, field: str) -> None:
    ends = 0
    for start, end in spans:
        if start < ends or end - start < min(MIN_CELL, length) or end > length:
            raise BadRequest("the cells do not lie in the picture one after another", field=field, length=length)
        ends = end
    if not spans:
        raise BadRequest("a grid has at least one cell", field=field)
