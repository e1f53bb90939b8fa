"""A provider as the page may see it: its row, its keys' states, never a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from omniimage.contracts.providers import KeyState, ProviderInfo, ProviderKey, ProviderState
from omniimage.providers import capabilities
from omniimage.providers.registry import ProviderSpec
from omniimage.services.key_states import KeyStates
from omniimage.settings import ProviderConfig
from omniimage.storage.vault import KeyInfo

_BEST_FIRST: tuple[KeyState, ...] = ("works", "not_checked", "rate_limited", "unreachable", "out_of_credit", "refused")


def provider_info(
    spec: ProviderSpec,
    config: ProviderConfig,
    infos: Sequence[KeyInfo],
    states: KeyStates,
    headers: Mapping[str, str | None],
    locked: bool,
) -> ProviderInfo:
    keys = [_key(info, states, in_use=info.url == infos[0].url) for info in infos]
    best = min((key for key in keys if key.in_use), key=lambda key: _BEST_FIRST.index(key.state), default=None)
    state: ProviderState = best.state if best else "no_key"
    if spec.id == "offline":
        state = "ready"
    elif locked:
        state = "locked"
    count = sum(entry.provider == spec.id for entry in capabilities.catalogue("image")) + len(config.custom_models)
    return ProviderInfo(
        id=spec.id,
        label=spec.label,
        group=spec.group,
        configured=spec.id == "offline" or bool(keys),
        needs_key=spec.needs_key,
        last4=keys[0].last4 if keys else None,
        added=keys[0].added if keys else None,
        last_checked=best.last_checked if best else None,
        state=state,
        error=best.error if best and not locked else None,
        url=keys[0].url if keys else "",
        default_url=spec.default_url,
        url_editable=spec.url_editable,
        key_page=spec.key_page,
        image_models=count,
        custom_models=list(config.custom_models),
        checkable=bool(spec.check_path),
        accepts_custom_models=spec.accepts_custom_models,
        keys=keys,
        notes=config.notes,
        extra_headers=dict(headers),
        currency=spec.currency,
    )


def _key(info: KeyInfo, states: KeyStates, in_use: bool) -> ProviderKey:
    state = states.state(info)
    return ProviderKey(
        id=info.id,
        label=info.label,
        last4=info.last4,
        added=info.added,
        last_checked=info.checked,
        state=state,
        error=states.error(info.id) if state != "works" else None,
        url=info.url,
        in_use=in_use,
        set_aside_until=states.pause_ends(info.id),
    )
