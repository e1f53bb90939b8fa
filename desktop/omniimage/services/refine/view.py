"""A refinement as the page sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.models import Adjustment
from omniimage.contracts.refine import (
    Block,
    BlockChange,
    CellAnswer,
    MatrixCell,
    Recommendation,
    RefineAtom,
    RefineIteration,
    RefineSession,
    Roles,
    SessionSummary,
    Stopped,
    Verification,
    VerifiedClaim,
)
from omniimage.contracts.runs import Generation, ModelParams
from omniimage.contracts.words import Closeness
from omniimage.sdk.refine import flex, recommendations
from omniimage.sdk.refine.contract import FEEDBACK, PASSED, QUALITY_ATOMS, Atom, Score
from omniimage.sdk.refine.session import Iteration, Session
from omniimage.services.refine import roles, verifying
from omniimage.services.refine.driver import Doing
from omniimage.services.refine.record import Check, Refinement


def summary(record: Refinement, generations: Sequence[Generation], chat_cost: float | None) -> SessionSummary:
    session, best = record.session, record.session.best_iteration
    image_cost = _sum([each.cost for each in generations])
    return SessionSummary(
        id=record.id,
        owner=record.owner,
        name=record.name,
        user_goal=session.goal,
        status=record.status,
        model=record.model,
        strategy=session.strategy,
        created=record.created,
        changed=record.changed,
        images=sum(len(each.image_ids) for each in generations),
        best=session.best,
        best_score=None if best is None else _score(session, best),
        thumb=_thumb(session),
        stopped=cast(Stopped, session.stopped) if session.stopped else None,
        error=record.error,
        cost=_sum([image_cost, chat_cost]),
    )


def whole(
    record: Refinement,
    generations: Sequence[Generation],
    calls: tuple[int, float | None],
    doing: Doing | None,
    params: tuple[ModelParams, list[Adjustment]],
    *,
    takes_negative: bool,
) -> RefineSession:
    session = record.session
    by_id = {each.id: each for each in generations}
    unknown = next((attempt.id for each in generations for attempt in each.attempts if attempt.state == "unknown"), None)
    named = Roles(writer=record.writer, judge=record.judge)
    return RefineSession(
        **dict(summary(record, generations, calls[1])),
        image_provider=record.model.partition("/")[0],
        image_params=params[0],
        adjustments=params[1],
        roles=named,
        judged_by=record.judge,
        warnings=roles.warnings(named, record.model),
        economy=session.economy,
        iterations_count=record.count,
        target=session.target,
        step=doing.step if doing else None,
        step_iteration=doing.iteration if doing else None,
        waiting_until=doing.waiting_until if doing else None,
        atoms=[_atom(atom) for atom in session.contract.asked] if session.contract else [],
        locked=sorted(cast(frozenset[Block], session.locked)),
        takes_negative=takes_negative,
        iterations=[_iteration(record, each, by_id) for each in session.iterations],
        picked_by_user=session.is_picked,
        user_feedback=list(session.feedback),
        recommendations=_recommendations(record),
        verification=_verification(record, record.check) if record.check else None,
        origin=record.origin,
        source_image_id=session.source,
        chat_calls=calls[0],
        image_cost=_sum([each.cost for each in generations]),
        chat_cost=calls[1],
        unknown_attempt=unknown,
    )


def atoms_of(rows: Sequence[RefineAtom]) -> tuple[Atom, ...]:
    """The contract that the user edited; the fixed questions are left out."""
    fixed = {atom.id for atom in QUALITY_ATOMS}
    return tuple(
        Atom(row.id, row.block, row.question.strip(), row.expected.strip(), row.parent, row.weight, row.kind)
        for row in rows
        if not row.is_quality and row.id not in fixed
    )


def _atom(atom: Atom) -> RefineAtom:
    return RefineAtom(
        id=atom.id,
        block=cast(Block, atom.block),
        question=atom.question,
        kind=atom.kind,
        expected=atom.expected,
        parent=atom.parent,
        weight=atom.weight,
        is_quality=atom.is_quality,
        from_feedback=atom.weight >= FEEDBACK,
    )


def _iteration(record: Refinement, each: Iteration, generations: Mapping[str, Generation]) -> RefineIteration:
    session, found = record.session, record.session.checklist(each)
    generation_id = record.generations.get(each.index)
    made = generations.get(generation_id or "")
    blocks = cast(dict[Block, str], flex.parse(each.prompt).blocks)
    before = flex.parse(session.iterations[each.parent].prompt).blocks if each.parent is not None else {}
    changed = [name for name in blocks if each.parent is not None and blocks[name] != before.get(name, "")]
    return RefineIteration(
        index=each.index,
        parent=each.parent,
        prompt_text=each.prompt,
        blocks=blocks,
        prompt_diff=[BlockChange(block=name, before=before.get(name, ""), after=blocks[name]) for name in changed],
        summary=each.summary,
        targets=list(each.targets),
        written_by="user" if each.by_user else "writer",
        image=each.image,
        run_id=made.run_id if made else None,
        generation_id=generation_id,
        failure=record.failures.get(each.index) or _bare(each.failure) or _stopped(made),
        judge_score=found.value if found else each.score,
        judge_notes=each.notes,
        user_feedback="\n".join(each.feedback),
        cells=_cells(session, each, found),
        verdicts=list(each.verdicts),
        standing=each.standing,
        closeness=Closeness.model_validate(each.measures) if each.measures else None,
        cost=made.cost if made else None,
    )


def _stopped(made: Generation | None) -> ErrorInfo | None:
    """What is known of an image that the user stopped: it may have been charged."""
    return made.error if made is not None and made.state == "cancelled" else None


def _bare(code: str) -> ErrorInfo | None:
    return ErrorInfo(code=code, message=code.replace("_", " ")) if code else None


def _cells(session: Session, each: Iteration, found: Score | None) -> dict[str, MatrixCell]:
    if found is None or session.contract is None:
        return {}
    cells = {}
    for atom in session.contract.asked:
        looks = [reading for reading in each.readings if atom.id in reading.answers]
        if not looks:
            continue
        last = looks[-1]
        cells[atom.id] = MatrixCell(
            answer=_answer(found.values[atom.id]),
            value=found.values[atom.id],
            said=last.said.get(atom.id, ""),
            evidence=last.evidence.get(atom.id, ""),
            looks=len(looks),
        )
    return cells


def _answer(value: float) -> CellAnswer:
    return "yes" if value > PASSED else "unsure" if value == PASSED else "no"


def _score(session: Session, each: Iteration) -> float | None:
    """As of the contract now in use."""
    found = session.checklist(each)
    return found.value if found else each.score


def _recommendations(record: Refinement) -> list[Recommendation]:
    lessons = recommendations.verified(recommendations.from_session(record.session), verifying.claims(record))
    return [
        Recommendation(
            label=lesson.label,
            iteration=lesson.iteration,
            block=cast(Block, lesson.block),
            before=lesson.before,
            after=lesson.after,
            atoms=list(lesson.atoms),
            shares=dict(lesson.shares or {}),
        )
        for lesson in lessons
    ]


def _verification(record: Refinement, check: Check) -> Verification:
    return Verification(
        final=check.final,
        each=len(check.first),
        first_images=[fresh.image for fresh in check.first if fresh.image],
        final_images=[fresh.image for fresh in check.last if fresh.image],
        claims=[
            VerifiedClaim(
                atom=claim.atom,
                first=claim.first,
                final=claim.final,
                certainty=round(claim.certainty, 4),
                verified=claim.is_verified,
            )
            for claim in verifying.claims(record)
        ],
        done=verifying.next_slot(record) is None,
    )


def _thumb(session: Session) -> str | None:
    best = session.best_iteration
    shown = best if best is not None else next((each for each in reversed(session.iterations) if each.image), None)
    return cast("str | None", shown.image) if shown else None


def _sum(costs: Sequence[float | None]) -> float | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known else None
