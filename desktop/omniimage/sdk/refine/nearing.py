"""Against a source image: what the measures of closeness have to say, and which blocks can bring a picture nearer."""

from __future__ import annotations

from collections.abc import Collection

from omniimage.sdk.refine.session import OVERALL, Iteration

# The checklist says what is there, and the measures how near it comes: so much of a lead is theirs.
CLOSENESS_SHARE = 0.3
# The same picture, a third brighter; two that have nothing in common come to 0.3.
NEAR_ENOUGH = 0.8
MAX_REJECTIONS = 2
_BLOCKS = {
    "palette": ("style", "lighting"),
    "layout": ("subject", "composition", "camera"),
    "texture": ("style", "camera"),
}


def is_near(iteration: Iteration) -> bool:
    """Whether it is near enough to its source, or nothing is known of that."""
    return iteration.measures.get(OVERALL, 1.0) >= NEAR_ENOUGH


def lead(checklist: float, last: Iteration, best: Iteration, *, are_complete: bool) -> float:
    """Points by which the newest is ahead of the best, of which `checklist` by the answers alone.

    Of two that show all that is asked (`are_complete`) only the measures still tell which is better.
    """
    if OVERALL not in last.measures or OVERALL not in best.measures:
        return checklist
    nearer = 100 * (last.measures[OVERALL] - best.measures[OVERALL])
    share = 1.0 if are_complete else CLOSENESS_SHARE
    return checklist + share * (nearer - checklist)


def blocks_of(iteration: Iteration, locked: Collection[str]) -> tuple[str, ...]:
    """The blocks to change where the iteration is farthest from its source; empty where all of them are locked."""
    farthest_first = sorted(_BLOCKS, key=lambda name: iteration.measures.get(name, 1.0))
    free = (tuple(block for block in _BLOCKS[name] if block not in locked) for name in farthest_first)
    return next(filter(None, free), ())
