"""Text search: every word of the text must occur, in any script, in any case."""

from __future__ import annotations

import functools
import operator

import peewee as pw

from omniimage.storage.tables import RunRow

SHORTEST_INDEXED = 3


def runs_with(text: str) -> pw.ColumnBase:
    """The condition on `RunRow` that its prompt holds all words of `text`, by the index where a word is long enough."""
    words = split_words(text)
    indexed = ['"' + word.replace('"', '""') + '"' for word in words if len(word) >= SHORTEST_INDEXED]
    conditions = [contains(RunRow.prompt, word) for word in words if len(word) < SHORTEST_INDEXED]
    if indexed:
        match = pw.SQL("number IN (SELECT rowid FROM run_texts WHERE run_texts MATCH ?)", [" ".join(indexed)])
        conditions.insert(0, match)
    return functools.reduce(operator.and_, conditions, pw.SQL("1"))


def split_words(text: str) -> list[str]:
    return text.replace("\0", " ").split()


def contains(field: pw.Field, word: str) -> pw.ColumnBase:
    """`word` occurs in `field`. LIKE folds the case of ASCII only: other scripts are tried as typed, lower, UPPER, Title."""
    forms = sorted({word, word.lower(), word.upper(), word.title()})
    escaped = [form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for form in forms]
    likes = [pw.NodeList((field, pw.SQL("LIKE ? ESCAPE '\\'", [f"%{form}%"]))) for form in escaped]
    return functools.reduce(operator.or_, likes)
