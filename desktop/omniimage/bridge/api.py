"""Api: every method the page can call, in both transports. One line of work each; the services do it.

Methods are synchronous: the window calls each in a thread of its own, the server in a worker thread.
The annotations are the contract: arguments are validated against them and the page's types generated from them.
"""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from omniimage.contracts.images import DeletedImages, Image, ImagePage, ImageQuery, Imported, SavedFile
from omniimage.contracts.models import Estimate, Kind, ModelInfo, ModelOverride
from omniimage.contracts.providers import (
    ExportedSettings,
    FetchedModels,
    ImportedSettings,
    ProviderInfo,
    ProviderList,
    VaultStatus,
)
from omniimage.contracts.runs import Generation, Run, RunPage, RunParams, StartedRun
from omniimage.contracts.studio import Done, Spend, StudioInfo
from omniimage.errors import BadRequest, StudioError
from omniimage.loop import EventLoopThread
from omniimage.services.generation import GenerationManager
from omniimage.services.keys import Keys
from omniimage.services.library import Library
from omniimage.services.model_list import ModelList
from omniimage.services.scrubbing import Scrubber
from omniimage.services.settings_archive import SettingsArchive
from omniimage.services.spend import SpendLedger
from omniimage.services.vault_care import VaultCare
from omniimage.settings import Settings, SettingsStore
from omniimage.storage.database import Database
from omniimage.storage.history import History

T = TypeVar("T")


class Desktop(Protocol):
    """What only a real window can do. In a browser the page does these itself, and the methods answer `bad_request`."""

    def ask_save_path(self, name: str) -> Path | None: ...
    def ask_open_paths(self) -> list[Path]: ...
    def copy_picture(self, file: Path) -> None: ...
    def reveal(self, file: Path) -> None: ...
    def open_external(self, url: str) -> None: ...
    def quit(self) -> None: ...


@dataclass(frozen=True)
class ApiParts:
    """The services behind the Api, built by `app`."""

    loop: EventLoopThread
    settings: SettingsStore
    generation: GenerationManager
    history: History
    library: Library
    keys: Keys
    vault: VaultCare
    scrubber: Scrubber
    archive: SettingsArchive
    models: ModelList
    spend: SpendLedger
    info: StudioInfo
    database: Database


class Api:
    def __init__(self, parts: ApiParts, desktop: Desktop | None = None) -> None:
        self._parts = parts
        self._desktop_or_none = desktop

    # The studio

    def studio_info(self) -> StudioInfo:
        transport: Literal["window", "browser"] = "window" if self._desktop_or_none else "browser"
        facts = {"transport": transport, "read_only": self._parts.database.read_only}
        return self._parts.info.model_copy(update=facts)

    def get_settings(self) -> Settings:
        return self._parts.settings.current

    def update_settings(self, changes: dict[str, Any]) -> Settings:
        return self._parts.settings.update(changes)

    def get_spend(self) -> Spend:
        return self._wait(self._parts.spend.get())

    def open_external(self, url: str) -> Done:
        if not url.startswith("https://"):
            raise BadRequest("only https addresses are opened")
        self._desktop.open_external(url)
        return Done()

    def quit(self) -> Done:
        """Quit after what is being saved is saved; running requests are cancelled. The window asks before it calls this."""
        self._desktop.quit()
        return Done()

    # Providers and models

    def list_providers(self) -> ProviderList:
        return self._wait(self._parts.keys.list())

    def save_config(self, provider: str, key: str, url: str = "") -> ProviderInfo:
        """Save a key and base URL. An empty key keeps the saved one, unless the URL changed: a key has one address."""
        return self._wait(self._parts.keys.save(provider, key, url))

    def remove_config(self, provider: str) -> ProviderInfo:
        return self._wait(self._parts.keys.remove(provider))

    def restore_config(self, provider: str, key_id: str = "") -> ProviderInfo:
        """Undo, in this session: put back one removed key, or all that was last removed of the provider."""
        return self._wait(self._parts.keys.restore(provider, key_id))

    def check_config(self, provider: str) -> ProviderInfo:
        """Check all keys of the provider."""
        return self._wait(self._parts.keys.check(provider))

    def add_key(self, provider: str, key: str, label: str = "") -> ProviderInfo:
        """One more key for the same address. It is used when those before it are at their limit or out of credit."""
        return self._wait(self._parts.keys.add(provider, key, label))

    def update_key(self, provider: str, key_id: str, label: str) -> ProviderInfo:
        return self._wait(self._parts.keys.rename(provider, key_id, label))

    def order_keys(self, provider: str, key_ids: list[str]) -> ProviderInfo:
        """The first one is used first; its address is the provider's."""
        return self._wait(self._parts.keys.order(provider, key_ids))

    def remove_key(self, provider: str, key_id: str) -> ProviderInfo:
        return self._wait(self._parts.keys.remove(provider, key_id))

    def check_key(self, provider: str, key_id: str) -> ProviderInfo:
        return self._wait(self._parts.keys.check(provider, key_id))

    def set_notes(self, provider: str, notes: str) -> ProviderInfo:
        return self._wait(self._parts.keys.set_notes(provider, notes))

    def set_extra_headers(self, provider: str, headers: dict[str, str | None]) -> ProviderInfo:
        """All extra headers of the provider; null keeps a value that the page was not shown."""
        return self._wait(self._parts.keys.set_extra_headers(provider, headers))

    # The vault

    def vault_status(self) -> VaultStatus:
        return self._wait(self._parts.vault.status())

    def set_passphrase(self, passphrase: str, current: str = "") -> VaultStatus:
        """Set or change it; an empty one removes it. `current` is needed where there is one."""
        return self._wait(self._parts.vault.set_passphrase(passphrase, current))

    def unlock_vault(self, passphrase: str) -> VaultStatus:
        return self._wait(self._parts.vault.unlock(passphrase))

    def lock_vault(self) -> VaultStatus:
        return self._wait(self._parts.vault.lock())

    def rotate_master_key(self) -> VaultStatus:
        return self._wait(self._parts.vault.rotate())

    def reset_vault(self) -> VaultStatus:
        """For a forgotten passphrase: begin an empty vault; the old file is kept beside it."""
        return self._wait(self._parts.vault.reset())

    def export_settings(self, passphrase: str = "") -> ExportedSettings:
        """Settings as a file; with a passphrase the keys too, and then all of it encrypted."""
        exported = self._wait(self._parts.archive.export(passphrase))
        if self._desktop_or_none is None:
            return exported
        return self._wait(self._parts.archive.save(exported, self._desktop.ask_save_path(exported.name)))

    def import_settings(self, text: str, passphrase: str = "") -> ImportedSettings:
        """`text` is the content of such a file. Keys that are there already stay."""
        return self._wait(self._parts.archive.take_in(text, passphrase))

    def fetch_models(self, provider: str) -> FetchedModels:
        return self._wait(self._parts.keys.fetch_models(provider))

    def set_custom_models(self, provider: str, names: list[str]) -> ProviderInfo:
        return self._wait(self._parts.keys.set_custom_models(provider, names))

    def list_models(self, kind: Kind = "image") -> list[ModelInfo]:
        return self._wait(self._parts.models.list(kind))

    def list_model_overrides(self) -> dict[str, ModelOverride]:
        return self._parts.models.overrides()

    def set_model_override(self, model: str, override: dict[str, Any]) -> dict[str, ModelOverride]:
        """`override` holds fields of `ModelOverride`; one of nothing takes back all that was set."""
        return self._wait(self._parts.models.set_override(model, override))

    def estimate(self, prompt: str, selected_models: list[str], params: RunParams) -> Estimate:
        return self._wait(self._parts.models.estimate(prompt, selected_models, params))

    # Runs

    def generate_all(self, prompt: str, selected_models: list[str], params: RunParams) -> StartedRun:
        return self._wait(self._parts.generation.start(prompt, selected_models, params))

    def get_run(self, run_id: str) -> Run:
        return self._wait(self._parts.history.get_run(run_id))

    def list_runs(self, text: str = "", cursor: str | None = None, limit: int = 50) -> RunPage:
        return self._wait(self._parts.history.list_runs(text, cursor, limit))

    def cancel(self, id: str) -> Done:
        self._wait(self._parts.generation.cancel(id))
        return Done()

    def retry(self, id: str) -> Generation:
        return self._wait(self._parts.generation.retry(id))

    def resolve_unknown(self, attempt_id: str, action: Literal["discard", "resend"]) -> Generation:
        return self._wait(self._parts.generation.resolve_unknown(attempt_id, action))

    # Images

    def list_images(self, query: ImageQuery) -> ImagePage:
        return self._wait(self._parts.library.list(query))

    def get_image(self, img_id: str) -> Image:
        return self._wait(self._parts.library.get(img_id))

    def update_image(self, img_id: str, favourite: bool) -> Image:
        return self._wait(self._parts.library.set_favourite(img_id, favourite))

    def delete_images(self, img_ids: list[str]) -> DeletedImages:
        return self._wait(self._parts.library.delete(img_ids))

    def restore_images(self, img_ids: list[str]) -> DeletedImages:
        return self._wait(self._parts.library.restore(img_ids))

    def import_images(self, paths: list[str]) -> Imported:
        """Copy files of this machine into the library. Only in the window: a browser posts to /uploads."""
        _ = self._desktop
        return self._wait(self._parts.library.import_files([Path(path) for path in paths]))

    def pick_images(self) -> Imported:
        """Ask for files with the system's dialog and import them; nothing chosen imports nothing."""
        return self._wait(self._parts.library.import_files(self._desktop.ask_open_paths()))

    def save_image(self, img_id: str) -> SavedFile:
        """Ask where, then copy the original bytes there."""
        name = self._wait(self._parts.library.export_name(img_id))
        target = self._desktop.ask_save_path(name)
        if target is None:
            return SavedFile(path=None)
        return self._wait(self._parts.library.save_copy(img_id, target))

    def reveal_image(self, img_id: str) -> Done:
        self._desktop.reveal(self._wait(self._parts.library.original(img_id)).path)
        return Done()

    def copy_image(self, img_id: str) -> Done:
        self._desktop.copy_picture(self._wait(self._parts.library.original(img_id)).path)
        return Done()

    @property
    def _desktop(self) -> Desktop:
        if self._desktop_or_none is None:
            raise BadRequest("only the window can do this; a browser does it itself")
        return self._desktop_or_none

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._parts.loop.call(work)
        except StudioError as error:
            self._parts.scrubber.error(error)
            raise
