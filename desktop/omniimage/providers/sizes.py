"""From any size asked for to one a model takes. Pure.

Sizes are `(width, height)` in pixels, ratios are width over height. Distances are logarithmic, so that twice as wide is
as far as half as wide.
"""

from __future__ import annotations

from math import gcd, log, sqrt

from omniimage.contracts.models import FreeSize, ListedSizes, RatioTiers, SizeRule
from omniimage.errors import BadRequest

Size = tuple[int, int]

# What providers mean by a tier: the edge of its square.
TIER_EDGES = {"512": 512, "1K": 1024, "1.5K": 1536, "2K": 2048, "3K": 3072, "4K": 4096}
SEED_MAX = 2**32 - 1
_RATIO_WEIGHT = 4.0
_EXACT_RATIO_MAY_MOVE_AREA_BY = 0.2


def parse_pair(text: str, separator: str, field: str) -> Size:
    """`1536x1024` or `3:2` as numbers. `BadRequest` where one of them is zero or no number."""
    first, _, second = text.partition(separator)
    if not (first.isdecimal() and second.isdecimal() and int(first) and int(second)):
        raise BadRequest("a size looks like 1024x768, a ratio like 4:3", field=field, reason="malformed")
    return int(first), int(second)


def parse_size(text: str) -> Size:
    return parse_pair(text, "x", "size")


def name(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def default_size(rule: SizeRule) -> Size:
    """What a model makes when nothing is said."""
    match rule:
        case FreeSize():
            return parse_size(rule.default)
        case ListedSizes():
            return parse_size(rule.sizes[0])
        case RatioTiers():
            edge = rule.tiers[rule.default_tier]
            return edge, edge


def with_ratio(ratio: Size, area: float) -> Size:
    """The size of that ratio and about that area, in pixels²."""
    width = sqrt(area * ratio[0] / ratio[1])
    return max(1, round(width)), max(1, round(width * ratio[1] / ratio[0]))


def is_legal(rule: FreeSize, size: Size) -> bool:
    short, long = sorted(size)
    return (
        size[0] % rule.multiple == 0
        and size[1] % rule.multiple == 0
        and rule.min_edge <= short
        and long <= rule.max_edge
        and rule.min_pixels <= short * long <= rule.max_pixels
        and long <= short * rule.max_ratio
    )


def fit_free(rule: FreeSize, asked: Size, ratio: Size | None = None) -> Size:
    """The nearest legal size, keeping the ratio (that of `asked`, unless given exactly) where it can be kept."""
    if is_legal(rule, asked) and asked[0] * (ratio or asked)[1] == asked[1] * (ratio or asked)[0]:
        return asked
    return _exact_ratio(rule, asked, ratio or asked) or _near_ratio(rule, asked)


def fit_list(rule: ListedSizes, asked: Size) -> Size:
    """The nearest by ratio, then by area."""
    sizes = [parse_size(text) for text in rule.sizes]
    return min(sizes, key=lambda size: (round(_ratio_distance(size, asked), 6), _area_distance(size, asked)))


def fit_tier(rule: RatioTiers, asked: Size) -> tuple[str, str]:
    """The nearest ratio, and the smallest tier whose square covers the asked area (the largest where none does)."""
    ratio = min(rule.ratios, key=lambda text: _ratio_distance(parse_pair(text, ":", "aspect_ratio"), asked))
    area = asked[0] * asked[1]
    by_edge = sorted(rule.tiers.items(), key=lambda item: item[1])
    tier = next((tier for tier, edge in by_edge if edge * edge >= area), by_edge[-1][0])
    return ratio, tier


def tier_size(rule: RatioTiers, ratio: str, tier: str) -> Size:
    """About what comes of a ratio at a tier."""
    return with_ratio(parse_pair(ratio, ":", "aspect_ratio"), rule.tiers[tier] ** 2)


def _exact_ratio(rule: FreeSize, asked: Size, ratio: Size) -> Size | None:
    shared = gcd(*ratio)
    unit = ratio[0] // shared * rule.multiple, ratio[1] // shared * rule.multiple
    area = min(max(asked[0] * asked[1], rule.min_pixels), rule.max_pixels)
    times = sqrt(area / (unit[0] * unit[1]))
    sizes = [(unit[0] * k, unit[1] * k) for k in (round(times), int(times), int(times) + 1) if k >= 1]
    legal = [
        size for size in sizes if is_legal(rule, size) and abs(log(size[0] * size[1] / area)) < _EXACT_RATIO_MAY_MOVE_AREA_BY
    ]
    return min(legal, key=lambda size: abs(log(size[0] * size[1] / area)), default=None)


def _near_ratio(rule: FreeSize, asked: Size) -> Size:
    # The bounds of edges and areas bound the ratio too.
    widest = min(rule.max_ratio, rule.max_edge**2 / rule.min_pixels, rule.max_pixels / rule.min_edge**2)
    ratio = min(max(asked[0] / asked[1], 1 / widest), widest)
    area = min(max(asked[0] * asked[1], rule.min_pixels), rule.max_pixels)
    width = sqrt(area * ratio)
    shrink = min(1.0, rule.max_edge / max(width, width / ratio))
    grow = max(1.0, rule.min_edge / min(width, width / ratio))
    width, height = width * shrink * grow, width / ratio * shrink * grow
    target = max(1, round(width)), max(1, round(height))

    def distance(size: Size) -> float:
        return _RATIO_WEIGHT * abs(log(size[0] / size[1] / ratio)) + _area_distance(size, target)

    around = [
        ((round(width / rule.multiple) + x) * rule.multiple, (round(height / rule.multiple) + y) * rule.multiple)
        for x in range(-3, 4)
        for y in range(-3, 4)
    ]
    legal = [size for size in around if min(size) > 0 and is_legal(rule, size)]
    return min(legal, key=distance) if legal else default_size(rule)


def _ratio_distance(one: Size, other: Size) -> float:
    return abs(log(one[0] / one[1]) - log(other[0] / other[1]))


def _area_distance(one: Size, other: Size) -> float:
    return abs(log(one[0] * one[1]) - log(other[0] * other[1]))
