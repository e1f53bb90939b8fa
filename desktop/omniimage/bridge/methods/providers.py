"""Providers, their keys and addresses."""

from __future__ import annotations

from omniimage.acting import actor
from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.providers import (
    ProviderInfo,
    ProviderList,
)


class ProviderMethods(ApiMethods):
    """Providers and their keys."""

    def list_providers(self) -> ProviderList:
        """A member is told what can be used, and nothing of keys and addresses."""
        found = self._wait(self._parts.keys.list())
        return found if actor().is_admin else found.model_copy(update={"providers": [*map(_for_members, found.providers)]})

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


_HIDDEN: dict[str, object] = {
    "last4": None,
    "url": "",
    "default_url": "",
    "keys": [],
    "notes": "",
    "extra_headers": {},
    "error": None,
}


def _for_members(provider: ProviderInfo) -> ProviderInfo:
    return provider.model_copy(update=_HIDDEN)
