"""Providers that take a job: one billed POST, its id committed before the first question, questions free and patient."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from omniimage import errors
from omniimage.providers import engine
from omniimage.providers.memory_attempt import MemoryAttempt
from tests.providers.calls import KEY, assert_no_key, until
from tests.providers.polling_calls import MODELS, ROUTES, PollingCall
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer

HTML = b"<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
by_route = pytest.mark.parametrize("route", ROUTES)
by_provider = pytest.mark.parametrize("route", MODELS)


@pytest.fixture
def call(server: WireServer, tmp_path):
    def new(route: str, **changes) -> PollingCall:
        return PollingCall(server, route, tmp_path / f"attempt-{len(list(tmp_path.iterdir()))}", **changes)

    return new


@by_route
async def test_a_job_is_followed_to_its_picture(call, server, route: str) -> None:
    server.script = Script(polls=1)
    asked = call(route)
    answer = await asked.make()
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0)]
    assert asked.attempt.steps == ["sent", "accepted", "received", "received"]
    assert asked.wire.phase == "received" and answer.request_id == "job-0"
    assert len(server.posts()) == server.billed == 1
    assert KEY.encode() not in asked.attempt.answer and KEY not in asked.attempt.remote_id


@by_provider
async def test_the_key_goes_to_the_job_and_not_to_the_picture(call, server, route: str) -> None:
    await call(route).make()
    files = [request for request in server.requests if request.path.startswith("/files/")]
    others = [request for request in server.requests if request not in files]
    assert files and all(KEY not in json.dumps(request.headers) for request in files)
    assert len(others) >= 2 and all(request.key == KEY for request in others)
    assert all(KEY.encode() not in request.body and KEY not in request.path for request in server.requests)


@by_provider
async def test_the_id_is_committed_before_the_first_question(call, server, route: str) -> None:
    asked = call(route)
    seen: list[int] = []
    accepted = asked.attempt.accepted

    async def note(remote_id: str) -> None:
        seen.append(server.desk.polled)
        await accepted(remote_id)

    asked.attempt.accepted = note
    await asked.make()
    assert seen == [0] and server.desk.polled >= 1


STATUSES = {
    "400": (Script(status=400), errors.BadParameters, {"charged": "no"}),
    "401 echoing the key": (Script(status=401, echo_key=True), errors.AuthFailed, {"charged": "no"}),
    "402": (Script(status=402), errors.InsufficientFunds, {"charged": "no"}),
    "403": (Script(status=403, echo_key=True), errors.AuthFailed, {"charged": "no"}),
    "404": (Script(status=404), errors.BadParameters, {"charged": "no", "reason": "unknown_model"}),
    "408": (Script(status=408), errors.Timeout, {"charged": "unknown"}),
    "413": (Script(status=413), errors.BadParameters, {"charged": "no"}),
    "422": (Script(status=422), errors.BadParameters, {"charged": "no", "provider_message": "scripted"}),
    "422 refused": (Script(status=422, code="content_policy_violation"), errors.ContentRefused, {"charged": "no"}),
    "429": (Script(status=429), errors.RateLimited, {"charged": "no", "safe_to_retry": True}),
    "500": (Script(status=500, echo_key=True), errors.ProviderUnavailable, {"safe_to_retry": None}),
    "502 HTML": (Script(status=502, body=HTML, content_type="text/html"), errors.ProviderUnavailable, {}),
    "503": (Script(status=503), errors.ProviderUnavailable, {"charged": "unknown", "safe_to_retry": None}),
    "503 with Retry-After": (
        Script(status=503, headers={"Retry-After": "7"}),
        errors.ProviderUnavailable,
        {"safe_to_retry": True, "retry_after": 7.0},
    ),
}


@by_route
@pytest.mark.parametrize("name", STATUSES)
async def test_each_status_of_the_post_is_its_own_error(call, server, route: str, name: str) -> None:
    script, kind, details = STATUSES[name]
    if name == "422 refused" and route.startswith("replicate"):
        pytest.skip("it refuses after it has taken the job")
    server.script = script
    error = await call(route).fail()
    assert type(error) is kind
    assert {key: error.details.get(key) for key in details} == details
    assert len(server.requests) == 1 and server.billed == 0


@by_provider
@pytest.mark.parametrize(("value", "seconds"), [("30", 30.0), ("-5", 0.0), ("1e12", 86_400.0), ("soon", None)])
async def test_retry_after_in_any_shape(call, server, route: str, value: str, seconds: float | None) -> None:
    server.script = Script(status=429, headers={"Retry-After": value})
    error = await call(route).fail()
    assert isinstance(error, errors.RateLimited) and error.retry_after == seconds
    assert len(server.requests) == 1


@by_provider
async def test_retry_after_as_a_date(call, server, route: str) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    server.script = Script(status=429, headers={"Retry-After": when})
    error = await call(route).fail()
    assert isinstance(error, errors.RateLimited) and error.retry_after == pytest.approx(90, abs=2)


async def test_replicates_throttling_tells_the_wait_in_words(call, server) -> None:
    server.script = Script(status=429, message="Request was throttled. Your rate limit resets in ~30s.")
    error = await call("replicate").fail()
    assert isinstance(error, errors.RateLimited) and error.retry_after == 30.0


@by_route
@pytest.mark.parametrize("drop", ["before_headers", "after_headers", "mid_body"])
async def test_a_receipt_that_breaks_off_is_unknown_and_never_asked_for_again(call, server, route: str, drop: str) -> None:
    server.script = Script(drop=drop)
    error = await call(route).fail()
    assert type(error) is errors.OutcomeUnknown and error.details["charged"] == "unknown"
    assert len(server.requests) == 1


@by_provider
async def test_a_receipt_that_does_not_come_is_unknown(call, server, route: str) -> None:
    server.script = Script(hang=True)
    error = await call(route, timeout=0.3).fail()
    assert type(error) is errors.OutcomeUnknown and error.details["cause"] == "timeout"
    assert len(server.requests) == 1


NO_RECEIPTS = {
    "HTML": (HTML, "not_json"),
    "empty": (b"", "not_json"),
    "a list": (b"[]", "not_json"),
    "cut": (b'{"id": ', "not_json"),
    "deep": (b"[" * 100_000, "not_json"),
    "no fields": (b"{}", "no_job"),
    "wrong types": (b'{"id": 7, "polling_url": 8, "urls": 9, "request_id": null}', "no_job"),
}


@by_provider
@pytest.mark.parametrize("name", NO_RECEIPTS)
async def test_a_receipt_without_a_job(call, server, route: str, name: str) -> None:
    body, reason = NO_RECEIPTS[name]
    server.script = Script(body=body)
    error = await call(route).fail()
    assert type(error) is errors.BadResponse
    assert (error.details["reason"], error.details["charged"]) == (reason, "unknown")
    assert len(server.requests) == 1


@by_provider
async def test_a_refused_connection_proves_that_nothing_was_sent(call, server, route: str) -> None:
    asked = call(route)
    async with WireServer() as gone:
        pass
    asked.credentials = replace(asked.credentials, base_url=gone.base_url(asked.provider))
    error = await asked.fail()
    assert type(error) is errors.ProviderUnavailable
    assert error.details | {"charged": "no", "safe_to_retry": True} == error.details


ENDS = [
    ("black_forest_labs", "refused", errors.ContentRefused, "Derivative Works"),
    ("black_forest_labs", "moderated", errors.ContentRefused, "Nudity"),
    ("black_forest_labs", "failed", errors.ProviderUnavailable, "fell over"),
    ("replicate", "refused", errors.ContentRefused, "E005"),
    ("replicate", "failed", errors.ProviderUnavailable, "out of memory"),
    ("replicate", "cancelled", errors.Cancelled, ""),
    ("replicate", "aborted", errors.Cancelled, ""),
    ("fal_ai", "refused", errors.ContentRefused, "could not be processed"),
    ("fal_ai", "failed_status", errors.ContentRefused, "refused by policy"),
    ("fal_ai", "broke", errors.ProviderUnavailable, "Runner went away"),
    ("fal_ai", "invalid", errors.BadParameters, "too small"),
    ("fal_ai", "failed", errors.ProviderUnavailable, "Internal Server Error"),
    ("fal_ai", "timeout", errors.Timeout, "too slow"),
    ("fal_ai", "nsfw", errors.ContentRefused, "has_nsfw_concepts"),
]


@pytest.mark.parametrize(("route", "ends", "kind", "said"), ENDS)
async def test_a_job_that_ends_badly_says_how(
    call, server, route: str, ends: str, kind: type[errors.StudioError], said: str
) -> None:
    server.script = Script(ends=ends)
    error = await call(route).fail()
    assert type(error) is kind
    assert said in (error.details.get("provider_message") or "")
    free = route == "fal_ai" and ends in ("failed", "timeout")
    assert error.details["charged"] == ("no" if free else "unknown")
    assert "safe_to_retry" not in error.details and "waits" not in error.details
    assert len(server.posts()) == 1


@by_provider
async def test_a_job_without_a_picture_is_an_error(call, server, route: str) -> None:
    server.script = Script(ends="empty")
    error = await call(route).fail()
    assert type(error) is errors.BadResponse and error.details["reason"] == "no_image"


async def test_a_model_that_only_talks_is_quoted(call, server) -> None:
    server.script = Script(ends="talk")
    error = await call("replicate").fail()
    assert error.details["text"] == "I would rather not."


BLIPS = {
    "500": Script(status=500),
    "502 HTML": Script(status=502, body=HTML, content_type="text/html"),
    "429": Script(status=429, headers={"Retry-After": "0"}),
    "dropped": Script(drop="before_headers"),
    "mid body": Script(body=b'{"status": "Ready", "result": ', drop="mid_body"),
    "bad JSON": Script(body=b'{"status": '),
    "a list": Script(body=b"[]"),
    "redirect": Script(status=302, headers={"Location": "http://169.254.169.254/"}),
    "not known yet": Script(status=404, body=b"{}"),
}


@by_provider
@pytest.mark.parametrize("name", BLIPS)
async def test_a_question_that_fails_is_asked_again(call, server, route: str, name: str) -> None:
    server.desk.polls.append(BLIPS[name])
    answer = await call(route).make()
    assert len(answer.images) == 1 and len(server.posts()) == 1
    assert all(request.path.startswith(("/bfl", "/replicate", "/fal", "/files")) for request in server.requests)


async def test_a_result_that_fails_on_the_way_is_fetched_again(call, server) -> None:
    server.desk.polls.extend([Script(body=b'{"status": "COMPLETED"}'), Script(status=502)])
    assert len((await call("fal_ai").make()).images) == 1


@by_provider
async def test_a_job_that_takes_too_long_waits_at_the_provider(call, server, route: str) -> None:
    server.script = Script(ends="stuck", polls=10_000)
    asked = call(route, timeout=0.8)
    error = await asked.fail()
    assert type(error) is errors.Timeout
    assert error.details | {"reason": "still_running", "charged": "unknown", "waits": True} == error.details
    assert asked.attempt.steps == ["sent", "accepted"] and asked.wire.phase == "accepted"
    assert len(server.posts()) == 1


@by_provider
async def test_a_job_is_found_again_by_its_id_alone(call, server, route: str) -> None:
    server.script = Script(job_seconds=0.9)
    first = call(route, timeout=0.5)
    assert (await first.fail()).details["waits"]
    second = call(route)
    second.request = replace(second.request, prompt="", references=())
    answer = await second.again(first.attempt.remote_id)
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0)]
    assert second.attempt.steps == ["received", "received"] and len(server.posts()) == 1


@by_provider
async def test_a_key_that_was_changed_meanwhile_leaves_the_job_waiting(call, server, route: str) -> None:
    server.desk.polls.append(Script(status=401, echo_key=True))
    error = await call(route).fail()
    assert type(error) is errors.AuthFailed and error.details["waits"] and error.details["charged"] == "unknown"


async def test_a_job_nobody_knows_is_given_up(call, server) -> None:
    server.desk.polls.extend([Script(status=404, body=b'{"detail": "Not found"}')] * 6)
    error = await call("replicate", timeout=30).fail()
    assert type(error) is errors.BadResponse and error.details["reason"] == "job_lost"


@pytest.mark.parametrize("route", MODELS)
@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/x", "https://api.bfl.ai.evil.example/x", "http://127.0.0.1:1/x"]
)
async def test_the_key_does_not_follow_a_job_elsewhere(call, server, route: str, address: str) -> None:
    extra = {
        "black_forest_labs": {"polling_url": address},
        "replicate": {"urls": {"get": address, "cancel": address}},
        "fal_ai": {"status_url": address, "response_url": address},
    }
    server.script = Script(extra=extra[route])
    asked = call(route)
    error = await asked.fail()
    assert type(error) is errors.BadResponse and error.details["reason"] == "job_address"
    assert len(server.requests) == 1 and asked.attempt.remote_id is not None


@by_provider
@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_picture_whose_address_has_expired(call, server, route: str, status: int) -> None:
    server.files["/files/0.png"] = Script(status=status)
    asked = call(route)
    error = await asked.fail()
    assert type(error) is errors.BadResponse and error.details["charged"] == "yes"
    assert asked.attempt.steps == ["sent", "accepted", "received"] and b"/files/0.png" in asked.attempt.answer


@by_provider
async def test_a_stored_answer_is_read_after_a_restart(call, server, route: str) -> None:
    server.files["/files/0.png"] = Script(status=404)
    first = call(route)
    await first.fail()
    del server.files["/files/0.png"]
    second = call(route)
    answer = await engine.resume(second.request, second.credentials, second.attempt, first.attempt.answer)
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0)]


async def test_the_cost_is_what_the_provider_says(call, server) -> None:
    assert (await call("black_forest_labs").make()).cost == 0.045
    assert (await call("fal_ai").make()).cost == 0.30
    assert (await call("replicate").make()).cost is None


@pytest.mark.parametrize(
    ("route", "told"), [("black_forest_labs", "impossible"), ("replicate", "asked"), ("fal_ai", "asked")]
)
async def test_cancel_reaches_the_provider_where_it_can(call, server, route: str, told: str) -> None:
    server.script = Script(job_seconds=60)
    asked = call(route)
    work = asyncio.create_task(asked.make())
    await until(lambda: asked.wire.phase == "accepted" and server.desk.polled)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert await engine.cancel(asked.request, asked.credentials, asked.attempt.remote_id) == told
    assert server.desk.cancels == (told == "asked")
    method = {"replicate": "POST", "fal_ai": "PUT"}.get(route)
    assert all(request.method == method and request.key == KEY for request in server.requests if "cancel" in request.path)


@pytest.mark.parametrize(("status", "told"), [(400, "too_late"), (500, "unreachable"), (401, "unreachable")])
async def test_a_cancel_that_is_refused(call, server, status: int, told: str) -> None:
    server.script = Script(job_seconds=60)
    server.desk.cancel_status = status
    asked = call("fal_ai", timeout=0.5)
    await asked.fail()
    assert await engine.cancel(asked.request, asked.credentials, asked.attempt.remote_id) == told


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"a": 1}', '{"id": "x"}', "{" * 10_000])
async def test_a_damaged_record_of_a_job_is_a_typed_error(call, server, text: str) -> None:
    asked = call("replicate")
    with pytest.raises(errors.BadResponse) as caught:
        await asked.again(text)
    assert caught.value.details["reason"] == "job_record"
    assert_no_key(caught.value)


def sent_body(server: WireServer) -> dict:
    (post,) = server.posts()
    return json.loads(post.body)


async def test_black_forest_labs_hears_its_own_words(call, server) -> None:
    await call("black_forest_labs+reference").make()
    body = sent_body(server)
    assert body.keys() == {"prompt", "width", "height", "seed", "input_image"}
    assert (body["width"], body["height"], body["seed"]) == (1024, 768, 7)
    assert base64.b64decode(body["input_image"]).startswith(b"\x89PNG")
    assert server.posts()[0].path == "/bfl/v1/flux-2-pro"


async def test_several_references_keep_their_order(call, server) -> None:
    for name, params in (("flux-2-pro", {}), ("flux-3-image", {"aspect_ratio": "1:1", "tier": "1.5K"})):
        asked = call("black_forest_labs+reference", name=name, params=params)
        paths = [asked.folder / f"{number}.png" for number in range(3)]
        for number, path in enumerate(paths):
            path.write_bytes(png(500, number))
        reference = asked.request.references[0]
        asked.request = replace(asked.request, references=tuple(replace(reference, path=path) for path in paths))
        await asked.make()
    first, second = (json.loads(post.body) for post in server.posts())
    expected = [base64.b64encode(png(500, number)).decode() for number in range(3)]
    assert [first[name] for name in ("input_image", "input_image_2", "input_image_3")] == expected
    assert second == {"prompt": "a lighthouse at dusk", "aspect_ratio": "1:1", "resolution": "1.5k", "images": expected}


async def test_replicate_hears_its_own_words(call, server) -> None:
    await call("replicate+reference").make()
    body = sent_body(server)["input"]
    assert body.keys() == {"prompt", "aspect_ratio", "size", "image_input"}
    assert body["size"] == "2K" and body["image_input"][0].startswith("data:image/png;base64,")
    assert server.posts()[0].path == "/replicate/v1/models/bytedance/seedream-5-pro/predictions"


async def test_fal_hears_its_own_words(call, server) -> None:
    await call("fal_ai").make()
    await call("fal_ai+reference").make()
    await call("fal_ai", name="openai/gpt-image-2.5/flare", params={"size": "1024x768", "quality": "low"}).make()
    text, edit, sized = server.posts()
    assert text.path == "/fal/fal-ai/nano-banana-pro" and edit.path == "/fal/fal-ai/nano-banana-pro/edit"
    assert json.loads(text.body) == {"prompt": "a lighthouse at dusk", "aspect_ratio": "16:9", "resolution": "2K"}
    assert json.loads(edit.body)["image_urls"][0].startswith("data:image/png;base64,")
    assert sized.path == "/fal/openai/gpt-image-2.5/flare/text-to-image"
    assert json.loads(sized.body)["image_size"] == {"width": 1024, "height": 768}
    assert text.headers["authorization"].startswith("Key ")


async def test_several_jobs_are_followed_at_once(call, server) -> None:
    server.script = Script(job_seconds=0.5)
    asked = [call("replicate") for _ in range(24)]
    answers = await asyncio.gather(*(each.make() for each in asked))
    assert len({answer.request_id for answer in answers}) == len(server.posts()) == 24


async def test_the_attempt_log_of_scripts_takes_a_remote_id(tmp_path) -> None:
    attempt = MemoryAttempt(tmp_path)
    await attempt.accepted("{}")
    assert attempt.remote_id == "{}"
