"""Keys from the studio's vault, for `--vault`. They are read, never shown; the studio may be open meanwhile."""

from __future__ import annotations

import getpass
import sys
from functools import cache
from pathlib import Path

from omniimage.errors import AuthFailed, Locked
from omniimage.paths import DataPaths
from omniimage.providers.base import Credentials
from omniimage.sdk import environment
from omniimage.services import key_rules
from omniimage.storage.vault import Vault


def credentials(provider: str, data_dir: str | None) -> Credentials:
    """The provider's first key with its headers. `AuthFailed` where none is saved, `Locked` behind a passphrase."""
    id = environment.provider_id(provider)
    spec = environment.row_of(provider)
    vault = _vault(DataPaths.default(data_dir).vault, DataPaths.default(data_dir).secrets)
    if vault.is_locked:
        _unlock(vault)
    stored = vault.get(id)
    if stored is None:
        if spec.needs_key or (not spec.default_url and spec.route not in ("offline_images", "own_images")):
            raise AuthFailed("no key is saved for this provider", provider=id, reason="no_key", charged="no")
        return Credentials(base_url=spec.default_url)
    headers = vault.headers(id, stored.url)
    hidden = tuple(value for name, value in headers.items() if key_rules.is_secret_header(name))
    return Credentials(stored.key, stored.url or spec.default_url, headers=headers, hidden=hidden)


@cache
def _vault(file: Path, secrets: Path) -> Vault:
    return Vault(file, secrets)


def _unlock(vault: Vault) -> None:
    if not sys.stdin.isatty():
        raise Locked("the vault is locked: its passphrase is asked for on a terminal", reason="vault_locked", charged="no")
    vault.unlock(getpass.getpass("Passphrase of the vault: "))
