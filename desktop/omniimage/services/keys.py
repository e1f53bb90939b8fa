"""Bring your own keys: save, check, remove. A key goes from the vault to its own provider and nowhere else."""

from __future__ import annotations

import asyncio
import builtins
import logging
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from omniimage.contracts.base import now
from omniimage.contracts.models import UnavailableReason
from omniimage.contracts.providers import FetchedModels, ProviderInfo, ProviderList
from omniimage.errors import AuthFailed, BadRequest, InsufficientFunds, Locked, NotFound, RateLimited, StudioError
from omniimage.events import EventBus
from omniimage.providers import capabilities, engine, registry
from omniimage.providers.base import Credentials
from omniimage.providers.registry import ProviderSpec
from omniimage.services import key_rules
from omniimage.services.key_states import KeyStates, state_after
from omniimage.services.provider_view import provider_info
from omniimage.settings import ProviderConfig, SettingsStore
from omniimage.storage.vault import KeyInfo, Vault

log = logging.getLogger(__name__)


class Keys:
    def __init__(self, vault: Vault, settings: SettingsStore, bus: EventBus) -> None:
        self._vault = vault
        self._settings = settings
        self._bus = bus
        self._states = KeyStates()

    async def list(self) -> ProviderList:
        # The first look into the vault may wait for the system's keychain.
        status = await asyncio.to_thread(self._vault.status)
        return ProviderList(providers=[self._info(spec) for spec in registry.providers()], vault=status)

    # Keys

    async def save(self, provider: str, key: str, url: str) -> ProviderInfo:
        """Save the first key and the base URL. An empty key keeps the saved one while the address stays the same."""
        spec = self._spec(provider)
        key = key_rules.checked_key(key)
        url = key_rules.checked_url(spec, url)
        self._check_unlocked()
        saved = await asyncio.to_thread(self._vault.get, provider)
        if not key and saved:
            if saved.key and saved.url != url:
                raise BadRequest(
                    "a key belongs to one address: enter it again", field="key", reason="key_belongs_to_address"
                )
            key = saved.key
        if not key and spec.needs_key:
            raise BadRequest("this provider needs a key", field="key", reason="empty")
        if not spec.default_url and not url:
            raise BadRequest("this provider needs a base URL", field="url", reason="empty")
        return await self._change(spec, self._vault.set, key, url)

    async def add(self, provider: str, key: str, label: str = "") -> ProviderInfo:
        """One more key for the provider's present address."""
        spec = self._spec(provider)
        key, label = key_rules.checked_key(key), key_rules.checked_label(label)
        if not key:
            raise BadRequest("this provider needs a key", field="key", reason="empty")
        self._check_unlocked()
        first = await asyncio.to_thread(self._vault.get, provider)
        if first is None or not first.key:
            await self.save(provider, key, first.url if first else "")
            return await self._change(spec, self._vault.rename, self._vault.infos(provider)[0].id, label)
        infos = self._vault.infos(provider)
        if len(infos) >= key_rules.MAX_KEYS:
            raise BadRequest(f"at most {key_rules.MAX_KEYS} keys", field="key", reason="key_count")
        for info in infos:
            same = await asyncio.to_thread(self._vault.get, provider, info.id)
            if same and same.key == key and same.url == first.url:
                raise BadRequest("this key is saved already", field="key", reason="key_is_there", key_id=info.id)
        return await self._change(spec, self._vault.add, key, first.url, label)

    async def rename(self, provider: str, key_id: str, label: str) -> ProviderInfo:
        return await self._change(self._spec(provider), self._vault.rename, key_id, key_rules.checked_label(label))

    async def order(self, provider: str, key_ids: builtins.list[str]) -> ProviderInfo:
        return await self._change(self._spec(provider), self._vault.order, key_ids)

    async def remove(self, provider: str, key_id: str = "") -> ProviderInfo:
        return await self._change(self._spec(provider), self._vault.remove, key_id or None)

    async def restore(self, provider: str, key_id: str = "") -> ProviderInfo:
        """Undo a removal of this session. Raises `NotFound` where there is none."""
        return await self._change(self._spec(provider), self._vault.restore, key_id or None)

    # What the provider says of them

    async def check(self, provider: str, key_id: str = "") -> ProviderInfo:
        """Ask the provider whether it takes its keys, or that one, by calls that cost nothing."""
        spec = self._spec(provider)
        self._check_unlocked()
        infos = [info for info in self._vault.infos(provider) if info.id == key_id] if key_id else self._in_use(provider)
        if not infos:
            await self.credentials(provider)
            raise NotFound("no such key", provider=provider, key_id=key_id)
        await asyncio.gather(*(self._check_one(spec, info) for info in infos))
        return self._announce(spec)

    async def fetch_models(self, provider: str) -> FetchedModels:
        spec = self._spec(provider)
        names = await engine.fetch_models(spec, await self.credentials(provider))
        known = {entry.name for entry in capabilities.catalogue("image") if entry.provider == provider}
        return FetchedModels(provider=provider, names=names, image_models=[name for name in names if name in known])

    # For calls

    async def credentials(self, provider: str, tried: Collection[str] = (), key_id: str = "") -> Credentials:
        """What one call needs, with the key whose turn it is, if possible none of `tried`; or with that very key.

        `AuthFailed` with reason `no_key` where nothing is saved, `Locked` where the vault is locked.
        """
        spec = self._spec(provider)
        gone: set[str] = set()
        # Read anew each time: a key may be replaced while it is looked up.
        while chosen := self._states.choose(self._candidates(provider, key_id, gone), tried):
            self._check_unlocked()
            if credentials := await asyncio.to_thread(self._credentials, spec, chosen):
                return credentials
            gone.add(chosen.id)
        if spec.needs_key or (not spec.default_url and spec.id != "offline"):
            raise AuthFailed("no key is saved for this provider", provider=provider, reason="no_key", charged="no")
        return Credentials(base_url=spec.default_url)

    def in_turn(self, provider: str) -> builtins.list[str]:
        """The ids of the keys that a call may be made with, the one whose turn it is first."""
        infos = self._in_use(provider)
        first = self._states.choose(infos)
        return [info.id for info in sorted(infos, key=lambda info: info is not first)]

    def labels(self) -> dict[str, tuple[str, str]]:
        """By key id: what the user calls it, and its last four characters."""
        infos = [info for spec in registry.providers() for info in self._vault.infos(spec.id)]
        return {info.id: (info.label, info.last4) for info in infos}

    def report(self, provider: str, key_id: str, error: StudioError | None) -> None:
        """What a call with that key ended with. A key at its limit is left alone until the moment the provider named."""
        info = next((each for each in self._vault.infos(provider) if each.id == key_id), None)
        if info is None:
            return
        before = self._states.state(info)
        if isinstance(error, RateLimited):
            self._states.set_aside(key_id, error)
        elif error is None or isinstance(error, InsufficientFunds) or _is_of_the_key(error):
            self._states.hear(key_id, error)
        if before != self._states.state(info):
            self._announce(self._spec(provider))

    def can_take_over(self, provider: str, error: StudioError, tried: Collection[str]) -> bool:
        """Whether another key may be asked at once: this one is refused or used up, and nothing was billed."""
        return _is_for_another(error) and self._states.can_take_over(self._in_use(provider), tried)

    def soonest(self, provider: str, error: StudioError) -> StudioError:
        """The refusal as it is, or of several keys the one that may be used again first."""
        infos = self._in_use(provider)
        pauses = [self._states.pause(info.id) for info in infos if not self._states.is_useless(info)]
        if len(infos) < 2 or not pauses or not _is_for_another(error):
            return error
        return RateLimited(error.message, **(error.details | {"retry_after": min(pauses), "safe_to_retry": True}))

    # What else belongs to a provider

    async def set_custom_models(self, provider: str, names: builtins.list[str]) -> ProviderInfo:
        """The model names the user added to a provider by hand or picked from its list."""
        spec = self._spec(provider)
        if not spec.accepts_custom_models:
            raise BadRequest("this provider's models cannot be set", field="provider")
        cleaned = list(dict.fromkeys(name.strip() for name in names if name.strip()))
        if len(cleaned) > 500 or any(len(name) > 200 or not name.isprintable() for name in cleaned):
            raise BadRequest("model names are at most 200 printable characters, 500 of them", field="names")
        return self._configure(spec, custom_models=cleaned)

    async def set_notes(self, provider: str, notes: str) -> ProviderInfo:
        if len(notes) > key_rules.MAX_NOTES_CHARS:
            raise BadRequest("the notes are too long", field="notes", reason="notes_length")
        return self._configure(self._spec(provider), notes=notes)

    async def set_extra_headers(self, provider: str, headers: Mapping[str, str | None]) -> ProviderInfo:
        """All extra headers of the provider's present address; `None` keeps the value that is saved."""
        spec = self._spec(provider)
        if not self._vault.infos(provider):
            raise BadRequest("set the provider up first", field="provider", reason="not_set_up")
        self._check_unlocked()
        url = self._vault.infos(provider)[0].url
        saved = await asyncio.to_thread(self._vault.headers, provider, url)
        whole = {name.strip(): saved.get(name.strip(), "") if value is None else value for name, value in headers.items()}
        key_rules.check_headers(spec, whole)
        shown = {name: None if key_rules.is_secret_header(name) else value for name, value in whole.items()}
        return await self._change(spec, self._vault.set_headers, whole, shown)

    def custom_models(self, provider: str) -> builtins.list[str]:
        return list(self._config(provider).custom_models)

    def obstacle(self, spec: ProviderSpec) -> UnavailableReason | None:
        """Why none of the provider's models can be called now, `None` when they can."""
        if not self.is_ready(spec):
            return "no_key"
        if self.is_locked(spec):
            return "vault_locked"
        return "key_refused" if self.was_refused(spec.id) else None

    def is_ready(self, spec: ProviderSpec) -> bool:
        return spec.id == "offline" or self._vault.info(spec.id) is not None

    def is_locked(self, spec: ProviderSpec) -> bool:
        """Whether its keys are behind a passphrase that was not given yet."""
        return spec.id != "offline" and self._vault.is_locked and self._vault.info(spec.id) is not None

    def was_refused(self, provider: str) -> bool:
        infos = self._in_use(provider)
        return bool(infos) and all(info.state == "refused" for info in infos)

    def announce_all(self) -> None:
        """Say how all providers stand, after a change of the vault itself."""
        for spec in registry.providers():
            if spec.id != "offline":
                self._announce(spec)

    async def _check_one(self, spec: ProviderSpec, info: KeyInfo) -> None:
        credentials = await asyncio.to_thread(self._credentials, spec, info)
        if credentials is None or not spec.check_path:
            return
        failed: StudioError | None = None
        try:
            await engine.check_key(spec, credentials)
        except RateLimited as error:
            # It says nothing of the key itself.
            self._states.set_aside(info.id, error)
            return
        except StudioError as error:
            failed = error
        self._states.hear(info.id, failed)
        try:
            await asyncio.to_thread(self._vault.mark, spec.id, info.id, state_after(failed), now())
        except NotFound:
            log.info("a key was removed while it was checked")

    def _credentials(self, spec: ProviderSpec, info: KeyInfo) -> Credentials | None:
        stored = self._vault.get(spec.id, info.id)
        if stored is None:
            return None
        headers = self._vault.headers(spec.id, stored.url)
        hidden = tuple(value for name, value in headers.items() if key_rules.is_secret_header(name))
        return Credentials(stored.key, stored.url or spec.default_url, info.id, headers, hidden)

    def _candidates(self, provider: str, key_id: str, gone: Collection[str]) -> builtins.list[KeyInfo]:
        """That very key, else those in use; without those of `gone`."""
        infos = [info for info in self._vault.infos(provider) if info.id == key_id] or self._in_use(provider)
        return [info for info in infos if info.id not in gone]

    def _in_use(self, provider: str) -> builtins.list[KeyInfo]:
        """The keys of the first one's address."""
        infos = self._vault.infos(provider)
        return [info for info in infos if info.url == infos[0].url]

    def _check_unlocked(self) -> None:
        if self._vault.is_locked:
            raise Locked("the vault is locked: unlock it with the passphrase", reason="vault_locked", charged="no")

    async def _change(self, spec: ProviderSpec, change: Any, *args: Any) -> ProviderInfo:
        """Change the vault in a thread, then say so."""
        before = {info.id for info in self._vault.infos(spec.id)}
        await asyncio.to_thread(partial(change, spec.id, *args))
        self._states.forget(before - {info.id for info in self._vault.infos(spec.id)})
        return self._announce(spec)

    def _configure(self, spec: ProviderSpec, **changes: Any) -> ProviderInfo:
        configs = dict(self._settings.current.providers)
        configs[spec.id] = self._config(spec.id).model_copy(update=changes)
        self._settings.update({"providers": {name: config.model_dump() for name, config in configs.items()}})
        return self._announce(spec)

    def _config(self, provider: str) -> ProviderConfig:
        return self._settings.current.providers.get(provider, ProviderConfig())

    def _spec(self, provider: str) -> ProviderSpec:
        try:
            return registry.get_provider(provider)
        except KeyError:
            raise NotFound("no such provider", provider=provider) from None

    def _announce(self, spec: ProviderSpec) -> ProviderInfo:
        info = self._info(spec)
        self._bus.publish("provider.changed", {"id": spec.id, "provider": info.model_dump(mode="json")})
        return info

    def _info(self, spec: ProviderSpec) -> ProviderInfo:
        headers = self._vault.shown_headers(spec.id)
        locked = self.is_locked(spec)
        return provider_info(spec, self._config(spec.id), self._vault.infos(spec.id), self._states, headers, locked)


def _is_for_another(error: StudioError) -> bool:
    is_free = error.details.get("safe_to_retry") or error.details.get("charged") == "no"
    return bool(is_free) and (isinstance(error, RateLimited | InsufficientFunds) or _is_of_the_key(error))


def _is_of_the_key(error: StudioError) -> bool:
    """Whether the key itself is refused. 403 may be said of the model, the region or the prompt as well."""
    return isinstance(error, AuthFailed) and (
        error.details.get("status") in (400, 401) or error.details.get("reason") == "malformed_key"
    )
