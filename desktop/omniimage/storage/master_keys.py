"""Master keys: random ones in the system's keychain; where there is none, in a file that only its owner can read.

A passphrase takes the place of both: then the master key lies encrypted in the vault's own file.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from cryptography.fernet import Fernet

from omniimage.errors import storage_errors
from omniimage.storage.files import sync_folder, write_whole
from omniimage.storage.vault_file import Backend

SERVICE = "OmniImage Studio"
KEYCHAIN_SECONDS = 3.0
# Anything else (null, fail, plain text files) is no keychain.
_REAL_KEYCHAINS = {f"keyring.backends.{name}" for name in ("macOS", "Windows", "SecretService", "libsecret", "kwallet")}
log = logging.getLogger(__name__)


class MasterKeys:
    def __init__(self, folder: Path, keychain: bool, patience: float = KEYCHAIN_SECONDS) -> None:
        """`patience`: seconds after which a keychain that does not answer counts as none."""
        self._folder = folder
        self._keychain = keychain
        self._patience = patience
        self._found: dict[str, Fernet | None] = {}
        self._available: bool | None = None

    def find(self, id: str, backend: Backend) -> Fernet | None:
        """The master key, `None` where it is lost, still behind its passphrase, or its keychain does not answer."""
        if id not in self._found and backend != "passphrase":
            found = self._from_keychain(id) if backend == "keychain" else self._from_file(id)
            self._found.setdefault(id, found)
        return self._found.get(id)

    def is_known_lost(self, id: str) -> bool:
        """Whether it was looked for in vain. Never waits."""
        return id in self._found and self._found[id] is None

    def hold(self, id: str, value: bytes) -> Fernet:
        """Remember a master key that came from elsewhere. `ValueError` where it is none."""
        fernet = Fernet(value)
        self._found[id] = fernet
        return fernet

    def let_go(self, id: str) -> None:
        """Forget it in memory alone."""
        self._found.pop(id, None)

    def keep(self, id: str, value: bytes) -> Literal["keychain", "file"]:
        """Keep a new master key as safely as this machine can. Raises `StorageFull`, `StorageFailed`."""
        backend: Literal["keychain", "file"] = "keychain" if self._to_keychain(id, value.decode()) else "file"
        if backend == "file":
            with storage_errors("the master key cannot be saved"):
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._folder.chmod(0o700)
                write_whole(self._path(id), value, mode=0o600)
                sync_folder(self._folder)
        self.hold(id, value)
        return backend

    def delete(self, id: str, backend: Backend) -> bool:
        """Whether it is gone for good."""
        self.let_go(id)
        if backend == "keychain":
            return bool(self._ask(lambda ring: _deleted(ring, id)))
        try:
            self._path(id).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def backend(self) -> Literal["keychain", "file"]:
        """Where a new master key would go."""
        if self._available is None:
            self._available = bool(self._ask(lambda ring: True))
        return "keychain" if self._available else "file"

    def _path(self, id: str) -> Path:
        return self._folder / f"master-{id}.key"

    def _from_file(self, id: str) -> Fernet | None:
        try:
            return Fernet(self._path(id).read_bytes())
        except (OSError, ValueError):
            return None

    def _from_keychain(self, id: str) -> Fernet | None:
        def fetch(ring: Any) -> Fernet | None:
            value = ring.get_password(SERVICE, id)
            # Also when it comes late: someone had to type the keychain's password.
            return None if value is None else self.hold(id, value.encode())

        found: Fernet | None = self._ask(fetch)
        return found

    def _to_keychain(self, id: str, value: str) -> bool:
        def keep(ring: Any) -> bool:
            ring.set_password(SERVICE, id, value)
            return bool(ring.get_password(SERVICE, id) == value)

        return bool(self._ask(keep))

    def _ask(self, question: Callable[[Any], Any]) -> Any:
        """Ask the system's keychain; `None` where there is none, it refuses, or its time is up (and it is asked no more)."""
        if not self._keychain:
            return None
        answer: list[Any] = []

        def ask() -> None:
            try:
                import keyring

                ring = keyring.get_keyring()
                if _is_real(ring):
                    answer.append(question(ring))
            # A backend may fail in any way of its own; its text may hold what was asked.
            except Exception as error:  # noqa: BLE001
                log.warning("the keychain refused: %s", type(error).__name__)

        thread = threading.Thread(target=ask, name="keychain", daemon=True)
        thread.start()
        thread.join(self._patience)
        if thread.is_alive():
            log.warning("the keychain does not answer")
            self._keychain = False
        return answer[0] if answer else None


def _deleted(ring: Any, id: str) -> bool:
    if ring.get_password(SERVICE, id) is not None:
        ring.delete_password(SERVICE, id)
    return ring.get_password(SERVICE, id) is None


def _is_real(ring: Any) -> bool:
    module = type(ring).__module__
    if module == "keyring.backends.chainer":
        return bool(ring.backends) and all(_is_real(each) for each in ring.backends)
    return module in _REAL_KEYCHAINS
