"""The contract: what the picture must show, as small questions, and the checklist score that their answers make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from omniimage.errors import BadRequest, BadResponse
from omniimage.sdk.refine.flex import BLOCKS

Kind = Literal["yes_no", "count", "colour", "text"]
KINDS: tuple[Kind, ...] = ("yes_no", "count", "colour", "text")
MIN_ATOMS, MAX_ATOMS = 6, 15
LEAST_OF_SOURCE, MOST_OF_SOURCE = 15, 25
MUST, FEEDBACK = 3, 5
CAP = 59.0
PASSED = 0.5
CONTENT_SHARE, QUALITY_SHARE = 0.8, 0.2


@dataclass(frozen=True)
class Atom:
    """One question about the picture. `weight`: 5 from feedback or so marked by the user, which is hard; 3 must, 2, 1 nice.

    A child counts only where its parent holds. `expected`: "yes", or what an open answer must come to: a number, a
    colour, the words in the picture.
    """

    id: str
    block: str
    question: str
    expected: str = "yes"
    parent: str | None = None
    weight: int = 1
    kind: Kind = "yes_no"
    is_quality: bool = False

    @property
    def is_hard(self) -> bool:
        """Whether the score stays below 60 while it fails."""
        return self.weight >= FEEDBACK


def _quality(id: str, block: str, question: str) -> Atom:
    return Atom(id, block, question, is_quality=True)


QUALITY_ATOMS = (
    _quality("artefacts", "constraints", "Is the picture free of artefacts: no deformed hands, faces, objects, no seams?"),
    _quality("stray_text", "negative_constraints", "Is the picture free of garbled lettering, signatures and watermarks?"),
    _quality("balance", "composition", "Is the composition clear: nothing that matters is cut off, crowded or lost?"),
    _quality("style_fit", "style", "Does one style hold the whole picture together?"),
)


@dataclass(frozen=True)
class Contract:
    """Atoms of one goal; the fixed questions of quality are asked with them. Raises `BadRequest` where it is no contract."""

    atoms: tuple[Atom, ...]

    def __post_init__(self) -> None:
        ids = [atom.id for atom in self.asked]
        if not self.atoms or len(set(ids)) != len(ids):
            raise BadRequest("a contract needs atoms with different ids", field="atoms", reason="atoms")
        for atom in self.atoms:
            if (
                atom.block not in BLOCKS
                or atom.kind not in KINDS
                or not atom.question.strip()
                or not 1 <= atom.weight <= FEEDBACK
            ):
                raise BadRequest("an atom is out of bounds", field="atoms", reason="atom", atom=atom.id)
            if atom.parent is not None and atom.parent not in ids:
                raise BadRequest("an atom's parent is not there", field="atoms", reason="parent", atom=atom.id)
            self.lineage(atom)

    @cached_property
    def asked(self) -> tuple[Atom, ...]:
        """All questions that a judge answers."""
        return (*self.atoms, *QUALITY_ATOMS)

    def lineage(self, atom: Atom) -> tuple[Atom, ...]:
        """Its parent, that one's parent, and so on. Raises `BadRequest` where they run in a circle."""
        if atom.parent is None:
            return ()
        found: list[Atom] = []
        while atom.parent is not None and atom.parent in self._by_id:
            atom = self._by_id[atom.parent]
            if atom in found:
                raise BadRequest("atoms are their own parents", field="atoms", reason="circle", atom=atom.id)
            found.append(atom)
        return tuple(found)

    @cached_property
    def _by_id(self) -> Mapping[str, Atom]:
        return {atom.id: atom for atom in self.atoms}

    def with_feedback(self, atom: Atom) -> Contract:
        """The contract with what the user found wrong: hard, heavier than all else."""
        others = tuple(each for each in self.atoms if each.id != atom.id)
        return Contract((*others, Atom(atom.id, atom.block, atom.question, atom.expected, None, FEEDBACK, atom.kind)))


@dataclass(frozen=True)
class Score:
    """A checklist score, 0..100. `values`: 0 no, 0.5 unsure, 1 yes, after parents; `failing`: the heaviest first."""

    value: float
    values: Mapping[str, float]
    failing: tuple[Atom, ...]

    @property
    def failing_ids(self) -> frozenset[str]:
        """The same atoms by id, in no order."""
        return frozenset(atom.id for atom in self.failing)

    @property
    def hard_failing(self) -> frozenset[str]:
        """Hard atoms that fail for sure; an unsure one is not among them."""
        return frozenset(atom.id for atom in self.failing if atom.is_hard and self.values[atom.id] < PASSED)

    @property
    def all_pass(self) -> bool:
        """Whether every question is answered with yes, those of quality too."""
        return all(value > PASSED for value in self.values.values())


def score(contract: Contract, answers: Mapping[str, float]) -> Score:
    """100 × (0.8 × weighted mean + 0.2 × quality), at most 59 while a hard atom fails. A missing answer is unsure."""
    own = {atom.id: min(1.0, max(0.0, answers.get(atom.id, PASSED))) for atom in contract.asked}
    values = dict(own)
    for atom in contract.atoms:
        if any(own[parent.id] < PASSED for parent in contract.lineage(atom)):
            values[atom.id] = 0.0
    total = sum(atom.weight for atom in contract.atoms)
    content = sum(atom.weight * values[atom.id] for atom in contract.atoms) / total
    quality = sum(values[atom.id] for atom in QUALITY_ATOMS) / len(QUALITY_ATOMS)
    value = 100 * (CONTENT_SHARE * content + QUALITY_SHARE * quality)
    content_first = sorted(contract.asked, key=lambda atom: (atom.is_quality, -atom.weight, values[atom.id]))
    failing = tuple(atom for atom in content_first if values[atom.id] <= PASSED)
    if any(atom.is_hard and values[atom.id] < PASSED for atom in failing):
        value = min(value, CAP)
    return Score(round(value, 2), values, failing)


def blocks_of(failing: Iterable[Atom], locked: Iterable[str] = ()) -> tuple[str, ...]:
    """The blocks that own failing atoms and may be changed, that of the heaviest first."""
    closed = set(locked)
    return tuple(dict.fromkeys(atom.block for atom in failing if atom.block not in closed))


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "atoms": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "block": {"type": "string", "enum": list(BLOCKS)},
                    "question": {"type": "string"},
                    "kind": {"type": "string", "enum": list(KINDS)},
                    "expected": {"type": "string"},
                    "parent": {"type": ["string", "null"]},
                    "weight": {"type": "integer", "enum": [1, 2, 3]},
                },
                "required": ["id", "block", "question", "kind", "expected", "parent", "weight"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["atoms"],
    "additionalProperties": False,
}


def read(answer: Mapping[str, Any], most: int = MAX_ATOMS) -> Contract:
    """A contract from a chat model's answer in `SCHEMA`: mended where that is safe, of 200 atoms the `most` heaviest.

    Raises `BadResponse` where nothing is left.
    """
    found: dict[str, Atom] = {}
    questions: set[str] = set()
    for row in answer.get("atoms", ()):
        atom = _atom(row)
        same = " ".join(atom.question.casefold().split())
        if (
            atom.question
            and atom.id not in found
            and same not in questions
            and atom.id not in {each.id for each in QUALITY_ATOMS}
        ):
            found[atom.id] = atom
            questions.add(same)
    kept = sorted(found.values(), key=lambda atom: -atom.weight)[:most]
    if not kept:
        raise BadResponse("the contract came without atoms", reason="no_atoms", charged="yes")
    ids = {atom.id for atom in kept}
    orphans = [_without_parent(atom) if atom.parent not in ids else atom for atom in kept]
    try:
        return Contract(tuple(orphans))
    except BadRequest:  # parents in a circle
        return Contract(tuple(_without_parent(atom) for atom in orphans))


def _atom(row: Mapping[str, Any]) -> Atom:
    kind = next((each for each in KINDS if each == row.get("kind")), KINDS[0])
    block = str(row.get("block"))
    return Atom(
        id=str(row.get("id", "")).strip()[:60] or "atom",
        block=block if block in BLOCKS else BLOCKS[0],
        question=str(row.get("question", "")).strip()[:500],
        expected=str(row.get("expected", "")).strip()[:200] or "yes",
        parent=str(row["parent"]) if row.get("parent") else None,
        weight=min(MUST, max(1, int(row.get("weight") or 1))),
        kind=kind,
    )


def _without_parent(atom: Atom) -> Atom:
    return Atom(atom.id, atom.block, atom.question, atom.expected, None, atom.weight, atom.kind)
