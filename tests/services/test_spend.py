"""Sums, the report and the table of what was spent."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.app import Studio, build_studio
from omniimage.contracts.models import Price
from omniimage.contracts.spend import CapKind, Caps
from omniimage.errors import BadRequest
from omniimage.paths import DataPaths
from omniimage.providers import capabilities
from omniimage.providers.prices import cost_of
from omniimage.services.budget import local_day
from omniimage.services.spend import as_csv
from omniimage.services.spreadsheets import harmless
from omniimage.storage import reservations
from omniimage.storage.spend_query import Call
from omniimage.storage.tables import BallotRow, ReservationRow, RunRow, add_rows, current

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
    def plans() -> dict[str, str]:
        asked: list[str] = []
        connection = current.connection()
        connection.set_trace_callback(asked.append)
        for kind in get_args(CapKind):
            reservations.used((kind, "x"), local_day())
        reservations.settle(["gen_1"])
        reservations.cost_of_generation("gen_1")
        connection.set_trace_callback(None)
        return {sql: " ".join(str(row[-1]) for row in current.execute_sql(f"EXPLAIN QUERY PLAN {sql}")) for sql in asked}

    found = await studio.database.read(plans)
    assert len(found) == len(get_args(CapKind)) + 2
    for sql, plan in found.items():
        assert "SEARCH" in plan and "SCAN" not in plan, (sql, plan)
    studio.close()


def days() -> tuple[date, date, date]:
    """Today, another day of its month, and the last one of the month before."""
    today = date.fromisoformat(local_day())
    return today, today.replace(day=2 if today.day == 1 else 1), today.replace(day=1) - timedelta(days=1)


async def lay(studio: Studio, *calls: tuple[date, str, float | None]) -> None:
    """Reservations of these days, states and US dollars, laid down in any order of their moments."""
    rows = [
        {
            "id": f"rsv_{number}",
            "run_id": f"run_{number}",
            "generation_id": f"gen_{number}",
            "model": MODELS[0],
            "provider": "openai",
            "key_id": "key_1",
            "created": f"{day}T12:00:00.000Z",
            "day": str(day),
            "state": state,
            "amount": None if dollars is None else round(dollars * reservations.MICROS),
            "currency": "USD",
            "per_dollar": 1.0,
            "owner": "",
        }
        for number, (day, state, dollars) in enumerate(calls)
    ]
    await studio.database.write(lambda: add_rows(ReservationRow, rows))


async def lay_some(studio: Studio) -> tuple[date, date, date]:
    """Calls of every state, by day; the days as of `days`."""
    today, same_month, month_before = days()
    await lay(
        studio,
        (today, "spent", 1.0),
        (today, "spent", None),
        (same_month, "spent", 2.0),
        (month_before, "spent", 4.0),
        (today, "possible", 0.5),
        (month_before, "possible", 8.0),
        (month_before, "possible", None),
        (today, "held", 0.25),
        (month_before, "held", 16.0),
        (today, "free", 0.0),
    )
    return today, same_month, month_before


async def test_each_sum_is_of_its_own_days_and_states(studio: Studio) -> None:
    await lay_some(studio)
    found = await studio.api_parts.spend.set_caps(Caps(run=5, day=100, month=200))
    assert (found.today, found.month, found.total) == (1, 3, 7)
    assert (found.possible, found.reserved, found.unknown_count) == (0.5, 0.25, 2)
    assert {use.cap: (use.limit, use.spent, use.reserved) for use in found.uses} == {
        "day": (100, 1.5, 0.25),
        "month": (200, 3.5, 0.25),
    }
    studio.close()


async def test_what_is_free_or_still_at_work_stands_in_no_report(studio: Studio) -> None:
    today, same_month, month_before = await lay_some(studio)
    last = max(today, same_month)
    report = await studio.api_parts.spend.report(str(month_before), str(last))
    assert (report.spent, report.possible, report.unpriced) == (7, 8.5, 2)
    assert [(line.id, line.calls, line.unpriced) for line in report.providers] == [("openai", 7, 2)]
    (line,) = (await studio.api_parts.spend.report(str(today), str(today))).days
    assert (line.id, line.spent, line.possible, line.calls) == (str(today), 1, 0.5, 3)
    studio.close()


async def test_the_export_has_every_charged_call_oldest_first(studio: Studio) -> None:
    today, same_month, month_before = await lay_some(studio)
    last = max(today, same_month)
    exported = await studio.api_parts.spend.export(str(month_before), str(last))
    table = list(csv.DictReader(io.StringIO((exported.text or "").lstrip("\ufeff"))))
    assert exported.rows == len(table) == 7
    assert sorted(line["usd"] for line in table) == ["", "", "0.5", "1.0", "2.0", "4.0", "8.0"]
    assert [line["date"] for line in table] == sorted(line["date"] for line in table)
    assert {line["state"] for line in table} == {"spent", "possible"}
    studio.close()


async def test_a_table_is_saved_for_its_owner_alone(studio: Studio, tmp_path: Path) -> None:
    spend = studio.api_parts.spend
    await lay_some(studio)
    today, *_ = days()
    exported = await spend.export(str(today), str(today))
    saved = await spend.save(exported, tmp_path / "spend.csv")
    assert (saved.text, saved.path) == (None, str(tmp_path / "spend.csv"))
    assert (tmp_path / "spend.csv").read_bytes().decode() == exported.text
    if sys.platform != "win32":
        assert (tmp_path / "spend.csv").stat().st_mode & 0o777 == 0o600
    assert (await spend.save(exported, None)).path is None
    studio.close()


async def test_kept_images_won_were_saved_or_are_favourites_on_those_days(studio: Studio) -> None:
    today, *_ = days()
    night = [datetime.combine(today, time(0, 30)), datetime.combine(today, time(23, 30))]
    moments = [*night * 2, night[0] - timedelta(hours=1), night[1] + timedelta(hours=1)]

    def images() -> None:
        for number, moment in enumerate(moments):
            created = moment.astimezone().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            current.execute_sql(
                "INSERT INTO images (id, sha256, mime_type, extension, width, height, bytes, kind, created, model, recipe,"
                " favourite) VALUES (?, '', '', '', 1, 1, 1, 'generated', ?, ?, '{}', ?)",
                (f"img_{number}", created, MODELS[0], number in (0, 4, 5)),
            )
        add_rows(RunRow, [{"id": "run_1", "prompt": "", "params": {}, "created": local_day(), "axes": [], "owner": ""}])
        add_rows(BallotRow, [{"id": "run_1", "winner": "img_2", "blind": True, "created": local_day(), "looks": []}])

    await studio.database.write(images)
    await studio.api_parts.library.note_saved(["img_0", "img_1"])
    await lay(studio, (today, "spent", 0.6))
    (model,) = (await studio.api_parts.spend.report(str(today), str(today))).models
    assert (model.images, model.kept, model.per_kept) == (4, 3, pytest.approx(0.2))
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
    table, _ = as_csv([a_call(model=start + text, person=start + text)], {"k": (start + text, "")})
    (line,) = list(csv.reader(io.StringIO(table.lstrip("\ufeff"), newline="")))[1:]
    assert all(each.lstrip(" ")[:1] not in set("=+-@\t\r\n") for each in line)


def test_a_price_in_another_currency_counts_in_dollars() -> None:
    entry = next(each for each in capabilities.catalogue("image") if each.id == MODELS[2])
    yuan = replace(entry, price=Price(base=0.716, currency="CNY", as_of="2026-11-20", source="a page"))
    assert cost_of(yuan, {}, 2, 0, (2048, 2048)) == pytest.approx(0.2)
