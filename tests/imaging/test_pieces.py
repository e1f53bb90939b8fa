"""Files told by pieces: the same bytes by every way out, and no ZIP that only looks whole."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import written

from omniimage.errors import NotFound
from omniimage.imaging.archive import PictureZip
from omniimage.imaging.pieces import Pieces, Slice

SOURCE = bytes(range(256)) * 20
slices = st.tuples(st.integers(0, len(SOURCE)), st.integers(0, len(SOURCE))).map(lambda ends: Slice(min(ends), max(ends)))


def bytes_of(parts: list[bytes | Slice]) -> bytes:
    return b"".join(part if isinstance(part, bytes) else SOURCE[part.start : part.end] for part in parts)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.binary(max_size=40), slices), max_size=8))
def test_every_way_out_gives_the_same_bytes(tmp_path: Path, parts: list[bytes | Slice]) -> None:
    pieces, wanted = Pieces(written(tmp_path, "source", SOURCE), tuple(parts)), bytes_of(parts)
    pieces.write(tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == wanted
    assert b"".join(pieces.chunks()) == wanted
    assert (pieces.size, pieces.crc32()) == (len(wanted), zlib.crc32(wanted))
    with PictureZip(tmp_path / "out.zip") as archive:
        archive.add("picture", pieces)
        archive.add("words 灯塔.txt", Pieces(tmp_path / "source", ("灯塔".encode(),)))
        archive.close()
    with zipfile.ZipFile(tmp_path / "out.zip") as opened:
        assert opened.testzip() is None
        assert (opened.read("picture"), opened.read("words 灯塔.txt").decode()) == (wanted, "灯塔")


def test_a_source_that_is_gone_or_cut_leaves_the_zip_good(tmp_path: Path) -> None:
    gone = Pieces(tmp_path / "nowhere", (b"head", Slice(0, 10)))
    cut = Pieces(written(tmp_path, "cut", SOURCE), (Slice(0, len(SOURCE) + 1),))
    whole = Pieces.whole(written(tmp_path, "whole", SOURCE))
    with PictureZip(tmp_path / "out.zip") as archive:
        for name, pieces in (("a", gone), ("b", whole), ("c", cut), ("d", whole)):
            if pieces is whole:
                archive.add(name, pieces)
                continue
            with pytest.raises(NotFound):
                archive.add(name, pieces)
        archive.close()
    with zipfile.ZipFile(tmp_path / "out.zip") as opened:
        assert opened.namelist() == ["b", "d"] and opened.testzip() is None
    for pieces in (gone, cut):
        with pytest.raises(NotFound):
            pieces.write(tmp_path / "target")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut", "out.zip", "whole"]


def test_what_was_left_unfinished_is_no_zip(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), PictureZip(tmp_path / "out.zip") as archive:
        archive.add("a", Pieces.whole(written(tmp_path, "source", SOURCE)))
        raise RuntimeError
    assert not zipfile.is_zipfile(tmp_path / "out.zip")
