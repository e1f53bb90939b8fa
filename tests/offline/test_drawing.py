"""The picture itself: its size, its determinism, its chunks, its speed of understanding bad arguments."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from omniimage.providers.offline import STYLES, Drawing, draw
from omniimage.providers.offline.lexicon import subjects, words_of

LIGHTHOUSE = "A lighthouse at dusk above layered hills, thin fog, wide negative space on the left"
IDS = [s.id for s in STYLES]


def picture(drawing: Drawing) -> Image.Image:
    return Image.open(io.BytesIO(drawing.png))


@pytest.mark.parametrize("style", IDS)
def test_the_same_request_gives_the_same_bytes(style: str) -> None:
    first, second = (draw(LIGHTHOUSE, style=style, width=160, height=120, seed=5) for _ in range(2))
    assert first == second


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib; from omniimage.providers.offline import draw;"
        "print(hashlib.sha256(draw('two cats', style='sketch', width=96, height=96, seed=1).png).hexdigest())"
    )
    runs = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        runs.add(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout)
    assert len(runs) == 1


@pytest.mark.parametrize("change", [{"seed": 6}, {"steps": 4}, {"style": "ink"}, {"prompt": "a castle"}])
def test_every_input_changes_the_picture(change: dict[str, object]) -> None:
    request: dict[str, object] = {"prompt": LIGHTHOUSE, "style": "poster", "width": 128, "height": 128, "seed": 5}
    first = draw(**request)  # type: ignore[arg-type]
    second = draw(**{**request, **change})  # type: ignore[arg-type]
    a, b = (np.asarray(picture(d).convert("RGB")).astype(int) for d in (first, second))
    assert np.abs(a - b).mean() > 2


@pytest.mark.parametrize("size", [(64, 64), (64, 400), (400, 64), (333, 217), (512, 128)])
@pytest.mark.parametrize("style", IDS)
def test_the_size_is_exact(size: tuple[int, int], style: str) -> None:
    drawing = draw("a red house and a sailboat on the sea, rain", style=style, width=size[0], height=size[1], seed=2)
    assert (drawing.width, drawing.height) == size
    assert picture(drawing).size == size


def test_the_truth_travels_in_the_file() -> None:
    drawing = draw("三只蓝色的猫", style="papercut", width=128, height=128, seed=1)
    image = picture(drawing)
    image.load()
    text = image.text  # type: ignore[attr-defined]
    assert text["Software"].startswith("OmniImage")
    assert json.loads(text["omniimage:drawn"]) == json.loads(json.dumps(drawing.drawn.as_json()))
    assert json.loads(text["omniimage:drawn"])["is_ai"] is False


@pytest.mark.parametrize(
    "wrong",
    [{"style": "oil"}, {"width": 63}, {"height": 4097}, {"steps": 0}],
)
def test_bad_arguments_are_refused(wrong: dict[str, object]) -> None:
    request: dict[str, object] = {"prompt": "a cat", "style": "poster", "width": 64, "height": 64, "seed": 1, **wrong}
    with pytest.raises(ValueError, match=r"."):
        draw(**request)  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.sampled_from(IDS), st.integers(-(2**40), 2**70), st.integers(1, 90))
def test_any_text_is_drawn(prompt: str, style: str, seed: int, steps: int) -> None:
    drawing = draw(prompt, style=style, width=72, height=64, seed=seed, steps=steps)
    assert picture(drawing).size == (72, 64)


def test_every_known_subject_is_drawn_and_seen() -> None:
    for name in subjects():
        word = words_of("subjects", name, "en")[0]
        drawn = draw(f"1 {word}", style="poster", width=96, height=96, seed=3).drawn
        assert drawn.count(name) == 1, (name, drawn)
        assert name not in drawn.not_drawn


def test_import_loads_neither_numpy_nor_pillow() -> None:
    code = "import sys, omniimage.providers.offline; print('numpy' in sys.modules or 'PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
