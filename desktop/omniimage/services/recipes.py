"""Recipes as they leave the studio: embedded in a picture, and as the index of a ZIP."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from omniimage.contracts.images import Image
from omniimage.imaging.embedding import Note
from omniimage.services.names import seed_of

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


def index_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"omniimage": FORMAT, "images": list(rows)}, ensure_ascii=False, indent=1)


def index_csv(rows: Sequence[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> str:
    """For spreadsheets: with a byte-order mark, and no cell that one would run as a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _inert(row.get(name)) for name in columns} for row in rows)
    return "\ufeff" + text.getvalue()


def _facts(image: Image) -> dict[str, Any]:
    facts = image.model_dump(include={"id", "kind", "model", "prompt", "width", "height", "created", "parent_id", "cost"})
    return {**facts, "seed": seed_of(image.recipe)}


def _inert(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")):
        return f"'{value}"
    return value
