"""What the engine asks of the other processes, by name: numpy and onnxruntime are imported there, never here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from omniimage.imaging.matting.contract import Brush, ModelFile, Shape, Wanted


def cut_out(model: ModelFile, source: Path, target: Path, wanted: Wanted) -> float:
    """`cut.cut_out`; in the matting process."""
    from omniimage.imaging.matting.cut import cut_out as work

    return work(model, source, target, wanted)


def probe(path: Path) -> Shape:
    """`sessions.probe`; in the matting process."""
    from omniimage.imaging.matting.sessions import probe as work

    return work(path)


def cut_out_plain(source: Path, target: Path, wanted: Wanted, force: bool) -> tuple[float, bool]:
    """`plain.cut_out`; in a pixel worker."""
    from omniimage.imaging.matting.plain import cut_out as work

    return work(source, target, wanted, force)


def retouch(cut: Path, parent: Path | None, target: Path, strokes: Sequence[Brush]) -> None:
    """`retouch.retouch`; in a pixel worker."""
    from omniimage.imaging.matting.retouching import retouch as work

    work(cut, parent, target, strokes)
