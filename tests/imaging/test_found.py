"""Recipes in files from elsewhere: read where they are, and never a reason to fall over."""

from __future__ import annotations

import json
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import GOOD, drawn, encoded, png_chunk, with_png_chunk, written
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from omniimage.imaging.embedding import Note, with_note
from omniimage.imaging.found import read_found
from omniimage.imaging.found.a1111 import read_a1111
from omniimage.imaging.found.comfyui import read_comfyui
from omniimage.imaging.found.invokeai import read_invokeai
from omniimage.imaging.found.own import own_recipe, read_own
from omniimage.imaging.found.reading import found_in, tidy

A1111 = """a lighthouse, (dusk:1.2)
second line
Negative prompt: blurry, lowres
more of it
Steps: 25, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 4294967296, Size: 832x1216, \
Model hash: 31e35c80fc, Model: sd_xl_base_1.0, Lora hashes: "a: 1, b: 2", Version: v1.10.1"""
COMFY = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 156680208700286,
            "steps": 20,
            "cfg": 8,
            "sampler_name": "euler",
            "denoise": 1,
            "model": ["10", 0],
            "positive": ["11", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5-pruned.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a glass bottle", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "text, watermark", "clip": ["4", 1]}},
    "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "x", "model": ["4", 0], "clip": ["4", 1]}},
    "11": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["6", 0]}},
}
INVOKE = {
    "positive_prompt": "a fox",
    "negative_prompt": "a dog",
    "seed": 7,
    "steps": 30,
    "cfg_scale": 7.5,
    "width": 1024,
    "height": 512,
    "scheduler": "euler",
    "model": {"key": "x", "name": "juggernaut", "base": "sdxl"},
}
FOUND_A1111 = {
    "tool": "a1111",
    "prompt": "a lighthouse, (dusk:1.2)\nsecond line",
    "negative_prompt": "blurry, lowres\nmore of it",
    "model": "sd_xl_base_1.0",
    "sampler": "DPM++ 2M",
    "size": "832x1216",
    "seed": 4294967296,
    "steps": 25,
    "cfg": 6.5,
}


def png_with(**texts: str) -> bytes:
    info = PngInfo()
    for keyword, text in texts.items():
        info.add_text(keyword.replace("_dash_", "-"), text)
    return encoded("PNG", pnginfo=info)


def with_comment(format: str, comment: bytes) -> bytes:
    tags = Image.Exif()
    tags.get_ifd(0x8769)[0x9286] = comment
    return encoded(format, exif=tags.tobytes())


def found(folder: Path, data: bytes) -> dict[str, Any] | None:
    return read_found(written(folder, "source", data))


def test_a1111_in_png_text(tmp_path: Path) -> None:
    assert found(tmp_path, png_with(parameters=A1111)) == FOUND_A1111
    chinese = found(tmp_path, with_png_chunk(GOOD["png"], b"tEXt", b"parameters\0" + "灯塔\nSteps: 1, Seed: 2".encode()))
    assert chinese == {"tool": "a1111", "prompt": "灯塔", "seed": 2, "steps": 1}
    packed = with_png_chunk(GOOD["png"], b"zTXt", b"parameters\0\0" + zlib.compress(A1111.encode()))
    assert found(tmp_path, packed) == FOUND_A1111


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-8"])
def test_a1111_in_the_exif_comment(tmp_path: Path, format: str, encoding: str) -> None:
    head = b"ASCII\0\0\0" if encoding == "utf-8" else b"UNICODE\0"
    assert found(tmp_path, with_comment(format, head + A1111.encode(encoding))) == FOUND_A1111


def test_comfyui_in_png_and_webp(tmp_path: Path) -> None:
    wanted = {
        "tool": "comfyui",
        "prompt": "a glass bottle",
        "negative_prompt": "text, watermark",
        "model": "v1-5-pruned.safetensors",
        "sampler": "euler",
        "size": "512x768",
        "seed": 156680208700286,
        "steps": 20,
        "cfg": 8.0,
    }
    assert found(tmp_path, png_with(prompt=json.dumps(COMFY), workflow="{}")) == wanted
    tags = Image.Exif()
    tags[0x0110] = "prompt:" + json.dumps(COMFY)
    tags[0x010F] = "workflow:{}"
    assert found(tmp_path, encoded("WEBP", exif=tags.tobytes())) == wanted


def test_comfyui_of_custom_samplers() -> None:
    graph = {
        "1": {"inputs": {"noise": ["2", 0], "guider": ["3", 0], "sigmas": ["4", 0], "latent_image": ["5", 0]}},
        "2": {"inputs": {"noise_seed": 99}},
        "3": {"inputs": {"conditioning": ["6", 0], "model": ["8", 0]}},
        "4": {"inputs": {"steps": 28}},
        "5": {"inputs": {"width": 1024, "height": 1024}},
        "6": {"inputs": {"guidance": 3.5, "conditioning": ["7", 0]}},
        "7": {"inputs": {"text": ["9", 0]}},
        "8": {"inputs": {"unet_name": "flux1-dev"}},
        "9": {"inputs": {"string": "a paper boat"}},
    }
    recipe = tidy(read_comfyui(graph) or {})
    assert recipe == {
        "tool": "comfyui",
        "prompt": "a paper boat",
        "model": "flux1-dev",
        "size": "1024x1024",
        "seed": 99,
        "steps": 28,
        "cfg": 3.5,
    }


def test_invokeai_new_and_old(tmp_path: Path) -> None:
    recipe = found(tmp_path, png_with(invokeai_metadata=json.dumps(INVOKE)))
    assert recipe is not None
    assert (recipe["prompt"], recipe["negative_prompt"], recipe["model"]) == ("a fox", "a dog", "juggernaut")
    assert (recipe["seed"], recipe["steps"], recipe["cfg"], recipe["size"]) == (7, 30, 7.5, "1024x512")
    old = {"model_weights": "sd-1.5", "image": {"prompt": [{"prompt": "a crow", "weight": 1}], "seed": 3, "steps": 9}}
    recipe = found(tmp_path, png_with(sd_dash_metadata=json.dumps(old)))
    assert recipe == {"tool": "invokeai", "prompt": "a crow", "model": "sd-1.5", "seed": 3, "steps": 9}


@pytest.mark.parametrize("extension", ["png", "jpg", "webp"])
def test_our_own_comes_back(tmp_path: Path, extension: str) -> None:
    recipe = {
        "omniimage": 1,
        "prompt": "a <kite> 凧",
        "model": "openai/gpt-image-2",
        "seed": 5,
        "width": 96,
        "height": 64,
        "recipe": {"sent": {"negative_prompt": "rain", "steps": 8}},
    }
    note = Note(json.dumps(recipe), "a kite", True)
    exported = b"".join(with_note(written(tmp_path, "source", GOOD[extension]), note).chunks())
    assert found(tmp_path, exported) == {
        "tool": "omniimage",
        "prompt": "a <kite> 凧",
        "negative_prompt": "rain",
        "model": "openai/gpt-image-2",
        "size": "96x64",
        "seed": 5,
        "steps": 8,
    }


@pytest.mark.parametrize("extension", GOOD)
def test_a_picture_of_nothing_says_nothing(tmp_path: Path, extension: str) -> None:
    assert found(tmp_path, GOOD[extension]) is None


def test_a_comment_is_no_recipe(tmp_path: Path) -> None:
    assert found(tmp_path, with_comment("JPEG", b"ASCII\0\0\0Steps to the beach, summer of 2019")) is None
    assert found(tmp_path, png_with(prompt="not json", parameters="no settings here")) is None


def test_bombs_are_small_and_quick(tmp_path: Path) -> None:
    began = time.monotonic()
    bomb = b"parameters\0\0" + zlib.compress(b"a" * 300_000_000)
    assert found(tmp_path, with_png_chunk(GOOD["png"], b"zTXt", bomb)) is None
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x xmlns:o="urn:omniimage:recipe:1/">&b;</x>'
    assert found(tmp_path, encoded("JPEG", xmp=laughs)) is None
    assert found(tmp_path, png_with(prompt="[" * 200_000)) is None
    assert found(tmp_path, png_with(parameters="\n".join(["Negative prompt:"] * 50_000) + "\nSteps: 1")) is None
    loop = {
        str(i): {"inputs": {"seed": 1, "steps": 2, "cfg": [str(i), 0], "positive": [str((i + 1) % 900), 0]}}
        for i in range(900)
    }
    found(tmp_path, png_with(prompt=json.dumps(loop)))
    assert time.monotonic() - began < 10


numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.text(max_size=20))
values = st.recursive(
    numbers,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=6),
    max_leaves=20,
)
links = st.lists(st.sampled_from(["1", "2", "3", 1, 2.5, None, "x"]), min_size=2, max_size=2)
names = st.sampled_from(
    ["seed", "steps", "cfg", "positive", "negative", "text", "ckpt_name", "width", "height", "latent_image"]
)
nodes = st.fixed_dictionaries({"inputs": st.dictionaries(names, links | values, max_size=10)})
graphs = st.dictionaries(st.sampled_from(["1", "2", "3"]), nodes | values, max_size=3)


@settings(max_examples=300, deadline=None)
@given(values | graphs)
def test_any_json_is_a_recipe_or_nothing(value: Any) -> None:
    for read in (read_comfyui, read_invokeai):
        recipe = read(value)
        assert recipe is None or _is_tidy(tidy(recipe))
    if isinstance(value, dict):
        assert _is_tidy(tidy(read_own(value)))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["", "\nSteps: 20, Seed: 1", "\nNegative prompt: x\nSteps: "]))
def test_any_text_is_a_recipe_or_nothing(text: str, end: str) -> None:
    recipe = read_a1111(text + end)
    assert recipe is None or _is_tidy(tidy(recipe))
    assert own_recipe(text, text) is None or True
    for keyword in ("parameters", "prompt", "sd-metadata", "xmp", "UserComment"):
        found_in({keyword: text + end})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12), st.floats(0, 1), st.integers(0, 3))
def test_any_damage_is_a_recipe_or_nothing(tmp_path: Path, changes: list[tuple[float, int]], cut: float, kind: int) -> None:
    exif_comment = b"UNICODE\0" + A1111.encode("utf-16-be")
    data = bytearray(
        [
            png_with(parameters=A1111),
            with_png_chunk(GOOD["png"], b"iTXt", b"prompt\0\1\0\0\0" + zlib.compress(json.dumps(COMFY).encode())),
            with_comment("JPEG", exif_comment),
            with_comment("WEBP", exif_comment),
        ][kind]
    )
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    recipe = found(tmp_path, bytes(data[: max(1, int(len(data) * cut))]))
    assert recipe is None or _is_tidy(recipe)


def _is_tidy(recipe: dict[str, Any] | None) -> bool:
    """Nothing but known fields, and JSON through and through."""
    if recipe is None:
        return True
    json.dumps(recipe, allow_nan=False).encode()
    known = {"tool", "prompt", "negative_prompt", "seed", "steps", "cfg", "model", "size", "sampler"}
    return recipe.keys() <= known and len(recipe["prompt"]) > 0


def test_the_first_text_of_a_name_counts(tmp_path: Path) -> None:
    first = png_chunk(b"tEXt", b"parameters\0one\nSteps: 1")
    second = png_chunk(b"tEXt", b"parameters\0two\nSteps: 2")
    png = encoded("PNG", drawn())
    recipe = found(tmp_path, png[:33] + first + second + png[33:])
    assert recipe is not None and recipe["prompt"] == "one"
