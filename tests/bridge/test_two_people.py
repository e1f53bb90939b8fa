"""Two people and an admin at one `serve`, over HTTP as their browsers and programs ask."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from test_cli import DESKTOP, Serving, environment, run, serving

from omniimage.bridge.upload_parts import WRITE_BYTES
from omniimage.paths import resource
from tests.wire.pictures import png

NAMES = {"ann": "--admin", "bob": "", "eve": ""}
PROMPT = "a lighthouse only bob thought of"


class Team:
    def __init__(self, studio: Serving, tokens: dict[str, str]) -> None:
        self.studio, self.tokens = studio, tokens
        self.url = studio.url

    def program(self, name: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.tokens[name]}"}
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=30)

    def stranger(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, trust_env=False, timeout=30)

    def browser(self, name: str) -> httpx.Client:
        """Signed in through the page's form."""
        answer = httpx.post(f"{self.url}/login", data={"token": self.tokens[name]}, trust_env=False)
        assert answer.status_code == 303, answer.text
        return httpx.Client(base_url=self.url, cookies=answer.cookies, trust_env=False, timeout=30)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    home = tmp_path_factory.mktemp("team")
    tokens = {
        name: run(home, "people", "add", name, *([role] if role else []), "--data-dir", str(home / "data")).stdout.strip()
        for name, role in NAMES.items()
    }
    (home / "page").mkdir()
    (home / "page" / "index.html").write_text("<!doctype html><html><head></head><body>page</body></html>")
    with serving(home, OMNIIMAGE_PAGE_DIR=str(home / "page")) as studio:
        assert studio.token == "", "where people have names, nobody else comes in"
        yield Team(studio, tokens)


def ask(client: httpx.Client, method: str, **arguments: Any) -> Any:
    answer = client.post(f"/api/{method}", json=arguments, headers={"X-OmniImage": "1"}).json()
    assert answer["ok"], answer
    return answer["data"]


def made(client: httpx.Client, prompt: str, n: int = 1, **params: Any) -> list[str]:
    """Image ids of a run with a built-in model."""
    params = {"size": "128x128", "n": n, **params}
    id = ask(client, "generate_all", prompt=prompt, selected_models=["offline/poster"], params=params)["run_id"]
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        (generation,) = ask(client, "get_run", run_id=id)["generations"]
        if generation["state"] == "done":
            return list(generation["image_ids"])
        time.sleep(0.05)
    raise AssertionError(generation)


def test_one_sees_nothing_of_the_other_by_any_route(team: Team) -> None:
    with team.program("bob") as bob, team.program("eve") as eve, team.program("ann") as ann:
        (image,) = made(bob, PROMPT)
        download = ask(bob, "batch_download", img_ids=[image])["url"]
        upload = bob.post("/uploads/parts?name=a.png&size=10").json()["data"]["id"]
        routes = [
            ("GET", f"/media/{image}"),
            ("GET", f"/media/{image}/thumb?size=320"),
            ("GET", f"/downloads/image/{image}"),
            ("GET", download),
            ("GET", f"/uploads/parts/{upload}"),
            ("HEAD", f"/uploads/parts/{upload}"),
            ("PATCH", f"/uploads/parts/{upload}"),
            ("DELETE", f"/uploads/parts/{upload}"),
        ]
        for method, path in routes:
            answer = eve.request(method, path, headers={"Upload-Offset": "0"})
            assert answer.status_code == 404, (method, path, answer.status_code)
            assert method == "HEAD" or answer.json()["error"]["code"] == "not_found"
        assert eve.post("/uploads/model?name=x.onnx", content=b"x").status_code == 403
        assert PROMPT not in json.dumps([ask(eve, "list_images", query={}), ask(eve, "list_runs")])
        for who in (bob, ann):
            assert who.get(f"/media/{image}").status_code == who.get(f"/media/{image}/thumb").status_code == 200
        assert ask(ann, "get_image", img_id=image)["owner"] == ask(bob, "who_am_i")["id"]
        assert bob.get(download).headers["content-type"] == "application/zip"


def test_events_reach_their_owner_and_admins_alone(team: Team) -> None:
    with team.program("bob") as bob, team.program("eve") as eve, team.program("ann") as ann:
        heard: dict[str, list[dict[str, Any]]] = {"bob": [], "eve": [], "ann": []}
        with (
            bob.stream("GET", "/events") as first,
            eve.stream("GET", "/events") as second,
            ann.stream("GET", "/events") as third,
        ):
            made(bob, PROMPT)
            made(eve, "a fox of eve's")
            for name, stream in (("bob", first), ("eve", second), ("ann", third)):
                for line in stream.iter_lines():
                    if line.startswith("data:"):
                        heard[name].append(json.loads(line[5:]))
                        about = "lighthouse" if name == "bob" else "fox"
                        if heard[name][-1]["type"] == "image.added" and about in str(heard[name][-1]):
                            break
        assert "fox" not in str(heard["bob"]) and "lighthouse" not in str(heard["eve"])
        assert "fox" in str(heard["ann"]) and "lighthouse" in str(heard["ann"])
        ids = [event["id"] for event in heard["ann"]]
        assert ids == sorted(ids)


def test_settings_are_heard_by_the_other_pages_of_who_changed_them(team: Team) -> None:
    with team.program("bob") as bob, team.program("eve") as eve, team.program("ann") as ann:
        with bob.stream("GET", "/events") as other, eve.stream("GET", "/events") as foreign:
            ask(bob, "update_settings", changes={"theme": "light", "columns": "2"})
            ask(ann, "update_settings", changes={"batch_at_once": 100})
            heard = {"bob": names_heard(other), "eve": names_heard(foreign)}
        assert heard == {"bob": [["columns", "theme"], ["batch_at_once"]], "eve": [["batch_at_once"]]}


def names_heard(stream: httpx.Response) -> list[list[str]]:
    """Of the settings that were changed, up to the studio's."""
    names: list[list[str]] = []
    for line in stream.iter_lines():
        if line.startswith("data:") and (event := json.loads(line[5:]))["type"] == "settings.changed":
            names.append(event["data"]["names"])
            if names[-1] == ["batch_at_once"]:
                break
    return names


def test_neither_starves_the_other(team: Team) -> None:
    """Bob asks for a hundred pictures; eve, who comes after, has hers long before he has all of his."""
    with team.program("bob") as bob, team.program("eve") as eve:
        asked = {"selected_models": ["offline/poster"], "params": {"size": "768x768", "n": 16}}
        runs = [ask(bob, "generate_all", prompt=f"{number} boats", **asked)["run_id"] for number in range(6)]
        made(eve, "one cat")
        left = [ask(bob, "get_run", run_id=id)["generations"][0] for id in runs]
        assert any(each["state"] in ("queued", "running") for each in left), "bob was quicker than this test can tell"
        for id in runs:
            ask(bob, "cancel", id=id)


def test_a_browser_signs_in_once_and_out(team: Team) -> None:
    with team.stranger() as client:
        page = client.get("/", headers={"Accept": "text/html", "Accept-Language": "ru"})
        assert page.status_code == 401 and "администратор" in page.text
    with team.browser("bob") as page:
        (cookie,) = page.cookies.jar
        set_cookie = httpx.post(f"{team.url}/login", data={"token": team.tokens["bob"]}, trust_env=False).headers[
            "set-cookie"
        ]
        assert "HttpOnly" in set_cookie and "samesite=strict" in set_cookie.lower()
        assert team.tokens["bob"] not in cookie.value
        assert ask(page, "who_am_i")["name"] == "bob"
        assert page.post("/api/who_am_i", json={}).status_code == 403, "without the page's own header"
        stolen = {"Cookie": f"{cookie.name}={cookie.value}", "X-OmniImage": "1"}
        assert page.post("/logout", headers={"X-OmniImage": "1"}).status_code == 200
        assert httpx.post(f"{team.url}/api/who_am_i", headers=stolen, trust_env=False).status_code == 401
    for query in ("?token=", f"?token={team.tokens['bob']}x", "?launch=x"):
        with team.stranger() as client:
            assert client.get(f"/{query}").status_code in (401, 429)


def test_settings_are_each_persons_own(team: Team) -> None:
    with team.browser("bob") as bob, team.browser("eve") as eve, team.browser("ann") as ann:
        ask(bob, "update_settings", changes={"theme": "light", "prompt_draft": "bob's", "selected_models": []})
        assert (ask(eve, "get_settings")["theme"], ask(eve, "get_settings")["prompt_draft"]) == ("system", "")
        assert ask(bob, "get_settings")["theme"] == "light"
        for who, goal in ((ann, "what ann is after"), (bob, "bob's goal")):
            ask(who, "update_settings", changes={"refine": {"goal": goal}})
        assert [ask(who, "get_settings")["refine"]["goal"] for who in (ann, bob, eve)] == [
            "what ann is after",
            "bob's goal",
            "",
        ]
        assert 'data-theme="light"' in bob.get("/").text and "data-theme" not in eve.get("/").text
        ask(ann, "update_settings", changes={"network_timeout_seconds": 300})
        assert ask(bob, "get_settings")["network_timeout_seconds"] == 300
        assert ask(bob, "studio_info")["data_dir"] == ""


def test_a_renewed_token_ends_what_was_open_by_the_old_one(team: Team) -> None:
    with team.program("ann") as ann:
        new = ask(ann, "add_person", name="tom")
        team.tokens["tom"] = new["token"]
        with team.browser("tom") as browser, team.program("tom") as program:
            with program.stream("GET", "/events") as events:
                ask(ann, "renew_token", person_id=new["person"]["id"])
                for _ in events.iter_lines():
                    pass
            assert program.post("/api/who_am_i").status_code == browser.get("/media/x").status_code == 401
        ask(ann, "remove_person", person_id=new["person"]["id"])
        assert [each["removed"] for each in ask(ann, "list_people") if each["name"] == "tom"] == [True]


def test_a_file_survives_a_lost_connection(team: Team) -> None:
    picture = png(WRITE_BYTES + 500_000)
    with team.program("bob") as bob:
        announced = bob.post(f"/uploads/parts?name=photo.png&size={len(picture)}")
        assert announced.status_code == 201
        path = f"/uploads/parts/{announced.json()['data']['id']}"

        ends = time.monotonic() + 30

        def torn() -> Iterator[bytes]:
            yield picture[:WRITE_BYTES]
            # What has been written stays; what the server had not read yet when the line broke may be lost.
            while (offset := int(bob.head(path).headers["upload-offset"])) != WRITE_BYTES:
                assert time.monotonic() < ends, offset
                time.sleep(0.05)
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            bob.patch(path, content=torn(), headers={"Upload-Offset": "0"})
        wrong = bob.patch(path, content=b"x", headers={"Upload-Offset": "999"})
        assert (wrong.status_code, wrong.headers["upload-offset"]) == (409, str(WRITE_BYTES))
        rest = {"content": picture[WRITE_BYTES:], "headers": {"Upload-Offset": str(WRITE_BYTES)}}
        # For a moment the server may not have noticed yet that the first piece broke off.
        while (answer := bob.patch(path, **rest)).status_code == 409 and time.monotonic() < ends:
            time.sleep(0.05)
        done = answer.json()["data"]
        (mine,) = done["imported"]["image_ids"]
        assert bob.get(f"/media/{mine}").content == picture
        assert bob.get(path).json()["data"] == done, "for whom the answer did not reach"
        assert bob.delete(path).status_code == 200 and bob.get(path).status_code == 404


def test_uploads_have_limits(team: Team) -> None:
    with team.program("eve") as eve:
        for query, status in (
            ("", 400),
            ("?name=a&size=0", 400),
            ("?name=a&size=-1", 400),
            ("?name=a&size=99999999999", 413),
        ):
            assert eve.post(f"/uploads/parts{query}").status_code == status, query
        text = b"not a picture"
        path = f"/uploads/parts/{eve.post(f'/uploads/parts?name=../../a.png&size={len(text)}').json()['data']['id']}"
        assert eve.patch(path, content=text + b"more", headers={"Upload-Offset": "0"}).status_code == 413
        offset = eve.head(path).headers["upload-offset"]
        done = eve.patch(path, content=text[int(offset) :], headers={"Upload-Offset": offset}).json()["data"]
        assert (done["name"], done["imported"]["image_ids"]) == ("a.png", [])
        assert done["imported"]["refused"][0]["error"]["code"] == "not_an_image"


def test_the_walk_through_docs_http(team: Team, tmp_path: Path) -> None:
    with team.program("eve") as eve:
        (image,) = made(eve, "a photograph")
        (tmp_path / "photo.png").write_bytes(eve.get(f"/media/{image}").content)
    blocks = re.findall(r"```sh\n(.*?)```", resource("docs", "http.md").read_text("utf-8"), re.S)
    script = "set -e\n" + "\n".join(blocks)
    env = {"PATH": os.environ["PATH"], "STUDIO": team.url, "TOKEN": team.tokens["eve"]}
    ended = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert '"ok":false' not in ended.stdout
    assert json.loads((tmp_path / "openapi.json").read_text())["openapi"] == "3.1.0"
    assert '"image_ids":["img_' in ended.stdout


def test_the_walk_through_docs_team(tmp_path: Path) -> None:
    block = re.findall(r"```sh\n(.*?)```", resource("docs", "team.md").read_text("utf-8"), re.S)[0]
    (tmp_path / "omniimage").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m omniimage "$@"\n')
    (tmp_path / "omniimage").chmod(0o755)
    env = environment(tmp_path, OMNIIMAGE_HOME=str(tmp_path / "data"), PYTHONPATH=str(DESKTOP))
    env["PATH"] = f"{tmp_path}{os.pathsep}{env['PATH']}"
    ended = subprocess.run(["sh", "-ec", block], env=env, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    tokens = re.findall(r"^omni_\S+$", ended.stdout, re.M)
    assert len(set(tokens)) == 3 and "ann" in ended.stdout


def test_wrong_tokens_are_counted_and_right_ones_are_not_shut_out(team: Team) -> None:
    with team.browser("bob") as bob, team.stranger() as client:
        answers = [client.post("/api/who_am_i", headers={"Authorization": f"Bearer omni_{n}"}) for n in range(11)]
        assert {answer.status_code for answer in answers[:5]} <= {401, 429} and answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) >= 1
        page = client.post("/login", data={"token": "x"}, headers={"Accept": "text/html", "Accept-Language": "zh"})
        assert page.status_code == 429 and "错误次数已过多" in page.text
        assert ask(bob, "who_am_i")["name"] == "bob"
    with team.program("eve") as eve:
        assert ask(eve, "who_am_i")["name"] == "eve", "from the same address"


def test_the_compose_file_says_what_the_studio_needs() -> None:
    folder = resource("docs", "team")
    compose = (folder / "compose.yaml").read_text("utf-8")
    assert "--public-url" in compose and "/data/studio" in compose and "/data/.studio-secrets" in compose
    docker = (folder / "Dockerfile").read_text("utf-8")
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", docker, re.M):
        for name in source.split():
            assert resource(*name.strip("/").split("/")).exists(), name
