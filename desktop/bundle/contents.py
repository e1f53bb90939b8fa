"""What goes into the built app, and what of the libraries' baggage stays out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from PyInstaller.utils.hooks import collect_data_files, copy_metadata

# Imported by name only, or by programs that are not ours. `rembg.bg` alone would bring numba, scipy and scikit-image;
# the studio enters rembg's sessions beside it (imaging/matting/sessions.py).
EXCLUDED = [
    "IPython",
    "PyQt5",
    "PyQt6",
    "PySide2",
    "gi",
    "gradio",
    "hf_xet",
    "hypothesis",
    "litellm.proxy.proxy_server",
    "llvmlite",
    "matplotlib",
    "mypy",
    "networkx",
    "numba",
    "onnx",
    "onnxruntime.quantization",
    "onnxruntime.tools",
    "onnxruntime.transformers",
    "pip",
    "pymatting",
    "pytest",
    "rembg.bg",
    "rembg.cli",
    "rembg.commands",
    "scipy",
    "setuptools",
    "skimage",
    "sympy",
    "tkinter",
    "torch",
    "transformers",
]
# litellm looks up its providers by name; its gateway server and what only that takes are not the studio's.
_NOT_OF_LITELLM = ("proxy", "rust_bridge")
# What the window is made of; Qt's wheel brings five times as many, and PyInstaller all that its QML modules might want.
_QT = (
    "Core|Gui|Widgets|Network|DBus|OpenGL|OpenGLWidgets|Positioning|PrintSupport|Qml|QmlModels|QmlMeta|QmlWorkerScript"
    "|Quick|QuickWidgets|WebChannel|WebEngineCore|WebEngineWidgets|Svg|WaylandClient|WlShellIntegration|XcbQpa"
)
# Of boto, only object storage and Bedrock's sign-in are asked for. GTK is for a theme of file dialogs, the sound
# libraries for modules of Qt that are not there.
_UNWANTED = re.compile(
    rf"""
    libstdc\+\+\.so | libgcc_s\.so                     # the system's own must serve its own libraries
    | libQt6(?!({_QT})\.so) | PySide6/QtDataVisualization
    | PySide6/Qt/qml/ | PySide6/Qt/translations/(?!qtwebengine_locales/en-US\.pak)
    | PySide6/Qt/resources/(qtwebengine_devtools_resources\.pak | .*\.debug\.)
    | PySide6/Qt/plugins/(?!platforms/libq(xcb|wayland|offscreen|minimal)\b | platforminputcontexts/ | xcbglintegrations/
        | platformthemes/libqxdg | wayland- | iconengines/ | imageformats/libq(svg|ico|jpeg|gif|webp) | tls/)
    | PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard
    | ^lib(gtk|gdk|atk|atspi|cairo|pango|epoxy|harfbuzz\.so|thai|datrie|fribidi|graphite2|pixman|gio-|gmodule|cups|avahi
        |gnutls|hogweed|nettle|idn2|tasn1|p11-kit|unistring|gmp\.so|pulse|sndfile|FLAC|vorbis|ogg|opus|mp3lame|mpg123|asyncns)
    | botocore/data/(?!(s3|sts|sso|sso-oidc)/ | endpoints | partitions | sdk-default | _retry)
    | litellm/(proxy/ | rust_bridge/ | llms/huggingface/ | .*\.(md|wav|ipynb)$)
    | boto3/data/(?!s3/) | boto3/examples/
    """,
    re.VERBOSE,
)


def is_wanted(target: str) -> bool:
    """Whether a file of the build, by its place in it, is one that the studio ever opens."""
    return not _UNWANTED.search(target.replace("\\", "/"))


def hidden_imports() -> list[str]:
    """Modules that are asked for by a name in a string."""
    names = [
        *_modules("omniimage"),
        *_modules("litellm", _NOT_OF_LITELLM),
        *_modules("rembg.sessions"),
        "tiktoken_ext.openai_public",
    ]
    if sys.platform == "win32":
        names += ["clr_loader", "pythonnet"]
    return names


def data(root: Path) -> list[tuple[str, str]]:
    """(file or folder, the folder it comes to): the page, the texts, the models, and the packages' own files."""
    own = [
        (root / "frontend/dist", "frontend/dist"),
        (root / "prompts", "prompts"),
        (root / "models/manifest.json", "models"),
        (root / "build/licences", "licences"),
        *((model, f"models/{model.stem}") for model in sorted(root.glob("models/*/*.onnx"))),
    ]
    packages = [*collect_data_files("omniimage"), *collect_data_files("litellm"), *copy_metadata("litellm")]
    return [(str(source), target) for source, target in own] + packages


def _modules(package: str, without: tuple[str, ...] = ()) -> Iterator[str]:
    """Every module of a package, found without importing it."""
    spec = find_spec(package.partition(".")[0])
    assert spec and spec.origin, package
    site = Path(spec.origin).parents[1]
    for file in sorted((site / package.replace(".", "/")).rglob("*.py")):
        parts = file.relative_to(site).with_suffix("").parts
        if parts[1] not in without and "-" not in file.stem:
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
