"""Vault: the keys, encrypted; the only room that holds them. Their file is described in `vault_file`."""

from __future__ import annotations

import copy
import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from omniimage.contracts.base import now
from omniimage.contracts.providers import VaultStatus
from omniimage.errors import BadRequest, NotFound, StudioError
from omniimage.storage import vault_file
from omniimage.storage.master_keys import KEYCHAIN_SECONDS, MasterKeys
from omniimage.storage.passphrase import Wrapper, check_passphrase
from omniimage.storage.seals import Seals, Token, locked
from omniimage.storage.vault_file import CheckedState, SealedHeaders, SealedKey, SealedProvider, VaultFile

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
    id: str
    label: str
    state: CheckedState
    checked: str | None


@dataclass
class _Removal:
    """What one removal took away, still encrypted: the keys with their places, and the headers."""

    keys: list[tuple[int, SealedKey]]
    lost: list[SealedKey]
    headers: SealedHeaders | None

    def tokens(self) -> list[Token]:
        return [*(entry for _, entry in self.keys), *self.lost, *([self.headers] if self.headers else [])]


class Vault:
    """May be used from any thread. The first use of a key may wait 3 s for the system's keychain; `info` never does."""

    def __init__(self, file: Path, secrets: Path, keychain: bool = True, patience: float = KEYCHAIN_SECONDS) -> None:
        self._file = file
        self._masters = MasterKeys(secrets, keychain and os.environ.get("OMNIIMAGE_NO_KEYCHAIN") != "1", patience)
        self._lock = threading.RLock()
        self._content = vault_file.load(file)
        self._wrapper: Wrapper | None = None
        self._removed: dict[str, list[_Removal]] = {}
        self._seals = Seals(self._masters)

    # Keys

    def set(self, provider: str, key: str, url: str) -> None:
        """Save a provider's first key and base URL in the place of the former first one, durably.

        Raises `Locked`, `StorageFull`, `StorageFailed`.
        """
        with self._editing() as content:
            entry = self._seal_key(content, provider, key, url, label="")
            record = self._readable(content, provider)
            if record.keys:
                entry.label = record.keys[0].label
            record.keys[:1] = [entry]
            if record.headers and record.headers.url != url:
                record.headers = None

    def add(self, provider: str, key: str, url: str, label: str = "") -> str:
        """Save one more key, to be used after the others; returns its id."""
        with self._editing() as content:
            entry = self._seal_key(content, provider, key, url, label)
            self._readable(content, provider).keys.append(entry)
        return entry.id

    def get(self, provider: str, key_id: str | None = None) -> StoredKey | None:
        """The first key, or that one. `None` where none is saved, the vault is locked, or its master key is lost."""
        with self._lock:
            for entry in self._entries(provider):
                if key_id in (None, entry.id):
                    return self._open(provider, entry)
        return None

    def info(self, provider: str) -> KeyInfo | None:
        """Of the first key."""
        return next(iter(self.infos(provider)), None)

    def infos(self, provider: str) -> tuple[KeyInfo, ...]:
        """Of all keys, in the order of use."""
        return tuple(
            KeyInfo(
                last4=entry.last4,
                added=entry.added,
                url=entry.url,
                id=entry.id,
                label=entry.label,
                state=entry.state,
                checked=entry.checked,
            )
            for entry in self._entries(provider)
            if not self._masters.is_known_lost(entry.master)
        )

    def rename(self, provider: str, key_id: str, label: str) -> None:
        with self._editing() as content:
            _entry(content, provider, key_id).label = label

    def mark(self, provider: str, key_id: str, state: CheckedState, checked: str) -> None:
        """Write down whether the provider took the key, and when."""
        with self._editing() as content:
            entry = _entry(content, provider, key_id)
            entry.state, entry.checked = state, checked

    def order(self, provider: str, key_ids: Sequence[str]) -> None:
        """Raises `BadRequest` where `key_ids` are not the keys of `infos`. Those whose master key is lost come after."""
        with self._editing() as content:
            if sorted(key_ids) != sorted(info.id for info in self.infos(provider)):
                raise BadRequest("these are not the provider's keys", field="key_ids", reason="other_keys")
            keys = content.providers.get(provider, SealedProvider()).keys
            places = {key_id: place for place, key_id in enumerate(key_ids)}
            keys.sort(key=lambda entry: places.get(entry.id, len(places)))

    def remove(self, provider: str, key_id: str | None = None) -> None:
        """Remove one key, or all of the provider. `restore` brings them back while this vault is open."""
        with self._editing() as content:
            record = content.providers.get(provider)
            if record is None:
                return
            taken = [(at, entry) for at, entry in enumerate(record.keys) if key_id in (None, entry.id)]
            if key_id and not taken:
                raise NotFound("no such key", provider=provider, key_id=key_id)
            if len(taken) == len(record.keys):
                removal = _Removal(taken, record.lost, record.headers)
                del content.providers[provider]
            else:
                removal = _Removal(taken, [], None)
                record.keys = [entry for entry in record.keys if entry.id != key_id]
        self._removed.setdefault(provider, []).append(removal)

    def restore(self, provider: str, key_id: str | None = None) -> None:
        """Undo the last removal, or the one that took this key. Raises `NotFound` where there is none."""
        with self._lock:
            removals = self._removed.get(provider, [])
            fitting = [each for each in removals if key_id is None or any(entry.id == key_id for _, entry in each.keys)]
            if not fitting:
                raise NotFound("nothing to restore", provider=provider)
            with self._editing() as content:
                record = content.providers.setdefault(provider, SealedProvider())
                for at, entry in fitting[-1].keys:
                    record.keys.insert(at, entry)
                record.lost += fitting[-1].lost
                record.headers = record.headers or fitting[-1].headers
            removals.remove(fitting[-1])

    # Headers

    def set_headers(self, provider: str, headers: Mapping[str, str], shown: Mapping[str, str | None]) -> None:
        """Save all extra headers for the provider's present address. `shown`: what `shown_headers` may tell of them."""
        with self._editing() as content:
            record = content.providers.get(provider)
            if record is None or not record.keys:
                raise NotFound("this provider is not set up", provider=provider)
            record.headers = None
            if headers:
                url = record.keys[0].url
                master, secret = self._seals.seal(content, provider, dict(headers), url)
                record.headers = SealedHeaders(master=master, secret=secret, url=url, shown=dict(shown))

    def headers(self, provider: str, url: str) -> dict[str, str]:
        """The extra headers in plain, for the address that they were saved for; none for any other."""
        with self._lock:
            token = self._content.providers.get(provider, SealedProvider()).headers
            values, bound_to = (token and self._seals.open(self._content, provider, token)) or (None, None)
            if token is None or bound_to != url or not isinstance(values, dict):
                return {}
            self._seals.remember(*(value for name, value in values.items() if token.shown.get(name) is None))
            return dict(values)

    def shown_headers(self, provider: str) -> dict[str, str | None]:
        record = self._content.providers.get(provider)
        if record is None or record.headers is None or not record.keys or record.headers.url != record.keys[0].url:
            return {}
        return dict(record.headers.shown)

    # What leaves nothing behind

    def secrets(self) -> list[str]:
        """All keys in plain, to look for them in what others say."""
        with self._lock:
            found = (self._open(provider, entry) for provider, entry in self._all())
            return [stored.key for stored in found if stored and stored.key]

    def seen(self) -> frozenset[str]:
        """The secrets that this process has had in plain, and could let slip. Never waits."""
        return self._seals.seen

    def status(self) -> VaultStatus:
        with self._lock:
            locked = self.is_locked
            unreadable = {
                provider
                for provider, entry in self._all()
                if self._open(provider, entry) is None and not (locked and entry.master == self._content.current)
            }
            current = self._content.masters.get(self._content.current)
            return VaultStatus(
                backend=current.backend if current else self._masters.backend(),
                unreadable=sorted(unreadable),
                locked=locked,
                rotated=current.added if current else None,
            )

    # The passphrase and the master key

    @property
    def is_locked(self) -> bool:
        """Whether a passphrase stands before the keys. Never waits."""
        return self._seals.is_locked(self._content)

    @property
    def has_passphrase(self) -> bool:
        master = self._content.masters.get(self._content.current)
        return bool(master and master.sealed)

    def set_passphrase(self, passphrase: str, current: str = "") -> None:
        """Put the keys behind a passphrase, change it, or with an empty one remove it. The master key changes as well.

        Raises `BadRequest` where `current` is wrong or the new one too short.
        """
        if passphrase:
            check_passphrase(passphrase)
        if self.has_passphrase:
            self.unlock(current)
        elif not passphrase:
            return
        self._rehome(Wrapper(passphrase) if passphrase else None)

    def unlock(self, passphrase: str) -> None:
        """Raises `BadRequest`: reason `wrong_passphrase`, or `no_passphrase` where none is set."""
        id = self._content.current
        master = self._content.masters.get(id)
        if master is None or master.sealed is None:
            raise BadRequest("no passphrase is set", field="passphrase", reason="no_passphrase")
        wrapper = Wrapper(passphrase, master.sealed.recipe)
        value = wrapper.open(master.sealed)
        with self._lock:
            self._masters.hold(id, value)
            self._wrapper = wrapper

    def lock(self) -> None:
        """Forget the master key until the passphrase is given again. Raises `BadRequest` where none is set."""
        with self._lock:
            if not self.has_passphrase:
                raise BadRequest("no passphrase is set", field="passphrase", reason="no_passphrase")
            self._masters.let_go(self._content.current)
            self._wrapper = None

    def rotate(self) -> None:
        """Make a new master key and encrypt everything anew. Raises `Locked`, `StorageFull`, `StorageFailed`."""
        with self._lock:
            if self.is_locked:
                raise locked()
            self._rehome(self._wrapper)

    def reset(self) -> str:
        """Begin an empty vault where the passphrase is forgotten; returns the name that the old file is kept under."""
        with self._lock:
            if not self.is_locked:
                raise BadRequest("the vault is not locked", reason="not_locked")
            aside = vault_file.set_aside(self._file, "locked")
            self._content, self._wrapper, self._removed = VaultFile(), None, {}
            return aside

    def _rehome(self, wrapper: Wrapper | None) -> None:
        """A new master key, behind the passphrase of `wrapper` or where this machine keeps it best."""
        with self._lock:
            content, removed = self._content.model_copy(deep=True), copy.deepcopy(self._removed)
            id, _ = self._seals.new_master(content, wrapper)
            tokens = [token for record in content.providers.values() for token in record.tokens()]
            tokens += [token for removals in removed.values() for each in removals for token in each.tokens()]
            self._seals.rotate(content, tokens)
            try:
                vault_file.save(self._file, content)
            except StudioError:
                self._masters.delete(id, content.masters[id].backend)
                raise
            self._content, self._removed, self._wrapper = content, removed, wrapper
            self._delete_retired()

    def _delete_retired(self) -> None:
        """An old master key that stays opens nothing but old copies of the file; it is tried again next time."""
        gone = [id for id, backend in self._content.retired.items() if self._masters.delete(id, backend)]
        try:
            with self._editing() as content:
                for id in gone:
                    del content.retired[id]
        except StudioError as error:
            log.warning("a retired master key is still listed: %s", error.code)

    # Sealing

    @contextmanager
    def _editing(self) -> Iterator[VaultFile]:
        """A copy to change: written when the block ends well, forgotten otherwise."""
        with self._lock:
            content = self._content.model_copy(deep=True)
            yield content
            vault_file.save(self._file, content)
            self._content = content

    def _entries(self, provider: str) -> list[SealedKey]:
        record = self._content.providers.get(provider)
        return record.keys if record else []

    def _all(self) -> list[tuple[str, SealedKey]]:
        return [(provider, entry) for provider in self._content.providers for entry in self._entries(provider)]

    def _readable(self, content: VaultFile, provider: str) -> SealedProvider:
        """The provider's record; keys that cannot be read are put among the lost ones."""
        record = content.providers.setdefault(provider, SealedProvider())
        lost = [entry for entry in record.keys if self._open(provider, entry) is None]
        record.lost += lost
        record.keys = [entry for entry in record.keys if entry not in lost]
        return record

    def _seal_key(self, content: VaultFile, provider: str, key: str, url: str, label: str) -> SealedKey:
        master, secret = self._seals.seal(content, provider, key, url)
        self._seals.remember(key)
        # Of a very short key the end would say too much, that of a JSON document nothing.
        last4 = key[-4:] if len(key) >= 8 and not key.startswith("{") else ""
        return SealedKey(master=master, secret=secret, last4=last4, added=now(), url=url, label=label)

    def _open(self, provider: str, entry: SealedKey) -> StoredKey | None:
        found = self._seals.open(self._content, provider, entry)
        if found is None or not isinstance(found[0], str):
            return None
        self._seals.remember(found[0])
        return StoredKey(key=found[0], url=found[1])


def _entry(content: VaultFile, provider: str, key_id: str) -> SealedKey:
    for entry in content.providers.get(provider, SealedProvider()).keys:
        if entry.id == key_id:
            return entry
    raise NotFound("no such key", provider=provider, key_id=key_id)
