"""The licences of what the studio is made of: each package of the engine and of the page, with its words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bundle.licences import LEFT_OUT, complete, main
from omniimage.errors import NotFound
from omniimage.services.licences import Licences, Package, installed, written_down

REPO = Path(__file__).parents[2]


def test_every_package_that_is_installed_tells_its_licence() -> None:
    licences = Licences()
    parts = {part.id: part for part in licences.parts()}
    assert {"engine/Python", "engine/pillow", "engine/numpy", "engine/litellm"} <= set(parts)
    assert parts["engine/pillow"].licence == "MIT-CMU"
    assert "Secret Labs" in licences.text("engine/pillow").text
    assert "Microsoft" in licences.text("engine/onnxruntime").text, "its licence lies beside its modules"
    with pytest.raises(NotFound):
        licences.text("engine/../../etc/passwd")


def test_what_is_written_down_for_the_app_is_what_is_read_there(tmp_path: Path) -> None:
    file = tmp_path / "licences" / "engine.json"
    main(file)
    packages = {package.name: package for package in written_down(file)}
    assert packages["pillow"] in installed(REPO / "requirements.lock")
    assert not LEFT_OUT & {name.lower() for name in packages}
    unsaid = [name for name, package in packages.items() if not package.text]
    assert set(unsaid) <= {"proxy_tools", "Python"}, "the app passes on the words of every licence"


def test_a_lesser_licence_comes_with_the_one_it_adds_to() -> None:
    told = complete(Package(name="qt", version="6", identifier="LGPL-3.0-only OR GPL-3.0-only")).text
    assert "LESSER GENERAL PUBLIC LICENSE" in told and "TERMS AND CONDITIONS" in told
    own = Package(name="own", version="1", identifier="Apache-2.0", text="our words")
    assert complete(own) == own


def test_the_page_writes_its_own_down_when_it_is_built() -> None:
    file = REPO / "frontend" / "dist" / "licences.json"
    if not file.exists():
        pytest.skip("the page is not built")
    named = {package.name: package for package in written_down(file)}
    assert {"react", "lucide-react", "@fontsource-variable/inter"} <= set(named)
    wanted = json.loads((REPO / "frontend" / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted["react"] == named["react"].version
