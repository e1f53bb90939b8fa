"""Settings and keys as one file, to take to another machine. Without a passphrase it holds settings alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omniimage.contracts.base import now
from omniimage.contracts.providers import ExportedSettings, ImportedSettings
from omniimage.errors import BadRequest, Locked, StudioError
from omniimage.events import EventBus
from omniimage.providers import registry
from omniimage.services.keys import Keys
from omniimage.settings import Settings, SettingsStore
from omniimage.storage.files import on_disk, write_whole
from omniimage.storage.passphrase import Sealed, Wrapper, check_passphrase
from omniimage.storage.vault import Vault

# What belongs to this machine, or to this moment.
LEFT_OUT = {"window", "prompt_draft"}


class _Key(BaseModel):
    provider: str
    key: str = Field(repr=False)
    url: str
    label: str = ""


class _Content(BaseModel):
    settings: dict[str, Any]
    keys: list[_Key] = Field(default=[], max_length=1000)
    headers: dict[str, dict[str, str]] = Field(default={}, repr=False)


class _Archive(BaseModel):
    """Either `content` in plain or `sealed`, the same as JSON behind a passphrase."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["omniimage-settings"] = "omniimage-settings"
    version: Literal[1] = 1
    created: str = Field(default_factory=now)
    content: _Content | None = None
    sealed: Sealed | None = None


class SettingsArchive:
    def __init__(self, vault: Vault, settings: SettingsStore, keys: Keys, bus: EventBus) -> None:
        self._vault = vault
        self._settings = settings
        self._keys = keys
        self._bus = bus

    async def export(self, passphrase: str) -> ExportedSettings:
        """Raises `BadRequest` where the passphrase is too short, `Locked` where the keys are locked."""
        content = _Content(settings=self._settings.current.model_dump(mode="json", exclude=LEFT_OUT))
        archive = _Archive(content=content)
        if passphrase:
            check_passphrase(passphrase)
            if self._vault.is_locked:
                raise Locked("the vault is locked: unlock it with the passphrase", reason="vault_locked")
            await asyncio.to_thread(self._add_keys, content)
            wrapper = await asyncio.to_thread(Wrapper, passphrase)
            archive = _Archive(sealed=wrapper.seal(content.model_dump_json().encode()))
        name = f"omniimage-settings-{archive.created[:10]}.json"
        text = archive.model_dump_json(indent=1, exclude_none=True)
        return ExportedSettings(name=name, text=text, path=None, keys=len(content.keys))

    async def save(self, exported: ExportedSettings, target: Path | None) -> ExportedSettings:
        """Write it where the user said, readable by its owner alone; without a target nothing is written."""
        if target is not None:
            data = (exported.text or "").encode()
            await on_disk(partial(write_whole, target, data, 0o600), "the settings cannot be saved")
        return exported.model_copy(update={"text": None, "path": str(target) if target else None})

    async def take_in(self, text: str, passphrase: str) -> ImportedSettings:
        """Lay the file's settings over the present ones and add its keys. A key or address that is there already stays.

        Raises `BadRequest`: `not_settings_file`, `passphrase_needed`, `wrong_passphrase`.
        """
        content = await asyncio.to_thread(_opened, text, passphrase)
        if content.keys and self._vault.is_locked:
            raise Locked("the vault is locked: unlock it with the passphrase", reason="vault_locked")
        self._take_settings(content.settings)
        came: Counter[str] = Counter()
        skipped: list[str] = []
        for each in content.keys:
            if await self._took(each):
                came[each.provider] += 1
            else:
                skipped.append(each.provider)
        for provider in came:
            if headers := content.headers.get(provider):
                await self._take_headers(provider, headers)
        self._keys.announce_all()
        return ImportedSettings(keys=came.total(), skipped=sorted(set(skipped)), providers=sorted(came))

    def _add_keys(self, content: _Content) -> None:
        for spec in registry.providers():
            for info in self._vault.infos(spec.id):
                if stored := self._vault.get(spec.id, info.id):
                    content.keys.append(_Key(provider=spec.id, key=stored.key, url=stored.url, label=info.label))
                    if headers := self._vault.headers(spec.id, stored.url):
                        content.headers[spec.id] = headers

    def _take_settings(self, found: dict[str, Any]) -> None:
        """A setting that this version does not know is left out."""
        known = {name: value for name, value in found.items() if name in Settings.model_fields.keys() - LEFT_OUT}
        if isinstance(known.get("providers"), dict):
            mine = {name: config.model_dump() for name, config in self._settings.current.providers.items()}
            known["providers"] = mine | known["providers"]
        self._settings.update(known)
        self._bus.publish("settings.changed", {"id": "settings"})

    async def _took(self, each: _Key) -> bool:
        """Whether the key came in. Its address is checked as if it had been typed."""
        infos = self._vault.infos(each.provider)
        try:
            if not infos:
                info = await self._keys.save(each.provider, each.key, each.url)
                if each.label:
                    await self._keys.rename(each.provider, info.keys[0].id, each.label)
            elif infos[0].url == each.url and each.key:
                await self._keys.add(each.provider, each.key, each.label)
            else:
                return False
        except BadRequest:
            return False
        except StudioError as error:
            if error.code == "not_found":
                return False
            raise
        return True

    async def _take_headers(self, provider: str, headers: dict[str, str]) -> None:
        if not self._vault.shown_headers(provider):
            try:
                await self._keys.set_extra_headers(provider, headers)
            except BadRequest:
                pass


def _opened(text: str, passphrase: str) -> _Content:
    try:
        archive = _Archive.model_validate_json(text)
        if archive.sealed is None and archive.content is not None:
            # Keys in plain are in no file of ours.
            return archive.content.model_copy(update={"keys": [], "headers": {}})
        if archive.sealed is not None and archive.content is None:
            if not passphrase:
                raise BadRequest("the file has a passphrase", field="passphrase", reason="passphrase_needed")
            opened = Wrapper(passphrase, archive.sealed.recipe).open(archive.sealed)
            return _Content.model_validate_json(opened)
    except (ValidationError, ValueError):
        # Its text shows what was read.
        pass
    raise BadRequest("this is no settings file of the studio", field="text", reason="not_settings_file")
