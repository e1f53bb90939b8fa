"""The package as it is installed: built to a wheel, used without this tree, its README's examples run as they stand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.wire.chat import ChatServer, Says
from tests.wire.http1 import Request
from tests.wire.server import WireServer

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SDK = README[README.index("## SDK") : README.index("## Work on it")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel was installed to. What it depends on is that of this interpreter: nothing is fetched."""
    built, target = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", built, ROOT], check=True)
    (wheel,) = built.iterdir()
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", target, wheel], check=True)
    return target


def environment(installed: Path, **more: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OMNIIMAGE_PAGE_DIR")}
    return bare | {"PYTHONPATH": str(installed), "PATH": f"{installed / 'bin'}:{os.environ['PATH']}", **more}


def answering(request: Request, body: dict[str, Any]) -> Says:
    asked = json.dumps(body["messages"])
    if body.get("tools") and '"tool"' not in asked:
        return Says(words=(), tools=(("clock", "{}"),))
    if "lighthouses?" in asked:
        return Says(words=('{"name": "Chicago", "people": 7}',))
    return Says(words=("Tall ", "and white."))


def test_it_brings_what_it_needs(installed: Path, tmp_path: Path) -> None:
    script = (
        "from omniimage import paths, prompts; from omniimage.providers import capabilities\n"
        "from omniimage.services.matting_manifest import shipped; from omniimage.providers.chat import models\n"
        "assert paths.resource('prompts', 'enhance.md').is_file(), paths.resource('prompts')\n"
        "assert shipped().models and models.known() and len(capabilities.catalogue()) > 20\n"
        "print(paths.__file__)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment(installed), cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout.startswith(str(installed)), run.stderr
    if (ROOT / "frontend/dist/index.html").is_file():
        assert (installed / "omniimage/shipped/frontend/dist/index.html").is_file()
    assert not list((installed / "omniimage").rglob("*test*.py"))


def test_the_readmes_client_of_a_compatible_service_makes_an_image(images: WireServer, tmp_path: Path) -> None:
    told = re.search(r'`(ImageClient\("custom_openai".*?\))`', SDK, re.DOTALL)
    assert told
    client = told[1].replace("base_url=…", f"base_url={images.base_url('openai')!r}").replace("model=…", "model='any'")
    script = f"from omniimage import ImageClient\nprint({client}.text_to_image('x').metadata['model'])"
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment(ROOT / "desktop"), cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout == "custom_openai/any\n", run.stderr


def test_the_readmes_examples_run(installed: Path, images: WireServer, chats: ChatServer, tmp_path: Path) -> None:
    chats.brain = answering
    keys = {f"{name}_API_KEY": "canary-key-0123456789" for name in ("OPENAI", "VOLCENGINE", "DEEPSEEK")}
    urls = {
        "OPENAI_BASE_URL": images.base_url("openai"),
        "VOLCENGINE_BASE_URL": images.base_url("volcengine"),
        "DEEPSEEK_BASE_URL": chats.base_url("openai"),
    }
    told = ""
    blocks = re.findall(r"```(python|sh)\n(.*?)```", SDK, re.DOTALL)
    assert [kind for kind, _ in blocks] == ["python", "python", "python", "python", "sh"]
    for kind, text in blocks:
        command = [sys.executable, "-c", text] if kind == "python" else ["sh", "-ec", text]
        run = subprocess.run(
            command, env=environment(installed, **keys, **urls), cwd=tmp_path, capture_output=True, text=True, timeout=100
        )
        assert run.returncode == 0, text + run.stderr
        told += run.stdout
    assert "Tall and white.Chicago" in told
    assert "a fox, a lamp" in told and (tmp_path / "fox.png").is_file()
    assert "atelier/brush" in told
    assert told.count("ImageResult(") == 3
    assert "Error" not in told
    lines = [json.loads(line) for line in (tmp_path / "images.jsonl").open()]
    assert {line["model"]: line["ok"] for line in lines} == {"openai/gpt-image-1.5": True, "offline/poster": True}
    assert "canary" not in told
