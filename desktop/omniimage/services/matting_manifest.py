"""`models/manifest.json`: the matting models that can be had, where from, and by which checksum they are known."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from omniimage.imaging.matting.contract import Shape
from omniimage.paths import resource

NAME = r"[a-z0-9][a-z0-9._-]{0,62}"
OWN_PREFIX = "own-"


class ManifestModel(BaseModel):
    """One model. `contract`: how its pixels go in and its mask comes out (`imaging/matting/contract.py`). `size` in bytes.

    `good_at`: words that the page knows. `md5` is rembg's own, `sha256` what is checked.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(pattern=f"^{NAME}$")
    label: str = Field(min_length=1, max_length=80)
    contract: Shape
    size: int = Field(ge=1, le=4_000_000_000)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    md5: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    licence: str = Field(min_length=1, max_length=80)
    source: str
    good_at: tuple[str, ...] = ()
    urls: tuple[str, ...] = Field(min_length=1)

    @field_validator("name")
    @classmethod
    def _not_like_an_own_one(cls, name: str) -> str:
        if name.startswith(OWN_PREFIX) or name in ("auto", "builtin"):
            raise ValueError("a name that means something else")
        return name

    @property
    def mirrors(self) -> list[str]:
        return [urlsplit(url).hostname or "" for url in self.urls]

    def addresses(self, mirror: str) -> list[str]:
        """Where to ask, in order. `mirror`: one of `mirrors`; the base of a mirror of one's own; empty: each in turn."""
        if not mirror:
            return list(self.urls)
        if re.match(r"https?://", mirror):
            return [f"{mirror.rstrip('/')}/{self.name}.onnx"]
        return [url for url in self.urls if urlsplit(url).hostname == mirror]


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1]
    models: tuple[ManifestModel, ...]

    def get(self, name: str) -> ManifestModel | None:
        return next((model for model in self.models if model.name == name), None)


class OwnModel(BaseModel):
    """Beside a file of the user's own: what it is called, which contract it keeps, and what it must be to be loaded."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    label: str = Field(max_length=200)
    contract: Literal["u2net", "isnet"]
    size: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


@cache
def shipped() -> Manifest:
    return read(resource("models", "manifest.json"))


def read(path: Path) -> Manifest:
    """Raises `ValidationError` or `OSError`."""
    return Manifest.model_validate_json(path.read_bytes())
