"""Choosing: the best picture of a run, picked or voted for blindly, and what the votes say of the models."""

from __future__ import annotations

from collections.abc import Sequence

from omniimage.contracts.base import now
from omniimage.contracts.choosing import Ballot, Choice, ModelRating, Ratings
from omniimage.contracts.runs import Run
from omniimage.errors import BadRequest
from omniimage.events import EventBus
from omniimage.services.rating import Rated, rate
from omniimage.storage.ballots import Ballots, Look
from omniimage.storage.history import History

MAX_CHOICES = 1000


class Choosing:
    def __init__(self, ballots: Ballots, history: History, bus: EventBus) -> None:
        self._ballots = ballots
        self._history = history
        self._bus = bus

    async def vote(self, run_id: str, winner: str, choices: Sequence[Choice] = (), *, blind: bool = False) -> Ballot:
        """The opinion of a run, in place of an earlier one. Without `choices` the winner was preferred to all its others.

        Raises `NotFound`, `BadRequest` where a picture is not one of the run's, or compared with itself.
        """
        if len(choices) > MAX_CHOICES:
            raise BadRequest(f"at most {MAX_CHOICES} choices", field="choices")
        model_of = _models(await self._history.get_run(run_id))
        made = list(choices) or [Choice(winner=winner, others=[id for id in model_of if id != winner])]
        named = {winner, *(id for choice in made for id in (choice.winner, *choice.others))}
        if unknown := named - model_of.keys():
            raise BadRequest("a picture is not one of this run's", field="choices", images=sorted(unknown))
        if any(choice.winner in choice.others for choice in made):
            raise BadRequest("a picture cannot be preferred to itself", field="choices")
        looks = [
            Look(model_of[choice.winner], tuple(model_of[id] for id in (choice.winner, *dict.fromkeys(choice.others))))
            for choice in made
        ]
        ballot = Ballot(run_id=run_id, winner=winner, blind=blind, created=now())
        await self._ballots.put(ballot, looks)
        self._announce(run_id)
        return ballot

    async def take_back(self, run_id: str) -> None:
        """As if this run had never been voted on. Raises `NotFound`."""
        await self._history.get_run(run_id)
        await self._ballots.remove(run_id)
        self._announce(run_id)

    async def ballot(self, run_id: str) -> Ballot | None:
        """What was thought of a run, if anything. Raises `NotFound`."""
        await self._history.get_run(run_id)
        return await self._ballots.get(run_id)

    async def ratings(self, *, blind_only: bool = False) -> Ratings:
        """From all votes, or from the blind ones alone."""
        looks, ballots, blind = await self._ballots.looks(blind_only=blind_only)
        kept = await self._ballots.kept()
        rated = rate((look.winner, look.among) for look in looks)
        models = [_rating(model, each, *kept.get(model, (0, 0, 0.0))) for model, each in rated.items()]
        return Ratings(models=sorted(models, key=lambda each: -each.rating), ballots=ballots, blind=blind)

    def _announce(self, run_id: str) -> None:
        self._bus.publish("ratings.changed", {"run_id": run_id})


def _models(run: Run) -> dict[str, str]:
    return {id: generation.model for generation in run.generations for id in generation.image_ids}


def _rating(model: str, rated: Rated, images: int, kept: int, spent: float) -> ModelRating:
    return ModelRating(model=model, **vars(rated), images=images, kept=kept, per_kept=spent / kept if kept else None)
