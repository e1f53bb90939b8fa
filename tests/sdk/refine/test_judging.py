"""Judges that answer prose, nothing, twice or out of range; lessons and their labels; templates and guides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.errors import BadResponse
from omniimage.paths import resource
from omniimage.prompts import Prompts
from omniimage.sdk.refine import flex, judging, recommendations, strategies
from omniimage.sdk.refine.contract import Atom, Contract
from omniimage.sdk.refine.recommendations import Claim, Recommendation
from omniimage.sdk.refine.session import Reading, Session
from omniimage.sdk.refine.strategies import Revise
from omniimage.sdk.refine.words import Words, guide_of

ATOMS = (Atom("boats", "subject", "How many?", "3", kind="count"), Atom("dusk", "lighting", "Is it dusk?", weight=2))
CONTRACT = Contract(ATOMS)
GUIDES = ("openai", "gemini", "grok", "flux", "stable-diffusion", "seedream")


def answer(**said: str) -> dict[str, Any]:
    return {"answers": [{"id": id, "evidence": "e", "answer": text} for id, text in said.items()]}


def reading(*failing: str) -> Reading:
    return Reading({atom.id: float(atom.id not in failing) for atom in CONTRACT.asked}, {})


def test_answers_are_compared_in_code() -> None:
    assert judging.read_checklist(ATOMS, answer(q1="three", q2="no")).answers == {"boats": 1, "dusk": 0}


def test_missing_and_contradicting_answers_are_unsure() -> None:
    assert judging.read_checklist(ATOMS, answer(q2="yes")).answers == {"boats": 0.5, "dusk": 1}
    twice = {"answers": [*answer(q1="3")["answers"], *answer(q1="4")["answers"]]}
    assert judging.read_checklist(ATOMS, twice).answers["boats"] == 0.5


@pytest.mark.parametrize("nothing", [{"answers": []}, {}, answer(q9="yes", boats="3")])
def test_a_judge_that_answers_nothing_is_refused(nothing: dict[str, Any]) -> None:
    with pytest.raises(BadResponse):
        judging.read_checklist(ATOMS, nothing)


@pytest.mark.parametrize("score", [-1, 101, "80", None, True, float("nan")])
def test_a_score_out_of_range_is_refused(score: Any) -> None:
    with pytest.raises(BadResponse):
        judging.read_holistic({"score": score, "notes": ""})


@given(st.lists(st.tuples(st.sampled_from(["q1", "Q2 ", "q3", ""]), st.text()), max_size=6))
def test_any_answers_are_read_or_refused(rows: list[tuple[str, str]]) -> None:
    try:
        found = judging.read_checklist(ATOMS, {"answers": [{"id": id, "answer": text} for id, text in rows]})
    except BadResponse:
        return
    assert set(found.answers.values()) <= {0, 0.5, 1} and found.answers.keys() == {"boats", "dusk"}


def test_each_look_has_its_own_order_and_tells_neither_weight_nor_answer() -> None:
    orders = {judging.shuffled(CONTRACT, 7, look) for look in range(6)}
    assert len(orders) > 1 and judging.shuffled(CONTRACT, 7, 0) == judging.shuffled(CONTRACT, 7, 0)
    assert set(judging.numbered(ATOMS)[0]) == {"id", "question", "kind"}


def test_one_family_is_known_across_services() -> None:
    assert judging.is_one_family("openrouter/x-ai/grok-4", "xai/grok-4-fast")
    assert not judging.is_one_family("openai/gpt-5", "gemini/gemini-3-pro")


def session() -> Session:
    """Two images: the second shows dusk, and has lost its boats."""
    blocks = {name: f"{name} one" for name in flex.BLOCKS}
    later = blocks | {"lighting": "dusk", "subject": "boats"}
    now = strategies.with_contract(Session("boats"), CONTRACT)
    now = strategies.with_image(strategies.with_prompt(now, flex.build(blocks).text), "a")
    for _ in range(strategies.LOOKS):
        now = strategies.with_reading(now, 0, reading("dusk"))
    now = strategies.with_image(strategies.with_prompt(now, flex.build(later).text), "b")
    for _ in range(strategies.LOOKS):
        now = strategies.with_reading(now, 1, reading("boats"))
    return now.with_last(blocks=("subject", "lighting"))


def test_lessons_by_what_was_seen() -> None:
    found = recommendations.from_session(session())
    assert [(each.label, each.block, each.atoms) for each in found] == [
        ("observed", "lighting", ("dusk",)),
        ("worse", "subject", ("boats",)),
    ]
    assert (found[0].before, found[0].after) == ("lighting one", "dusk")


def test_fresh_images_verify_or_refute() -> None:
    told = strategies.pick(session(), 1)
    lessons = recommendations.from_session(told)
    claims = recommendations.compare(told, [reading("dusk")] * 3, [reading()] * 3)
    assert [(claim.atom, claim.first, claim.final, claim.is_verified) for claim in claims] == [("dusk", 0, 1, True)]
    proven = recommendations.verified(lessons, claims)
    assert proven[0].label == "verified" and proven[0].shares == {"dusk": (0, 1)}
    same = recommendations.compare(told, [reading()] * 3, [reading()] * 3)
    assert recommendations.verified(lessons, same)[-1].label == "no_effect"
    unclear = recommendations.compare(told, [reading("dusk")], [reading()])
    assert not unclear[0].is_verified


@given(st.integers(0, 6), st.integers(0, 6))
def test_law_equal_counts_verify_nothing(yes: int, no: int) -> None:
    images = [reading()] * yes + [reading("dusk")] * no
    claim = recommendations._claim("dusk", images, images)
    assert claim.certainty == pytest.approx(0.5)


def test_only_observed_lessons_are_verified() -> None:
    lesson = Recommendation("worse", 1, "subject", "a", "b", ("dusk",))
    assert recommendations.verified([lesson], [Claim("dusk", 0, 1, 0.99)])[0].label == "worse"


@pytest.mark.parametrize("takes_negative", [True, False])
@pytest.mark.parametrize("model", ["openai/gpt-image-2", "offline/poster"])
def test_every_template_renders(model: str, takes_negative: bool) -> None:
    words = Words(Prompts(resource("prompts")), model, takes_negative=takes_negative)
    now = replace(strategies.pick(session(), 1), feedback=("the {{ title }} is cut off",))
    step = strategies.next_step(now)
    assert isinstance(step, Revise)
    texts = [words.system(), words.contract(now, now.feedback[0]), words.first(now, "empty")]
    texts += [words.revise(now, step, "lost_block")]
    texts += [words.checklist(CONTRACT.asked), words.pair(now), words.whole(now, "p")]
    texts += [words.source(15, 25), words.pair(replace(now, source="picture"))]
    assert all(len(text) > 200 and "{%" not in text for text in texts)
    assert "the {{ title }} is cut off" in texts[1] and 'Did not work: "boats"' in texts[3]
    assert ("OpenAI" in texts[0]) is model.startswith("openai")


def test_guides_are_found_by_the_models_family_and_are_half_a_page() -> None:
    wanted = {
        "openai/gpt-image-2.5-flare": "openai",
        "openrouter/google/gemini-nano-banana-2.1": "gemini",
        "replicate/black-forest-labs/flux-3-image": "flux",
        "volcengine/doubao-seedream-5-0": "seedream",
        "fal_ai/openai/gpt-image-2.5/flare/text-to-image": "openai",
        "xai/grok-imagine-image": "grok",
        "stability/core": "stable-diffusion",
        "offline/poster": "",
    }
    assert {model: guide_of(model) for model in wanted} == wanted
    for name in GUIDES:
        text = Prompts(resource("prompts")).get(f"providers/{name}").text
        assert 150 <= len(text.split()) <= 300 and "Sources:" in text
