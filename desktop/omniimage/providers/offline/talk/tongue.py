"""In which language a fact is said: that of the goal."""

from __future__ import annotations

import re

from . import chinese, english, russian
from .sayings import Tongue

_CHINESE, _RUSSIAN = re.compile("[\u3400-\u9fff]"), re.compile("[\u0400-\u04ff]")


def tongue_of(text: str) -> Tongue:
    """Chinese or Russian where the text has a letter of it, else English."""
    if _CHINESE.search(text):
        return chinese
    return russian if _RUSSIAN.search(text) else english
