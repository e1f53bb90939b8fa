"""The guard with people on, behind a proxy with TLS: Host × Origin × Sec-Fetch-Site × identity × route."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from small_studio import IMAGE_ID, Running, run_server

from omniimage.acting import Actor
from omniimage.bridge.pacing import Pacing

PUBLIC = "https://studio.example"
ROUTES = [
    ("GET", "/"),
    ("GET", "/events"),
    ("GET", "/openapi.json"),
    ("POST", "/api/add"),
    ("GET", f"/media/{IMAGE_ID}"),
    ("GET", f"/media/{IMAGE_ID}/thumb"),
    ("POST", "/uploads"),
    ("POST", "/uploads/parts"),
    ("GET", "/uploads/parts/up_0"),
    ("PATCH", "/uploads/parts/up_0"),
    ("DELETE", "/uploads/parts/up_0"),
    ("POST", "/logout"),
    ("POST", "/login"),
]
WRONG = [
    {"Host": "evil.example"},
    {"Host": "studio.example.evil.example"},
    {"Host": "studio.example:443"},
    {"Host": "studio.example", "Origin": "https://evil.example"},
    {"Host": "studio.example", "Origin": "http://studio.example"},
    {"Host": "studio.example", "Origin": "null"},
    {"Host": "studio.example", "Sec-Fetch-Site": "cross-site"},
    {"Host": "studio.example", "Sec-Fetch-Site": "same-site"},
    {"Host": "studio.example", "X-Forwarded-Host": "studio.example", "Origin": "https://studio.example.evil"},
]
RIGHT = {"Host": "studio.example", "Origin": PUBLIC, "Sec-Fetch-Site": "same-origin"}


class FewPeople:
    """Two people by token; their sessions are kept here."""

    def __init__(self) -> None:
        self.tokens = {"token-of-bob": Actor("per_bob", "bob", is_admin=False, sees_all=False)}
        self.sessions: dict[str, Actor] = {}

    async def by_token(self, token: str) -> Actor | None:
        return self.tokens.get(token)

    async def by_session(self, session: str) -> Actor | None:
        return self.sessions.get(session)

    async def sign_in(self, actor: Actor) -> str:
        self.sessions["session-of-bob"] = actor
        return "session-of-bob"

    async def sign_out(self, session: str) -> None:
        self.sessions.pop(session, None)


@pytest.fixture
def pacing() -> Pacing:
    return Pacing()


@pytest.fixture
def proxied(tmp_path: Path, pacing: Pacing) -> Iterator[Running]:
    for running in run_server(tmp_path, "browser", public_url=PUBLIC, pacing=pacing):
        running.secrets.token = ""
        running.identity.people = FewPeople()
        yield running


def ask(client: httpx.Client, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    client.cookies.clear()
    with client.stream(method, path, headers=headers, content=b"{}" if method != "GET" else None) as answer:
        if not answer.headers.get("content-type", "").startswith("text/event-stream"):
            answer.read()
        return answer


@pytest.fixture
def client(proxied: Running) -> Iterator[httpx.Client]:
    """Speaks to the studio as the proxy before it does."""
    with httpx.Client(base_url=f"http://127.0.0.1:{proxied.port}", trust_env=False, timeout=10) as client:
        yield client


def test_whoever_it_is_a_foreign_host_origin_or_site_gets_nothing(proxied: Running, client: httpx.Client) -> None:
    cookie = {"Cookie": "__Host-omni=session-of-bob", "X-OmniImage": "1"}
    proxied.identity.people.sessions["session-of-bob"] = proxied.identity.people.tokens["token-of-bob"]
    identities = [{}, cookie, {"Authorization": "Bearer token-of-bob"}]
    for (method, path), wrong, identity in itertools.product(ROUTES, WRONG, identities):
        answer = ask(client, method, path, wrong | identity)
        assert answer.status_code == 403, (method, path, wrong, answer.status_code)
        assert "set-cookie" not in answer.headers


def test_nobody_and_a_wrong_secret_get_in_nowhere(proxied: Running, client: httpx.Client) -> None:
    wrong = [
        {},
        {"Cookie": "__Host-omni=", "X-OmniImage": "1"},
        {"Cookie": "__Host-omni=token-of-bob", "X-OmniImage": "1"},
        {"Cookie": f"{proxied.secrets.cookie_name}=", "X-OmniImage": "1"},
        {"Cookie": "omni=session-of-bob", "X-OmniImage": "1"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic token-of-bob"},
    ]
    for (method, path), identity in itertools.product(ROUTES, wrong):
        # After ten wrong tokens each further one is one too many.
        assert ask(client, method, path, RIGHT | identity).status_code in (401, 429), (method, path, identity)
    assert ask(client, "GET", "/health", {"Host": "studio.example"}).status_code == 200


def test_the_cookie_is_this_hosts_alone_and_changes_nothing_by_itself(proxied: Running, client: httpx.Client) -> None:
    form = RIGHT | {"Content-Type": "application/x-www-form-urlencoded"}
    entered = client.post("/login", headers=form, content="token=token-of-bob")
    cookie = entered.headers["set-cookie"]
    assert entered.status_code == 303 and cookie.startswith("__Host-omni=session-of-bob;")
    assert {"HttpOnly", "Path=/", "Secure"} <= {part.strip() for part in cookie.split(";")}
    assert "samesite=strict" in cookie.lower() and "domain" not in cookie.lower()
    signed_in = RIGHT | {"Cookie": "__Host-omni=session-of-bob"}
    for method, path in ROUTES:
        if method in ("POST", "PATCH", "DELETE") and path != "/login":
            assert ask(client, method, path, signed_in).status_code == 403, path
    assert (
        ask(client, "POST", "/api/add", signed_in | {"X-OmniImage": "1", "Content-Type": "application/json"}).status_code
        == 200
    )
    assert ask(client, "POST", "/logout", signed_in | {"X-OmniImage": "1"}).status_code == 200
    assert ask(client, "POST", "/api/add", signed_in | {"X-OmniImage": "1"}).status_code == 401


def guess(client: httpx.Client, address: str, token: str) -> int:
    headers = RIGHT | {"X-Forwarded-For": f"10.0.0.1, {address}", "Authorization": f"Bearer {token}"}
    return ask(client, "POST", "/api/add", headers).status_code


def test_a_proxy_says_from_where_wrong_tokens_come(client: httpx.Client) -> None:
    assert [guess(client, "203.0.113.5", f"guess-{n}") for n in range(12)] == [401] * 10 + [429] * 2
    assert guess(client, "203.0.113.6", "guess") == 401


def test_a_neighbour_who_guesses_shuts_nobody_out(proxied: Running, client: httpx.Client) -> None:
    assert [guess(client, "203.0.113.5", f"guess-{n}") for n in range(11)][-1] == 429
    assert guess(client, "203.0.113.5", "token-of-bob") == 200
    form = RIGHT | {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": "203.0.113.5"}
    assert client.post("/login", headers=form, content="token=token-of-bob").status_code == 303
    assert guess(client, "203.0.113.5", "guess") == 429, "a right token does not let the guesses go on"


def test_a_guess_too_many_waits_for_its_answer_and_a_right_token_does_not(tmp_path: Path) -> None:
    for running in run_server(tmp_path, "browser", public_url=PUBLIC, wrong_pause=60):
        running.identity.people = FewPeople()
        with httpx.Client(base_url=f"http://127.0.0.1:{running.port}", trust_env=False, timeout=20) as client:
            assert [guess(client, "203.0.113.5", f"guess-{n}") for n in range(10)] == [401] * 10
            client.timeout = 0.2
            with pytest.raises(httpx.TimeoutException):
                guess(client, "203.0.113.5", "guess")
            client.timeout = 20
            assert guess(client, "203.0.113.5", "token-of-bob") == 200


def test_without_a_proxy_nobody_says_from_where_they_come(tmp_path: Path) -> None:
    for running in run_server(tmp_path, "browser"):
        running.identity.people = FewPeople()
        with running.stranger() as client:
            tokens = ({"X-Forwarded-For": f"203.0.113.{n}", "Authorization": f"Bearer guess-{n}"} for n in range(11))
            answers = [client.post("/api/add", headers=headers).status_code for headers in tokens]
    assert answers == [401] * 10 + [429]


@pytest.mark.parametrize("pacing", [Pacing(burst=20, per_second=0.1)])
def test_one_person_who_runs_wild_is_slowed_down_and_nobody_else(proxied: Running, client: httpx.Client) -> None:
    proxied.identity.people.tokens["token-of-eve"] = Actor("per_eve", "eve", is_admin=False, sees_all=False)

    def as_(token: str) -> httpx.Response:
        return client.post("/logout", headers=RIGHT | {"Authorization": f"Bearer {token}"})

    assert any((slowed := as_("token-of-bob")).status_code == 429 for _ in range(50))
    assert slowed.json()["error"]["code"] == "rate_limited" and int(slowed.headers["retry-after"]) >= 1
    assert as_("token-of-eve").status_code == 200
