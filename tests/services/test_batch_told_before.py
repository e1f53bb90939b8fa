"""What a batch says before it is paid for: what the rest of it costs, and how long it takes."""

from __future__ import annotations

from typing import Any

import pytest

from omniimage.contracts.batch import BatchParams
from tests.services.batch_bench import OPENAI, Bench
from tests.wire.script import Script
from tests.wire.server import WireServer


def test_what_trying_again_costs_is_told_before(bench: Bench, server: WireServer) -> None:
    server.queue.extend([Script(status=400)] * 3)
    price = bench.call(bench.desk.preview("hat", [], [OPENAI], BatchParams(size="256x256"))).known_cost
    batch = bench.made(15, [OPENAI, "offline/sketch"], size="256x256")
    assert bench.call(bench.desk.preview_retry(batch.id)) == []
    bench.begin(batch)
    assert bench.ended(batch).counts == {"done": 27, "failed": 3}
    (share,) = bench.call(bench.desk.preview_retry(batch.id))
    assert (share.model, share.tasks, share.cost) == (OPENAI, 3, pytest.approx(3 * price))
    (failed, *_) = bench.get(batch, states=["failed"]).tasks
    (share,) = bench.call(bench.desk.preview_retry(failed.id))
    assert (share.model, share.tasks, share.cost) == (OPENAI, 1, pytest.approx(price))
    posts = len(server.posts())
    bench.call(bench.queue.retry_failed(batch.id))
    assert bench.ended(batch).counts == {"done": 30} and len(server.posts()) == posts + 3
    slow = bench.made(40, size="256x256")
    bench.call(bench.queue.cancel(slow.id))
    (share,) = bench.call(bench.desk.preview_retry(slow.id))
    assert (share.tasks, share.cost) == (40, pytest.approx(40 * price))


def test_what_is_queued_still_is_priced_by_model(bench: Bench) -> None:
    models = [OPENAI, "openai/gpt-image-1-mini", "offline/sketch", "custom_openai/local-model"]
    each = {share.model: share.cost for share in bench.call(bench.desk.preview("hat", [], models, BatchParams())).models}
    batch = bench.made(30, models)

    def shares() -> dict[str, tuple[int, float | None]]:
        return {share.model: (share.tasks, share.cost) for share in bench.call(bench.desk.preview_start(batch.id))}

    def priced(counts: list[int]) -> dict[str, tuple[int, Any]]:
        costs = [(count, each[model]) for model, count in zip(models, counts, strict=True)]
        return {
            model: (count, None if cost is None else pytest.approx(count * cost))
            for model, (count, cost) in zip(models, costs, strict=True)
            if count
        }

    def skip(model: str, places: range) -> None:
        of_it = bench.get(batch, model=model, limit=100).tasks
        for place in places:
            bench.call(bench.queue.skip_task(of_it[place].id))

    assert shares() == priced([30, 30, 30, 30])
    # A few of one model are out, then most: the others are as many as before.
    skip(models[0], range(10))
    skip(models[3], range(30))
    assert shares() == priced([20, 30, 30, 0])
    skip(models[0], range(10, 28))
    skip(models[1], range(5, 30))
    assert shares() == priced([2, 5, 30, 0])
    bench.begin(batch)
    bench.ended(batch)
    assert shares() == {}


def test_how_long_it_takes_follows_the_limits_asked_for(bench: Bench) -> None:
    rows = [{"sku": str(number)} for number in range(60)]

    def seconds(**limits: Any) -> float:
        found: float = bench.call(bench.desk.preview("hat {sku}", [], [OPENAI], BatchParams(rows=rows, **limits))).seconds
        return found

    one = seconds(at_once={"openai": 60})
    assert one > 0 and seconds(at_once={"openai": 2}) == pytest.approx(30 * one)
    assert seconds(at_once={"openai": 256}) == one == seconds(per_minute={"gemini": 1})
    assert seconds(at_once={"openai": 60}, per_minute={"openai": 1}) == 59 * 60
