"""What leaves over HTTP, from a whole studio."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from omniimage.app import build_studio
from omniimage.bridge.hosting import Host
from omniimage.paths import DataPaths


@pytest.fixture
def program(tmp_path: Path) -> Iterator[httpx.Client]:
    paths = DataPaths.default(tmp_path / "studio")
    host = Host(paths, "browser")
    host.start()
    with build_studio(paths, keychain=False) as studio:
        host.open(studio.api_parts, studio.bus)
        headers = {"Authorization": f"Bearer {host.secrets.token}"}
        with httpx.Client(base_url=host.url, headers=headers, trust_env=False, timeout=60) as client:
            yield client
        host.close()


def brought(program: httpx.Client, count: int = 3) -> list[str]:
    files = []
    for number in range(count):
        data = io.BytesIO()
        Image.effect_noise((64, 64), 50 + number).save(data, "PNG")
        files.append(("file", (f"灯塔 {number}.png", data.getvalue())))
    ids: list[str] = program.post("/uploads", files=files).json()["data"]["image_ids"]
    return ids


def asked(program: httpx.Client, method: str, **arguments: object) -> dict[str, object]:
    answer = program.post(f"/api/{method}", json=arguments).json()
    assert answer["ok"], answer
    return dict(answer["data"])


def test_who_asks_may_choose_the_jobs_id_and_so_knows_it_should_the_answer_be_lost(program: httpx.Client) -> None:
    ids, chosen = brought(program), "job_" + "0a" * 16
    assert asked(program, "batch_download", img_ids=ids, request_id=chosen)["url"] == f"/downloads/{chosen}"
    assert program.get(f"/downloads/{chosen}").status_code == 200
    assert asked(program, "get_job", job_id=chosen)["state"] == "done"
    for id in (chosen, "../outside", "job_1"):
        options = {"format": "webp"}
        call = {"action": "convert", "img_id": ids, "options": options, "request_id": id}
        answer = program.post("/api/process_image", json=call).json()
        assert (answer["error"]["code"], answer["error"]["details"]["field"]) == ("bad_request", "request_id")


def test_a_zip_is_fetched_once(program: httpx.Client) -> None:
    ids = brought(program)
    url = str(asked(program, "batch_download", img_ids=ids)["url"])
    assert url.startswith("/downloads/")
    answer = program.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"].endswith("_3.zip")
    assert int(answer.headers["content-length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert [each["id"] for each in json.loads(archive.read("index.json"))["images"]] == ids
        assert "灯塔-0" in archive.namelist()[0]
    again = program.get(url)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "not_found")


def test_nobody_else_fetches_it(program: httpx.Client) -> None:
    url = str(asked(program, "batch_download", img_ids=brought(program))["url"])
    with httpx.Client(base_url=program.base_url, trust_env=False) as stranger:
        assert stranger.get(url).status_code == 401
    for path in ("/downloads/x", "/downloads/..%2fstudio.db", "/downloads/image/../../studio.db", "/downloads/image/img_x"):
        assert program.get(path).status_code == 404
    assert program.get(url).status_code == 200


def test_one_image_with_its_recipe_and_bare(program: httpx.Client) -> None:
    (id,) = brought(program, 1)
    answer = program.get(f"/downloads/image/{id}")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert json.loads(Image.open(io.BytesIO(answer.content)).info["omniimage"])["id"] == id
    bare = program.get(f"/downloads/image/{id}?strip=1")
    assert "omniimage" not in Image.open(io.BytesIO(bare.content)).info
    original = program.get(f"/media/{id}")
    assert Image.open(io.BytesIO(answer.content)).tobytes() == Image.open(io.BytesIO(original.content)).tobytes()


def test_the_api_of_the_tools(program: httpx.Client) -> None:
    (id,) = brought(program, 1)
    made = asked(program, "process_image", action="split", img_id=id, options={"rows": 2, "columns": 2})
    assert len(made["image_ids"]) == 4  # type: ignore[arg-type]
    guess = asked(program, "detect_grid", img_id=id)
    assert not guess["applies"]
    started = asked(program, "process_image", action="convert", img_id=made["image_ids"], options={"format": "webp"})
    job = asked(program, "get_job", job_id=started["job_id"])
    assert (job["kind"], job["total"]) == ("convert", 4)
    for arguments in (
        {"action": "explode", "img_id": id},
        {"action": "split", "img_id": id, "options": {"rows": 0}},
        {"action": "split", "img_id": id, "options": {"format": "png"}},
        {"action": "split", "img_id": 7},
        {"action": "convert", "img_id": [], "options": {}},
    ):
        refused = program.post("/api/process_image", json=arguments).json()
        assert refused["error"]["code"] == "bad_request", arguments
    assert program.post("/api/get_job", json={"job_id": "job_x"}).json()["error"]["code"] == "not_found"
    assert program.post("/api/save_images", json={"img_ids": [id]}).json()["error"]["code"] == "bad_request"


def test_a_damaged_picture_is_not_the_servers_fault(program: httpx.Client, tmp_path: Path) -> None:
    (id,) = brought(program, 1)
    (picture,) = (tmp_path / "studio" / "images").glob("??/*.png")
    picture.write_bytes(picture.read_bytes()[:200])
    for thumbnail in (tmp_path / "studio").rglob("*.webp"):
        thumbnail.unlink()
    for path in (f"/media/{id}/thumb?size=768", f"/downloads/image/{id}?strip=1"):
        answer = program.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "not_an_image")
