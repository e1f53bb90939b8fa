"""The clipboard where Qt is not: copykitten 2.1 as it is documented, since it has no part on Linux."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from omniimage.bridge import clipboard
from omniimage.errors import ClipboardFailed
from tests.wire.pictures import png


class CopykittenError(Exception):
    pass


class Foreign:
    """What it was given; `busy`: another program has the clipboard open."""

    def __init__(self) -> None:
        self.busy = False
        self.taken: list[object] = []

    def copy_image(self, content: bytes, width: int, height: int, *, detach: bool = False) -> None:
        self._take((len(content), width, height))

    def copy_paths(self, *paths: str | os.PathLike[str], detach: bool = False) -> None:
        self._take([*map(os.fspath, paths)])

    def _take(self, what: object) -> None:
        if self.busy:
            raise CopykittenError("The native clipboard is not accessible due to being held by another party.")
        self.taken.append(what)


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> Foreign:
    foreign = Foreign()
    module = SimpleNamespace(copy_image=foreign.copy_image, copy_paths=foreign.copy_paths, CopykittenError=CopykittenError)
    monkeypatch.setitem(sys.modules, "copykitten", module)
    monkeypatch.setattr(sys, "platform", "win32")
    return foreign


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.png"
    file.write_bytes(png(1))
    return file


def test_pictures_and_files_are_handed_over(foreign: Foreign, file: Path) -> None:
    clipboard.copy_picture(file, None)
    clipboard.copy_files([file, file], None)
    (size, width, height), paths = foreign.taken
    assert size == width * height * 4 > 0
    assert paths == [str(file)] * 2


@pytest.mark.parametrize(
    "copy", [clipboard.copy_picture, lambda file, native: clipboard.copy_files([file], native)], ids=["picture", "files"]
)
def test_a_clipboard_that_another_program_holds_is_told(
    foreign: Foreign, file: Path, copy: Callable[[Path, None], None]
) -> None:
    foreign.busy = True
    with pytest.raises(ClipboardFailed) as told:
        copy(file, None)
    assert "held by another party" in told.value.details["reason"]
