"""What a refinement does next: the best stays protected, whatever judges say and in whatever order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.errors import BadRequest
from omniimage.sdk.refine import flex, nearing, strategies
from omniimage.sdk.refine.contract import Atom, Contract
from omniimage.sdk.refine.forecast import forecast
from omniimage.sdk.refine.session import OVERALL, Reading, Session, StrategyName, Verdict
from omniimage.sdk.refine.strategies import Compare, Done, Generate, Judge, MakeContract, Revise, Write

CONTRACT = Contract(
    (
        Atom("title", "composition", "Is there room for a title?", weight=5),
        Atom("boat", "subject", "Is there a boat?", weight=3),
        Atom("sail", "subject", "Is its sail red?", parent="boat", weight=2),
        Atom("dusk", "lighting", "Is it dusk?", weight=2),
        Atom("calm", "style", "Is it calm?"),
    )
)
PROMPT = flex.build({name: name for name in flex.BLOCKS}).text
TURNED: dict[Verdict, Verdict] = {"first": "second", "second": "first", "tie": "tie"}
VERDICTS: st.SearchStrategy[Verdict] = st.sampled_from(cast(list[Verdict], ["first", "second", "tie"]))


def reading(*failing: str) -> Reading:
    return Reading({atom.id: float(atom.id not in failing) for atom in CONTRACT.asked}, {})


def seen(**facts: object) -> Session:
    """A session whose first image is there and not judged yet."""
    session = replace(Session("a boat"), contract=CONTRACT, **facts)  # type: ignore[arg-type]
    return strategies.with_image(strategies.with_prompt(session, PROMPT), "image 0")


def begun(*failing: str, **facts: object) -> Session:
    """A session whose first image fails these atoms at both looks."""
    once = strategies.with_reading(seen(**facts), 0, reading(*failing))
    return strategies.with_reading(once, 0, reading(*failing)) if strategies.wants_another_look(once) else once


def tried(session: Session, *failing: str) -> Session:
    """The next image, looked at once."""
    session = strategies.with_image(strategies.with_prompt(session, PROMPT), f"image {len(session.iterations)}")
    return strategies.with_reading(session, session.iterations[-1].index, reading(*failing))


def test_more_images_are_more_than_what_is_there() -> None:
    assert strategies.go_on(seen(max_images=1), 1).max_images == 2
    written = strategies.with_prompt(begun("dusk", max_images=1), PROMPT)
    assert strategies.go_on(written, 1).max_images == 2
    assert strategies.go_on(strategies.with_image(written, "image 1"), 1).max_images == 3


def test_the_order_of_a_beginning() -> None:
    session = Session("a boat")
    assert strategies.next_step(session) == MakeContract()
    session = strategies.with_contract(session, CONTRACT)
    assert strategies.next_step(session) == Write()
    session = strategies.with_prompt(session, PROMPT)
    assert strategies.next_step(session) == Generate(0)
    session = strategies.with_image(session, "image")
    assert strategies.next_step(session) == Judge(0)


def test_only_blocks_that_own_failing_atoms_are_patched_heaviest_first() -> None:
    step = strategies.next_step(begun("dusk", "boat"))
    assert isinstance(step, Revise)
    assert (step.base, step.blocks) == (0, ("subject", "lighting"))
    assert [atom.id for atom in step.targets] == ["boat", "sail", "dusk"]
    locked = strategies.next_step(begun("dusk", "boat", locked=frozenset({"subject"})))
    assert isinstance(locked, Revise) and locked.blocks == ("lighting",)
    assert strategies.next_step(begun("boat", locked=frozenset({"subject"}))) == Done("locked")


def judged(prompt: str, *failing: str, **facts: object) -> Session:
    """A session whose first image, of this prompt, fails these atoms at both looks."""
    session = begun(*failing, **facts)
    return replace(session, iterations=(replace(session.iterations[0], prompt=prompt),))


def test_a_block_that_the_users_own_prompt_has_not_is_not_asked_for() -> None:
    bare = flex.build({"subject": "a boat", "style": "calm"}, ("subject", "style")).text
    step = strategies.next_step(judged(bare, "boat", "dusk"))
    assert isinstance(step, Revise) and step.blocks == ("subject",)
    # Nobody else can say it: it goes into what there is.
    step = strategies.next_step(judged(bare, "dusk"))
    assert isinstance(step, Revise) and step.blocks == ("subject", "style")
    step = strategies.next_step(judged(bare, "dusk", locked=frozenset({"style"})))
    assert isinstance(step, Revise) and step.blocks == ("subject",)
    assert strategies.next_step(judged(bare, "dusk", locked=frozenset({"subject", "style"}))) == Done("locked")
    assert strategies.next_step(judged(bare, "dusk", locked=frozenset({"lighting"}))) == Done("locked")
    lost = strategies.with_failure(strategies.with_prompt(judged(bare, "dusk"), bare), "content_refused")
    step = strategies.next_step(lost)
    assert isinstance(step, Revise) and step.blocks == ("subject", "style")


def test_where_every_block_is_locked_nothing_more_is_paid_for() -> None:
    closed = frozenset(flex.BLOCKS)
    simple = strategies.with_image(
        strategies.with_prompt(Session("a boat", strategy="simple", locked=closed), PROMPT), "image 0"
    )
    assert strategies.next_step(strategies.with_opinion(simple, 40, "flat")) == Done("locked")
    refused = replace(Session("a boat", locked=closed), contract=CONTRACT)
    refused = strategies.with_failure(strategies.with_prompt(refused, PROMPT), "content_refused")
    assert strategies.next_step(refused) == Done("locked")
    once = strategies.with_reading(seen(locked=closed), 0, reading("boat", "dusk"))
    assert strategies.next_step(once) == Done("locked") and forecast(strategies.go_on(once, 3)).idle == "locked"
    assert strategies.next_step(replace(once, locked=frozenset({"subject"}))) == Judge(0, 1)


@pytest.mark.parametrize("economy", [True, False])
def test_a_first_image_that_passes_all_is_asked_once_more(economy: bool) -> None:
    session = strategies.with_reading(seen(economy=economy), 0, reading())
    assert strategies.next_step(session) == Judge(0, 1)
    assert strategies.next_step(strategies.with_reading(session, 0, reading())) == Done("all_pass")
    doubted = strategies.with_reading(session, 0, reading("dusk"))
    step = strategies.next_step(doubted)
    assert isinstance(step, Revise) and step.blocks == ("lighting",)


def test_the_best_is_looked_at_twice_where_its_turn_left_a_call_for_that() -> None:
    once = strategies.with_reading(seen(), 0, reading("calm"))
    assert strategies.next_step(once) == Judge(0, 1)
    step = strategies.next_step(strategies.with_reading(once, 0, reading("dusk")))
    assert isinstance(step, Revise) and {atom.id for atom in step.targets} == {"calm", "dusk"}
    assert isinstance(strategies.next_step(strategies.with_reading(seen(economy=True), 0, reading("calm"))), Revise)
    ahead = strategies.with_verdict(tried(begun("dusk", "calm"), "dusk"), Compare(0, 1), "second")
    assert ahead.best == 1 and strategies.next_step(ahead) == Judge(1, 1)
    behind = tried(begun("dusk"), "dusk")
    for order in (Compare(0, 1), Compare(1, 0)):
        behind = strategies.with_verdict(behind, order, "second" if order.first == 0 else "first")
    assert behind.best == 1 and isinstance(strategies.next_step(behind), Revise)


def test_a_clear_lead_is_believed_at_the_second_look() -> None:
    session = tried(begun("dusk", "calm"))
    assert strategies.next_step(session) == Judge(1, 1)
    assert strategies.with_reading(session, 1, reading()).best == 1
    assert strategies.with_reading(session, 1, reading("dusk", "calm")).best == 0


def test_losing_a_hard_atom_loses() -> None:
    session = tried(begun("boat", "dusk", "calm"), "title")
    assert strategies.next_step(session) == Judge(1, 1)
    assert strategies.with_reading(session, 1, reading("title")).best == 0


@given(VERDICTS, VERDICTS, st.booleans())
def test_law_the_order_of_two_images_never_changes_who_wins(one: Verdict, other: Verdict, ahead: bool) -> None:
    """A judge who says `one` with the best shown first and `other` with it shown second, asked in either order."""
    session = tried(begun("calm"), *([] if ahead else ["calm"]))
    assert strategies.next_step(session) == Compare(0, 1)
    liked = strategies.settle(one, TURNED[other])
    for first, second in ((one, other), (TURNED[other], TURNED[one])):
        done = strategies.with_verdict(session, Compare(0, 1), first)
        if done.iterations[1].standing == "waiting":
            assert strategies.next_step(done) == Compare(1, 0)
            done = strategies.with_verdict(done, Compare(1, 0), second)
        assert done.best == (1 if liked == "second" or (liked == "tie" and ahead) else 0)


def test_a_judge_who_always_likes_the_first_decides_nothing() -> None:
    session = tried(begun("calm"))
    session = strategies.with_verdict(session, Compare(0, 1), "first")
    session = strategies.with_verdict(session, Compare(1, 0), "first")
    assert session.best == 1 and session.iterations[1].verdicts == ("first", "second")


def test_the_other_order_is_asked_only_where_it_could_change_who_wins() -> None:
    behind, ahead = tried(begun("calm"), "calm"), tried(begun("calm"))
    for session, verdict, best in ((behind, "first", 0), (behind, "tie", 0), (ahead, "second", 1), (ahead, "tie", 1)):
        done = strategies.with_verdict(session, Compare(0, 1), cast(Verdict, verdict))
        assert done.best == best and done.iterations[1].standing != "waiting"


def test_economy_compares_no_pairs() -> None:
    session = tried(begun("calm", economy=True))
    assert session.best == 1
    assert tried(begun("calm", economy=True), "calm").best == 0


def test_two_rejections_with_the_same_atoms_end_it() -> None:
    session = begun("dusk", max_images=9)
    for _ in range(2):
        session = strategies.with_reading(tried(session, "boat"), len(session.iterations), reading("boat"))
    assert strategies.next_step(session) == Done("no_progress")


def test_refusals_are_kept_and_end_it_after_two() -> None:
    session = strategies.with_failure(strategies.with_prompt(begun("dusk"), PROMPT), "content_refused")
    step = strategies.next_step(session)
    assert isinstance(step, Revise) and step.base == 0 and "content_refused" in step.notes
    session = strategies.with_failure(strategies.with_prompt(session, PROMPT), "content_refused")
    assert strategies.next_step(session) == Done("refused") and session.best == 0
    # A leg of one image that was refused: none was made, and that is not told as its end.
    once = strategies.with_failure(strategies.with_prompt(strategies.go_on(begun("dusk"), 1), PROMPT), "content_refused")
    assert strategies.next_step(once) == Done("refused")


def test_ones_own_pick_overrides_the_judge_and_the_next_starts_from_it() -> None:
    session = strategies.with_reading(tried(begun("dusk"), "boat", "dusk"), 1, reading("boat", "dusk"))
    assert session.best == 0
    session = strategies.pick(session, 1)
    step = strategies.next_step(session)
    assert isinstance(step, Revise) and step.base == 1 and session.iterations[0].standing == "kept"
    assert strategies.next_step(strategies.accept(session, 0)) == Done("accepted")
    for index in (-1, 2):
        with pytest.raises(BadRequest):
            strategies.pick(session, index)


def test_feedback_is_asked_for_and_caps_the_image_it_was_said_of() -> None:
    session = strategies.with_feedback(begun("dusk"), " no people ")
    assert strategies.next_step(session) == MakeContract("no people")
    session = strategies.with_feedback_atom(session, Atom("people", "constraints", "Is it free of people?"))
    found = session.checklist(session.iterations[0])
    assert found is not None and found.value == 59 and found.hard_failing == {"people"}
    assert session.iterations[0].score == 59
    step = strategies.next_step(session)
    assert isinstance(step, Revise) and step.blocks[0] == "constraints"


def test_what_the_user_found_wrong_stays_wrong_at_a_later_look() -> None:
    session = strategies.with_feedback(strategies.with_reading(seen(), 0, reading("dusk")), "no people")
    session = strategies.with_feedback_atom(session, Atom("people", "constraints", "Is it free of people?"))
    assert strategies.next_step(session) == Judge(0, 1)
    look = reading("dusk")
    session = strategies.with_reading(session, 0, replace(look, answers={**look.answers, "people": 1.0}))
    assert session.iterations[0].score == 59


def test_remarks_wait_in_line_and_are_said_of_the_image_they_were_made_of() -> None:
    session = strategies.with_feedback(strategies.with_feedback(begun("dusk"), "no people"), "larger")
    assert session.iterations[0].feedback == ("no people", "larger")
    assert strategies.next_step(session) == MakeContract("no people")
    session = strategies.with_feedback_atom(session, Atom("people", "constraints", "Is it free of people?"))
    assert strategies.next_step(session) == MakeContract("larger")
    unread = strategies.with_feedback(Session("a boat"), "soon")
    assert strategies.next_step(unread) == MakeContract() and unread.feedback == ("soon",)


def test_a_prompt_of_ones_own_is_the_next_iteration() -> None:
    session = strategies.with_own_prompt(begun("dusk"), flex.build({"subject": "mine"}).text)
    assert session.iterations[1].by_user and session.iterations[1].parent == 0
    assert strategies.next_step(session) == Generate(1)
    again = strategies.with_own_prompt(session, flex.build({"subject": "mine again"}).text)
    assert len(again.iterations) == 2 and flex.parse(again.iterations[1].prompt).blocks["subject"] == "mine again"
    with pytest.raises(BadRequest):
        strategies.with_own_prompt(session, "no blocks")
    with pytest.raises(BadRequest):
        strategies.with_own_prompt(strategies.with_image(session, "image 1"), PROMPT)


def test_who_goes_on_after_giving_up_gets_a_new_leg() -> None:
    session = begun("dusk")
    for _ in range(2):
        session = strategies.with_failure(strategies.with_prompt(session, PROMPT), "content_refused")
    assert strategies.next_step(session) == Done("refused")
    assert isinstance(strategies.next_step(strategies.go_on(session, 1)), Revise)


def test_going_on() -> None:
    session = begun("dusk", max_images=1)
    assert strategies.next_step(session) == Done("images")
    assert isinstance(strategies.next_step(strategies.go_on(session, 2)), Revise)
    assert strategies.go_on(session, 99).max_images == 16


@given(
    st.sampled_from(cast(list[StrategyName], ["contract", "simple"])),
    st.booleans(),
    st.integers(1, 8),
    st.lists(st.sets(st.sampled_from([atom.id for atom in CONTRACT.asked])), min_size=30, max_size=30),
    st.lists(VERDICTS, min_size=30, max_size=30),
)
def test_law_any_judge_leads_to_an_end_within_the_forecast(
    strategy: StrategyName, economy: bool, most: int, fails: list[set[str]], verdicts: list[Verdict]
) -> None:
    session = Session("a boat", strategy, economy, max_images=most)
    ahead, chats, images = forecast(session), 0, 0
    while not isinstance(step := strategies.next_step(session), Done):
        chats += not isinstance(step, Generate)
        images += isinstance(step, Generate)
        assert chats <= ahead.chat_calls_most and images <= ahead.images, step
        if isinstance(step, MakeContract):
            session = strategies.with_contract(session, CONTRACT)
        elif isinstance(step, Write | Revise):
            session = strategies.with_prompt(session, PROMPT)
        elif isinstance(step, Generate):
            session = strategies.with_image(session, "image")
        elif isinstance(step, Compare):
            session = strategies.with_verdict(session, step, verdicts.pop())
        elif strategy == "simple":
            session = strategies.with_opinion(session, float(len(fails.pop())), "")
        else:
            session = strategies.with_reading(session, step.index, reading(*fails.pop()))
    assert session.best is not None and session.iterations[session.best].standing == "best"
    assert [each.standing for each in session.iterations].count("best") == 1


SHARES = st.floats(0, 1)


@settings(max_examples=200, deadline=None)
@given(SHARES, SHARES, st.sampled_from([(), ("dusk",), ("calm",), ("boat",), ("title",)]), VERDICTS, VERDICTS)
def test_law_against_a_source_closeness_speaks_for_the_nearer_one(
    old: float, new: float, failing: tuple[str, ...], one: Verdict, other: Verdict
) -> None:
    def settled(measures: dict[str, float], source: object, before: dict[str, float]) -> bool:
        session = begun("dusk", source=source)
        first = replace(session.iterations[0], measures=before)
        session = tried(replace(session, iterations=(first,)), *failing).with_last(measures=measures)
        session = strategies.with_reading(session, 1, reading(*failing)) if judged_twice(session) else session
        while isinstance(step := strategies.next_step(session), Compare):
            session = strategies.with_verdict(session, step, one if step.first == 0 else other)
        return session.best == 1

    measured, best = {OVERALL: new}, {OVERALL: old}
    assert settled({OVERALL: 1.0}, "source", best) >= settled(measured, "source", best)
    # Without a source nothing of it plays a part, nor where one of them was not measured.
    by_verdicts = settled({}, None, {})
    assert settled(measured, None, best) == by_verdicts
    assert settled({}, "source", best) == settled(measured, "source", {}) == by_verdicts


def judged_twice(session: Session) -> bool:
    return strategies.next_step(session) == Judge(1, 1)


def test_of_two_that_hold_the_same_the_nearer_to_the_source_is_kept() -> None:
    for overall, best in ((0.9, 1), (0.6, 0), (0.5, 0)):
        session = begun("dusk", source="source")
        session = replace(session, iterations=(replace(session.iterations[0], measures={OVERALL: 0.5}),))
        session = strategies.with_image(strategies.with_prompt(session, PROMPT), "image 1").with_last(
            measures={OVERALL: overall}
        )
        session = strategies.with_reading(session, 1, reading("dusk"))
        while isinstance(step := strategies.next_step(session), Compare):
            session = strategies.with_verdict(session, step, "tie")
        assert session.best == best


def closer(overall: float, **facts: Any) -> Session:
    """A session whose first image shows all that is asked, and comes so near to its source."""
    session = begun(source="source", **facts)
    measures = {OVERALL: overall, "palette": 0.7, "layout": 0.4, "texture": 0.8}
    return replace(session, iterations=(replace(session.iterations[0], measures=measures),))


def test_all_that_is_asked_is_no_end_while_the_source_is_far() -> None:
    assert strategies.next_step(closer(0.5)) == Revise(0, ("subject", "composition", "camera"))
    step = strategies.next_step(closer(0.5, locked=frozenset({"subject", "composition", "camera"})))
    assert isinstance(step, Revise) and step.blocks == ("style", "lighting")
    assert strategies.next_step(closer(0.5, locked=frozenset(flex.BLOCKS))) == Done("locked")
    assert strategies.next_step(closer(nearing.NEAR_ENOUGH)) == Done("all_pass")
    assert strategies.next_step(closer(0.5, target=90)) == Done("target")
    assert strategies.next_step(closer(0.5, max_images=1)) == Done("images")


def nearer(session: Session, overall: float) -> Session:
    """One more image that shows all that is asked; a judge sees no difference."""
    session = strategies.with_image(strategies.with_prompt(session, PROMPT), "image").with_last(measures={OVERALL: overall})
    session = strategies.with_reading(session, len(session.iterations) - 1, reading())
    while not isinstance(step := strategies.next_step(session), Revise | Done):
        if isinstance(step, Judge):
            session = strategies.with_reading(session, step.index, reading())
        elif isinstance(step, Compare):
            session = strategies.with_verdict(session, step, "tie")
    return session


def test_a_source_is_come_closer_to_while_that_gains() -> None:
    session = nearer(closer(0.5, max_images=9), 0.6)
    assert session.best == 1 and isinstance(strategies.next_step(session), Revise)
    for worse in (0.59, 0.4):
        session = nearer(session, worse)
        assert session.best == 1
    assert strategies.next_step(session) == Done("not_closer")
    again = strategies.go_on(session, 2)
    assert isinstance(strategies.next_step(again), Revise) and forecast(again).images == 2
    assert strategies.next_step(nearer(again, 0.9)) == Done("all_pass")


def test_a_pick_ends_what_was_said_of_the_end() -> None:
    session = tried(begun("dusk"))
    session = strategies.with_reading(session, 1, reading())
    session = replace(session, stopped="all_pass")
    picked = strategies.pick(session, 0)
    assert picked.is_picked and picked.best == 0 and not picked.stopped
    assert isinstance(strategies.next_step(strategies.go_on(picked, 1)), Revise)
