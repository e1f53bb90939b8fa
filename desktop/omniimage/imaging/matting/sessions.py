"""rembg's sessions by explicit name, without what the rest of rembg brings. Only the matting process imports this.

`import rembg` runs its `__init__`, which pulls in pymatting and with it numba, scipy and scikit-image: a minute at first.
A session needs onnxruntime, numpy, Pillow and pooch alone. So the packages `rembg` and `rembg.sessions` are entered as they
lie on disk, without running their `__init__`, and the one session's module is imported from there.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from omniimage.errors import BadRequest, ModelMissing
from omniimage.imaging.matting.contract import CONTRACTS, ModelFile, Shape
from omniimage.imaging.matting.memory import give_back
from omniimage.imaging.matting.onnx_file import check_onnx, sha256_of

# name → (module, class). The names are an allow-list: others upload pictures, or cost money.
_SESSIONS = {
    "u2net": ("u2net", "U2netSession"),
    "u2netp": ("u2netp", "U2netpSession"),
    "silueta": ("silueta", "SiluetaSession"),
    "isnet-general-use": ("dis_general_use", "DisSession"),
    "isnet-anime": ("dis_anime", "DisSession"),
    "birefnet-general-lite": ("birefnet_general_lite", "BiRefNetSessionGeneralLite"),
}
_OWN: dict[Shape, tuple[str, str]] = {
    "u2net": ("u2net_custom", "U2netCustomSession"),
    "isnet": ("dis_custom", "DisCustomSession"),
}
_lock = threading.Lock()
_loaded: tuple[ModelFile, Any] | None = None


def session(model: ModelFile) -> Any:
    """The onnxruntime session of a model, from the last call where it is the same; checked before it is loaded.

    Raises `ModelMissing` with `reason` absent or damaged.
    """
    global _loaded
    with _lock:
        if _loaded is None or _loaded[0] != model:
            _loaded = None
            _loaded = (model, _open(model))
            give_back()
        return _loaded[1]


def probe(path: Path) -> Shape:
    """Which contract a file of the user's keeps. Raises `BadRequest` with `reason` wrong_shapes or cannot_run."""
    try:
        opened = ort.InferenceSession(str(path), options(), providers=["CPUExecutionProvider"])
        shape, inputs = opened.get_inputs()[0].shape, opened.get_inputs()
        found: Shape | None = next((name for name in _OWN if _fits(shape, CONTRACTS[name].edge)), None)
        if found is None or len(inputs) != 1 or inputs[0].type != "tensor(float)":
            raise _refused("wrong_shapes", found=[str(each) for each in shape])
        edge = CONTRACTS[found].edge
        grey = np.linspace(-1, 1, 3 * edge * edge, dtype=np.float32).reshape(1, 3, edge, edge)
        mask = opened.run([opened.get_outputs()[0].name], {inputs[0].name: grey})[0]
    except BadRequest:
        raise
    except Exception:  # noqa: BLE001 - onnxruntime has an error of its own for everything
        raise _refused("cannot_run") from None
    if mask.shape != (1, 1, edge, edge) or mask.dtype != np.float32:
        raise _refused("wrong_shapes", found=[str(each) for each in mask.shape])
    return found


def options() -> ort.SessionOptions:
    """Without the arena and spinning threads: half the memory, and an idle studio stays idle."""
    chosen = ort.SessionOptions()
    chosen.intra_op_num_threads = int(os.environ.get("OMNIIMAGE_MATTING_THREADS", "0"))
    chosen.enable_cpu_mem_arena = False
    chosen.log_severity_level = 4
    chosen.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return chosen


def _open(model: ModelFile) -> Any:
    try:
        check_onnx(model.path)
        if sha256_of(model.path) != model.sha256:
            raise _damaged(model)
        os.environ.pop("U2NET_HOME", None)
        os.environ["REMBG_HOME"] = str(model.home)
        chosen = session_class(model)
        opened = chosen(model.name, options(), providers=["CPUExecutionProvider"], model_path=str(model.path))
        return opened.inner_session
    except FileNotFoundError:
        raise ModelMissing("this matting model is not on this machine", model=model.name, reason="absent") from None
    except BadRequest as error:
        raise _damaged(model, found=error.details["reason"]) from None
    except ModelMissing:
        raise
    except Exception as error:  # noqa: BLE001 - onnxruntime has an error of its own for everything
        raise _damaged(model, found=type(error).__name__) from None


def session_class(model: ModelFile) -> Any:
    """rembg's class for a model."""
    module, name = _SESSIONS.get(model.name) or _OWN[model.contract]
    if "rembg" not in sys.modules:
        _enter("rembg")
        sessions = _enter("rembg.sessions")
        # The lite one takes this from the package.
        general = importlib.import_module("rembg.sessions.birefnet_general")
        sessions.BiRefNetSessionGeneral = general.BiRefNetSessionGeneral
    return getattr(importlib.import_module(f"rembg.sessions.{module}"), name)


def _enter(name: str) -> Any:
    spec = importlib.util.find_spec(name)
    assert spec, f"{name} is not installed"
    sys.modules[name] = importlib.util.module_from_spec(spec)
    return sys.modules[name]


def _fits(shape: list[Any], edge: int) -> bool:
    """A batch of one, or of any number."""
    return len(shape) == 4 and shape[1:] == [3, edge, edge] and (shape[0] == 1 or not isinstance(shape[0], int))


def _damaged(model: ModelFile, **details: Any) -> ModelMissing:
    return ModelMissing("the model's file is damaged or was changed", model=model.name, reason="damaged", **details)


def _refused(reason: str, **details: Any) -> BadRequest:
    return BadRequest("this is no matting model that can be used", field="file", reason=reason, **details)
