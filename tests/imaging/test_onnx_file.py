"""A file that claims to be a model: looked through without loading it, whatever it holds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.errors import BadRequest
from omniimage.imaging.matting.onnx_file import check_onnx
from tests.onnx_models import tiny

REASONS = {"empty", "html", "not_onnx", "external_data"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return tiny.brightness(tmp_path_factory.mktemp("models") / "model.onnx").read_bytes()


def refused(path: Path) -> str:
    with pytest.raises(BadRequest) as caught:
        check_onnx(path)
    return str(caught.value.details["reason"])


def test_a_model_passes(tmp_path: Path) -> None:
    check_onnx(tiny.brightness(tmp_path / "model.onnx"))


def test_what_is_none(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    for content, reason in {
        b"": "empty",
        b"\n <!DOCTYPE html><html>": "html",
        b"PK\x03\x04 a zip": "not_onnx",
        b"\x80\x04\x95 a pickle": "not_onnx",
        b"\x08\x08": "not_onnx",
    }.items():
        file.write_bytes(content)
        assert refused(file) == reason


def test_weights_elsewhere_are_refused(tmp_path: Path) -> None:
    assert refused(tiny.with_external_data(tmp_path / "model.onnx")) == "external_data"


@pytest.mark.parametrize("place", ["attribute", "subgraph", "sparse", "function"])
def test_weights_elsewhere_are_found_wherever_they_hide(tmp_path: Path, place: str) -> None:
    model = onnx.load(tiny.brightness(tmp_path / "model.onnx"))
    match place:
        case "attribute":
            hidden = model.graph.node[0].attribute.add(name="value").t
        case "subgraph":
            hidden = model.graph.node[0].attribute.add(name="body").g.initializer.add()
        case "sparse":
            hidden = model.graph.sparse_initializer.add().values
        case _:
            hidden = model.functions.add(name="f").node.add().attribute.add(name="value").t
    hidden.data_location = onnx.TensorProto.EXTERNAL
    hidden.external_data.add(key="location", value="../../secret")
    (tmp_path / "model.onnx").write_bytes(model.SerializeToString())
    assert refused(tmp_path / "model.onnx") == "external_data"


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_bytes_pass_or_are_refused(whole: bytes, data: st.DataObject) -> None:
    harmed = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 6))):
        harmed[data.draw(st.integers(0, len(harmed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(harmed)))
    content = bytes(harmed[:cut]) + data.draw(st.binary(max_size=20))
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            check_onnx(Path(file.name))
        except BadRequest as error:
            assert error.details["reason"] in REASONS
