"""The texts that tell chat models what to do: shipped in `prompts/`, edited copies in the data folder.

Jinja2, sandboxed; a variable that is missing is an error, never an empty place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniimage.errors import BadRequest, NotFound, storage_errors
from omniimage.paths import resource

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_CHARS = 100_000
_NAME = re.compile(r"[a-z0-9_]{1,64}(?:/[a-z0-9_-]{1,64})?")


@dataclass(frozen=True)
class PromptText:
    """One template. `shipped`: the text it came with, `variables`: what its text asks for."""

    name: str
    text: str
    shipped: str
    variables: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return self.text != self.shipped


class Prompts:
    def __init__(self, edited: Path, shipped: Path | None = None) -> None:
        self._edited = edited
        self._shipped = shipped or resource("prompts")

    def all(self) -> list[PromptText]:
        """Every shipped template, by name."""
        files = sorted(self._shipped.rglob("*.md"))
        return [self.get(file.relative_to(self._shipped).with_suffix("").as_posix()) for file in files]

    def get(self, name: str) -> PromptText:
        """Raises `NotFound`."""
        shipped = self._read(self._shipped, name)
        if shipped is None:
            raise NotFound("no such prompt template", name=name)
        edited = self._read(self._edited, name)
        text = shipped if edited is None else edited
        return PromptText(name, text, shipped, _variables(text))

    def save(self, name: str, text: str) -> PromptText:
        """Keep an edited text. Raises `BadRequest` where it is no template, `StorageFull`, `StorageFailed`."""
        known = self.get(name)
        if len(text) > MAX_CHARS:
            raise BadRequest("the template is too long", field="text", limit=MAX_CHARS)
        _checked(text, name)
        if text == known.shipped:
            return self.reset(name)
        target = self._edited / f"{name}.md"
        with storage_errors("the template cannot be saved"):
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_text(text, encoding="utf-8", newline="\n")
            fresh.replace(target)
        return self.get(name)

    def reset(self, name: str) -> PromptText:
        """Back to the shipped text."""
        self.get(name)
        with storage_errors("the edited template cannot be removed"):
            (self._edited / f"{name}.md").unlink(missing_ok=True)
        return self.get(name)

    def render(self, name: str, **values: Any) -> str:
        """The text with its variables filled in. `BadRequest` names a variable that is missing."""
        return _rendered(self.get(name).text, name, values)

    def render_text(self, text: str, name: str, **values: Any) -> str:
        """The same for a text that is still being edited."""
        return _rendered(text, name, values)

    @staticmethod
    def _read(folder: Path, name: str) -> str | None:
        if not _NAME.fullmatch(name):
            return None
        try:
            return (folder / f"{name}.md").read_text(encoding="utf-8").strip() + "\n"
        except (OSError, UnicodeDecodeError):
            return None


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@lru_cache(maxsize=64)
def _compiled(text: str) -> Template:
    """Kept by its text: a loop fills in the same few templates again and again."""
    return _environment().from_string(text)


@lru_cache(maxsize=64)
def _checked(text: str, name: str) -> None:
    from jinja2 import TemplateSyntaxError

    try:
        _environment().parse(text)
    except TemplateSyntaxError as error:
        message = "the template cannot be read"
        raise BadRequest(message, field="text", name=name, reason="template_syntax", line=error.lineno) from None
    except RecursionError:
        raise BadRequest("the template is nested too deeply", field="text", name=name, reason="template_syntax") from None


def _rendered(text: str, name: str, values: dict[str, Any]) -> str:
    from jinja2 import TemplateError, UndefinedError

    _checked(text, name)
    try:
        return _compiled(text).render(values).strip()
    except UndefinedError as error:
        missing = sorted(set(_variables(text)) - values.keys())
        facts = {"name": name, "reason": "missing_variable", "variables": missing or [str(error)]}
        raise BadRequest("the template asks for what is not there", **facts) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        raise BadRequest("the template cannot be filled in", name=name, reason=type(error).__name__) from None


@lru_cache(maxsize=64)
def _variables(text: str) -> tuple[str, ...]:
    from jinja2 import TemplateSyntaxError, meta

    try:
        return tuple(sorted(meta.find_undeclared_variables(_environment().parse(text))))
    except (TemplateSyntaxError, RecursionError):
        return ()
