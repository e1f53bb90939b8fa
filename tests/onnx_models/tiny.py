"""Models of a few nodes that keep a contract, or break it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

REAL = Path(__file__).resolve().parents[3] / "shared" / "models" / "selfie_segmentation.onnx"
"""A real model, for tests only; absent on most machines."""


def brightness(path: Path, edge: int = 320, *, channels: int = 3, output_edge: int | None = None) -> Path:
    """A mask that is the mean of the channels: what is bright is the subject."""
    weight = numpy_helper.from_array(np.full((1, channels, 1, 1), 1 / channels, np.float32), "weight")
    nodes = [helper.make_node("Conv", ["input"], ["mean"], kernel_shape=[1, 1])]
    nodes[0].input.append("weight")
    if output_edge:
        step = edge // output_edge
        nodes.append(helper.make_node("AveragePool", ["mean"], ["d0"], kernel_shape=[step, step], strides=[step, step]))
    else:
        nodes.append(helper.make_node("Identity", ["mean"], ["d0"]))
    return saved(path, nodes, [weight], [1, channels, edge, edge], [1, 1, output_edge or edge, output_edge or edge])


def constant(path: Path, edge: int = 320) -> Path:
    """A mask that is the same everywhere."""
    weight = numpy_helper.from_array(np.zeros((1, 3, 1, 1), np.float32), "weight")
    node = helper.make_node("Conv", ["input", "weight"], ["d0"], kernel_shape=[1, 1])
    return saved(path, [node], [weight], [1, 3, edge, edge], [1, 1, edge, edge])


def with_external_data(path: Path) -> Path:
    """Keeps its weights in a file beside it."""
    model = onnx.load(brightness(path))
    onnx.save_model(
        model, path, save_as_external_data=True, all_tensors_to_one_file=True, location="weights.bin", size_threshold=0
    )
    return path


def real(path: Path) -> Path:
    """The real one behind the u2net contract: de-normalised, resized, transposed; and the mask back."""
    model = onnx.load(REAL)
    graph = model.graph
    taken, given = graph.input[0].name, graph.output[0].name
    mean, sd = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
    constants = {
        "u_sd": sd.reshape(1, 3, 1, 1),
        "u_mean": mean.reshape(1, 3, 1, 1),
        "u_in": np.array([1, 3, 256, 256], np.int64),
        "u_out": np.array([1, 1, 320, 320], np.int64),
        "u_low": np.float32(0),
        "u_high": np.float32(1),
    }
    before = [
        helper.make_node("Mul", ["input", "u_sd"], ["u_1"]),
        helper.make_node("Add", ["u_1", "u_mean"], ["u_2"]),
        helper.make_node("Clip", ["u_2", "u_low", "u_high"], ["u_3"]),
        helper.make_node("Resize", ["u_3", "", "", "u_in"], ["u_4"], mode="linear"),
        helper.make_node("Transpose", ["u_4"], [taken], perm=[0, 2, 3, 1]),
    ]
    after = [
        helper.make_node("Transpose", [given], ["u_5"], perm=[0, 3, 1, 2]),
        helper.make_node("Resize", ["u_5", "", "", "u_out"], ["d0"], mode="linear"),
    ]
    initializers = [*graph.initializer, *(numpy_helper.from_array(value, name) for name, value in constants.items())]
    opset = max(13, next(each.version for each in model.opset_import if each.domain in ("", "ai.onnx")))
    nodes = [*before, *graph.node, *after]
    return saved(path, nodes, initializers, [1, 3, 320, 320], [1, 1, 320, 320], opset)


def saved(
    path: Path,
    nodes: list[onnx.NodeProto],
    weights: list[TensorProto],
    input_shape: list[int],
    output_shape: list[int],
    opset: int = 13,
) -> Path:
    """Write a model with one input and one output, `input` and `d0`."""
    graph = helper.make_graph(
        nodes,
        "matting",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, input_shape)],
        [helper.make_tensor_value_info("d0", TensorProto.FLOAT, output_shape)],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    return path
