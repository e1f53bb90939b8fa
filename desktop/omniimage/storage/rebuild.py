"""Rows from sidecars."""

from __future__ import annotations

from collections.abc import Iterable

from omniimage.storage.image_files import Row
from omniimage.storage.tables import ImageRow


def insert_images(rows: Iterable[Row]) -> int:
    """Insert the rows that are not there yet. Returns how many were not."""
    return sum(ImageRow.insert(row).on_conflict_ignore().execute() is not None for row in rows)
