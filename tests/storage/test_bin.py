"""What is thrown away: hidden at once, had back as long as it is here, its file in the system's bin in the end."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from stores import Stores, png

from omniimage.errors import StorageFailed
from omniimage.storage.bin import Bin
from omniimage.storage.image_store import ImageStore


def bin_of(stores: Stores) -> Bin:
    return Bin(stores.database, stores.paths, stores.images.gate)


def in_system_bin() -> list[Path]:
    return sorted((Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files").glob("*"))


async def path_of(images: ImageStore, id: str) -> Path:
    return (await images.original(id)).path


@pytest.fixture(autouse=True)
def _own_bin(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the pictures' own disk, or another one's bin is taken. The package reads where it is when it is imported."""
    monkeypatch.setenv("HOME", str(stores.paths.root.parent))
    monkeypatch.setenv("XDG_DATA_HOME", str(stores.paths.root.parent / "xdg"))
    for name in [name for name in sys.modules if name.startswith("send2trash")]:
        monkeypatch.delitem(sys.modules, name)


async def test_a_file_goes_to_the_systems_bin_under_a_name_people_can_read(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    path, before = await path_of(stores.images, id), png(3)
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()
    assert await bin_of(stores).throw_out(row)
    assert not path.exists()
    (binned,) = in_system_bin()
    assert binned.read_bytes() == before
    assert binned.name.startswith(row["created"][:10] + "_gpt-image-2_a-lighthouse_") and binned.suffix == ".png"
    assert [*await stores.images.restore([id])] == []
    assert await bin_of(stores).due() == []


async def test_what_the_user_brings_back_is_the_image_it_was(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.set_favourites([id], True)
    whole = await stores.images.get(id)
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()
    await bin_of(stores).throw_out(row)
    (binned,) = in_system_bin()
    assert await stores.images.import_file(binned, "dragged in.png") == whole
    assert (await path_of(stores.images, id)).read_bytes() == png(3)
    assert await stores.images.get(id) == whole


async def test_what_the_system_puts_back_is_found_at_the_next_start(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()
    await bin_of(stores).throw_out(row)
    (binned,) = in_system_bin()
    binned.rename(stores.paths.deleted / binned.name)
    assert await bin_of(stores).put_back() == [id]
    assert (await path_of(stores.images, id)).read_bytes() == png(3)
    assert await bin_of(stores).put_back() == []


async def test_a_file_that_another_image_shares_stays(stores: Stores) -> None:
    one, other = await stores.generated(png(3)), await stores.generated(png(3))
    await stores.images.trash(one)
    (row,) = await bin_of(stores).due()
    assert await bin_of(stores).throw_out(row)
    assert (await path_of(stores.images, other[0])).read_bytes() == png(3)
    assert in_system_bin() == []
    await stores.images.trash(other)
    (row,) = await bin_of(stores).due()
    assert await bin_of(stores).throw_out(row)
    assert len(in_system_bin()) == 1


async def test_what_was_had_back_meanwhile_stays(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()
    await stores.images.restore([id])
    assert not await bin_of(stores).throw_out(row)
    assert (await path_of(stores.images, id)).exists()


async def test_nothing_goes_while_a_picture_is_being_placed(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()
    async with stores.images.gate.placing():
        assert not await bin_of(stores).throw_out(row)
    saved, thrown = await asyncio.gather(stores.generated(png(3)), bin_of(stores).throw_out(row))
    assert (await path_of(stores.images, saved[0])).read_bytes() == png(3)
    assert thrown in (True, False)


async def test_where_there_is_no_bin_all_stays_as_it_was(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()
    (stores.paths.root.parent / "xdg").write_text("a file where the bin's folder would be")
    with pytest.raises(StorageFailed):
        await bin_of(stores).throw_out(row)
    assert (await path_of(stores.images, id)).read_bytes() == png(3)
    assert [*await stores.images.restore([id])] == [id]


async def test_only_what_is_old_enough_is_due(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.trash([id])
    assert await bin_of(stores).due("2020-01-01T00:00:00.000Z") == []
    assert [row["id"] for row in await bin_of(stores).due("2100-01-01T00:00:00.000Z")] == [id]


async def test_a_move_that_was_cut_short_is_due_again(stores: Stores) -> None:
    (id,) = await stores.generated(png(3))
    await stores.images.trash([id])
    (row,) = await bin_of(stores).due()

    def claimed() -> None:
        from omniimage.storage.tables import ImageRow

        ImageRow.update(binned=True).where(ImageRow.id == id).execute()

    await stores.database.write(claimed)
    await bin_of(stores).settle_left()
    assert await bin_of(stores).due() == [row]


async def test_a_library_made_anew_from_its_files_lacks_what_is_in_the_bin(stores: Stores) -> None:
    gone, kept = await stores.generated(png(3)), await stores.generated(png(4))
    await stores.images.trash(gone)
    (row,) = await bin_of(stores).due()
    await bin_of(stores).throw_out(row)
    stores.database.close()
    stores.database.path.unlink()
    stores.database.open()
    await stores.images.rebuild()
    assert await stores.images.get_many([*gone, *kept]) == [await stores.images.get(kept[0])]
