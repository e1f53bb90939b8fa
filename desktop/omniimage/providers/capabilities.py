"""The models the studio knows: what each takes and costs, from the catalogues on disk (`catalogue_files`)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from omniimage.contracts.models import Capabilities, Kind, Price
from omniimage.errors import ModelMissing
from omniimage.providers import catalogue_files, registry
from omniimage.providers.catalogue_files import Catalogue, CatalogueRow, Notice, Overrides, TokenPrices
from omniimage.providers.offline import STYLES


@dataclass(frozen=True)
class CatalogueEntry:
    """One model. `ends`: the last day it can be called; `note`: a word the page has a sentence for.

    `variant`: which of the provider's ways to ask it needs; `as_of` and `source`: of what is said of it.
    """

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
    variant: str | None = None
    as_of: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class _Known:
    """`plain` is `entries` without what the user set; `as_of`: of the newer catalogue, where one is taken."""

    entries: dict[str, CatalogueEntry]
    plain: dict[str, CatalogueEntry]
    overrides: Overrides
    notices: tuple[Notice, ...]
    as_of: date | None = None


@dataclass(frozen=True)
class Origin:
    """Which catalogue is in use: the one that ships, or a newer one of the data folder; and which files are not."""

    as_of: date
    shipped_as_of: date
    newer: bool
    notices: tuple[Notice, ...]


_lock = threading.Lock()
# One change of a file after the other: the second begins with what the first left.
_writing = threading.Lock()
_folder: Path | None = None
_known_now: _Known | None = None
_own: dict[str, CatalogueEntry] = {}


def use(folder: Path | None) -> tuple[Notice, ...]:
    """Lay the files of that data folder over the shipped catalogue, from now on. Returns those that cannot be used."""
    global _folder, _known_now
    with _lock:
        _folder, _known_now = folder, None
    return _known().notices


def add(entries: Sequence[CatalogueEntry]) -> None:
    """The models of a provider that is no data, after the others."""
    global _known_now
    with _lock:
        _own.update((entry.id, entry) for entry in entries)
        _known_now = None


def catalogue(kind: Kind = "image", today: date | None = None) -> list[CatalogueEntry]:
    """The models that can still be called and are not hidden, in the order in which they are shown."""
    day, known = (today or _today()).isoformat(), _known()
    return [
        entry
        for entry in known.entries.values()
        if entry.kind == kind and (entry.ends is None or entry.ends >= day) and entry.id not in known.overrides.hidden
    ]


def entry(model: str, custom_models: Sequence[str] = ()) -> CatalogueEntry:
    """One model by `provider/name`. One that the user added gets what services of its kind commonly take.

    Raises `ModelMissing` for any other, and for one that has ended.
    """
    found = find(model)
    if found is not None:
        if has_ended(found):
            raise ModelMissing("the provider has ended this model", model=model, reason="ended", ends=found.ends)
        return found
    return _overridden(_added(model, custom_models), _known().overrides)


def has_ended(entry: CatalogueEntry) -> bool:
    return entry.ends is not None and entry.ends < _today().isoformat()


def find(model: str) -> CatalogueEntry | None:
    """The catalogue's row of `provider/name`, ended or hidden or not; `None` for a model the user added."""
    return _known().entries.get(model)


def everything() -> list[CatalogueEntry]:
    """Every model of the catalogue, ended and hidden ones too, as used now."""
    return list(_known().entries.values())


def plain(entry: CatalogueEntry, custom_models: Sequence[str] = ()) -> CatalogueEntry:
    """The same without what the user set for it."""
    found = _known().plain.get(entry.id)
    return found or _overridden(_added(entry.id, custom_models), Overrides())


def origin() -> Origin:
    known, shipped = _known(), _shipped_as_of()
    return Origin(known.as_of or shipped, shipped, known.as_of is not None, known.notices)


def overrides() -> Overrides:
    """What the user set by hand."""
    return _known().overrides


def override(change: Callable[[Overrides], Overrides]) -> None:
    """Keep what `change` makes of what the user set, and use it from now on. Raises `StorageFailed`."""
    if _folder is None:
        raise RuntimeError("no data folder is in use")
    with _writing:
        changed = change(overrides())
        if any(notice.file == catalogue_files.OVERRIDES for notice in _known().notices):
            catalogue_files.set_aside(_folder / catalogue_files.OVERRIDES)
        catalogue_files.write(_folder / catalogue_files.OVERRIDES, changed)
        use(_folder)


def keep_live(rows: Sequence[CatalogueRow]) -> None:
    """Keep what a provider itself says of its models, with today's date, and use it from now on. Raises `StorageFailed`."""
    if _folder is not None:
        live = Catalogue(as_of=_today(), models=tuple(rows))
        with _writing:
            catalogue_files.write(_folder / catalogue_files.LIVE, live)
            use(_folder)


def _added(model: str, custom_models: Sequence[str]) -> CatalogueEntry:
    provider, _, name = model.partition("/")
    if not name or name not in custom_models:
        raise ModelMissing("no such model", model=model)
    try:
        spec = registry.get_provider(provider)
    except KeyError:
        raise ModelMissing("no such provider", model=model) from None
    takes = _generic(provider) or _generic(spec.route)
    if takes is None:
        raise ModelMissing("this provider takes no models of the user's own", model=model)
    return CatalogueEntry(id=model, provider=provider, name=name, label=name, kind="image", capabilities=takes)


def _today() -> date:
    return datetime.now(UTC).date()


def _known() -> _Known:
    global _known_now
    with _lock:
        if _known_now is None:
            _known_now = _read(_folder)
        return _known_now


def _read(folder: Path | None) -> _Known:
    entries = _shipped() | _own
    notices: list[Notice] = []
    if folder is None:
        return _Known(entries, entries, Overrides(), ())
    newer = catalogue_files.read(folder / catalogue_files.CATALOGUE, Catalogue, notices)
    if newer is not None and newer.as_of <= _shipped_as_of():
        notices.append(Notice(catalogue_files.CATALOGUE, "older"))
        newer = None
    live = catalogue_files.read(folder / catalogue_files.LIVE, Catalogue, notices)
    for row in (*(newer.models if newer else ()), *(live.models if live else ())):
        if _is_known_provider(row.id):
            entries[row.id] = _merged(entries.get(row.id), _entry(row))
    own = catalogue_files.read(folder / catalogue_files.OVERRIDES, Overrides, notices) or Overrides()
    used = {name: _overridden(entry, own) for name, entry in entries.items()}
    return _Known(used, entries, own, tuple(notices), newer.as_of if newer else None)


def _merged(before: CatalogueEntry | None, now: CatalogueEntry) -> CatalogueEntry:
    """What a newer row does not say stays."""
    if before is None:
        return now
    kept = {name: getattr(before, name) for name in ("price", "tokens", "usual_seconds", "ends") if not getattr(now, name)}
    return replace(now, **kept)


def _overridden(entry: CatalogueEntry, own: Overrides) -> CatalogueEntry:
    """What the user set counts, but for masks where there is no way to send one."""
    takes = own.capabilities.get(entry.id, entry.capabilities)
    if takes.masks and registry.get_provider(entry.provider).variant(entry.variant).shape.mask is None:
        takes = takes.model_copy(update={"masks": None})
    return replace(entry, capabilities=takes, price=own.prices.get(entry.id, entry.price))


def _is_known_provider(model: str) -> bool:
    return model.partition("/")[0] in {spec.id for spec in registry.providers()}


@cache
def _documents() -> tuple[dict[str, Any], ...]:
    return tuple(catalogue_files.shipped())


@cache
def _shipped() -> dict[str, CatalogueEntry]:
    rows = [CatalogueRow.model_validate(row) for document in _documents() for row in document.get("models", ())]
    order = {spec.id: number for number, spec in enumerate(registry.providers())}
    entries = sorted(map(_entry, rows), key=lambda entry: order[entry.provider])
    return {entry.id: entry for entry in (*_offline(), *entries)}


@cache
def _shipped_as_of() -> date:
    return max(date.fromisoformat(document["as_of"]) for document in _documents())


def _offline() -> list[CatalogueEntry]:
    takes = _generic("offline_images")
    assert takes is not None
    free = Price(base=0.0, as_of=_shipped_as_of().isoformat(), source="built in")
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


@cache
def _generic(name: str) -> Capabilities | None:
    """What models of a provider, or of a route, commonly take."""
    for document in _documents():
        if document.get("provider") == name and "generic" in document:
            return Capabilities.model_validate(document["generic"])
        if "provider" not in document and name in document["generic"]:
            return Capabilities.model_validate(document["generic"][name])
    return None


def _entry(row: CatalogueRow) -> CatalogueEntry:
    provider, _, name = row.id.partition("/")
    said = {each: getattr(row, each) for each in row.__class__.model_fields}
    said |= {"ends": row.ends and row.ends.isoformat(), "as_of": row.as_of.isoformat()}
    return CatalogueEntry(provider=provider, name=name, **said)
