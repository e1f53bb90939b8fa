"""Driver: carries sessions forward, one task each, until they have to wait for the user.

What a step brought is written down in the transaction that ends its call, so a kill finds each session before a step or
after it. A call whose end nobody saw halts the session: it is shown, and made again only when the user says to go on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from omniimage import acting
from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.refine import SessionStep
from omniimage.errors import OutcomeUnknown, StudioError
from omniimage.providers import registry
from omniimage.sdk.refine import steps, strategies
from omniimage.sdk.refine.strategies import Compare, Done, Generate, Judge, MakeContract, Revise, Step, Write
from omniimage.sdk.refine.words import Words
from omniimage.services.outcome import error_info
from omniimage.services.refine import verifying
from omniimage.services.refine.book import Book
from omniimage.services.refine.hands import Halted, SessionHands, Stopped, Studio
from omniimage.services.refine.record import Refinement, Work

LEAVE_SECONDS = 10.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Doing:
    """What a session is at now; `iteration`: whose."""

    step: SessionStep
    iteration: int | None
    waiting_until: str | None = None


class Driver:
    """`words_of`: the texts for a session; `announce`: tells the page that something about a session is new."""

    def __init__(
        self, book: Book, studio: Studio, words_of: Callable[[Refinement], Words], announce: Callable[[str], None]
    ) -> None:
        self._book, self._studio = book, studio
        self._words_of, self._announce = words_of, announce
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopping: set[str] = set()
        self._doing: dict[str, Doing] = {}
        self._leaving = False

    def is_running(self, id: str) -> bool:
        return id in self._tasks

    def doing(self, id: str) -> Doing | None:
        """What it is at now; `None` while it waits for the user."""
        return self._doing.get(id)

    def waits(self, id: str, until: str | None) -> None:
        """A passing fault is being waited out, or no longer."""
        if id in self._doing:
            self._doing[id] = replace(self._doing[id], waiting_until=until)
            self._announce(id)

    async def start(self, id: str, work: Work, *, resend: bool = False, also: Callable[[], None] = lambda: None) -> None:
        """Go to work, in the background. With `resend`, what may have been charged unseen is asked for again.

        `also` belongs to the transaction by which it begins.
        """
        await self._book.change(id, lambda record: replace(record, status="running", work=work, error=None), also)
        self._launch(id, resend=resend)

    async def begin(self) -> None:
        """At start, once calls and generations of the last launch are settled: go on, or say what stands in the way."""
        for id in await self._book.rows.running():
            record = await self._book.get(id)
            unseen = await self._book.rows.newest_unknown_call(id, record.let_go)
            if unseen is None or is_free(str(unseen["model"])):
                self._launch(id, resend=False)
                continue
            error = OutcomeUnknown(
                "a call was sent and no answer was seen",
                model=unseen["model"],
                purpose=unseen["purpose"],
                call=unseen["id"],
                charged="unknown",
                cause="interrupted",
            )
            await self._halt(id, error_info(error))

    async def stop(self, id: str) -> None:
        """Stop one, and wait until it has: an image that is coming in is still kept, a chat call is closed."""
        await self._book.get(id)
        task = self._tasks.get(id)
        if task is None:
            return
        self._stopping.add(id)
        if (generation := self._studio.image_at_work(id)) is not None:
            await self._studio.generation.cancel(generation)
        else:
            task.cancel()
        await asyncio.wait({task})

    async def wait(self, id: str) -> None:
        """Until it waits for the user."""
        if task := self._tasks.get(id):
            await asyncio.wait({task})

    async def leave(self) -> None:
        """Before the end: give chat calls a moment to come home. What runs is gone on with at the next start."""
        self._leaving = True
        talking = [task for id, task in self._tasks.items() if self._studio.image_at_work(id) is None]
        if talking:
            await asyncio.wait(talking, timeout=LEAVE_SECONDS)
        for id, task in list(self._tasks.items()):
            if self._studio.image_at_work(id) is None:
                task.cancel()

    async def left(self) -> None:
        """Once the generations are drained: until all is written down."""
        if self._tasks:
            await asyncio.wait([*self._tasks.values()])

    def _launch(self, id: str, *, resend: bool) -> None:
        task = asyncio.create_task(self._work(id, resend), name=id)
        self._tasks[id] = task

    async def _work(self, id: str, resend: bool) -> None:
        try:
            owner = (await self._book.get(id)).owner
            with acting.acting_as(await self._book.rows.actor_of(owner)):
                await self._steps(id, resend)
        except (asyncio.CancelledError, Stopped):
            await self._cut(id)
        except Halted as halted:
            await (self._cut(id) if id in self._stopping else self._halt(id, halted.info))
        except StudioError as error:
            await self._halt(id, error_info(error))
        except Exception as error:
            log.exception("a session failed with an unexpected %s", type(error).__name__)
            await self._halt(id, error_info(error))
        finally:
            self._tasks.pop(id, None)
            self._stopping.discard(id)
            self._doing.pop(id, None)
            self._announce(id)

    async def _steps(self, id: str, resend: bool) -> None:
        hands = SessionHands(self._studio, id, resend)
        while not self._leaving and id not in self._stopping:
            record = await self._book.get(id)
            words = self._words_of(record)
            if record.work == "verify":
                if (slot := verifying.next_slot(record)) is None:
                    await self._end(record)
                    return
                self._tell(id, Doing("verify", record.check.final if record.check else None))
                await verifying.take(self._studio, id, slot, words, resend=resend)
                continue
            step = next_step(record)
            if isinstance(step, Done):
                await self._end(record, step.reason)
                return
            self._tell(id, _doing(record, step))
            await steps.take(record.session, step, words, hands)
        if not self._leaving:
            raise Stopped

    async def _end(self, record: Refinement, reason: str = "") -> None:
        """It is over, or waits for the user."""

        def ended(now: Refinement) -> Refinement:
            over = now.work in ("run", "verify")
            session = replace(now.session, stopped=reason) if now.work == "run" else now.session
            return replace(now, status="done" if over else "draft", session=session)

        await self._book.change(record.id, ended)

    async def _cut(self, id: str) -> None:
        """It was stopped in the middle of a step. As the studio ends, the next start finds out what became of it."""
        if self._leaving:
            return
        call = await self._book.rows.newest_unknown_call(id, "")

        def cut(now: Refinement) -> Refinement:
            # Who stopped it knows of the call that was cut.
            let_go = max(now.let_go, str(call["id"])) if call else now.let_go
            if now.work == "run":
                return replace(now, status="done", session=replace(now.session, stopped="cancelled"), let_go=let_go)
            return replace(now, status="done" if now.work == "verify" else "draft", let_go=let_go)

        await asyncio.shield(self._book.change(id, cut))

    async def _halt(self, id: str, error: ErrorInfo) -> None:
        try:
            await self._book.change(id, lambda now: replace(now, status="failed", error=error))
        except StudioError as unwritten:
            # A full disk: the next start finds it running, and what came of it.
            log.error("the end of a session could not be written down: %s", unwritten.code)

    def _tell(self, id: str, doing: Doing) -> None:
        self._doing[id] = doing
        self._announce(id)


def next_step(record: Refinement) -> Step:
    """The one thing to do for what the user asked of it; `Done` where it waits for the user."""
    session = record.session
    last = session.last
    if record.work == "write" and last is not None:
        return Done("written")
    if record.work == "first" and last is not None and last.standing != "waiting":
        return Done("judged")
    step = strategies.next_step(session)
    return Done("") if record.work != "run" and isinstance(step, Revise) else step


def is_free(model: str) -> bool:
    """Whether a call can cost nothing: it never leaves this machine."""
    return registry.get_provider(model.partition("/")[0]).group == "local"


def _doing(record: Refinement, step: Step) -> Doing:
    after = len(record.session.iterations)
    match step:
        case MakeContract():
            return Doing("contract", None)
        case Write():
            return Doing("write", 0)
        case Revise():
            return Doing("revise", after)
        case Generate() | Judge():
            return Doing("generate" if isinstance(step, Generate) else "judge", step.index)
        case Compare():
            return Doing("compare", after - 1)
    raise AssertionError("nothing is done after the end")
