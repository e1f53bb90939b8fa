"""The models the studio knows, from `catalogue.json`: what each takes and costs, with date and source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Any

from omniimage.contracts.models import Capabilities, Kind, Price
from omniimage.errors import ModelMissing
from omniimage.providers import registry
from omniimage.providers.offline import STYLES
from omniimage.providers.registry import Route


@dataclass(frozen=True)
class TokenPrices:
    """US dollars per million tokens, where the answer says how many there were."""

    text_in: float
    image_in: float
    image_out: float


@dataclass(frozen=True)
class CatalogueEntry:
    """One model. `ends`: the last day it can be called; `note`: a word the page has a sentence for."""

    id: str
    provider: str
    name: str
    label: str
    kind: Kind
    capabilities: Capabilities
    price: Price | None = None
    tokens: TokenPrices | None = None
    usual_seconds: float | None = None
    ends: str | None = None
    is_ai: bool = True
    note: str | None = None
    modalities: tuple[str, ...] = ("image", "text")


def catalogue(kind: Kind = "image", today: date | None = None) -> list[CatalogueEntry]:
    """The models that can still be called, in the order in which they are shown."""
    day = (today or datetime.now(UTC).date()).isoformat()
    return [entry for entry in _known().values() if entry.kind == kind and (entry.ends is None or entry.ends >= day)]


def entry(model: str, custom_models: Sequence[str] = ()) -> CatalogueEntry:
    """One model by `provider/name`. One that the user added gets what services of its kind commonly take.

    Raises `ModelMissing` for any other, and for one that has ended.
    """
    known = _known().get(model)
    if known is not None:
        if known.ends is not None and known.ends < datetime.now(UTC).date().isoformat():
            raise ModelMissing("the provider has ended this model", model=model, reason="ended", ends=known.ends)
        return known
    provider, _, name = model.partition("/")
    if not name or name not in custom_models:
        raise ModelMissing("no such model", model=model)
    try:
        spec = registry.get_provider(provider)
    except KeyError:
        raise ModelMissing("no such provider", model=model) from None
    takes = _generic(spec.route)
    return CatalogueEntry(id=model, provider=provider, name=name, label=name, kind="image", capabilities=takes)


def find(model: str) -> CatalogueEntry | None:
    """The catalogue's row of `provider/name`, ended or not; `None` for a model the user added."""
    return _known().get(model)


@cache
def _document() -> dict[str, Any]:
    text = resources.files("omniimage.providers").joinpath("catalogue.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def _known() -> dict[str, CatalogueEntry]:
    return {entry.id: entry for entry in (*_offline(), *map(_entry, _document()["models"]))}


def _offline() -> list[CatalogueEntry]:
    takes = _generic("offline_images")
    free = Price(base=0.0, as_of=_document()["as_of"], source="built in")
    return [
        CatalogueEntry(
            id=f"offline/{style.id}",
            provider="offline",
            name=style.id,
            label=style.label,
            kind="image",
            capabilities=takes,
            price=free,
            usual_seconds=1.0,
            is_ai=False,
            note="offline_sketch",
        )
        for style in STYLES
    ]


def _generic(route: Route) -> Capabilities:
    """What models of a route commonly take."""
    return Capabilities.model_validate(_document()["generic"][route])


def _entry(row: dict[str, Any]) -> CatalogueEntry:
    provider, _, name = row["id"].partition("/")
    return CatalogueEntry(
        id=row["id"],
        provider=provider,
        name=name,
        label=row["label"],
        kind=row.get("kind", "image"),
        capabilities=Capabilities.model_validate(row["capabilities"]),
        price=Price.model_validate(row["price"]) if row.get("price") else None,
        tokens=TokenPrices(**row["tokens"]) if row.get("tokens") else None,
        usual_seconds=row.get("usual_seconds"),
        ends=row.get("ends"),
        is_ai=row.get("is_ai", True),
        note=row.get("note"),
        modalities=tuple(row.get("modalities", ("image", "text"))),
    )
