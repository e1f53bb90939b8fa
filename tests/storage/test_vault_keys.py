"""Several keys per provider, their order, undo, headers, and the file they live in."""

from __future__ import annotations

import json
import random
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.errors import BadRequest, NotFound, StudioError
from omniimage.storage.vault import StoredKey, Vault

URL = "https://api.example.com/v1"
KEYS = ("sk-first-8c1f0a2b3d4e5f60", "sk-second-19a8b7c6d5e4f302", "sk-third-77e6d5c4b3a29180")
OLD_FILE = {
    "version": 1,
    "current": "0123456789ab",
    "masters": {"0123456789ab": {"backend": "file", "added": "2026-11-01T00:00:00.000Z"}},
}


@pytest.fixture
def places(quick: Path) -> tuple[Path, Path]:
    return quick / "data" / "vault.json", quick / "secrets"


@pytest.fixture
def vault(places: tuple[Path, Path]) -> Vault:
    vault = Vault(*places, keychain=False)
    vault.set("openai", KEYS[0], URL)
    for key in KEYS[1:]:
        vault.add("openai", key, URL, label=key[3:8])
    return vault


def plain(vault: Vault, provider: str = "openai") -> list[str]:
    found = [vault.get(provider, info.id) for info in vault.infos(provider)]
    return [stored.key for stored in found if stored]


def test_keys_stand_in_their_order(vault: Vault, places: tuple[Path, Path]) -> None:
    assert plain(vault) == list(KEYS)
    ids = [info.id for info in vault.infos("openai")]
    vault.order("openai", [ids[2], ids[0], ids[1]])
    again = Vault(*places, keychain=False)
    assert plain(again) == [KEYS[2], KEYS[0], KEYS[1]]
    assert again.get("openai") == StoredKey(KEYS[2], URL)
    assert [info.last4 for info in again.infos("openai")] == [KEYS[2][-4:], KEYS[0][-4:], KEYS[1][-4:]]
    for wrong in ([], ids[:2], [*ids, ids[0]], [ids[0], ids[0], ids[1]], ["key_0", *ids[1:]]):
        with pytest.raises(BadRequest):
            vault.order("openai", wrong)


def test_setting_replaces_the_first_key_alone(vault: Vault) -> None:
    vault.set("openai", "sk-new-a1b2c3d4e5f60718", URL)
    assert plain(vault) == ["sk-new-a1b2c3d4e5f60718", *KEYS[1:]]


def test_names_and_states_are_kept(vault: Vault, places: tuple[Path, Path]) -> None:
    second = vault.infos("openai")[1].id
    vault.rename("openai", second, "for work")
    vault.mark("openai", second, "out_of_credit", "2026-11-21T00:00:00.000Z")
    info = Vault(*places, keychain=False).infos("openai")[1]
    assert (info.label, info.state, info.checked) == ("for work", "out_of_credit", "2026-11-21T00:00:00.000Z")
    with pytest.raises(NotFound):
        vault.rename("openai", "key_nobody", "")


@pytest.mark.parametrize("rotated", [False, True])
def test_a_removed_key_comes_back_to_its_place(vault: Vault, places: tuple[Path, Path], rotated: bool) -> None:
    second = vault.infos("openai")[1].id
    vault.remove("openai", second)
    assert plain(vault) == [KEYS[0], KEYS[2]]
    assert plain(Vault(*places, keychain=False)) == [KEYS[0], KEYS[2]]
    if rotated:
        vault.rotate()
    vault.restore("openai", second)
    assert plain(vault) == list(KEYS) == plain(Vault(*places, keychain=False))
    with pytest.raises(NotFound):
        vault.restore("openai", second)


def test_all_come_back_at_once(vault: Vault) -> None:
    vault.set_headers("openai", {"x-team": "red"}, {"x-team": "red"})
    vault.remove("openai")
    assert vault.info("openai") is None and vault.shown_headers("openai") == {}
    vault.restore("openai")
    assert plain(vault) == list(KEYS) and vault.headers("openai", URL) == {"x-team": "red"}


def test_what_was_removed_is_kept_encrypted_only(vault: Vault, places: tuple[Path, Path]) -> None:
    vault.remove("openai")
    assert not any(key in repr(vars(vault)) for key in KEYS)
    with pytest.raises(NotFound):
        Vault(*places, keychain=False).restore("openai")


def test_headers_belong_to_their_address(vault: Vault, places: tuple[Path, Path]) -> None:
    secret = "gw-5f6e7d8c9b0a1234"
    vault.set_headers("openai", {"x-gateway-token": secret, "x-team": "red"}, {"x-gateway-token": None, "x-team": "red"})
    again = Vault(*places, keychain=False)
    assert again.headers("openai", URL) == {"x-gateway-token": secret, "x-team": "red"}
    assert again.shown_headers("openai") == {"x-gateway-token": None, "x-team": "red"}
    assert secret in again.seen() and "red" not in again.seen()
    assert again.headers("openai", "https://evil.example") == {}
    assert secret not in places[0].read_text()
    again.set("openai", "sk-other-a1b2c3d4e5f607", "https://other.example/v1")
    assert again.headers("openai", URL) == {} and again.shown_headers("openai") == {}


def test_a_token_in_another_place_of_the_file_opens_nothing(vault: Vault, places: tuple[Path, Path]) -> None:
    vault.set_headers("openai", {"x-team": "red"}, {"x-team": "red"})
    content = json.loads(places[0].read_text())
    record = content["providers"]["openai"]
    record["headers"]["secret"], record["keys"][0]["secret"] = record["keys"][0]["secret"], record["headers"]["secret"]
    places[0].write_text(json.dumps(content))
    tampered = Vault(*places, keychain=False)
    assert tampered.get("openai", record["keys"][0]["id"]) is None
    assert tampered.headers("openai", URL) == {}


def test_the_first_format_is_read(places: tuple[Path, Path], vault: Vault) -> None:
    """A file as version 1 wrote it: one key per provider, without id, name or state."""
    content = json.loads(places[0].read_text())
    master = content["current"]
    old_fields = ("master", "secret", "last4", "added", "url")
    record = content["providers"]["openai"]
    old = OLD_FILE | {
        "current": master,
        "masters": {master: {"backend": "file", "added": "2026-11-01T00:00:00.000Z"}},
        "providers": {"openai": {"keys": [{name: record["keys"][0][name] for name in old_fields}], "lost": []}},
    }
    places[0].write_text(json.dumps(old))
    read = Vault(*places, keychain=False)
    assert plain(read) == [KEYS[0]]
    first_id = read.infos("openai")[0].id
    assert Vault(*places, keychain=False).infos("openai")[0].id == first_id
    read.add("openai", KEYS[1], URL)
    again = Vault(*places, keychain=False)
    assert plain(again) == [KEYS[0], KEYS[1]] and again.infos("openai")[0].id == first_id
    assert json.loads(places[0].read_text())["version"] == 2


def test_saves_at_one_time_lose_nothing(places: tuple[Path, Path]) -> None:
    vault = Vault(*places, keychain=False)
    names = [f"provider{number}" for number in range(16)]

    def save(name: str) -> None:
        vault.set(name, f"sk-{name}-0a1b2c3d4e5f", URL)
        vault.add(name, f"sk-{name}-ffeeddccbbaa", URL)

    threads = [threading.Thread(target=save, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = Vault(*places, keychain=False)
    assert {name: len(plain(again, name)) for name in names} == dict.fromkeys(names, 2)
    assert len([*places[1].iterdir()]) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("set", "add", "remove", "restore", "rotate", "reopen")), st.sampled_from("ab"), st.integers(0, 5)
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_any_way_through_keeps_the_right_keys(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    places = folder / "vault.json", folder / "secrets"
    vault = Vault(*places, keychain=False)
    model: dict[str, list[str]] = {"a": [], "b": []}
    removed: dict[str, list[list[str]]] = {"a": [], "b": []}
    for at, (step, provider, number) in enumerate(steps):
        key, keys = f"sk-{at:04}-{number:012}", model[provider]
        if step == "set":
            vault.set(provider, key, URL)
            keys[:1] = [key]
        elif step == "add":
            vault.add(provider, key, URL)
            keys.append(key)
        elif step == "remove" and keys:
            vault.remove(provider)
            removed[provider].append(keys.copy())
            keys.clear()
        elif step == "restore" and removed[provider]:
            vault.restore(provider)
            keys[:0] = removed[provider].pop()
        elif step == "rotate":
            vault.rotate()
        elif step == "reopen":
            vault = Vault(*places, keychain=False)
            removed = {"a": [], "b": []}
        assert {name: plain(vault, name) for name in "ab"} == model
    assert {name: plain(Vault(*places, keychain=False), name) for name in "ab"} == model


def damaged(text: str, chance: random.Random) -> bytes:
    """The file with bytes flipped, cut or doubled, or with one of its values replaced by something odd."""
    data = bytearray(text.encode())
    way = chance.randrange(4)
    if way == 0:
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif way == 1:
        del data[chance.randrange(len(data)) :]
    elif way == 2:
        at = chance.randrange(len(data))
        data[at:at] = data[: chance.randrange(200)]
    else:
        content = json.loads(text)
        _replace_one(content, chance)
        data = bytearray(json.dumps(content).encode())
    return bytes(data)


def _replace_one(content: Any, chance: random.Random) -> None:
    odd = [None, 0, -1, 1.5, True, "", "../../../etc/passwd", [], {}, [[]], {"a": {}}, "x" * 10_000, 10**40]
    at = content
    while True:
        name = chance.choice([*at]) if isinstance(at, dict) else chance.randrange(len(at))
        if not isinstance(at[name], dict | list) or not at[name] or chance.random() < 0.25:
            at[name] = chance.choice(odd)
            return
        at = at[name]


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.soak)])
def test_a_damaged_file_breaks_nothing(vault: Vault, places: tuple[Path, Path], count: int) -> None:
    vault.set_headers("openai", {"x-team": "red"}, {"x-team": "red"})
    whole, chance = places[0].read_text(), random.Random(20261121)
    folder = places[0].parent
    masters = {path: path.read_bytes() for path in places[1].iterdir()}
    for _ in range(count):
        for path, master in masters.items():
            path.write_bytes(master)
        data = damaged(whole, chance)
        places[0].write_bytes(data)
        opened = Vault(*places, keychain=False)
        assert set(plain(opened)) <= set(KEYS)
        opened.headers("openai", URL)
        opened.status()
        try:
            opened.add("gemini", "sk-after-0a1b2c3d4e5f", URL)
            opened.rotate()
        except StudioError:
            pass
        kept = [*folder.glob("vault.damaged-*.json")]
        assert all(path.read_bytes() == data for path in kept)
        for path in kept:
            path.unlink()
        assert all(key not in path.read_text("latin-1") for path in folder.rglob("*") if path.is_file() for key in KEYS)
