"""Every folder the studio uses: in development, installed, in a frozen bundle, and the user's data."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "OmniImage Studio"


def resource(*parts: str) -> Path:
    """A file that ships with the program: `frontend/dist`, `prompts`, `models`."""
    bundle = getattr(sys, "_MEIPASS", None)
    installed = Path(__file__).resolve().parent / "shipped"
    root = Path(bundle) if bundle else installed if installed.is_dir() else Path(__file__).resolve().parents[2]
    return root.joinpath(*parts)


@dataclass(frozen=True)
class DataPaths:
    """The layout of one data folder. `secrets` lies outside it, so that a copied data folder holds no master key."""

    root: Path
    secrets: Path

    @classmethod
    def default(cls, data_dir: str | os.PathLike[str] | None = None) -> DataPaths:
        """`data_dir`, else `OMNIIMAGE_HOME`, else the platform's folder for user data."""
        chosen = data_dir or os.environ.get("OMNIIMAGE_HOME")
        if chosen:
            root = Path(chosen).expanduser().resolve()
            return cls(root=root, secrets=root.parent / f".{root.name}-secrets")
        return cls(
            root=Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)),
            secrets=Path(platformdirs.user_config_dir(APP_NAME, appauthor=False)) / "secrets",
        )

    @property
    def database(self) -> Path:
        return self.root / "studio.db"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def thumbs(self) -> Path:
        return self.root / "thumbs"

    @property
    def deleted(self) -> Path:
        """On the way to the system's bin, and where that puts back."""
        return self.root / "deleted"

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def work(self) -> Path:
        """What is being made; emptied at start."""
        return self.root / "work"

    @property
    def models(self) -> Path:
        """Matting models that were fetched or brought; made when the first one comes."""
        return self.root / "models"

    @property
    def prompts(self) -> Path:
        """Templates that the user edited."""
        return self.root / "prompts"

    @property
    def people(self) -> Path:
        """Each person's own settings; made when there are people."""
        return self.root / "people"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def vault(self) -> Path:
        return self.root / "vault.json"

    @property
    def lock(self) -> Path:
        return self.root / "studio.lock"

    def create(self) -> None:
        """Make the folders; the data folder itself is only for its owner."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.backups, self.images, self.spool, self.thumbs, self.uploads, self.work, self.logs):
            folder.mkdir(exist_ok=True)
