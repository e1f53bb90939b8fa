"""Matting models: which there are, fetching, bringing one's own, removing."""

from __future__ import annotations

from pathlib import Path

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.image_tools import MattingModel
from omniimage.contracts.studio import Done


class MattingMethods(ApiMethods):
    """Matting models."""

    def list_matting_models(self) -> list[MattingModel]:
        return self._wait(self._parts.matting.all())

    def download_matting_model(self, name: str, mirror: str = "") -> MattingModel:
        """Fetch a model, or go on; `download.progress` tells how it goes, `cancel(name)` pauses it.

        `mirror`: one of its `mirrors`, or the address of a folder that holds `<name>.onnx`; empty: each in turn.
        """
        return self._wait(self._parts.matting.download(name, mirror))

    def import_matting_model(self, path: str) -> MattingModel:
        """Copy in a file of this machine. Only in the window: a browser posts to /uploads/model."""
        _ = self._desktop
        file = Path(path)
        return self._wait(self._parts.matting.import_file(file, file.name))

    def pick_matting_model(self) -> MattingModel | None:
        """Ask for a file with the system's dialog and copy it in; none: nothing was chosen."""
        file = self._desktop.ask_model_path()
        return None if file is None else self._wait(self._parts.matting.import_file(file, file.name))

    def remove_matting_model(self, name: str) -> Done:
        self._wait(self._parts.matting.remove(name))
        return Done()
