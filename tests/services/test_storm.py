"""A hundred generations against a storm of 429s, with every kind of Retry-After: all end, none early, none paid twice."""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import pairwise
from pathlib import Path

from tests.services.studio_at_work import MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import Delivery, running_server

RUNS = 25
STORMED = [MODELS[name] for name in ("openai", "gemini", "openrouter", "volcengine")]
REFUSALS = 180
# What can be waited out, and a day, which is not.
IN_SECONDS = ("0.2", "0.7", "1", "2", "0", "-5", "soon", "", "100000", "1e12")
LEAST = {"0.2": 0.2, "0.7": 0.7, "1": 1.0, "2": 2.0, "0": 1.0, "-5": 1.0, "soon": 1.0, "": 1.0}


def a_refusal(dice: random.Random) -> Script:
    if dice.random() < 0.2:
        when = datetime.now(UTC) + timedelta(seconds=dice.choice([-30, 3, 5]))
        return Script(status=429, headers={"Retry-After": format_datetime(when, usegmt=True)})
    return Script(status=429, headers={"Retry-After": dice.choices(IN_SECONDS, [9] * 8 + [1, 1])[0]})


def earliest_again(refused: Delivery, clock: float) -> float:
    """By `time.monotonic`; infinite where nobody may wait that long. `clock`: what to add for the time of day."""
    told = refused.script.headers["Retry-After"]
    if told in LEAST:
        return refused.came + LEAST[told]
    if "," in told:
        return max(refused.came, parsedate_to_datetime(told).timestamp() - clock)
    return float("inf")


def test_a_hundred_generations_in_a_storm(tmp_path: Path) -> None:
    dice = random.Random(2026)
    clock = time.time() - time.monotonic()
    with running_server() as server, studio_at_work(tmp_path / "data") as work:
        work.connect(server)
        server.queue.extend(a_refusal(dice) for _ in range(REFUSALS))
        runs = [work.start(STORMED, prompt=f"storm-{number}-") for number in range(RUNS)]
        generations = [each for run in runs for each in work.finished_but(run.id, 120).values()]
        work.until(lambda: not work.studio.generation.running_count())

        assert len(generations) == 100
        assert {each.state for each in generations} <= {"done", "failed"}
        failed = [each for each in generations if each.state == "failed"]
        assert all(each.error and each.error.code == "rate_limited" for each in failed)
        assert all(each.error and each.error.details["charged"] == "no" for each in failed)
        assert all(each.waiting_until is None for each in generations)
        assert server.billed == len(generations) - len(failed) > 50
        # Who waited said until when.
        waits = [data for type, data in work.events if type == "generation.changed" and data["generation"]["waiting_until"]]
        assert len(waits) >= 50

        asked: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
        for delivery in sorted(server.delivered, key=lambda each: each.came):
            found = re.search(rb"storm-\d+-", delivery.request.body)
            assert found
            asked[delivery.request.path, found.group().decode()].append(delivery)
        assert len(asked) == 100
        for calls in asked.values():
            assert [call.script.status for call in calls[:-1]] == [429] * (len(calls) - 1), "nothing follows an answer"
            for refused, again in pairwise(calls):
                assert again.came >= earliest_again(refused, clock), refused.script.headers
        assert server.queue == type(server.queue)()
    assert_nothing_left(work)


def assert_nothing_left(work: StudioAtWork) -> None:
    spool = work.studio.paths.spool
    assert not list(spool.glob("att_*")) if spool.exists() else True
