"""Each error of a call says whose and which model's it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from omniimage.errors import StudioError


@contextmanager
def named(provider: str, model: str | None) -> Iterator[None]:
    """`model`: its name at the provider."""
    try:
        yield
    except StudioError as error:
        error.details.setdefault("provider", provider)
        if model:
            error.details.setdefault("model", f"{provider}/{model.removeprefix(f'{provider}/')}")
        raise
