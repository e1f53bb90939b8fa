"""Sums, the report and the table of what was spent."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.app import Studio, build_studio
from omniimage.contracts.models import Price
from omniimage.errors import BadRequest
from omniimage.paths import DataPaths
from omniimage.providers import capabilities
from omniimage.providers.prices import cost_of
from omniimage.services.budget import local_day
from omniimage.services.spend import as_csv
from omniimage.services.spreadsheets import harmless
from omniimage.storage import spend_query
from omniimage.storage.spend_query import Call
from omniimage.storage.tables import current

MODELS = ("openai/gpt-image-2", "gemini/gemini-3-pro-image", "volcengine/doubao-seedream-4-5-251128")
FILL = """
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ? - 1)
    INSERT INTO reservations
    SELECT printf('rsv_%08d', n), 'run_' || (n / 4), 'gen_' || n,
        CASE n % 3 WHEN 0 THEN ? WHEN 1 THEN ? ELSE ? END,
        CASE n % 3 WHEN 0 THEN 'openai' WHEN 1 THEN 'gemini' ELSE 'volcengine' END,
        'key_' || (n % 5), date(?, '-' || (n % 120) || ' days') || 'T12:00:00.000Z', date(?, '-' || (n % 120) || ' days'),
        CASE n % 50 WHEN 0 THEN 'possible' WHEN 1 THEN 'free' ELSE 'spent' END,
        CASE n % 100 WHEN 7 THEN NULL WHEN 1 THEN 0 WHEN 51 THEN 0 ELSE 40000 END, 'USD', 1, ''
    FROM numbers
"""


@pytest.fixture
async def studio(tmp_path: Path) -> Studio:
    studio = build_studio(DataPaths.default(tmp_path), keychain=False)
    studio.database.open()
    return studio


async def fill(studio: Studio, count: int) -> None:
    await studio.database.write(lambda: current.execute_sql(FILL, (count, *MODELS, local_day(), local_day())))


async def test_a_report_adds_up_whichever_way_it_is_grouped(studio: Studio) -> None:
    await fill(studio, 3000)
    last = date.fromisoformat(local_day())
    report = await studio.api_parts.spend.report((last - timedelta(days=29)).isoformat(), last.isoformat())
    assert len(report.days) == 30 and report.days == sorted(report.days, key=lambda line: line.id)
    for lines in (report.days, report.months, report.providers, report.models, report.keys):
        assert sum(line.spent for line in lines) == pytest.approx(report.spent)
        assert sum(line.possible for line in lines) == pytest.approx(report.possible)
        assert sum(line.unpriced for line in lines) == report.unpriced
    assert {key.id for key in report.keys} == {f"key_{number}" for number in range(5)}
    assert {key.provider for key in report.keys} == {"openai", "gemini", "volcengine"}
    studio.close()


async def test_no_question_of_a_cap_reads_all_that_was_ever_spent(studio: Studio) -> None:

    def plans() -> list[str]:
        queries = [
            ("SELECT SUM(amount) FROM reservations WHERE day = ? GROUP BY state", (local_day(),)),
            ("SELECT SUM(amount) FROM reservations WHERE key_id = ? AND key_id <> '' AND day = ?", ("key_1", local_day())),
            ("SELECT SUM(amount) FROM reservations WHERE run_id = ?", ("run_1",)),
            ("SELECT id FROM reservations WHERE generation_id = ?", ("gen_1",)),
        ]
        return [
            " ".join(str(row[-1]) for row in current.execute_sql(f"EXPLAIN QUERY PLAN {sql}", given))
            for sql, given in queries
        ]

    for plan in await studio.database.read(plans):
        assert "SEARCH" in plan and "SCAN" not in plan, plan
    studio.close()


async def test_kept_images_are_favourites_and_saved_ones(studio: Studio) -> None:
    def images() -> None:
        for number, favourite in enumerate((1, 0, 0, 0)):
            current.execute_sql(
                "INSERT INTO images (id, sha256, mime_type, extension, width, height, bytes, kind, created, model, recipe,"
                " favourite) VALUES (?, '', '', '', 1, 1, 1, 'generated', ?, ?, '{}', ?)",
                (f"img_{number}", f"{local_day()}T12:00:00.000Z", MODELS[0], favourite),
            )

    await studio.database.write(images)
    await studio.api_parts.library.note_saved(["img_0", "img_1"])
    kept = await studio.database.read(lambda: spend_query.kept_images("2000", "2999"))
    assert kept == {MODELS[0]: (4, 2)}
    studio.close()


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-02", "2026-11-01"), ("yesterday", "2026-11-01"), ("1900-01-01", "2026-01-01")]
)
async def test_strange_days_are_refused(studio: Studio, first: str, last: str) -> None:
    with pytest.raises(BadRequest):
        await studio.api_parts.spend.report(first, last)
    studio.close()


def a_call(**changes: str) -> Call:
    facts = {
        "provider": "volcengine",
        "model": "volcengine/x",
        "key_id": "k",
        "state": "spent",
        "run_id": "r",
        "person": "ann",
    }
    return Call(
        created="2026-11-21T10:00:00.000Z",
        day="2026-11-21",
        amount=0.035,
        currency="CNY",
        per_dollar=7.1,
        generation_id="g",
        **(facts | changes),
    )


def test_the_table_has_both_currencies() -> None:
    text, rows = as_csv([a_call()], {"k": ("team", "12ab")})
    (line,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert rows == 1
    assert (line["usd"], line["currency"], line["amount"], line["per_usd"]) == ("0.035", "CNY", "0.2485", "7.1")
    assert line["key"] == "team …12ab"


@given(text=st.text(max_size=20), start=st.sampled_from(["=", "+", "-", "@", "\t", "\r", "", " =", "  @", "＝", "\u00a0="]))
def test_no_cell_is_run_as_a_formula(text: str, start: str) -> None:
    cell = harmless(start + text)
    assert cell.lstrip(" ")[:1] not in {"\t", "\r", "\n"} and cell.lstrip()[:1] not in set("=+-@＝")
    table, _ = as_csv([a_call(model=start + text)], {"k": (start + text, "")})
    (line,) = list(csv.reader(io.StringIO(table.lstrip("\ufeff"), newline="")))[1:]
    assert all(each.lstrip(" ")[:1] not in set("=+-@\t\r\n") for each in line)


def test_a_price_in_another_currency_counts_in_dollars() -> None:
    entry = next(each for each in capabilities.catalogue("image") if each.id == MODELS[2])
    yuan = replace(entry, price=Price(base=0.716, currency="CNY", as_of="2026-11-20", source="a page"))
    assert cost_of(yuan, {}, 2, 0, (2048, 2048)) == pytest.approx(0.2)
