"""Every route against every way a provider can answer: the right pictures, or the right error, after exactly one POST."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from omniimage import errors
from omniimage.providers.pay_once import MAX_ANSWER_BYTES, Over, PayOnceTransport
from omniimage.providers.registry import get_provider
from tests.providers.calls import KEY, MODELS, ROUTES
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer

HTML = (
    b"<html><head><title>502</title><style>p{}</style></head><body><h1>Bad&nbsp;Gateway</h1><script>1</script></body></html>"
)
# The answer is the picture itself, and nothing beside it.
BARE = {"fireworks"}
FREE_FAILURES = {"openrouter"}
by_route = pytest.mark.parametrize("route", ROUTES)


def charged_if_failed(route: str) -> str:
    return "no" if route.partition("+")[0].partition(":")[0] in FREE_FAILURES else "unknown"


@by_route
async def test_a_good_answer_is_on_disk_byte_for_byte(call, server, route: str) -> None:
    server.script = Script(images=(200_000,))
    asked = call(route)
    answer = await asked.make()
    assert [path.read_bytes() for path in answer.images] == [png(200_000, 0)]
    assert asked.attempt.steps == ["sent", "received"]
    assert asked.wire.phase == "received"
    assert len(asked.attempt.answer) < 2_000
    assert KEY.encode() not in asked.attempt.answer
    assert len(server.posts()) == server.billed == 1


@by_route
async def test_the_key_goes_to_the_provider_and_little_else_does(call, server, route: str) -> None:
    await call(route).make()
    (post,) = server.posts()
    assert post.key == KEY
    allowed = {"host", "content-type", "content-length", "transfer-encoding", "accept", "accept-encoding", "user-agent"}
    assert post.headers.keys() - allowed in ({"authorization"}, {"x-goog-api-key"}, {"api-key"})
    assert KEY.encode() not in post.body and KEY not in post.path


@by_route
async def test_a_prompt_arrives_word_for_word(call, server, route: str) -> None:
    asked = call(route)
    prompt = ' 雨の灯台 "at dusk"\n\t{braces} <b>маяк</b> \\ 🐱 https://example.com/x.png data:image/png;base64,AAAA '
    asked.request = replace(asked.request, prompt=prompt)
    await asked.make()
    (post,) = server.posts()
    as_json = [json.dumps(prompt, ensure_ascii=ascii)[1:-1].encode() for ascii in (True, False)]
    assert any(written in post.body for written in (*as_json, prompt.encode()))


@pytest.mark.parametrize("route", ["openai", "custom_openai", "volcengine"])
async def test_several_pictures_of_one_answer_keep_their_order(call, server, route: str) -> None:
    server.script = Script(images=(3_000, 50_000, 40))
    answer = await call(route).make()
    assert [path.read_bytes() for path in answer.images] == [png(3_000, 0), png(50_000, 1), png(40, 2)]


STATUSES = {
    "400": (Script(status=400), errors.BadParameters, {"charged": "no"}),
    "401 echoing the key": (Script(status=401, echo_key=True), errors.AuthFailed, {"charged": "no"}),
    "402": (Script(status=402), errors.InsufficientFunds, {"charged": "no"}),
    "403": (Script(status=403, echo_key=True), errors.AuthFailed, {"charged": "no"}),
    "404": (Script(status=404), errors.BadParameters, {"charged": "no", "reason": "unknown_model"}),
    "404 of some web server": (
        Script(status=404, body=HTML, content_type="text/html"),
        errors.BadParameters,
        {"reason": "unknown_address"},
    ),
    "408": (Script(status=408), errors.Timeout, {"safe_to_retry": None}),
    "413": (Script(status=413), errors.BadParameters, {"charged": "no"}),
    "422": (Script(status=422), errors.BadParameters, {"charged": "no"}),
    "429": (Script(status=429), errors.RateLimited, {"charged": "no", "safe_to_retry": True, "retry_after": None}),
    "500": (Script(status=500), errors.ProviderUnavailable, {"safe_to_retry": None}),
    "500 echoing the key": (Script(status=500, echo_key=True), errors.ProviderUnavailable, {}),
    "502 HTML": (
        Script(status=502, body=HTML, content_type="text/html"),
        errors.ProviderUnavailable,
        {"safe_to_retry": None},
    ),
    "503": (Script(status=503), errors.ProviderUnavailable, {"safe_to_retry": None}),
    "503 with Retry-After": (
        Script(status=503, headers={"Retry-After": "7"}),
        errors.ProviderUnavailable,
        {"safe_to_retry": True, "retry_after": 7.0, "charged": "no"},
    ),
    "504": (Script(status=504), errors.Timeout, {"safe_to_retry": None}),
    "529": (Script(status=529), errors.ProviderUnavailable, {}),
    "redirect to an inner address": (
        Script(status=302, headers={"Location": "http://169.254.169.254/latest"}),
        errors.BadResponse,
        {"charged": "no"},
    ),
    "307": (Script(status=307, headers={"Location": "/elsewhere"}), errors.BadResponse, {"charged": "no"}),
}


@by_route
@pytest.mark.parametrize("name", STATUSES)
async def test_each_status_is_one_post_and_its_own_error(call, server, route: str, name: str) -> None:
    server.script, kind, details = STATUSES[name]
    asked = call(route)
    error = await asked.fail()
    if server.script.status in get_provider(asked.provider).refused_statuses:
        kind = errors.ContentRefused
    assert type(error) is kind
    assert error.details["status"] == server.script.status
    assert {key: error.details.get(key) for key in details} == details
    if server.script.status in (408, *range(500, 600)) and "charged" not in details:
        assert error.details["charged"] == charged_if_failed(route)
    assert len(server.requests) == 1
    said = error.details.get("provider_message") or ""
    assert "<" not in said and len(said) <= 500
    if server.script.body == HTML:
        assert said == "Bad Gateway"


@by_route
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        ("0.5", 0.5),
        ("-5", 0.0),
        ("1e12", 86_400.0),
        ("inf", 86_400.0),
        ("nan", None),
        ("soon", None),
        ("", None),
    ],
)
async def test_retry_after_in_any_shape(call, server, route: str, value: str, seconds: float | None) -> None:
    server.script = Script(status=429, headers={"Retry-After": value})
    error = await call(route).fail()
    assert isinstance(error, errors.RateLimited) and error.retry_after == seconds
    assert len(server.posts()) == 1


@by_route
@pytest.mark.parametrize("seconds", [90, -90])
async def test_retry_after_as_a_date(call, server, route: str, seconds: int) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    server.script = Script(status=429, headers={"Retry-After": when})
    error = await call(route).fail()
    assert isinstance(error, errors.RateLimited)
    assert error.retry_after == pytest.approx(max(0, seconds), abs=2) and len(server.posts()) == 1


BLOCKED = json.dumps({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {}}).encode()
UNSAFE = json.dumps({"candidates": [{"finishReason": "IMAGE_SAFETY", "index": 0, "content": {}}]}).encode()
FILTERED = json.dumps({"choices": [{"finish_reason": "content_filter", "message": {"content": None}}]}).encode()
FLAGGED = json.dumps(
    {"error": {"code": 403, "message": "flagged", "metadata": {"reasons": ["violence"], "flagged_input": "a light…"}}}
).encode()
OUTPUT_STAGE = json.dumps(
    {"error": {"code": "moderation_blocked", "message": "no", "moderation_details": {"moderation_stage": "output"}}}
).encode()
EACH_REFUSED = json.dumps({"data": [{"error": {"code": "OutputImageSensitiveContentDetected", "message": "no"}}]}).encode()


@pytest.mark.parametrize(
    ("route", "script", "charged"),
    [
        ("openai", Script(status=400, code="moderation_blocked"), "no"),
        ("openai", Script(status=400, code="content_policy_violation"), "no"),
        ("openai", Script(status=400, body=OUTPUT_STAGE), "unknown"),
        ("openai+reference", Script(status=400, code="moderation_blocked"), "no"),
        ("custom_openai", Script(status=400, code="content_policy_violation"), "no"),
        ("volcengine", Script(status=400, code="InputTextSensitiveContentDetected"), "no"),
        ("volcengine", Script(status=400, code="OutputImageSensitiveContentDetected"), "no"),
        ("volcengine", Script(body=EACH_REFUSED), "unknown"),
        ("gemini", Script(body=BLOCKED), "unknown"),
        ("gemini", Script(body=UNSAFE), "unknown"),
        ("openrouter", Script(status=403, body=FLAGGED), "no"),
        ("openrouter", Script(body=FILTERED), "no"),
    ],
)
async def test_a_refusal_is_a_refusal_in_every_shape(call, server, route: str, script: Script, charged: str) -> None:
    server.script = script
    error = await call(route).fail()
    assert type(error) is errors.ContentRefused
    assert error.details["charged"] == charged
    assert len(server.posts()) == 1


@pytest.mark.parametrize(
    ("route", "script", "kind"),
    [
        ("openai", Script(status=429, code="insufficient_quota"), errors.InsufficientFunds),
        ("openai", Script(status=400, code="billing_hard_limit_reached"), errors.InsufficientFunds),
        ("volcengine", Script(status=403, code="AccountOverdueError"), errors.InsufficientFunds),
        ("volcengine", Script(status=429, code="QuotaExceeded"), errors.InsufficientFunds),
        ("volcengine", Script(status=429, code="ModelAccountIpmRateLimitExceeded"), errors.RateLimited),
        ("volcengine", Script(status=404, code="ModelNotOpen"), errors.BadParameters),
        ("gemini", Script(status=429, code="RESOURCE_EXHAUSTED"), errors.RateLimited),
        ("gemini", Script(status=400, code="API_KEY_INVALID", echo_key=True), errors.AuthFailed),
        ("openrouter", Script(body=b'{"error": {"code": 402, "message": "no credit"}}'), errors.InsufficientFunds),
        ("openrouter", Script(body=b'{"error": {"code": 502, "message": "upstream"}}'), errors.ProviderUnavailable),
    ],
)
async def test_the_code_outranks_the_status(
    call, server, route: str, script: Script, kind: type[errors.StudioError]
) -> None:
    server.script = script
    error = await call(route).fail()
    assert type(error) is kind
    assert len(server.posts()) == 1
    assert (error.details.get("safe_to_retry") is True) == (kind is errors.RateLimited)


async def test_googles_retry_delay_is_obeyed(call, server) -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}]
    body = json.dumps({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "slow down", "details": details}})
    server.script = Script(status=429, body=body.encode())
    assert (await call("gemini").fail()).details["retry_after"] == 34.5


@by_route
@pytest.mark.parametrize("drop", ["before_headers", "after_headers", "mid_body"])
async def test_a_dropped_connection_is_unknown_and_never_repeated(call, server, route: str, drop: str) -> None:
    server.script = Script(drop=drop, images=(300_000,))
    error = await call(route).fail()
    assert type(error) is errors.OutcomeUnknown
    assert error.details["charged"] == "unknown"
    assert error.details["cause"] == ("dropped" if drop == "before_headers" else "dropped_in_answer")
    assert len(server.posts()) == 1


@by_route
@pytest.mark.parametrize("drop", ["after_headers", "mid_body"])
async def test_an_error_that_breaks_off_is_still_that_error(call, server, route: str, drop: str) -> None:
    server.script = Script(status=429, headers={"Retry-After": "9"}, drop=drop)
    error = await call(route).fail()
    assert isinstance(error, errors.RateLimited) and error.retry_after == 9.0


@by_route
async def test_a_hang_ends_at_the_limit_as_unknown(call, server, route: str) -> None:
    server.script = Script(hang=True)
    error = await call(route, timeout=0.3).fail()
    assert type(error) is errors.OutcomeUnknown
    assert error.details["cause"] == "timeout"
    assert len(server.posts()) == 1


@by_route
async def test_a_refused_connection_proves_that_nothing_was_sent(call, server, route: str) -> None:
    asked = call(route)
    async with WireServer() as gone:
        pass
    asked.credentials = replace(asked.credentials, base_url=gone.base_url(asked.provider))
    error = await asked.fail()
    assert type(error) is errors.ProviderUnavailable
    assert error.details | {"charged": "no", "safe_to_retry": True, "cause": "refused"} == error.details
    assert asked.attempt.steps == ["sent"]


@by_route
@pytest.mark.parametrize("body", [HTML, b"", b'{"data": [', b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000])
async def test_an_answer_that_is_no_json_object(call, server, route: str, body: bytes) -> None:
    server.script = Script(body=body)
    asked = call(route)
    error = await asked.fail()
    assert type(error) is errors.BadResponse
    assert error.details["reason"] == "not_json"
    assert asked.attempt.answer == body
    assert len(server.posts()) == 1


@by_route
@pytest.mark.parametrize("body", [b"{}", b'{"data": [], "choices": [], "candidates": []}', b'{"data": null, "choices": 3}'])
async def test_an_empty_answer_is_an_error(call, server, route: str, body: bytes) -> None:
    server.script = Script(body=body)
    error = await call(route).fail()
    assert type(error) is errors.BadResponse and error.details["reason"] == "no_image"
    assert error.details["charged"] == charged_if_failed(route)


@by_route
async def test_a_model_that_only_talks_is_quoted(call, server, route: str) -> None:
    server.script = Script(images=(), text="I would rather describe it.")
    error = await call(route).fail()
    assert type(error) is errors.BadResponse
    assert error.details["text"] == "I would rather describe it."


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in BARE])
async def test_words_beside_a_picture_are_kept(call, server, route: str) -> None:
    server.script = Script(text="Here it is.")
    assert (await call(route).make()).text == "Here it is."


@by_route
async def test_what_is_no_image_is_handed_on_for_storage_to_refuse(call, server, route: str) -> None:
    """Or refused at once, where only its first bytes could have told that it is a picture. It is on disk either way."""
    not_an_image = b"<html>not an image</html>" * 100
    server.script = Script(images=(not_an_image,))
    asked = call(route)
    if get_provider(asked.provider).answers in ("gemini", "plain"):
        error = await asked.fail()
        assert type(error) is errors.BadResponse and error.details["reason"] == "no_image"
        assert base64.b64encode(not_an_image) in asked.attempt.answer
    else:
        answer = await asked.make()
        assert answer.images[0].read_bytes() == not_an_image
    assert len(server.posts()) == 1


@by_route
async def test_three_gigabytes_are_refused_by_their_header(call, server, route: str) -> None:
    server.script = Script(huge=3_000_000_000)
    asked = call(route)
    error = await asked.fail()
    assert type(error) is errors.TooLarge
    assert len(server.posts()) == 1
    assert not list(asked.folder.glob("part-*"))


async def test_three_gigabytes_without_a_header_are_cut(call, server) -> None:
    server.script = Script(huge=3_000_000_000, chunked=True)
    asked = call("openai")
    error = await asked.fail()
    assert type(error) is errors.TooLarge
    assert len(server.posts()) == 1
    assert sum(path.stat().st_size for path in asked.folder.iterdir()) < MAX_ANSWER_BYTES


async def test_an_answer_without_pictures_is_not_held_in_memory(call, server) -> None:
    server.script = Script(body=b'{"data": [], "message": "' + b"a b " * 3_000_000 + b'"}')
    assert type(await call("openai").fail()) is errors.TooLarge


@by_route
async def test_compression_nobody_asked_for_is_undone(call, server, route: str) -> None:
    server.script = Script(gzip=True, images=(50_000,))
    answer = await call(route).make()
    assert answer.images[0].read_bytes() == png(50_000, 0)


@pytest.mark.parametrize("provider", [name for name in MODELS if ":" not in name])
async def test_a_key_for_one_address_is_not_sent_to_another(call, server, provider: str) -> None:
    """A library that makes up an address of its own must not carry the key there."""
    asked = call(provider)
    transport = PayOnceTransport(asked.attempt, asked.wire, asked.credentials, 5.0)
    async with WireServer() as other, httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(Over):
            await client.post(other.base_url(provider) + "/images/generations", json={})
    assert other.requests == [] and asked.wire.failure == "wrong_address" and asked.attempt.steps == []


@pytest.mark.parametrize("script", [Script(), Script(status=500), Script(drop="before_headers")])
async def test_a_second_post_of_an_attempt_never_leaves(call, server, script: Script) -> None:
    server.script = script
    asked = call("openai")
    transport = PayOnceTransport(asked.attempt, asked.wire, asked.credentials, 5.0)
    async with httpx.AsyncClient(transport=transport) as client:
        for _ in range(3):
            with pytest.raises(Over):
                await client.post(asked.credentials.base_url + "/images/generations", json={})
    assert len(server.requests) == 1 and asked.attempt.steps.count("sent") == 1


async def test_without_a_key_none_is_borrowed_from_the_environment(call, server, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else-123456")
    for route in ("custom_openai", "custom_openai+reference"):
        await call(route, key="").make()
    assert all("authorization" not in request.headers for request in server.posts())
    assert not any(b"somebody-else" in request.body for request in server.posts())
