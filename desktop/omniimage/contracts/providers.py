"""Providers and their keys, as the page may see them."""

from __future__ import annotations

from typing import Literal

from .base import Contract, ErrorInfo
from .money import Currency

KeyState = Literal["not_checked", "works", "refused", "out_of_credit", "unreachable", "rate_limited"]
ProviderState = Literal[
    "ready", "no_key", "not_checked", "works", "refused", "out_of_credit", "unreachable", "rate_limited", "locked"
]
ProviderGroup = Literal["cloud", "compatible", "local"]


class ProviderKey(Contract):
    """One of a provider's keys. `in_use`: it belongs to the address in use; one saved for another address waits.

    `set_aside_until`: the provider asked for a pause; until then another key is used where there is one.
    """

    id: str
    label: str
    last4: str
    added: str
    last_checked: str | None
    state: KeyState
    error: ErrorInfo | None
    url: str
    in_use: bool
    set_aside_until: str | None


class ProviderInfo(Contract):
    """`last4`: the end of the first key, all of it that is ever shown. `url` is empty for the provider's own address.

    `state`: the best of its keys'. `extra_headers`: those whose name speaks of a secret have no value here.
    `checkable`: a key can be checked by a call that costs nothing; where it cannot, the first image tells.
    `currency`: what its bills are in.
    """

    id: str
    label: str
    group: ProviderGroup = "cloud"
    configured: bool
    needs_key: bool
    last4: str | None
    added: str | None
    last_checked: str | None
    state: ProviderState
    error: ErrorInfo | None
    url: str
    default_url: str
    url_editable: bool
    key_page: str | None
    image_models: int
    custom_models: list[str]
    checkable: bool = True
    accepts_custom_models: bool = True
    keys: list[ProviderKey] = []
    notes: str = ""
    extra_headers: dict[str, str | None] = {}
    currency: Currency = "USD"


class FetchedModels(Contract):
    """The ids the provider lists, and which of them the studio offers as image models."""

    provider: str
    names: list[str]
    image_models: list[str]


class VaultStatus(Contract):
    """Where the master key lives: the system's keychain, a file only this user can read, or behind a passphrase.

    `unreadable`: providers whose keys were encrypted by a master key that is lost. `rotated`: when the master key was made.
    """

    backend: Literal["keychain", "file", "passphrase"]
    unreadable: list[str]
    locked: bool = False
    rotated: str | None = None


class ProviderList(Contract):
    providers: list[ProviderInfo]
    vault: VaultStatus


class ExportedSettings(Contract):
    """In the window `path` says where the file was saved (null: nowhere); in a browser `text` is its content."""

    name: str
    text: str | None
    path: str | None
    keys: int


class ImportedSettings(Contract):
    """How many keys came in; `skipped`: providers whose keys did not, being there already or for another address."""

    keys: int
    skipped: list[str]
    providers: list[str]
