"""The original files on disk: `images/<first two of sha>/<sha>.<ext>`, and beside each the sidecars of its images.

Bytes are linked or copied, never rewritten. A sidecar `<sha>.<image id>.json` holds all that its database row does.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from omniimage.contracts.images import Image
from omniimage.storage.files import DurableFolders, sync_file, sync_folder, write_whole

SIDECAR_FORMAT = 1
_STORED = ("sha256", "extension", "trashed")
Row = dict[str, Any]
log = logging.getLogger(__name__)


def picture_path(images: Path, sha256: str, extension: str) -> Path:
    return images / sha256[:2] / f"{sha256}.{extension}"


def place(images: Path, source: Path, row: Row, make_folder: DurableFolders, linked: Callable[[Path, str], object]) -> Row:
    """Put a whole, synced file in its place with its sidecar, durably. The source stays. Returns `row` with `sha256`.

    `make_folder` is shared by all that place pictures there. `linked` hears of the picture's path and `sha256` as soon as it
    can be read there, before all of it is durable.
    """
    row = row | {"sha256": sha256_of(source)}
    target = picture_path(images, row["sha256"], row["extension"])
    make_folder.make(target.parent)
    _link(source, target, row)
    linked(target, row["sha256"])
    write_sidecar(images, row)
    make_folder(target.parent)
    sync_folder(target.parent)
    return row


def displace(images: Path, row: Row) -> None:
    """Take back what `place` did; a picture that others stand beside stays."""
    folder = images / row["sha256"][:2]
    (folder / f"{row['sha256']}.{row['id']}.json").unlink(missing_ok=True)
    if not any(folder.glob(f"{row['sha256']}.img_*.json")):
        picture_path(images, row["sha256"], row["extension"]).unlink(missing_ok=True)


def write_sidecar(images: Path, row: Row) -> None:
    """Write or replace a sidecar. Its name is durable only once its folder is synced."""
    text = json.dumps({"format": SIDECAR_FORMAT, "image": row}, ensure_ascii=False, indent=1)
    write_whole(images / row["sha256"][:2] / f"{row['sha256']}.{row['id']}.json", text.encode())


def read_sidecars(images: Path) -> Iterator[Row]:
    """The rows of all sidecars whose picture is there. A damaged one is logged and passed over."""
    for file in sorted(images.glob("??/*.img_*.json")):
        try:
            content = json.loads(file.read_bytes())["image"]
            if content.get("binned"):
                continue
            row = image_of(content).model_dump() | {name: content[name] for name in _STORED}
            if file.name != f"{row['sha256']}.{row['id']}.json" or not re.fullmatch("[a-z]{3,4}", row["extension"]):
                raise ValueError("not the sidecar of this picture")
            if file.with_name(f"{row['sha256']}.{row['extension']}").is_file():
                yield row
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("the sidecar %s cannot be read", file.name)


def image_of(row: Row) -> Image:
    """The contract's view of a row."""
    return Image.model_validate({name: row[name] for name in Image.model_fields if name in row})


def sha256_of(path: Path) -> str:
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _link(source: Path, target: Path, row: Row) -> None:
    """Hard-link, so that a crash finds the bytes in both places; copy where the file system has no links."""
    with suppress(OSError):
        os.link(source, target)
        return
    if target.exists() and sha256_of(target) == row["sha256"]:
        return
    fresh = target.with_name(f".{row['id']}.new")
    fresh.unlink(missing_ok=True)
    try:
        try:
            os.link(source, fresh)
        except OSError:
            shutil.copyfile(source, fresh)
            sync_file(fresh)
        fresh.replace(target)
    finally:
        # Replacing a file by another name of itself leaves both names.
        fresh.unlink(missing_ok=True)
