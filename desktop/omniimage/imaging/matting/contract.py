"""What is said between the engine and the matting process: models and their input, what is wanted, strokes.

The figures of the models are those of rembg's sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Shape = Literal["u2net", "isnet", "birefnet", "anime"]
Three = tuple[float, float, float]
_IMAGENET_MEAN: Three = (0.485, 0.456, 0.406)
_IMAGENET_SD: Three = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Contract:
    """Input 1×3×`edge`×`edge` float32 RGB: scaled by its largest value to 0..1, less `mean`, over `sd`.

    The first output is the mask, 1×1×`edge`×`edge`; `logits`: a sigmoid goes over it first.
    """

    edge: int
    mean: Three
    sd: Three
    logits: bool = False


CONTRACTS: dict[Shape, Contract] = {
    "u2net": Contract(320, _IMAGENET_MEAN, _IMAGENET_SD),
    "isnet": Contract(1024, (0.5, 0.5, 0.5), (1.0, 1.0, 1.0)),
    "birefnet": Contract(1024, _IMAGENET_MEAN, _IMAGENET_SD, logits=True),
    "anime": Contract(1024, _IMAGENET_MEAN, (1.0, 1.0, 1.0)),
}


@dataclass(frozen=True)
class ModelFile:
    """A model on this machine. `sha256`: what it must have when it is loaded."""

    name: str
    path: Path
    contract: Shape
    sha256: str

    @property
    def home(self) -> Path:
        """The folder that holds `models/<name>/<name>.onnx`, as rembg lays out its own."""
        return self.path.parents[2]


@dataclass(frozen=True)
class Wanted:
    """`background`: `#rrggbb`, or none for a transparent one. `mask`: the alpha itself as a grey picture."""

    background: str | None = None
    mask: bool = False


@dataclass(frozen=True)
class Brush:
    """One stroke: `points` and `radius` in pixels, `hardness` 0 to 1."""

    mode: Literal["restore", "erase"]
    radius: float
    hardness: float
    points: Sequence[tuple[float, float]]
