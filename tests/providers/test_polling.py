"""Providers that take a job: one billed POST, its id committed before the first question, questions free and patient."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from omniimage import errors
from tests.providers.calls import KEY
from tests.providers.polling_calls import MODELS, ROUTES
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer

HTML = b"<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
by_route = pytest.mark.parametrize("route", ROUTES)
by_provider = pytest.mark.parametrize("route", MODELS)


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


# Replicate refuses once it has taken the job.
ENDED_BY_STATUS = [
    (route, name) for route in ROUTES for name in STATUSES if not (name == "422 refused" and route.startswith("replicate"))
]


@pytest.mark.parametrize(("route", "name"), ENDED_BY_STATUS)
async def test_each_status_of_the_post_is_its_own_error(call, server, route: str, name: str) -> None:
    script, kind, details = STATUSES[name]
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
