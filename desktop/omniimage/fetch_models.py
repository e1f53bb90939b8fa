"""`omniimage models download`: matting models for this machine, or for the bundle that ships."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from omniimage.contracts.image_tools import MattingModel
from omniimage.errors import NotFound, StudioError
from omniimage.events import EventBus
from omniimage.paths import DataPaths
from omniimage.services.matting_files import ModelFiles
from omniimage.services.matting_manifest import Manifest, shipped
from omniimage.services.matting_models import MattingModels
from omniimage.settings import SettingsStore


def run(names: Sequence[str], paths: DataPaths, mirror: str, into: Path | None) -> int:
    """Fetch each into `into`, else into the data folder; those that are there are left alone. 0, or 1 where one failed."""
    folder = (into or paths.models).resolve()
    return asyncio.run(_fetch_all(names, folder, paths, mirror, shipped()))


async def _fetch_all(names: Sequence[str], folder: Path, paths: DataPaths, mirror: str, manifest: Manifest) -> int:
    bus = EventBus()
    bus.subscribe(lambda type, data: _tell(MattingModel.model_validate(data["model"])))
    files = ModelFiles(folder, folder, manifest)
    models = MattingModels(files, manifest, SettingsStore(paths.settings), bus, _no_probe, lambda: None)
    failed = False
    for name in names:
        try:
            await models.download(name, mirror)
        except StudioError as error:
            known = [model.name for model in manifest.models]
            hint = f"\n  there are: {', '.join(known)}" if isinstance(error, NotFound) else ""
            print(f"{name}: {error.message}{hint}", file=sys.stderr)
            failed = True
            continue
        await models.wait(name)
        failed |= not _ended(await models.get(name), folder)
    return int(failed)


def _tell(model: MattingModel) -> None:
    if model.state == "downloading" and sys.stderr is not None and sys.stderr.isatty():
        speed = f", {model.speed / 1e6:.1f} MB/s" if model.speed else ""
        line = f"{model.name}: {model.received / 1e6:.0f} of {model.size / 1e6:.0f} MB{speed}"
        print(f"\r{line:<70}", end="", file=sys.stderr, flush=True)


def _ended(model: MattingModel, folder: Path) -> bool:
    if model.state == "installed":
        print(f"{model.name}: {folder / model.name / model.name}.onnx ({model.licence})")
        return True
    details = model.error.details if model.error else {}
    why = f"{model.error.message} ({details.get('reason')}, {details.get('host')})" if model.error else model.state
    print(f"\n{model.name}: {why}. Run it again to go on; --mirror chooses another host.", file=sys.stderr)
    return False


async def _no_probe(_: Path) -> Any:
    raise AssertionError("a fetched model is known by its hash; only a file of the user's own is probed")
