"""Catalogues on disk: those that ship in `catalogue/`, a newer one in the data folder, and what the user set over them.

A file of the data folder is outside content: it is taken whole, or left with a notice. It may say what a model takes and
costs; where a request goes stands in the registry alone.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from omniimage.contracts.models import Capabilities, FreeSize, Kind, ListedSizes, Price, RatioTiers
from omniimage.errors import StorageFailed, StudioError
from omniimage.providers import sizes

log = logging.getLogger(__name__)

CATALOGUE = "catalogue.json"
OVERRIDES = "overrides.json"
LIVE = "openrouter-models.json"
MAX_FILE_BYTES = 8_000_000


class TokenPrices(BaseModel):
    """US dollars per million tokens, where the answer says how many there were."""

    model_config = ConfigDict(frozen=True)

    text_in: float
    image_in: float
    image_out: float


class CatalogueRow(BaseModel):
    """One model. `variant`: which of the provider's ways to ask it needs; `as_of` and `source`: of what is said of it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9_]+/\S.*$", max_length=240)
    label: str = Field(min_length=1, max_length=120)
    kind: Kind = "image"
    variant: str | None = None
    capabilities: Capabilities
    price: Price | None = None
    tokens: TokenPrices | None = None
    usual_seconds: float | None = Field(default=None, gt=0, le=3600)
    ends: date | None = None
    note: str | None = Field(default=None, max_length=64)
    modalities: tuple[str, ...] = ("image", "text")
    as_of: date
    source: str = Field(min_length=1, max_length=400)

    @field_validator("capabilities")
    @classmethod
    def _is_usable(cls, takes: Capabilities) -> Capabilities:
        return usable(takes)


class Catalogue(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    as_of: date
    models: tuple[CatalogueRow, ...] = Field(max_length=5_000)


class Overrides(BaseModel):
    """What the user set by hand, by model id."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    hidden: frozenset[str] = frozenset()
    prices: dict[str, Price] = {}
    capabilities: dict[str, Capabilities] = {}

    @field_validator("capabilities")
    @classmethod
    def _are_usable(cls, each: dict[str, Capabilities]) -> dict[str, Capabilities]:
        return {model: usable(takes) for model, takes in each.items()}


@dataclass(frozen=True)
class Notice:
    """A file of the data folder that is not used."""

    file: str
    reason: Literal["damaged", "older"]


def usable(takes: Capabilities) -> Capabilities:
    """The same, or `ValueError` where no request could be made of it."""
    try:
        sizes.default_size(takes.sizes)
        match takes.sizes:
            case FreeSize() as rule:
                fits = sizes.is_legal(rule, sizes.default_size(rule)) and rule.multiple > 0
            case ListedSizes() as rule:
                fits = all(sizes.parse_size(size) for size in rule.sizes)
            case RatioTiers() as rule:
                ratios = [sizes.parse_pair(ratio, ":", "ratios") for ratio in rule.ratios]
                fits = bool(ratios) and all(edge > 0 for edge in rule.tiers.values())
    except (StudioError, LookupError, ZeroDivisionError) as error:
        raise ValueError("the sizes cannot be used") from error
    ranges = [each for each in (takes.steps, takes.guidance, takes.strength) if each]
    optional = {"strength", "style", "quality", "background", "formats", "seed", "steps", "guidance", "negative_prompt"}
    if takes.masks and not (takes.references and optional.issuperset(takes.masks.without)):
        raise ValueError("the rule for masks cannot be used")
    if not fits or not 1 <= takes.n_per_call <= 64 or any(not each.min <= each.default <= each.max for each in ranges):
        raise ValueError("the capabilities contradict themselves")
    return takes


def shipped() -> Iterator[dict[str, Any]]:
    """The documents that ship with the program, one per provider."""
    folder = resources.files("omniimage.providers").joinpath("catalogue")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".json"):
            yield json.loads(file.read_text("utf-8"))


_Document = TypeVar("_Document", bound=BaseModel)


def read(path: Path, kind: type[_Document], notices: list[Notice]) -> _Document | None:
    """A file of the data folder; `None` where there is none, or with a notice where it is damaged."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ValueError("too large")
        return kind.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError, RecursionError) as error:
        log.warning("%s is left aside: %s", path.name, type(error).__name__)
        notices.append(Notice(path.name, "damaged"))
        return None


def set_aside(path: Path) -> None:
    """Keep what cannot be read beside what will take its place."""
    path.replace(path.with_name(f"{path.stem}.damaged{path.suffix}"))


def write(path: Path, document: BaseModel) -> None:
    """Put it in place whole. Raises `StorageFailed`."""
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as file:
            file.write(document.model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageFailed("the file could not be written", file=path.name, reason=error.strerror) from None
