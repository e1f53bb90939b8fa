"""Pictures whose true alpha is known: a random subject on a plain or graded ground, with soft edges and shadows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Composite:
    """`alpha` 0 to 1, `subject` its true colours 0 to 1; `ground` and `softness` (pixels) say what it is made of."""

    picture: Image.Image
    alpha: Floats
    subject: Floats
    ground: str
    softness: float
    shadow: bool


def composite(seed: int, edge: int = 512) -> Composite:
    random = np.random.default_rng(seed)
    ground_kind = str(random.choice(["plain", "plain", "linear", "radial", "vignette"]))
    ground = _ground(random, ground_kind, edge)
    softness = float(random.choice([0.6, 0.8, 1.5, 3.0, 5.0])) * edge / 512
    alpha = _shape(random, edge, softness)
    subject = _colours(random, edge, ground, alpha)
    has_shadow = bool(random.random() < 0.6)
    shown = ground * (_shadow(random, alpha, edge)[..., None] if has_shadow else 1)
    mixed = subject * alpha[..., None] + shown * (1 - alpha[..., None])
    mixed += random.normal(0, random.choice([0, 0, 0.004, 0.008]), mixed.shape)
    picture = Image.fromarray((np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8))
    return Composite(picture, alpha, subject, ground_kind, softness, has_shadow)


def busy(seed: int, edge: int = 512) -> Image.Image:
    """A ground full of things: coarse and fine noise, and many shapes."""
    random = np.random.default_rng(seed)
    layers = sum(_noise(random, edge, cells) * weight for cells, weight in ((4, 0.5), (16, 0.3), (64, 0.2)))
    picture = Image.fromarray((np.clip(layers, 0, 1) * 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(random.integers(0, 40)):
        x, y, r = random.uniform(0, edge, 3)
        draw.ellipse((x - r / 6, y - r / 6, x + r / 6, y + r / 6), fill=tuple(random.integers(0, 255, 3)))
    return picture


def _noise(random: np.random.Generator, edge: int, cells: int) -> Floats:
    coarse = Image.fromarray(random.integers(0, 255, (cells, cells, 3), np.uint8))
    return np.asarray(coarse.resize((edge, edge), Image.Resampling.BICUBIC), np.float32) / 255


def _ground(random: np.random.Generator, kind: str, edge: int) -> Floats:
    y, x = np.mgrid[-1 : 1 : edge * 1j, -1 : 1 : edge * 1j].astype(np.float32)
    first = random.uniform(0.15, 1, 3)
    if random.random() < 0.4:
        first = np.full(3, random.choice([1.0, 0.97, 0.9, 0.75]))
    second = np.clip(first + random.uniform(-0.3, 0.3, 3), 0, 1)
    if kind == "plain":
        return np.broadcast_to(first, (edge, edge, 3)).astype(np.float32)
    if kind == "linear":
        turn = random.uniform(0, 2 * np.pi)
        share = (x * np.cos(turn) + y * np.sin(turn)) / 2.9 + 0.5
    elif kind == "radial":
        cx, cy = random.uniform(-0.5, 0.5, 2)
        share = np.clip(np.hypot(x - cx, y - cy) / 2, 0, 1)
    else:
        share = np.clip((x**2 + y**2) / 2, 0, 1) ** 1.3
        second = first * random.uniform(0.6, 0.95)
    return (first + (second - first) * share[..., None]).astype(np.float32)


def _shape(random: np.random.Generator, edge: int, softness: float) -> Floats:
    """A blob, a star, a ring or a figure of several parts; drawn large, so that its edge is smooth before it is softened."""
    scale = 2
    mask = Image.new("L", (edge * scale, edge * scale))
    draw = ImageDraw.Draw(mask)
    centre = edge * scale * random.uniform(0.42, 0.58, 2)
    size = edge * scale * random.uniform(0.18, 0.34)
    kind = random.choice(["blob", "star", "ring", "parts", "polygon"])
    turns = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    if kind == "parts":
        for _ in range(random.integers(3, 7)):
            x, y = centre + random.uniform(-0.6, 0.6, 2) * size
            a, b = size * random.uniform(0.15, 0.6, 2)
            draw.ellipse((x - a, y - b, x + a, y + b), fill=255)
        x, y = centre
        draw.line((x, y, x + size, y - size), fill=255, width=int(edge * scale * random.uniform(0.008, 0.03)))
    else:
        radius = np.full(240, size)
        if kind == "blob":
            for wave in range(2, 6):
                radius = radius + size * 0.12 * random.normal() * np.cos(wave * turns + random.uniform(0, 6))
        elif kind == "star":
            radius = size * (0.75 + 0.25 * np.cos(random.integers(5, 12) * turns))
        elif kind == "polygon":
            corners = random.integers(3, 8)
            radius = size / np.cos((turns % (2 * np.pi / corners)) - np.pi / corners)
            radius = np.minimum(radius, 1.5 * size)
        points = [*zip(centre[0] + radius * np.cos(turns), centre[1] + radius * np.sin(turns), strict=True)]
        draw.polygon(points, fill=255)
        if kind == "ring":
            x, y, r = *centre, size * random.uniform(0.35, 0.6)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=0)
    mask = mask.filter(ImageFilter.GaussianBlur(softness * scale)).reduce(scale)
    return np.asarray(mask, np.float32) / 255


def _colours(random: np.random.Generator, edge: int, ground: Floats, alpha: Floats) -> Floats:
    """A colour of its own, shaded and sometimes textured; clearly another than the ground's."""
    mean = ground.reshape(-1, 3).mean(axis=0)
    for _ in range(100):
        base = random.uniform(0, 1, 3)
        if np.abs(base - mean).max() > 0.3:
            break
    y, x = np.mgrid[-1 : 1 : edge * 1j, -1 : 1 : edge * 1j].astype(np.float32)
    turn = random.uniform(0, 2 * np.pi)
    shade = 1 + 0.25 * (x * np.cos(turn) + y * np.sin(turn))
    texture = (_noise(random, edge, int(random.choice([8, 24, 64]))) - 0.5) * random.choice([0, 0.1, 0.25])
    return np.clip(base * shade[..., None] + texture, 0, 1).astype(np.float32)


def _shadow(random: np.random.Generator, alpha: Floats, edge: int) -> Floats:
    """What is left of the light: a soft copy of the subject, moved and flattened."""
    image = Image.fromarray((alpha * 255).astype(np.uint8))
    blur = edge * random.uniform(0.015, 0.05)
    moved = Image.new("L", image.size)
    flat = image.resize((edge, int(edge * random.uniform(0.3, 1))))
    moved.paste(flat, (int(edge * random.uniform(-0.05, 0.08)), int(edge * random.uniform(0.02, 0.08)) + edge - flat.height))
    depth = random.uniform(0.15, 0.5)
    return 1 - depth * np.asarray(moved.filter(ImageFilter.GaussianBlur(blur)), np.float32) / 255
