"""The library as a whole: every way to look at it tells the same images, whole, once each and in order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import Stores, png

from omniimage import acting
from omniimage.contracts.images import ImageQuery
from omniimage.errors import BadRequest
from omniimage.imaging.thumbnails import THUMB_SIZES
from omniimage.storage import image_query
from omniimage.storage.image_index import ImageIndex
from omniimage.storage.tables import ImageRow, RunRow, current

PROMPTS = ("a red fox", "Рыжий лис в снегу", "雨中的猫", "A RED HARBOUR", "50% of a_b")
MODELS = ("openai/gpt-image-2", "offline/poster", None)
pictures = st.lists(
    st.fixed_dictionaries(
        {
            "prompt": st.sampled_from(PROMPTS),
            "model": st.sampled_from(MODELS),
            "kind": st.sampled_from(("generated", "split", "imported")),
            "day": st.integers(1, 28),
            "month": st.integers(9, 11),
            "favourite": st.booleans(),
            "trashed": st.booleans(),
            "binned": st.booleans(),
            "width": st.integers(1, 4),
            "cost": st.sampled_from((None, 0.0, 0.04, 0.2)),
            "in_batch": st.booleans(),
            "in_session": st.booleans(),
        }
    ),
    max_size=40,
)
looks = st.fixed_dictionaries(
    {
        "text": st.sampled_from((None, "red", "RED fox", "лис", "ЛИС", "猫", "_b", "0%", "nothing")),
        "model": st.sampled_from((None, "offline/poster")),
        "kind": st.sampled_from((None, "split")),
        "favourite": st.sampled_from((None, True, False)),
        "trashed": st.booleans(),
        "batch_id": st.sampled_from((None, "batch_1")),
        "session_id": st.sampled_from((None, "session_1")),
        "date_from": st.sampled_from((None, "2026-10-05")),
        "date_to": st.sampled_from((None, "2026-11-05")),
        "sort": st.sampled_from(("newest", "oldest", "largest", "dearest")),
    }
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def row_of(number: int, picture: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"img_{number:024x}",
        "sha256": f"{number:064x}",
        "mime_type": "image/png",
        "extension": "png",
        "width": picture["width"],
        "height": 10,
        "bytes": 100,
        "kind": picture["kind"],
        "created": f"2026-{picture['month']:02}-{picture['day']:02}T10:00:00.000Z",
        "model": picture["model"],
        "prompt": picture["prompt"],
        "run_id": f"run_{number:024x}" if picture["kind"] != "imported" else None,
        "recipe": {},
        "cost": picture["cost"],
        "favourite": picture["favourite"],
        "trashed": picture["trashed"] or picture["binned"],
        "binned": picture["binned"],
    }


async def fill(stores: Stores, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [row_of(number, picture) for number, picture in enumerate(made)]
    runs = [
        {
            "id": row["run_id"],
            "prompt": row["prompt"],
            "params": {},
            "created": row["created"],
            "batch_id": "batch_1" if picture["in_batch"] else None,
            "session_id": "session_1" if picture["in_session"] else None,
        }
        for row, picture in zip(rows, made, strict=True)
        if row["run_id"]
    ]

    def work() -> None:
        RunRow.delete().execute()
        ImageRow.delete().execute()
        if rows:
            ImageRow.insert_many(rows).execute()
        if runs:
            RunRow.insert_many(runs).execute()

    await stores.database.write(work)
    of_run = {run["id"]: {name: run[name] for name in ("batch_id", "session_id")} for run in runs}
    return [row | of_run.get(row["run_id"], {"batch_id": None, "session_id": None}) for row in rows]


def expected(rows: list[dict[str, Any]], look: dict[str, Any]) -> list[str]:
    def matches(row: dict[str, Any]) -> bool:
        words = (look["text"] or "").casefold().split()
        return (
            not row["binned"]
            and row["trashed"] == look["trashed"]
            and all(
                look[name] is None or row[name] == look[name]
                for name in ("model", "kind", "favourite", "batch_id", "session_id")
            )
            and (look["date_from"] is None or row["created"] >= look["date_from"])
            and (look["date_to"] is None or row["created"][:10] <= look["date_to"])
            and all(word in row["prompt"].casefold() for word in words)
        )

    by_date = sorted(filter(matches, rows), key=lambda row: (row["created"], row["id"]), reverse=look["sort"] != "oldest")
    if look["sort"] == "largest":
        by_date.sort(key=lambda row: -row["width"])
    if look["sort"] == "dearest":
        by_date.sort(key=lambda row: -1.0 if row["cost"] is None else row["cost"], reverse=True)
    return [row["id"] for row in by_date]


@given(made=pictures, look=looks, limit=st.integers(1, 7))
@quick
async def test_pages_by_place_and_by_cursor_are_the_whole_in_order(
    stores: Stores, made: list[dict[str, Any]], look: dict[str, Any], limit: int
) -> None:
    rows = await fill(stores, made)
    wanted = expected(rows, look)
    query = ImageQuery(**look, limit=limit)
    assert await ImageIndex(stores.database, stores.paths).ids(query) == wanted
    by_place: list[str] = []
    for offset in range(0, len(wanted) + 1, limit):
        page = await stores.images.list(query.model_copy(update={"offset": offset}))
        assert page.total == len(wanted)
        by_place += [image.id for image in page.images]
    assert by_place == wanted
    if look["sort"] in ("newest", "oldest"):
        by_cursor, cursor = [], None
        while True:
            page = await stores.images.list(query.model_copy(update={"cursor": cursor}))
            by_cursor += [image.id for image in page.images]
            if (cursor := page.next_cursor) is None:
                break
        assert by_cursor == wanted


@given(made=pictures, look=looks)
@quick
async def test_the_months_say_where_each_begins(stores: Stores, made: list[dict[str, Any]], look: dict[str, Any]) -> None:
    rows = {row["id"]: row for row in await fill(stores, made)}
    index = ImageIndex(stores.database, stores.paths)
    query = ImageQuery(**look)
    ids, facets = await index.ids(query), await index.facets(query)
    assert await index.ids(query, 2) == ids[:2]
    if look["sort"] in ("newest", "oldest"):
        assert [month.name for month in facets.months for _ in range(month.count)] == [rows[id]["created"][:7] for id in ids]
    whole = [row for row in rows.values() if not row["trashed"]]
    assert facets.favourites == sum(row["favourite"] for row in whole)
    assert sum(kind.count for kind in facets.kinds) == len(whole)
    assert {model.name: model.count for model in facets.models} == {
        name: count for name in MODELS if name and (count := sum(row["model"] == name for row in whole))
    }


async def test_strange_questions_are_refused(stores: Stores) -> None:
    for query in (
        ImageQuery(limit=0),
        ImageQuery(limit=1001),
        ImageQuery(offset=-1),
        ImageQuery(cursor="x"),
        ImageQuery(cursor="a|b", sort="largest"),
    ):
        with pytest.raises(BadRequest):
            await stores.images.list(query)
    for most in (0, 200_001):
        with pytest.raises(BadRequest):
            await ImageIndex(stores.database, stores.paths).ids(ImageQuery(), most)


async def test_a_file_counts_once_however_many_share_it(stores: Stores) -> None:
    same = {"kind": "imported", "prompt": "a", "model": None, "day": 1, "month": 9, "width": 1, "cost": None}
    made = [
        same | {"favourite": False, "trashed": gone, "binned": False, "in_batch": False, "in_session": False}
        for gone in (False, True, True)
    ]
    await fill(stores, made)

    def share() -> None:
        ImageRow.update(sha256="f" * 64).where(ImageRow.id << [f"img_{number:024x}" for number in (0, 1)]).execute()

    await stores.database.write(share)
    use = await ImageIndex(stores.database, stores.paths).use()
    assert (use.images, use.bytes, use.binnable, use.binnable_bytes) == (1, 100, 1, 100)
    assert use.free > 0


async def test_a_member_hears_only_of_their_own_thumbnails(stores: Stores) -> None:
    index, sizes = ImageIndex(stores.database, stores.paths), {}
    for owner, seed in (("bob", 1), ("eve", 2)):
        with acting.on_behalf_of(owner):
            (image,) = await stores.generated(png(seed, edge=64 * seed))
        made = [await stores.images.thumbnail(image, size) for size in THUMB_SIZES]
        sizes[owner] = sum(file.stat().st_size for file in made)
    for owner, size in (*sizes.items(), ("kim", 0)):
        with acting.acting_as(acting.Actor(owner, is_admin=False, sees_all=False)):
            assert (await index.use()).thumbnails == size
    assert (await index.use()).thumbnails == sum(sizes.values())


@pytest.mark.parametrize("also", [{}, {"owner": ""}, {"model": MODELS[0]}, {"kind": "generated"}, {"run_id": "run_0"}])
async def test_what_was_made_with_an_image_is_found_without_a_walk_through_the_library(
    stores: Stores, also: dict[str, Any]
) -> None:
    picture = {"prompt": PROMPTS[0], "model": MODELS[0], "kind": "generated", "day": 1, "month": 9, "width": 1, "cost": None}
    picture |= dict.fromkeys(("favourite", "trashed", "binned", "in_batch", "in_session"), False)
    base, made, cell, other = (row_of(number, picture) for number in range(4))
    made |= {"recipe": {"references": [base["id"]]}, "run_id": "run_0"}
    cell |= {"parent_id": base["id"], "run_id": "run_0"}
    query = ImageQuery(source_id=base["id"], sort="oldest", **also)
    asked: list[str] = []

    def look() -> list[str]:
        current.connection().set_trace_callback(asked.append)
        found = image_query.ids(query)
        current.connection().set_trace_callback(None)
        return found

    def plan() -> str:
        (sql,) = (each for each in asked if "image_sources" in each)
        return "\n".join(str(step) for step in current.execute_sql(f"EXPLAIN QUERY PLAN {sql}"))

    def insert() -> None:
        for row in (base, made, cell, other):
            ImageRow.insert(row).execute()

    await stores.database.write(insert)
    assert await stores.database.read(look) == [made["id"], cell["id"]]
    steps = await stores.database.read(plan)
    assert "images_listed" not in steps and "images_owner" not in steps
    assert "(source_id=?)" in steps and "(parent_id=?)" in steps and "(id=?)" in steps
