"""What a session teaches, each lesson with a label that the evidence alone gives.

verified: fresh images of the first and the final prompt differ · observed: seen once, in the loop · no_effect: tried, and
what it was to mend still fails · worse: what held before was lost. No words of a chat model play a part in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma
from typing import Literal

from omniimage.sdk.refine import flex
from omniimage.sdk.refine.contract import PASSED
from omniimage.sdk.refine.session import Iteration, Reading, Session

Label = Literal["verified", "observed", "no_effect", "worse"]
MOST = 7
FRESH_IMAGES = 3
SURE = 0.9
# What a holistic judge's score says of the same picture differs by more than this from look to look.
NOISE = 5.0
_ORDER: tuple[Label, ...] = ("verified", "observed", "worse", "no_effect")


@dataclass(frozen=True)
class Recommendation:
    """One block's words before and after, and the atoms that changed with them.

    `shares`: atom → the part of fresh images that show it, of the first prompt and of the final one.
    """

    label: Label
    iteration: int
    block: str
    before: str
    after: str
    atoms: tuple[str, ...]
    shares: Mapping[str, tuple[float, float]] | None = None


@dataclass(frozen=True)
class Claim:
    """An atom that the final prompt shows more often than the first, or does not. `certainty`: 0..1."""

    atom: str
    first: float
    final: float
    certainty: float

    @property
    def is_verified(self) -> bool:
        """Whether that is sure enough to be told."""
        return self.certainty >= SURE


def from_session(session: Session) -> tuple[Recommendation, ...]:
    """At most seven lessons, the most useful first."""
    found: list[Recommendation] = []
    for each in session.iterations:
        if each.parent is None:
            continue
        before = session.iterations[each.parent]
        if each.readings and session.contract:
            found.extend(_lessons(session, before, each))
        elif each.score is not None and before.score is not None:
            found.extend(_by_score(before, each, each.score - before.score))
    weights = {atom.id: atom.weight for atom in session.contract.asked} if session.contract else {}
    found.sort(key=lambda each: (_ORDER.index(each.label), -sum(weights.get(id, 0) for id in each.atoms), -each.iteration))
    return tuple(found[:MOST])


def compare(session: Session, first: Sequence[Reading], final: Sequence[Reading]) -> tuple[Claim, ...]:
    """Claims about the atoms that the best image gained over the first one, from fresh images of both prompts."""
    best = session.best_iteration
    if session.contract is None or best is None or not session.iterations:
        return ()
    was, came = session.checklist(session.iterations[0]), session.checklist(best)
    if was is None or came is None:
        return ()
    gained = [atom.id for atom in session.contract.asked if came.values[atom.id] > PASSED >= was.values[atom.id]]
    return tuple(_claim(id, first, final) for id in gained)


def verified(lessons: Sequence[Recommendation], claims: Sequence[Claim]) -> tuple[Recommendation, ...]:
    """Lessons with the label that fresh images give. Only what was observed can be verified, or turn out otherwise."""
    by_atom = {claim.atom: claim for claim in claims}
    told = []
    for lesson in lessons:
        own = [by_atom[id] for id in lesson.atoms if id in by_atom] if lesson.label == "observed" else []
        proven = tuple(claim for claim in own if claim.is_verified)
        if proven:
            shares = {claim.atom: (claim.first, claim.final) for claim in proven}
            told.append(replace(lesson, label="verified", atoms=tuple(shares), shares=shares))
        elif own and all(claim.final <= claim.first for claim in own):
            told.append(replace(lesson, label="no_effect"))
        else:
            told.append(lesson)
    return tuple(sorted(told, key=lambda each: _ORDER.index(each.label)))


def _lessons(session: Session, before: Iteration, after: Iteration) -> list[Recommendation]:
    old, new = session.checklist(before), session.checklist(after)
    if old is None or new is None or session.contract is None:
        return []
    was, came = _blocks(before), _blocks(after)
    found: list[Recommendation] = []
    for block in after.blocks:
        if was.get(block) == came.get(block):
            continue
        own = [atom.id for atom in session.contract.asked if atom.block == block]
        groups: dict[Label, list[str]] = {
            "observed": [id for id in own if new.values[id] > PASSED >= old.values[id]],
            "worse": [id for id in own if new.values[id] < PASSED < old.values[id]],
            "no_effect": [id for id in own if id in after.targets and new.values[id] <= PASSED],
        }
        found += [
            Recommendation(label, after.index, block, was.get(block, ""), came.get(block, ""), tuple(atoms))
            for label, atoms in groups.items()
            if atoms
        ]
    return found


def _by_score(before: Iteration, after: Iteration, gain: float) -> list[Recommendation]:
    """Without a checklist all that is known of a change is what the score did."""
    label: Label = "observed" if gain > NOISE else "worse" if gain < -NOISE else "no_effect"
    was, came = _blocks(before), _blocks(after)
    changed = [name for name in came if came[name] != was.get(name, "")]
    return [Recommendation(label, after.index, name, was.get(name, ""), came[name], ()) for name in changed]


def _blocks(iteration: Iteration) -> dict[str, str]:
    return flex.parse(iteration.prompt).blocks


def _claim(id: str, first: Sequence[Reading], final: Sequence[Reading]) -> Claim:
    counts = []
    for readings in (first, final):
        yes = sum(reading.answers.get(id, 0.0) > PASSED for reading in readings)
        counts.append((yes, len(readings) - yes))
    (yes, no), (later_yes, later_no) = counts
    shares = [part / (part + rest) if part + rest else 0.0 for part, rest in counts]
    return Claim(id, shares[0], shares[1], _chance_greater(later_yes + 1, later_no + 1, yes + 1, no + 1))


def _chance_greater(a: int, b: int, c: int, d: int) -> float:
    """How likely a draw of Beta(a, b) is above one of Beta(c, d); whole numbers, so the sum is exact."""

    def log_beta(x: int, y: int) -> float:
        return lgamma(x) + lgamma(y) - lgamma(x + y)

    terms = (log_beta(c + at, b + d) - log_beta(1 + at, b) - log_beta(c, d) for at in range(a))
    return sum(exp(term) / (b + at) for at, term in enumerate(terms))
