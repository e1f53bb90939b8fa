"""The catalogue is replaced without a release: by a newer file, by OpenRouter's words, by the user. Never by a bad one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.contracts.runs import ModelParams
from omniimage.errors import ModelMissing
from omniimage.providers import capabilities, engine, live_models, registry
from omniimage.providers.base import Credentials
from omniimage.providers.catalogue_files import Notice, Overrides
from omniimage.providers.parameters import plan
from tests.providers.calls import KEY
from tests.wire import protocols_direct
from tests.wire.server import WireServer

MODEL = "openai/gpt-image-2"
LISTED = {"rule": "list", "sizes": ["640x480"]}


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    capabilities.use(None)


def row(**changes) -> dict:
    usual = {"id": "openai/brand-new", "label": "Brand New", "capabilities": {"sizes": LISTED}}
    return usual | {"as_of": "2027-01-01", "source": "a test"} | changes


def lay(folder: Path, name: str, document: object) -> tuple[Notice, ...]:
    (folder / name).write_text(document if isinstance(document, str) else json.dumps(document))
    return capabilities.use(folder)


def ids() -> set[str]:
    return {entry.id for entry in capabilities.catalogue()}


def test_every_shipped_row_says_when_and_where_from() -> None:
    assert capabilities.use(None) == ()
    for entry in capabilities.catalogue():
        if registry.get_provider(entry.provider).route not in ("offline_images", "own_images"):
            assert entry.source and date.fromisoformat(entry.as_of or "") <= date(2026, 12, 31), entry.id
            assert entry.variant is None or entry.variant in registry.get_provider(entry.provider).variants


def test_a_newer_catalogue_adds_changes_and_ends(tmp_path: Path) -> None:
    rows = [row(), row(id=MODEL, label="Renamed"), row(id="xai/grok-imagine-image", ends="2026-11-01")]
    assert lay(tmp_path, "catalogue.json", {"as_of": "2027-01-01", "models": rows}) == ()
    assert capabilities.entry("openai/brand-new").label == "Brand New"
    changed = capabilities.entry(MODEL)
    assert changed.label == "Renamed" and changed.capabilities.sizes.sizes == ["640x480"]
    # What the newer row does not say stays.
    assert changed.price is not None and changed.tokens is not None
    assert "xai/grok-imagine-image" not in ids()
    with pytest.raises(ModelMissing):
        capabilities.entry("xai/grok-imagine-image")


def test_an_older_catalogue_is_left_aside_with_a_notice(tmp_path: Path) -> None:
    notices = lay(tmp_path, "catalogue.json", {"as_of": "2026-01-01", "models": [row()]})
    assert notices == (Notice("catalogue.json", "older"),)
    assert "openai/brand-new" not in ids()


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        "[" * 50_000,
        {"models": [row()]},
        {"as_of": "soon", "models": [row()]},
        {"as_of": "2027-01-01", "models": [row(capabilities={"sizes": {"rule": "list", "sizes": []}})]},
        {"as_of": "2027-01-01", "models": [row(capabilities={"sizes": {"rule": "list", "sizes": ["0x5"]}})]},
        {"as_of": "2027-01-01", "models": [row(capabilities={"sizes": {"rule": "free", "default": "1x1", "min_edge": 64}})]},
        {"as_of": "2027-01-01", "models": [row(capabilities={"sizes": {"rule": "free", "multiple": 0}})]},
        {"as_of": "2027-01-01", "models": [row(capabilities={"sizes": LISTED, "n_per_call": 0})]},
        {
            "as_of": "2027-01-01",
            "models": [row(capabilities={"sizes": LISTED, "steps": {"min": 9, "max": 1, "default": 5}})],
        },
        {"as_of": "2027-01-01", "models": [row(id="../x")]},
    ],
)
def test_a_damaged_catalogue_changes_nothing(tmp_path: Path, document: object) -> None:
    capabilities.use(None)
    before = ids()
    assert lay(tmp_path, "catalogue.json", document) == (Notice("catalogue.json", "damaged"),)
    assert ids() == before


def test_a_catalogue_cannot_send_a_key_elsewhere(tmp_path: Path) -> None:
    """Addresses stand in the registry alone: what a file says beyond a row's fields has no effect."""
    said = row(variant="nowhere", default_url="https://evil.example", shape={"path": "https://evil.example"})
    lay(tmp_path, "catalogue.json", {"as_of": "2027-01-01", "models": [said, row(id="evil/model")]})
    spec = registry.get_provider("openai")
    assert spec.variant(capabilities.entry("openai/brand-new").variant) == spec
    assert "evil/model" not in ids()


def test_the_user_hides_prices_and_sets_what_a_model_takes(tmp_path: Path) -> None:
    price = {"base": 0.5, "as_of": "2026-11-21", "source": "my contract"}
    own = {"hidden": ["openai/gpt-image-1.5"], "prices": {MODEL: price}, "capabilities": {"azure/mine": {"sizes": LISTED}}}
    assert lay(tmp_path, "overrides.json", own) == ()
    assert "openai/gpt-image-1.5" not in ids()
    # What an old run used can still be looked at and asked again.
    assert capabilities.entry("openai/gpt-image-1.5").name == "gpt-image-1.5"
    assert plan(capabilities.entry(MODEL), "a cat", ModelParams(n=2)).cost == 1.0
    assert plan(capabilities.entry("azure/mine", ["mine"]), "a cat", ModelParams()).sent == {"size": "640x480"}


def test_what_the_user_sets_lasts(tmp_path: Path) -> None:
    capabilities.use(tmp_path)
    capabilities.override(lambda before: Overrides(hidden=frozenset({MODEL})))
    assert MODEL not in ids()
    capabilities.use(None)
    assert MODEL in ids()
    capabilities.use(tmp_path)
    assert MODEL not in ids() and capabilities.overrides().hidden == {MODEL}


def test_damaged_overrides_hide_nothing(tmp_path: Path) -> None:
    assert lay(tmp_path, "overrides.json", '{"hidden": 5}') == (Notice("overrides.json", "damaged"),)
    assert MODEL in ids()


def test_damaged_overrides_are_kept_beside_the_new_ones(tmp_path: Path) -> None:
    lay(tmp_path, "overrides.json", "what I had set")
    capabilities.override(lambda before: Overrides(hidden=frozenset({MODEL})))
    assert MODEL not in ids() and capabilities.origin().notices == ()
    assert (tmp_path / "overrides.damaged.json").read_text() == "what I had set"


async def test_openrouters_own_words_become_rows(tmp_path: Path) -> None:
    capabilities.use(tmp_path)
    async with WireServer() as server:
        spec = registry.get_provider("openrouter")
        names = await engine.fetch_models(spec, Credentials(KEY, server.base_url("openrouter")))
    assert "house/painter-2" in names
    entry = capabilities.entry("openrouter/house/painter-2")
    takes = entry.capabilities
    assert (
        entry.variant == "images"
        and entry.as_of == datetime.now(UTC).date().isoformat()
        and "openrouter.ai" in (entry.source or "")
    )
    assert takes.sizes.tiers == {"1K": 1024, "2K": 2048} and takes.sizes.ratios == ["1:1", "16:9"]
    assert (takes.n_per_call, takes.seed_max, takes.quality) == (4, 2147483647, ["low", "high"])
    assert takes.formats == ["png", "webp"] and takes.references and takes.references.max_count == 6
    assert not takes.negative_prompt and takes.steps is None
    # It lasts, and what is shipped stays beside it.
    capabilities.use(tmp_path)
    assert "openrouter/house/painter-2" in ids() and "openrouter/google/gemini-nano-banana-2.1" in ids()


async def test_a_catalogue_that_cannot_be_kept_does_not_lose_the_list(tmp_path: Path) -> None:
    capabilities.use(tmp_path)
    (tmp_path / "openrouter-models.json" / "in the way").mkdir(parents=True)
    async with WireServer() as server:
        spec = registry.get_provider("openrouter")
        names = await engine.fetch_models(spec, Credentials(KEY, server.base_url("openrouter")))
    assert names and "openrouter/house/painter-2" not in ids()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["1:1", "2K", "enum"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "values", "min", "max", "seed", "n", "aspect_ratio", "size"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, JSON)
def test_odd_words_never_break_the_list(parameters: object, other: object) -> None:
    document = {"data": [{"id": "a/b", "supported_parameters": parameters}, other, {"id": other, "name": parameters}]}
    spec = registry.get_provider("openrouter")
    for found in live_models.rows(spec, document):
        assert plan(capabilities._entry(found), "a cat", ModelParams(seed=5, n=3)).calls
    assert len(live_models.rows(spec, {"data": protocols_direct.OPENROUTER_MODELS})) == 1
