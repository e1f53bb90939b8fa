"""Cutting out without a model: for a subject on a plain or softly graded background."""

from __future__ import annotations

from pathlib import Path

from omniimage.imaging.matting.contract import Wanted


def cut_out(source: Path, target: Path, wanted: Wanted, force: bool) -> tuple[float, bool]:
    return 0.0, False
