"""What a refinement does next, and what it makes of what came back. Pure: callers do a step's work and hand in its result.

Contract: small questions, the best so far protected, only the blocks that own failing atoms patched. Simple: revise all,
judge as a whole, keep everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from omniimage.errors import BadRequest
from omniimage.sdk.refine import nearing
from omniimage.sdk.refine.contract import PASSED, Atom, Contract, blocks_of
from omniimage.sdk.refine.flex import BLOCKS, changed, free, parse
from omniimage.sdk.refine.session import MAX_IMAGES, Iteration, Reading, Session, Verdict

CLEAR_LEAD, SMALL_LEAD = 12.0, 4.0
MAX_REFUSALS = 2
LOOKS = 2


@dataclass(frozen=True)
class MakeContract:
    """A contract from the goal, never from the prompt; with `feedback`, one more atom for it."""

    feedback: str = ""


@dataclass(frozen=True)
class Write:
    """The first prompt, from the goal."""


@dataclass(frozen=True)
class Revise:
    """A new prompt from that of iteration `base`: only `blocks` may change, to mend `targets`.

    `worked`: target → the iteration that showed it though it was not kept; its words are worth taking over.
    """

    base: int
    blocks: tuple[str, ...]
    targets: tuple[Atom, ...] = ()
    notes: str = ""
    worked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Generate:
    """Make the image of iteration `index`."""

    index: int


@dataclass(frozen=True)
class Judge:
    """Look at an image. `look`: 0 the first time; the questions come in another order each time."""

    index: int
    look: int = 0


@dataclass(frozen=True)
class Compare:
    """Which of two images fits better? `first` is shown first."""

    first: int
    second: int


@dataclass(frozen=True)
class Done:
    """Nothing is left to do. `reason`: as of `Session.stopped`."""

    reason: str


Step = MakeContract | Write | Revise | Generate | Judge | Compare | Done


def next_step(session: Session) -> Step:
    """The one thing to do now. The same session always answers the same."""
    if session.strategy == "contract" and (session.contract is None or session.unread_feedback):
        return MakeContract(session.unread_feedback[0] if session.contract and session.unread_feedback else "")
    last = session.last
    if last is None:
        return Write()
    if last.standing == "waiting":
        return _unfinished(session, last)
    if session.stopped:
        return Done(session.stopped)
    if session.best is not None and wants_another_look(session):
        return Judge(session.best, len(session.iterations[session.best].readings))
    if reason := _over(session):
        return Done(reason)
    return _revision(session)


def wants_another_look(session: Session) -> bool:
    """The next prompt mends what the best is seen to lack, outside locked blocks: a second look, if its turn left a call.

    Where nothing fails, that is asked once more in any case before it is believed; what the user picked is seen once.
    """
    best = session.best_iteration
    if best is None or session.strategy == "simple" or len(best.readings) >= LOOKS:
        return False
    found = session.checklist(best)
    is_twice = not session.economy and len(best.verdicts) < 2
    return found is None or found.all_pass or (is_twice and _blocks(session, best) != ())


def nears_source(session: Session) -> bool:
    """Whether all that is asked for is there, and the source is not near enough yet."""
    best = session.best_iteration
    found = session.checklist(best) if best is not None and session.source is not None else None
    return best is not None and found is not None and found.all_pass and not nearing.is_near(best)


# What came back


def with_contract(session: Session, contract: Contract) -> Session:
    """The first contract, or one that the user edited. Scores follow it at once."""
    return _rescored(replace(session, contract=contract))


def with_feedback_atom(session: Session, atom: Atom) -> Session:
    """What the user found wrong becomes a hard atom; the image they spoke of fails it."""
    if session.contract is None:
        raise BadRequest("there is no contract yet", field="feedback")
    told = replace(session, contract=session.contract.with_feedback(atom), unread_feedback=session.unread_feedback[1:])
    if (best := told.best_iteration) is None:
        return told
    readings = tuple(replace(each, answers={**each.answers, atom.id: 0.0}) for each in best.readings)
    return _rescored(_with(told, replace(best, readings=readings, found_wrong=(*best.found_wrong, atom.id))))


def with_prompt(session: Session, prompt: str, summary: str = "", step: Step | None = None) -> Session:
    """The result of `step`, a `Write` or `Revise`; without one, of that which is next."""
    step = step or next_step(session)
    fresh = Iteration(len(session.iterations), prompt, summary=summary)
    if isinstance(step, Revise):
        targets = tuple(atom.id for atom in step.targets)
        fresh = replace(fresh, parent=step.base, blocks=step.blocks, targets=targets)
    return replace(session, iterations=(*session.iterations, fresh))


def with_image(session: Session, image: object) -> Session:
    """The newest iteration has its image, whatever the caller knows it by."""
    return session.with_last(image=image)


def with_failure(session: Session, code: str) -> Session:
    """No image came: the iteration stays, and the next wording is tried within the budget."""
    return session.with_last(failure=code, standing="failed")


def with_reading(session: Session, index: int, reading: Reading) -> Session:
    """One more look at the image of iteration `index`; the newest is settled once enough is known."""
    told = session.iterations[index]
    seen = _with(session, replace(told, readings=(*told.readings, reading)))
    return _settled(_with(seen, replace(seen.iterations[index], score=_score(seen, seen.iterations[index]))))


def with_opinion(session: Session, score: float, notes: str) -> Session:
    """A holistic judgement, of the simple strategy."""
    return _settled(session.with_last(score=score, notes=notes))


def with_verdict(session: Session, step: Compare, verdict: Verdict) -> Session:
    """One answer to `Compare`; it is kept as if the best had been shown first. The other order is asked where it matters."""
    turned: dict[Verdict, Verdict] = {"first": "second", "second": "first", "tie": "tie"}
    shown = verdict if step.first == session.best else turned[verdict]
    last = session.iterations[-1]
    return _settled(session.with_last(verdicts=(*last.verdicts, shown)))


# What the user does


def with_feedback(session: Session, text: str) -> Session:
    """Words on the best image, else on the newest; the loop goes on."""
    said = text.strip()
    if not said:
        return session
    spoken_of = session.best_iteration or session.last
    if spoken_of is not None:
        session = _with(session, replace(spoken_of, feedback=(*spoken_of.feedback, said)))
    # The contract that is still to be made is made from it as well.
    waits = session.strategy == "contract" and session.contract is not None
    unread = (*session.unread_feedback, said) if waits else session.unread_feedback
    return replace(session, feedback=(*session.feedback, said), unread_feedback=unread, stopped="")


def with_own_prompt(session: Session, prompt: str) -> Session:
    """The user's own words: in place of a prompt that has no image yet, else the next iteration.

    Raises `BadRequest` where the blocks are broken, and where no more images may be made.
    """
    words = parse(prompt)
    last = session.last
    if last is not None and last.standing == "waiting" and last.image is None:
        base = session.iterations[last.parent] if last.parent is not None else None
        blocks = changed(parse(base.prompt), words) if base else last.blocks
        return session.with_last(prompt=prompt, blocks=blocks, by_user=True, summary="", targets=())
    if last is not None and last.standing == "waiting":
        raise BadRequest("the newest image is not judged yet", field="prompt_text", reason="waiting")
    if len(session.iterations) >= MAX_IMAGES:
        raise BadRequest("so many images are not made in one session", reason="most_images", limit=MAX_IMAGES)
    base = session.best_iteration or last
    fresh = Iteration(len(session.iterations), prompt, by_user=True)
    if base is not None:
        fresh = replace(fresh, parent=base.index, blocks=changed(parse(base.prompt), words))
    most = max(session.max_images, len(session.iterations) + 1)
    return replace(session, iterations=(*session.iterations, fresh), max_images=most, stopped="")


def pick(session: Session, index: int) -> Session:
    """The user's own choice overrides the judge: it is the best now, and the next prompt starts from it."""
    return replace(_with_best(session, index), is_picked=True, stopped="")


def _with_best(session: Session, index: int) -> Session:
    if not 0 <= index < len(session.iterations) or session.iterations[index].image is None:
        raise BadRequest("there is no such image in this session", field="index")
    standings = tuple(
        replace(each, standing="kept") if each.standing == "best" and each.index != index else each
        for each in session.iterations
    )
    return _with(replace(session, best=index, iterations=standings), replace(standings[index], standing="best"))


def accept(session: Session, index: int | None = None) -> Session:
    """The user takes that iteration, or the best one. Raises `BadRequest` where it has no image."""
    return replace(session if index is None else pick(session, index), stopped="accepted")


def go_on(session: Session, images: int) -> Session:
    """`images` more, at most `MAX_IMAGES` in all: a new leg, which earlier failures do not end."""
    last = session.last
    is_open = last is not None and last.standing == "waiting" and last.image is None
    most = min(MAX_IMAGES, len(session.iterations) - is_open + max(0, images))
    return replace(session, max_images=most, stopped="", since=len(session.iterations) - is_open)


# How it is decided


def _unfinished(session: Session, last: Iteration) -> Step:
    if last.image is None:
        return Generate(last.index)
    if session.strategy == "simple" or not last.readings or _by_score(session, last):
        return Judge(last.index, len(last.readings))
    assert session.best is not None
    return Compare(session.best, last.index) if not last.verdicts else Compare(last.index, session.best)


def _over(session: Session) -> str:
    """Why the loop ends here, or nothing."""
    best = session.best_iteration
    comes_closer = nears_source(session)
    if best is not None and session.strategy == "contract" and not comes_closer:
        found = session.checklist(best)
        if found is not None and found.all_pass:
            return "all_pass"
    if best is not None and (best.score or 0) >= session.target and not (comes_closer and session.target >= 100):
        return "target"
    leg, is_full = session.iterations[session.since :], len(session.iterations) >= session.max_images
    if (is_full or len(leg) >= MAX_REFUSALS) and leg and all(each.failure for each in leg[-MAX_REFUSALS:]):
        return "refused"
    if is_full:
        return "images"
    if comes_closer and len(leg) >= nearing.MAX_REJECTIONS and _are_rejected(leg[-nearing.MAX_REJECTIONS :]):
        return "not_closer"
    return _stuck(session)


def _are_rejected(iterations: Sequence[Iteration]) -> bool:
    return all(each.standing == "kept" and each.readings for each in iterations)


def _stuck(session: Session) -> str:
    last = session.iterations[session.since :][-2:]
    if session.strategy == "contract" and len(last) == 2 and _are_rejected(last):
        sets = [found.failing_ids for each in last if (found := session.checklist(each))]
        if len(sets) == 2 and sets[0] == sets[1] and last[0].parent == last[1].parent == session.best:
            return "no_progress"
    best = session.best_iteration
    is_judged = session.strategy == "contract" and best is not None and session.checklist(best) is not None
    blocks = _blocks(session, best) if best is not None and is_judged else _revision(session).blocks
    return "" if blocks else "locked"


def _blocks(session: Session, best: Iteration) -> tuple[str, ...]:
    """Of the best's prompt those that own what fails; where it has none of these, the user's own words, all it has."""
    ours = free(best.prompt, session.locked)
    if nears_source(session):
        return nearing.blocks_of(best, {*BLOCKS} - {*ours})
    found = session.checklist(best)
    owners = blocks_of(found.failing, session.locked) if found else ()
    return tuple(name for name in owners if name in ours) or (ours if owners else ())


def _revision(session: Session) -> Revise:
    last, best = session.iterations[-1], session.best_iteration
    notes = f"the image was not made: {last.failure}" if last.failure else ""
    if session.strategy == "simple" or best is None:
        return Revise(last.index, free(last.prompt, session.locked), notes=last.notes or notes)
    found = session.checklist(best)
    if found is None or last.failure:
        return Revise(best.index, free(best.prompt, session.locked), found.failing if found else (), notes)
    targets = tuple(atom for atom in found.failing if atom.block not in session.locked)
    return Revise(best.index, _blocks(session, best), targets, notes, _worked(session, targets))


def _worked(session: Session, targets: Collection[Atom]) -> dict[str, int]:
    """Where a target has been seen to hold, with all it depends on: the newest such iteration."""
    found: dict[str, int] = {}
    for each in session.iterations:
        if (seen := session.checklist(each)) is not None:
            found.update({atom.id: each.index for atom in targets if seen.values[atom.id] > PASSED})
    return found


def _settled(session: Session) -> Session:
    """The newest iteration against the best, once enough is known."""
    last, best = session.iterations[-1], session.best_iteration
    if last.standing != "waiting" or last.score is None:
        return session
    if best is None:
        return replace(session.with_last(standing="best"), best=last.index)
    wins = last.score > (best.score or 0) if session.strategy == "simple" else _wins(session, last, best)
    if wins is None:
        return session
    return replace(_with_best(session, last.index), is_picked=False) if wins else session.with_last(standing="kept")


def _wins(session: Session, last: Iteration, best: Iteration) -> bool | None:
    """Whether the newest replaces the best; `None` while a look or a comparison is still to come."""
    lead, loses_hard = _lead(session, last, best)
    if session.economy:
        return not loses_hard and lead >= SMALL_LEAD
    if _by_score(session, last):
        return None
    if len(last.readings) >= LOOKS:
        return not loses_hard and lead > CLEAR_LEAD
    return _is_liked(last.verdicts, lead >= SMALL_LEAD)


def _is_liked(verdicts: Sequence[Verdict], is_ahead: bool) -> bool | None:
    """Whether the newest wins, asked in both orders; `None` while the order not asked yet could still change that."""
    if not verdicts:
        return None
    one, *others = verdicts
    possible: set[Verdict] = {settle(one, other) for other in others} or {one, "tie"}
    wins = {is_ahead if liked == "tie" else liked == "second" for liked in possible}
    return wins.pop() if len(wins) == 1 else None


def _by_score(session: Session, last: Iteration) -> bool:
    """Whether scores alone decide: a hard atom was lost, or the lead is clear. Asked a second time before it is believed."""
    best = session.best_iteration
    if best is None or session.economy or len(last.readings) != 1:
        return False
    lead, loses_hard = _lead(session, last, best)
    return loses_hard or abs(lead) > CLEAR_LEAD


def _lead(session: Session, last: Iteration, best: Iteration) -> tuple[float, bool]:
    """Points by which the newest is ahead, and whether it lost a hard atom that the best shows."""
    new, old = session.checklist(last), session.checklist(best)
    if new is None or old is None:
        return 0.0, False
    lead = new.value - old.value
    if session.source is not None:
        lead = nearing.lead(lead, last, best, are_complete=new.all_pass and old.all_pass)
    return lead, any(old.values.get(id, 0) > PASSED for id in new.hard_failing)


def settle(one: Verdict, other: Verdict) -> Verdict:
    """Two verdicts on the same pair, both told as if in one order. What they do not agree on is a tie."""
    return one if one == other else "tie"


def _score(session: Session, iteration: Iteration) -> float | None:
    found = session.checklist(iteration)
    return found.value if found else None


def _rescored(session: Session) -> Session:
    """Scores as of the contract now in use."""
    told = (replace(each, score=_score(session, each)) if each.readings else each for each in session.iterations)
    return replace(session, iterations=tuple(told))


def _with(session: Session, iteration: Iteration) -> Session:
    all_of_them = list(session.iterations)
    all_of_them[iteration.index] = iteration
    return replace(session, iterations=tuple(all_of_them))
