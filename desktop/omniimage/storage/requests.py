"""Requests that may come twice: the id that the sender chose, a digest of what was asked, and what began by it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from omniimage.storage.tables import current, execute


def find(owner: str, id: str) -> tuple[str, list[str]] | None:
    """The digest, and the ids of what began; inside `Database.read`."""
    row = current.execute_sql("SELECT asked, began FROM requests WHERE owner = ? AND id = ?", (owner, id)).fetchone()
    return None if row is None else (row[0], json.loads(row[1]))


def add(owner: str, id: str, asked: str, began: Sequence[str]) -> None:
    """Part of the transaction that begins it."""
    execute("INSERT INTO requests (owner, id, asked, began) VALUES (?, ?, ?, ?)", (owner, id, asked, json.dumps(began)))
