"""Placeholders, tables and the number of tasks: whatever goes in, the arithmetic holds and nothing is filled in twice."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from omniimage.contracts.batch import MAX_TASKS, BatchParams
from omniimage.errors import BadRequest, StudioError, TooLarge
from omniimage.services.batch.making import BaseImage, Subject, Template, listed, matched, work_out
from omniimage.services.batch.tables import read_table

PLAIN = st.text(st.characters(blacklist_characters="{}_\x00", blacklist_categories=("Cs",)), max_size=20)
CELL = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)
ENTRIES = st.lists(PLAIN, min_size=1, max_size=4)


def bases(count: int) -> list[BaseImage]:
    return [BaseImage(f"img_{number}", f"Shoe {number}.PNG") for number in range(count)]


@given(PLAIN, CELL, PLAIN, CELL)
def test_what_is_filled_in_is_never_looked_at_again(before: str, cell: str, after: str, name: str) -> None:
    template = Template(f"{before}{{colour}}{after}{{name}}{{{{n}}}}", ["colour"], {"colour": ["never"]})
    base = BaseImage("img_1", f"{name}.png")
    (text,) = template.render(Subject(base, {"colour": cell}), 7)
    assert text == f"{before}{cell}{after}{base.stem}{{n}}"


@given(st.text(max_size=60))
def test_any_prompt_renders_or_is_refused_in_words(prompt: str) -> None:
    try:
        template = Template(prompt, ["a"], {"b": ["x", "y"]})
    except BadRequest as error:
        assert error.details["reason"] in ("braces", "placeholder")
    else:
        assert len(list(template.render(Subject(None, {"a": "1"}), 1))) == template.variants


@given(
    st.integers(0, 6),
    ENTRIES,
    st.integers(1, 4),
    st.integers(1, 3),
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=6),
)
def test_every_combination_is_a_task_once(
    images: int, entries: list[str], inline: int, repeat: int, models: list[str]
) -> None:
    choices = "|".join(f"c{number}" for number in range(inline))
    prompt = f"{{{choices}}} and {{list}}" if inline > 1 else "x {list}"
    plan = work_out(prompt, bases(images), models, BatchParams(repeat=repeat, lists={"list": entries}))
    tasks = listed(plan)
    assert len(tasks) == plan.total == max(1, images) * inline * len(entries) * len(set(models)) * repeat
    assert tasks == listed(plan)
    if len(set(entries)) == len(entries):
        assert len(set(tasks)) == len(tasks)


def test_a_wildcard_draws_one_and_a_name_that_is_none_stays() -> None:
    template = Template("__mood__ __unknown__ snake__case__x {n}", [], {"mood": ["calm", "wild"]})
    texts = [text for number in range(1, 40) for text in template.render(Subject(None, {}), number)]
    assert {text.split()[0] for text in texts} == {"calm", "wild"}
    assert all("__unknown__ snake__case__x" in text for text in texts) and texts[2].endswith(" 3")


def test_the_same_picture_is_not_asked_for_twice_by_a_seed() -> None:
    params = BatchParams(seed=2**32 - 1, reference_ids=["img_style"], repeat=2)
    first, second = (params.of_task("offline/poster", "img_base", repeat) for repeat in (0, 1))
    assert (first.seed, second.seed) == (2**32 - 1, 0)
    assert first.reference_ids == ["img_base", "img_style"]


def test_a_placeholder_without_column_is_named() -> None:
    with pytest.raises(BadRequest) as caught:
        work_out("a {colour} {size} {colour}", [], ["m/a"], BatchParams())
    assert caught.value.details["unknown"] == ["colour", "size"]
    for prompt in ("a } b", "{", "{a {b}"):
        with pytest.raises(BadRequest) as caught:
            work_out(prompt, [], ["m/a"], BatchParams())
        assert caught.value.details["reason"] in ("braces", "placeholder")


def test_lines_go_with_the_images_they_name() -> None:
    rows = [
        {"sku": "1", "file": r"C:\photos\shoe 1.png", "colour": "red"},
        {"sku": "2", "file": "SHOE 0", "colour": "blue"},
        {"sku": "3", "file": "hat.png", "colour": "green"},
    ]
    found = matched(bases(3), rows)
    assert [(subject.base and subject.base.id, subject.row["colour"]) for subject in found.all] == [
        ("img_0", "blue"),
        ("img_1", "red"),
    ]
    assert found.without_row == ("img_2",) and found.unused_rows == 1
    with pytest.raises(BadRequest) as caught:
        matched(bases(3), [{"colour": "red"}])
    assert caught.value.details["reason"] == "no_match"


def test_too_many_tasks_are_refused_before_they_are_made() -> None:
    lists = {name: [str(entry) for entry in range(1000)] for name in "abc"}
    with pytest.raises(TooLarge) as caught:
        work_out("{a}{b}{c}", [], ["m/a"], BatchParams(lists=lists))
    assert caught.value.details == {"tasks": 1000**3, "limit": MAX_TASKS}
    with pytest.raises(BadRequest):
        listed(work_out("{a}", [], ["m/a"], BatchParams(lists={"a": ["x", " "]})))


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    for line in (["name", "n", None], ["ботинок", 3.0, "beyond"], [None, None, None], ["=1+1", 2.5]):
        book.active.append(line)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "\ufeffname;n\r\nботинок;3\r\n\r\n=1+1;2.5\r\n".encode()),
        ("a.tsv", "name\tn\nботинок\t3\n=1+1\t2.5".encode("utf-16")),
        ("a.json", json.dumps([{"name": "ботинок", "n": 3}, {"n": 2.5, "name": "=1+1"}]).encode()),
    ],
)
def test_tables_of_every_kind(name: str, data: bytes) -> None:
    table = read_table(name, data)
    assert table.columns == ["name", "n"]
    assert table.rows == [{"name": "ботинок", "n": "3"}, {"name": "=1+1", "n": "2.5"}]


def test_a_workbook() -> None:
    table = read_table("Prices.XLSX", workbook())
    assert table.columns == ["name", "n"]
    # What a formula came to is not in a file that no spreadsheet has opened.
    assert table.rows[0] == {"name": "ботинок", "n": "3"} and table.rows[1]["n"] == "2.5"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 200_000_001)
    return file.getvalue()


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.xlsx"])
@given(data=st.binary(max_size=200))
def test_foreign_bytes_end_in_a_typed_error(name: str, data: bytes) -> None:
    try:
        table = read_table(name, data)
    except StudioError as error:
        assert error.code in ("bad_request", "too_large")
    else:
        assert table.columns and table.rows


def test_what_no_table_can_be_made_of() -> None:
    with pytest.raises(TooLarge):
        read_table("a.xlsx", bomb())
    for name, data, reason in (
        ("a.exe", b"", "kind"),
        ("a.csv", b"", "no_columns"),
        ("a.csv", b"name\n", "no_rows"),
        ("a.json", b"{}", "unreadable"),
        ("a.json", b"[" * 100_000, "unreadable"),
        ("a.xlsx", workbook()[:-400], "unreadable"),
    ):
        with pytest.raises(BadRequest) as caught:
            read_table(name, data)
        assert caught.value.details["reason"] == reason, name
