"""Splitting: which grid, how sure, and cells exact to the pixel."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import CUT, drawn, encoded, exif, written
from PIL import Image, ImageCms, ImageOps

from benchmarks.grids import fits, grid_sample, single_sample
from omniimage.errors import BadRequest, NotAnImage
from omniimage.imaging.grid import APPLIES_AT, find_grid, luma_of
from omniimage.imaging.split import detect_file, split_file

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
NOISE = Image.effect_noise((64, 48), 90)


def halves(length: int) -> list[tuple[int, int]]:
    return [(0, length // 2), (length // 2, length)]


def split(folder: Path, data: bytes, size: tuple[int, int]) -> list[Image.Image]:
    cells = split_file(written(folder, "source", data), folder, halves(size[0]), halves(size[1]))
    return [Image.open(cell.file) for cell in cells]


def test_forty_fresh_grids_of_many_sources() -> None:
    """The whole campaign is `benchmarks.split`; seeds of its own."""
    right = 0
    for seed in range(900_000, 900_040):
        sample = grid_sample(seed)
        found = find_grid(luma_of(sample.picture))
        exact = fits(found.columns, sample.columns) and fits(found.rows, sample.rows)
        assert exact or found.confidence < APPLIES_AT, sample.name
        right += exact
    assert right >= 36


def test_single_pictures_are_not_split_by_themselves() -> None:
    for seed in range(900_000, 900_060):
        sample = single_sample(seed)
        assert find_grid(luma_of(sample.picture)).confidence < APPLIES_AT, sample.name


@pytest.mark.parametrize("shape", [(2, 2), (3, 1), (1, 2), (4, 3)])
def test_a_number_asked_for_is_kept_to(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (240, 300), dtype=np.uint8)
    found = find_grid(noise, *shape)
    assert (len(found.columns), len(found.rows)) == shape
    assert found.columns[0][0] == 0 and found.columns[-1][1] == 300


def test_edges_are_found_for_a_number_asked_for() -> None:
    sample = grid_sample(4)
    found = find_grid(luma_of(sample.picture), len(sample.columns), len(sample.rows))
    assert fits(found.columns, sample.columns) and fits(found.rows, sample.rows)


def test_a_model_of_grids_is_believed_to_have_made_one() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (512, 512), dtype=np.uint8)
    found = find_grid(noise, prior=(2, 2))
    assert found.columns == found.rows == ((0, 256), (256, 512))
    assert found.confidence < APPLIES_AT


def test_clear_gutters_count_in_transparent_pictures() -> None:
    sheet = Image.new("RGBA", (210, 210))
    for left, top in ((0, 0), (110, 0), (0, 110), (110, 110)):
        sheet.paste(Image.effect_noise((100, 100), 60).convert("RGBA"), (left, top))
    found = find_grid(luma_of(sheet))
    assert found.columns == found.rows == ((0, 100), (110, 210))
    assert found.confidence >= APPLIES_AT


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 40), (17, 33)])
@pytest.mark.parametrize("shade", [0, 255])
def test_tiny_and_plain_pictures_are_no_grid(size: tuple[int, int], shade: int) -> None:
    found = find_grid(np.full(size, shade, np.uint8))
    assert (found.columns, found.rows) == (((0, size[1]),), ((0, size[0]),))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5))
def test_cells_always_lie_in_the_picture_one_after_another(
    width: int, height: int, seed: int, columns: int, rows: int
) -> None:
    rng = np.random.default_rng(seed)
    luma = rng.choice([0, 7, 128, 250, 255], (height, width)).astype(np.uint8)
    for found in (find_grid(luma), find_grid(luma, columns, rows)):
        for spans, length in ((found.columns, width), (found.rows, height)):
            assert spans[0][0] >= 0 and spans[-1][1] <= length
            assert all(start <= end for start, end in spans)
            assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert 0 <= found.confidence <= 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_cells_are_the_pixels_themselves(tmp_path: Path, mode: str) -> None:
    picture = NOISE.convert(mode)
    cells = split(tmp_path, encoded("PNG", picture, icc_profile=PROFILE), picture.size)
    for cell, box in zip(cells, ((0, 0), (32, 0), (0, 24), (32, 24)), strict=True):
        wanted = picture.crop((*box, box[0] + 32, box[1] + 24))
        assert (cell.mode, cell.size, cell.tobytes()) == (mode, (32, 24), wanted.tobytes())
        assert cell.info["icc_profile"] == PROFILE


def test_sixteen_bits_stay_sixteen(tmp_path: Path) -> None:
    deep = Image.fromarray(np.arange(64 * 48, dtype=np.uint16).reshape(48, 64) * 21)
    cells = split(tmp_path, encoded("PNG", deep), deep.size)
    assert cells[3].mode == "I;16"
    assert np.array_equal(np.asarray(cells[3]), np.asarray(deep)[24:, 32:])


def test_palette_keeps_its_transparent_colour(tmp_path: Path) -> None:
    palette = drawn(mode="P")
    data = encoded("PNG", palette, transparency=palette.getpixel((0, 0)))
    whole = Image.open(written(tmp_path, "whole.png", data)).convert("RGBA")
    assert whole.getextrema()[3] == (0, 255)
    first = split(tmp_path, data, palette.size)[0].convert("RGBA")
    assert first.tobytes() == whole.crop((0, 0, 48, 32)).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_cells_are_as_shown(tmp_path: Path, orientation: int) -> None:
    data = encoded("JPEG", drawn(96, 64), exif=exif(orientation))
    shown = ImageOps.exif_transpose(Image.open(written(tmp_path, "x.jpg", data)))
    cells = split(tmp_path, data, shown.size)
    assert cells[0].tobytes() == shown.crop((0, 0, shown.width // 2, shown.height // 2)).tobytes()
    assert not cells[0].getexif()


@pytest.mark.parametrize("data", [encoded("JPEG", drawn(mode="CMYK")), encoded("WEBP", drawn(mode="RGBA")), encoded("GIF")])
def test_other_formats_become_png(tmp_path: Path, data: bytes) -> None:
    assert {cell.format for cell in split(tmp_path, data, (96, 64))} == {"PNG"}


@pytest.mark.parametrize(
    "columns", [[], [(0, 200)], [(-1, 40)], [(40, 40)], [(0, 60), (50, 96)], [(50, 96), (0, 40)], [(0, 2), (2, 96)]]
)
def test_spans_that_do_not_fit_are_refused(tmp_path: Path, columns: list[tuple[int, int]]) -> None:
    source = written(tmp_path, "source.png", encoded("PNG"))
    with pytest.raises(BadRequest):
        split_file(source, tmp_path, columns, [(0, 64)])
    assert [*tmp_path.iterdir()] == [source]


@pytest.mark.parametrize("name", CUT)
def test_a_damaged_picture_makes_nothing(tmp_path: Path, name: str) -> None:
    source = written(tmp_path, name, CUT[name])
    for work in (lambda: detect_file(source), lambda: split_file(source, tmp_path, [(0, 96)], [(0, 64)])):
        with pytest.raises(NotAnImage):
            work()
    assert [*tmp_path.iterdir()] == [source]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(8, 30), min_size=1, max_size=4), st.lists(st.integers(8, 30), min_size=1, max_size=4))
def test_cells_put_together_are_the_picture(tmp_path: Path, widths: list[int], heights: list[int]) -> None:
    columns, rows = ([(sum(sizes[:i]), sum(sizes[: i + 1])) for i in range(len(sizes))] for sizes in (widths, heights))
    picture = Image.effect_noise((sum(widths), sum(heights)), 90).convert("RGB")
    again = Image.new("RGB", picture.size)
    for cell in split_file(written(tmp_path, "source.png", encoded("PNG", picture)), tmp_path, columns, rows):
        again.paste(Image.open(cell.file), cell.box[:2])
    assert again.tobytes() == picture.tobytes()
