"""Refine: sessions in which a judged loop makes a prompt better."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from pydantic import Field

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.base import RequestId
from omniimage.contracts.refine import (
    MAX_ITERATIONS,
    AcceptedPrompt,
    RefineAtom,
    RefineDefaults,
    RefineSession,
    Roles,
    SessionAction,
    SessionChanges,
    SessionEstimate,
    SessionOptions,
    SessionPage,
    Strategy,
)
from omniimage.contracts.runs import ModelParams
from omniimage.contracts.studio import Done
from omniimage.services.refine.beginning import Wish
from omniimage.services.requests import Claim

Count = Annotated[int, Field(ge=1, le=MAX_ITERATIONS)]


class RefineMethods(ApiMethods):
    """Sessions. `session.changed` with `{id, status}` says after each step that there is something new to `get_session`.

    What works with models answers at once with `status: "running"`, unless it says that it waits. `cancel(session_id)`
    stops a session; what already comes in is kept. `generation.changed` and `image.added` tell of its images as of others.
    """

    def refine_defaults(self, model: str) -> RefineDefaults:
        """The roles and limits a new session with this image model begins with."""
        return self._wait(self._parts.refine.defaults(model))

    def create_session(
        self,
        goal: str,
        model: str,
        image_params: ModelParams | None = None,
        iterations_count: Count = 3,
        strategy: Strategy = "contract",
        roles: Roles | None = None,
        options: SessionOptions | None = None,
        wait: bool = True,
        request_id: RequestId = "",
    ) -> RefineSession:
        """A session with its contract and first prompt text, once they are written; without `wait` at once, still `running`.

        Where writing failed it comes with its `error` and no iteration: `generate_first` writes again.
        """
        wish = Wish(
            goal, model, image_params or ModelParams(), iterations_count, strategy, roles, options or SessionOptions()
        )
        session = self._session_once(
            request_id, ("create_session", *vars(wish).values()), lambda claim: self._parts.refine.create(wish, claim)
        )
        return self._begun(session, wait)

    def start_closer(
        self,
        img_id: str,
        prompt: str,
        model: str,
        image_params: ModelParams | None = None,
        iterations_count: Count = 3,
        roles: Roles | None = None,
        options: SessionOptions | None = None,
        wait: bool = True,
        request_id: RequestId = "",
    ) -> RefineSession:
        """A session that gets closer to a source image: `prompt` is what was read from it, questions come from the image.

        The loop goes on by itself to its last image; with `wait` it answers then. The aspect ratio is matched to the source
        where `image_params` names neither that nor a size.
        """
        wish = Wish(
            prompt, model, image_params or ModelParams(), iterations_count, "contract", roles, options or SessionOptions()
        )
        session = self._session_once(
            request_id,
            ("start_closer", img_id, *vars(wish).values()),
            lambda claim: self._parts.refine.create_closer(img_id, wish, claim),
        )
        return self._begun(session, wait)

    def estimate_session(
        self,
        session_id: str,
        action: SessionAction,
        iterations_count: Count | None = None,
        images: int = 3,
        told: bool = False,
    ) -> SessionEstimate:
        """What `generate_first`, `run_session` or `verify_session` would come to from here; `told`: after `add_feedback`."""
        return self._wait(self._parts.refine.estimate(session_id, action, iterations_count, images, told=told))

    def estimate_new_session(
        self,
        goal: str,
        model: str,
        image_params: ModelParams | None = None,
        iterations_count: Count = 3,
        strategy: Strategy = "contract",
        roles: Roles | None = None,
        economy: bool = False,
        closer: bool = False,
        only_text: bool = False,
    ) -> SessionEstimate:
        """All of it, from the goal to the last image, before anything is made; `closer`: of `start_closer`.

        `only_text`: what `create_session` itself comes to, which makes no image.
        """
        options = SessionOptions(economy=economy)
        wish = Wish(goal, model, image_params or ModelParams(), iterations_count, strategy, roles, options)
        return self._wait(self._parts.refine.estimate_new(wish, closer=closer, only_text=only_text))

    def get_session(self, session_id: str) -> RefineSession:
        return self._wait(self._parts.refine.get(session_id))

    def list_sessions(
        self, text: str = "", cursor: str | None = None, limit: int = 50, owner: str | None = None
    ) -> SessionPage:
        """Newest first; `text`: each of its words occurs in goal or name. `owner`: one person's alone."""
        return self._wait(self._parts.refine.list(text, cursor, limit, owner))

    def update_session(self, session_id: str, changes: SessionChanges) -> RefineSession:
        """Name, locked blocks, economy, target, roles, model, parameters. Not while it runs, but for name and locks."""
        return self._wait(self._parts.refine.update(session_id, changes))

    def update_session_prompt(self, session_id: str, prompt_text: str) -> RefineSession:
        """The user's own words, with the block markers. They replace a prompt that has no image yet; else they are a new
        iteration whose image the next `generate_first` or `run_session` makes. `bad_request` says which block is broken.
        """
        return self._wait(self._parts.refine.set_prompt(session_id, prompt_text))

    def set_contract(self, session_id: str, atoms: Annotated[list[RefineAtom], Field(max_length=60)]) -> RefineSession:
        """The contract as the user edited it, without the fixed questions. Scores follow at once; what was not asked yet
        of an image is unsure there.
        """
        return self._wait(self._parts.refine.set_contract(session_id, atoms))

    def generate_first(self, session_id: str, request_id: RequestId = "") -> RefineSession:
        """Make and judge the image of a prompt that has none: the first one, or one that the user wrote."""
        return self._session_once(
            request_id,
            ("generate_first", session_id),
            lambda claim: self._parts.refine.generate_first(session_id, claim),
        )

    def add_feedback(self, session_id: str, text: Annotated[str, Field(max_length=2000)]) -> RefineSession:
        """What is wrong with the best image. It becomes a hard atom when the loop goes on."""
        return self._wait(self._parts.refine.add_feedback(session_id, text))

    def run_session(
        self, session_id: str, iterations_count: Count | None = None, request_id: RequestId = ""
    ) -> RefineSession:
        """Revise, generate, judge, so many times (else the session's own number); the first image too where there is none.

        It also goes on after a halt. A call that may have been charged unseen is made again only by this.
        """
        return self._session_once(
            request_id,
            ("run_session", session_id, iterations_count),
            lambda claim: self._parts.refine.run(session_id, iterations_count, claim),
        )

    def pick_iteration(self, session_id: str, index: int) -> RefineSession:
        """The user's own pick overrides the judge: it is the best, and the next prompt starts from it."""
        return self._wait(self._parts.refine.pick(session_id, index))

    def accept_iteration(self, session_id: str, index: int | None = None) -> RefineSession:
        """This one (else the best) is what was wanted; the session is done."""
        return self._wait(self._parts.refine.accept(session_id, index))

    def branch_session(self, session_id: str, index: int, name: str = "") -> RefineSession:
        """A new session that goes on from one iteration of this one, its image and judgement taken along."""
        return self._wait(self._parts.refine.branch(session_id, index, name))

    def verify_session(
        self, session_id: str, images: Annotated[int, Field(ge=2, le=6)] = 3, request_id: RequestId = ""
    ) -> RefineSession:
        """Make fresh images of the first and of the final prompt, `images` each, and compare them atom by atom."""
        return self._session_once(
            request_id,
            ("verify_session", session_id, images),
            lambda claim: self._parts.refine.verify(session_id, images, claim),
        )

    def session_prompt(self, session_id: str, index: int | None = None) -> AcceptedPrompt:
        """The prompt of an iteration (else the best) as the image model gets it."""
        return self._wait(self._parts.refine.prompt_of(session_id, index))

    def delete_session(self, session_id: str) -> Done:
        """Forget a session that does not run. Its images stay in the library."""
        self._wait(self._parts.refine.delete(session_id))
        return Done()

    def _session_once(
        self, request_id: str, asked: Sequence[Any], begin: Callable[[Claim], Awaitable[RefineSession]]
    ) -> RefineSession:
        return self._once(request_id, asked, begin, lambda began: self._parts.refine.get(began[0]))

    def _begun(self, session: RefineSession, wait: bool) -> RefineSession:
        return self._wait(self._parts.refine.at_rest(session.id)) if wait else session
