"""People: who comes in by which token, and what of the studio each one sees."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from studio_at_work import StudioAtWork, studio_at_work

from omniimage.acting import Actor, acting_as
from omniimage.bridge.api import Api
from omniimage.contracts.images import ImageQuery
from omniimage.contracts.spend import Caps, KeyCap
from omniimage.errors import BadRequest, CostCap, NotFound
from omniimage.services.budget import Item, local_day
from omniimage.services.people import People
from omniimage.storage.tables import ReservationRow
from tests.services.batch_bench import Bench
from tests.wire.script import Script
from tests.wire.server import running_server


def people(work: StudioAtWork) -> People:
    return work.studio.api_parts.people


def named(work: StudioAtWork, name: str, role: str = "member") -> Actor:
    new = work.call(people(work).add(name, role))
    actor = work.call(people(work).by_token(new.token))
    assert isinstance(actor, Actor)
    return actor


def test_a_token_lets_in_its_person_until_it_is_renewed(work: StudioAtWork) -> None:
    new = work.call(people(work).add("  Ann  Lee ", "admin"))
    assert new.person.name == "Ann Lee" and new.token.startswith("omni_")
    ann = work.call(people(work).by_token(new.token))
    assert (ann.id, ann.is_admin, ann.sees_all) == (new.person.id, True, True)
    session = work.call(people(work).sign_in(ann))
    assert work.call(people(work).by_session(session)) == ann
    again = work.call(people(work).renew(ann.id))
    assert work.call(people(work).by_token(new.token)) is None
    assert work.call(people(work).by_session(session)) is None
    assert work.call(people(work).by_token(again.token)) == ann


def test_only_hashes_are_kept(work: StudioAtWork, tmp_path: Path) -> None:
    new = work.call(people(work).add("ann", "member"))
    session = work.call(people(work).sign_in(work.call(people(work).by_token(new.token))))
    work.studio.close()
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert new.token.encode() not in content and session.encode() not in content, file
    with closing(sqlite3.connect(tmp_path / "data" / "studio.db")) as database:
        assert database.execute("SELECT length(token) FROM people").fetchone() == (64,)


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "a\x07b", "ANN"])
def test_bad_names_are_refused(work: StudioAtWork, name: str) -> None:
    work.call(people(work).add("ann", "admin"))
    with pytest.raises(BadRequest):
        work.call(people(work).add(name, "member"))
    assert len(work.call(people(work).list())) == 1


def test_members_are_never_left_without_an_admin(work: StudioAtWork) -> None:
    ann, bob = named(work, "ann", "admin"), named(work, "bob")
    for change in (people(work).remove(ann.id), people(work).set_role(ann.id, "member")):
        with pytest.raises(BadRequest) as refused:
            work.call(change)
        assert refused.value.details["reason"] == "last_admin"
    work.call(people(work).remove(bob.id))
    work.call(people(work).remove(ann.id))
    assert [each.removed for each in work.call(people(work).list())] == [True, True]
    work.call(people(work).add("ann", "admin"))
    with pytest.raises(NotFound):
        work.call(people(work).renew(ann.id))


def test_what_is_made_belongs_to_who_made_it_and_is_seen_by_them_and_admins(work: StudioAtWork) -> None:
    ann, bob, eve = named(work, "ann", "admin"), named(work, "bob"), named(work, "eve")
    with acting_as(bob):
        run = work.start(["offline/poster"], size="128x128")
        image_id = work.finished(run.id)["offline/poster"].image_ids[0]
    parts = work.studio.api_parts
    assert run.owner == bob.id
    for actor in (bob, ann, Actor()):
        with acting_as(actor):
            assert work.call(parts.library.get(image_id)).owner == bob.id
            assert work.call(parts.library.list(ImageQuery())).total == 1
            assert work.call(parts.history.list_runs("", None, 10)).runs[0].owner == bob.id
    with acting_as(eve):
        assert work.call(parts.library.list(ImageQuery())).total == 0
        assert work.call(parts.history.list_runs("", None, 10)).total == 0
        for asked in (
            parts.library.get(image_id),
            parts.library.thumbnail(image_id, 320),
            parts.library.set_favourite(image_id, True),
            parts.history.get_run(run.id),
            parts.generation.cancel(run.generations[0].id),
            parts.generation.retry(run.generations[0].id),
        ):
            with pytest.raises(NotFound):
                work.call(asked)
        assert work.call(parts.library.delete([image_id])).image_ids == []
        assert work.call(parts.library.set_favourites([image_id], True)).image_ids == []
        stolen = work.start(["offline/poster"], reference_ids=[image_id])
        assert work.finished(stolen.id)["offline/poster"].error.code == "not_found"
    assert work.call(parts.library.list(ImageQuery(owner=bob.id, favourite=False))).total == 1
    assert work.call(parts.library.list(ImageQuery(owner=eve.id))).total == 0


def test_what_an_admin_makes_of_a_members_picture_is_the_members(work: StudioAtWork) -> None:
    ann, bob = named(work, "ann", "admin"), named(work, "bob")
    with acting_as(bob):
        run = work.start(["offline/poster"], size="128x128")
        image_id = work.finished(run.id)["offline/poster"].image_ids[0]
    with acting_as(ann):
        made = work.call(work.studio.api_parts.tools.process("split", image_id, None))
    with acting_as(bob):
        assert work.call(work.studio.api_parts.library.list(ImageQuery())).total == 1 + len(made.image_ids)


def test_the_owner_outlives_the_database(work: StudioAtWork, tmp_path: Path) -> None:
    bob = named(work, "bob")
    with acting_as(bob):
        run = work.start(["offline/poster"], size="128x128")
        work.finished(run.id)
    work.studio.close()
    for file in (tmp_path / "data").glob("studio.db*"):
        file.unlink()
    with studio_at_work(tmp_path / "data") as fresh:
        assert fresh.call(fresh.studio.store.rebuild()) == 1
        assert fresh.run(run.id).owner == bob.id
        assert fresh.call(fresh.studio.api_parts.library.list(ImageQuery(owner=bob.id))).total == 1


def test_a_persons_cap_holds_them_and_nobody_else(work: StudioAtWork) -> None:
    ann, bob, eve = named(work, "ann", "admin"), named(work, "bob"), named(work, "eve")
    budget, spend = work.studio.desk._budget, work.studio.api_parts.spend
    work.call(spend.set_caps(Caps(people={bob.id: KeyCap(day=1.0, month=1.5)}, day=100)))

    def item(cost: float) -> Item:
        return Item("run_1", "gen_1", "openai/gpt-image-2", cost)

    with acting_as(bob):
        work.call(budget.reserve([item(0.9)]))
        with pytest.raises(CostCap) as refused:
            work.call(budget.reserve([item(0.2)]))
        assert refused.value.details["cap"] == "person_day" and refused.value.details["person"] == bob.id
        seen = work.call(spend.get())
        assert {use.cap: (use.limit, use.reserved) for use in seen.uses} == {
            "person_day": (1, 0.9),
            "person_month": (1.5, 0.9),
        }
        assert seen.caps.day is None and set(seen.caps.people) == {bob.id}
    with acting_as(eve):
        work.call(budget.reserve([item(5)]))
        seen = work.call(spend.get())
        assert (seen.uses, seen.caps.people, seen.reserved) == ([], {}, 5)
    with acting_as(ann):
        seen = work.call(spend.get())
        assert seen.reserved == pytest.approx(5.9) and {use.cap for use in seen.uses} == {"day"}
        assert {(use.cap, use.person) for use in seen.of_people} == {("person_day", bob.id), ("person_month", bob.id)}


def test_a_report_tells_who_spent_what_and_a_member_of_themselves_alone(work: StudioAtWork) -> None:
    ann, bob, eve = named(work, "ann", "admin"), named(work, "bob"), named(work, "eve")
    spend, database, today = work.studio.api_parts.spend, work.studio.database, local_day()
    for actor, cost in ((bob, 2.0), (eve, 3.0)):
        with acting_as(actor):
            work.call(work.studio.desk._budget.reserve([Item("run_1", f"gen_{actor.name}", "openai/gpt-image-2", cost)]))
    work.call(database.write(lambda: ReservationRow.update(state="spent").execute()))
    with acting_as(ann):
        report = work.call(spend.report(today, today))
        assert {line.id: line.spent for line in report.people} == {bob.id: 2, eve.id: 3}
        assert work.call(spend.report(today, today, eve.id)).spent == 3
        assert "bob" in work.call(spend.export(today, today)).text
    with acting_as(bob):
        for person in (None, eve.id):
            report = work.call(spend.report(today, today, person))
            assert report.spent == 2 and [line.id for line in report.people] == [bob.id]
            assert "eve" not in work.call(spend.export(today, today, person)).text
        assert work.call(spend.get()).today == 2


@pytest.mark.parametrize("told", [True, False], ids=["in the studio", "by the shell beside it"])
def test_who_is_removed_while_a_batch_runs_pays_for_nothing_more_and_loses_nothing(tmp_path: Path, told: bool) -> None:
    with running_server() as server, studio_at_work(tmp_path / "data") as work:
        server.script = Script(delay=0.3)
        bench = Bench(work.studio)
        bench.join(server)
        bob = named(work, "bob")
        with acting_as(bob):
            batch = bench.made(12, at_once={"openai": 2})
            bench.begin(batch)
        bench.until(lambda: len(server.posts()) >= 3, 60)
        if told:
            Api(work.studio.api_parts).remove_person(bob.id)
        else:
            work.call(people(work).remove(bob.id))
        sent = len(server.posts())
        paused = bench.ended(batch, "paused")
        # One whose row was committed before the removal may still have been on its way out; it came home all the same.
        assert len(server.posts()) <= sent + 2 and server.billed == len(server.posts())
        assert paused.counts["done"] == server.billed and paused.counts["done"] + paused.counts["queued"] == 12
        bench.until(lambda: bench.queue.active(batch.id) is None)
        kept = work.call(work.studio.api_parts.library.list(ImageQuery(owner=bob.id))).total
        assert kept == server.billed
    with running_server() as server, studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        other = bench.made(1, ["offline/poster"])
        bench.begin(other)
        assert bench.ended(other).counts == {"done": 1}, "the queue is at work"
        assert bench.get(batch).state == "paused" and not server.posts()
        bench.begin(batch)
        ended = bench.ended(batch)
        assert ended.counts == {"done": 12} and server.billed == 12 - kept and ended.owner == bob.id
        assert work.call(work.studio.api_parts.library.list(ImageQuery(owner=bob.id))).total == 12
