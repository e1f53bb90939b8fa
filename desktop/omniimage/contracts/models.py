"""What a model is and what it takes. All validation, mapping and controls derive from `Capabilities`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .base import Contract, ErrorInfo
from .money import Currency

Kind = Literal["image", "chat"]


class FreeSize(Contract):
    """Any size within bounds. Edges in pixels, areas in pixels², ratio as long edge over short edge."""

    rule: Literal["free"] = "free"
    multiple: int = 1
    min_edge: int = 1
    max_edge: int = 8192
    min_pixels: int = 1
    max_pixels: int = 64_000_000
    max_ratio: float = 16.0
    default: str = "1024x1024"


class ListedSizes(Contract):
    """One of a fixed list of `WxH`."""

    rule: Literal["list"] = "list"
    sizes: list[str]


class RatioTiers(Contract):
    """A ratio of a list and a resolution tier, e.g. 16:9 at 2K. `tiers` maps a tier's name to the edge of its square."""

    rule: Literal["ratio_tier"] = "ratio_tier"
    ratios: list[str]
    tiers: dict[str, int]
    default_tier: str


SizeRule = Annotated[FreeSize | ListedSizes | RatioTiers, Field(discriminator="rule")]


class Range(Contract):
    min: float
    max: float
    default: float
    step: float = 1


class ReferenceRule(Contract):
    """Input images: how many, and how big each may be (bytes, pixels).

    `keeps_size`: with one, the picture comes in its size and no other can be asked for.
    """

    max_count: int
    max_bytes: int = 10_000_000
    max_pixels: int = 36_000_000
    keeps_size: bool = False


class MaskRule(Contract):
    """A mask over the first reference: an image of the library, white where the picture is to change, black where it stays.

    `required`: without one the model makes nothing. `keeps_size`: with one, the picture comes in the reference's size.
    `without`: parameters that do not go with one.
    """

    required: bool = False
    keeps_size: bool = False
    without: list[str] = []


class Capabilities(Contract):
    """What a model takes. Absent or empty means: it does not take it, and we do not send it.

    `strength`: how far a picture may go from its reference, 0 for the same, 1 for hardly alike; goes with references only.
    """

    sizes: SizeRule
    n_per_call: int = 1
    seed: bool = False
    seed_max: int = 2**32 - 1
    steps: Range | None = None
    guidance: Range | None = None
    strength: Range | None = None
    quality: list[str] = []
    negative_prompt: bool = False
    background: list[str] = []
    style: list[str] = []
    formats: list[str] = []
    references: ReferenceRule | None = None
    masks: MaskRule | None = None
    prompt_max_chars: int | None = None


class Price(Contract):
    """What an image costs in `currency`; `None` where nobody published it.

    `amounts` go by the sent quality, tier, or both (`2K high`); `per_megapixel` and `per_reference` add to it. `pixels`:
    the area the amounts hold for, other sizes cost in proportion. `as_of` is the date of the source.
    """

    base: float | None = None
    amounts: dict[str, float] = {}
    by: Literal["quality", "tier", "tier_quality", "none"] = "none"
    per_megapixel: float = 0.0
    per_reference: float = 0.0
    pixels: int | None = None
    currency: Currency = "USD"
    as_of: str
    source: str


class ModelOverride(Contract):
    """What the user set by hand for one model, over what the catalogue says."""

    hidden: bool = False
    price: Price | None = None
    capabilities: Capabilities | None = None


UnavailableReason = Literal["no_key", "ended", "key_refused", "vault_locked"]


class ChatCapabilities(Contract):
    """What a chat model can do. `sees`: whether it takes images, `None` where nobody says.

    Prices in US dollars for a million tokens, of the date `as_of`.
    """

    sees: bool | None = None
    input_per_million: float | None = None
    output_per_million: float | None = None
    context_tokens: int | None = None
    as_of: str | None = None
    source: str | None = None


class ModelInfo(Contract):
    """`id` is `provider/name`. `reason` says why it cannot be used now, `None` when it can."""

    id: str
    provider: str
    provider_label: str
    name: str
    label: str
    kind: Kind
    available: bool
    reason: UnavailableReason | None
    capabilities: Capabilities
    price: Price | None
    usual_seconds: float | None = None
    ends: str | None = None
    is_ai: bool = True
    note: str | None = None
    chat: ChatCapabilities | None = None


class CatalogueModel(Contract):
    """A model as it is used now, beside what it would take and cost without the user's own word; hidden and ended ones too.

    `custom`: the user added it. `as_of` and `source`: where the figures come from, `None` where nobody published them.
    """

    model: ModelInfo
    capabilities: Capabilities
    price: Price | None
    hidden: bool
    custom: bool
    as_of: str | None
    source: str | None


class CatalogueNotice(Contract):
    """A catalogue file of the data folder that is not used: `damaged`, or `older` than the one that ships."""

    file: str
    reason: Literal["damaged", "older"]


class CatalogueFeed(Contract):
    """The last look at the catalogue's feed in this session: a newer one was `taken`, or why the old one stays.

    `as_of`: the date of what lies there, where it could be read.
    """

    checked: str
    outcome: Literal["taken", "not_newer", "unreachable", "too_large", "damaged"]
    as_of: str | None = None


class CatalogueStatus(Contract):
    """The catalogue in use and its date. `newer`: a file of the data folder lies over the one that ships."""

    as_of: str
    newer: bool
    shipped_as_of: str
    notices: list[CatalogueNotice]
    feed: CatalogueFeed | None = None
    models: list[CatalogueModel]


class Adjustment(Contract):
    """One difference between what was asked and what is sent.

    `reason`: `not_taken` (the model has no such parameter), `nearest` (the closest it takes), `fan_out` (several calls),
    `clamped` (to the bounds), `default`.
    """

    parameter: str
    asked: str
    sent: str | None
    reason: Literal["not_taken", "nearest", "fan_out", "clamped", "default"]


class ModelEstimate(Contract):
    """Before the click: what one model would cost and get. `cost` in US dollars, `None` when not known.

    `sent`: the parameters that go out, by our names; those that only this model's calls share where there are several.
    """

    model: str
    cost: float | None
    calls: int
    size: str | None
    adjustments: list[Adjustment]
    sent: dict[str, Any] = {}
    problem: str | None = None


class Estimate(Contract):
    models: list[ModelEstimate]
    known_cost: float
    unknown_models: list[str]


class RequestPreview(Contract):
    """What one model would get, before anything is sent.

    `address` and `body`: of its first request, the body as JSON text in the provider's own words, each picture named by its
    type and size; the others differ in seed and number alone. Both are empty where the studio builds none (its own sketches,
    providers that are classes), and with `error`, which says why it cannot be asked so. `is_form`: a multipart form.
    """

    model: str
    cost: float | None
    calls: int
    adjustments: list[Adjustment]
    address: str = ""
    is_form: bool = False
    body: str = ""
    error: ErrorInfo | None = None
