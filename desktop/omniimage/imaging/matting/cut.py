"""Cutting out by a model: picture file in, result file out. Runs in the matting process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageChops

from omniimage.errors import NotFound
from omniimage.imaging.decode import decode
from omniimage.imaging.matting.contract import CONTRACTS, Contract, ModelFile, Wanted
from omniimage.imaging.matting.finish import write_result
from omniimage.imaging.matting.sessions import session

# Below this difference between lightest and darkest a mask says nothing.
_FLAT = 1e-4


def cut_out(model: ModelFile, source: Path, target: Path, wanted: Wanted) -> float:
    """Write the result to `target`; how sure the mask is of itself, 0 to 1.

    Raises `ModelMissing`, `NotFound` with `reason` no_subject, `NotAnImage`, `TooLarge`, `OSError`.
    """
    loaded, contract = session(model), CONTRACTS[model.contract]
    picture = decode(source)
    mask = predict(loaded, contract, picture)
    alpha = Image.fromarray(np.round(mask * 255).astype(np.uint8)).resize(picture.size, Image.Resampling.BICUBIC)
    if picture.mode == "RGBA":
        alpha = ImageChops.multiply(alpha, picture.getchannel("A"))
    write_result(picture, alpha, wanted, target)
    return confidence(mask)


def predict(loaded: Any, contract: Contract, picture: Image.Image) -> np.ndarray:
    """The mask, `edge` × `edge`, 0 to 1. Raises `NotFound` where the model sees no subject."""
    given = {loaded.get_inputs()[0].name: tensor(picture, contract)}
    mask: np.ndarray = loaded.run([loaded.get_outputs()[0].name], given)[0][0, 0]
    if contract.logits:
        mask = 1 / (1 + np.exp(-mask))
    low, high = float(np.min(mask)), float(np.max(mask))
    if not high - low > _FLAT:
        raise NotFound("the model found no subject in the picture", reason="no_subject")
    return (mask - low) / (high - low)


def tensor(picture: Image.Image, contract: Contract) -> np.ndarray:
    """The picture as the model takes it: 1×3×edge×edge float32, its sides stretched."""
    if picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "#808080"), picture).convert("RGB")
    small = picture.resize((contract.edge, contract.edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    pixels = np.asarray(small, dtype=np.float32)
    scale = 1 / max(float(pixels.max()), 1e-6)
    factor = np.float32(scale) / np.asarray(contract.sd, np.float32)
    shift = np.asarray(contract.mean, np.float32) / np.asarray(contract.sd, np.float32)
    return np.ascontiguousarray((pixels * factor - shift).transpose(2, 0, 1)[None], dtype=np.float32)


def confidence(mask: np.ndarray) -> float:
    """1 where every pixel is clearly one or the other; falls with the doubtful ones, measured by the subject's size."""
    doubt = float(np.mean(4 * mask * (1 - mask)))
    return max(0.0, min(1.0, 1 - doubt / max(float(np.mean(mask)), 0.02)))
