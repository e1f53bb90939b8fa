"""Which picture of a run is the best, and what that says of the models."""

from __future__ import annotations

from .base import Contract


class Choice(Contract):
    """One look at pictures beside each other: `winner` was preferred to each of `others`."""

    winner: str
    others: list[str]


class Ballot(Contract):
    """What was thought of a run. `winner`: the picture that came out best. `blind`: without knowing whose they are."""

    run_id: str
    winner: str
    blind: bool
    created: str


class ModelRating(Contract):
    """What one's own votes say of a model. `rating`: 1000 is the average; 400 more are preferred ten times in eleven.

    `low` to `high`: where it lies in 95 of 100 cases. `looks`: choices it took part in, `wins` of them.
    `images` it made in all, `kept`: those that won, were saved or are favourites; `per_kept`: US dollars for each of them.
    """

    model: str
    rating: float
    low: float
    high: float
    looks: int
    wins: int
    images: int
    kept: int
    per_kept: float | None


class Ratings(Contract):
    """The best first. `ballots`: how many runs were voted on, `blind` of them blindly."""

    models: list[ModelRating]
    ballots: int
    blind: int
