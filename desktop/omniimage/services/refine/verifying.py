"""Verification: fresh images of the first and the final prompt, each judged by the contract, then compared in code."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from omniimage.contracts.runs import Generation
from omniimage.errors import BadRequest, BadResponse
from omniimage.providers.chat.talk import Talk
from omniimage.sdk.refine import flex, judging, recommendations
from omniimage.sdk.refine.contract import Atom
from omniimage.sdk.refine.forecast import Forecast
from omniimage.sdk.refine.recommendations import Claim
from omniimage.sdk.refine.session import Reading
from omniimage.sdk.refine.steps import ASKED_AGAIN, Unusable, checklist
from omniimage.sdk.refine.words import Words
from omniimage.services.refine.hands import Studio, image_params, outcome
from omniimage.services.refine.record import Check, Fresh, Refinement

Side = Literal["first", "last"]


@dataclass(frozen=True)
class Slot:
    """One fresh image of a check."""

    side: Side
    at: int

    def of(self, check: Check) -> Fresh:
        return (check.first if self.side == "first" else check.last)[self.at]


def begun(record: Refinement, each: int) -> Refinement:
    """The record with a verification to be made. Raises `BadRequest` where there is nothing to compare."""
    session = record.session
    if session.contract is None:
        raise BadRequest("a verification needs a contract", reason="no_contract")
    if session.best is None or not session.iterations or session.best == 0:
        raise BadRequest("the final prompt is the first one", reason="same_prompt")
    blank = tuple(Fresh() for _ in range(each))
    return replace(record, check=Check(session.best, blank, blank))


def next_slot(record: Refinement) -> Slot | None:
    """What is still to be made or judged; by turns, so that stopping early leaves as many of each."""
    return next(iter(_open_slots(record)), None)


def is_unfinished(record: Refinement) -> bool:
    """Whether one of the prompt that is the final one now was begun and is not over."""
    return record.check is not None and record.check.final == record.session.best and next_slot(record) is not None


def ahead(record: Refinement) -> Forecast:
    """What is still to be made and judged."""
    check, slots = record.check, _open_slots(record)
    images = sum(check is not None and slot.of(check).image is None for slot in slots)
    return Forecast(images, 0, len(slots), len(slots))


def _open_slots(record: Refinement) -> list[Slot]:
    check = record.check
    if check is None:
        return []
    slots = [Slot(side, at) for at in range(len(check.first)) for side in _SIDES]
    return [slot for slot in slots if not _is_over(slot.of(check))]


def claims(record: Refinement) -> tuple[Claim, ...]:
    """What the fresh images say of the atoms that the loop gained; nothing while any is still to be judged."""
    if record.check is None or next_slot(record) is not None:
        return ()
    first, last = ([fresh.reading for fresh in side if fresh.reading] for side in (record.check.first, record.check.last))
    return recommendations.compare(record.session, first, last) if first and last else ()


async def take(studio: Studio, id: str, slot: Slot, words: Words, *, resend: bool) -> None:
    """Make the slot's image, or judge it. Raises as the steps of a session do."""
    record = await studio.book.get(id)
    assert record.check is not None
    fresh = slot.of(record.check)
    if fresh.image is not None:
        await _judge(studio, record, slot, fresh.image, words)
        return
    if fresh.generation:
        found = await studio.again(id, fresh.generation, resend=resend)
    else:
        at = 0 if slot.side == "first" else record.check.final
        shown = flex.parse(record.session.iterations[at].prompt)
        prompt, negative = flex.for_model(shown, takes_negative=words.takes_negative)
        # With one and the same seed they would not be fresh.
        params = image_params(record.asked, negative, seed=False)
        found = await studio.image(id, prompt, params, lambda now, gen: _laid(now, slot, generation=gen))
    await studio.book.change(id, lambda now: _kept(now, slot, found))


async def _judge(studio: Studio, record: Refinement, slot: Slot, image: str, words: Words) -> None:
    contract = record.session.contract
    assert contract is not None
    atoms = judging.shuffled(contract, record.session.seed + slot.at, slot.side == "last")
    question = checklist(atoms, image, words)

    def folded(now: Refinement, found: Talk) -> Refinement:
        return _laid(now, slot, reading=_reading(atoms, found))

    for _ in range(ASKED_AGAIN):
        with suppress(Unusable):
            await studio.ask(record.id, question, record.judge, folded)
            return
    await studio.ask(record.id, question, record.judge, folded)


def _reading(atoms: tuple[Atom, ...], found: Talk) -> Reading:
    try:
        return judging.read_checklist(atoms, found.parsed)
    except BadResponse as error:
        raise Unusable("nothing can be made of the answer", **error.details) from None


def _kept(record: Refinement, slot: Slot, found: Generation) -> Refinement:
    made = outcome(found)
    return _laid(record, slot, image=made) if isinstance(made, str) else _laid(record, slot, failure=made.code)


def _laid(record: Refinement, slot: Slot, **changes: str | Reading) -> Refinement:
    check = record.check
    assert check is not None
    side = list(check.first if slot.side == "first" else check.last)
    side[slot.at] = replace(side[slot.at], **changes)  # type: ignore[arg-type]
    fresh = tuple(side)
    return replace(record, check=replace(check, first=fresh) if slot.side == "first" else replace(check, last=fresh))


def _is_over(fresh: Fresh) -> bool:
    return bool(fresh.failure) or fresh.reading is not None


_SIDES: tuple[Side, ...] = ("first", "last")
