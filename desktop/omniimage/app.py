"""Builds every service once, in order, and closes them in reverse. No other module constructs services."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType

from omniimage import __version__
from omniimage.bridge.api import ApiParts
from omniimage.contracts.studio import StudioInfo
from omniimage.events import EventBus
from omniimage.imaging.matting.host import MattingHost
from omniimage.imaging.matting.jobs import probe
from omniimage.imaging.workers import PixelWorkers
from omniimage.logbook import Logbook
from omniimage.loop import EventLoopThread
from omniimage.paths import DataPaths, resource
from omniimage.prompts import Prompts
from omniimage.providers import capabilities, own, rates
from omniimage.services.batch.batches import BatchDesk
from omniimage.services.batch.drafts import DraftDesk
from omniimage.services.batch.follow_up import FollowUps
from omniimage.services.batch.queue import BatchQueue
from omniimage.services.bin_keeper import BinKeeper
from omniimage.services.budget import Budget
from omniimage.services.catalogue_feed import Feed
from omniimage.services.chat_desk import ChatDesk
from omniimage.services.chat_models import ChatModels
from omniimage.services.choosing import Choosing
from omniimage.services.converting import Converting
from omniimage.services.cut_out import CutOut
from omniimage.services.delivery import Delivery
from omniimage.services.derived import DerivedImages
from omniimage.services.diagnostics import DiagnosticsDesk
from omniimage.services.exports import Exports
from omniimage.services.generation import GenerationManager
from omniimage.services.image_tools import ImageTools
from omniimage.services.importing import Importing
from omniimage.services.jobs import Jobs
from omniimage.services.keys import Keys
from omniimage.services.leftovers import Leftovers
from omniimage.services.library import Library
from omniimage.services.licences import Licences
from omniimage.services.matrix import Matrix
from omniimage.services.matting_files import ModelFiles
from omniimage.services.matting_manifest import shipped
from omniimage.services.matting_models import MattingModels
from omniimage.services.model_list import ModelList
from omniimage.services.people import People
from omniimage.services.personal import PersonalSettings
from omniimage.services.prompt_tools import PromptTools
from omniimage.services.recovery import Recovery
from omniimage.services.refine.desk import RefineDesk
from omniimage.services.refine.showing import Showing
from omniimage.services.reproduce import Reproduce
from omniimage.services.request_previews import RequestPreviews
from omniimage.services.requests import Requests
from omniimage.services.scrubbing import Scrubber
from omniimage.services.settings_archive import SettingsArchive
from omniimage.services.spend import SpendLedger
from omniimage.services.splitting import Splitting
from omniimage.services.updates import Updates
from omniimage.services.vault_care import VaultCare
from omniimage.settings import SettingsStore, system_language
from omniimage.storage.ballots import Ballots
from omniimage.storage.batch_drafts import BatchDrafts
from omniimage.storage.batch_steps import BatchSteps
from omniimage.storage.batches import Batches
from omniimage.storage.bin import Bin
from omniimage.storage.database import Database
from omniimage.storage.files import empty_folder
from omniimage.storage.history import History
from omniimage.storage.image_index import ImageIndex
from omniimage.storage.image_store import ImageStore
from omniimage.storage.ledger import Ledger
from omniimage.storage.lock import FolderLock
from omniimage.storage.reproductions import Reproductions
from omniimage.storage.vault import Vault

DRAIN_SECONDS = 40.0
LAST_SECONDS = 4.0
log = logging.getLogger(__name__)


@dataclass
class Studio:
    """The running engine of one data folder. A context manager: entering starts it, leaving closes it."""

    paths: DataPaths
    bus: EventBus
    loop: EventLoopThread
    settings: SettingsStore
    database: Database
    workers: PixelWorkers
    matting_host: MattingHost
    lock: FolderLock
    recovery: Recovery
    store: ImageStore
    desk: ChatDesk
    api_parts: ApiParts
    drain_seconds: float = DRAIN_SECONDS
    last_seconds: float = LAST_SECONDS
    _drained_until: float | None = None

    @property
    def generation(self) -> GenerationManager:
        return self.api_parts.generation

    def start(self) -> None:
        """Take the folder, open the database, settle what the last launch left. Raises `Locked`, `StorageFailed`."""
        self.lock.acquire()
        try:
            empty_folder(self.paths.work)
            self.database.open()
            self.loop.start()
            self.loop.call(self._settle())
        except BaseException:
            self.close()
            raise

    async def _settle(self) -> None:
        if self.database.read_only:
            return
        if self.database.was_damaged:
            await self.store.rebuild()
        await self.desk.settle_left()
        await self.api_parts.reproduce.settle_left()
        await self.recovery.run()
        await self.api_parts.batch_queue.begin()
        await self.api_parts.bin.begin()
        await self.api_parts.refine.driver.begin()
        await self.api_parts.follow_ups.begin()
        self.api_parts.feed.begin()
        self.api_parts.updates.begin()

    async def _drain(self) -> None:
        """Each in its turn; where one fails, a disk that refuses for one, the others still come to their end.

        What is under way has `drain_seconds` in all to come home, writing it down a few more.
        """
        parts = self.api_parts
        if self._drained_until is None:
            self._drained_until = asyncio.get_running_loop().time() + self.drain_seconds
        until = self._drained_until
        await asyncio.gather(_left(parts.prompt_tools.drain, until), _left(parts.reproduce.drain, until))
        await asyncio.gather(_left(parts.batch_queue.leave, until), _left(parts.refine.driver.leave, until))
        await _left(partial(self.generation.drain, self.drain_seconds), until)
        for leave in (parts.batch_queue.left, parts.refine.driver.left, parts.bin.leave, parts.follow_ups.leave):
            await _left(leave, until + self.last_seconds)

    def finish(self) -> None:
        """Begin nothing more, and wait until what is under way is saved. The first call sets the deadline of all."""
        with suppress(TimeoutError):
            self.loop.call(self._drain(), self.drain_seconds + self.last_seconds + 1)

    def close(self) -> None:
        """Finish what is being saved, then let go of everything in reverse order. Safe to call twice."""
        with ExitStack() as closing:
            for close in (self.lock.release, self.database.close, self.workers.close, self.matting_host.close):
                closing.callback(close)
            if self.loop.is_running:
                closing.callback(self.loop.stop)
                self.finish()

    def __enter__(self) -> Studio:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


async def _left(leave: Callable[[], Awaitable[None]], until: float) -> None:
    """`until`: by the loop's clock. Who comes too late still begins: to call off what runs takes no time."""
    try:
        async with asyncio.timeout_at(until):
            await leave()
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are still to be closed
        log.error("not all could be brought to its end: %s", type(error).__name__)


def build_studio(paths: DataPaths, logbook: Logbook | None = None, *, keychain: bool | None = None) -> Studio:
    """Build all services for one data folder; nothing runs and no database is open until `start`.

    `logbook`: the log that is kept already; without one, none is.
    """
    if keychain is None:
        keychain = os.environ.get("OMNIIMAGE_NO_KEYCHAIN") != "1"
    paths.create()
    own.load()
    capabilities.use(paths.root)
    first_start = not paths.database.exists()
    vault = Vault(paths.vault, paths.secrets, keychain)
    scrubber = Scrubber(vault.seen)
    scrubber.watch_logs()
    bus = EventBus(scrubber.values)
    loop = EventLoopThread()
    settings = SettingsStore(paths.settings)
    rates.follow(lambda: settings.current.rates)
    database = Database(paths.database, paths.backups)
    workers = PixelWorkers()
    history = History(database)
    ledger = Ledger(database, paths.spool)
    store = ImageStore(database, paths, workers)
    keys = Keys(vault, settings, bus)
    models = ModelList(keys, store)
    budget = Budget(database, keys, bus)
    delivery = Delivery(ledger, store, keys, budget)
    recovery = Recovery(history, ledger, delivery, keys, budget, bus)
    generation = GenerationManager(
        bus=bus,
        settings=settings,
        models=models,
        history=history,
        ledger=ledger,
        delivery=delivery,
        recovery=recovery,
        budget=budget,
    )
    jobs = Jobs(bus)
    derived = DerivedImages(store, workers, bus, paths)
    splitting = Splitting(derived)
    matting_host = MattingHost()
    matting_files = ModelFiles(paths.models, resource("models"), shipped())
    matting = MattingModels(matting_files, shipped(), settings, bus, partial(matting_host.run, probe), matting_host.release)
    cut_out = CutOut(derived, matting, matting_host)
    tools = ImageTools(
        jobs,
        {
            "split": splitting.tool(),
            "convert": Converting(derived).tool(),
            "bg_remove": cut_out.tool(),
            "retouch": cut_out.retouch_tool(),
        },
    )
    batches, steps = Batches(database), BatchSteps(database)
    follow_ups = FollowUps(bus=bus, batches=batches, steps=steps, tools=tools, store=store)
    queue = BatchQueue(
        bus=bus, settings=settings, batches=batches, generation=generation, recovery=recovery, follow_ups=follow_ups
    )
    desk = ChatDesk(database, keys, budget)
    prompts = Prompts(paths.prompts)
    prompt_tools = PromptTools(desk, prompts, bus)
    reproduce = Reproduce(desk, prompts, store, Reproductions(database), workers, bus, generation)
    showing = Showing(bus=bus, database=database, history=history, models=models, prompts=prompts)
    refine = RefineDesk(
        database=database,
        desk=desk,
        generation=generation,
        keys=keys,
        models=models,
        store=store,
        workers=workers,
        showing=showing,
    )
    info = StudioInfo(
        version=__version__,
        transport="browser",
        platform=sys.platform,
        data_dir=str(paths.root),
        system_language=system_language(),
        read_only=False,
        first_start=first_start,
    )
    parts = ApiParts(
        loop=loop,
        settings=settings,
        personal=PersonalSettings(settings, paths.people, bus),
        people=People(database, bus),
        requests=Requests(database),
        generation=generation,
        batches=BatchDesk(batches, steps, models, queue, settings, store),
        batch_drafts=DraftDesk(BatchDrafts(database), batches),
        batch_queue=queue,
        follow_ups=follow_ups,
        history=history,
        matrix=Matrix(models, generation),
        choosing=Choosing(Ballots(database), history, bus),
        library=Library(store, ImageIndex(database, paths), Importing(store, derived, bus), bus),
        bin=BinKeeper(Bin(database, paths, store.gate), bus),
        leftovers=Leftovers(ledger),
        jobs=jobs,
        tools=tools,
        splitting=splitting,
        matting=matting,
        exports=Exports(store, derived, jobs, paths),
        keys=keys,
        vault=VaultCare(vault, keys, generation.resume_waiting),
        scrubber=scrubber,
        archive=SettingsArchive(vault, settings, keys, bus),
        models=models,
        previews=RequestPreviews(models, keys),
        feed=Feed(settings, paths.root, keys.announce_all),
        spend=SpendLedger(database, keys, budget),
        chat_models=ChatModels(keys, settings),
        prompts=prompts,
        prompt_tools=prompt_tools,
        reproduce=reproduce,
        refine=refine,
        diagnostics=DiagnosticsDesk(logbook or Logbook(paths.logs), database, keys, scrubber, paths.root),
        licences=Licences(),
        updates=Updates(settings, bus),
        info=info,
        database=database,
    )
    return Studio(
        paths, bus, loop, settings, database, workers, matting_host, FolderLock(paths.lock), recovery, store, desk, parts
    )
