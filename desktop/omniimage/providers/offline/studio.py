"""From a request to a PNG: the offline models' one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

from .stopping import stopped_by
from .truth import Drawn

SMALLEST, LARGEST = 64, 4096


@dataclass(frozen=True, slots=True)
class StyleInfo:
    """A style's id (the model name after "offline/"), its English label and one line on it."""

    id: str
    label: str
    description: str


STYLES: tuple[StyleInfo, ...] = (
    StyleInfo("poster", "Offline poster", "Flat layered poster with long gradients, glow and fine grain."),
    StyleInfo("sketch", "Offline sketch", "Loose pencil lines over watercolour washes on toothed paper."),
    StyleInfo("papercut", "Offline paper cut", "Sheets of coloured paper, each throwing a soft shadow."),
    StyleInfo("ink", "Offline ink", "Hand-coloured engraving with swelling hatch lines on cream paper."),
    StyleInfo("pixel", "Offline pixel", "Pixel art on a coarse grid with a small dithered palette."),
)


@dataclass(frozen=True)
class Drawing:
    """A finished picture. `png` carries the JSON of `drawn` in an iTXt chunk "omniimage:drawn"."""

    png: bytes
    width: int
    height: int
    seed: int
    drawn: Drawn


def draw(
    prompt: str,
    *,
    style: str,
    width: int,
    height: int,
    seed: int,
    steps: int = 20,
    negative_prompt: str = "",
    references: Sequence[bytes] = (),
    mask: bytes | None = None,
    stop: Event | None = None,
) -> Drawing:
    """Draws what it understands of `prompt`; the same arguments give the same bytes.

    `width` and `height` are 64..4096 pixels; `steps` 1..50 is how finely it is worked out. Raises ValueError for a
    style that does not exist, a size out of bounds, steps below 1, or a reference that is not a readable image. With a
    `mask` the first reference stays as it is but where that is white. Raises `Cancelled` soon after `stop` is set.
    """
    if style not in {s.id for s in STYLES}:
        raise ValueError(f"no offline style {style!r}")
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise ValueError(f"size {width}x{height} is outside {SMALLEST}..{LARGEST} pixels")
    if steps < 1:
        raise ValueError(f"steps must be at least 1, not {steps}")
    from .easel import Request, finish

    request = Request(prompt, style, width, height, seed, min(steps, 50), negative_prompt, tuple(references), mask)
    with stopped_by(stop):
        png, drawn = finish(request)
    return Drawing(png, width, height, seed, drawn)
