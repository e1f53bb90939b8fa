"""Tables for a batch: CSV, JSON and XLSX from outside become lines by column. What is too large or odd is refused."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from omniimage.contracts.batch import MAX_TASKS, Table
from omniimage.errors import BadRequest, TooLarge

MAX_COLUMNS = 200
MAX_CELL = 20_000
MAX_UNPACKED = 200_000_000


def read_table(name: str, data: bytes) -> Table:
    """By the file's ending. Raises `BadRequest` (`reason`: kind, unreadable, no_columns, no_rows), `TooLarge`."""
    readers = {"csv": _csv, "tsv": _csv, "txt": _csv, "json": _json, "xlsx": _xlsx}
    reader = readers.get(name.rpartition(".")[2].lower())
    if reader is None:
        raise BadRequest("a table is CSV, JSON or XLSX", field="name", reason="kind")
    try:
        return _table(reader(data))
    except (ValueError, csv.Error, KeyError, RecursionError, zipfile.BadZipFile, OSError):
        raise BadRequest("the table cannot be read", field="data", reason="unreadable") from None


def _table(lines: Iterable[Sequence[Any]]) -> Table:
    """The first line that is not empty names the columns; further cells of a line are left out, missing ones empty."""
    columns: list[str] = []
    rows: list[dict[str, str]] = []
    for line in lines:
        cells = [_text(cell) for cell in line[:MAX_COLUMNS]]
        if not any(cells):
            continue
        if not columns:
            columns = [cell[:100] for cell in cells]
            continue
        if len(rows) >= MAX_TASKS:
            raise TooLarge("the table has too many lines", limit=MAX_TASKS)
        rows.append({column: cell for column, cell in zip(columns, _padded(cells, len(columns)), strict=False) if column})
    named = [column for column in dict.fromkeys(columns) if column]
    if not named:
        raise BadRequest("the table has no columns", field="data", reason="no_columns")
    if not rows:
        raise BadRequest("the table has no lines", field="data", reason="no_rows")
    return Table(columns=named, rows=rows)


def _csv(data: bytes) -> Iterator[Sequence[Any]]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _json(data: bytes) -> Iterator[Sequence[Any]]:
    """A list of objects, or of texts, which become the column `text`."""
    values = json.loads(_decoded(data))
    if not isinstance(values, list):
        raise ValueError("no list")
    lines = [value if isinstance(value, dict) else {"text": value} for value in values]
    columns = list(dict.fromkeys(column for line in lines for column in line))
    yield columns
    for line in lines:
        yield [line.get(column) for column in columns]


def _xlsx(data: bytes) -> Iterator[Sequence[Any]]:
    """The first sheet's values. `defusedxml` keeps hostile entities out; a bomb is refused before it is unpacked."""
    from openpyxl import load_workbook  # loaded at first use: it is heavy
    from openpyxl.utils.exceptions import InvalidFileException

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise TooLarge("the table is too large", limit=MAX_UNPACKED)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS, max_row=MAX_TASKS + 2))
    except (InvalidFileException, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise ValueError("no workbook") from error
    book.close()
    return iter(lines)


def _decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark; else what Windows writes in the West."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().replace("\x00", "")
    if len(text) > MAX_CELL:
        raise TooLarge("a cell is too long", limit=MAX_CELL)
    return text.encode("utf-8", "replace").decode()


def _padded(cells: Sequence[str], count: int) -> list[str]:
    return [*cells, *[""] * (count - len(cells))]
