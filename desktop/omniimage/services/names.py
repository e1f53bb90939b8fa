"""File names of exports, from a template: legal on every system, unique, readable in every script."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from omniimage.contracts.images import Image
from omniimage.errors import BadRequest
from omniimage.storage.image_names import MAX_PROMPT, words

MAX_CHARS = 120
MAX_BYTES = 240
"""Linux allows 255 bytes of a name, and a Chinese character takes three."""
PLACEHOLDERS = ("date", "time", "model", "provider", "prompt", "seed", "size", "n", "id")
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


def check_template(template: str, more: Collection[str] = ()) -> None:
    """Raises `BadRequest` on a placeholder that there is not, `more` ones included."""
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(template) if field is not None]
        formats = [spec for _, _, spec, conversion in string.Formatter().parse(template) if spec or conversion]
    except ValueError:
        raise BadRequest("the braces of the name do not match", field="name") from None
    if formats or (unknown := sorted(set(fields) - {*PLACEHOLDERS, *more})):
        raise BadRequest("no such placeholder", field="name", unknown=[] if formats else unknown)


def fill(template: str, image: Image, number: int, count: int, more: Mapping[str, str] | None = None) -> str:
    """The template for one image, the `number`-th of `count`; without its extension. Empty parts close up.

    `more`: placeholders of its own.
    """
    provider, _, model = (image.model or "").partition("/")
    made = datetime.fromisoformat(image.created).astimezone()
    values = {
        "date": made.strftime("%Y-%m-%d"),
        "time": made.strftime("%H-%M-%S"),
        "model": words(model.rpartition("/")[2] or image.kind),
        "provider": words(provider),
        "prompt": words(image.prompt or (image.name or "").rpartition(".")[0])[:MAX_PROMPT].strip("-"),
        "seed": str(seed_of(image.recipe) or ""),
        "size": f"{image.width}x{image.height}",
        "n": str(number).zfill(len(str(count))),
        "id": image.id[-8:],
        **(more or {}),
    }
    filled = template.format_map(values)
    return re.sub(r"([_\-. ])\1+", r"\1", filled).strip("_-. ")


def legal(stem: str, extension: str) -> str:
    """`stem.extension` as every system takes it: at most 120 characters and 240 bytes, no reserved name."""
    stem = unicodedata.normalize("NFC", _ILLEGAL.sub("-", stem)).strip(" .")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    room, stem = MAX_CHARS - len(extension) - 1, stem or "image"
    stem = stem[:room].encode("utf-8", "ignore")[: MAX_BYTES - len(extension) - 1].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem or 'image'}.{extension}"


class UniqueNames:
    """Gives each name once, whatever its case: `a.png`, `a_2.png`. `taken` are names that are there already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_same(name) for name in taken}
        self._next: dict[str, int] = {}

    def claim(self, stem: str, extension: str, is_it: Callable[[str], bool] = lambda name: False) -> str:
        """`is_it`: whether what has a name that is taken is the very thing that asks for one."""
        name = legal(stem, extension)
        while _same(name) in self._taken and not is_it(name):
            number = self._next[stem] = self._next.get(stem, 1) + 1
            suffix = f"_{number}"
            name = legal(legal(stem, extension)[: -len(extension) - 1][: MAX_CHARS - 16][:70] + suffix, extension)
        self._taken.add(_same(name))
        return name


def seed_of(recipe: dict[str, Any]) -> int | None:
    """The seed of a picture, as the provider told it or as it was sent."""
    found = recipe.get("found") or {}
    for seed in (*(recipe.get("seeds") or ()), (recipe.get("sent") or {}).get("seed"), found.get("seed")):
        if isinstance(seed, int):
            return seed
    return None


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
