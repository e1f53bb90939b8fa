"""What nobody remembers, bound by tests: floors, sizes, locks, labels, and what an import costs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from omniimage.errors import ERROR_CODES
from omniimage.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "zh", "ru")
HEAVY = ("litellm", "openai", "webview", "PIL", "numpy", "starlette", "uvicorn", "peewee", "cryptography", "httpx")
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-build.lock",
    ".ci/node.lock",
    "frontend/package-lock.json",
)

SECRET = re.compile(
    r"\b(sk-(proj-|or-v1-|ant-)?[A-Za-z0-9_-]{32,}|AIza[0-9A-Za-z_-]{35}|gh[pousr]_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16})\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
PERSONAL_FOLDER = re.compile(r"(?<![\w.}])/(?:home/[a-z][\w.-]*|Users/[a-z][\w.-]*|root)/")
THIS_MACHINE = tuple(str(folder) for folder in (ROOT, Path.home()) if len(folder.parts) > 2)

SETTING_LABELS = {
    "language": "settings.language",
    "theme": "settings.theme",
    "columns": "settings.columns",
    "history_open": "settings.historyOpen",
    "network_timeout_seconds": "settings.timeout",
    "concurrency_per_provider": "settings.concurrency",
    "batch_at_once": "settings.batchAtOnce",
    "catalogue_url": "models.feed.label",
    "update_url": "about.feed",
    "display_currency": "spend.currency",
    "rates": "spend.rate",
    "matting_model": "settings.mattingModel",
    "enhance_model": "words.enhanceModel",
    "translate_model": "words.translateModel",
    "reproduce_model": "words.reproduceModel",
}
# What the studio remembers by itself, without a control in Settings.
UNSHOWN_SETTINGS = {"selected_models", "params", "prompt_draft", "refine", "window", "providers"}


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control; in an unpacked archive without git, those of the source folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for top in ("desktop", "tests", "frontend/src", "benchmarks") for path in (ROOT / top).rglob("*")]
    return tuple(path for path in found if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def words(language: str) -> dict[str, object]:
    """All that the page says in one language, flat: `errors.timeout.title`."""
    flat: dict[str, object] = {}

    def lay(prefix: str, value: object) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                lay(f"{prefix}.{name}" if prefix else name, inner)
        else:
            flat[prefix] = value

    files = sorted((ROOT / "frontend/src/i18n").glob(f"*{language}.json"))
    assert files, f"no words in {language}"
    for file in files:
        lay("", json.loads(file.read_text(encoding="utf-8")))
    return flat


def test_floors_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("module", ["omniimage", "omniimage.cli"])
def test_import_is_free(module: str) -> None:
    script = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    printed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert printed.stdout.split() == []


def test_locks_carry_hashes_and_no_address() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "sha256:" in text or '"integrity"' in text, name
        assert not re.search(r"(--(extra-)?index-url|--find-links|\"resolved\"|file://)", text), name


def test_dev_lock_holds_the_runtime_lock() -> None:
    """`make test` installs the one and counts the other as installed."""
    pins = {name: set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.M)) for name in LOCKS[:2]}
    assert pins["requirements.lock"] <= pins["requirements-dev.lock"]


def test_page_lock_serves_every_platform() -> None:
    """A lock made on one system may leave out the binaries of another, and then `npm ci` fails there."""
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    present = {name.rpartition("node_modules/")[2] for name in packages}
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    assert wanted <= present


def test_no_personal_folder_and_no_secret_is_tracked() -> None:
    found = [
        f"{name}: {match[0]}"
        for name, text in texts()
        for rule in (PERSONAL_FOLDER, SECRET)
        for match in rule.finditer(text)
    ]
    found += [f"{name}: {folder}" for name, text in texts() for folder in THIS_MACHINE if f"{folder}/" in text]
    assert found == []


def test_files_stay_small() -> None:
    limits = {".py": 400, ".tsx": 250}
    generated = {"frontend/src/bridge/contract.ts"}
    long = {
        name: lines
        for name, text in texts()
        if name not in generated and (lines := text.count("\n")) > limits.get(Path(name).suffix, 10**9)
    }
    assert long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_and_setting_has_a_label(language: str) -> None:
    said = words(language)
    assert [
        code for code in ERROR_CODES if not said.get(f"errors.{code}.title") or not said.get(f"errors.{code}.text")
    ] == []
    assert [name for name, label in SETTING_LABELS.items() if not said.get(label)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prompt_template_has_a_label(language: str) -> None:
    labels = words(language)
    names = [path.relative_to(ROOT / "prompts").with_suffix("").as_posix() for path in (ROOT / "prompts").rglob("*.md")]
    missing = [name for name in names if f"words.template.{name.replace('/', '_')}" not in labels]
    assert len(names) > 15 and missing == []


def test_every_setting_has_a_label_or_needs_none() -> None:
    assert Settings.model_fields.keys() == SETTING_LABELS.keys() | UNSHOWN_SETTINGS


def test_makefile_targets_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {
        target
        for name in ("README.md", "AGENTS.md")
        for target in re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / name).read_text(), re.M)
    }
    assert named <= targets
