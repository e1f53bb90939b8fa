"""Recipes as they leave the studio: embedded in a picture, and as the index of a ZIP."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from omniimage.contracts.images import Image
from omniimage.imaging.embedding import Note
from omniimage.services.names import seed_of
from omniimage.services.spreadsheets import harmless

Writing = Callable[[Iterable[dict[str, Any]]], object]
FORMAT = 1
COLUMNS = ("file", "kind", "model", "prompt", "seed", "width", "height", "created", "cost", "id", "parent_id")


def note_of(image: Image) -> Note:
    """What an exported file says of itself. It names no cost: files travel further than their owner thinks."""
    facts = _facts(image)
    recipe = {
        "omniimage": FORMAT,
        **{name: value for name, value in facts.items() if name != "cost"},
        "recipe": image.recipe,
    }
    return Note(
        recipe=json.dumps(recipe, ensure_ascii=False, separators=(",", ":")),
        description=image.prompt or "",
        made_by_ai=image.model is not None and not image.model.startswith("offline/"),
    )


def index_row(name: str, image: Image) -> dict[str, Any]:
    return {"file": name, **_facts(image), "recipe": image.recipe}


@contextmanager
def json_file(file: Path) -> Iterator[Writing]:
    """Writes an index of rows, some at a time: however many there are, they are never all in memory."""
    with file.open("w", encoding="utf-8", errors="replace") as out:
        out.write(f'{{"omniimage": {FORMAT}, "images": [')
        between = iter(["\n"])

        def write(rows: Iterable[dict[str, Any]]) -> None:
            for row in rows:
                out.write(next(between, ",\n") + json.dumps(row, ensure_ascii=False, indent=1))

        yield write
        out.write("\n]}\n")


@contextmanager
def csv_file(file: Path, columns: Sequence[str] = COLUMNS) -> Iterator[Writing]:
    """The same for spreadsheets: with a byte-order mark, and no cell that one would run as a formula."""
    with file.open("w", encoding="utf-8-sig", errors="replace", newline="") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        yield lambda rows: writer.writerows({name: _cell(row.get(name)) for name in columns} for row in rows)


def _facts(image: Image) -> dict[str, Any]:
    facts = image.model_dump(include={"id", "kind", "model", "prompt", "width", "height", "created", "parent_id", "cost"})
    return {**facts, "seed": seed_of(image.recipe)}


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value
