"""Bring your own keys: save, check, remove. A key goes from the vault to its own provider and nowhere else."""

from __future__ import annotations

import asyncio
import builtins
import ipaddress
from urllib.parse import urlsplit

from omniimage.contracts.base import ErrorInfo, now
from omniimage.contracts.providers import FetchedModels, ProviderInfo, ProviderList, ProviderState
from omniimage.errors import AuthFailed, BadRequest, InsufficientFunds, NotFound, StudioError
from omniimage.events import EventBus
from omniimage.providers import capabilities, engine, registry
from omniimage.providers.base import Credentials
from omniimage.providers.registry import ProviderSpec
from omniimage.settings import ProviderConfig, SettingsStore
from omniimage.storage.vault import Vault

MAX_KEY_CHARS = 4096


class Keys:
    def __init__(self, vault: Vault, settings: SettingsStore, bus: EventBus) -> None:
        self._vault = vault
        self._settings = settings
        self._bus = bus
        self._checked: dict[str, tuple[ProviderState, str, ErrorInfo | None]] = {}

    async def list(self) -> ProviderList:
        # The first look into the vault may wait for the system's keychain.
        status = await asyncio.to_thread(self._vault.status)
        return ProviderList(providers=[self._info(spec) for spec in registry.providers()], vault=status)

    async def save(self, provider: str, key: str, url: str) -> ProviderInfo:
        """Save key and base URL. An empty key keeps the saved one while the address stays the same."""
        spec = self._spec(provider)
        key, url = key.strip(), url.strip().rstrip("/")
        _check_key_text(key)
        url = _checked_url(spec, url)
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
        await asyncio.to_thread(self._vault.set, provider, key, url)
        self._checked.pop(provider, None)
        return self._announce(spec)

    async def remove(self, provider: str) -> ProviderInfo:
        spec = self._spec(provider)
        await asyncio.to_thread(self._vault.remove, provider)
        self._checked.pop(provider, None)
        return self._announce(spec)

    async def check(self, provider: str) -> ProviderInfo:
        """Ask the provider whether it takes the key, by a call that costs nothing."""
        spec = self._spec(provider)
        state: ProviderState = "works"
        info: ErrorInfo | None = None
        try:
            await engine.check_key(spec, await self.credentials(provider))
        except StudioError as error:
            states: dict[type[StudioError], ProviderState] = {AuthFailed: "refused", InsufficientFunds: "out_of_credit"}
            state = states.get(type(error), "unreachable")
            info = ErrorInfo(code=error.code, message=error.message, details=error.details)
        self._checked[provider] = (state, now(), info)
        return self._announce(spec)

    async def fetch_models(self, provider: str) -> FetchedModels:
        spec = self._spec(provider)
        names = await engine.fetch_models(spec, await self.credentials(provider))
        known = {entry.name for entry in capabilities.catalogue("image") if entry.provider == provider}
        return FetchedModels(provider=provider, names=names, image_models=[name for name in names if name in known])

    async def set_custom_models(self, provider: str, names: builtins.list[str]) -> ProviderInfo:
        """The model names the user added to a provider by hand or picked from its list."""
        spec = self._spec(provider)
        if not spec.accepts_custom_models:
            raise BadRequest("this provider's models cannot be set", field="provider")
        cleaned = list(dict.fromkeys(name.strip() for name in names if name.strip()))
        if len(cleaned) > 500 or any(len(name) > 200 or not name.isprintable() for name in cleaned):
            raise BadRequest("model names are at most 200 printable characters, 500 of them", field="names")
        configs = dict(self._settings.current.providers)
        configs[provider] = configs.get(provider, ProviderConfig()).model_copy(update={"custom_models": cleaned})
        self._settings.update({"providers": {name: config.model_dump() for name, config in configs.items()}})
        return self._announce(spec)

    async def credentials(self, provider: str) -> Credentials:
        """What one call needs. `AuthFailed` with reason `no_key` where nothing is saved."""
        spec = self._spec(provider)
        saved = await asyncio.to_thread(self._vault.get, provider)
        if saved is None:
            if spec.needs_key or (not spec.default_url and spec.id != "offline"):
                raise AuthFailed("no key is saved for this provider", provider=provider, reason="no_key", charged="no")
            return Credentials(base_url=spec.default_url)
        return Credentials(api_key=saved.key, base_url=saved.url or spec.default_url)

    def custom_models(self, provider: str) -> builtins.list[str]:
        config = self._settings.current.providers.get(provider)
        return list(config.custom_models) if config else []

    def is_ready(self, spec: ProviderSpec) -> bool:
        return spec.id == "offline" or self._vault.info(spec.id) is not None

    def was_refused(self, provider: str) -> bool:
        return provider in self._checked and self._checked[provider][0] == "refused"

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
        saved = self._vault.info(spec.id)
        configured = spec.id == "offline" or saved is not None
        state, checked, error = self._checked.get(spec.id, ("not_checked" if configured else "no_key", None, None))
        custom = self.custom_models(spec.id)
        count = sum(entry.provider == spec.id for entry in capabilities.catalogue("image")) + len(custom)
        return ProviderInfo(
            id=spec.id,
            label=spec.label,
            configured=configured,
            needs_key=spec.needs_key,
            last4=saved.last4 if saved else None,
            added=saved.added if saved else None,
            last_checked=checked,
            state="ready" if spec.id == "offline" else state,
            error=error,
            url=saved.url if saved else "",
            default_url=spec.default_url,
            url_editable=spec.url_editable,
            key_page=spec.key_page,
            image_models=count,
            custom_models=custom,
            accepts_custom_models=spec.accepts_custom_models,
        )


def _check_key_text(key: str) -> None:
    if len(key) > MAX_KEY_CHARS or not key.isascii() or any(char.isspace() or not char.isprintable() for char in key):
        raise BadRequest("a key is one line of plain characters", field="key", reason="malformed")


def _checked_url(spec: ProviderSpec, url: str) -> str:
    if not url or url == spec.default_url.rstrip("/"):
        return ""
    if not spec.url_editable:
        raise BadRequest("this provider's address is fixed", field="url", reason="fixed")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadRequest("a base URL looks like https://host/v1", field="url", reason="malformed")
    if parts.scheme == "http" and not _is_local(parts.hostname):
        raise BadRequest("a key is not sent in the clear: use https", field="url", reason="not_https")
    return url


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".local"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private
