"""Every command that a document tells someone to type is one that works: each is run here, in a form that harms nothing.

What a `make` target does is tried by the tests of that part, so that here it is only asked whether make knows how. The
README's Python, and its commands for the SDK, are run by `tests/sdk/test_wheel.py` as they stand.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "AGENTS.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
SDK_TESTS = (ROOT / "tests/sdk/test_wheel.py").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|powershell)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:omniimage |\.venv/bin/python|curl |make |\.ci/)[^`]*)`")
LINK = re.compile(r"\]\(([^)#:\s]+)\)")


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, str]]:
    """(document, command): the lines of the blocks of shell, taken apart at `&&` and `|`, and those within a sentence."""
    for document in DOCUMENTS:
        text = read(document)
        for _, block in BLOCK.findall(text):
            for line in block.replace("\\\n", " ").splitlines():
                for part in re.split(r"&&|;|(?<!\|)\|(?!\|)", line.partition(" #")[0]):
                    if part.strip():
                        yield document, part.strip()
        for command in INLINE.findall(text):
            yield document, command.replace("\n", " ")


def run(command: list[str], **more: str) -> str:
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=False, timeout=100
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def make(words: list[str]) -> None:
    """Make knows the targets and every variable that is given has a place where it is read."""
    given = dict(word.split("=", 1) for word in words if "=" in word)
    run(["make", "-n", *words])
    makefile = read("Makefile")
    assert [name for name in given if f"$({name}" not in makefile and f"if $({name}" not in makefile] == []


def omniimage(words: list[str]) -> None:
    """The parser takes it; what only looks is run. What asks a provider is run by the SDK's tests."""
    if words[:1] in (["doctor"], ["--version"], ["models"]) and "download" not in words and "--rebuild" not in words:
        run([sys.executable, "-m", "omniimage", *words])
        return
    if len(words) == 1:
        words = [*words, "--help"]
    check = "import sys; from omniimage.cli import _parser; _parser().parse_args(sys.argv[1:])"
    run([sys.executable, "-c", check, *words])


def curl(words: list[str]) -> None:
    """Against a studio that is started for it."""
    serve = [sys.executable, "-m", "omniimage", "serve"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as studio:
        try:
            assert studio.stdout
            ready = json.loads(studio.stdout.readline())
            given = [word.replace("$TOKEN", ready["token"]).replace("$URL", ready["url"]) for word in words]
            assert json.loads(run(["curl", "-s", *given]))["ok"] is True
        finally:
            studio.terminate()


def git(words: list[str]) -> None:
    assert words[0] == "clone", words


def cd(words: list[str]) -> None:
    assert words == ["omniimage"] or words == [".."] or (ROOT / words[0]).is_dir()


def documented_elsewhere(words: list[str]) -> None:
    """Parts of the README's commands for the SDK."""
    assert "README" in SDK_TESTS


def windows(words: list[str]) -> None:
    """No Windows here: the files that are named are there."""
    named = [word for word in words if word.endswith((".lock", ".json")) or word in ("frontend", "desktop")]
    assert [word for word in named if not (ROOT / word).exists()] == []


RUNNERS: dict[str, Callable[[list[str]], None]] = {
    "make": make,
    "omniimage": omniimage,
    "curl": curl,
    "git": git,
    "cd": cd,
    "echo": documented_elsewhere,
    "tee": documented_elsewhere,
    "pip": documented_elsewhere,
    "py": windows,
    ".venv\\Scripts\\pip": windows,
    ".venv\\Scripts\\python": windows,
    "npm": windows,
    "$env:PYTHONPATH": windows,
}


def words_of(command: str) -> list[str]:
    words = shlex.split(command.replace("\\", "\\\\"))
    if words[:3] == [".venv/bin/python", "-m", "omniimage"]:
        return words[2:]
    return words


@pytest.mark.parametrize(("document", "command"), sorted(set(commands())), ids=lambda value: value[:60])
def test_a_command_of_the_documents_works(document: str, command: str) -> None:
    first, *rest = words_of(command)
    if first == ".venv/bin/python":
        module = rest[rest.index("-m") + 1]
        named = [word for word in rest if "/" in word]
        assert run([sys.executable, "-c", f"import importlib.util as u; assert u.find_spec({module!r})"]) == ""
        assert [word for word in named if not (ROOT / word).exists()] == []
    elif first.startswith(".ci/"):
        assert os.access(ROOT / first, os.X_OK)
    else:
        assert first in RUNNERS, f"{document} tells to run {command!r}, which no test does"
        RUNNERS[first](rest)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_links_lead_somewhere(document: str) -> None:
    assert [link for link in LINK.findall(read(document)) if not (ROOT / link).exists()] == []


def test_paths_that_contributors_are_told_exist() -> None:
    told = re.findall(r"`((?:desktop|frontend|tests|prompts|models|benchmarks|\.ci)/[\w./-]*)`", read("CONTRIBUTING.md"))
    assert told and [path for path in told if not (ROOT / path).exists()] == []


def test_the_change_log_knows_this_version() -> None:
    from omniimage import __version__

    assert f"## {__version__}" in read("CHANGELOG.md")
