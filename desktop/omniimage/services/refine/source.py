"""What a source image asks of the parameters: first of all its shape."""

from __future__ import annotations

from fractions import Fraction

from omniimage.contracts.images import Image
from omniimage.contracts.runs import ModelParams

# The largest term of a ratio; odd sizes become the nearest plain one.
_TERMS = 40


def matched(params: ModelParams, source: Image) -> ModelParams:
    """With the source's aspect ratio where neither that nor a size was asked for; a model takes the nearest it has."""
    if params.size or params.aspect_ratio:
        return params
    ratio = Fraction(source.width, source.height).limit_denominator(_TERMS)
    width, height = max(1, min(999, ratio.numerator)), ratio.denominator
    return params.model_copy(update={"aspect_ratio": f"{width}:{height}"})
