"""Laws of a step: whatever a chat model answers, it is refused, or the session is as it may be."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.errors import BadRequest, BadResponse
from omniimage.paths import resource
from omniimage.prompts import Prompts
from omniimage.sdk.refine import flex, steps, strategies
from omniimage.sdk.refine.contract import Atom, Contract
from omniimage.sdk.refine.session import Reading, Session
from omniimage.sdk.refine.strategies import Compare, Judge, MakeContract, Revise
from omniimage.sdk.refine.words import Words

WORDS = Words(Prompts(resource("prompts")), "offline/poster", takes_negative=True, most_chars=400)
OUTSIDE = "For the poster of {{ flex.style }}.\n\n## FLEX_BEGIN:subject\na boat\n## FLEX_END:subject\nKeep this.\n"
PROMPT = OUTSIDE + "## FLEX_BEGIN:style\nflat\n## FLEX_END:style\nAnd this.\r\n"
CONTRACT = Contract((Atom("boat", "subject", "Is there a boat?", weight=3), Atom("flat", "style", "Is it flat?")))
TEXTS = st.text(max_size=40) | st.sampled_from(["## FLEX_END:style", "{{ flex.style }}", "", "x" * 500, "\r\n\u2028"])
BLOCKS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from([*flex.BLOCKS, "mood", ""]) | TEXTS, "text": TEXTS}), max_size=4
)
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged() -> Session:
    session = strategies.with_contract(Session("a boat", locked=frozenset({"style"})), CONTRACT)
    session = strategies.with_image(strategies.with_prompt(session, PROMPT), "image")
    no = {atom.id: 0.0 for atom in CONTRACT.asked}
    return strategies.with_reading(strategies.with_reading(session, 0, Reading(no, {})), 0, Reading(no, {}))


@LAW
@given(BLOCKS, TEXTS)
def test_law_a_revision_leaves_everything_outside_its_blocks_as_it_is(blocks: list[dict[str, str]], summary: str) -> None:
    session = judged()
    step = strategies.next_step(session)
    assert isinstance(step, Revise) and "style" not in step.blocks
    try:
        told = steps.folded(session, step, WORDS, {"blocks": blocks, "summary": summary})
    except BadRequest:
        return
    before, after = flex.parse(PROMPT), flex.parse(told.iterations[1].prompt)
    assert after.outside == before.outside and after.blocks["style"] == before.blocks["style"]
    assert len(flex.for_model(after, takes_negative=True)[0]) <= 400


ROWS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(["q1", "q2", "q3", "q99"]), "evidence": TEXTS, "answer": TEXTS})
)


@LAW
@given(ROWS, st.sampled_from(["first", "second", "tie", "both", 3, None]))
def test_law_a_judge_can_neither_leave_the_scale_nor_choose_what_is_not_there(
    rows: list[dict[str, str]], better: Any
) -> None:
    session = judged()
    try:
        told = steps.folded(session, Judge(0, 1), WORDS, {"answers": rows})
    except BadResponse:
        told = session
    assert all(0 <= (each.score or 0) <= 100 for each in told.iterations) and told.best == 0
    second = strategies.with_image(strategies.with_prompt(session, PROMPT), "image 1")
    second = strategies.with_reading(second, 1, session.iterations[0].readings[0])
    settled = steps.folded(second, Compare(0, 1), WORDS, {"better": better})
    assert settled.iterations[1].verdicts[0] in ("first", "second", "tie")


def test_questions_carry_what_is_asked_as_values_too() -> None:
    session = judged()
    step = strategies.next_step(session)
    tasks = {
        "contract": steps.question_of(Session("a boat"), MakeContract(), WORDS),
        "contract_of_image": steps.question_of(Session("a boat", source="picture"), MakeContract(), WORDS),
        "revise": steps.question_of(session, step, WORDS),
        "checklist": steps.question_of(session, Judge(0), WORDS),
        "whole": steps.question_of(Session("a boat", "simple", iterations=session.iterations), Judge(0), WORDS),
    }
    assert {name: question.facts["task"] for name, question in tasks.items()} == {name: name for name in tasks}
    assert tasks["contract_of_image"].role == "judge" and tasks["contract_of_image"].images == ("picture",)
    # What is expected of an open question is none of the judge's business.
    assert all("expected" not in row for row in tasks["checklist"].facts["questions"])


def test_who_can_see_brings_a_picture_closer_that_shows_all_that_is_asked() -> None:
    complete = Reading({atom.id: 1.0 for atom in CONTRACT.asked}, {})
    session = strategies.with_contract(Session("a boat", source="picture"), CONTRACT)
    session = strategies.with_image(strategies.with_prompt(session, PROMPT), "image").with_last(
        measures={"overall": 0.4, "layout": 0.3}
    )
    for _ in range(strategies.LOOKS):
        session = strategies.with_reading(session, 0, complete)
    step = strategies.next_step(session)
    asked = steps.question_of(session, step, WORDS)
    assert (asked.role, asked.purpose, asked.images) == ("judge", "revise", ("picture", "image"))
    assert "closer to the source" in asked.text and "layout 0.30" in asked.text
    told = steps.folded(
        session, step, WORDS, {"blocks": [{"name": "subject", "text": "a small boat"}], "summary": "smaller"}
    )
    assert told.iterations[1].blocks == ("subject",)
