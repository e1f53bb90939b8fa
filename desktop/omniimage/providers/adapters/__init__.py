"""The protocols of providers that take a job and are asked for it later. A registry row names its own by `answers`."""

from __future__ import annotations

from collections.abc import Mapping

from omniimage.providers.adapters import black_forest_labs, fal, replicate
from omniimage.providers.adapters.jobs import Protocol
from omniimage.providers.provider_spec import Format

PROTOCOLS: Mapping[Format, Protocol] = {
    "bfl": black_forest_labs.PROTOCOL,
    "replicate": replicate.PROTOCOL,
    "fal": fal.PROTOCOL,
}
