"""`vault.json`, version 2: the shape of the file, its migration from version 1, and how it is read and written.

`masters` says where each master key lives, `current` which one encrypts now, `retired` which ones are still to be deleted.
`providers` holds per provider its keys in the order of use, each a Fernet token of provider, key and URL with the id of its
master. A key whose master is lost goes to the list `lost`, in case the master comes back.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from omniimage.errors import storage_errors
from omniimage.storage.files import sync_folder, write_whole
from omniimage.storage.passphrase import Sealed

FORMAT: Literal[2] = 2
Backend = Literal["keychain", "file", "passphrase"]
CheckedState = Literal["not_checked", "works", "refused", "out_of_credit", "unreachable"]
# Part of a file name.
MasterId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
log = logging.getLogger(__name__)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Master(_Part):
    """`sealed`: the master key itself, where a passphrase guards it."""

    backend: Backend
    added: str
    sealed: Sealed | None = None


class SealedKey(_Part):
    """One key. `url` is for show: the one that counts is inside the token. `last4` is empty for a short key."""

    id: str = Field(default_factory=lambda: f"key_{secrets.token_hex(6)}")
    master: str
    secret: str
    last4: str
    added: str
    url: str
    label: str = ""
    state: CheckedState = "not_checked"
    checked: str | None = None


class SealedHeaders(_Part):
    """A provider's extra headers. `shown`: what the page may see of them."""

    master: str
    secret: str
    url: str
    shown: dict[str, str | None]


class SealedProvider(_Part):
    keys: list[SealedKey] = []
    lost: list[SealedKey] = []
    headers: SealedHeaders | None = None

    def tokens(self) -> list[SealedKey | SealedHeaders]:
        """Everything that a master key has encrypted."""
        return [*self.keys, *self.lost, *([self.headers] if self.headers else [])]


class VaultFile(_Part):
    version: Literal[2] = FORMAT
    current: str = ""
    masters: dict[MasterId, Master] = {}
    retired: dict[MasterId, Backend] = {}
    providers: dict[str, SealedProvider] = {}


def load(path: Path) -> VaultFile:
    """What the file holds. One that cannot be read is kept as `vault.damaged-<date>.json`, and an empty one is begun."""
    try:
        content = json.loads(path.read_bytes())
        if isinstance(content, dict) and content.get("version") == 1:
            content = _from_version_1(content)
        return VaultFile.model_validate(content)
    except FileNotFoundError:
        return VaultFile()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        log.error("the vault cannot be read; it is kept as %s", set_aside(path, "damaged"))
        return VaultFile()


def save(path: Path, content: VaultFile) -> None:
    """Durably, readable by its owner alone. Raises `StorageFull`, `StorageFailed`."""
    with storage_errors("the key cannot be saved"):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.model_dump_json(indent=1).encode(), mode=0o600)
        sync_folder(path.parent)


def set_aside(path: Path, why: str) -> str:
    """Rename the file, to begin anew; returns its new name."""
    aside = path.with_name(f"{path.stem}.{why}-{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}.json")
    with storage_errors("the old vault cannot be set aside"):
        path.replace(aside)
    return aside.name


def _from_version_1(content: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had one unnamed key per provider. The new id follows from the token, to be the same at every start."""
    for provider in content["providers"].values():
        for key in (*provider["keys"], *provider["lost"]):
            key["id"] = f"key_{hashlib.sha256(key['secret'].encode()).hexdigest()[:12]}"
    return content | {"version": FORMAT}
