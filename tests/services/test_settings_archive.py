"""Settings and keys taken to another machine: whole with the passphrase, without keys otherwise, and never a crash."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.contracts.providers import ExportedSettings, ImportedSettings
from omniimage.errors import BadRequest, StudioError
from omniimage.storage.passphrase import Argon2idRecipe, Wrapper
from tests.services.studio_at_work import StudioAtWork, studio_at_work

FIRST, SECOND = "sk-first-8c1f0a2b3d4e5f60", "sk-second-19a8b7c6d5e4f302"
SECRET = "gw-5f6e7d8c9b0a1234"
LOCAL = "http://127.0.0.1:9/v1"
PHRASE = "correct horse battery"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path / "home") as work:
        keys = work.studio.api_parts.keys
        work.call(keys.save("openai", FIRST, ""))
        work.call(keys.add("openai", SECOND, "second"))
        work.call(keys.set_extra_headers("openai", {"X-Token": SECRET, "X-Team": "red"}))
        work.call(keys.set_notes("openai", "of the firm"))
        work.call(keys.save("custom_openai", "", LOCAL))
        work.call(keys.set_custom_models("custom_openai", ["local-model"]))
        work.studio.settings.update({"theme": "light", "prompt_draft": "not for others"})
        yield work


@pytest.fixture
def away(tmp_path: Path) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path / "away") as work:
        yield work


def exported(work: StudioAtWork, passphrase: str = "") -> str:
    found: ExportedSettings = work.call(work.studio.api_parts.archive.export(passphrase))
    assert found.text is not None
    return found.text


def take_in(work: StudioAtWork, text: str, passphrase: str = "") -> ImportedSettings:
    found: ImportedSettings = work.call(work.studio.api_parts.archive.take_in(text, passphrase))
    return found


def plain(work: StudioAtWork, provider: str) -> list[tuple[str, str, str]]:
    keys = work.studio.api_parts.keys
    rows = next(info for info in work.call(keys.list()).providers if info.id == provider).keys
    found = [(work.call(keys.credentials(provider, key_id=row.id)), row.label) for row in rows]
    return [(each.api_key, each.base_url, label) for each, label in found]


def test_all_goes_along_behind_the_passphrase(home: StudioAtWork, away: StudioAtWork) -> None:
    text = exported(home, PHRASE)
    assert not [word for word in (FIRST, SECOND, SECRET, LOCAL, "of the firm", "local-model") if word in text]
    came = take_in(away, text, PHRASE)
    assert (came.keys, came.providers, came.skipped) == (3, ["custom_openai", "openai"], [])
    for provider in ("openai", "custom_openai"):
        assert plain(away, provider) == plain(home, provider)
    assert [key for key, _, _ in plain(away, "openai")] == [FIRST, SECOND]
    headers = work_headers(away)
    assert headers == {"X-Token": SECRET, "X-Team": "red"}
    there = away.studio.settings.current
    assert there.theme == "light" and there.prompt_draft == ""
    assert there.providers["openai"].notes == "of the firm"
    assert there.providers["custom_openai"].custom_models == ["local-model"]


def work_headers(work: StudioAtWork) -> dict[str, str]:
    return dict(work.call(work.studio.api_parts.keys.credentials("openai")).headers)


def test_without_a_passphrase_no_key_leaves(home: StudioAtWork, away: StudioAtWork) -> None:
    text = exported(home)
    assert not [word for word in (FIRST, SECOND, SECRET) if word in text]
    came = take_in(away, text)
    assert came.keys == 0 and away.studio.settings.current.theme == "light"
    assert plain(away, "openai") == []


def test_what_is_there_stays(home: StudioAtWork, away: StudioAtWork) -> None:
    keys = away.studio.api_parts.keys
    away.call(keys.save("openai", SECOND, ""))
    away.call(keys.save("custom_openai", "local-key-123", "http://127.0.0.1:8/v1"))
    came = take_in(away, exported(home, PHRASE), PHRASE)
    assert (came.keys, came.skipped) == (1, ["custom_openai", "openai"])
    assert [key for key, _, _ in plain(away, "openai")] == [SECOND, FIRST]
    assert plain(away, "custom_openai") == [("local-key-123", "http://127.0.0.1:8/v1", "")]
    again = take_in(away, exported(home, PHRASE), PHRASE)
    assert again.keys == 0


def test_wrong_and_missing_passphrases(home: StudioAtWork, away: StudioAtWork) -> None:
    text = exported(home, PHRASE)
    for passphrase, reason in (("", "passphrase_needed"), ("not the passphrase", "wrong_passphrase")):
        with pytest.raises(BadRequest) as raised:
            take_in(away, text, passphrase)
        assert raised.value.details["reason"] == reason
    with pytest.raises(BadRequest) as raised:
        exported(home, "short")
    assert raised.value.details["reason"] == "passphrase_length"
    assert away.studio.settings.current.theme == "system" and plain(away, "openai") == []


def test_the_file_is_its_owners_alone(home: StudioAtWork, tmp_path: Path) -> None:
    archive = home.studio.api_parts.archive
    whole = home.call(archive.export(PHRASE))
    saved = home.call(archive.save(whole, tmp_path / "s.json"))
    assert saved.text is None and saved.path == str(tmp_path / "s.json") and saved.keys == 3
    assert (tmp_path / "s.json").read_text() == whole.text and (tmp_path / "s.json").stat().st_mode & 0o777 == 0o600
    assert home.call(archive.save(whole, None)).path is None


def forged(content: dict[str, Any]) -> str:
    sealed = Wrapper(PHRASE, Argon2idRecipe(memory_kib=1024, iterations=1)).seal(json.dumps(content).encode())
    return json.dumps({"format": "omniimage-settings", "version": 1, "created": "x", "sealed": sealed.model_dump()})


@pytest.mark.parametrize(
    "key",
    [
        {"provider": "openai", "key": FIRST, "url": "http://evil.example/v1"},
        {"provider": "openai", "key": "two\nlines", "url": ""},
        {"provider": "nobody", "key": FIRST, "url": ""},
        {"provider": "custom_openai", "key": FIRST, "url": "file:///etc/passwd"},
        {"provider": "offline", "key": FIRST, "url": "https://evil.example"},
    ],
)
def test_a_forged_file_gets_no_further_than_typing(away: StudioAtWork, key: dict[str, str]) -> None:
    came = take_in(away, forged({"settings": {}, "keys": [key]}), PHRASE)
    assert came.keys == 0 and came.skipped == [key["provider"]]


def test_keys_in_plain_are_not_taken(away: StudioAtWork) -> None:
    content = {"settings": {"theme": "dark"}, "keys": [{"provider": "openai", "key": FIRST, "url": ""}]}
    text = json.dumps({"format": "omniimage-settings", "version": 1, "created": "x", "content": content})
    assert take_in(away, text).keys == 0 and plain(away, "openai") == []


def test_settings_out_of_bounds_change_nothing(away: StudioAtWork) -> None:
    content = {"settings": {"theme": "pink"}, "keys": [{"provider": "openai", "key": FIRST, "url": ""}]}
    with pytest.raises(BadRequest):
        take_in(away, forged(content), PHRASE)
    assert plain(away, "openai") == []
    # A newer version's setting is no reason to refuse the others.
    take_in(away, forged({"settings": {"theme": "dark", "from_the_future": 1}}), PHRASE)
    assert away.studio.settings.current.theme == "dark"


def test_a_damaged_file_is_said_to_be_none(home: StudioAtWork, away: StudioAtWork) -> None:
    chance = random.Random(20261121)
    whole = forged({"settings": {"theme": "light"}, "keys": []})
    texts = ["", "[]", "{}", "null", "[" * 100_000, '{"format": "omniimage-settings"}', "\x00", exported(home)[:-3]]
    for _ in range(200):
        data = bytearray(whole.encode())
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        texts.append(data.decode("utf-8", "replace"))
    for text in texts:
        try:
            take_in(away, text, PHRASE)
        except StudioError as error:
            assert error.details["reason"] in ("not_settings_file", "wrong_passphrase")


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.lists(
        st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60).filter(
            lambda key: key[0] != "{"
        ),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    passphrase=st.text(min_size=8, max_size=20).filter(str.isprintable),
)
def test_any_keys_make_the_round_trip(tmp_path_factory: pytest.TempPathFactory, keys: list[str], passphrase: str) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with studio_at_work(folder / "home") as home, studio_at_work(folder / "away") as away:
        for key in keys:
            home.call(home.studio.api_parts.keys.add("openai", key, key[:5]))
        take_in(away, exported(home, passphrase), passphrase)
        assert plain(away, "openai") == plain(home, "openai")
        assert [key for key, _, _ in plain(away, "openai")] == keys
