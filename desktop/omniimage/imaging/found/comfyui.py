"""ComfyUI: a graph of nodes, `{id: {class_type, inputs}}`, where an input is a value or a link `[node id, output]`.

The sampler is found by its inputs, not by its name: custom nodes bring their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MAX_NODES = 5000
MAX_STEPS = 12
_TEXTS = ("text", "text_g", "prompt", "string", "value", "positive", "t5xxl", "clip_l")
_MODELS = ("ckpt_name", "unet_name", "model_name", "gguf_name")

Node = dict[str, Any]
Graph = dict[str, Node]


def read_comfyui(value: Any) -> dict[str, Any] | None:
    graph = _graph(value)
    sampler = max((node for node in graph.values()), key=_likeness, default=None)
    if sampler is None or not _likeness(sampler):
        return None
    parts = [sampler, *_sources(graph, sampler)]
    latent: Node = next((node["inputs"] for node in parts if {"width", "height"} <= node["inputs"].keys()), {})
    width, height = _plain(graph, latent.get("width")), _plain(graph, latent.get("height"))
    return {
        "tool": "comfyui",
        "prompt": _text(graph, _first(parts, "positive", "conditioning", "guider")),
        "negative_prompt": _text(graph, _first(parts, "negative"), key="negative"),
        "seed": _plain(graph, _first(parts, "seed", "noise_seed")),
        "steps": _plain(graph, _first(parts, "steps")),
        "cfg": _plain(graph, _first(parts, "cfg", "guidance")),
        "sampler": _plain(graph, _first(parts, "sampler_name")),
        "model": _plain(graph, _first(parts, *_MODELS)),
        "size": f"{width}x{height}" if isinstance(width, int) and isinstance(height, int) else None,
    }


def _graph(value: Any) -> Graph:
    if not isinstance(value, dict) or len(value) > MAX_NODES:
        return {}
    return {id: node for id, node in value.items() if isinstance(node, dict) and isinstance(node.get("inputs"), dict)}


def _likeness(node: Node) -> int:
    """How much a node looks like the sampler."""
    inputs = node["inputs"]
    wanted = ("positive", "negative", "seed", "noise_seed", "steps", "cfg", "latent_image", "guider", "noise", "sigmas")
    score = sum(name in inputs for name in wanted)
    return score if score >= 3 else 0


def _sources(graph: Graph, start: Node) -> Iterator[Node]:
    """The nodes that feed `start`, nearest first, each once."""
    seen = {id(start)}
    waiting = [start]
    for _ in range(MAX_STEPS):
        nearer = [_linked(graph, value) for node in waiting for value in node["inputs"].values()]
        waiting = []
        for node in nearer:
            if node is not None and id(node) not in seen:
                seen.add(id(node))
                waiting.append(node)
                yield node


def _linked(graph: Graph, value: Any) -> Node | None:
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str | int):
        return graph.get(str(value[0]))
    return None


def _first(nodes: list[Node], *names: str) -> Any:
    return next((node["inputs"][name] for name in names for node in nodes if name in node["inputs"]), None)


def _plain(graph: Graph, value: Any) -> Any:
    """A value, through nodes that only hold one."""
    for _ in range(MAX_STEPS):
        node = _linked(graph, value)
        if node is None:
            return value if isinstance(value, str | int | float) else None
        value = _first([node], "seed", "value", "int", "float", "noise_seed", *_MODELS)
    return None


def _text(graph: Graph, value: Any, key: str = "positive") -> str | None:
    """The nearest text behind a conditioning."""
    node = _linked(graph, value)
    if node is None:
        return value if isinstance(value, str) else None
    for each in (node, *_sources(graph, node)):
        for name in (key, *_TEXTS):
            text = each["inputs"].get(name)
            if isinstance(text, str) and text.strip():
                return text
    return None
