"""The licences of what the studio is made of, from what the packages themselves say of it.

The page's packages are written down when it is built, the engine's when the app is (`bundle.licences`). From source, the
engine's are those that are installed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator
from functools import cached_property
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from omniimage.contracts.studio import LicencePart, LicenceText
from omniimage.errors import NotFound
from omniimage.paths import resource

_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|ThirdPartyNotices)[^/]*$", re.IGNORECASE)


class Package(BaseModel):
    """One package as it is written down: `identifier` is its licence's name, `text` all that comes with it of texts."""

    name: str
    version: str
    identifier: str = ""
    text: str = ""


class Licences:
    def parts(self) -> list[LicencePart]:
        """Everything, the engine's first, each by name."""
        return [part for part, _ in self._known.values()]

    def text(self, id: str) -> LicenceText:
        """Empty where a package names a licence and brings no text. Raises `NotFound`."""
        if id not in self._known:
            raise NotFound("there is no such part", id=id)
        return LicenceText(text=self._known[id][1])

    @cached_property
    def _known(self) -> dict[str, tuple[LicencePart, str]]:
        engine = written_down(resource("licences", "engine.json")) or list(installed(resource("requirements.lock")))
        page = written_down(resource("frontend", "dist", "licences.json"))
        found = {}
        for of, packages in (("engine", engine), ("page", page)):
            for each in sorted(packages, key=lambda package: package.name.lower()):
                id = f"{of}/{each.name}"
                part = LicencePart(id=id, of=of, name=each.name, version=each.version, licence=each.identifier)
                found[id] = (part, each.text)
        return found


def written_down(file: Path) -> list[Package]:
    """None where there is no such file."""
    return TypeAdapter(list[Package]).validate_python(json.loads(file.read_text("utf-8"))) if file.exists() else []


def installed(lock: Path, without: Collection[str] = ()) -> Iterator[Package]:
    """Python, and the packages of the lock that are installed here: those of other systems are not."""
    yield Package(name="Python", version=sys.version.split()[0], identifier="PSF-2.0", text=_of_python())
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE) if lock.exists() else []
    for name in dict.fromkeys(names):
        if name not in without:
            try:
                yield _package(distribution(name))
            except PackageNotFoundError:
                continue


def _package(found: Distribution) -> Package:
    texts = [Path(str(file.locate())).read_text("utf-8", "replace").strip() for file in _files(found)]
    return Package(name=found.metadata["Name"], version=found.version, identifier=_licence(found), text="\n\n\n".join(texts))


def _licence(found: Distribution) -> str:
    about = found.metadata
    named = next((about[field] for field in ("License-Expression", "License") if field in about), "")
    if named and "\n" not in named:
        return named
    kinds = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License")]
    return ", ".join(kinds) or named.partition("\n")[0]


def _files(found: Distribution) -> list[PackagePath]:
    """Beside the package's own record, or else at the top of what it installs."""
    files = sorted((file for file in found.files or () if _FILE.match(file.name)), key=str)
    recorded = [file for file in files if ".dist-info" in str(file)]
    return recorded or [file for file in files if len(file.parts) <= 2]


def _of_python() -> str:
    file = Path(sys.base_prefix, "lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "LICENSE.txt")
    return file.read_text("utf-8", "replace") if file.exists() else ""
