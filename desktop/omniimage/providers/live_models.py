"""What OpenRouter itself says of its image models (`GET /images/models`), as rows of the catalogue.

Outside content: a model that is not understood is left out. Prices are not in that list: those of the catalogue stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError

from omniimage.contracts.models import Capabilities, ListedSizes, RatioTiers, ReferenceRule, SizeRule
from omniimage.errors import StudioError
from omniimage.providers import sizes
from omniimage.providers.catalogue_files import CatalogueRow
from omniimage.providers.provider_spec import ProviderSpec

MOST = 2_000
MOST_PER_CALL = 10
FORMATS = ("png", "jpeg", "webp")
MOST_REFERENCES = 16


def rows(spec: ProviderSpec, document: Mapping[str, Any]) -> list[CatalogueRow]:
    """A row for each model whose parameters are told in a way that we understand."""
    found = document.get("data")
    today = datetime.now(UTC).date()
    each = [_row(spec, model, today) for model in found[:MOST] if isinstance(model, dict)] if isinstance(found, list) else []
    return [row for row in each if row is not None]


def _row(spec: ProviderSpec, model: Mapping[str, Any], today: date) -> CatalogueRow | None:
    takes = model.get("supported_parameters")
    if not isinstance(takes, Mapping) or (rule := _sizes(takes)) is None:
        return None
    most = _most(takes, "input_references")
    seeds = _most(takes, "seed")
    capabilities = Capabilities(
        sizes=rule,
        n_per_call=min(max(_most(takes, "n") or 1, 1), MOST_PER_CALL),
        seed="seed" in takes,
        seed_max=min(seeds or sizes.SEED_MAX, sizes.SEED_MAX),
        quality=_values(takes, "quality"),
        background=_values(takes, "background"),
        formats=[name for name in _values(takes, "output_format") if name in FORMATS],
        references=ReferenceRule(max_count=min(most, MOST_REFERENCES)) if most else None,
    )
    try:
        return CatalogueRow(
            id=f"{spec.id}/{model.get('id')}",
            label=str(model.get("name") or model.get("id"))[:120],
            variant="images",
            capabilities=capabilities,
            as_of=today,
            source="openrouter.ai/api/v1/images/models",
        )
    except ValidationError:
        return None


def _sizes(takes: Mapping[str, Any]) -> SizeRule | None:
    ratios = [ratio for ratio in _values(takes, "aspect_ratio") if _is_pair(ratio, ":")]
    tiers = {name: sizes.TIER_EDGES[name] for name in _values(takes, "resolution") if name in sizes.TIER_EDGES}
    if ratios:
        tiers = tiers or {"1K": sizes.TIER_EDGES["1K"]}
        return RatioTiers(ratios=ratios, tiers=tiers, default_tier="1K" if "1K" in tiers else next(iter(tiers)))
    listed = [size for size in _values(takes, "size") if _is_pair(size, "x")]
    return ListedSizes(sizes=listed) if listed else None


def _is_pair(text: str, separator: str) -> bool:
    try:
        sizes.parse_pair(text, separator, "size")
    except StudioError:
        return False
    return True


def _values(takes: Mapping[str, Any], name: str) -> list[str]:
    about = takes.get(name)
    values = about.get("values") if isinstance(about, Mapping) else None
    texts = (
        [value for value in values if isinstance(value, str) and 0 < len(value) <= 32] if isinstance(values, list) else []
    )
    return list(dict.fromkeys(texts))[:64]


def _most(takes: Mapping[str, Any], name: str) -> int | None:
    about = takes.get(name)
    most = about.get("max") if isinstance(about, Mapping) else None
    return most if isinstance(most, int) and not isinstance(most, bool) and 0 < most < 2**63 else None
