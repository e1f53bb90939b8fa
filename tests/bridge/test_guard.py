"""Host × Origin × Sec-Fetch-Site × identity × route: only the right one of each is let in."""

from __future__ import annotations

import itertools
import random
import re
import urllib.parse
from pathlib import Path

import httpx
import pytest
from small_studio import IMAGE_ID, Running, run_server

from omniimage.bridge.address import Address, public_origin
from omniimage.errors import BadRequest

ROUTES = [
    ("GET", "/"),
    ("GET", "/assets/index-abc123.js"),
    ("POST", "/api/add"),
    ("GET", "/events"),
    ("GET", f"/media/{IMAGE_ID}"),
    ("GET", f"/media/{IMAGE_ID}/thumb"),
    ("POST", "/uploads"),
    ("POST", "/raise"),
    ("POST", "/login"),
    ("GET", "/health"),
]
BAD_HOSTS = [
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.example:{port}",
    "127.0.0.1:{port}.evil.example",
    "[::1]:{port}",
    "",
]
BAD_ORIGINS = [
    "null",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1",
    "http://evil.example",
    "http://127.0.0.1:{port}.evil.example",
    "",
]
BAD_SITES = ["cross-site", "same-site", "SAME-ORIGIN", "nonsense", ""]


def request(running: Running, method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    """A request exactly as said, without what a client adds."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "Connection: close"]
    if method == "POST":
        lines += ["Content-Length: 2", "Content-Type: application/json"]
    answer = running.raw(("\r\n".join(lines) + "\r\n\r\n").encode() + (b"{}" if method == "POST" else b""))
    return int(answer.split(b" ", 2)[1]), answer


def identities(running: Running) -> dict[str, dict[str, str]]:
    cookie = {"Cookie": f"{running.secrets.cookie_name}={running.secrets.session}", "X-OmniImage": "1"}
    return {"cookie": cookie, "token": {"Authorization": f"Bearer {running.secrets.token}"}, "nobody": {}}


@pytest.mark.parametrize("mode", ["serving", "windowed"])
def test_a_foreign_host_origin_or_site_is_refused_everywhere(mode: str, request_fixture: Running) -> None:
    running = request_fixture
    host = f"127.0.0.1:{running.port}"
    wrong = [
        *({"Host": bad.format(port=running.port)} for bad in BAD_HOSTS),
        *({"Host": host, "Origin": bad.format(port=running.port)} for bad in BAD_ORIGINS),
        *({"Host": host, "Sec-Fetch-Site": bad} for bad in BAD_SITES),
        {"Host": f"localhost:{running.port}", "Origin": f"http://{host}"},
    ]
    for (method, path), headers, identity in itertools.product(ROUTES, wrong, identities(running).values()):
        status, answer = request(running, method, path, headers | identity)
        assert status in (400, 403), (method, path, headers, answer)
        assert b"omni_" not in answer


def test_a_missing_or_second_host_is_refused(serving: Running) -> None:
    token = f"Authorization: Bearer {serving.secrets.token}\r\n"
    for hosts in ("", f"Host: 127.0.0.1:{serving.port}\r\nHost: evil.example\r\n"):
        answer = serving.raw(f"GET / HTTP/1.1\r\n{hosts}{token}Connection: close\r\n\r\n".encode())
        assert answer.split(b" ", 2)[1] in (b"400", b"403")


@pytest.mark.parametrize("mode", ["serving", "windowed"])
def test_nobody_gets_in(mode: str, request_fixture: Running) -> None:
    running = request_fixture
    with running.stranger() as client:
        for method, path in ROUTES:
            answer = client.request(method, path)
            assert answer.status_code == (200 if path == "/health" else 401), path
            if path not in ("/health", "/login"):
                assert answer.json()["error"]["code"] == "auth_failed"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic {token}"},
        {"Authorization": "{token}"},
        {"Authorization": "Bearer {token}x"},
        {"Authorization": "Bearer {launch}"},
        {"Authorization": "Bearer {raising}"},
        {"Authorization": "Bearer {session}"},
        {"Cookie": "{cookie_name}="},
        {"Cookie": "{cookie_name}={token}"},
        {"Cookie": "session={session}"},
        {"Cookie": "{cookie_name}=\xff\xfe"},
    ],
)
def test_a_wrong_secret_is_no_secret(serving: Running, headers: dict[str, str]) -> None:
    filled = {name: value.format(**vars(serving.secrets)) for name, value in headers.items()}
    status, _ = request(serving, "POST", "/api/add", {"Host": f"127.0.0.1:{serving.port}", "X-OmniImage": "1"} | filled)
    assert status == 401


def test_the_cookie_alone_changes_nothing(serving: Running) -> None:
    with serving.page() as page:
        assert page.post("/api/add", json={"a": 1}).status_code == 403
        assert page.post("/uploads", files={"file": b"x"}).status_code == 403
        assert page.post("/api/add", json={"a": 1}, headers={"X-OmniImage": "1"}).json() == {"ok": True, "data": 2}
        assert page.get("/").status_code == 200


def test_a_program_needs_only_its_token(serving: Running) -> None:
    with serving.program() as program:
        assert program.post("/api/add", json={"a": 1}).json() == {"ok": True, "data": 2}
        assert program.get(f"/media/{IMAGE_ID}").status_code == 200
        assert program.get("/").status_code == 200


def test_the_launch_token_works_once(windowed: Running) -> None:
    launch = windowed.secrets.launch
    with windowed.stranger() as window:
        assert window.get("/?launch=wrong").status_code == 401
        first = window.get(f"/?launch={launch}")
        assert (first.status_code, first.headers["location"]) == (303, "/")
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower() and "Path=/" in cookie
        assert 'name="omniimage-transport" content="window"' in window.get("/").text
    with windowed.stranger() as other:
        assert other.get(f"/?launch={launch}").status_code == 401
        assert other.get("/").status_code == 401


def test_a_spent_launch_token_leaves_no_empty_one(windowed: Running) -> None:
    assert windowed.secrets.take_launch(windowed.secrets.launch or "")
    assert not windowed.secrets.take_launch("")


def test_two_launches_share_nothing(serving: Running, tmp_path: Path) -> None:
    other = run_server(tmp_path / "other", "browser")
    second = next(other)
    assert not set(vars(serving.secrets).values()) & set(vars(second.secrets).values())
    next(other, None)


def test_the_token_in_the_address_or_the_form_sets_the_cookie_many_times(serving: Running) -> None:
    for _ in range(2):
        with serving.stranger() as browser:
            assert browser.get("/", params={"token": serving.secrets.token}).status_code == 303
            assert 'content="browser"' in browser.get("/").text
        with serving.stranger() as browser:
            assert browser.post("/login", data={"token": f" {serving.secrets.token} "}).status_code == 303
            assert browser.get("/assets/index-abc123.js").status_code == 200
    with serving.stranger() as browser:
        for wrong in ("", "wrong"):
            assert browser.post("/login", data={"token": wrong}).status_code == 401
        assert browser.post("/login", data={"token": "x" * 10_000}).status_code == 413
        assert not browser.cookies


@pytest.mark.parametrize(
    ("accept_language", "words"),
    [("ru-RU,ru;q=0.9,en;q=0.8", "Токен"), ("zh-CN", "登录"), ("fr,en;q=0.5", "Sign in"), ("", "Sign in"), ("*", "Sign in")],
)
def test_the_login_page_speaks_the_browsers_language(serving: Running, accept_language: str, words: str) -> None:
    headers = {"Accept": "text/html", "Accept-Language": accept_language}
    with serving.stranger() as browser:
        answer = browser.get("/", headers=headers)
    assert answer.status_code == 401
    assert words in answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_wrong_token_is_said_at_its_field_and_the_way_in_stays_told(serving: Running) -> None:
    with serving.stranger() as browser:
        asked = browser.get("/", headers={"Accept": "text/html"}).text
        answer = browser.post("/login", data={"token": "wrong"}, headers={"Accept": "text/html"}).text
    hint = 'id="hint">Paste the token that <code>omniimage serve</code> printed.'
    assert hint in asked and hint in answer
    assert '<label for="token">Token</label>' in answer
    assert 'aria-invalid="true"' not in asked and 'aria-invalid="true" aria-describedby="wrong hint"' in answer


@pytest.mark.parametrize("mode", ["serving", "windowed"])
def test_every_answer_carries_the_headers(mode: str, request_fixture: Running) -> None:
    running = request_fixture
    with running.program() as program:
        for path in ("/", "/assets/index-abc123.js", f"/media/{IMAGE_ID}", "/health", "/nowhere", "/api/add"):
            headers = program.get(path).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
            assert ("unsafe-eval" in policy) == (mode == "windowed")
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers.get("cross-origin-opener-policy") == (None if mode == "windowed" else "same-origin")
            assert "access-control-allow-origin" not in headers
            assert "server" not in headers


def test_preflights_are_not_answered(serving: Running) -> None:
    with serving.program() as program:
        answer = program.options("/api/add", headers={"Access-Control-Request-Method": "POST"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_websocket_is_refused(serving: Running) -> None:
    headers = {
        "Host": f"127.0.0.1:{serving.port}",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "x",
        "Sec-WebSocket-Version": "13",
    }
    status, _ = request(serving, "GET", "/events", headers)
    assert status == 401


def test_behind_a_proxy_only_its_name_is_ours(tmp_path: Path) -> None:
    running = next(server := run_server(tmp_path, "browser", public_url="https://studio.example"))
    token = {"Authorization": f"Bearer {running.secrets.token}"}
    good = {"Host": "studio.example", "Origin": "https://studio.example"} | token
    assert request(running, "POST", "/api/add", good)[0] == 200
    assert request(running, "POST", "/api/add", good | {"Origin": "http://studio.example"})[0] == 403
    assert request(running, "POST", "/api/add", good | {"Host": "studio.example:1"})[0] == 403
    status, answer = request(running, "GET", f"/?token={running.secrets.token}", {"Host": "studio.example"})
    assert status == 303 and b"Secure" in answer
    next(server, None)


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("", ""),
        ("https://studio.example/", "https://studio.example"),
        ("https://Studio.Example", "https://studio.example"),
        ("https://studio.example:443", "https://studio.example"),
        ("https://studio.example:8443", "https://studio.example:8443"),
        ("http://10.0.0.7:8080", "http://10.0.0.7:8080"),
        ("https://[fd00::7]", "https://[fd00::7]"),
        ("https://студия.рф", "https://xn--d1aizef8e.xn--p1ai"),
    ],
)
def test_a_public_url_is_taken_as_browsers_write_it(given: str, origin: str) -> None:
    assert public_origin(given) == origin
    assert not origin or Address("127.0.0.1", 1, origin).origin_of(origin.partition("://")[2]) == origin


@pytest.mark.parametrize(
    "given",
    [
        "studio.example",
        "https://",
        "https://a.example/studio",
        "https://a.example?x",
        "ftp://a.example",
        "https://u@a.example",
        "https://a.example:x",
        "https://a.example:99999",
        "https://[::1",
        f"https://{'a' * 70}.example",
    ],
)
def test_a_public_url_that_no_browser_would_reach_is_refused(given: str) -> None:
    with pytest.raises(BadRequest):
        public_origin(given)


def test_raising_the_window_needs_its_own_secret(windowed: Running) -> None:
    with windowed.stranger() as other:
        for token in ("wrong", windowed.secrets.token):
            assert other.post("/raise", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        assert not windowed.raised
        assert other.post("/raise", headers={"Authorization": f"Bearer {windowed.secrets.raising}"}).json() == {"ok": True}
    assert windowed.raised == [1]


def traversals(count: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    dots = ["..", "%2e%2e", ".%2e", "%2e.", "..;", "%252e%252e", "%c0%ae%c0%ae", "．．", "...", "....//", "."]
    slashes = ["/", "%2f", "%5c", "\\", "//", "%252f", "%c0%af", "/./"]
    roots = ["/", "/assets/", "/media/", f"/media/{IMAGE_ID}/", "/api/", "/uploads/", "/login/", "/events/"]
    ends = ["outside.txt", ".env", "etc/passwd", "index.html", "outside.txt%00.png", "outside.txt?x=.png", "outside.txt%23"]
    made = []
    while len(made) < count:
        middle = "".join(dice.choice(dots) + dice.choice(slashes) for _ in range(dice.randint(1, 6)))
        made.append(dice.choice(roots) + middle + dice.choice(ends))
    return made


def check_traversals(running: Running, paths: list[str]) -> None:
    token = f"Authorization: Bearer {running.secrets.token}"
    for path in paths:
        target = urllib.parse.quote(path, safe="/%?;\\.").encode("ascii")
        head = f" HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n{token}\r\nConnection: close\r\n\r\n".encode()
        answer = running.raw(b"GET " + target + head)
        assert int(answer.split(b" ", 2)[1]) in (400, 404, 405), (path, answer)
        assert not re.search(rb"OUTSIDE|SECRET|root:", answer), path


def test_no_path_leads_out_of_the_page_folder(serving: Running) -> None:
    check_traversals(serving, traversals(400, seed=3))


@pytest.mark.soak
def test_thousands_of_paths_lead_nowhere(serving: Running) -> None:
    check_traversals(serving, traversals(10_000, seed=4))


def test_links_out_of_the_page_folder_are_not_followed(serving: Running, tmp_path: Path) -> None:
    (tmp_path / "page" / "assets" / "link.txt").symlink_to(tmp_path / "outside.txt")
    with serving.program() as program:
        assert program.get("/assets/link.txt").status_code == 404


def test_media_ids_are_ids(serving: Running) -> None:
    for bad in ("img_1", IMAGE_ID.upper(), IMAGE_ID + "0", "img_" + "g" * 24, "img_%00" + "0" * 21, IMAGE_ID + "%0a"):
        for end in ("", "/thumb"):
            answer = httpx.get(
                f"{serving.url}/media/{bad}{end}",
                headers={"Authorization": f"Bearer {serving.secrets.token}"},
                trust_env=False,
            )
            assert answer.status_code == 404
            assert answer.json()["ok"] is False
