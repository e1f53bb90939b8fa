"""What `make build` made, as a new user meets it: no Python, no checkout, an empty home. Run by `make built`."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from real_window import REPO, RealWindow

from omniimage import __version__
from tests.onnx_models import tiny

pytestmark = [
    pytest.mark.built,
    pytest.mark.skipif(sys.platform != "linux", reason="the window's page is driven through Qt"),
]

FOLDER = Path(os.environ.get("OMNIIMAGE_BUILT", REPO / "dist" / "omniimage-studio"))
PROGRAM = FOLDER / "omniimage-studio"
SINGLE_FILE = FOLDER.parent / f"omniimage-studio-{__version__}"
UNWANTED = re.compile(r"numba|llvmlite|/scipy|skimage|gradio|/qml/|libstdc\+\+|libgtk-3|devtools|/de\.pak|/pip/")
WANTED = (
    "frontend/dist/index.html",
    "frontend/dist/icon.png",
    "prompts/mllm_system.md",
    "models/manifest.json",
    "licences/engine.json",
    "frontend/dist/licences.json",
)
PROMPT = "two red boats on a calm lake at dusk"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, screen: str) -> Iterator[RealWindow]:
    window = RealWindow(tmp_path_factory.mktemp("built") / "data", screen, PROGRAM, PYTHONPATH="", VIRTUAL_ENV="")
    yield window
    if window.process.poll() is None:
        window.stop()


def pictures(window: RealWindow, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = window.page.data("list_images", query)["images"]
    return found


def generation(window: RealWindow, run: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = window.page.data("get_run", run["run_id"])["generations"][0]
    return found


def test_the_first_start_leads_to_a_first_comparison(window: RealWindow) -> None:
    page = window.page
    page.do("fill", selector="textarea >> nth=-1", text=PROMPT)
    page.do("press", key="Control+Enter")
    page.wait("[...document.images].filter((i) => i.naturalWidth > 0 && i.src.includes('img_')).length >= 2", 90)
    assert {image["model"] for image in pictures(window)} == {"offline/poster", "offline/sketch"}
    assert not [line for line in page.do("said") if line.startswith(("error", "pageerror"))]


def test_the_subject_is_cut_out_by_the_built_in_method(window: RealWindow) -> None:
    apple = "one red apple on a plain white background"
    run = window.page.data("generate_all", apple, ["offline/poster"], {"size": "1024x1024"})
    window.page.until(lambda: generation(window, run)["state"] == "done")
    (image_id,) = generation(window, run)["image_ids"]
    made = window.page.data("process_image", "bg_remove", image_id, {"model": "builtin", "force": True})
    assert set(made["image_ids"]) <= {image["id"] for image in pictures(window)}


def test_a_matting_model_runs_in_a_process_of_its_own(window: RealWindow, tmp_path: Path) -> None:
    """Through rembg's sessions, with nothing of what else rembg brings."""
    model = window.page.data("import_matting_model", str(tiny.brightness(tmp_path / "brightness.onnx")))
    source = next(image for image in pictures(window) if image["kind"] == "generated")
    made = window.page.data("process_image", "bg_remove", source["id"], {"model": model["name"]})
    assert made["image_ids"]
    below = psutil.Process(window.process.pid).children(recursive=True)
    mapped = "".join(Path(f"/proc/{each.pid}/maps").read_text() for each in below)
    assert "onnxruntime" in mapped
    assert not [name for name in ("numba", "llvmlite", "scipy/", "skimage") if name in mapped]


def test_it_all_goes_into_a_zip(window: RealWindow) -> None:
    ids = [image["id"] for image in pictures(window)]
    window.page.evaluate(f"void window.pywebview.api.batch_download({json.dumps(ids)}).then((told) => (window.zip = told))")
    window.on_screen("Save file").type("boats.zip")
    window.page.wait("window.zip")
    job = window.page.evaluate("window.zip.data.job_id")
    window.page.until(lambda: window.page.data("get_job", job)["state"] == "done")
    with zipfile.ZipFile(Path(window.env["HOME"]) / "boats.zip") as archive:
        assert archive.testzip() is None
        assert len([name for name in archive.namelist() if name.endswith(".png")]) == len(ids)


def test_the_engine_behind_other_providers_is_in_it(window: RealWindow) -> None:
    """litellm loads: a made-up key is refused by an address nobody answers at, not by a module that is missing."""
    page = window.page
    page.data("save_config", "custom_openai", "sk-built-0000-canary", "http://127.0.0.1:9/v1")
    page.data("set_custom_models", "custom_openai", ["local-model"])
    run = page.data("generate_all", PROMPT, ["custom_openai/local-model"], {})
    page.until(lambda: generation(window, run)["error"])
    assert generation(window, run)["error"]["code"] == "provider_unavailable"


def test_it_quits_clean(window: RealWindow) -> None:
    below = psutil.Process(window.process.pid).children(recursive=True)
    # The page may be gone before the answer is.
    with contextlib.suppress(AssertionError):
        window.page.data("quit")
    assert window.process.wait(60) == 0
    _, alive = psutil.wait_procs(below, 10)
    assert alive == []
    lines = [json.loads(line) for line in (window.data_dir / "logs" / "studio.jsonl").read_text("utf-8").splitlines()]
    assert lines[-1]["message"] == "studio ends"
    assert not [line for line in lines if line["level"] in ("error", "critical")]
    assert "Traceback" not in window.log.read_text()


def test_nothing_is_in_it_that_nobody_opens() -> None:
    names = ["/" + str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*")]
    assert [name for name in names if UNWANTED.search(name)] == []
    assert [name for name in WANTED if not (FOLDER / "_internal" / name).is_file()] == []


@pytest.mark.parametrize("program", [PROGRAM, SINGLE_FILE], ids=["folder", "single file"])
def test_its_commands_answer(program: Path, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "OMNIIMAGE_NO_KEYCHAIN": "1"}
    drawing = ["generate", PROMPT, "-m", "offline/poster", "-o", str(tmp_path / "out"), "--json"]
    said = [
        subprocess.run([program, *arguments], env=env, capture_output=True, text=True, check=False, timeout=120)
        for arguments in (["--version"], ["doctor"], drawing)
    ]
    assert [(each.returncode, each.stderr) for each in said if each.returncode] == []
    assert __version__ in said[0].stdout and "The page is built." in said[1].stdout
    assert len(list((tmp_path / "out").glob("*.png"))) == 1
