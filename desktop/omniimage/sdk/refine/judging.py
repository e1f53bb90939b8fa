"""What judges are shown and what is made of their answers. Nothing here trusts an answer: scores are computed in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from omniimage.errors import BadResponse
from omniimage.sdk.refine.contract import Atom, Contract
from omniimage.sdk.refine.open_answers import UNSURE, value_of
from omniimage.sdk.refine.session import Reading, Verdict

MAX_EVIDENCE_CHARS = 200
MAX_NOTES_CHARS = 1_000

CHECKLIST_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "answers": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "evidence": {"type": "string"},
                    "answer": {"type": "string"},
                },
                "required": ["id", "evidence", "answer"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["answers"],
    "additionalProperties": False,
}
PAIRWISE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "better": {"type": "string", "enum": ["first", "second", "tie"]}},
    "required": ["reason", "better"],
    "additionalProperties": False,
}
HOLISTIC_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"notes": {"type": "string"}, "score": {"type": "number", "minimum": 0, "maximum": 100}},
    "required": ["notes", "score"],
    "additionalProperties": False,
}


def shuffled(contract: Contract, seed: int, look: int) -> tuple[Atom, ...]:
    """The questions in an order of their own for each look, under neutral numbers' cover: see `numbered`."""
    asked = list(contract.asked)
    Random(f"{seed} {look}").shuffle(asked)
    return tuple(asked)


def numbered(atoms: Sequence[Atom]) -> list[dict[str, str]]:
    """Questions as the judge sees them: `q1`, `q2`, … and neither weight nor what is expected of an open one."""
    return [{"id": f"q{at}", "question": atom.question, "kind": atom.kind} for at, atom in enumerate(atoms, start=1)]


def read_checklist(atoms: Sequence[Atom], answer: Mapping[str, Any]) -> Reading:
    """Answers by atom: what is missing or said in two ways is unsure. Raises `BadResponse` where nothing is answered."""
    by_number = {f"q{at}": atom for at, atom in enumerate(atoms, start=1)}
    answers: dict[str, float] = {}
    evidence: dict[str, str] = {}
    said: dict[str, str] = {}
    for row in answer.get("answers", ()):
        atom = by_number.get(str(row.get("id", "")).strip().casefold())
        if atom is None:
            continue
        value = value_of(atom, str(row.get("answer", "")))
        if atom.id in answers and answers[atom.id] != value:
            value = UNSURE
        answers[atom.id] = value
        evidence[atom.id] = str(row.get("evidence", "")).strip()[:MAX_EVIDENCE_CHARS]
        said[atom.id] = str(row.get("answer", "")).strip()[:MAX_EVIDENCE_CHARS]
    if not answers:
        raise BadResponse("the judge answered none of the questions", reason="no_answers", charged="yes")
    return Reading({atom.id: answers.get(atom.id, UNSURE) for atom in atoms}, evidence, said)


def read_pairwise(answer: Mapping[str, Any]) -> Verdict:
    """What is neither `first` nor `second` is a tie."""
    better = answer.get("better")
    if better == "first":
        return "first"
    return "second" if better == "second" else "tie"


def read_holistic(answer: Mapping[str, Any]) -> tuple[float, str]:
    """`(score, notes)`. Raises `BadResponse` for a number out of range."""
    score = answer.get("score")
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 100:
        raise BadResponse("the judge's score is out of range", reason="score", charged="yes")
    return float(score), str(answer.get("notes", "")).strip()[:MAX_NOTES_CHARS]


def is_one_family(writer: str, judge: str) -> bool:
    """Whether two chat models, as `provider/name`, are of one maker: then the judge may favour what its kin wrote."""
    return _family(writer) == _family(judge)


_FAMILIES = {
    "gpt": "openai",
    "chatgpt": "openai",
    "o3": "openai",
    "o4": "openai",
    "gemini": "google",
    "gemma": "google",
    "grok": "xai",
    "claude": "anthropic",
    "glm": "zhipu",
    "doubao": "bytedance",
    "seed": "bytedance",
    "deepseek": "deepseek",
    "qwen": "alibaba",
    "llama": "meta",
    "mistral": "mistral",
}


def _family(model: str) -> str:
    name = model.casefold().rpartition("/")[2]
    return next((maker for start, maker in _FAMILIES.items() if name.startswith(start)), model.casefold())
