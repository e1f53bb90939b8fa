"""The built-in method: right where the background is plain, honest where it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from composites import busy, composite
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFilter

from omniimage.imaging.matting import plain
from omniimage.imaging.matting.contract import Wanted

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos"


def alpha_error(seed: int, edge: int = 320) -> tuple[float, float]:
    """Mean absolute error of alpha, and the suitability."""
    made = composite(seed, edge)
    regions = plain.find_regions(made.picture)
    found = np.asarray(plain.alpha_of(made.picture, regions), np.float32) / 255
    return float(np.abs(found - made.alpha).mean()), regions.suitability


def test_alpha_is_right_on_plain_and_graded_grounds() -> None:
    measured = [alpha_error(seed) for seed in range(1000, 1040)]
    errors = [error for error, _ in measured]
    assert np.mean(errors) < 0.01
    assert max(errors) < 0.08
    assert min(suitability for _, suitability in measured) >= plain.SUITS_AT


def test_busy_pictures_are_declined() -> None:
    accepted = [seed for seed in range(40) if plain.find_regions(busy(seed, 256)).suitability >= plain.SUITS_AT]
    assert len(accepted) <= 2


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="no photographs beside this checkout (../shared/photos)")
def test_photographs_are_declined() -> None:
    random = np.random.default_rng(3)
    judged = []
    for file in sorted(PHOTOS.glob("*.jpg")):
        photo = Image.open(file).convert("RGB")
        for _ in range(8):
            width, height = (int(edge * random.uniform(0.6, 1)) for edge in photo.size)
            left, top = random.integers(0, photo.width - width + 1), random.integers(0, photo.height - height + 1)
            judged.append(plain.find_regions(photo.crop((left, top, left + width, top + height))).suitability)
    assert np.mean([each < plain.SUITS_AT for each in judged]) >= 0.95


def test_a_shadow_is_no_part_of_the_subject() -> None:
    picture = Image.new("RGB", (400, 400), "#f4f4f4")
    shade = Image.new("L", (400, 400))
    shade.paste(110, (120, 300, 300, 340))

    picture.paste((120, 120, 120), mask=shade.filter(ImageFilter.GaussianBlur(14)))
    picture.paste("#c02020", (150, 100, 260, 300))
    alpha = np.asarray(plain.alpha_of(picture, plain.find_regions(picture)))
    assert alpha[200, 200] == 255
    assert alpha[330, 200] < 10
    assert alpha[20, 20] == 0


def test_a_hole_shows_the_background() -> None:
    picture = Image.new("RGB", (400, 400), "#ffffff")
    picture.paste("#204080", (80, 80, 320, 320))
    picture.paste("#ffffff", (160, 160, 240, 240))
    alpha = np.asarray(plain.alpha_of(picture, plain.find_regions(picture)))
    assert (alpha[200, 200], alpha[100, 100]) == (0, 255)


def test_the_result_is_straight_and_clean(tmp_path: Path) -> None:
    made = composite(1011, 300)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made.picture.save(tmp_path / "in.png", icc_profile=profile)
    assert plain.cut_out(tmp_path / "in.png", tmp_path / "out.png", Wanted(), False)[1]
    with Image.open(tmp_path / "out.png") as result:
        assert result.info["icc_profile"] == profile
        pixels = np.asarray(result)
    assert pixels.shape == (300, 300, 4)
    assert not pixels[pixels[..., 3] == 0].any()
    # Soft edges have the subject's colour, not a mixture with the ground's.
    soft = (pixels[..., 3] > 60) & (pixels[..., 3] < 200)
    away = np.abs(pixels[soft][:, :3] / 255 - made.subject[soft]).mean()
    mixed = np.abs(np.asarray(made.picture)[soft] / 255 - made.subject[soft]).mean()
    assert soft.sum() > 50
    assert away < 0.5 * mixed


def test_on_a_colour_and_mask_alone(tmp_path: Path) -> None:
    composite(1003, 200).picture.save(tmp_path / "in.png")
    plain.cut_out(tmp_path / "in.png", tmp_path / "red.png", Wanted(background="#ff0000"), False)
    plain.cut_out(tmp_path / "in.png", tmp_path / "mask.png", Wanted(mask=True), False)
    with Image.open(tmp_path / "red.png") as red, Image.open(tmp_path / "mask.png") as mask:
        assert (red.mode, red.getpixel((1, 1))) == ("RGB", (255, 0, 0))
        assert (mask.mode, mask.getpixel((1, 1))) == ("L", 0)


def test_what_was_transparent_stays_so(tmp_path: Path) -> None:
    picture = composite(1002, 200).picture.convert("RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    picture.save(tmp_path / "in.png")
    plain.cut_out(tmp_path / "in.png", tmp_path / "out.png", Wanted(), True)
    with Image.open(tmp_path / "out.png") as result:
        assert result.getextrema() == ((0, 0),) * 4


def test_declining_writes_nothing(tmp_path: Path) -> None:
    busy(1, 200).save(tmp_path / "in.png")
    suitability, suits = plain.cut_out(tmp_path / "in.png", tmp_path / "out.png", Wanted(), False)
    assert not suits
    assert suitability < plain.SUITS_AT
    assert not (tmp_path / "out.png").exists()
    assert plain.cut_out(tmp_path / "in.png", tmp_path / "out.png", Wanted(), True)[1]
    assert (tmp_path / "out.png").exists()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1), st.sampled_from(["noise", "plain", "half"]))
def test_any_picture_gets_an_answer(width: int, height: int, seed: int, kind: str) -> None:
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (height, width, 3), np.uint8)
    if kind != "noise":
        pixels[:] = pixels[0, 0]
    if kind == "half":
        pixels[: height // 2] = 255 - pixels[0, 0]
    picture = Image.fromarray(pixels)
    regions = plain.find_regions(picture)
    assert 0 <= regions.suitability <= 1
    assert plain.alpha_of(picture, regions).size == (width, height)
