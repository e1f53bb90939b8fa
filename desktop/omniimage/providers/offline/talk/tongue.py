"""In which language a fact is said: that of the goal."""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

_CHINESE, _RUSSIAN = re.compile("[\u3400-\u9fff]"), re.compile("[\u0400-\u04ff]")


class Asked(NamedTuple):
    """A fact in one language: its `question`, the `phrase` for a prompt, and the `expected` answer of an open one."""

    question: str
    phrase: str
    expected: str = "yes"


class Sayings(NamedTuple):
    """What the built-in writer and judge say beside the facts."""

    added: str
    nothing: str
    bare: str
    seen: str
    missing: str
    unread: str
    wordless: str
    colourless: str
    one_style: str
    plain: str
    whole: str
    lost: str
    free: str
    complete: str
    both: str
    more: str


class Tongue(Protocol):
    """How each fact is said. Names are those of the lexicon; `several`: it speaks of more than one."""

    SAYINGS: Sayings

    def there(self, subject: str) -> Asked: ...
    def count(self, subject: str, number: int) -> Asked: ...
    def colour(self, subject: str, several: bool, named: str) -> Asked: ...
    def size(self, subject: str, several: bool, named: str) -> Asked: ...
    def pose(self, subject: str, several: bool, named: str) -> Asked: ...
    def part(self, subject: str, several: bool, named: str) -> Asked: ...
    def place(self, subject: str, several: bool, where: str) -> Asked: ...
    def relation(self, subject: str, several: bool, how: str, other: str) -> Asked: ...
    def time(self, named: str) -> Asked: ...
    def weather(self, named: str) -> Asked: ...
    def season(self, named: str) -> Asked: ...
    def setting(self, named: str) -> Asked: ...
    def mood(self, named: str) -> Asked: ...
    def free(self, side: str) -> Asked: ...
    def lettering(self, text: str) -> Asked: ...
    def absence(self, name: str) -> Asked: ...
    def colour_name(self, named: str) -> str: ...
    def unread(self, wish: str) -> Asked: ...


def tongue_of(text: str) -> Tongue:
    """Chinese or Russian where the text has a letter of it, else English."""
    from . import chinese, english, russian

    if _CHINESE.search(text):
        return chinese
    return russian if _RUSSIAN.search(text) else english
