"""Zoom by keys on Qt, whose pages have it by the wheel only; the other systems' web views bring their own."""

from __future__ import annotations

from typing import Any

STEPS = (0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
KEYS = {"in": ("Ctrl++", "Ctrl+="), "out": ("Ctrl+-",), "reset": ("Ctrl+0",)}


def add_zoom_keys(native: Any) -> None:
    """`native` is the window's own widget."""
    from qtpy.QtGui import QKeySequence, QShortcut

    view = native.webview
    actions = {
        "in": lambda: view.setZoomFactor(larger(view.zoomFactor())),
        "out": lambda: view.setZoomFactor(smaller(view.zoomFactor())),
        "reset": lambda: view.setZoomFactor(1.0),
    }
    for what, keys in KEYS.items():
        for key in keys:
            QShortcut(QKeySequence(key), native).activated.connect(actions[what])


def larger(zoom: float) -> float:
    return next((step for step in STEPS if step > zoom + 0.01), STEPS[-1])


def smaller(zoom: float) -> float:
    return next((step for step in reversed(STEPS) if step < zoom - 0.01), STEPS[0])
