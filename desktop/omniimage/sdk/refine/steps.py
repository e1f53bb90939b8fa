"""One step of a refinement, whoever makes its calls: what is asked, and what the answer makes of the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from omniimage.errors import BadRequest, BadResponse
from omniimage.sdk.refine import contract, flex, judging, strategies
from omniimage.sdk.refine.session import Session
from omniimage.sdk.refine.strategies import Compare, Generate, Judge, MakeContract, Revise, Step, Write
from omniimage.sdk.refine.words import WRITE_SCHEMA, Words, blocks_in

ASKED_AGAIN = 2
MAX_SUMMARY_CHARS = 500
Role = Literal["writer", "judge"]
Purpose = Literal["contract", "write", "revise", "judge", "compare"]
Answer = Mapping[str, Any]
Fold = Callable[[Session, Answer], Session]


@dataclass(frozen=True)
class Question:
    """One chat call. `images`: as the session knows them. `facts`: the text as values, for models that read no prose."""

    role: Role
    purpose: Purpose
    text: str
    schema: dict[str, Any]
    system: str = ""
    images: tuple[object, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class Hands(Protocol):
    """Who makes the calls of a session."""

    async def ask(self, session: Session, question: Question, fold: Fold) -> Session:
        """Ask once; the session that `fold` makes of the answer. Raises what the call or `fold` raises."""

    async def generate(self, session: Session, index: int, prompt: str, negative: str) -> Session:
        """The session with the image of that iteration, or with its failure where it was refused."""


class Unusable(BadResponse):
    """The answer came and was paid for, and nothing can be made of it. `problem`: what is wrong with it."""


async def take(session: Session, step: Step, words: Words, hands: Hands) -> Session:
    """The session after this step. An answer that cannot be used is asked for again, twice at most.

    Raises the errors of the calls, and `Unusable` where no answer was of use.
    """
    if isinstance(step, Generate):
        shown = flex.parse(session.iterations[step.index].prompt)
        prompt, negative = flex.for_model(shown, takes_negative=words.takes_negative)
        return await hands.generate(session, step.index, prompt, negative)
    refused = ""
    for _ in range(ASKED_AGAIN):
        try:
            return await _asked(session, step, words, hands, refused)
        except Unusable as error:
            refused = str(error.details["problem"])
    return await _asked(session, step, words, hands, refused)


async def _asked(session: Session, step: Step, words: Words, hands: Hands, refused: str) -> Session:
    def fold(now: Session, answer: Answer) -> Session:
        try:
            return folded(now, step, words, answer)
        except (BadRequest, BadResponse) as error:
            problem = f"{error.details.get('reason')} {error.details.get('name', '')}".strip()
            reason = "blocks" if isinstance(step, Write | Revise) else error.details.get("reason")
            raise Unusable("nothing can be made of the answer", reason=reason, problem=problem, charged="yes") from None

    return await hands.ask(session, question_of(session, step, words, refused), fold)


def question_of(session: Session, step: Step, words: Words, refused: str = "") -> Question:
    """What is asked for this step; `refused`: what was wrong with the last answer."""
    match step:
        case MakeContract():
            return _for_contract(session, step, words)
        case Write():
            said = words.first(session, refused)
            facts = {"task": "write", "goal": session.goal, "takes_negative": words.takes_negative}
            return Question("writer", "write", said, WRITE_SCHEMA, words.system(), facts=facts)
        case Revise():
            said, facts = words.revise(session, step, refused), words.revision_facts(session, step)
            if step.targets or not strategies.nears_source(session):
                return Question("writer", "revise", said, WRITE_SCHEMA, words.system(), facts=facts)
            # What parts two pictures that show the same is to be seen, and who judges can see.
            images = (session.source, session.iterations[step.base].image)
            return Question("judge", "revise", said, WRITE_SCHEMA, words.system(), images, facts)
        case Compare():
            return _for_pair(session, step, words)
        case Judge():
            return _for_judge(session, step, words)
    raise AssertionError("this step asks nothing")


def folded(session: Session, step: Step, words: Words, answer: Answer) -> Session:
    """What the answer makes of the session. Raises `BadRequest`, `BadResponse` where it is of no use."""
    match step:
        case MakeContract():
            return _with_contract(session, step, answer)
        case Write() | Revise():
            prompt = words.within_limits(_prompt(session, step, blocks_in(answer)))
            return strategies.with_prompt(session, prompt, str(answer.get("summary", ""))[:MAX_SUMMARY_CHARS], step)
        case Compare():
            return strategies.with_verdict(session, step, judging.read_pairwise(answer))
        case Judge() if is_holistic(session):
            return strategies.with_opinion(session, *judging.read_holistic(answer))
        case Judge():
            return strategies.with_reading(session, step.index, judging.read_checklist(_atoms(session, step), answer))
    raise AssertionError("this step asks nothing")


def is_holistic(session: Session) -> bool:
    """Whether the judge gives one score in place of a checklist."""
    return session.strategy == "simple" or session.contract is None


def _for_contract(session: Session, step: MakeContract, words: Words) -> Question:
    if session.source is not None and session.contract is None:
        most, least = contract.MOST_OF_SOURCE, contract.LEAST_OF_SOURCE
        facts: dict[str, Any] = {"task": "contract_of_image", "goal": session.goal, "most": most}
        return Question(
            "judge", "contract", words.source(least, most), contract.SCHEMA, images=(session.source,), facts=facts
        )
    facts = {"task": "contract", "goal": session.goal, "feedback": step.feedback, "most": contract.MAX_ATOMS}
    return Question(
        "writer", "contract", words.contract(session, step.feedback), contract.SCHEMA, words.system(), facts=facts
    )


def _with_contract(session: Session, step: MakeContract, answer: Answer) -> Session:
    of_source = session.source is not None and session.contract is None
    found = contract.read(answer, contract.MOST_OF_SOURCE if of_source else contract.MAX_ATOMS)
    if not step.feedback or session.contract is None:
        return strategies.with_contract(session, found)
    known = {atom.id for atom in session.contract.asked}
    atom = found.atoms[0]
    fresh = next(name for name in (atom.id, *(f"said_{at}" for at in range(99))) if name not in known)
    return strategies.with_feedback_atom(session, replace(atom, id=fresh))


def _for_judge(session: Session, step: Judge, words: Words) -> Question:
    shown = session.iterations[step.index]
    if is_holistic(session):
        said, facts = words.whole(session, shown.prompt), {"task": "whole", "goal": session.goal}
        return Question("judge", "judge", said, judging.HOLISTIC_SCHEMA, images=(shown.image,), facts=facts)
    return checklist(_atoms(session, step), shown.image, words)


def checklist(atoms: tuple[contract.Atom, ...], image: object, words: Words) -> Question:
    """The questions of a contract about one image."""
    facts = {"task": "checklist", "questions": judging.numbered(atoms)}
    return Question("judge", "judge", words.checklist(atoms), judging.CHECKLIST_SCHEMA, images=(image,), facts=facts)


def _for_pair(session: Session, step: Compare, words: Words) -> Question:
    images = tuple(session.iterations[at].image for at in (step.first, step.second))
    shown = images if session.source is None else (session.source, *images)
    facts = {"task": "pair", "questions": words.pair_facts(session)}
    return Question("judge", "compare", words.pair(session), judging.PAIRWISE_SCHEMA, images=shown, facts=facts)


def _atoms(session: Session, step: Judge) -> tuple[contract.Atom, ...]:
    assert session.contract is not None
    return judging.shuffled(session.contract, session.seed + step.index, step.look)


def _prompt(session: Session, step: Write | Revise, blocks: Mapping[str, str]) -> str:
    """Raises `BadRequest` where the blocks are not as they may be."""
    if isinstance(step, Write):
        fresh = flex.build(blocks)
        if not flex.for_model(fresh, takes_negative=True)[0]:
            raise BadRequest("the prompt is empty", field="prompt", reason="empty")
        return fresh.text
    return flex.patch(flex.parse(session.iterations[step.base].prompt), blocks, step.blocks).text
