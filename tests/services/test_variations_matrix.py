"""A matrix: every combination once, in its place, under the caps as one run."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studio_at_work import StudioAtWork

from omniimage.contracts.runs import MatrixAxis, ModelParams, RunParams
from omniimage.errors import BadRequest, TooLarge
from omniimage.services.matrix import lay_out

MODELS = ["offline/poster", "offline/sketch"]
words = st.lists(st.sampled_from(["dusk", "noon", "a red night", "猫"]), min_size=2, max_size=4)
values = st.lists(st.integers(0, 9).map(str), min_size=1, max_size=4, unique=True)


@given(words, values)
@settings(max_examples=50, deadline=None)
def test_every_combination_is_there_once_and_in_its_place(times: list[str], seeds: list[str]) -> None:
    prompt = f"a harbour at {{{'|'.join(times)}}}, calm"
    axes, variations = lay_out(prompt, RunParams(n=4, steps=9), [MatrixAxis(parameter="seed", values=seeds)])
    assert [axis.values for axis in axes] == [times, seeds]
    assert [each.cell for each in variations] == [*itertools.product(range(len(times)), range(len(seeds)))]
    for each in variations:
        assert each.cell is not None
        assert each.prompt == f"a harbour at {times[each.cell[0]]}, calm"
        assert (each.params.seed, each.params.n, each.params.steps) == (int(seeds[each.cell[1]]), 1, 9)


def test_what_varies_is_asked_of_every_model_alike() -> None:
    params = RunParams(size="512x512", per_model={MODELS[0]: ModelParams(seed=5, quality="high", aspect_ratio="1:1", n=2)})
    axes = [
        MatrixAxis(parameter="aspect_ratio", values=["4:3", " 16:9 ", "4:3"]),
        MatrixAxis(parameter="seed", values=["1"]),
    ]
    found, variations = lay_out("a fox", params, axes)
    assert found[0].values == ["4:3", "16:9"]
    own = [each.params.for_model(MODELS[0]) for each in variations]
    assert [(each.aspect_ratio, each.size, each.seed, each.quality, each.n) for each in own] == [
        ("4:3", None, 1, "high", 1),
        ("16:9", None, 1, "high", 1),
    ]


def test_an_empty_value_leaves_its_parameter_out() -> None:
    params = RunParams(negative_prompt="blurry", steps=9, per_model={MODELS[0]: ModelParams(negative_prompt="dark")})
    axes = [
        MatrixAxis(parameter="negative_prompt", values=["text", " ", ""]),
        MatrixAxis(parameter="steps", values=["", "4"]),
    ]
    found, variations = lay_out("a fox", params, axes)
    assert [axis.values for axis in found] == [["text", ""], ["", "4"]]
    own = [each.params.for_model(MODELS[0]) for each in variations]
    assert [(each.negative_prompt, each.steps) for each in own] == [("text", None), ("text", 4), (None, None), (None, 4)]
    worded, _ = lay_out("a {|red} fox", RunParams(), [])
    assert [axis.values for axis in worded] == [["", "red"]]


@pytest.mark.parametrize(
    ("prompt", "axes", "reason"),
    [
        ("a fox", [], "axes"),
        ("a {red|grey} fox {in snow|at noon} with {one|two} tails", [], "axes"),
        ("a fox", [{"parameter": "seed", "values": [" "]}], "axes"),
        ("a fox", [{"parameter": "seed", "values": ["1"]}, {"parameter": "seed", "values": ["2"]}], "axes"),
        ("a fox", [{"parameter": "seed", "values": ["1", "many"]}], "value"),
        ("a fox", [{"parameter": "aspect_ratio", "values": ["wide"]}], "value"),
        ("a {red|grey fox", [], "braces"),
        ("a {colour} fox", [], "placeholder"),
        (" ", [], "empty"),
    ],
)
def test_what_no_matrix_can_be_made_of_is_refused(prompt: str, axes: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        lay_out(prompt, RunParams(), [MatrixAxis(**axis) for axis in axes])
    assert refused.value.details["reason"] == reason


def test_it_is_one_run_that_remembers_where_each_stands(work: StudioAtWork) -> None:
    parts = work.studio.api_parts
    asked = ("a {red|grey} fox", MODELS, RunParams(size="256x256"), [MatrixAxis(parameter="seed", values=["1", "2"])])
    preview = work.call(parts.matrix.preview(*asked))
    assert (preview.images, preview.known_cost, preview.unknown_models, preview.problems) == (8, 0, [], {})
    started = work.call(parts.matrix.start(*asked))
    for generation in started.generations:
        work.call(work.studio.generation.wait(generation.id))
    run = work.call(parts.history.get_run(started.run_id))
    assert [axis.values for axis in run.axes] == [["red", "grey"], ["1", "2"]]
    assert [(each.model, each.cell) for each in run.generations] == [
        (model, [word, seed]) for word in (0, 1) for seed in (0, 1) for model in MODELS
    ]
    for each in run.generations:
        (image_id,) = each.image_ids
        image = work.call(parts.library.get(image_id))
        assert each.prompt == image.prompt == f"a {('red', 'grey')[each.cell[0]]} fox"
        assert image.recipe["sent"]["seed"] == (1, 2)[each.cell[1]]

    # One that is thrown away and asked for again is the same one.
    last = run.generations[-1]
    work.call(parts.library.delete(last.image_ids))
    again = work.call(work.studio.generation.retry(last.id))
    fresh = work.call(work.studio.generation.wait(again.id))
    image = work.call(parts.library.get(fresh.image_ids[0]))
    assert (image.prompt, image.recipe["sent"]["seed"]) == ("a grey fox", 2)


def test_too_many_are_refused_before_anything_begins(work: StudioAtWork) -> None:
    seeds = [MatrixAxis(parameter="seed", values=[str(number) for number in range(51)])]
    parts = work.studio.api_parts
    for ask in (parts.matrix.preview, parts.matrix.start):
        with pytest.raises(TooLarge) as refused:
            work.call(ask("a fox", MODELS, RunParams(), seeds))
        assert refused.value.details["images"] == 102
    assert work.call(parts.history.list_runs("", None, 10)).total == 0
