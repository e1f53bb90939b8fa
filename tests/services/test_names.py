"""File names of exports: legal everywhere, each once."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.contracts.images import Image
from omniimage.errors import BadRequest
from omniimage.services.names import MAX_BYTES, MAX_CHARS, UniqueNames, check_template, fill, legal

RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def image(**changes: object) -> Image:
    facts = {
        "id": "img_0123456789abcdef01234567",
        "kind": "generated",
        "width": 1024,
        "height": 768,
        "bytes": 1,
        "mime_type": "image/png",
        "created": "2026-11-21T12:00:00.000Z",
        "model": "openai/gpt-image-2",
        "prompt": "A lighthouse, at dusk!",
        "run_id": None,
        "generation_id": None,
        "parent_id": None,
        "recipe": {"seeds": [7]},
        "cost": None,
        "favourite": False,
    }
    return Image.model_validate(facts | changes)


def test_every_placeholder() -> None:
    assert fill("{model}_{provider}_{prompt}_{seed}_{size}_{n}", image(), 3, 120) == (
        "gpt-image-2_openai_A-lighthouse-at-dusk_7_1024x768_003"
    )
    assert re.fullmatch(r"2026-11-2[012]_\d\d-\d\d-\d\d_01234567", fill("{date}_{time}_{id}", image(), 1, 1))


def test_what_is_not_known_leaves_no_gap() -> None:
    imported = image(model=None, prompt=None, kind="imported", name="Ferien 1.jpg", recipe={})
    assert fill("{provider}_{model}_{seed}_{prompt}", imported, 1, 1) == "imported_Ferien-1"
    assert fill("{seed}", imported, 1, 1) == ""
    assert legal("", "png") == "image.png"


def test_scripts_of_the_world_stay() -> None:
    assert fill("{prompt}", image(prompt="黄昏的灯塔 / маяк на закате"), 1, 1) == "黄昏的灯塔-маяк-на-закате"


@pytest.mark.parametrize(
    "template", ["{nope}", "{", "}", "{model!r}", "{n:>1000000}", "{0}", "{}", "{model.__class__}", "{n[0]}"]
)
def test_strange_templates_are_refused(template: str) -> None:
    with pytest.raises(BadRequest):
        check_template(template)


@pytest.mark.parametrize(
    "stem", ["con", "NUL.txt", "Com1", "a/b\\c:d*e?f", "...", " x ", "\u202egnp.exe", "a\0b", "lpt9 .x"]
)
def test_bad_names_are_made_good(stem: str) -> None:
    assert _is_legal(legal(stem, "png"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=30), st.sampled_from(["png", "jpg", "webp"]))
def test_any_names_are_legal_and_unique(stems: list[str], extension: str) -> None:
    names = UniqueNames(["A.png"])
    given_out = [names.claim(stem, extension) for stem in (*stems, *stems, "a")]
    assert all(_is_legal(name) and name.endswith(f".{extension}") for name in given_out)
    same = {unicodedata.normalize("NFC", name.casefold()) for name in given_out}
    assert len(same) == len(given_out) and "a.png" not in same


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=120))
def test_any_picture_gets_a_legal_name(prompt: str, model: str, template: str) -> None:
    try:
        check_template(template)
    except BadRequest:
        template = "{date}_{model}_{prompt}_{n}"
    assert _is_legal(legal(fill(template, image(prompt=prompt, model=model), 1, 9), "png"))


def _is_legal(name: str) -> bool:
    return (
        0 < len(name) <= MAX_CHARS
        and len(name.encode()) <= MAX_BYTES
        and not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        and not RESERVED.match(name)
        and name == name.strip(" .")
        and not name.startswith(".")
    )
