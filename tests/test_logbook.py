"""The log: JSON lines for its owner alone, without secrets or pictures, and a report where the studio broke."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.logbook import KEPT_CRASHES, KEPT_FILES, MAX_BYTES, Logbook, shortened
from omniimage.services.scrubbing import Scrubber

KEY = "sk-canary-4f9d2c7be81a0635"
log = logging.getLogger("omniimage.test")


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    logbook = Logbook(tmp_path / "logs")
    logbook.open()
    yield logbook
    logbook.close()


def lines(logbook: Logbook) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logbook.current.read_text("utf-8").splitlines()]


def test_a_record_is_one_line_for_its_owner_alone(logbook: Logbook) -> None:
    log.info("two\nlines, %s", "一")
    assert lines(logbook)[-1] | {"time": "", "thread": ""} == {
        "time": "",
        "level": "info",
        "logger": "omniimage.test",
        "thread": "",
        "message": "two\nlines, 一",
    }
    assert logbook.current.stat().st_mode & 0o777 == 0o600


def test_no_secret_and_no_picture_gets_in(logbook: Logbook) -> None:
    scrubber = Scrubber(lambda: frozenset({KEY}))
    scrubber.watch_logs()
    try:
        raise ValueError(KEY)
    except ValueError:
        log.exception("with %s and data:image/png;base64,%s", KEY, "iVBORw0KGgo" * 500)
    text = logbook.current.read_text("utf-8")
    assert KEY not in text and "iVBORw0KGgo" not in text and "ValueError" in lines(logbook)[-1]["trace"]


def test_it_stays_small(logbook: Logbook) -> None:
    for number in range(9 * MAX_BYTES // 4_000):
        log.info("%d %s", number, "word " * 800)
    files = list(logbook.folder.glob("studio.jsonl*"))
    assert len(files) == KEPT_FILES + 1
    assert max(file.stat().st_size for file in files) <= MAX_BYTES
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_what_failed_is_found_again(logbook: Logbook) -> None:
    log.info("all is well")
    for number in range(5):
        log.warning("trouble %d", number)
    logbook.current.open("a").write('not json\n["nor", "a", "record"]\n')
    assert [record["message"] for record in logbook.last(2)] == ["trouble 3", "trouble 4"]


def test_a_long_text_is_cut() -> None:
    assert len(shortened("word " * 10_000)) < 10_000
    assert shortened("short") == "short"


BROKEN = """
import sys
from pathlib import Path
from omniimage.logbook import Logbook
logbook = Logbook(Path(sys.argv[1]))
logbook.open()
{fault}
"""


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("import ctypes; ctypes.string_at(0)", "Segmentation fault"),
        (f"logbook.note_fault(ValueError({KEY!r}))", "ValueError"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", None),
        ("logbook.close()", None),
    ],
)
def test_the_next_start_knows_how_the_last_one_ended(tmp_path: Path, fault: str, told: str | None) -> None:
    subprocess.run([sys.executable, "-c", BROKEN.format(fault=fault), str(tmp_path)], capture_output=True, check=False)
    logbook = Logbook(tmp_path)
    logbook.open()
    logbook.close()
    reports = list(tmp_path.glob("crash-*.txt"))
    assert list(tmp_path.glob("running-*.txt")) == []
    if told is None:
        assert reports == [] and logbook.last_crash is None
        return
    text = reports[0].read_text("utf-8")
    assert logbook.last_crash == reports[0] and told in text
    assert KEY not in text and reports[0].stat().st_mode & 0o777 == 0o600
    logbook.dismiss_crash()
    assert Logbook(tmp_path).last_crash is None


def test_only_the_last_reports_are_kept(tmp_path: Path, logbook: Logbook) -> None:
    for number in range(KEPT_CRASHES + 3):
        (logbook.folder / f"crash-2020010{number}-000000.txt").write_text("old")
    logbook.note_crash("the page", "its process ended")
    assert len(list(logbook.folder.glob("crash-*.txt"))) == KEPT_CRASHES


def test_a_folder_that_cannot_be_written_costs_the_log_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in its place")
    logbook = Logbook(tmp_path / "logs")
    logbook.open()
    log.warning("goes on")
    logbook.close()
    assert logbook.last(5) == []
