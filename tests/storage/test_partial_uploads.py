"""What lies here of a file that comes in piece by piece, and for how long."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from omniimage.errors import NotFound
from omniimage.storage.partial_uploads import KEPT_SECONDS, PartialUploads


def aged(file: Path) -> None:
    long_ago = time.time() - KEPT_SECONDS - 60
    os.utime(file, (long_ago, long_ago))


def test_only_what_nobody_went_on_with_is_forgotten(tmp_path: Path) -> None:
    uploads = PartialUploads(tmp_path, files=9, file_bytes=100, total_bytes=900)
    left, slow = (uploads.create(name, 10) for name in ("left.png", "slow.png"))
    for upload in (left, slow):
        aged(tmp_path / f"{upload.id}.json")
        aged(uploads.path(upload.id))
    uploads.append(slow, b"more")
    uploads.create("another.png", 10)
    assert uploads.find(slow.id).offset == 4
    with pytest.raises(NotFound):
        uploads.find(left.id)
    assert not uploads.path(left.id).exists()
