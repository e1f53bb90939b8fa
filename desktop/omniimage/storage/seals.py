"""Seals: turns keys into tokens and back, by the master keys of one vault file. Remembers what was seen in plain."""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from omniimage.contracts.base import now
from omniimage.errors import Locked
from omniimage.storage.master_keys import MasterKeys
from omniimage.storage.passphrase import Wrapper
from omniimage.storage.vault_file import Master, SealedHeaders, SealedKey, VaultFile

Token = SealedKey | SealedHeaders


class Seals:
    def __init__(self, masters: MasterKeys) -> None:
        self.masters = masters
        self.seen: frozenset[str] = frozenset()

    def is_locked(self, content: VaultFile) -> bool:
        """Whether a passphrase stands before the keys. Never waits."""
        master = content.masters.get(content.current)
        return bool(master and master.sealed) and self.masters.find(content.current, "passphrase") is None

    def seal(self, content: VaultFile, owner: str, secret: str | dict[str, str], url: str) -> tuple[str, str]:
        """The id of the master key, made where there is none, and the token. Raises `Locked`."""
        if self.is_locked(content):
            raise locked()
        fernet = self.fernet(content, content.current)
        if fernet is None:
            _, fernet = self.new_master(content, None)
        return content.current, fernet.encrypt(json.dumps([owner, secret, url]).encode()).decode()

    def open(self, content: VaultFile, owner: str, token: Token) -> tuple[Any, str] | None:
        """The secret and the address that it belongs to; `None` where it cannot be read or is another's."""
        fernet = self.fernet(content, token.master)
        if fernet is None:
            return None
        try:
            found, secret, url = json.loads(fernet.decrypt(token.secret.encode()))
        except (InvalidToken, ValueError, TypeError):
            return None
        # The token says whose it is: one moved to another provider or address in the file is not used.
        return (secret, url) if found == owner else None

    def new_master(self, content: VaultFile, wrapper: Wrapper | None) -> tuple[str, Fernet]:
        """The current master key from now on: behind a passphrase, or where this machine keeps it best."""
        id, value = secrets.token_hex(6), Fernet.generate_key()
        if wrapper:
            master = Master(backend="passphrase", added=now(), sealed=wrapper.seal(value))
        else:
            master = Master(backend=self.masters.keep(id, value), added=now())
        content.masters[id], content.current = master, id
        return id, self.masters.hold(id, value)

    def rotate(self, content: VaultFile, tokens: list[Token]) -> None:
        """Encrypt with the current master key whatever can be read; retire the master keys that nothing needs any more."""
        fresh = self.fernet(content, content.current)
        for token in tokens:
            old = self.fernet(content, token.master)
            if fresh is None or old is None:
                continue
            try:
                token.secret = MultiFernet([fresh, old]).rotate(token.secret.encode()).decode()
            except InvalidToken:
                continue
            token.master = content.current
        for id in content.masters.keys() - {token.master for token in tokens} - {content.current}:
            content.retired[id] = content.masters.pop(id).backend

    def fernet(self, content: VaultFile, master_id: str) -> Fernet | None:
        master = content.masters.get(master_id)
        return self.masters.find(master_id, master.backend) if master else None

    def remember(self, *plain: str) -> None:
        if fresh := {value for value in plain if value} - self.seen:
            self.seen |= fresh


def locked() -> Locked:
    return Locked("the vault is locked: unlock it with the passphrase", reason="vault_locked", charged="no")
