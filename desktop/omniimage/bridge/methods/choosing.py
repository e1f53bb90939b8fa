"""Which picture of a run is the best, and what that says of the models."""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.choosing import Ballot, Choice, Ratings
from omniimage.contracts.studio import Done


class ChoosingMethods(ApiMethods):
    """Votes on runs, and the ratings that come of them."""

    def vote(self, run_id: str, winner: str, choices: list[Choice] | None = None, blind: bool = False) -> Ballot:
        """The opinion of a run, in place of an earlier one. Without `choices` the winner was preferred to all the others."""
        return self._wait(self._parts.choosing.vote(run_id, winner, choices or [], blind=blind))

    def take_back_vote(self, run_id: str) -> Done:
        self._wait(self._parts.choosing.take_back(run_id))
        return Done()

    def get_ballot(self, run_id: str) -> Ballot | None:
        """`null`: this run was not voted on."""
        return self._wait(self._parts.choosing.ballot(run_id))

    def get_ratings(self, blind_only: bool = False) -> Ratings:
        return self._wait(self._parts.choosing.ratings(blind_only=blind_only))
