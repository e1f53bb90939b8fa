"""Following a job that was taken: how it may end, what may fail on the way, how it is found again and cancelled."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from omniimage import errors
from omniimage.providers import engine, registry
from omniimage.providers.adapters import PROTOCOLS
from omniimage.providers.adapters.jobs import RemoteJob
from omniimage.providers.adapters.polling import JobPoller
from omniimage.providers.base import Credentials
from tests.providers.calls import KEY, assert_no_key, until
from tests.providers.polling_calls import MODELS
from tests.wire.pictures import png
from tests.wire.script import Script

HTML = b"<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
by_provider = pytest.mark.parametrize("route", MODELS)


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


async def test_the_users_own_headers_go_along_and_their_secrets_stay_hidden(call, server) -> None:
    hidden = "gateway-secret-77aa"
    server.desk.polls.append(
        Script(body=b'{"status": "failed", "error": "you sent %s and %s"}' % (hidden.encode(), KEY.encode()))
    )
    asked = call("replicate")
    asked.credentials = replace(asked.credentials, headers={"X-Gateway": hidden}, hidden=(hidden,))
    error = await asked.fail()
    assert hidden not in str(error.details) and "you sent" in error.details["provider_message"]
    assert [request.headers.get("x-gateway") for request in server.requests] == [hidden] * 2


async def test_a_full_disk_leaves_the_job_waiting(call, server) -> None:
    asked = call("replicate")

    async def full(answer: bytes) -> tuple:
        raise errors.StorageFull("no room")

    asked.attempt.received = full
    error = await asked.fail()
    assert error.details["waits"] and asked.attempt.steps == ["sent", "accepted"]


@by_provider
async def test_a_key_that_was_changed_meanwhile_leaves_the_job_waiting(call, server, route: str) -> None:
    server.desk.polls.append(Script(status=401, echo_key=True))
    error = await call(route).fail()
    assert type(error) is errors.AuthFailed and error.details["waits"] and error.details["charged"] == "unknown"


@pytest.mark.parametrize("status", [200, 404, 422])
async def test_a_job_nobody_knows_is_given_up_after_a_while(server, status: int) -> None:
    server.desk.polls.extend([Script(status=status, body=b'{"status": "Task not found"}')] * 3)
    spec, base = registry.get_provider("black_forest_labs"), server.base_url("black_forest_labs")
    job = RemoteJob("gone", f"{base}/get_result?id=gone")
    with pytest.raises(errors.BadResponse) as caught:
        await JobPoller(spec, PROTOCOLS["bfl"], Credentials(KEY, base), job, lost_after=3).result()
    assert caught.value.details == {"reason": "job_lost", "charged": "unknown"}
    assert server.desk.polled == 3


async def test_a_wait_that_was_asked_for_is_kept(call, server) -> None:
    server.desk.polls.append(Script(status=429, headers={"Retry-After": "1.5"}))
    began = asyncio.get_running_loop().time()
    await call("replicate").make()
    assert asyncio.get_running_loop().time() - began >= 1.5


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


async def test_several_jobs_are_followed_at_once(call, server) -> None:
    server.script = Script(job_seconds=0.5)
    asked = [call("replicate") for _ in range(24)]
    answers = await asyncio.gather(*(each.make() for each in asked))
    assert len({answer.request_id for answer in answers}) == len(server.posts()) == 24


async def test_an_answer_that_is_too_large_ends_the_asking(server) -> None:
    server.desk.polls.extend([Script(status=200, body=b" " * 2000)] * 3)
    spec, base = registry.get_provider("black_forest_labs"), server.base_url("black_forest_labs")
    job = RemoteJob("long", f"{base}/get_result?id=long")
    with pytest.raises(errors.TooLarge) as caught:
        await JobPoller(spec, PROTOCOLS["bfl"], Credentials(KEY, base), job, most_bytes=1000).result()
    assert caught.value.details == {"limit": 1000, "charged": "unknown"} and server.desk.polled == 1
