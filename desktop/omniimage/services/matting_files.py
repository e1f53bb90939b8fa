"""The files of the matting models: `models/<name>/<name>.onnx` in the data folder, and the same beside the program.

That is also how rembg lays out its home, so that its sessions find them. While it is fetched, a model is a `.part`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from omniimage.contracts.image_tools import MattingState
from omniimage.errors import BadRequest, ModelMissing, NotFound, StorageFull
from omniimage.imaging.matting.contract import ModelFile, Shape
from omniimage.imaging.matting.onnx_file import sha256_of
from omniimage.services.matting_manifest import NAME, OWN_PREFIX, Manifest, ManifestModel, OwnModel
from omniimage.storage.files import sync_file, sync_folder, write_whole

# What stays free on the disk for everything else.
SPARE_BYTES = 200_000_000


class ModelFiles:
    """Blocking; call it from a thread. Raises `OSError` where the disk refuses."""

    def __init__(self, folder: Path, bundled: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._bundled = bundled
        self._manifest = manifest
        # What turned out to be another file than it should be; a fresh one of that name is trusted again.
        self._damaged: set[tuple[Path, int]] = set()

    def find(self, name: str) -> ModelFile:
        """Raises `ModelMissing` with `model` and `reason`: absent or damaged; `NotFound`."""
        model = self.known(name)
        path = self._installed(name)
        if path is None:
            raise ModelMissing("this matting model is not on this machine", model=name, reason="absent")
        if not self._is_whole(path, model.size):
            raise damaged(name)
        return ModelFile(name, path, model.contract, model.sha256)

    def state(self, name: str) -> tuple[MattingState, int]:
        """How it stands with a model, and how many of its bytes are here."""
        model = self.known(name)
        path = self._installed(name)
        if path is not None:
            return ("installed" if self._is_whole(path, model.size) else "damaged"), path.stat().st_size
        part = self.part(name)
        received = part.stat().st_size if part.exists() else 0
        return ("paused" if received else "absent"), received

    def known(self, name: str) -> ManifestModel | OwnModel:
        """Raises `NotFound`."""
        found = self._manifest.get(name) or self._own(name)
        if found is None:
            raise NotFound("no such matting model", model=name)
        return found

    def own(self) -> Iterator[tuple[str, OwnModel]]:
        for folder in sorted(self._folder.glob(f"{OWN_PREFIX}*")):
            if model := self._own(folder.name):
                yield folder.name, model

    def part(self, name: str) -> Path:
        """Where a model is while it is not whole."""
        return self._folder / name / f"{name}.onnx.part"

    def is_bundled(self, name: str) -> bool:
        """Whether it came with the program, and there is none in the data folder."""
        path = self._installed(name)
        return path is not None and not path.is_relative_to(self._folder)

    def needs(self, bytes: int) -> None:
        """Raises `StorageFull` with `needed` and `free` in bytes."""
        self._folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._folder).free
        if free < bytes + SPARE_BYTES:
            raise StorageFull("too little space for the model", needed=bytes + SPARE_BYTES, free=free)

    def install(self, name: str) -> bool:
        """Make the whole `.part` the model, if it is the right one; else remove it. Whether it was."""
        part, model = self.part(name), self.known(name)
        if part.stat().st_size != model.size or sha256_of(part) != model.sha256:
            part.unlink()
            return False
        sync_file(part)
        target = part.with_suffix("")
        part.replace(target)
        sync_folder(target.parent)
        self._damaged = {each for each in self._damaged if each[0] != target}
        return True

    def add(self, source: Path, label: str, contract: Shape | None) -> str:
        """Copy a file in: as the model of the manifest that it is, else as one's own under `label`. Returns its name."""
        self.needs(source.stat().st_size)
        sha256 = sha256_of(source)
        listed = next((model for model in self._manifest.models if model.sha256 == sha256), None)
        name = listed.name if listed else self._own_name(label, sha256)
        part = self.part(name)
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, part)
            if listed is None:
                assert contract in ("u2net", "isnet")
                own = OwnModel(label=label[:200], contract=contract, size=part.stat().st_size, sha256=sha256)
                write_whole(part.parent / "model.json", own.model_dump_json().encode())
            if not self.install(name):
                raise BadRequest("the file changed while it was copied", field="file", reason="changed", file=label)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return name

    def remove(self, name: str) -> None:
        """Remove what the data folder has of a model, whole or not. `BadRequest` for one that came with the studio."""
        self.known(name)
        if self.is_bundled(name):
            raise BadRequest("this model came with the studio and stays", model=name, reason="bundled")
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def is_listed(self, sha256: str) -> bool:
        return any(model.sha256 == sha256 for model in self._manifest.models)

    def found_damaged(self, file: ModelFile) -> None:
        """Remember that a file is another than it should be."""
        self._damaged.add((file.path, file.path.stat().st_mtime_ns))

    def _is_whole(self, path: Path, size: int) -> bool:
        facts = path.stat()
        return facts.st_size == size and (path, facts.st_mtime_ns) not in self._damaged

    def _installed(self, name: str) -> Path | None:
        candidates = [folder / name / f"{name}.onnx" for folder in (self._folder, self._bundled)]
        return next((path for path in candidates if path.is_file()), None)

    def _own(self, name: str) -> OwnModel | None:
        if not re.fullmatch(f"{OWN_PREFIX}{NAME}", name):
            return None
        try:
            return OwnModel.model_validate_json((self._folder / name / "model.json").read_bytes())
        except (OSError, ValidationError):
            return None

    def _own_name(self, label: str, sha256: str) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", Path(label).stem.lower()).strip("-")[:40]
        return f"{OWN_PREFIX}{words or 'model'}-{sha256[:6]}"


def damaged(name: str) -> ModelMissing:
    return ModelMissing("the model's file is damaged or was changed", model=name, reason="damaged")
