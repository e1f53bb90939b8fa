"""What is said to writer and judge: templates filled in from a session, and which guide belongs to a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omniimage.errors import BadRequest, NotFound
from omniimage.prompts import Prompts
from omniimage.sdk.refine import flex, judging, strategies
from omniimage.sdk.refine.contract import MAX_ATOMS, MIN_ATOMS, PASSED, QUALITY_ATOMS, Atom
from omniimage.sdk.refine.session import Session
from omniimage.sdk.refine.strategies import Revise

MOST_TRIED = 3
_GUIDES = (
    ("seedream", ("seedream", "volcengine", "doubao")),
    ("flux", ("flux", "black_forest_labs")),
    ("gemini", ("gemini", "nano-banana", "vertex")),
    ("grok", ("grok", "xai")),
    ("stable-diffusion", ("stable", "stability", "sdxl", "sd3")),
    ("openai", ("gpt-image", "dall-e", "openai", "azure")),
)
WRITE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "blocks": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "text": {"type": "string"}},
                "required": ["name", "text"],
                "additionalProperties": False,
            },
        },
        "summary": {"type": "string"},
    },
    "required": ["blocks", "summary"],
    "additionalProperties": False,
}


class Words:
    """The texts of one session. `model`: the image model as `provider/name`; `most_chars`: of a prompt, where it says so.

    `shape`: the size or aspect ratio of the picture.
    """

    def __init__(
        self, prompts: Prompts, model: str, *, takes_negative: bool = False, most_chars: int | None = None, shape: str = ""
    ) -> None:
        self._prompts = prompts
        self._model = model
        self._most_chars = most_chars
        limit = f"It takes prompts of at most {most_chars} characters." if most_chars else ""
        framed = f"The picture is made in {shape}." if shape else ""
        self._capabilities = " ".join(filter(None, (limit, framed)))
        self.takes_negative = takes_negative

    def within_limits(self, prompt: str) -> str:
        """The same. Raises `BadRequest` where the image model would not take it."""
        words, negative = flex.for_model(flex.parse(prompt), takes_negative=self.takes_negative)
        if self._most_chars is not None and max(len(words), len(negative)) > self._most_chars:
            raise BadRequest(
                "the prompt is longer than the model takes", field="prompt", reason="too_long", limit=self._most_chars
            )
        return prompt

    def system(self) -> str:
        """Who the writer is, what the image model takes, and its guide."""
        return self._prompts.render("refine/system", model=self._model, capabilities=self._capabilities, guide=self._guide())

    def contract(self, session: Session, feedback: str) -> str:
        """For the whole goal, or for one remark alone."""
        others = [each for each in session.feedback if each != feedback]
        return self._prompts.render(
            "refine/contract",
            goal=session.goal,
            feedback=[*others, feedback] if feedback else session.feedback,
            only_feedback=bool(feedback),
            least=MIN_ATOMS,
            most=MAX_ATOMS,
        )

    def source(self, least: int, most: int) -> str:
        """For an image to get close to."""
        return self._prompts.render("refine/contract_of_image", least=least, most=most)

    def first(self, session: Session, refused: str = "") -> str:
        """For the first prompt; `refused`: what was wrong with the last answer."""
        return self._prompts.render(
            "refine/first",
            goal=session.goal,
            blocks=flex.BLOCKS,
            takes_negative=self.takes_negative,
            refused=refused,
        )

    def revise(self, session: Session, step: Revise, refused: str = "") -> str:
        """For the next prompt; `refused`: what was wrong with the last answer."""
        base = flex.parse(session.iterations[step.base].prompt)
        return self._prompts.render(
            "refine/revise",
            goal=session.goal,
            feedback=session.feedback,
            blocks=base.blocks,
            allowed=[name for name in step.blocks if name in base.spans],
            targets=[_target(session, step, atom) for atom in step.targets],
            notes=_notes(session, step),
            nears=strategies.nears_source(session) and not step.targets,
            takes_negative=self.takes_negative,
            refused=refused,
        )

    def revision_facts(self, session: Session, step: Revise) -> dict[str, Any]:
        """What `revise` says, as values."""
        return {
            "task": "revise",
            "goal": session.goal,
            "feedback": list(session.feedback),
            "blocks": flex.parse(session.iterations[step.base].prompt).blocks,
            "allowed": list(step.blocks),
            "targets": [_target(session, step, atom) for atom in step.targets],
            "takes_negative": self.takes_negative,
        }

    def checklist(self, atoms: tuple[Atom, ...]) -> str:
        """For one look at one picture, the questions in this order."""
        return self._prompts.render("refine/judge", questions=judging.numbered(atoms))

    def pair(self, session: Session) -> str:
        """For two pictures side by side, with the source before them where there is one."""
        name = "refine/judge_pair" if session.source is None else "refine/judge_closer"
        return self._prompts.render(name, goal=session.goal, atoms=_by_weight(session))

    def pair_facts(self, session: Session) -> list[dict[str, Any]]:
        """What `pair` goes through, as values."""
        return [
            {"question": atom.question, "kind": atom.kind, "expected": atom.expected, "weight": atom.weight}
            for atom in _by_weight(session)
        ]

    def whole(self, session: Session, prompt: str) -> str:
        """For one score of the whole picture."""
        return self._prompts.render("refine/judge_whole", goal=session.goal, prompt=prompt)

    def _guide(self) -> str:
        name = guide_of(self._model)
        try:
            return self._prompts.render(f"providers/{name}") if name else ""
        except NotFound:
            return ""


def guide_of(model: str) -> str:
    """The guide for an image model: by the model's own family first, then by its provider; empty where there is none."""
    provider, _, name = model.casefold().partition("/")
    for part in (name, provider):
        for guide, marks in _GUIDES:
            if any(mark in part for mark in marks):
                return guide
    return ""


def blocks_in(answer: Mapping[str, Any]) -> dict[str, str]:
    """The blocks of an answer in `WRITE_SCHEMA`."""
    return {str(row["name"]).strip(): str(row["text"]) for row in answer.get("blocks", ())}


def _notes(session: Session, step: Revise) -> str:
    """What is to be said of the last picture, and how far from the source that is which is to be changed."""
    measured = session.iterations[step.base].measures
    if not measured:
        return step.notes
    parts = ", ".join(f"{name} {value:.2f}" for name, value in measured.items())
    return f"{step.notes} Measured against the source picture (1 is the same): {parts}.".strip()


def _by_weight(session: Session) -> list[Atom]:
    atoms = sorted(session.contract.atoms, key=lambda atom: -atom.weight) if session.contract else []
    return [*atoms, *QUALITY_ATOMS]


def _target(session: Session, step: Revise, atom: Atom) -> dict[str, Any]:
    """A failing atom as the writer sees it: what was seen, the words that failed, and those that once worked."""
    base = session.iterations[step.base]
    tried: dict[str, None] = {}
    for each in session.iterations:
        words = flex.parse(each.prompt).blocks.get(atom.block, "")
        if each.readings and words and each.answers.get(atom.id, 1.0) <= PASSED:
            tried[words] = None
    evidence = next((reading.evidence.get(atom.id, "") for reading in reversed(base.readings)), "")
    at = step.worked.get(atom.id)
    worked = flex.parse(session.iterations[at].prompt).blocks.get(atom.block, "") if at is not None else ""
    return {
        "block": atom.block,
        "question": atom.question,
        "kind": atom.kind,
        "expected": atom.expected,
        "evidence": evidence,
        "worked": worked,
        "tried": [words for words in tried if words != worked][-MOST_TRIED:],
    }
