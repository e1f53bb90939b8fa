"""The law of parameters, for every model of the catalogue and any request; and the rules of the spec by example."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.contracts.models import Capabilities, FreeSize, ListedSizes, RatioTiers
from omniimage.contracts.runs import ModelParams
from omniimage.errors import BadParameters, BadRequest, ModelMissing
from omniimage.providers import capabilities, registry, sizes
from omniimage.providers.base import Plan, Reference
from omniimage.providers.capabilities import CatalogueEntry
from omniimage.providers.parameters import plan, size_of
from omniimage.providers.routes import direct_images

KNOWN = capabilities.catalogue("image", date(2026, 11, 21))
TAKES_ANY = [spec.id for spec in registry.providers() if spec.accepts_custom_models]
CUSTOM = [capabilities.entry(f"{provider}/mine", ["mine"]) for provider in TAKES_ANY]


def is_direct(entry: CatalogueEntry) -> bool:
    return registry.get_provider(entry.provider).variant(entry.variant).route == "direct_images"


edges = st.integers(1, 99_999)
ASKED = {
    "size": st.none()
    | st.builds(lambda w, h: f"{w}x{h}", edges, edges)
    | st.sampled_from(["1024x1024", "1536x1024", "3840x2160"]),
    "aspect_ratio": st.none()
    | st.builds(lambda w, h: f"{w}:{h}", st.integers(1, 999), st.integers(1, 999))
    | st.just("16:9"),
    "tier": st.none() | st.sampled_from(["512", "1K", "1.5K", "2K", "4K", "8K", "huge"]),
    "n": st.none() | st.integers(1, 16),
    "seed": st.none() | st.integers(0, 2**32 - 1),
    "steps": st.none() | st.integers(1, 500),
    "guidance": st.none() | st.floats(0, 100),
    "strength": st.none() | st.floats(0, 1),
    "quality": st.none() | st.sampled_from(["auto", "low", "medium", "high", "xhigh", "max", "hd", "superb"]),
    "negative_prompt": st.none() | st.sampled_from(["", "no text"]),
    "background": st.none() | st.sampled_from(["auto", "opaque", "transparent", "green"]),
    "style": st.none() | st.sampled_from(["vivid", "natural", "anime", "realistic_image", "AUTO"]),
    "output_format": st.none() | st.sampled_from(["png", "jpeg", "webp", "svg"]),
    "mask_id": st.none() | st.just("img_mask"),
}
REQUESTS = st.builds(ModelParams, **ASKED)


@pytest.mark.parametrize("entry", [*KNOWN, *CUSTOM], ids=lambda entry: entry.id)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REQUESTS, st.integers(0, 3))
def test_what_is_sent_is_taken_and_what_is_asked_is_answered_for(
    tmp_path: Path, entry: CatalogueEntry, asked: ModelParams, count: int
) -> None:
    """For every model and any request: within what it takes, or refused before paying; and each difference says why."""
    takes = entry.capabilities
    asked = asked.model_copy(update={"reference_ids": [f"img_{number}" for number in range(count)] or None})
    masked = takes.masks is not None and count > 0 and asked.mask_id is not None
    too_many = count > (takes.references.max_count if takes.references else 0)
    if too_many or (takes.masks and takes.masks.required and not masked):
        with pytest.raises(BadParameters) as caught:
            plan(entry, "a cat", asked, [reference(tmp_path)] * count)
        assert caught.value.details["charged"] == "no"
        return
    planned = plan(entry, "a cat", asked, [reference(tmp_path)] * count)
    if masked:
        without = {name: Capabilities.model_fields[name].get_default() for name in takes.masks.without}
        takes = takes.model_copy(update=without)
    keeps = count > 0 and (takes.references.keeps_size or (masked and takes.masks.keeps_size))
    for call in planned.calls:
        assert_taken(takes, call, keeps)
        assert ("strength" in call) == (takes.strength is not None and count > 0)
    assert planned.sent.get("mask_id") == (asked.mask_id if masked else None)
    assert planned.sent.get("reference_ids") == asked.reference_ids
    assert_answered_for(entry, asked, planned, keeps)
    assert sum(call.get("n", 1) for call in planned.calls) == (asked.n or 1)
    assert planned.cost is None or planned.cost >= 0


def test_every_parameter_is_asked_for() -> None:
    """A parameter that is added must come under the law too."""
    assert ModelParams.model_fields.keys() - {"reference_ids"} == ASKED.keys()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([entry for entry in KNOWN if is_direct(entry)]), REQUESTS)
def test_what_is_planned_leaves_in_the_providers_words(tmp_path: Path, entry: CatalogueEntry, asked: ModelParams) -> None:
    """Nothing of a plan is lost or made up on its way into the request, and no picture is marked unasked."""
    spec = registry.get_provider(entry.provider).variant(entry.variant)
    rule = entry.capabilities.masks
    pictures = [reference(tmp_path)] if rule and rule.required else []
    asked = asked.model_copy(update={"mask_id": "img_mask"}) if pictures else asked
    for call in plan(entry, "a cat", asked, pictures).calls:
        named = direct_images.parameters(spec, call)
        edges = {"width", "height"} if spec.shape.size == "edges" and "size" in call else set()
        assert len(named) == len(call) + (1 if edges else 0)
        assert set(named) == {spec.names.get(name, name) for name in call.keys() - ({"size"} if edges else set())} | edges
        assert not named.keys() & spec.extra.keys()


def test_no_watermark_and_no_rewriting_unless_asked() -> None:
    assert registry.get_provider("volcengine").extra["watermark"] is False
    assert registry.get_provider("dashscope").extra == {"prompt_extend": False, "watermark": False}
    assert registry.get_provider("ideogram").extra["magic_prompt"] == "OFF"
    assert registry.get_provider("ideogram").variant("v2").extra["magic_prompt"] == "off"


def assert_taken(takes: Capabilities, call: dict, keeps_size: bool) -> None:
    rule = takes.sizes
    match rule:
        case _ if keeps_size:
            assert not call.keys() & {"size", "aspect_ratio", "tier"}
        case FreeSize():
            assert sizes.is_legal(rule, sizes.parse_size(call["size"]))
        case ListedSizes():
            assert call["size"] in rule.sizes
        case RatioTiers():
            assert "size" not in call and call["aspect_ratio"] in rule.ratios
            assert call.get("tier", rule.default_tier) in rule.tiers
    assert call.get("n", 1) <= takes.n_per_call
    for name, choices in (
        ("quality", takes.quality),
        ("background", takes.background),
        ("style", takes.style),
        ("output_format", takes.formats),
    ):
        assert name not in call or call[name] in choices
    for name, bounds in (("steps", takes.steps), ("guidance", takes.guidance), ("strength", takes.strength)):
        assert name not in call or (bounds and bounds.min <= call[name] <= bounds.max)
    for name, taken in (("seed", takes.seed), ("negative_prompt", takes.negative_prompt)):
        assert name not in call or taken
    known = {"size", "aspect_ratio", "tier", "n", "quality", "background", "style", "output_format", "steps", "guidance"}
    assert call.keys() <= known | {"seed", "negative_prompt", "strength"}
    assert 0 <= call.get("seed", 0) <= takes.seed_max
    assert not (call.get("background") == "transparent" and call.get("output_format") == "jpeg")


def assert_answered_for(entry: CatalogueEntry, asked: ModelParams, planned: Plan, keeps_size: bool) -> None:
    """Each asked parameter is sent as asked, or honoured by the pixels, or stands in the adjustments."""
    adjusted = {each.parameter: each for each in planned.adjustments}
    assert len(adjusted) == len(planned.adjustments)
    made = size_of(entry, planned.sent)
    for name, value in asked.model_dump(exclude_none=True).items():
        if name == "negative_prompt" and value == "":
            continue
        if name == "n":
            assert ("n" in adjusted) == (len(planned.calls) > 1)
            continue
        honoured = planned.sent.get(name) == value
        if keeps_size and name in ("size", "aspect_ratio", "tier"):
            honoured = False
        elif name == "size":
            honoured = sizes.parse_size(value) == made
        elif name == "aspect_ratio" and not honoured:
            across, down = map(int, value.split(":"))
            honoured = made[0] * down == made[1] * across
        elif name == "tier" and not honoured:
            rule = entry.capabilities.sizes
            edge = (rule.tiers if isinstance(rule, RatioTiers) else {}).get(value) or sizes.TIER_EDGES.get(value)
            honoured = edge is not None and made[0] * made[1] == edge * edge
        assert honoured != (name in adjusted), (name, value, planned)
        if name in adjusted and adjusted[name].sent is not None and name in planned.sent:
            assert str(planned.sent[name]) == adjusted[name].sent or name in ("aspect_ratio", "tier")


@settings(max_examples=300, deadline=None)
@given(
    st.builds(
        FreeSize,
        multiple=st.sampled_from([1, 8, 16, 32, 64]),
        min_edge=st.sampled_from([1, 16, 64, 256]),
        max_edge=st.sampled_from([1536, 2048, 4096]),
        min_pixels=st.sampled_from([1, 65_536, 655_360]),
        max_pixels=st.sampled_from([1_048_576, 4_194_304]),
        max_ratio=st.sampled_from([2.0, 3.0, 16.0]),
    ),
    edges,
    edges,
)
def test_any_free_rule_gives_a_legal_size_near_the_asked_ratio(rule: FreeSize, width: int, height: int) -> None:
    made = sizes.fit_free(rule, (width, height))
    assert sizes.is_legal(rule, made)
    if sizes.is_legal(rule, (width, height)):
        assert made == (width, height)
    widest = min(rule.max_ratio, rule.max_edge**2 / rule.min_pixels, rule.max_pixels / rule.min_edge**2)
    ratio = min(max(width / height, 1 / widest), widest)
    assert made[0] / made[1] == pytest.approx(ratio, rel=0.25) or min(made) <= 4 * max(rule.multiple, rule.min_edge)


def sent(model: str, **asked) -> dict:
    return plan(capabilities.entry(model, ["mine"]), "a cat", ModelParams(**asked)).sent


SEEDREAM = "volcengine/doubao-seedream-4-5-251128"


@pytest.mark.parametrize(
    ("model", "asked", "want"),
    [
        # Free sizes: scaled up or down, the ratio kept.
        (SEEDREAM, {"size": "1024x1024"}, {"size": "1920x1920"}),
        (SEEDREAM, {"size": "2048x2048"}, {"size": "2048x2048"}),
        (SEEDREAM, {"size": "1024x512"}, {"size": "2716x1358"}),
        (SEEDREAM, {"size": "8192x8192"}, {"size": "4096x4096"}),
        ("openai/gpt-image-2", {"size": "1000x1000"}, {"size": "1008x1008"}),
        ("openai/gpt-image-2", {"aspect_ratio": "16:9"}, {"size": "1280x720"}),
        ("openai/gpt-image-2", {"aspect_ratio": "1:1", "tier": "2K"}, {"size": "2048x2048"}),
        ("openai/gpt-image-2", {"size": "5000x500"}, {"size": "2736x912"}),
        # A list: by ratio, then by area.
        ("openai/gpt-image-1.5", {"size": "3000x2000"}, {"size": "1536x1024"}),
        ("openai/gpt-image-1.5", {"aspect_ratio": "9:16"}, {"size": "1024x1536"}),
        ("openai/gpt-image-1.5", {"size": "64x64"}, {"size": "1024x1024"}),
        # Ratios and tiers: the nearest ratio, the tier that covers.
        ("gemini/gemini-3-pro-image", {"size": "1920x1080"}, {"aspect_ratio": "16:9", "tier": "2K"}),
        ("gemini/gemini-3-pro-image", {"size": "1024x1024"}, {"aspect_ratio": "1:1", "tier": "1K"}),
        ("gemini/gemini-3-pro-image", {"size": "9999x9999"}, {"aspect_ratio": "1:1", "tier": "4K"}),
        ("gemini/gemini-3-pro-image", {"aspect_ratio": "21:9", "tier": "4K"}, {"aspect_ratio": "21:9", "tier": "4K"}),
        ("gemini/gemini-2.5-flash-image", {"tier": "4K"}, {"aspect_ratio": "1:1"}),
        # The providers asked directly.
        ("xai/grok-imagine-image-2.0", {"size": "2560x1440"}, {"aspect_ratio": "16:9", "tier": "2K"}),
        ("openrouter/black-forest-labs/flux-3-image", {"aspect_ratio": "16:9"}, {"aspect_ratio": "16:9", "tier": "1K"}),
        ("azure/mine", {"size": "3000x2000"}, {"size": "1536x1024"}),
        ("stability/core", {"size": "1920x1080"}, {"aspect_ratio": "16:9"}),
        ("recraft/recraftv4_1", {"aspect_ratio": "16:9"}, {"size": "1344x768"}),
        ("recraft/recraftv4_1_pro", {"aspect_ratio": "1:2"}, {"size": "1536x3072"}),
        ("together/black-forest-labs/FLUX.2-pro", {"size": "1000x1000"}, {"size": "1008x1008"}),
        ("dashscope/qwen-image-3.0-pro", {"size": "4000x4000"}, {"size": "2048x2048"}),
        ("vertex_ai/gemini-3-pro-image", {"size": "1920x1080"}, {"aspect_ratio": "16:9", "tier": "2K"}),
        ("fireworks/flux-1-dev-fp8", {"size": "640x480"}, {"aspect_ratio": "4:3"}),
        ("bedrock/stability.stable-image-core-v1:1", {"aspect_ratio": "7:3"}, {"aspect_ratio": "21:9"}),
        ("ideogram/ideogram-v3", {"aspect_ratio": "10:16"}, {"aspect_ratio": "10:16"}),
        ("siliconflow/Kwai-Kolors/Kolors", {"aspect_ratio": "1:2"}, {"size": "720x1440"}),
    ],
)
def test_sizes_by_example(model: str, asked: dict, want: dict) -> None:
    assert sent(model, **asked) == want


def needs_no_mask(entry: CatalogueEntry) -> bool:
    return not (entry.capabilities.masks and entry.capabilities.masks.required)


def test_nothing_asked_is_nothing_adjusted() -> None:
    for entry in filter(needs_no_mask, [*KNOWN, *CUSTOM]):
        assert plan(entry, "a cat", ModelParams()).adjustments == ()


def test_n_fans_out_and_seeds_count_on() -> None:
    planned = plan(capabilities.entry("offline/poster"), "a cat", ModelParams(n=3, seed=2**32 - 1))
    assert [call["seed"] for call in planned.calls] == [2**32 - 1, 0, 1]
    planned = plan(capabilities.entry("openai/gpt-image-2"), "a cat", ModelParams(n=12))
    assert [call["n"] for call in planned.calls] == [10, 2]


def test_quality_steps_down_never_up() -> None:
    assert sent("openai/gpt-image-2", quality="max")["quality"] == "high"
    assert "quality" not in sent("openai/gpt-image-2", quality="superb")


def test_a_seed_beyond_the_models_own_is_brought_inside() -> None:
    planned = plan(capabilities.entry("dashscope/qwen-image-3.0"), "a cat", ModelParams(seed=2**31 + 5, n=1))
    assert planned.sent["seed"] == 5 and planned.adjustments[0].reason == "clamped"


def reference(tmp_path: Path, size: int = 10, **changes) -> Reference:
    path = tmp_path / "reference"
    path.write_bytes(b"x" * size)
    return Reference(**({"path": path, "mime_type": "image/png", "width": 1600, "height": 900} | changes))


def test_a_reference_gives_its_ratio(tmp_path: Path) -> None:
    for model, want in (("openai/gpt-image-2", "1280x720"), ("gemini/gemini-3-pro-image", None)):
        planned = plan(capabilities.entry(model), "a cat", ModelParams(), [reference(tmp_path)])
        assert planned.sent.get("size") == want and planned.adjustments == ()
    assert planned.sent["aspect_ratio"] == "16:9"


@pytest.mark.parametrize(
    ("changes", "count", "reason"),
    [
        ({}, 17, "count"),
        ({"mime_type": "image/gif"}, 1, "format"),
        ({"width": 10_000, "height": 10_000}, 1, "pixels"),
        ({"size": 60_000_000}, 1, "bytes"),
        ({"path": Path("/nowhere/x.png")}, 1, "missing"),
    ],
)
def test_bad_references_cost_nothing(tmp_path: Path, changes: dict, count: int, reason: str) -> None:
    given_ = reference(tmp_path, **changes)
    with pytest.raises(BadParameters) as caught:
        plan(capabilities.entry("openai/gpt-image-2"), "a cat", ModelParams(), [given_] * count)
    assert caught.value.details["reason"] == reason and caught.value.details["charged"] == "no"


def test_a_prompt_beyond_the_limit_costs_nothing() -> None:
    plan(capabilities.entry("openai/gpt-image-2"), "x" * 32_000, ModelParams())
    with pytest.raises(BadParameters) as caught:
        plan(capabilities.entry("openai/gpt-image-2"), "x" * 32_001, ModelParams())
    assert caught.value.details["limit"] == 32_000


def test_a_prompt_that_cannot_be_written_down_costs_nothing() -> None:
    with pytest.raises(BadParameters) as caught:
        plan(capabilities.entry("openai/gpt-image-2"), "half a \ud83d character", ModelParams())
    assert caught.value.details["reason"] == "malformed"


@pytest.mark.parametrize("asked", [{"size": "0x5"}, {"size": "0x0"}, {"aspect_ratio": "0:1"}, {"aspect_ratio": "0:0"}])
def test_a_size_of_nothing_is_refused(asked: dict) -> None:
    for entry in filter(needs_no_mask, [*KNOWN, *CUSTOM]):
        with pytest.raises(BadRequest):
            plan(entry, "a cat", ModelParams(**asked))


@pytest.mark.parametrize(
    ("model", "asked", "cost"),
    [
        ("openai/gpt-image-2", {"quality": "low"}, 0.006),
        ("openai/gpt-image-2", {}, 0.211),
        ("openai/gpt-image-2", {"quality": "low", "n": 3}, 0.018),
        ("openai/gpt-image-1.5", {"quality": "high", "size": "1536x1024"}, 0.1995),
        ("openai/gpt-image-1-mini", {}, None),
        ("openai/gpt-image-2.6-flare", {}, None),
        ("gemini/gemini-3-pro-image", {"tier": "4K"}, 0.24),
        ("gemini/gemini-nano-banana-2.1", {"tier": "4K"}, None),
        ("volcengine/doubao-seedream-5-5-261028", {"size": "1024x1024"}, 0.02),
        ("volcengine/doubao-seedream-5-5-261028", {"size": "2048x2048"}, 0.035),
        ("offline/sketch", {"n": 4}, 0.0),
        ("xai/grok-imagine-image-2.0", {"tier": "1K", "quality": "low"}, 0.04),
        ("xai/grok-imagine-image-2.0", {"tier": "2K", "quality": "medium"}, 0.08),
        ("xai/grok-imagine-image-2.0", {"tier": "1K"}, 0.06),
        ("stability/ultra", {"n": 2}, 0.16),
        ("deepinfra/black-forest-labs/FLUX-2-klein-4b", {"size": "1024x1024"}, 0.01468),
        ("together/black-forest-labs/FLUX.2-pro", {}, None),
    ],
)
def test_prices_before_the_click(model: str, asked: dict, cost: float | None) -> None:
    planned = plan(capabilities.entry(model), "a cat", ModelParams(**asked))
    assert planned.cost == (None if cost is None else pytest.approx(cost))


# The catalogue itself


def test_the_catalogue_is_whole() -> None:
    ids = [entry.id for entry in KNOWN]
    assert len(ids) == len(set(ids)) > 20
    for entry in KNOWN:
        assert entry.id == f"{entry.provider}/{entry.name}"
        registry.get_provider(entry.provider)
        if entry.price is not None:
            date.fromisoformat(entry.price.as_of)
            assert entry.price.source
        rule = entry.capabilities.sizes
        if isinstance(rule, FreeSize):
            assert sizes.is_legal(rule, sizes.default_size(rule))
        if isinstance(rule, RatioTiers):
            assert rule.default_tier in rule.tiers


def test_a_model_that_takes_masks_has_a_way_to_send_one() -> None:
    for entry in [*KNOWN, *CUSTOM]:
        form = registry.get_provider(entry.provider).variant(entry.variant).shape.mask
        assert form is not None or entry.capabilities.masks is None, entry.id


def test_ended_models_leave_the_list() -> None:
    assert "openai/gpt-image-1.5" in {entry.id for entry in capabilities.catalogue(today=date(2026, 12, 1))}
    assert "openai/gpt-image-1.5" not in {entry.id for entry in capabilities.catalogue(today=date(2026, 12, 2))}


@pytest.mark.parametrize(
    "model", ["openai/none", "nobody/x", "offline/oil", "openai", "", "/", "custom_openai/", "nobody/mine"]
)
def test_an_unknown_model_is_missing(model: str) -> None:
    with pytest.raises(ModelMissing):
        capabilities.entry(model, ["mine"])
