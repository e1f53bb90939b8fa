"""RefineDesk: what a person does with refinements. `driver` carries them forward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from omniimage.contracts.refine import (
    AcceptedPrompt,
    RefineAtom,
    RefineDefaults,
    RefineSession,
    Roles,
    SessionAction,
    SessionChanges,
    SessionEstimate,
    SessionPage,
)
from omniimage.errors import BadRequest
from omniimage.imaging.workers import PixelWorkers
from omniimage.sdk.refine import flex, strategies
from omniimage.sdk.refine.contract import Contract
from omniimage.sdk.refine.forecast import Forecast, forecast, forecast_of_text
from omniimage.sdk.refine.session import MAX_IMAGES, Session
from omniimage.services.chat_desk import ChatDesk
from omniimage.services.generation import GenerationManager
from omniimage.services.keys import Keys
from omniimage.services.model_list import ModelList
from omniimage.services.refine import roles, verifying, view
from omniimage.services.refine.beginning import Beginning, Wish, branched
from omniimage.services.refine.book import Book
from omniimage.services.refine.driver import Driver
from omniimage.services.refine.hands import Studio, image_params
from omniimage.services.refine.prices import Prices
from omniimage.services.refine.record import Refinement, Work, from_record
from omniimage.services.refine.showing import Showing
from omniimage.services.refine.source import matched
from omniimage.services.requests import Claim, unclaimed
from omniimage.storage.database import Database
from omniimage.storage.image_store import ImageStore
from omniimage.storage.refinements import Refinements


class RefineDesk:
    def __init__(
        self,
        *,
        database: Database,
        desk: ChatDesk,
        generation: GenerationManager,
        keys: Keys,
        models: ModelList,
        store: ImageStore,
        workers: PixelWorkers,
        showing: Showing,
    ) -> None:
        self._keys, self._models, self._store, self._showing = keys, models, store, showing
        self._beginning = Beginning(keys, models)
        self._book = Book(Refinements(database), database, self._announce)
        self._prices = Prices(models, desk)
        studio = Studio(self._book, desk, generation, store, workers, lambda id, until: self.driver.waits(id, until))
        self.driver = Driver(self._book, studio, showing.words_of, self._announce)
        showing.follow(self.driver.doing)
        self._going: set[str] = set()

    # Beginning

    async def defaults(self, model: str) -> RefineDefaults:
        """What a new session with this image model begins with. Raises `ModelMissing`."""
        return self._beginning.defaults(model)

    async def create(self, wish: Wish, claim: Claim = unclaimed) -> RefineSession:
        """Keep it and begin to write. Raises `BadRequest`, `ModelMissing`; then nothing is kept."""
        return await self._begun(self._beginning.fresh(wish), "write", claim)

    async def create_closer(self, img_id: str, wish: Wish, claim: Claim = unclaimed) -> RefineSession:
        """For a source image: the contract is made from that, and the loop goes on by itself. Raises `NotFound` as well."""
        source = await self._store.get(img_id)
        fresh = self._beginning.fresh(replace(wish, params=matched(wish.params, source)))
        return await self._begun(fresh.with_session(replace(fresh.session, source=img_id)), "run", claim)

    async def at_rest(self, id: str) -> RefineSession:
        """Once it waits for the user."""
        await self.driver.wait(id)
        return await self.get(id)

    async def branch(self, id: str, index: int, name: str) -> RefineSession:
        """A new one from one iteration of another. Raises `NotFound`, `BadRequest`."""
        made = branched(await self._book.get(id), index, name)
        await self._book.add(made)
        return await self._showing.show(made)

    # Looking

    async def get(self, id: str) -> RefineSession:
        """Raises `NotFound`."""
        return await self._showing.show(await self._book.get(id))

    async def list(self, text: str, cursor: str | None, limit: int, owner: str | None) -> SessionPage:
        """Newest first; `owner`: whose. Raises `BadRequest`."""
        rows, next_cursor, total = await self._book.rows.list(text, cursor, limit, owner)
        sessions = [await self._showing.summary(from_record(row)) for row in rows]
        return SessionPage(sessions=sessions, next_cursor=next_cursor, total=total)

    async def prompt_of(self, id: str, index: int | None) -> AcceptedPrompt:
        """As the image model gets it. Raises `BadRequest` where there is none."""
        record = await self._book.get(id)
        session = record.session
        at = session.best if index is None else index
        if at is None or not 0 <= at < len(session.iterations):
            raise BadRequest("there is no such iteration", field="index", reason="index")
        shown = flex.parse(session.iterations[at].prompt)
        takes = self._models.entry(record.model).capabilities.negative_prompt
        prompt, negative = flex.for_model(shown, takes_negative=takes)
        params = image_params(record.asked, negative).model_dump(mode="json", exclude_none=True, exclude={"per_model"})
        return AcceptedPrompt(prompt=prompt, negative_prompt=negative, params=params)

    async def estimate(
        self, id: str, action: SessionAction, count: int | None, images: int, *, told: bool
    ) -> SessionEstimate:
        """What that would come to from here; `told`: after one more remark. Raises `BadRequest` where it cannot be done."""
        record = await self._book.get(id)
        if told:
            record = record.with_session(strategies.with_feedback(record.session, "…"))
        return await self._prices.of(record, _ahead(record, action, count, images))

    async def estimate_new(self, wish: Wish, *, closer: bool, only_text: bool) -> SessionEstimate:
        """All of a session that is not there yet; `closer`: to a source image; `only_text`: of the writing alone."""
        fresh = self._beginning.fresh(replace(wish, goal=wish.goal.strip() or "…"))
        session = replace(fresh.session, source="…" if closer else None)
        ahead = forecast_of_text(session) if only_text else forecast(session)
        return await self._prices.of(fresh.with_session(session), ahead)

    # Going on

    async def generate_first(self, id: str, claim: Claim = unclaimed) -> RefineSession:
        """Make and judge the image of the prompt that has none. Raises `BadRequest` where all have theirs."""
        record = await self._at_rest(id)
        last = record.session.last
        if last is not None and last.standing != "waiting":
            raise BadRequest("every prompt has its image", reason="all_made")
        return await self._go_on(record, "first", None, claim)

    async def run(self, id: str, count: int | None, claim: Claim = unclaimed) -> RefineSession:
        """Raises `BadRequest` where no more images may be made."""
        record = await self._at_rest(id)
        return await self._go_on(record, _broken_off(record, count) or "run", count, claim)

    async def verify(self, id: str, images: int, claim: Claim = unclaimed) -> RefineSession:
        """Go on with a verification that was broken off, else begin one. Raises `BadRequest`."""
        record = await self._at_rest(id)
        if not verifying.is_unfinished(record):
            await self._book.change(
                id, lambda before: before if verifying.is_unfinished(before) else verifying.begun(before, images)
            )
        return await self._go_on(record, "verify", None, claim)

    async def accept(self, id: str, index: int | None) -> RefineSession:
        """The user has what they wanted; what runs is stopped first."""
        await self.driver.stop(id)

        def accepted(before: Refinement) -> Refinement:
            if index is None and before.session.best is None:
                raise BadRequest("there is no image yet", reason="no_image")
            changed = strategies.accept(before.session, index if index != before.session.best else None)
            return replace(before, session=changed, status="done", error=None)

        return await self._changed(id, accepted)

    # Changing

    async def add_feedback(self, id: str, text: str) -> RefineSession:
        """Raises `BadRequest` where there is nothing to speak of."""
        if not text.strip():
            raise BadRequest("the feedback is empty", field="text", reason="empty")

        def told(before: Refinement) -> Refinement:
            status = before.status if self.driver.is_running(id) or before.status == "failed" else "draft"
            return replace(before, session=strategies.with_feedback(before.session, text), status=status)

        return await self._changed(id, told)

    async def pick(self, id: str, index: int) -> RefineSession:
        await self._at_rest(id)

        def picked(before: Refinement) -> Refinement:
            status = before.status if before.status == "failed" else "draft"
            return replace(before, session=strategies.pick(before.session, index), status=status)

        return await self._changed(id, picked)

    async def set_prompt(self, id: str, text: str) -> RefineSession:
        """Raises `BadRequest` with the block that is broken, or where an image of it may already have been charged."""
        record = await self._at_rest(id)
        words = self._showing.words_of(record)

        def worded(before: Refinement) -> Refinement:
            session = strategies.with_own_prompt(before.session, words.within_limits(text))
            assert session.last is not None
            fresh = before.without_generation(session.last.index)
            return replace(fresh, session=session, status="draft", error=None)

        self._check_known_end(record)
        return await self._changed(id, worded)

    async def set_contract(self, id: str, atoms: Sequence[RefineAtom]) -> RefineSession:
        """Raises `BadRequest` where it is no contract."""
        record = await self._at_rest(id)
        if record.session.strategy != "contract":
            raise BadRequest("the simple strategy has no contract", reason="no_contract")
        contract = Contract(view.atoms_of(atoms))
        return await self._changed(
            id, lambda before: before.with_session(strategies.with_contract(before.session, contract))
        )

    async def update(self, id: str, changes: SessionChanges) -> RefineSession:
        """Raises `BadRequest`, `ModelMissing`."""
        asked = changes.model_dump(exclude_none=True, exclude={"roles", "image_params"})
        if asked.keys() - {"name", "locked"} or changes.roles or changes.image_params:
            self._check_known_end(await self._at_rest(id))
        if changes.model:
            self._models.entry(changes.model)

        def updated(before: Refinement) -> Refinement:
            model = changes.model or before.model
            named = roles.chosen(self._keys, changes.roles, model) if changes.roles else _roles_of(before)
            if changes.roles:
                roles.check(named)
            session = before.session
            own: dict[str, Any] = {name: asked[name] for name in ("economy", "target") if name in asked}
            if changes.locked is not None:
                own["locked"] = frozenset(changes.locked)
            fresh = before
            if changes.model or changes.image_params:
                fresh = before.without_generation(_open_index(session))
            return replace(
                fresh,
                name=before.name if changes.name is None else changes.name.strip(),
                count=changes.iterations_count or before.count,
                model=model,
                asked=changes.image_params or before.asked,
                writer=named.writer,
                judge=named.judge,
                session=replace(session, **own),
            )

        return await self._changed(id, updated)

    async def delete(self, id: str) -> None:
        """Raises `BadRequest` while it runs."""
        await self._at_rest(id)
        await self._book.delete(id)

    # Inside

    async def _begun(self, fresh: Refinement, work: Work, claim: Claim) -> RefineSession:
        await self._models.plan("…", fresh.model, image_params(fresh.asked, ""))
        await self._book.add(fresh, lambda: claim(fresh.id))
        await self.driver.start(fresh.id, work)
        return await self.get(fresh.id)

    async def _go_on(self, record: Refinement, work: Work, count: int | None, claim: Claim) -> RefineSession:
        def going(before: Refinement) -> Refinement:
            session = before.session if work in ("write", "verify") else _leg(before, work, count)
            return replace(before, session=session, let_go=str(unseen["id"]) if unseen else before.let_go)

        # Two presses at once go on once.
        self._check_rests(record.id)
        self._going.add(record.id)
        try:
            unseen = await self._book.rows.newest_unknown_call(record.id, record.let_go)
            await self._book.change(record.id, going)
            await self.driver.start(record.id, work, resend=True, also=lambda: claim(record.id))
        finally:
            self._going.discard(record.id)
        return await self.get(record.id)

    async def _changed(self, id: str, change: Callable[[Refinement], Refinement]) -> RefineSession:
        return await self._showing.show(await self._book.change(id, change))

    async def _at_rest(self, id: str) -> Refinement:
        record = await self._book.get(id)
        self._check_rests(id)
        return record

    def _check_rests(self, id: str) -> None:
        if id in self._going or self.driver.is_running(id):
            raise BadRequest("it is at work: stop it first", session=id, reason="running")

    @staticmethod
    def _check_known_end(record: Refinement) -> None:
        is_unknown = record.error is not None and record.error.code == "outcome_unknown"
        if is_unknown and _open_index(record.session) in record.generations:
            raise BadRequest("resolve the unknown outcome first", session=record.id, reason="unknown")

    def _announce(self, id: str) -> None:
        self._showing.announce(id, lambda: self._book.get(id))


def _ahead(record: Refinement, action: SessionAction, count: int | None, images: int) -> Forecast:
    """What an action would do. Raises `BadRequest` where it cannot be done."""
    work = _broken_off(record, count) or action if action == "run" else action
    if work == "write":
        return forecast_of_text(record.session)
    if work == "verify":
        return verifying.ahead(record if verifying.is_unfinished(record) else verifying.begun(record, images))
    return forecast(_leg(record, action, count))


def _broken_off(record: Refinement, count: int | None) -> Work | None:
    """Writing or verifying that a halt broke off, where that is to be gone on with."""
    is_broken = record.status == "failed" and record.work in ("write", "verify") and count is None
    return record.work if is_broken else None


def _leg(record: Refinement, work: SessionAction | Work, count: int | None) -> Session:
    """The session as it goes on: with one image more, with `count`, or with what a halt left of the last leg."""
    session = record.session
    if work == "first":
        # What is there and not judged yet needs no other one.
        return strategies.go_on(session, int(session.last is None or session.last.image is None))
    if record.status == "failed" and record.work == "run" and count is None:
        return replace(session, stopped="")
    has_image = any(each.image is not None for each in session.iterations)
    made = len(session.iterations) - (1 if _open_index(session) >= 0 else 0)
    if made >= MAX_IMAGES:
        raise BadRequest("so many images are not made in one session", reason="most_images", limit=MAX_IMAGES)
    return strategies.go_on(session, (count or record.count) + (not has_image))


def _open_index(session: Session) -> int:
    """The iteration whose image is still to be made, -1 where all are."""
    last = session.last
    return last.index if last is not None and last.standing == "waiting" and last.image is None else -1


def _roles_of(record: Refinement) -> Roles:
    return Roles(writer=record.writer, judge=record.judge)
