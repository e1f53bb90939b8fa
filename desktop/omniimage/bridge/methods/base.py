"""What all groups of Api methods stand on: the services, the window where there is one, and waiting for the loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from omniimage.contracts.runs import Run, StartedGeneration, StartedRun
from omniimage.contracts.studio import StudioInfo
from omniimage.errors import BadRequest, StudioError
from omniimage.loop import EventLoopThread
from omniimage.prompts import Prompts
from omniimage.services.batch.batches import BatchDesk
from omniimage.services.batch.drafts import DraftDesk
from omniimage.services.batch.follow_up import FollowUps
from omniimage.services.batch.queue import BatchQueue
from omniimage.services.bin_keeper import BinKeeper
from omniimage.services.catalogue_feed import Feed
from omniimage.services.chat_models import ChatModels
from omniimage.services.choosing import Choosing
from omniimage.services.diagnostics import DiagnosticsDesk
from omniimage.services.exports import Exports
from omniimage.services.generation import GenerationManager
from omniimage.services.image_tools import ImageTools
from omniimage.services.jobs import Jobs
from omniimage.services.keys import Keys
from omniimage.services.leftovers import Leftovers
from omniimage.services.library import Library
from omniimage.services.licences import Licences
from omniimage.services.matrix import Matrix
from omniimage.services.matting_models import MattingModels
from omniimage.services.model_list import ModelList
from omniimage.services.people import People
from omniimage.services.personal import PersonalSettings
from omniimage.services.prompt_tools import PromptTools
from omniimage.services.refine.desk import RefineDesk
from omniimage.services.reproduce import Reproduce
from omniimage.services.request_previews import RequestPreviews
from omniimage.services.requests import Claim, Requests
from omniimage.services.scrubbing import Scrubber
from omniimage.services.settings_archive import SettingsArchive
from omniimage.services.spend import SpendLedger
from omniimage.services.splitting import Splitting
from omniimage.services.updates import Updates
from omniimage.services.vault_care import VaultCare
from omniimage.settings import SettingsStore
from omniimage.storage.database import Database
from omniimage.storage.history import History

T = TypeVar("T")


class Desktop(Protocol):
    """What only a real window can do. In a browser the page does these itself, and the methods answer `bad_request`."""

    def ask_save_path(self, name: str) -> Path | None: ...
    def ask_open_paths(self) -> list[Path]: ...
    def ask_folder(self) -> Path | None: ...
    def ask_model_path(self) -> Path | None: ...
    def copy_files(self, files: list[Path]) -> None: ...
    def copy_picture(self, file: Path) -> None: ...
    def reveal(self, file: Path) -> None: ...
    def open_external(self, url: str) -> None: ...
    def notify(self, title: str, text: str) -> None: ...
    def show_progress(self, part: float | None) -> None: ...
    def quit(self) -> None: ...


@dataclass(frozen=True)
class ApiParts:
    """The services behind the Api, built by `app`."""

    loop: EventLoopThread
    settings: SettingsStore
    personal: PersonalSettings
    people: People
    requests: Requests
    generation: GenerationManager
    batches: BatchDesk
    batch_drafts: DraftDesk
    batch_queue: BatchQueue
    follow_ups: FollowUps
    history: History
    choosing: Choosing
    matrix: Matrix
    library: Library
    bin: BinKeeper
    leftovers: Leftovers
    jobs: Jobs
    tools: ImageTools
    splitting: Splitting
    exports: Exports
    matting: MattingModels
    keys: Keys
    vault: VaultCare
    scrubber: Scrubber
    archive: SettingsArchive
    models: ModelList
    previews: RequestPreviews
    feed: Feed
    spend: SpendLedger
    chat_models: ChatModels
    prompts: Prompts
    prompt_tools: PromptTools
    reproduce: Reproduce
    refine: RefineDesk
    diagnostics: DiagnosticsDesk
    licences: Licences
    updates: Updates
    info: StudioInfo
    database: Database


class ApiMethods:
    def __init__(self, parts: ApiParts, desktop: Desktop | None = None) -> None:
        self._parts = parts
        self._desktop_or_none = desktop

    @property
    def _desktop(self) -> Desktop:
        if self._desktop_or_none is None:
            raise BadRequest("only the window can do this; a browser does it itself")
        return self._desktop_or_none

    def _once(
        self,
        request_id: str,
        asked: Sequence[Any],
        begin: Callable[[Claim], Awaitable[T]],
        again: Callable[[list[str]], Awaitable[T]],
    ) -> T:
        """Wait for `Requests.once`. `asked`: the method's name and all that makes it another question."""
        return self._wait(self._parts.requests.once(request_id, asked, begin, again))

    def _run_once(
        self, request_id: str, asked: Sequence[Any], begin: Callable[[Callable[[Run], None]], Awaitable[StartedRun]]
    ) -> StartedRun:
        """The same for what starts a run."""

        async def started(began: list[str]) -> StartedRun:
            run = await self._parts.history.get_run(began[0])
            rows = [StartedGeneration(id=each.id, model=each.model) for each in run.generations]
            return StartedRun(run_id=run.id, generations=rows)

        return self._once(request_id, asked, lambda claim: begin(lambda run: claim(run.id)), started)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._parts.loop.call(work)
        except StudioError as error:
            self._parts.scrubber.error(error)
            raise
