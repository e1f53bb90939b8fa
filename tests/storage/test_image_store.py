"""Pictures on disk, in the library, and small."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import Stores, origin, png, until

from omniimage.contracts.base import new_id
from omniimage.contracts.images import ImageQuery
from omniimage.errors import BadRequest, NotAnImage, NotFound, TooLarge
from omniimage.imaging.thumbnails import THUMB_SIZES
from omniimage.imaging.workers import PixelWorkers
from omniimage.storage import spend_query
from omniimage.storage.image_store import generated_image_id


async def import_picture(stores: Stores, data: bytes, name: str = "photo.png") -> str:
    source = stores.paths.root / name
    source.write_bytes(data)
    return (await stores.images.import_file(source, name)).id


async def test_the_bytes_are_untouched_and_the_row_is_whole(stores: Stores) -> None:
    run = await stores.run()
    attempt_id, parts = await stores.answered(png(1), png(2), run=run)
    images = await stores.images.save_generated(attempt_id, parts, origin(run))
    assert [image.id for image in images] == (await stores.history.get_generation(run.generations[0].id)).image_ids
    for image, data in zip(images, (png(1), png(2)), strict=True):
        stored = await stores.images.original(image.id)
        assert stored.path.read_bytes() == data
        assert stored.path.name == hashlib.sha256(data).hexdigest() + ".png"
        assert stored.image == image
        assert (image.width, image.height, image.bytes, image.mime_type) == (32, 32, len(data), "image/png")
        assert (image.cost, image.model, image.prompt) == (0.04, "openai/gpt-image-2", "a lighthouse")


async def test_saving_twice_is_saving_once(stores: Stores) -> None:
    run = await stores.run()
    attempt_id, parts = await stores.answered(png(1), png(2), run=run)
    first = await stores.images.save_generated(attempt_id, parts, origin(run))
    assert await stores.images.save_generated(attempt_id, parts, origin(run, cost=9.0)) == first
    assert (await stores.images.list(ImageQuery())).total == 2


async def test_the_same_bytes_twice_are_one_file_and_two_images(stores: Stores) -> None:
    one, two = await stores.generated(png(1), png(1))
    three = await import_picture(stores, png(1))
    files = {(await stores.images.original(id)).path for id in (one, two, three)}
    assert len(files) == 1
    assert len({one, two, three}) == 3
    assert len([*files.pop().parent.glob("*.json")]) == 3
    assert not [*stores.paths.images.rglob(".*")]


async def test_a_file_that_rotted_is_mended_by_the_same_bytes(stores: Stores) -> None:
    (id,) = await stores.generated(png(1))
    path = (await stores.images.original(id)).path
    path.write_bytes(b"?" * len(png(1)))
    await import_picture(stores, png(1))
    assert path.read_bytes() == png(1)


async def test_a_part_that_is_no_image_stays_and_the_others_are_saved(stores: Stores) -> None:
    run = await stores.run()
    attempt_id, parts = await stores.answered(png(1), b"<html>sorry</html>", png(3), run=run)
    for _ in range(2):
        with pytest.raises(NotAnImage) as caught:
            await stores.images.save_generated(attempt_id, parts, origin(run))
        assert caught.value.details == {"file": "part-1", "reason": "format"}
        generation = await stores.history.get_generation(run.generations[0].id)
        assert len(generation.image_ids) == 2
        assert generation.attempts[0].state == "received"
    assert parts[1].read_bytes() == b"<html>sorry</html>"
    assert not parts[0].exists()


async def test_an_answer_without_pictures_is_saved_too(stores: Stores) -> None:
    run = await stores.run()
    attempt_id, parts = await stores.answered(run=run)
    assert await stores.images.save_generated(attempt_id, parts, origin(run)) == []
    assert (await stores.history.get_run(run.id)).generations[0].attempts[0].state == "saved"


async def test_saving_goes_to_its_end_though_nobody_waits(stores: Stores) -> None:
    run = await stores.run()
    attempt_id, parts = await stores.answered(png(1), run=run)
    saving = asyncio.create_task(stores.images.save_generated(attempt_id, parts, origin(run)))
    await asyncio.sleep(0)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving

    async def there() -> bool:
        return (await stores.images.list(ImageQuery())).total == 1

    await until(there)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 15)), min_size=2, max_size=2, unique=True))
def test_ids_of_generated_images_differ_and_sort(pairs: list[tuple[int, int]]) -> None:
    attempts = [f"att_{number:012x}{number:012x}" for number in range(4)]
    one, two = (generated_image_id(attempts[attempt], part) for attempt, part in pairs)
    assert (one < two) == (pairs[0] < pairs[1])
    assert len(one) == len(new_id("img"))


async def test_import(stores: Stores) -> None:
    id = await import_picture(stores, png(5), "мой снимок.png")
    image = await stores.images.get(id)
    assert (image.kind, image.name, image.cost, image.recipe) == ("imported", "мой снимок.png", None, {})
    assert (stores.paths.root / "мой снимок.png").exists()
    child = await stores.images.import_file(
        stores.paths.root / "мой снимок.png", "cut.png", kind="cut_out", parent_id=id, recipe={"action": "bg_remove"}
    )
    assert (child.kind, child.parent_id, child.recipe) == ("cut_out", id, {"action": "bg_remove"})
    for derived, found in ((True, child.id), (False, id)):
        assert [image.id for image in (await stores.images.list(ImageQuery(derived=derived))).images] == [found]


@pytest.mark.parametrize("data", [b"", b"<svg/>", png()[:-30], b"GIF89a"])
async def test_what_is_not_whole_is_not_imported(stores: Stores, data: bytes) -> None:
    with pytest.raises(NotAnImage):
        await import_picture(stores, data)
    assert (await stores.images.list(ImageQuery())).total == 0
    assert not [path for path in stores.paths.images.rglob("*") if path.is_file()]
    assert not [*stores.paths.uploads.iterdir()]


async def test_import_of_strange_paths(stores: Stores, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await stores.images.import_file(tmp_path / "nowhere.png", "nowhere.png")
    with pytest.raises(NotAnImage):
        await stores.images.import_file(tmp_path, "folder")


async def test_a_bomb_is_not_imported(stores: Stores) -> None:
    header = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + (60_000).to_bytes(4, "big") * 2
    with pytest.raises((TooLarge, NotAnImage)):
        await import_picture(stores, header + png()[24:])


async def test_trash_and_restore(stores: Stores) -> None:
    ids = await stores.generated(png(1), png(2))
    assert [*await stores.images.trash([*ids, "img_unknown"])] == ids
    assert (await stores.images.list(ImageQuery())).total == 0
    stored = await stores.images.original(ids[0])
    assert stored.path.is_file()
    sidecar = json.loads(stored.path.with_name(f"{stored.sha256}.{ids[0]}.json").read_text("utf-8"))
    assert sidecar["image"]["trashed"] is True
    assert [*await stores.images.restore(ids)] == ids
    assert (await stores.images.list(ImageQuery())).total == 2
    assert not await stores.images.trash([])


async def test_favourites(stores: Stores) -> None:
    one, two = await stores.generated(png(1), png(2))
    assert [*await stores.images.set_favourites([one, "img_x"], True)] == [one]
    stored = await stores.images.original(one)
    assert stored.image.favourite
    assert json.loads(stored.path.with_name(f"{stored.sha256}.{one}.json").read_text("utf-8"))["image"]["favourite"] is True
    assert [image.id for image in (await stores.images.list(ImageQuery(favourite=True))).images] == [one]
    assert [image.id for image in (await stores.images.list(ImageQuery(favourite=False))).images] == [two]
    assert [*await stores.images.set_favourites([one, two], False)] == [one, two]
    assert (await stores.images.list(ImageQuery(favourite=True))).total == 0


async def test_listing(stores: Stores) -> None:
    first = await stores.generated(png(1), png(2), prompt="Старый маяк")
    second = await stores.generated(png(3), prompt="a lighthouse")
    third = [await import_picture(stores, png(4), "маяк летом.png")]
    seen, cursor = [], None
    for _ in range(4):
        page = await stores.images.list(ImageQuery(limit=1, cursor=cursor))
        seen += [image.id for image in page.images]
        cursor = page.next_cursor
        assert page.total == 4
    assert cursor is None
    assert seen == [*third, *second, *reversed(first)]

    async def found(**filters: str) -> set[str]:
        return {image.id for image in (await stores.images.list(ImageQuery.model_validate(filters))).images}

    assert await found(text="маяк") == {*first, *third}
    assert await found(text="light") == {*second}
    assert await found(kind="imported") == {*third}
    assert await found(model="openai/gpt-image-2") == {*first, *second}
    today = (await stores.images.get(seen[0])).created[:10]
    assert len(await found(date_from=today, date_to=today)) == 4
    assert await found(date_to="2020-01-01") == set()
    for query in (ImageQuery(cursor="nonsense"), ImageQuery(limit=0), ImageQuery(limit=100_000)):
        with pytest.raises(BadRequest):
            await stores.images.list(query)


async def test_get_many_keeps_the_order(stores: Stores) -> None:
    one, two = await stores.generated(png(1), png(2))
    assert [image.id for image in await stores.images.get_many([two, "img_x", one])] == [two, one]
    with pytest.raises(NotFound):
        await stores.images.get("img_x")


async def test_thumbnails_are_made_once(stores: Stores) -> None:
    one, two = await stores.generated(png(1, 900), png(1, 900))
    paths = await asyncio.gather(*(stores.images.thumbnail(id, size) for id in (one, two) for size in THUMB_SIZES))
    assert {path.name.rpartition("-")[2] for path in paths} == {"320.webp", "768.webp"}
    assert len({*paths}) == 2
    before = paths[0].stat().st_ino
    await stores.images.thumbnail(one, 320)
    assert paths[0].stat().st_ino == before
    with pytest.raises(BadRequest):
        await stores.images.thumbnail(one, 321)


async def test_the_small_thumbnail_comes_without_being_asked_for(stores: Stores) -> None:
    (id,) = await stores.generated(png(1, 900))
    stored = await stores.images.original(id)
    path = stores.paths.thumbs / stored.sha256[:2] / f"{stored.sha256}-320.webp"

    async def made() -> bool:
        return path.exists()

    await until(made)


async def test_who_gives_up_waiting_stops_nobody_else(stores: Stores) -> None:
    (id,) = await stores.generated(png(1, 900))
    impatient, patient = (asyncio.create_task(stores.images.thumbnail(id, 768)) for _ in range(2))
    await asyncio.sleep(0.005)
    impatient.cancel()
    assert (await patient).is_file()


async def test_a_paid_picture_that_is_cut_is_kept_and_its_thumbnail_is_an_error(stores: Stores) -> None:
    (id,) = await stores.generated(png(1, 400)[:-40])
    for _ in range(2):
        with pytest.raises(NotAnImage):
            await stores.images.thumbnail(id, 320)


async def test_the_library_comes_back_from_its_sidecars(stores: Stores, workers: PixelWorkers) -> None:
    ids = [*await stores.generated(png(1), png(2), prompt="雨中的猫"), *await stores.generated(png(3), png(4))]
    ids.append(await import_picture(stores, png(9)))
    await stores.images.set_favourites(ids[:1], True)
    await stores.images.trash([ids[1]])
    before = await stores.images.get_many(ids)
    run = await stores.history.get_run(before[0].run_id or "")
    stores.database.close()
    stores.paths.database.write_bytes(b"garbage" * 1000)
    for name, text in {"a.img_1.json": "{", "b.img_2.json": '{"image": {"id": 3}}', "c.img_3.json": "[]"}.items():
        (stores.paths.images / "00").mkdir(exist_ok=True)
        (stores.paths.images / "00" / name).write_text(text)
    fresh = Stores.open(stores.paths, workers)
    assert fresh.database.was_damaged
    assert await fresh.images.rebuild() == len(ids)
    assert await fresh.images.rebuild() == 0
    assert await fresh.images.get_many(ids) == before
    assert (await fresh.images.list(ImageQuery())).total == len(ids) - 1
    back = await fresh.history.get_run(run.id)
    assert (back.prompt, back.generations[0].asked, back.generations[0].state) == (run.prompt, {"n": 2}, "done")
    assert back.generations[0].image_ids == run.generations[0].image_ids
    assert (await fresh.history.list_runs("猫", None, 10)).total == 1
    assert (await fresh.database.read(lambda: spend_query.totals("2026-11-21"))).total == pytest.approx(0.16)
    fresh.database.close()
