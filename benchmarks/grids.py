"""Synthetic grids whose cells are known, and single pictures that are none: for `benchmarks.split` and the tests."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omniimage.providers.offline import STYLES, draw

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"
PROMPTS = (
    "A lighthouse at dusk above layered hills",
    "two cats on a green sofa",
    "a red vintage car in a narrow street at night",
    "a bowl of oranges on a wooden table",
    "snowy mountains behind a lake at dawn",
    "a sunflower in a blue vase",
    "a small robot in a desert",
    "a sailing boat on the open sea",
)
SHAPES = ((2, 2), (2, 2), (2, 2), (3, 3), (2, 1), (1, 2), (3, 2), (2, 3), (4, 4), (3, 1), (1, 4), (4, 2))
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Sample:
    """`columns`, `rows`: the true cells as `[start, end)`."""

    name: str
    picture: Image.Image
    columns: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, int], ...]


@functools.cache
def sketches() -> tuple[Image.Image, ...]:
    drawn = (
        draw(prompt, style=style.id, width=640, height=640, seed=number, steps=8)
        for number, prompt in enumerate(PROMPTS)
        for style in STYLES
    )
    return tuple(Image.open(io.BytesIO(each.png)).convert("RGB") for each in drawn)


@functools.cache
def photos() -> tuple[Image.Image, ...]:
    """Empty where the photographs are not at hand."""
    return tuple(Image.open(file).convert("RGB") for file in sorted(PHOTOS.glob("*.jpg")))


def noise(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """Clouds: octaves of noise between two colours."""
    field = np.zeros((height, width), np.float32)
    for octave in range(2, 7):
        coarse = rng.random((2**octave, 2**octave), np.float32)
        grown = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
        field += np.asarray(grown) * 0.6**octave
    field = (field - field.min()) / max(1e-6, float(np.ptp(field)))
    dark, light = rng.integers(0, 256, (2, 3))
    return Image.fromarray((dark + (light - dark) * field[..., None]).astype(np.uint8))


def gradient(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """Between four corner colours, with a disc of another."""
    corners = rng.integers(0, 256, (2, 2, 3)).astype(np.uint8)
    picture = Image.fromarray(corners).resize((width, height), Image.Resampling.BICUBIC)
    radius = min(width, height) * rng.uniform(0.1, 0.35)
    y, x = np.mgrid[:height, :width]
    disc = (x - width * rng.uniform(0.3, 0.7)) ** 2 + (y - height * rng.uniform(0.3, 0.7)) ** 2 < radius**2
    pixels = np.array(picture)
    pixels[disc] = rng.integers(0, 256, 3)
    return Image.fromarray(pixels)


def product(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """A shaded thing and its shadow on a plain, nearly white ground."""
    ground = int(rng.integers(225, 250))
    pixels = np.full((height, width, 3), ground, np.float32)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    u = (x / width - rng.uniform(0.4, 0.6)) / rng.uniform(0.18, 0.32)
    v = (y / height - rng.uniform(0.4, 0.6)) / rng.uniform(0.18, 0.32)
    shade = np.clip(1 - np.hypot(u, v - 0.9) * 0.9, 0, 1) * 60
    pixels -= shade[..., None]
    inside = u**2 + v**2 < 1
    pixels[inside] = (rng.integers(20, 220, 3) * (1.1 - 0.5 * np.hypot(u + 0.4, v + 0.4))[..., None])[inside]
    pixels += rng.normal(0, 1.2, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def tile(rng: np.random.Generator, source: str, width: int, height: int) -> Image.Image:
    if source in ("photo", "sketch"):
        pool = photos() if source == "photo" and photos() else sketches()
        picture = pool[rng.integers(len(pool))]
        scale = max(width / picture.width, height / picture.height) * rng.uniform(1.0, 1.6)
        grown = picture.resize((int(picture.width * scale) + 1, int(picture.height * scale) + 1), Image.Resampling.BILINEAR)
        left, top = rng.integers(0, grown.width - width + 1), rng.integers(0, grown.height - height + 1)
        return grown.crop((left, top, left + width, top + height))
    return {"noise": noise, "gradient": gradient, "product": product}[source](rng, width, height)


SOURCES = ("photo", "photo", "sketch", "sketch", "noise", "gradient", "product")


def grid_sample(seed: int) -> Sample:
    """A grid of known cells: gutters 0 to 40 pixels of white, black, a colour or none, with or without a border."""
    rng = np.random.default_rng(seed)
    across, down = SHAPES[rng.integers(len(SHAPES))]
    source = SOURCES[rng.integers(len(SOURCES))]
    gutter = int(rng.choice([0, 0, 1, 2, 4, 8, 13, 20, 32, 40]))
    border = int(rng.choice([0, 0, 0, 4, 16, 40])) if gutter else 0
    kind = ("white", "black", "colour")[rng.integers(3)]
    colour = {"white": (255,) * 3, "black": (0,) * 3, "colour": tuple(map(int, rng.integers(0, 256, 3)))}[kind]
    uneven = gutter >= 4 and rng.random() < 0.15
    columns, rows = (_spans(rng, count, gutter, border, uneven) for count in (across, down))
    picture = Image.new("RGB", (columns[-1][1] + border, rows[-1][1] + border), colour)
    for top, bottom in rows:
        for left, right in columns:
            picture.paste(tile(rng, source, right - left, bottom - top), (left, top))
    form = ("png", "png", "jpeg95", "jpeg85")[rng.integers(4)]
    name = f"{seed}: {across}x{down} {source} gutter {gutter} {kind} border {border} {form}{' uneven' if uneven else ''}"
    return Sample(name, _encoded(picture, form), columns, rows)


def single_sample(seed: int) -> Sample:
    """One picture, of every source, some on a frame, some with a straight horizon or two halves of one scene."""
    rng = np.random.default_rng(10_000_000 + seed)
    width, height = (int(each) for each in rng.integers(360, 1100, 2))
    source = SOURCES[rng.integers(len(SOURCES))]
    picture = tile(rng, source, width, height)
    change = ("none", "none", "none", "frame", "horizon", "bars", "board")[rng.integers(7)]
    if change == "frame":
        frame = int(rng.integers(5, 60))
        framed = Image.new("RGB", (width + 2 * frame, height + 2 * frame), tuple(map(int, rng.integers(0, 256, 3))))
        framed.paste(picture, (frame, frame))
        picture = framed
    elif change == "horizon":
        below = tile(rng, source, width, height - int(height * rng.choice([1 / 3, 1 / 2, 0.6])))
        picture.paste(below, (0, height - below.height))
    elif change == "bars":
        band = int(rng.integers(10, height // 5))
        picture.paste((0, 0, 0), (0, 0, width, band))
        picture.paste((0, 0, 0), (0, height - band, width, height))
    elif change == "board":
        half = product(rng, width // 2, height)
        picture.paste(half, (0, 0))
        picture.paste(product(rng, width - width // 2, height).point(lambda value: value), (width // 2, 0))
    form = ("png", "jpeg95", "jpeg85")[rng.integers(3)]
    return Sample(f"{seed}: single {source} {change} {form}", _encoded(picture, form), ((0, width),), ((0, height),))


def _spans(rng: np.random.Generator, count: int, gutter: int, border: int, uneven: bool) -> tuple[tuple[int, int], ...]:
    whole = int(rng.integers(120, 420) if count > 2 else rng.integers(200, 640))
    sizes = [int(whole * rng.uniform(0.6, 1.4)) if uneven else whole for _ in range(count)]
    spans: list[tuple[int, int]] = []
    start = border
    for size in sizes:
        spans.append((start, start + size))
        start += size + gutter
    return tuple(spans)


def _encoded(picture: Image.Image, form: str) -> Image.Image:
    if form == "png":
        return picture
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=int(form[4:]))
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def fits(found: Sequence[tuple[int, int]], true: Sequence[tuple[int, int]], tolerance: int = 2) -> bool:
    return len(found) == len(true) and all(
        abs(one - other) <= tolerance for pair in zip(found, true, strict=True) for one, other in zip(*pair, strict=True)
    )
