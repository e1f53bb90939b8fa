"""The vault's own lock: its passphrase, its master key, a fresh beginning."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from omniimage.contracts.providers import VaultStatus
from omniimage.services.keys import Keys
from omniimage.storage.vault import Vault


class VaultCare:
    """Each method answers how the vault stands then, and has all providers announced anew where it changed."""

    def __init__(self, vault: Vault, keys: Keys, unlocked: Callable[[], Awaitable[None]]) -> None:
        """`unlocked` is called whenever the keys can be read again."""
        self._vault = vault
        self._keys = keys
        self._unlocked = unlocked

    async def status(self) -> VaultStatus:
        # The first look may wait for the system's keychain.
        return await asyncio.to_thread(self._vault.status)

    async def set_passphrase(self, passphrase: str, current: str) -> VaultStatus:
        """Set, change or (empty) remove it. Raises `BadRequest`: `wrong_passphrase`, `passphrase_length`."""
        return await self._do(partial(self._vault.set_passphrase, passphrase, current))

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Raises `BadRequest`: `wrong_passphrase`, `no_passphrase`."""
        status = await self._do(partial(self._vault.unlock, passphrase))
        await self._unlocked()
        return status

    async def lock(self) -> VaultStatus:
        """Calls that are under way end as they would; new ones raise `Locked` until `unlock`."""
        return await self._do(self._vault.lock)

    async def rotate(self) -> VaultStatus:
        return await self._do(self._vault.rotate)

    async def reset(self) -> VaultStatus:
        """Begin an empty vault where the passphrase is forgotten. The old file is kept beside it."""
        return await self._do(self._vault.reset)

    async def _do(self, work: Callable[[], object]) -> VaultStatus:
        await asyncio.to_thread(work)
        self._keys.announce_all()
        return await self.status()
