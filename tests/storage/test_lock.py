"""One studio per data folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from stores import run_script

from omniimage.errors import Locked, StorageFailed
from omniimage.storage.lock import FolderLock


def test_a_second_studio_is_told(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "studio.lock"):
        with pytest.raises(Locked) as caught:
            FolderLock(tmp_path / "studio.lock").acquire()
        assert caught.value.details == {"folder": str(tmp_path)}
    with FolderLock(tmp_path / "studio.lock"):
        pass


def test_a_killed_studio_holds_nothing(tmp_path: Path) -> None:
    with run_script("hold_lock.py", str(tmp_path / "studio.lock")) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(Locked):
            FolderLock(tmp_path / "studio.lock").acquire()
        child.kill()
    with FolderLock(tmp_path / "studio.lock"):
        pass


def test_a_folder_that_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "studio.lock").mkdir()
    with pytest.raises(StorageFailed):
        FolderLock(tmp_path / "studio.lock").acquire()
