"""Attempts and their spool."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest
from stores import REQUEST, Stores, origin, png, until

from omniimage.contracts.base import ErrorInfo
from omniimage.errors import NotFound, StorageFull
from omniimage.imaging.workers import PixelWorkers
from omniimage.providers.base import AttemptLog
from omniimage.storage import ledger as ledger_module
from omniimage.storage.whole import is_whole

ERROR = ErrorInfo(code="provider_unavailable", message="gone")


async def state_of(stores: Stores, attempt_id: str) -> str:
    generation = await stores.history.generation_of_attempt(attempt_id)
    return next(attempt.state for attempt in generation.attempts if attempt.id == attempt_id)


async def test_the_states_of_a_call(stores: Stores) -> None:
    run = await stores.run()
    attempt = await stores.ledger.prepare(run.generations[0].id, REQUEST)
    log: AttemptLog = attempt
    assert await state_of(stores, attempt.id) == "prepared"
    await log.sent()
    assert await state_of(stores, attempt.id) == "sent"
    await log.accepted("job-17")
    (row,) = (await stores.history.get_generation(run.generations[0].id)).attempts
    assert (row.state, row.remote_id) == ("accepted", "job-17")
    with log.open_part() as part:
        part.write(png())
    parts = await log.received(b"{}")
    async with asyncio.timeout(5):
        # The row follows the spool, which says the same already.
        while await state_of(stores, attempt.id) != "received":  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert [part.read_bytes() for part in parts] == [png()]
    await stores.images.save_generated(attempt.id, parts, origin(run))
    assert await state_of(stores, attempt.id) == "saved"
    assert not [*stores.paths.spool.iterdir()]


async def test_a_row_that_has_ended_is_not_opened_again_by_the_news_of_its_answer(stores: Stores) -> None:
    attempt = await stores.attempt()
    with attempt.open_part() as part:
        part.write(png())
    # Its row is told of the answer in the background, before or after its end.
    await attempt.received(b"{}")
    await stores.ledger.finish(attempt.id, "failed", None)
    await stores.ledger.mark_received(attempt.id)
    assert await state_of(stores, attempt.id) == "failed"


async def test_parts_may_be_left_open_and_come_in_bits(stores: Stores) -> None:
    attempt = await stores.attempt()
    first, second = attempt.open_part(), attempt.open_part()
    second.write(b"BB")
    first.write(b"A" * 100_000)
    second.write(b"B")
    parts = await attempt.received(b"")
    assert [part.read_bytes() for part in parts] == [b"A" * 100_000, b"BBB"]
    assert first.closed
    assert second.closed


async def test_links_first_and_pictures_after(stores: Stores) -> None:
    attempt = await stores.attempt()
    assert await attempt.received(b'{"urls": 2}') == ()
    (found,) = await stores.ledger.open_attempts()
    assert (found.state, found.parts, found.answer) == ("received", (), b'{"urls": 2}')
    for _ in range(3):
        with attempt.open_part() as part:
            part.write(b"cut short")
    (found,) = await stores.ledger.open_attempts()
    assert (found.state, found.parts) == ("received", ())
    again = stores.ledger.reopen(found)
    for picture in (png(1), png(2)):
        with again.open_part() as part:
            part.write(picture)
    parts = await again.received(found.answer or b"")
    assert [part.read_bytes() for part in parts] == [png(1), png(2)]
    (found,) = await stores.ledger.open_attempts()
    assert found.parts == parts


async def test_what_a_launch_left_open(stores: Stores) -> None:
    run = await stores.run()
    generation_id = run.generations[0].id
    prepared = await stores.ledger.prepare(generation_id, {"model": "x"})
    sent = await stores.attempt(run)
    with sent.open_part() as part:
        part.write(png()[:30])
    polled = await stores.attempt(run)
    await polled.accepted("job-1")
    received_id, parts = await stores.answered(png(1), png(2), run=run)
    done = await stores.ledger.prepare(generation_id, {})
    await stores.ledger.finish(done.id, "failed", ERROR)
    found = {attempt.id: attempt for attempt in await stores.ledger.open_attempts()}
    assert {id: (each.state, each.remote_id) for id, each in found.items()} == {
        prepared.id: ("prepared", None),
        sent.id: ("sent", None),
        polled.id: ("accepted", "job-1"),
        received_id: ("received", None),
    }
    assert found[received_id].parts == parts
    assert found[received_id].answer == b'{"created": 1}'
    assert found[prepared.id].request == {"model": "x"}
    assert found[sent.id].parts == ()


async def test_ten_parts_are_in_order(stores: Stores) -> None:
    attempt_id, parts = await stores.answered(*(png(seed) for seed in range(12)))
    (found,) = await stores.ledger.open_attempts()
    assert found.parts == parts
    images = await stores.images.save_generated(attempt_id, parts, origin(await stores.run()))
    assert [image.id for image in images] == sorted(image.id for image in images)


async def test_a_finished_attempt_leaves_nothing_behind(stores: Stores) -> None:
    attempt = await stores.attempt()
    with attempt.open_part() as part:
        part.write(b"half")
    await stores.ledger.finish(attempt.id, "failed", ERROR)
    assert not [*stores.paths.spool.iterdir()]
    generation = await stores.history.generation_of_attempt(attempt.id)
    assert generation.attempts[0].error == ERROR
    assert await stores.ledger.open_attempts() == []


async def test_an_answer_that_came_is_kept_whatever_is_said_of_it(stores: Stores) -> None:
    attempt_id, parts = await stores.answered(png())
    await stores.ledger.finish(attempt_id, "cancelled", None)
    assert parts[0].exists()
    (found,) = await stores.ledger.open_attempts()
    assert (found.id, found.state, found.parts) == (attempt_id, "received", parts)
    await stores.ledger.discard_spool(attempt_id)
    await stores.ledger.finish(attempt_id, "cancelled", None)
    assert await stores.ledger.open_attempts() == []
    await stores.ledger.discard_spool(attempt_id)


async def test_saved_stays_saved(stores: Stores) -> None:
    run = await stores.run()
    attempt_id, parts = await stores.answered(png(), run=run)
    await stores.images.save_generated(attempt_id, parts, origin(run))
    await stores.ledger.finish(attempt_id, "cancelled", None)
    assert await state_of(stores, attempt_id) == "saved"
    with pytest.raises(NotFound):
        await stores.ledger.finish("att_x", "failed", None)


async def test_a_receipt_goes_to_its_end_though_nobody_waits(stores: Stores) -> None:
    attempt = await stores.attempt()
    with attempt.open_part() as part:
        part.write(png())
    receipt = asyncio.create_task(attempt.received(b"{}"))
    await asyncio.sleep(0)
    receipt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await receipt

    async def noted() -> bool:
        return await state_of(stores, attempt.id) == "received"

    await until(noted)


async def test_answers_without_a_row_are_adopted(stores: Stores, workers: PixelWorkers) -> None:
    run = await stores.run("a lost prompt")
    attempt_id, parts = await stores.answered(png(1), png(2), run=run)
    half = await stores.attempt(run)
    with half.open_part() as part:
        part.write(b"half")
    strange = stores.paths.spool / "att_0123"
    strange.mkdir()
    (strange / "request.json").write_text("[]")
    stores.database.close()
    stores.paths.database.unlink()
    fresh = Stores.open(stores.paths, workers)
    orphans = {orphan.id: orphan for orphan in await fresh.ledger.orphan_spools()}
    assert orphans.keys() == {attempt_id, half.id, "att_0123"}
    assert orphans["att_0123"].request == {}
    assert orphans[half.id].state == "sent"
    (found,) = await fresh.ledger.open_attempts()
    assert (found.id, found.state, found.parts) == (attempt_id, "received", parts)
    await fresh.images.save_generated(found.id, found.parts, origin(run))
    back = await fresh.history.get_run(run.id)
    assert (back.prompt, back.generations[0].model) == ("a lost prompt", run.generations[0].model)
    assert len(back.generations[0].image_ids) == 2
    assert [each.id for each in await fresh.history.unfinished()] == [run.generations[0].id]
    fresh.database.close()


async def test_requests_are_spooled_without_surprise(stores: Stores) -> None:
    attempt = await stores.attempt()
    attempt.open_part().close()
    record = json.loads((stores.paths.spool / attempt.id / "request.json").read_text("utf-8"))
    assert record["request"]["model"] == REQUEST["model"]


def test_too_little_room(stores: Stores) -> None:
    stores.ledger.check_space(1)
    free = shutil.disk_usage(stores.paths.spool).free
    with pytest.raises(StorageFull) as caught:
        stores.ledger.check_space(free)
    assert caught.value.details["needed"] == free + ledger_module.RESERVE


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_file_is_whole_only_with_its_last_byte(stores: Stores, format: str) -> None:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.effect_noise((40, 40), 90).convert("RGB").save(buffer, format)
    data, path = buffer.getvalue(), stores.paths.spool / "file"
    for end in (0, 1, 15, 16, 30, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:end])
        assert not is_whole(path), end
    path.write_bytes(data)
    assert is_whole(path)
