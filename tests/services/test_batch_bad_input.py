"""What people drop on a batch that is not as it should be: the rest goes on, and everything is told."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from omniimage.bridge.api import Api
from omniimage.contracts.batch import BatchParams
from tests.services.batch_bench import Bench, images
from tests.services.studio_at_work import studio_at_work

SKETCH = "offline/poster"
ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$|^(con|nul|aux|prn)$', re.IGNORECASE)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with studio_at_work(tmp_path / "data") as work:
        yield Bench(work.studio)


def picture(bench: Bench, tmp_path: Path) -> Path:
    (img_id,) = images(bench, tmp_path, 1)
    stored = bench.call(bench.studio.store.original(img_id)).path
    copy = tmp_path / f"one{stored.suffix}"
    shutil.copy(stored, copy)
    return copy


def test_a_bad_file_and_the_same_file_twice(bench: Bench, tmp_path: Path) -> None:
    good = picture(bench, tmp_path)
    bad = tmp_path / "broken.png"
    bad.write_bytes(good.read_bytes()[:200])
    names = ["shoe.png", "broken.png", "copy of shoe.png"]
    imported = bench.call(bench.studio.api_parts.library.import_files([good, bad, good], names))
    assert [each.name for each in imported.refused] == ["broken.png"] and len(set(imported.image_ids)) == 2
    # A file dropped twice under two names is two tasks; the same image chosen twice is one.
    params = BatchParams()
    twice = [*imported.image_ids, imported.image_ids[0]]
    batch = bench.call(bench.desk.create("shoes", "{name}", twice, [SKETCH], params))
    assert [task.prompt for task in batch.tasks] == ["shoe", "copy of shoe"]
    # It is said before it is paid for.
    preview = bench.call(bench.desk.preview("{name}", twice, [SKETCH], params))
    assert preview.twins == [imported.image_ids[1]]


def test_names_that_are_not_legal_on_windows(bench: Bench, tmp_path: Path) -> None:
    good = picture(bench, tmp_path)
    names = ["CON.png", "a<b>: c?.png", "tail. .png", "twin.png", "TWIN.png"]
    imported = bench.call(bench.studio.api_parts.library.import_files([good] * len(names), names))
    batch = bench.call(bench.desk.create("shoes", "a shoe", imported.image_ids, [SKETCH], BatchParams()))
    bench.begin(batch)
    bench.ended(batch)
    download = Api(bench.studio.api_parts).export_batch(batch.id)
    assert download.url is not None
    path, _ = bench.call(bench.studio.api_parts.exports.download(download.url.rpartition("/")[2]))
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if name != "report.csv"]
    assert len({name.casefold() for name in inside}) == len(names)
    assert not [name for name in inside if ILLEGAL.search(name.rpartition(".")[0])]
