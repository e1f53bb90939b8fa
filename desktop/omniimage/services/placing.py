"""Files on their way into a folder that holds others: names of their own, and nothing put there twice."""

from __future__ import annotations

from pathlib import Path

from omniimage.imaging.pieces import Pieces
from omniimage.services.names import UniqueNames


class Placing:
    """One go into one folder. Its methods block, and raise `OSError` and what those of `Pieces` raise."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found = {path.name for path in folder.iterdir()}
        self._names = UniqueNames(self._found)

    def of(self, stem: str, extension: str, pieces: Pieces) -> tuple[str, bool]:
        """The name that a file gets, and whether it lies there under it since before this go."""
        name = self._names.claim(stem, extension, lambda name: name in self._found and pieces.are(self._folder / name))
        is_there = name in self._found
        # Of two that are the same only one can be it.
        self._found.discard(name)
        return name, is_there

    def put(self, file: Path) -> None:
        """Copy a file there, under its own name where that is free."""
        pieces = Pieces.whole(file)
        name, is_there = self.of(file.stem, file.suffix.lstrip("."), pieces)
        if not is_there:
            pieces.write(self._folder / name)
