"""One typed `Settings`, declared once, saved as JSON. Holds no key: those are in the vault."""

from __future__ import annotations

import json
import locale
import logging
import os
import threading
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .contracts.money import Currency, Rate
from .contracts.runs import RunParams
from .contracts.studio import Language, Theme
from .errors import BadRequest, storage_errors

log = logging.getLogger(__name__)


# Https, or this machine.
FEED_ADDRESS = r"^(https://[^\s/]\S*|http://(127\.0\.0\.1|localhost)(:\d{1,5})?(/\S*)?)?$"


class WindowPlace(BaseModel):
    """Window size and position in logical pixels; `x`, `y` are `None` where the system may choose."""

    width: int = Field(default=1440, ge=800, le=16_000)
    height: int = Field(default=900, ge=600, le=16_000)
    x: int | None = None
    y: int | None = None
    maximized: bool = False


class ProviderConfig(BaseModel):
    """What the user set for a provider, but its key and address: models added by hand or from its list, notes."""

    custom_models: list[str] = []
    chat_models: list[str] = Field(default=[], max_length=500)
    notes: str = Field(default="", max_length=4000)


class RefineDraft(BaseModel):
    """What the next refinement is to be, as it was left. `writer`, `judge`: chat models; empty: the studio's choice."""

    goal: str = Field(default="", max_length=20_000)
    model: str = Field(default="", max_length=200)
    params: RunParams = RunParams()
    strategy: Literal["contract", "simple"] = "contract"
    economy: bool = False
    iterations: int = Field(default=3, ge=1, le=15)
    writer: str = Field(default="", max_length=200)
    judge: str = Field(default="", max_length=200)


class Settings(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    language: Language = "system"
    theme: Theme = "system"
    columns: Literal["auto", "1", "2", "3", "4"] = "auto"
    history_open: bool = True
    selected_models: list[str] = Field(default=["offline/poster", "offline/sketch"], max_length=64)
    params: RunParams = RunParams()
    prompt_draft: str = Field(default="", max_length=100_000)
    network_timeout_seconds: int = Field(default=600, ge=10, le=3600)
    concurrency_per_provider: int = Field(default=64, ge=1, le=256)
    batch_at_once: int = Field(default=128, ge=1, le=512)
    catalogue_url: str = Field(default="", max_length=2_000, pattern=FEED_ADDRESS)
    update_url: str = Field(default="", max_length=2_000, pattern=FEED_ADDRESS)
    matting_model: str = Field(default="auto", max_length=100)
    display_currency: Currency = "USD"
    rates: dict[Currency, Rate] = {}
    enhance_model: str = Field(default="", max_length=200)
    translate_model: str = Field(default="", max_length=200)
    reproduce_model: str = Field(default="", max_length=200)
    refine: RefineDraft = RefineDraft()
    window: WindowPlace = WindowPlace()
    providers: dict[str, ProviderConfig] = {}


class SettingsStore:
    """Reads and writes `settings.json`. A damaged file is set aside, never fatal."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._settings = self._load()

    @property
    def current(self) -> Settings:
        return self._settings

    def update(self, changes: dict[str, Any]) -> Settings:
        """Lay `changes` over the settings and save. `BadRequest` names the fields that do not fit; then nothing changes.

        Raises `StorageFull`, `StorageFailed`.
        """
        with self._lock:
            unknown = changes.keys() - Settings.model_fields.keys()
            if unknown:
                raise BadRequest("unknown settings", fields=sorted(unknown))
            try:
                merged = Settings.model_validate(self._settings.model_dump() | changes)
            except ValidationError as error:
                fields = [".".join(map(str, problem["loc"])) for problem in error.errors()]
                raise BadRequest("settings out of bounds", fields=fields) from None
            self._save(merged)
            self._settings = merged
            return merged

    def _load(self) -> Settings:
        try:
            return Settings.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return Settings()
        except (ValidationError, OSError, UnicodeDecodeError):
            log.warning("settings.json cannot be read; it is kept as settings.damaged.json")
            try:
                self._path.replace(self._path.with_suffix(".damaged.json"))
            except OSError:
                pass
            return Settings()

    def _save(self, settings: Settings) -> None:
        with storage_errors("the settings cannot be saved"):
            self._write(settings)

    def _write(self, settings: Settings) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(settings.model_dump(mode="json"), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def system_language() -> str:
    """The user's language as `en`, `zh` or `ru`; English where it is another."""
    found = (locale.getlocale()[0] or os.environ.get("LANG") or "en").lower()
    names = {"zh": "zh", "chinese": "zh", "ru": "ru", "russian": "ru"}
    return next((code for name, code in names.items() if found.startswith(name)), "en")
