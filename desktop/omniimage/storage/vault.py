"""Vault: the keys, encrypted; the only room that holds them.

`vault.json`, version 1: `masters` says where each master key lives, `current` which one encrypts now, `providers` holds
per provider a list of keys (one for now), each a Fernet token of provider, key and URL with the id of its master.
A key whose master is lost stays in the list `lost`, in case the master comes back.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from omniimage.contracts.base import now
from omniimage.contracts.providers import VaultStatus
from omniimage.storage.files import storage_errors, sync_folder, write_whole
from omniimage.storage.master_keys import KEYCHAIN_SECONDS, MasterKeys

FORMAT = 1
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredKey:
    """A key in plain. `repr` never shows it."""

    key: str = field(repr=False)
    url: str


@dataclass(frozen=True)
class KeyInfo:
    """What may be shown of a key."""

    last4: str
    added: str
    url: str


class Vault:
    """May be used from any thread. The first use of a key may wait 3 s for the system's keychain; `info` never does."""

    def __init__(self, file: Path, secrets: Path, keychain: bool = True, patience: float = KEYCHAIN_SECONDS) -> None:
        self._file = file
        self._masters = MasterKeys(secrets, keychain and os.environ.get("OMNIIMAGE_NO_KEYCHAIN") != "1", patience)
        self._lock = threading.RLock()
        self._content = self._load()

    def set(self, provider: str, key: str, url: str) -> None:
        """Save a provider's key and base URL, durably. Raises `StorageFull`, `StorageFailed`."""
        with self._lock:
            content = json.loads(json.dumps(self._content))
            master_id, fernet = self._master_for_writing(content)
            entry = {
                "master": master_id,
                "secret": fernet.encrypt(json.dumps([provider, key, url]).encode()).decode(),
                # Of a very short key the end would say too much.
                "last4": key[-4:] if len(key) >= 8 else "",
                "added": now(),
                "url": url,
            }
            old = content["providers"].get(provider, {"keys": [], "lost": []})
            lost = [*old["lost"], *(each for each in old["keys"] if self._open(provider, each) is None)]
            content["providers"][provider] = {"keys": [entry], "lost": lost}
            self._save(content)

    def get(self, provider: str) -> StoredKey | None:
        """`None` where none is saved, or its master key is lost."""
        with self._lock:
            for entry in self._entries(provider):
                return self._open(provider, entry)
        return None

    def info(self, provider: str) -> KeyInfo | None:
        for entry in self._entries(provider):
            if not self._masters.is_known_lost(entry["master"]):
                return KeyInfo(last4=entry["last4"], added=entry["added"], url=entry["url"])
        return None

    def remove(self, provider: str) -> None:
        with self._lock:
            content = json.loads(json.dumps(self._content))
            if content["providers"].pop(provider, None) is not None:
                self._save(content)

    def secrets(self) -> list[str]:
        """All keys in plain, to scrub them from what others say."""
        with self._lock:
            found = (self._open(provider, entry) for provider, entry in self._all())
            return [stored.key for stored in found if stored and stored.key]

    def status(self) -> VaultStatus:
        with self._lock:
            unreadable = sorted({provider for provider, entry in self._all() if self._open(provider, entry) is None})
            current = self._content["masters"].get(self._content["current"])
            return VaultStatus(backend=current["backend"] if current else self._masters.backend(), unreadable=unreadable)

    def _entries(self, provider: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._content["providers"].get(provider, {}).get("keys", [])
        return found

    def _all(self) -> list[tuple[str, dict[str, Any]]]:
        return [(provider, entry) for provider in self._content["providers"] for entry in self._entries(provider)]

    def _open(self, provider: str, entry: dict[str, Any]) -> StoredKey | None:
        master = self._content["masters"].get(entry["master"])
        fernet = self._masters.find(entry["master"], master["backend"]) if master else None
        if fernet is None:
            return None
        try:
            owner, key, url = json.loads(fernet.decrypt(entry["secret"].encode()))
        except (InvalidToken, ValueError):
            return None
        # The token says whose key it is: one moved to another provider or address in the file is not used.
        return StoredKey(key=key, url=url) if owner == provider else None

    def _master_for_writing(self, content: dict[str, Any]) -> tuple[str, Fernet]:
        master_id = content["current"]
        master = content["masters"].get(master_id)
        fernet = self._masters.find(master_id, master["backend"]) if master else None
        if fernet is None:
            master_id = secrets.token_hex(6)
            fernet, backend = self._masters.make(master_id)
            content["masters"][master_id] = {"backend": backend, "added": now()}
            content["current"] = master_id
        return master_id, fernet

    def _load(self) -> dict[str, Any]:
        empty: dict[str, Any] = {"version": FORMAT, "current": "", "masters": {}, "providers": {}}
        try:
            content = json.loads(self._file.read_bytes())
            if content["version"] == FORMAT and isinstance(content["providers"], dict):
                return dict(content)
            raise ValueError("unknown version")
        except FileNotFoundError:
            return empty
        except (OSError, ValueError, KeyError, TypeError):
            aside = self._file.with_name(f"{self._file.stem}.damaged-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.json")
            log.error("the vault cannot be read; it is kept as %s", aside.name)
            with storage_errors("the damaged vault cannot be set aside"):
                self._file.replace(aside)
            return empty

    def _save(self, content: dict[str, Any]) -> None:
        with storage_errors("the key cannot be saved"):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(content, indent=1).encode(), mode=0o600)
            sync_folder(self._file.parent)
        self._content = content
