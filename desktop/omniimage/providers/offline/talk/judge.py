"""The built-in judge: answers by the truth that the illustrator wrote into its picture, never by the prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .facts import facts_of, facts_shown
from .sayings import Tongue
from .tongue import tongue_of
from .truths import YES, seen

Truth = Mapping[str, Any]


def checklist(told: Mapping[str, Any], drawn: Truth) -> dict[str, Any]:
    rows, say = [], _tongue_of(told["questions"])
    for each in told["questions"]:
        found = seen(drawn, each["question"], each["kind"], say)
        rows.append({"id": each["id"], "evidence": found.evidence, "answer": found.answer})
    return {"answers": rows}


def whole(told: Mapping[str, Any], drawn: Truth) -> dict[str, Any]:
    """A score of 0 to 100 by what of the goal is to be seen, and what is missing."""
    facts, say = facts_of(str(told["goal"])), tongue_of(str(told["goal"]))
    held, missing = 0, []
    for fact in facts:
        found = seen(drawn, fact.question, fact.kind, say)
        if _holds(found.answer, fact.expected):
            held += fact.weight
        else:
            missing.append(f"{fact.question} {found.evidence}.")
    total = sum(fact.weight for fact in facts)
    notes = " ".join(missing[:5]) or say.SAYINGS.complete
    return {"notes": notes, "score": round(100 * held / total) if total else 50}


def pair(told: Mapping[str, Any], drawn: Sequence[Truth]) -> dict[str, Any]:
    """Which of the last two pictures holds more of what is asked; the order in which they come plays no part."""
    say = _tongue_of(told["questions"]).SAYINGS
    scores = [_weight_held(told["questions"], each) for each in drawn[-2:]]
    if scores[0] == scores[1]:
        return {"reason": say.both.format(points=f"{scores[0]:g}"), "better": "tie"}
    better = "first" if scores[0] > scores[1] else "second"
    return {"reason": say.more.format(most=f"{max(scores):g}", least=f"{min(scores):g}"), "better": better}


def contract_of_image(told: Mapping[str, Any], drawn: Truth) -> dict[str, Any]:
    return {"atoms": [fact.as_atom() for fact in facts_shown(drawn, str(told.get("goal", "")))[: int(told["most"])]]}


def describe(drawn: Truth) -> str:
    """The picture as a prompt that the illustrator understands."""
    facts = facts_shown(drawn)
    told = [fact.phrase for fact in facts if not fact.id.startswith("free_")]
    return ", ".join(told) or "an empty picture"


def _tongue_of(questions: Sequence[Mapping[str, Any]]) -> Tongue:
    """That of the goal they were made of; what is asked of every picture is asked in English."""
    return tongue_of(" ".join(str(each["question"]) for each in questions))


def _weight_held(questions: Sequence[Mapping[str, Any]], drawn: Truth) -> float:
    say = _tongue_of(questions)
    return sum(
        float(each["weight"])
        for each in questions
        if _holds(seen(drawn, each["question"], each["kind"], say).answer, str(each["expected"]))
    )


def _holds(answer: str, expected: str) -> bool:
    said, wanted = answer.casefold().strip(), (expected or YES).casefold().strip()
    return said == wanted or wanted in said.split(", ")
