"""One prompt with variations: lists of words in it, values of parameters, and every combination of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from omniimage.contracts.runs import MatrixAxis, MatrixPreview, Run, RunParams, StartedRun
from omniimage.errors import BadRequest, TooLarge
from omniimage.services.batch.making import Subject, Template
from omniimage.services.generation import GenerationManager
from omniimage.services.generation_job import Variation, check_prompt
from omniimage.services.model_list import ModelList

MAX_AXES = 2
MAX_GENERATIONS = 100


class Matrix:
    def __init__(self, models: ModelList, generation: GenerationManager) -> None:
        self._models = models
        self._generation = generation

    async def preview(
        self, prompt: str, models: Sequence[str], params: RunParams, axes: Sequence[MatrixAxis]
    ) -> MatrixPreview:
        """How many pictures, and for how much. Raises as `lay_out`."""
        found, variations = lay_out(prompt, params, axes)
        check_size(variations, models)
        estimates = [await self._models.estimate(each.prompt, models, each.params) for each in variations]
        return MatrixPreview(
            axes=found,
            images=len(variations) * len(dict.fromkeys(models)),
            known_cost=sum(each.known_cost for each in estimates),
            unknown_models=list(dict.fromkeys(model for each in estimates for model in each.unknown_models)),
            problems={row.model: str(row.problem) for each in estimates for row in each.models if row.problem},
        )

    async def start(
        self,
        prompt: str,
        models: Sequence[str],
        params: RunParams,
        axes: Sequence[MatrixAxis],
        claim: Callable[[Run], None] = lambda run: None,
    ) -> StartedRun:
        """Begin all of it as one run, under the caps as a whole. Raises as `lay_out`, and `CostCap`."""
        found, variations = lay_out(prompt, params, axes)
        check_size(variations, models)
        return await self._generation.start(prompt, models, params, claim=claim, axes=found, variations=variations)


def check_size(variations: Sequence[Variation], models: Sequence[str]) -> None:
    """Raises `TooLarge`."""
    asked = len(variations) * len(dict.fromkeys(models))
    if asked > MAX_GENERATIONS:
        raise TooLarge("a matrix of so many pictures", images=asked, limit=MAX_GENERATIONS)


def lay_out(prompt: str, params: RunParams, axes: Sequence[MatrixAxis]) -> tuple[list[MatrixAxis], list[Variation]]:
    """The axes, those in the words of the prompt first, and every combination. One picture each.

    Raises `BadRequest`: braces that do not match, no axis or more than two, a value that its parameter does not take.
    """
    check_prompt(prompt)
    template = Template(prompt, (), {})
    found = [MatrixAxis(values=list(choice)) for choice in template.choices]
    own = [axis.model_copy(update={"values": list(dict.fromkeys(map(str.strip, axis.values)))}) for axis in axes]
    found += own
    if not 1 <= len(found) <= MAX_AXES or not all(any(axis.values) for axis in own):
        raise BadRequest(f"a matrix has one or {MAX_AXES} axes with values", field="axes", reason="axes", axes=len(found))
    if len({axis.parameter for axis in own}) < len(own):
        raise BadRequest("a parameter varies along one axis alone", field="axes", reason="axes", axes=len(found))
    places = itertools.product(*(range(len(choice)) for choice in template.choices))
    worded = list(zip(template.render(Subject(None, {}), 1), places, strict=True))
    return found, [
        Variation(words, varied, (*place, *cell)) for words, place in worded for varied, cell in _varied(params, own)
    ]


def _varied(params: RunParams, axes: Sequence[MatrixAxis]) -> Iterator[tuple[RunParams, tuple[int, ...]]]:
    """What all of it asks for, and its place on these axes. What varies is asked of every model alike."""
    names = {str(axis.parameter) for axis in axes}
    # A size and a ratio are two words for one thing.
    left_out = names | ({"size", "aspect_ratio"} if names & {"size", "aspect_ratio"} else set())
    plain = _without(params.model_dump(), left_out) | {"n": 1}
    plain["per_model"] = {model: _without(own, {*left_out, "n"}) for model, own in plain["per_model"].items()}
    for cell in itertools.product(*(range(len(axis.values)) for axis in axes)):
        chosen = {str(axis.parameter): axis.values[index] for axis, index in zip(axes, cell, strict=True)}
        try:
            yield RunParams.model_validate(plain | {name: value for name, value in chosen.items() if value}), cell
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise BadRequest(
                "a value that its parameter does not take",
                field="axes",
                reason="value",
                parameter=name,
                value=chosen.get(name),
            ) from None


def _without(values: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
