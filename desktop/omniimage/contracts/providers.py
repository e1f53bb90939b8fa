"""Providers and their keys, as the page may see them."""

from __future__ import annotations

from typing import Literal

from .base import Contract, ErrorInfo

ProviderState = Literal["ready", "no_key", "not_checked", "works", "refused", "out_of_credit", "unreachable"]


class ProviderInfo(Contract):
    """`last4`: the end of the saved key, all of it that is ever shown. `url` is empty for the provider's own address."""

    id: str
    label: str
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
    accepts_custom_models: bool = True


class FetchedModels(Contract):
    """The ids the provider lists, and which of them the studio offers as image models."""

    provider: str
    names: list[str]
    image_models: list[str]


class VaultStatus(Contract):
    """Where the master key lives: the system's keychain, or a file only this user can read."""

    backend: Literal["keychain", "file"]
    unreadable: list[str]


class ProviderList(Contract):
    providers: list[ProviderInfo]
    vault: VaultStatus
