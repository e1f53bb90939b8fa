"""The gate for everything paid: never over a cap, whoever comes at the same time, and nothing is sent that does not fit."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.app import build_studio
from omniimage.contracts.spend import Caps, KeyCap
from omniimage.errors import BadRequest, CostCap
from omniimage.paths import DataPaths
from omniimage.services.budget import Budget, Item, admit, limits_of
from omniimage.storage.reservations import MICROS, Ended, Limit, Used, settled
from omniimage.storage.tables import current
from tests.services.studio_at_work import MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

GEMINI, OPENAI, UNPRICED = MODELS["gemini"], MODELS["openai"], MODELS["custom_openai"]

# The law, without a studio


@given(
    run=st.none() | st.integers(0, 40),
    day=st.none() | st.integers(0, 80),
    key=st.none() | st.integers(0, 40),
    second_key=st.none() | st.integers(0, 40),
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("start"), st.integers(0, 2), st.lists(st.integers(0, 15), min_size=1, max_size=4)),
            st.tuples(st.just("end"), st.integers(0, 50), st.integers(0, 100)),
        ),
        max_size=40,
    ),
)
def test_no_order_of_starts_and_ends_passes_a_cap(
    run: int | None, day: int | None, key: int | None, second_key: int | None, steps: list[tuple[str, int, Any]]
) -> None:
    """Runs start and calls end in any order; each costs at most its estimate, or nobody knows what."""
    caps = Caps(run=run, day=day, keys={"a": KeyCap(day=key), "b": KeyCap(month=second_key)})
    counted: dict[str, int] = {}
    held: list[str] = []
    where: dict[str, tuple[str, str]] = {}

    def used(limit: Limit) -> Used:
        kind, id = limit
        of_it = [item for item, (of_run, of_key) in where.items() if id in ("", of_run if kind == "run" else of_key)]
        spent = sum(counted[item] for item in of_it if item not in held)
        return Used(spent, sum(counted[item] for item in of_it if item in held))

    for what, number, more in steps:
        if what == "start":
            items = [Item(f"run_{number}", "gen", "openai/x", float(cost)) for cost in more]
            before = dict(counted)
            try:
                chosen = admit(caps, items, {"openai": ["a", "b"]}, used)
            except CostCap as refused:
                assert counted == before and refused.details["over"] > 0
                continue
            for item in items:
                counted[item.id] = item.amount or 0
                where[item.id] = (item.run_id, chosen[item.id])
                held.append(item.id)
        elif held:
            item_id = held.pop(number % len(held))
            counted[item_id] = min(counted[item_id], more * MICROS)
        for run_id, key_id in {*where.values()}:
            for limit, most in limits_of(caps, run_id, key_id).items():
                now = used(limit)
                assert now.spent + now.reserved <= most, limit


@pytest.mark.parametrize(
    ("attempts", "state", "amount"),
    [
        ([], "free", 0),
        ([Ended("failed", "no")], "free", 0),
        ([Ended("failed", "no"), Ended("saved", cost=0.03)], "spent", 30_000),
        ([Ended("failed", "yes", cost=0.02), Ended("saved", cost=0.03)], "spent", 50_000),
        ([Ended("saved", cost=None)], "spent", 50_000),
        ([Ended("failed", "yes")], "spent", 50_000),
        ([Ended("refused", "unknown", cost=0.04)], "spent", 40_000),
        ([Ended("unknown")], "possible", 50_000),
        ([Ended("cancelled", "unknown")], "possible", 50_000),
        ([Ended("accepted")], "held", 50_000),
        ([Ended("received", "yes")], "held", 50_000),
        ([Ended("failed", "no"), Ended("sent")], "held", 50_000),
    ],
)
def test_what_becomes_of_a_reservation(attempts: list[Ended], state: str, amount: int) -> None:
    assert settled(50_000, attempts) == (state, amount)


def test_a_cap_is_never_rounded_up_nor_a_cost_down() -> None:
    assert Item("run", "gen", "openai/x", 0.0000015).amount == 2
    assert limits_of(Caps(day=0.0000015), "", "") == {("day", ""): 1}
    assert (Item("run", "gen", "openai/x", 0.1 + 0.2).amount, MICROS) == (300_000, 1_000_000)


# Over the wire


@pytest.fixture
def work(work: StudioAtWork, server: WireServer) -> StudioAtWork:
    work.connect(server)
    return work


@pytest.mark.parametrize("kind", ["run", "day", "month"])
def test_over_a_cap_nothing_is_sent_and_nothing_begun(work: StudioAtWork, server: WireServer, kind: str) -> None:
    cost = work.price(GEMINI) + work.price(OPENAI)
    work.cap(**{kind: cost - 0.001})
    with pytest.raises(CostCap) as refused:
        work.start([GEMINI, OPENAI, "offline/poster"])
    details = refused.value.details
    assert details["cap"] == kind and details["charged"] == "no"
    assert details["needed"] == pytest.approx(cost) and details["over"] == pytest.approx(0.001)
    assert (details["spent"], details["reserved"], details["limit"]) == (0, 0, pytest.approx(cost - 0.001))
    assert server.posts() == []
    assert work.call(work.studio.api_parts.history.list_runs("", None, 10)).total == 0
    assert work.spend().reserved == 0
    work.finished(work.start([GEMINI, "offline/poster"]).id)


def test_what_runs_is_reserved_and_what_ended_is_spent(work: StudioAtWork, server: WireServer) -> None:
    cost = work.price(GEMINI)
    work.cap(day=cost * 2.5)
    # None is answered before the third is there.
    server.script = Script(together=3)
    runs = [work.start([GEMINI]), work.start([GEMINI])]
    assert work.spend().reserved == pytest.approx(cost * 2)
    with pytest.raises(CostCap) as refused:
        work.start([GEMINI])
    assert refused.value.details["reserved"] == pytest.approx(cost * 2)
    work.cap(day=cost * 3.5)
    runs.append(work.start([GEMINI]))
    for run in runs:
        work.finished_but(run.id)
    work.until(lambda: not work.studio.generation.running_count())
    after = work.spend()
    (use,) = after.uses
    assert after.reserved == 0 and use.spent == pytest.approx(after.today)
    assert after.today == pytest.approx(sum(work.run(run.id).generations[0].cost or 0 for run in runs))


def test_what_was_not_charged_is_free_again(work: StudioAtWork, server: WireServer) -> None:
    work.cap(day=work.price(OPENAI) * 1.5)
    for script in (Script(status=401), Script(status=400, code="moderation_blocked"), Script(status=404)):
        server.queue.append(script)
        work.finished(work.start([OPENAI]).id)
        assert (work.spend().uses[0].spent, work.spend().reserved) == (0, 0), script
    assert work.finished(work.start([OPENAI]).id)[OPENAI].state == "done"


def test_an_unknown_outcome_keeps_its_estimate_and_a_resend_goes_through_the_gate(
    work: StudioAtWork, server: WireServer
) -> None:
    cost = work.price(OPENAI)
    work.cap(day=cost * 1.5)
    server.queue.append(Script(drop="before_headers"))
    run = work.start([OPENAI])
    generation = work.finished(run.id)[OPENAI]
    now = work.spend()
    assert generation.cost is None and now.today == 0
    assert now.possible == pytest.approx(cost) and now.uses[0].spent == pytest.approx(cost)
    with pytest.raises(CostCap):
        work.call(work.studio.generation.resolve_unknown(generation.attempts[0].id, "resend"))
    assert len(server.posts()) == 1 and work.run(run.id).generations[0].state == "unknown"
    work.cap(day=cost * 2.5)
    work.call(work.studio.generation.resolve_unknown(generation.attempts[0].id, "resend"))
    assert work.finished(run.id)[OPENAI].state == "done"
    assert work.spend().possible == pytest.approx(cost)


def test_a_retry_goes_through_the_gate_and_counts_for_its_run(work: StudioAtWork, server: WireServer) -> None:
    cost = work.price(GEMINI)
    server.queue.extend([Script(), Script(status=400)])
    run = work.start([GEMINI], n=2)
    generation = work.finished(run.id)[GEMINI]
    assert len(generation.image_ids) == 1
    spent = generation.cost or 0
    work.cap(run=spent + cost - 0.001)
    with pytest.raises(CostCap) as refused:
        work.call(work.studio.generation.retry(generation.id))
    assert refused.value.details["cap"] == "run" and refused.value.details["spent"] == pytest.approx(spent)
    assert work.run(run.id).generations[0].state == "done"


def test_two_presses_of_retry_at_once_pay_once(work: StudioAtWork, server: WireServer) -> None:
    server.queue.append(Script(status=400))
    failed = work.finished((run := work.start([GEMINI])).id)[GEMINI]

    def press(_: int) -> bool:
        try:
            work.call(work.studio.generation.retry(failed.id))
        except BadRequest:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(8))) == 1
    work.finished(run.id)
    assert len(server.posts()) == 2


def test_models_of_unknown_price_wait_for_a_word_of_the_user(work: StudioAtWork, server: WireServer) -> None:
    work.finished(work.start([UNPRICED]).id)
    assert work.spend().unknown_count == 1
    work.cap(month=50)
    with pytest.raises(CostCap) as refused:
        work.start([UNPRICED, OPENAI])
    assert refused.value.details["cap"] == "unpriced" and refused.value.details["models"] == [UNPRICED]
    work.cap(month=50, allow_unpriced=True)
    work.finished(work.start([UNPRICED, OPENAI]).id)
    assert work.spend().unknown_count == 2


def test_what_costs_nothing_runs_under_a_cap_that_is_used_up(work: StudioAtWork, server: WireServer) -> None:
    work.finished(work.start([OPENAI]).id)
    (use,) = work.cap(day=0.000001).uses
    assert use.spent > use.limit
    assert work.finished(work.start(["offline/poster"], size="128x128").id)["offline/poster"].state == "done"
    assert Item("run", "gen", "offline/poster", None).amount == 0


def test_fifty_starts_at_once_stay_within_the_cap(work: StudioAtWork, server: WireServer) -> None:
    cost = work.price(OPENAI)
    work.cap(day=cost * 12.5)
    server.script = Script(delay=0.3)

    def press(_: int) -> bool:
        try:
            work.start([OPENAI])
        except CostCap:
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        came_through = sum(pool.map(press, range(50)))
    assert came_through == 12
    work.until(lambda: not work.studio.generation.running_count())
    assert len(server.posts()) == 12


def test_a_reservation_outlives_a_crash_until_recovery_settles_it(tmp_path: Path, server: WireServer) -> None:
    """Reserved and never sent, reserved and sent without an answer: as a killed studio leaves them."""
    paths = DataPaths.default(tmp_path / "data")
    with studio_at_work(tmp_path / "data") as work:
        work.connect(server)
        cost = work.price(OPENAI)
        server.queue.append(Script(drop="before_headers"))
        lost = work.finished(work.start([OPENAI]).id)[OPENAI]
        database = work.studio.database

        def as_if_killed() -> None:
            from omniimage.storage.tables import AttemptRow, GenerationRow, ReservationRow

            AttemptRow.update(state="sent", error=None).where(AttemptRow.generation_id == lost.id).execute()
            GenerationRow.update(state="running").where(GenerationRow.id == lost.id).execute()
            ReservationRow.update(state="held").where(ReservationRow.generation_id == lost.id).execute()

        budget = work.studio.api_parts.spend._budget
        work.call(budget.reserve([Item("run_x", "gen_x", OPENAI, 5.0)]))
        work.call(budget.reserve([Item("elsewhere", "another_kind", OPENAI, 0.01)]))
        work.call(database.write(as_if_killed))
        assert work.spend().reserved == pytest.approx(cost + 5.01)
    with build_studio(paths, keychain=False) as again:
        found = again.loop.call(again.api_parts.spend.get())
        assert found.possible == pytest.approx(cost)
        # Who made it settles it.
        assert found.reserved == pytest.approx(0.01)
    assert len(server.posts()) == 1


async def test_one_commit_for_a_run_of_many(tmp_path: Path) -> None:
    """What 32 calls cost is reserved in one write; that of two who come at once is two at most."""
    studio = build_studio(DataPaths.default(tmp_path), keychain=False)
    studio.database.open()
    budget: Budget = studio.api_parts.spend._budget
    items = [Item("run_a", f"gen_{number}", OPENAI, 0.04) for number in range(64)]
    await budget.set_caps(Caps(day=64 * 0.04))
    said: list[str] = []
    await studio.database.write(lambda: current.connection().set_trace_callback(said.append))
    await asyncio.gather(budget.reserve(items[:32]), budget.reserve(items[32:]))
    await studio.database.write(lambda: current.connection().set_trace_callback(None))
    assert sum(each.startswith("INSERT INTO reservations") for each in said) == 64
    # The first is that of the write which began to listen.
    assert 1 <= sum(each.startswith("COMMIT") for each in said) - 1 <= 2
    with pytest.raises(CostCap):
        await budget.reserve([Item("run_b", "gen_b", OPENAI, 0.01)])
    assert (await studio.api_parts.spend.get()).reserved == pytest.approx(2.56)
    studio.close()
