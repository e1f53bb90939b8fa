"""What a generation will cost, from the catalogue, and what it did cost, from the answer's token counts. US dollars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omniimage.contracts.models import Price
from omniimage.providers import rates
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.catalogue_files import TokenPrices
from omniimage.providers.sizes import TIER_EDGES, Size

MOST_TOKENS = 100_000_000


def cost_of(entry: CatalogueEntry, sent: Mapping[str, Any], images: int, references: int, size: Size) -> float | None:
    """The price of `images` pictures, by the rate in force; `None` where nobody published one.

    An open quality counts as the dearest.
    """
    price = entry.price
    if price is None:
        return None
    pixels = size[0] * size[1]
    amount = _amount(entry, price, sent, pixels)
    if amount is None:
        return None
    if price.pixels:
        amount *= pixels / price.pixels
    each = amount + price.per_megapixel * pixels / 1_000_000 + price.per_reference * references
    return round(each * images / rates.per_dollar(price.currency), 6)


def cost_of_tokens(prices: TokenPrices | None, usage: Mapping[str, Any]) -> float | None:
    """The real cost of an OpenAI answer from its `usage`; `None` where prices or counts are missing."""
    if prices is None:
        return None
    details = usage.get("input_tokens_details")
    given = details if isinstance(details, Mapping) else {}
    counts = (
        (given.get("text_tokens", usage.get("input_tokens", 0)), prices.text_in),
        (given.get("image_tokens", 0), prices.image_in),
        (usage.get("output_tokens"), prices.image_out),
    )
    dollars = 0.0
    for count, price in counts:
        if not isinstance(count, int) or not 0 <= count <= MOST_TOKENS:
            return None
        dollars += count * price / 1_000_000
    return round(dollars, 6)


def _amount(entry: CatalogueEntry, price: Price, sent: Mapping[str, Any], pixels: int) -> float | None:
    match price.by:
        case "quality":
            return _by_quality(entry, price, sent.get("quality", "auto"))
        case "tier":
            return price.amounts.get(sent["tier"]) if "tier" in sent else _by_area(price, pixels)
        case "tier_quality":
            return _by_tier_and_quality(price, sent.get("tier", ""), sent.get("quality"))
        case _:
            return price.base


def _by_quality(entry: CatalogueEntry, price: Price, quality: str) -> float | None:
    if quality != "auto":
        return price.amounts.get(quality)
    open_ones = [name for name in entry.capabilities.quality if name != "auto"]
    return max(price.amounts.values()) if price.amounts.keys() >= set(open_ones) else None


def _by_tier_and_quality(price: Price, tier: str, quality: str | None) -> float | None:
    """Keys are `2K high`. Without a quality, the dearest of the tier."""
    if quality is not None:
        return price.amounts.get(f"{tier} {quality}")
    return max((amount for name, amount in price.amounts.items() if name.startswith(f"{tier} ")), default=None)


def _by_area(price: Price, pixels: int) -> float | None:
    covering = [name for name in price.amounts if TIER_EDGES.get(name, 0) ** 2 >= pixels]
    return price.amounts[min(covering, key=lambda name: TIER_EDGES[name])] if covering else price.base
