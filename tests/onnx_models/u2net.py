"""The U²-Net architecture (Qin et al. 2020) with random weights: as large and as slow as the real one, and blind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from tests.onnx_models.tiny import saved

# Stage: kind of block, its depth, channels in, middle, out. `F`: dilated, at one scale.
ENCODER = (("", 7, 3, 32, 64), ("", 6, 64, 32, 128), ("", 5, 128, 64, 256), ("", 4, 256, 128, 512), ("F", 4, 512, 256, 512))
BOTTOM = ("F", 4, 512, 256, 512)
DECODER = (
    ("F", 4, 1024, 256, 512),
    ("", 4, 1024, 128, 256),
    ("", 5, 512, 64, 128),
    ("", 6, 256, 32, 64),
    ("", 7, 128, 16, 64),
)
EDGE = 320


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._random = np.random.default_rng(7)
        self._count = 0

    def add(self, kind: str, inputs: list[str], **attributes: object) -> str:
        self._count += 1
        name = f"t{self._count}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def weight(self, value: np.ndarray) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def conv(self, x: str, inside: int, outside: int, dilation: int = 1, size: int = 3) -> str:
        scale = np.sqrt(2 / (inside * size * size))
        weight = self._random.standard_normal((outside, inside, size, size), np.float32) * np.float32(scale)
        bias = np.zeros(outside, np.float32)
        pad = dilation * (size // 2)
        inputs = [x, self.weight(weight), self.weight(bias)]
        return self.add("Conv", inputs, kernel_shape=[size, size], dilations=[dilation] * 2, pads=[pad] * 4)

    def block(self, x: str, inside: int, outside: int, dilation: int = 1) -> str:
        return self.add("Relu", [self.conv(x, inside, outside, dilation)])

    def pool(self, x: str) -> str:
        return self.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)

    def up(self, x: str, edge: int, channels: int) -> str:
        sizes = self.weight(np.array([1, channels, edge, edge], np.int64))
        return self.add("Resize", [x, "", "", sizes], mode="linear")

    def join(self, *parts: str) -> str:
        return self.add("Concat", list(parts), axis=1)

    def residual(self, x: str, stage: tuple[str, int, int, int, int], edge: int) -> str:
        kind, depth, inside, middle, outside = stage
        top = self.block(x, inside, outside)
        if kind == "F":
            down = [self.block(top, outside, middle)]
            for dilation in (2, 4):
                down.append(self.block(down[-1], middle, middle, dilation))
            y = self.block(down[-1], middle, middle, 8)
            for number, dilation in ((2, 4), (1, 2)):
                y = self.block(self.join(y, down[number]), 2 * middle, middle, dilation)
            return self.add("Add", [self.block(self.join(y, down[0]), 2 * middle, outside), top])
        down, edges = [self.block(top, outside, middle)], [edge]
        for _ in range(depth - 2):
            down.append(self.block(self.pool(down[-1]), middle, middle))
            edges.append(-(-edges[-1] // 2))
        y = self.block(down[-1], middle, middle, 2)
        for number in range(depth - 2, 0, -1):
            y = self.block(self.join(y, down[number]), 2 * middle, middle)
            y = self.up(y, edges[number - 1], middle)
        return self.add("Add", [self.block(self.join(y, down[0]), 2 * middle, outside), top])


def u2net(path: Path) -> Path:
    """176 MB; outputs d0 alone."""
    graph = _Graph()
    x, edge, skips, sides = "input", EDGE, [], []
    for stage in ENCODER:
        x = graph.residual(x, stage, edge)
        skips.append((x, edge, stage[4]))
        x, edge = graph.pool(x), -(-edge // 2)
    x = graph.residual(x, BOTTOM, edge)
    sides.append((x, BOTTOM[4]))
    for stage, (skip, edge, _) in zip(DECODER, reversed(skips), strict=True):
        x = graph.join(graph.up(x, edge, stage[2] // 2), skip)
        x = graph.residual(x, stage, edge)
        sides.append((x, stage[4]))
    masks = [graph.up(graph.conv(side, channels, 1), EDGE, 1) for side, channels in sides]
    joined = graph.conv(graph.join(*masks), 6, 1, size=1)
    graph.nodes.append(helper.make_node("Sigmoid", [joined], ["d0"]))
    return saved(path, graph.nodes, graph.weights, [1, 3, EDGE, EDGE], [1, 1, EDGE, EDGE])
