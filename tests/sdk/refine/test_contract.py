"""The checklist score, contracts as chat models send them, and open answers compared in code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.errors import BadRequest, BadResponse
from omniimage.sdk.refine import contract, open_answers
from omniimage.sdk.refine.contract import Atom, Contract

SUBJECT = Atom("boat", "subject", "Is there a boat?", weight=3)
SAIL = Atom("sail", "subject", "Is its sail red?", "red", "boat", 2, "colour")
DUSK = Atom("dusk", "lighting", "Is it dusk?", weight=1)
THREE = Contract((SUBJECT, SAIL, DUSK))
FINE = {atom.id: 1.0 for atom in THREE.asked}


def row(**values: Any) -> dict[str, Any]:
    plain = {
        "id": "a",
        "block": "subject",
        "question": "Is it?",
        "kind": "yes_no",
        "expected": "yes",
        "parent": None,
        "weight": 1,
    }
    return plain | values


def test_the_formula() -> None:
    assert contract.score(THREE, FINE).value == 100
    assert contract.score(THREE, FINE | {"dusk": 0}).value == pytest.approx(100 * (0.8 * 5 / 6 + 0.2), abs=0.01)
    assert contract.score(THREE, FINE | {"artefacts": 0}).value == 95
    assert contract.score(THREE, FINE | {"dusk": 0.5}).failing == (DUSK,)


def test_a_child_of_a_failed_parent_counts_nothing() -> None:
    found = contract.score(THREE, FINE | {"boat": 0})
    assert found.values["sail"] == 0
    assert found.failing == (SUBJECT, SAIL)
    assert contract.blocks_of(found.failing) == ("subject",) and not contract.blocks_of(found.failing, {"subject"})


def test_feedback_is_hard() -> None:
    many = Contract((*THREE.atoms, *[Atom(f"n{at}", "style", f"{at}?", weight=3) for at in range(12)]))
    more = many.with_feedback(Atom("title", "composition", "Is there room for a title?"))
    assert contract.score(many, {atom.id: float(atom.id != "boat") for atom in many.asked}).value > 59
    assert contract.score(more, {atom.id: float(atom.id != "title") for atom in more.asked}).value == 59


@given(st.dictionaries(st.sampled_from([atom.id for atom in THREE.asked]), st.floats(allow_nan=False), max_size=7))
def test_law_a_score_is_within_its_bounds(answers: dict[str, float]) -> None:
    found = contract.score(THREE, answers)
    assert 0 <= found.value <= 100
    assert found.value <= 59 or not found.hard_failing


def test_two_hundred_atoms_or_none() -> None:
    many = contract.read({"atoms": [row(id=f"a{at}", question=f"{at}?", weight=1 + at % 3) for at in range(200)]})
    assert len(many.atoms) == 15 and {atom.weight for atom in many.atoms} == {3}
    for nothing in ({"atoms": []}, {}, {"atoms": [row(question=" ")]}):
        with pytest.raises(BadResponse):
            contract.read(nothing)


def test_parents_that_are_not_there_or_run_in_circles_are_dropped() -> None:
    found = contract.read(
        {"atoms": [row(id="a", parent="b"), row(id="b", parent="a", question="B?"), row(id="c", parent="z", question="C?")]}
    )
    assert [atom.parent for atom in found.atoms] == [None, None, None]
    with pytest.raises(BadRequest):
        Contract((Atom("a", "subject", "?", parent="a"),))


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.sampled_from("abc"),
                "block": st.text(max_size=8),
                "question": st.text(max_size=4),
                "kind": st.text(max_size=4),
                "parent": st.sampled_from(["a", "b", "c", None]),
                "weight": st.integers(-5, 900),
            },
        ),
        max_size=8,
    )
)
def test_any_answer_becomes_a_contract_or_is_refused(rows: list[dict[str, Any]]) -> None:
    try:
        found = contract.read({"atoms": rows})
    except BadResponse:
        return
    assert all(1 <= atom.weight <= 3 for atom in found.atoms)


@pytest.mark.parametrize(
    ("kind", "expected", "said", "value"),
    [
        ("count", "3", "three", 1),
        ("count", "3", "3 boats", 1),
        ("count", "three", "4", 0),
        ("count", "3", "三只", 1),
        ("count", "3", "три лодки", 1),
        ("count", "3", "two or three", 0.5),
        ("count", "3", "many", 0.5),
        ("count", "4", "a group of four", 1),
        ("count", "0", "none", 1),
        ("count", "12", "十二", 1),
        ("count", "2", "unsure", 0.5),
        ("colour", "red", "dark crimson", 1),
        ("colour", "red", "blue", 0),
        ("colour", "red", "красная", 1),
        ("colour", "blue", "深蓝色", 1),
        ("colour", "red and white", "red with white stripes", 1),
        ("colour", "red and white", "red", 0),
        ("colour", "red", "bright", 0.5),
        ("colour", "red", "tired", 0.5),
        ("text", "COASTAL WALK", "“Coastal  walk”", 1),
        ("text", "COASTAL WALK", "COASTAL WALL", 0.5),
        ("text", "Прогулка", "散步", 0),
        ("yes_no", "yes", "Yes, clearly", 1),
        ("yes_no", "yes", "нет", 0),
        ("yes_no", "no", "no", 1),
        ("yes_no", "yes", "perhaps", 0.5),
        ("yes_no", "yes", "", 0.5),
    ],
)
def test_open_answers(kind: Any, expected: str, said: str, value: float) -> None:
    assert open_answers.value_of(Atom("a", "subject", "?", expected, kind=kind), said) == value


@given(st.sampled_from(contract.KINDS), st.text(), st.text())
def test_any_open_answer_has_a_value(kind: Any, expected: str, said: str) -> None:
    assert open_answers.value_of(Atom("a", "subject", "?", expected, kind=kind), said) in (0, 0.5, 1)
