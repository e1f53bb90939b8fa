"""A simulated world for refinement: goals whose wordings work more or less well, and judges that err as real ones do.

A prompt here is a choice of wording for each atom and some clutter; an image is the truth of each atom. Nothing in
this file knows a strategy.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from omniimage.sdk.refine.contract import FEEDBACK, QUALITY_ATOMS, Atom, Contract, score
from omniimage.sdk.refine.session import Reading, Verdict

BLOCKS = ("subject", "subject", "style", "composition", "composition", "lighting", "camera", "constraints")
WORDINGS = 5
# U-shaped: a wording that a model understands works with most seeds, one that it does not with few.
EFFICACY = (0.5, 0.3)
UNSAID = 0.2
CLUTTER_COST = 0.98
SENSITIVITY, FALSE_YES, REPEATED = 0.95, 0.15, 0.6
HOLISTIC_SD, HOLISTIC_SLOPE = 7.0, 0.5
POSITION_BIAS, POINTS_PER_LOGIT = 0.6, 8.0
HEARD, IMAGINED = 0.6, 0.08
FOLLOWED, SIDE_EFFECT, DRIFT, DROPPED = 0.9, 0.1, 0.2, 0.02


@dataclass(frozen=True)
class Prompt:
    """`wording`: atom → the number of its wording, absent where the prompt does not speak of it."""

    wording: Mapping[str, int]
    clutter: float = 0.0


@dataclass(frozen=True)
class Image:
    truth: Mapping[str, bool]
    luck: Mapping[str, float] = field(repr=False)


@dataclass
class World:
    """One goal, with its own dice: two strategies in worlds of one seed start from the same first prompt and image."""

    seed: int

    def __post_init__(self) -> None:
        dice = Random(f"goal {self.seed}")
        atoms: list[Atom] = []
        for at in range(dice.randint(8, 14)):
            block = dice.choice(BLOCKS)
            elders = [each for each in atoms if each.block == block]
            parent = dice.choice(elders).id if elders and dice.random() < 0.4 else None
            atoms.append(Atom(f"a{at}", block, f"a{at}?", parent=parent, weight=dice.choices((3, 2, 1), (30, 40, 30))[0]))
        # What the user insisted on.
        hard = dice.randrange(len(atoms))
        atoms[hard] = replace(atoms[hard], weight=FEEDBACK)
        self.contract = Contract(tuple(atoms))
        self.efficacy = {each.id: [dice.betavariate(*EFFICACY) for _ in range(WORDINGS)] for each in atoms}
        said = [each.id for each in atoms if dice.random() < 0.9]
        self.first_prompt = Prompt({id: dice.randrange(WORDINGS) for id in said})
        self.dice = Random(f"run {self.seed}")

    def chance(self, prompt: Prompt, id: str) -> float:
        """How likely an image of this prompt shows the atom, its parents aside."""
        spoken = self.efficacy[id][prompt.wording[id]] if id in prompt.wording else UNSAID
        return float(spoken * CLUTTER_COST**prompt.clutter)

    def shown(self, prompt: Prompt, id: str) -> float:
        """The same with what it depends on; for the fixed questions of quality, by clutter alone."""
        atom = next((each for each in self.contract.atoms if each.id == id), None)
        if atom is None:
            return float(CLUTTER_COST**prompt.clutter)
        return math.prod(self.chance(prompt, each.id) for each in (atom, *self.contract.lineage(atom)))

    def draw(self, prompt: Prompt) -> Image:
        truth = {atom.id: self.dice.random() < self.chance(prompt, atom.id) for atom in self.contract.atoms}
        for atom in self.contract.atoms:
            truth[atom.id] &= all(truth[parent.id] for parent in self.contract.lineage(atom))
        for atom in QUALITY_ATOMS:
            truth[atom.id] = self.dice.random() < 0.9 * CLUTTER_COST**prompt.clutter
        return Image(truth, {id: self.dice.random() for id in truth})

    def true_score(self, image: Image) -> float:
        return score(self.contract, {id: float(holds) for id, holds in image.truth.items()}).value

    # Judges

    def read(self, image: Image) -> Reading:
        """A checklist, answered with errors of which most come back at a second look."""
        answers = {}
        for id, holds in image.truth.items():
            luck = image.luck[id] if self.dice.random() < REPEATED else self.dice.random()
            answers[id] = float(luck < (SENSITIVITY if holds else FALSE_YES))
        return Reading(answers, {})

    def opinion(self, image: Image) -> tuple[float, frozenset[str]]:
        """A holistic score, pressed together around the middle, and the atoms its notes speak of."""
        value = 50 + HOLISTIC_SLOPE * (self.true_score(image) - 50) + self.dice.gauss(0, HOLISTIC_SD)
        noted = {
            atom.id for atom in self.contract.atoms if self.dice.random() < (IMAGINED if image.truth[atom.id] else HEARD)
        }
        return min(100.0, max(0.0, value)), frozenset(noted)

    def prefer(self, first: Image, second: Image) -> Verdict:
        lead = (self._merit(first) - self._merit(second)) / POINTS_PER_LOGIT + POSITION_BIAS
        return "first" if self.dice.random() < 1 / (1 + math.exp(-lead)) else "second"

    def _merit(self, image: Image) -> float:
        total = sum(atom.weight for atom in self.contract.atoms)
        content = sum(atom.weight * image.truth[atom.id] for atom in self.contract.atoms) / total
        return 80 * content + 20 * sum(image.truth[atom.id] for atom in QUALITY_ATOMS) / len(QUALITY_ATOMS)

    # Writers

    def patch(
        self,
        prompt: Prompt,
        targets: Collection[str],
        blocks: Collection[str],
        tried: Mapping[str, set[int]],
        worked: Mapping[str, int] | None = None,
    ) -> Prompt:
        """A writer who may change some blocks only, and is told what failed, and which wordings failed and worked."""
        wording = dict(prompt.wording)
        for atom in self.contract.atoms:
            if atom.id in (worked or {}) and worked and self.dice.random() < FOLLOWED:
                wording[atom.id] = worked[atom.id]
            elif atom.id in targets and self.dice.random() < FOLLOWED:
                wording[atom.id] = self._other(prompt, atom.id, tried.get(atom.id, set()))
            elif atom.block in blocks and atom.id in wording and self.dice.random() < SIDE_EFFECT:
                wording[atom.id] = self.dice.randrange(WORDINGS)
        return Prompt(wording, prompt.clutter + 0.15 * len(targets))

    def rewrite(
        self, prompt: Prompt, targets: Collection[str], tried: Mapping[str, set[int]], drift: float = DRIFT
    ) -> Prompt:
        """A writer who writes the whole prompt anew: what is not spoken of drifts, and now and then is lost."""
        wording = dict(self.patch(replace(prompt, clutter=0), targets, (), tried).wording)
        for id in list(wording):
            if id not in targets and self.dice.random() < drift:
                wording[id] = self.dice.randrange(WORDINGS)
            if id not in targets and self.dice.random() < DROPPED:
                del wording[id]
        return Prompt(wording, prompt.clutter + 0.15 * len(targets) + 0.5)

    def _other(self, prompt: Prompt, id: str, tried: set[int]) -> int:
        seen = tried | ({prompt.wording[id]} if id in prompt.wording else set())
        fresh = [each for each in range(WORDINGS) if each not in seen]
        return self.dice.choice(fresh or range(WORDINGS))
