"""The built-in writer: begins with the bare things of a goal, and adds what a judge misses, the heaviest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from omniimage.providers.offline.lexicon import tokens

from .facts import MUST, Fact, facts_of
from .tongue import tongue_of

MENDED_AT_ONCE = 3


def contract(told: Mapping[str, Any]) -> dict[str, Any]:
    """Atoms of a goal, or the one that a remark comes to."""
    if feedback := str(told.get("feedback") or ""):
        return {"atoms": [_of_feedback(feedback).as_atom()]}
    goal = str(told["goal"])
    found = facts_of(goal)[: int(told.get("most", 15))]
    return {"atoms": [fact.as_atom() for fact in found or [_unread(goal)]]}


def write(told: Mapping[str, Any]) -> dict[str, Any]:
    """The first prompt: what is to be seen and no more. The judge will say what that leaves out."""
    goal = str(told["goal"])
    facts = facts_of(goal)
    things = [fact.phrase for fact in facts if fact.block == "subject" and fact.parent is None and fact.kind == "yes_no"]
    subject = ", ".join(things) or goal.strip()
    return {
        "blocks": [{"name": "subject", "text": subject}],
        "summary": tongue_of(goal).SAYINGS.bare,
    }


def revise(told: Mapping[str, Any]) -> dict[str, Any]:
    """The blocks with words for the heaviest of what fails; without targets for what the goal says and no block does."""
    blocks: dict[str, str] = dict(told["blocks"])
    allowed: Sequence[str] = told["allowed"]
    changed: dict[str, str] = {}
    mended: list[str] = []
    for block, words in _wanted(told):
        if len(mended) == MENDED_AT_ONCE:
            break
        so_far = changed.get(block, blocks.get(block, ""))
        if block not in allowed or words.casefold() in so_far.casefold():
            continue
        changed[block] = f"{so_far.rstrip('. ')}, {words}" if so_far.strip() else words
        mended.append(words)
    say = tongue_of(str(told["goal"])).SAYINGS
    summary = say.added.format(words="; ".join(mended)) if mended else say.nothing
    return {"blocks": [{"name": name, "text": text} for name, text in changed.items()], "summary": summary}


def _wanted(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Blocks and the words they need, the heaviest first."""
    takes_negative = bool(told.get("takes_negative"))
    facts = [fact for said in (told["goal"], *told.get("feedback", ())) for fact in facts_of(str(said))]
    by_question = {fact.question: fact for fact in facts}
    targets: Sequence[Mapping[str, Any]] = told.get("targets", ())
    if not targets:
        ordered = sorted(facts, key=lambda fact: -fact.weight)
        return [(fact.block, _words(fact, takes_negative)) for fact in ordered]
    found = []
    for target in targets:
        fact = by_question.get(str(target["question"])) or _asked(target)
        if fact is not None:
            found.append((str(target["block"]), _words(fact, takes_negative)))
    return found


def _words(fact: Fact, takes_negative: bool) -> str:
    return fact.absent if fact.absent and takes_negative else fact.phrase


def _asked(target: Mapping[str, Any]) -> Fact | None:
    """A question that is not the goal's own, of a contract that was edited or made from a picture."""
    question, expected, say = str(target["question"]), str(target["expected"]), tongue_of(str(target["question"]))
    if target.get("kind") == "text":
        return Fact("asked", "subject", question, say.lettering(expected).phrase)
    facts = facts_of(question)
    if target.get("kind") not in ("count", "colour"):
        return facts[-1] if facts else None
    name = next((fact.id for fact in facts if fact.parent is None), None)
    named = [token.name for token in tokens(expected) if token.kind in ("numbers", "colours")]
    if name is None or not named:
        return None
    asked = say.count(name, int(named[0])) if target["kind"] == "count" else say.colour(name, True, named[0])
    return Fact("asked", "subject", question, asked.phrase)


def _of_feedback(feedback: str) -> Fact:
    facts = facts_of(feedback)
    # How a thing is to look says more than that it is there.
    closest = sorted(facts, key=lambda fact: (fact.parent is None and not fact.absent, -fact.weight))
    if closest:
        return closest[0]
    return _unread(feedback)


def _unread(wish: str) -> Fact:
    """A wish of which the lexicon knows no word: asked as it is; the built-in judge will be unsure of it."""
    said = " ".join(wish.split())[:300]
    asked = tongue_of(wish).unread(said)
    return Fact("as_said", "subject", asked.question, asked.phrase, weight=MUST)
