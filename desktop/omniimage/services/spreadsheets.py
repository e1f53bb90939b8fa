"""Text in tables that spreadsheets open."""

from __future__ import annotations

# What begins so is run as a formula, by some also behind spaces and in the wide letters of East Asia.
_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """The text as a spreadsheet shows it and never runs it."""
    return f"'{cell}" if cell.lstrip().startswith(_RUN) or cell.lstrip(" ").startswith(_RUN) else cell
