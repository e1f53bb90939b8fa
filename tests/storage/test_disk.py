"""A disk that is full, or refuses: a typed error, nothing lost, and it works again when there is room."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from stores import Stores, make_run, origin, png, small_disk

from omniimage.contracts.images import ImageQuery
from omniimage.errors import StorageFailed, StorageFull
from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths
from omniimage.prompts import Prompts
from omniimage.settings import SettingsStore
from omniimage.storage.database import Database
from omniimage.storage.lock import FolderLock
from omniimage.storage.vault import Vault


@pytest.fixture
async def cramped(tmp_path: Path, workers: PixelWorkers) -> AsyncIterator[Stores]:
    """Stores on a disk of 4 MB."""
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        paths = DataPaths(root=disk / "data", secrets=disk / "secrets")
        paths.create()
        stores = Stores.open(paths, workers)
        yield stores
        stores.database.close()


def fill(stores: Stores, leave: int = 0) -> Path:
    """Fill the disk up, but for `leave` bytes."""
    ballast = stores.paths.root / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096) == 4096:
                pass
        except OSError:
            pass
    if leave:
        with ballast.open("rb+") as file:
            file.truncate(ballast.stat().st_size - leave)
    return ballast


async def test_an_answer_on_a_full_disk(cramped: Stores) -> None:
    attempt = await cramped.attempt()
    part = attempt.open_part()
    ballast = fill(cramped)
    with pytest.raises(StorageFull) as caught:
        part.write(b"x" * 1_000_000)
        part.flush()
    assert "data" not in str(caught.value.details)
    with pytest.raises(StorageFull):
        await attempt.received(b"{}")
    with pytest.raises(StorageFull):
        cramped.ledger.check_space(1)
    ballast.unlink()
    (found,) = await cramped.ledger.open_attempts()
    assert found.state == "sent"
    await cramped.ledger.finish(found.id, "failed", None)
    assert not [*cramped.paths.spool.iterdir()]


async def test_a_new_spool_on_a_full_disk(cramped: Stores) -> None:
    attempt = await cramped.attempt()
    ballast = fill(cramped)
    with pytest.raises(StorageFull):
        while True:
            attempt.open_part().close()
            await attempt.received(b"x" * 100_000)
    ballast.unlink()


async def test_a_picture_that_arrived_before_the_disk_was_full(cramped: Stores) -> None:
    run = await cramped.run()
    attempt_id, parts = await cramped.answered(png(1), png(2), run=run)
    ballast = fill(cramped)
    with pytest.raises(StorageFull):
        await cramped.images.save_generated(attempt_id, parts, origin(run, recipe={"filler": "x" * 50_000}))
    assert [part.read_bytes() for part in parts] == [png(1), png(2)]
    ballast.unlink()
    (found,) = await cramped.ledger.open_attempts()
    assert (found.state, found.parts) == ("received", parts)
    assert len(await cramped.images.save_generated(attempt_id, parts, origin(run))) == 2
    assert (await cramped.images.list(ImageQuery())).total == 2
    assert not [*cramped.paths.spool.iterdir()]


async def test_a_row_on_a_full_disk(cramped: Stores) -> None:
    ballast = fill(cramped)
    saved = []
    with pytest.raises(StorageFull):
        for _ in range(200):
            run = make_run("x" * 20_000)
            await cramped.history.add_run(run)
            saved.append(run.id)
    ballast.unlink()
    await cramped.run("there is room again")
    page = await cramped.history.list_runs("", None, 500)
    assert [run.id for run in page.runs][1:] == saved[::-1]


async def test_a_small_write_beside_one_that_is_too_large(cramped: Stores) -> None:
    """Both wait for the same commit; the large one breaks it, the small one is done all the same."""
    ballast = fill(cramped, leave=400_000)
    small, large = make_run("small"), make_run("".join(map(chr, range(0x4E00, 0x4E00 + 20_000))) * 20)
    outcomes = await asyncio.gather(
        *(cramped.history.add_run(run) for run in (make_run("first"), large, small)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), StorageFull, type(None)]
    ballast.unlink()
    assert (await cramped.history.list_runs("", None, 10)).total == 2


async def test_a_key_on_a_full_disk(cramped: Stores) -> None:
    paths = cramped.paths
    vault = Vault(paths.vault, paths.secrets, keychain=False)
    vault.set("openai", "sk-first-key", "")
    ballast = fill(cramped)
    with pytest.raises(StorageFull):
        for number in range(1000):
            vault.set(f"provider-{number}", "k" * 4000, "")
    kept = vault.secrets()
    ballast.unlink()
    again = Vault(paths.vault, paths.secrets, keychain=False)
    assert again.secrets() == kept
    assert again.get("openai") is not None


async def test_an_import_on_a_full_disk(cramped: Stores, tmp_path: Path) -> None:
    source = tmp_path / "large.png"
    source.write_bytes(png(1) + b"\0" * 500_000)
    ballast = fill(cramped)
    with pytest.raises(StorageFull):
        await cramped.images.import_file(source, "large.png")
    ballast.unlink()
    assert not [*cramped.paths.uploads.iterdir()]


async def test_a_folder_that_is_only_read(tmp_path: Path, workers: PixelWorkers) -> None:
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        paths = DataPaths(root=disk / "data", secrets=disk / "secrets")
        paths.create()
        stores = Stores.open(paths, workers)
        attempt = await stores.attempt()
        stores.database.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)  # noqa: ASYNC221
        for path in (paths.database, paths.root / "new.db"):
            with pytest.raises(StorageFailed):
                Database(path, paths.backups).open()
        with pytest.raises(StorageFailed):
            attempt.open_part()
        with pytest.raises(StorageFailed):
            Vault(paths.vault, paths.secrets, keychain=False).set("openai", "sk-first-key", "")
        with pytest.raises(StorageFailed):
            FolderLock(paths.lock).acquire()


def test_settings_and_templates_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=64k") as disk:
        settings, prompts = SettingsStore(disk / "settings.json"), Prompts(disk)
        with pytest.raises(StorageFull):
            settings.update({"prompt_draft": "x" * 90_000})
        assert settings.current.prompt_draft == ""
        with pytest.raises(StorageFull):
            prompts.save("enhance", "x" * 90_000)
        assert not prompts.get("enhance").is_changed
