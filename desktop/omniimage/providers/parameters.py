"""From what was asked to what is sent, by the capability table alone. Pure: decided before anything is paid.

Law: whatever is asked, what is sent is inside the capabilities, and each asked parameter is either sent as asked or
stands in the adjustments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from omniimage.contracts.models import Adjustment, Capabilities, FreeSize, ListedSizes, Range, RatioTiers
from omniimage.contracts.runs import ModelParams
from omniimage.errors import BadParameters
from omniimage.providers import sizes
from omniimage.providers.base import Plan, Reference
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.prices import cost_of
from omniimage.providers.sizes import Size

REFERENCE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
QUALITY_SCALE = ("low", "medium", "high", "xhigh", "max")


@dataclass
class _Draft:
    """What is being decided: `sent` for the whole generation, and what differs from what was asked."""

    takes: Capabilities
    sent: dict[str, Any] = field(default_factory=dict)
    adjustments: list[Adjustment] = field(default_factory=list)

    def adjust(self, parameter: str, asked: object, sent: object | None, reason: Any) -> None:
        told = None if sent is None else str(sent)
        self.adjustments.append(Adjustment(parameter=parameter, asked=str(asked), sent=told, reason=reason))


def plan(entry: CatalogueEntry, prompt: str, params: ModelParams, references: Sequence[Reference] = ()) -> Plan:
    """Work one generation out. `BadParameters` or `BadRequest` where it cannot be asked so; nothing was paid then."""
    _check_prompt(entry, prompt)
    _check_references(entry, references)
    _check_mask(entry, params, references)
    draft = _Draft(entry.capabilities)
    _decide_mask(draft, params, references)
    takes = draft.takes
    _decide_size(draft, params, references)
    _decide_number(draft, "steps", params.steps, takes.steps)
    _decide_number(draft, "guidance", params.guidance, takes.guidance)
    _decide_strength(draft, params, references)
    _decide_choice(draft, "quality", params.quality, takes.quality)
    _decide_choice(draft, "style", params.style, takes.style)
    _decide_choice(draft, "background", params.background, takes.background)
    _decide_choice(draft, "output_format", params.output_format, takes.formats)
    _keep_transparency(draft, params)
    _decide_if_taken(draft, "negative_prompt", params.negative_prompt or None, takes.negative_prompt)
    _decide_seed(draft, params.seed)
    if params.reference_ids:
        draft.sent["reference_ids"] = list(params.reference_ids)
    calls = _fan_out(draft, params.n)
    return Plan(
        calls=calls,
        sent=draft.sent,
        adjustments=tuple(draft.adjustments),
        cost=cost_of(entry, draft.sent, params.n or 1, len(references), _made(entry, draft, references)),
    )


def size_of(entry: CatalogueEntry, sent: dict[str, Any]) -> Size:
    """About how many pixels come back for what is sent: `(width, height)`."""
    rule = entry.capabilities.sizes
    if isinstance(rule, RatioTiers):
        return sizes.tier_size(rule, sent.get("aspect_ratio", "1:1"), sent.get("tier", rule.default_tier))
    return sizes.parse_size(sent["size"]) if "size" in sent else sizes.default_size(rule)


def _made(entry: CatalogueEntry, draft: _Draft, references: Sequence[Reference]) -> Size:
    if references and _keeps_size(draft.takes):
        return references[0].width, references[0].height
    return size_of(entry, draft.sent)


def _check_prompt(entry: CatalogueEntry, prompt: str) -> None:
    limit = entry.capabilities.prompt_max_chars
    if limit is not None and len(prompt) > limit:
        raise _bad(entry, "prompt", "too_long", limit)
    try:
        prompt.encode()
    except UnicodeEncodeError as error:
        raise _bad(entry, "prompt", "malformed", error.start) from None


def _check_references(entry: CatalogueEntry, references: Sequence[Reference]) -> None:
    rule = entry.capabilities.references
    limit = rule.max_count if rule else 0
    if len(references) > limit:
        raise _bad(entry, "reference_ids", "count", limit)
    for reference in references:
        assert rule is not None
        if reference.mime_type not in REFERENCE_TYPES:
            raise _bad(entry, "reference_ids", "format", reference.mime_type)
        if reference.width * reference.height > rule.max_pixels:
            raise _bad(entry, "reference_ids", "pixels", rule.max_pixels)
        if not reference.path.is_file():
            raise _bad(entry, "reference_ids", "missing", reference.path.name)
        if reference.path.stat().st_size > rule.max_bytes:
            raise _bad(entry, "reference_ids", "bytes", rule.max_bytes)


def _check_mask(entry: CatalogueEntry, params: ModelParams, references: Sequence[Reference]) -> None:
    rule = entry.capabilities.masks
    if rule and rule.required and not (references and params.mask_id):
        name = "mask" if references else "reference"
        raise _bad(entry, "mask_id" if references else "reference_ids", f"{name}_required", 1)


def _bad(entry: CatalogueEntry, parameter: str, reason: str, limit: int | str) -> BadParameters:
    message = f"the model does not take this {parameter}"
    return BadParameters(message, model=entry.id, parameter=parameter, reason=reason, limit=limit, charged="no")


def _decide_mask(draft: _Draft, params: ModelParams, references: Sequence[Reference]) -> None:
    """Over the first reference, without one it means nothing. What does not go with it counts as not taken."""
    rule = draft.takes.masks if references else None
    _decide_if_taken(draft, "mask_id", params.mask_id, rule is not None)
    if rule is None or params.mask_id is None:
        return
    fields = Capabilities.model_fields
    left = {name: fields[name].get_default() for name in rule.without}
    if rule.keeps_size and draft.takes.references:
        left["references"] = draft.takes.references.model_copy(update={"keeps_size": True})
    draft.takes = draft.takes.model_copy(update=left)


def _keeps_size(takes: Capabilities) -> bool:
    return takes.references is not None and takes.references.keeps_size


def _decide_size(draft: _Draft, params: ModelParams, references: Sequence[Reference]) -> None:
    rule = draft.takes.sizes
    if references and _keeps_size(draft.takes):
        _keep_size(draft, params)
        return
    wanted, ratio = _wanted_size(draft, params, references)
    match rule:
        case FreeSize() | ListedSizes():
            size = sizes.fit_free(rule, wanted, ratio) if isinstance(rule, FreeSize) else sizes.fit_list(rule, wanted)
            draft.sent["size"] = sizes.name(size)
            _note_size(draft, params, size, sizes.name(size))
        case RatioTiers():
            nearest, tier = sizes.fit_tier(rule, wanted)
            draft.sent["aspect_ratio"] = nearest
            # A model of one tier has no parameter for it.
            if len(rule.tiers) > 1:
                draft.sent["tier"] = tier
            _note_size(draft, params, sizes.tier_size(rule, nearest, tier), f"{nearest} {tier}")


def _keep_size(draft: _Draft, params: ModelParams) -> None:
    """The picture comes in the size of its reference."""
    for name in ("size", "aspect_ratio", "tier"):
        if asked := getattr(params, name):
            draft.adjust(name, asked, None, "not_taken")


def _wanted_size(draft: _Draft, params: ModelParams, references: Sequence[Reference]) -> tuple[Size, Size]:
    """About which size, in exactly which ratio.

    `size` outranks `aspect_ratio`, which outranks the ratio of the first reference; `tier` gives the area.
    """
    if params.size:
        asked = sizes.parse_size(params.size)
        return asked, asked
    default = sizes.default_size(draft.takes.sizes)
    edge = _tier_edge(draft.takes, params.tier)
    ratio = (1, 1) if edge else default
    if params.aspect_ratio:
        ratio = sizes.parse_pair(params.aspect_ratio, ":", "aspect_ratio")
    elif references:
        ratio = references[0].width, references[0].height
    return sizes.with_ratio(ratio, edge * edge if edge else default[0] * default[1]), ratio


def _tier_edge(takes: Capabilities, tier: str | None) -> int | None:
    own = takes.sizes.tiers if isinstance(takes.sizes, RatioTiers) else {}
    return None if tier is None else own.get(tier, sizes.TIER_EDGES.get(tier))


def _note_size(draft: _Draft, params: ModelParams, made: Size, told: str) -> None:
    if params.size and sizes.parse_size(params.size) != made:
        draft.adjust("size", params.size, told, "nearest")
    if params.aspect_ratio and params.aspect_ratio != draft.sent.get("aspect_ratio"):
        across, down = sizes.parse_pair(params.aspect_ratio, ":", "aspect_ratio")
        if made[0] * down != made[1] * across:
            draft.adjust("aspect_ratio", params.aspect_ratio, told, "nearest")
    if params.tier and params.tier != draft.sent.get("tier"):
        edge = _tier_edge(draft.takes, params.tier)
        if edge is None:
            draft.adjust("tier", params.tier, None, "not_taken")
        elif made[0] * made[1] != edge * edge:
            draft.adjust("tier", params.tier, told, "nearest")


def _decide_number(draft: _Draft, parameter: str, asked: float | None, bounds: Range | None) -> None:
    if asked is None:
        return
    if bounds is None:
        draft.adjust(parameter, asked, None, "not_taken")
        return
    sent = min(max(asked, bounds.min), bounds.max)
    draft.sent[parameter] = int(sent) if parameter == "steps" else sent
    if sent != asked:
        draft.adjust(parameter, asked, draft.sent[parameter], "clamped")


def _decide_strength(draft: _Draft, params: ModelParams, references: Sequence[Reference]) -> None:
    """Providers want it with each reference; without one it means nothing."""
    bounds = draft.takes.strength if references else None
    asked = params.strength if params.strength is not None or bounds is None else bounds.default
    _decide_number(draft, "strength", asked, bounds)


def _decide_choice(draft: _Draft, parameter: str, asked: str | None, choices: Sequence[str]) -> None:
    if asked is None:
        return
    if asked in choices:
        draft.sent[parameter] = asked
    elif not choices:
        draft.adjust(parameter, asked, None, "not_taken")
    elif near := _nearest_quality(asked, choices):
        draft.sent[parameter] = near
        draft.adjust(parameter, asked, near, "nearest")
    else:
        draft.adjust(parameter, asked, None, "default")


def _nearest_quality(asked: str, choices: Sequence[str]) -> str | None:
    """The highest choice below what was asked: never dearer than what was agreed to."""
    if asked not in QUALITY_SCALE:
        return None
    lower = QUALITY_SCALE[: QUALITY_SCALE.index(asked)]
    return next((choice for choice in reversed(lower) if choice in choices), None)


def _keep_transparency(draft: _Draft, params: ModelParams) -> None:
    """JPEG has no transparency: providers refuse the pair, and take it as a PNG."""
    if draft.sent.get("background") == "transparent" and draft.sent.get("output_format") == "jpeg":
        draft.sent["output_format"] = "png"
        draft.adjust("output_format", params.output_format, "png", "nearest")


def _decide_if_taken(draft: _Draft, parameter: str, asked: object | None, taken: bool) -> None:
    if asked is None:
        return
    if taken:
        draft.sent[parameter] = asked
    else:
        draft.adjust(parameter, asked, None, "not_taken")


def _decide_seed(draft: _Draft, asked: int | None) -> None:
    _decide_if_taken(draft, "seed", asked, draft.takes.seed)
    if asked is not None and draft.takes.seed and asked > draft.takes.seed_max:
        draft.sent["seed"] = asked % (draft.takes.seed_max + 1)
        draft.adjust("seed", asked, draft.sent["seed"], "clamped")


def _fan_out(draft: _Draft, asked: int | None) -> tuple[dict[str, Any], ...]:
    """One dict per outside call. Image i of the generation gets seed + i."""
    count, each = asked or 1, draft.takes.n_per_call
    common = {name: value for name, value in draft.sent.items() if name not in ("reference_ids", "mask_id")}
    calls = []
    for first in range(0, count, each):
        call = dict(common)
        if each > 1 and asked is not None:
            call["n"] = min(each, count - first)
        if "seed" in call:
            call["seed"] = (call["seed"] + first) % (draft.takes.seed_max + 1)
        calls.append(call)
    if asked is not None:
        draft.sent["n"] = asked
    if len(calls) > 1:
        draft.adjust("n", count, f"{len(calls)} × {each}", "fan_out")
    return tuple(calls)
