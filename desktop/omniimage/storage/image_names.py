"""What the user calls an image: the name of its file where it came from one, else its model and prompt, as exports do."""

from __future__ import annotations

import re

MAX_PROMPT = 48
_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)


def called(id: str, name: str | None, model: str | None, prompt: str | None) -> str:
    """`cat.png`, `poster_a-red-fox-in-the-snow`; of a picture of which nothing is known, its id."""
    made = (words((model or "").rpartition("/")[2]), words(prompt or "")[:MAX_PROMPT].strip("-"))
    return name or "_".join(filter(None, made)) or id


def words(text: str) -> str:
    """Only what is part of words, with hyphens between."""
    return _NOT_A_WORD.sub("-", text).strip("-")
