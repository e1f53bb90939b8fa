from __future__ import annotations

import re
from pathlib import Path

import pytest

from omniimage.bridge import typescript
from omniimage.bridge.allowed import EXPOSED
from omniimage.errors import ERROR_CODES


@pytest.fixture(scope="module")
def text() -> str:
    return typescript.generate()


def test_the_pages_types_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert typescript.main(["--check"]) == 0, capsys.readouterr().err


def test_every_method_and_code_is_there(text: str) -> None:
    api = text[text.index("export interface ApiMethods") : text.index("export const PARAMETER_ORDER")]
    assert tuple(re.findall(r"^  (\w+)\(", api, re.M)) == EXPOSED
    assert all(f'"{code}"' in text for code in ERROR_CODES)


def test_optional_named_and_shared_types(text: str) -> None:
    assert "save_config(args: { provider: string; key: string; url?: string }): ProviderInfo" in text
    assert "list_runs(args?: {" in text
    assert "  state: GenerationState\n" in text
    assert "  per_model?: Record<string, ModelParams>\n" in text
    assert "unknown[]" not in text and "-Input" not in text


def test_every_type_that_is_used_is_declared(text: str) -> None:
    declared = set(re.findall(r"export (?:interface|type) (\w+)", text))
    used = set(re.findall(r"\b[A-Z][A-Za-z]+\b", re.sub(r"/\*\*.*?\*/|\"[^\"]*\"|//.*", "", text, flags=re.S)))
    assert used - declared <= {"Record", "ERROR", "CODES", "PARAMETER", "ORDER"}


def test_only_a_current_file_passes_the_check(tmp_path: Path) -> None:
    file = tmp_path / "bridge" / "contract.ts"
    assert typescript.main(["--check", "--file", str(file)]) == 1
    assert typescript.main(["--file", str(file)]) == 0
    assert typescript.main(["--check", "--file", str(file)]) == 0
    file.write_text(file.read_text() + " ")
    assert typescript.main(["--check", "--file", str(file)]) == 1
