"""Every public name of the SDK says what it is; the reference of `make docs` is made of that."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import omniimage

MAKEFILE = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")
MODULES = re.search(r"^DOCUMENTED := ((?:.*\\\n)*.*)$", MAKEFILE, re.M)
assert MODULES is not None
DOCUMENTED = MODULES[1].replace("\\\n", " ").split()


def public(module: Any) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        own = getattr(value, "__module__", None) == module.__name__
        if not name.startswith("_") and own and (inspect.isclass(value) or inspect.isfunction(value)):
            yield f"{module.__name__}.{name}", value


def methods(name: str, kind: type) -> Iterator[tuple[str, Any]]:
    for each, value in vars(kind).items():
        if not each.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
            yield f"{name}.{each}", value


def is_clear(name: str, value: Any, kind: type | None = None) -> bool:
    """A twin is told of with its method; a dataclass's signature is no word about it."""
    short = name.rpartition(".")[2]
    text = inspect.getdoc(value) or ""
    if text and not text.startswith(f"{short}("):
        return True
    return bool(kind and short.startswith("a") and inspect.getdoc(getattr(kind, short[1:], None)))


@pytest.mark.parametrize("module", DOCUMENTED)
def test_every_public_name_is_documented(module: str) -> None:
    found = importlib.import_module(module)
    assert found.__doc__
    if module == "omniimage.errors":
        # The tree at its head tells what each is for.
        kinds = [value for _, value in public(found) if inspect.isclass(value)]
        assert kinds and all(kind.__name__ in found.__doc__ for kind in kinds)
        assert is_clear("storage_errors", found.storage_errors)
        return
    bare = [name for name, value in public(found) if not is_clear(name, value)]
    for name, value in public(found):
        if inspect.isclass(value):
            bare += [each for each, method in methods(name, value) if not is_clear(each, method, value)]
    assert bare == []


def test_every_exported_name_is_in_a_documented_module() -> None:
    for name in set(omniimage.__all__) - {"__version__"}:
        value = getattr(omniimage, name)
        assert inspect.getdoc(value), name
        assert value.__module__ in {*DOCUMENTED, "omniimage.contracts.models"}, name
