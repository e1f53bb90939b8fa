"""Cutting out by a model: the same mask as rembg's own path, straight alpha, and typed errors for bad files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from composites import composite
from PIL import Image

from omniimage.errors import BadRequest, ModelMissing, NotFound
from omniimage.imaging.matting import cut, sessions
from omniimage.imaging.matting.contract import CONTRACTS, ModelFile, Shape, Wanted
from omniimage.imaging.matting.onnx_file import sha256_of
from tests.onnx_models import tiny

NAMED: dict[str, Shape] = {
    "u2net": "u2net",
    "u2netp": "u2net",
    "silueta": "u2net",
    "isnet-general-use": "isnet",
    "isnet-anime": "anime",
    "birefnet-general-lite": "birefnet",
}


def model_file(folder: Path, name: str, contract: Shape, make: Any = tiny.brightness) -> ModelFile:
    path = folder / "models" / name / f"{name}.onnx"
    make(path, CONTRACTS[contract].edge)
    return ModelFile(name, path, contract, sha256_of(path))


def rembg_session(model: ModelFile) -> Any:
    """rembg's own session over the same file."""
    chosen = sessions.session_class(model)
    session = chosen.__new__(chosen)
    session.inner_session = sessions.session(model)
    return session


@pytest.mark.parametrize(("name", "contract"), NAMED.items())
def test_the_mask_is_rembgs(tmp_path: Path, name: str, contract: Shape) -> None:
    picture = composite(1004, 400).picture
    model = model_file(tmp_path, name, contract)
    theirs = np.asarray(rembg_session(model).predict(picture)[0]) > 127
    picture.save(tmp_path / "in.png")
    cut.cut_out(model, tmp_path / "in.png", tmp_path / "mask.png", Wanted(mask=True))
    ours = np.asarray(Image.open(tmp_path / "mask.png")) > 127
    assert (theirs & ours).sum() / (theirs | ours).sum() >= 0.99


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_picture_goes_in_as_rembg_puts_it(contract: Shape) -> None:
    picture = composite(1006, 300).picture
    rules = CONTRACTS[contract]
    chosen = sessions.session_class(ModelFile("u2net", Path("x"), "u2net", ""))
    session = chosen.__new__(chosen)
    session.inner_session = SimpleNamespace(get_inputs=lambda: [SimpleNamespace(name="input")])
    theirs = session.normalize(picture, rules.mean, rules.sd, (rules.edge, rules.edge))["input"]
    ours = cut.tensor(picture, rules)
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    assert np.abs(ours - theirs).max() < 1e-4


@pytest.mark.skipif(not tiny.REAL.exists(), reason="no real model beside this checkout (../shared/models)")
def test_a_real_model_finds_a_person(tmp_path: Path) -> None:
    model = model_file(tmp_path, "own-real", "u2net", lambda path, edge: tiny.real(path))
    photo = tiny.REAL.parents[1] / "photos" / "girl-1.jpg"
    cut.cut_out(model, photo, tmp_path / "out.png", Wanted())
    with Image.open(tmp_path / "out.png") as result:
        alpha = np.asarray(result.getchannel("A"), np.float32) / 255
    height, width = alpha.shape
    assert alpha[int(0.75 * height), int(0.4 * width)] > 0.9
    assert alpha[: height // 3, int(0.9 * width) :].max() < 0.2
    theirs = np.asarray(rembg_session(model).predict(Image.open(photo).convert("RGB"))[0]) > 127
    assert ((alpha > 0.5) & theirs).sum() / ((alpha > 0.5) | theirs).sum() >= 0.99


def test_alpha_of_the_source_counts_and_nothing_lies_under_nothing(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (300, 200), (255, 255, 255, 255))
    picture.paste((0, 0, 0, 255), (0, 0, 60, 200))
    picture.paste((255, 255, 255, 0), (200, 0, 300, 200))
    picture.save(tmp_path / "in.png")
    model = model_file(tmp_path, "u2net", "u2net")
    confidence = cut.cut_out(model, tmp_path / "in.png", tmp_path / "out.png", Wanted())
    pixels = np.asarray(Image.open(tmp_path / "out.png"))
    assert 0 < confidence < 1
    assert pixels[100, 150].tolist() == [255] * 4
    assert pixels[100, 10, 3] < 3
    assert not pixels[pixels[..., 3] == 0].any()
    assert pixels[100, 280, 3] == 0


def test_a_turned_photo_comes_out_as_it_is_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (300, 200), "black")
    picture.paste("white", (0, 0, 300, 100))
    picture.save(tmp_path / "in.jpg", exif=exif)
    cut.cut_out(model_file(tmp_path, "u2net", "u2net"), tmp_path / "in.jpg", tmp_path / "out.png", Wanted())
    with Image.open(tmp_path / "out.png") as result:
        assert result.size == (200, 300)
        assert (result.getpixel((150, 150))[3], result.getpixel((40, 150))[3]) == (255, 0)


def test_a_blind_mask_is_no_subject(tmp_path: Path) -> None:
    composite(1, 100).picture.save(tmp_path / "in.png")
    with pytest.raises(NotFound) as caught:
        cut.cut_out(
            model_file(tmp_path, "u2net", "u2net", tiny.constant), tmp_path / "in.png", tmp_path / "out.png", Wanted()
        )
    assert caught.value.details["reason"] == "no_subject"


@pytest.mark.parametrize("harm", ["html", "cut short", "tampered", "another", "empty", "gone"])
def test_a_harmed_file_is_never_loaded(tmp_path: Path, harm: str) -> None:
    model = model_file(tmp_path, "u2net", "u2net")
    whole = model.path.read_bytes()
    match harm:
        case "html":
            model.path.write_bytes(b"<!doctype html><title>Sign in to the network</title>")
        case "cut short":
            model.path.write_bytes(whole[: len(whole) // 2])
        case "tampered":
            model.path.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
        case "another":
            tiny.constant(model.path)
        case "empty":
            model.path.write_bytes(b"")
        case "gone":
            model.path.unlink()
    with pytest.raises(ModelMissing) as caught:
        sessions.session(model)
    assert caught.value.details["reason"] == ("absent" if harm == "gone" else "damaged")


def test_which_contract_a_file_keeps(tmp_path: Path) -> None:
    assert sessions.probe(tiny.brightness(tmp_path / "a.onnx", 320)) == "u2net"
    assert sessions.probe(tiny.brightness(tmp_path / "b.onnx", 1024)) == "isnet"
    wrong = {
        "edge": tiny.brightness(tmp_path / "c.onnx", 512),
        "channels": tiny.brightness(tmp_path / "d.onnx", 320, channels=4),
        "output": tiny.brightness(tmp_path / "e.onnx", 320, output_edge=160),
    }
    for what, path in wrong.items():
        with pytest.raises(BadRequest) as caught:
            sessions.probe(path)
        assert caught.value.details["reason"] == "wrong_shapes", what
    (tmp_path / "f.onnx").write_bytes(b"\x08\x08\x3a\x00")
    with pytest.raises(BadRequest) as caught:
        sessions.probe(tmp_path / "f.onnx")
    assert caught.value.details["reason"] == "cannot_run"


def test_a_cut_out_never_waits_for_numba(tmp_path: Path) -> None:
    """rembg's own import brings numba, scipy and more; its sessions, as entered here, need none of that."""
    model = model_file(tmp_path, "birefnet-general-lite", "birefnet")
    script = (
        "import sys, pathlib\n"
        "from omniimage.imaging.matting import sessions\n"
        "from omniimage.imaging.matting.contract import ModelFile\n"
        f"sessions.session(ModelFile({model.name!r}, pathlib.Path({str(model.path)!r}), 'birefnet', {model.sha256!r}))\n"
        "print(*({name.partition('.')[0] for name in sys.modules} & {'numba', 'llvmlite', 'scipy', 'skimage', 'pymatting'}))"
    )
    root = Path(__file__).parents[2] / "desktop"
    done = subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": str(root)}, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
