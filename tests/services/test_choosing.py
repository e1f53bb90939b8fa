"""Votes on runs: one opinion for each, had back, and what it says of the models."""

from __future__ import annotations

import pytest
from studio_at_work import StudioAtWork

from omniimage.contracts.choosing import Choice
from omniimage.contracts.runs import Run, RunParams
from omniimage.errors import BadRequest, NotFound

MODELS = ["offline/poster", "offline/sketch", "offline/pixel"]


def a_run(work: StudioAtWork, models: list[str] = MODELS) -> Run:
    started = work.call(work.studio.generation.start("a fox", models, RunParams(size="256x256")))
    for generation in started.generations:
        work.call(work.studio.generation.wait(generation.id))
    run: Run = work.call(work.studio.api_parts.history.get_run(started.run_id))
    return run


def test_a_pick_is_kept_replaced_and_taken_back(work: StudioAtWork) -> None:
    choosing, run = work.studio.api_parts.choosing, a_run(work)
    poster, sketch, _ = (generation.image_ids[0] for generation in run.generations)
    work.call(choosing.vote(run.id, poster))
    work.call(choosing.vote(run.id, sketch, blind=True))
    assert work.call(choosing.ballot(run.id)).winner == sketch
    ratings = work.call(choosing.ratings())
    assert (ratings.ballots, ratings.blind) == (1, 1)
    best, *others = ratings.models
    assert (best.model, best.looks, best.wins, best.kept, best.per_kept) == ("offline/sketch", 1, 1, 1, 0)
    assert [(each.wins, each.kept, each.per_kept) for each in others] == [(0, 0, None)] * 2
    assert ("ratings.changed", {"run_id": run.id}) in work.events

    work.call(choosing.take_back(run.id))
    assert work.call(choosing.ballot(run.id)) is None
    assert work.call(choosing.ratings()).models == []


def test_pairs_count_one_by_one(work: StudioAtWork) -> None:
    choosing, run = work.studio.api_parts.choosing, a_run(work)
    poster, sketch, pixel = (generation.image_ids[0] for generation in run.generations)
    pairs = [Choice(winner=poster, others=[sketch]), Choice(winner=pixel, others=[poster])]
    work.call(choosing.vote(run.id, pixel, pairs, blind=True))
    ratings = work.call(choosing.ratings(blind_only=True))
    assert [(each.model, each.looks, each.wins) for each in ratings.models] == [
        ("offline/pixel", 1, 1),
        ("offline/poster", 2, 1),
        ("offline/sketch", 1, 0),
    ]


def test_only_blind_votes_where_that_is_asked_for(work: StudioAtWork) -> None:
    choosing, run = work.studio.api_parts.choosing, a_run(work, MODELS[:2])
    work.call(choosing.vote(run.id, run.generations[0].image_ids[0]))
    assert work.call(choosing.ratings(blind_only=True)).models == []
    assert len(work.call(choosing.ratings()).models) == 2


def test_what_makes_no_sense_is_refused_and_changes_nothing(work: StudioAtWork) -> None:
    choosing, run = work.studio.api_parts.choosing, a_run(work, MODELS[:2])
    one, other = (generation.image_ids[0] for generation in run.generations)
    work.call(choosing.vote(run.id, one))
    for bad in (
        choosing.vote(run.id, "img_elsewhere"),
        choosing.vote(run.id, other, [Choice(winner=other, others=["img_elsewhere"])]),
        choosing.vote(run.id, other, [Choice(winner=other, others=[other])]),
        choosing.vote(run.id, other, [Choice(winner=other, others=[one])] * 1001),
    ):
        with pytest.raises(BadRequest):
            work.call(bad)
    with pytest.raises(NotFound):
        work.call(choosing.vote("run_nowhere", one))
    assert work.call(choosing.ballot(run.id)).winner == one
