"""Keys: encrypted at rest, never shown, never overwritten in silence."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.storage.master_keys import KEYCHAIN_SECONDS
from omniimage.storage.vault import StoredKey, Vault

CANARY = "sk-canary-7f3a9b2c4d5e6f708192"
URL = "https://api.example.com/v1"


@pytest.fixture
def places(quick: Path) -> tuple[Path, Path]:
    return quick / "data" / "vault.json", quick / "secrets"


def every_file(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_a_key_comes_back_and_is_nowhere_in_plain(quick: Path, places: tuple[Path, Path]) -> None:
    vault = Vault(*places, keychain=False)
    vault.set("openai", CANARY, URL)
    vault.set("gemini", "AIza-another-key", "")
    for opened in (vault, Vault(*places, keychain=False)):
        assert opened.get("openai") == StoredKey(CANARY, URL)
        info = opened.info("openai")
        assert info is not None
        assert (info.last4, info.url) == (CANARY[-4:], URL)
        assert opened.get("nobody") is None
        assert opened.info("nobody") is None
        assert sorted(opened.secrets()) == ["AIza-another-key", CANARY]
        assert opened.status().unreadable == []
    assert CANARY not in repr(vault.get("openai")) + repr(vault.info("openai")) + repr(vars(vault))
    for path in every_file(quick):
        assert CANARY[:-4].encode() not in path.read_bytes(), path


def test_only_the_owner_reads_the_files(places: tuple[Path, Path]) -> None:
    file, secrets = places
    secrets.mkdir(mode=0o755)
    previous = os.umask(0)
    try:
        Vault(file, secrets, keychain=False).set("openai", CANARY, "")
    finally:
        os.umask(previous)
    (master,) = secrets.iterdir()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, secrets, master)] == [0o600, 0o700, 0o600]
    assert secrets not in file.parents


def test_remove_and_replace(places: tuple[Path, Path]) -> None:
    vault = Vault(*places, keychain=False)
    vault.set("openai", CANARY, URL)
    vault.set("openai", "sk-second-key", "")
    assert vault.get("openai") == StoredKey("sk-second-key", "")
    vault.remove("openai")
    vault.remove("openai")
    assert vault.get("openai") is None
    assert Vault(*places, keychain=False).secrets() == []


def test_a_short_key_shows_nothing_of_itself(places: tuple[Path, Path]) -> None:
    vault = Vault(*places, keychain=False)
    vault.set("local", "abc123", URL)
    info = vault.info("local")
    assert info is not None
    assert info.last4 == ""


def test_a_lost_master_key(places: tuple[Path, Path]) -> None:
    file, secrets = places
    Vault(*places, keychain=False).set("openai", CANARY, URL)
    (master,) = secrets.iterdir()
    kept = master.read_bytes()
    token = json.loads(file.read_text())["providers"]["openai"]["keys"][0]["secret"]
    master.unlink()

    vault = Vault(*places, keychain=False)
    assert vault.status().unreadable == ["openai"]
    assert vault.get("openai") is None
    assert vault.info("openai") is None
    vault.set("gemini", "another-key", "")
    assert vault.status().unreadable == ["openai"]
    assert token in file.read_text()
    vault.set("openai", "sk-entered-again", URL)
    assert vault.get("openai") == StoredKey("sk-entered-again", URL)
    assert vault.status().unreadable == []
    assert token in file.read_text()

    # The old master comes back from a backup: what is newer still counts.
    master.write_bytes(kept)
    assert Vault(*places, keychain=False).get("openai") == StoredKey("sk-entered-again", URL)


@pytest.mark.parametrize("damage", [b"", b"not a key", b"\xff\xfe", b"A" * 43 + b"="])
def test_a_damaged_master_key_is_a_lost_one(places: tuple[Path, Path], damage: bytes) -> None:
    Vault(*places, keychain=False).set("openai", CANARY, URL)
    (master,) = places[1].iterdir()
    master.write_bytes(damage)
    assert Vault(*places, keychain=False).status().unreadable == ["openai"]


def test_a_key_moved_to_another_provider_or_address_is_not_used(places: tuple[Path, Path]) -> None:
    file, _ = places
    vault = Vault(*places, keychain=False)
    vault.set("openai", CANARY, URL)
    content = json.loads(file.read_text())
    content["providers"]["evil"] = content["providers"]["openai"]
    content["providers"]["openai"]["keys"][0]["url"] = "https://evil.example"
    file.write_text(json.dumps(content))
    tampered = Vault(*places, keychain=False)
    assert tampered.get("evil") is None
    assert tampered.get("openai") == StoredKey(CANARY, URL)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 99, "providers": {}}', b"\xff", b'{"version": 1}'])
def test_a_damaged_vault_is_kept_and_a_fresh_one_begun(places: tuple[Path, Path], content: bytes) -> None:
    file, _ = places
    file.parent.mkdir()
    file.write_bytes(content)
    vault = Vault(*places, keychain=False)
    assert vault.secrets() == []
    vault.set("openai", CANARY, "")
    (aside,) = file.parent.glob("vault.damaged-*.json")
    assert aside.read_bytes() == content


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    saved=st.lists(
        st.tuples(st.sampled_from("abc"), st.text(st.characters(codec="utf-8"), max_size=50), st.text(max_size=9))
    )
)
def test_what_is_saved_last_is_what_comes_back(
    tmp_path_factory: pytest.TempPathFactory, saved: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    vault = Vault(folder / "vault.json", folder / "secrets", keychain=False)
    for provider, key, url in saved:
        vault.set(provider, key, url)
    again = Vault(folder / "vault.json", folder / "secrets", keychain=False)
    for provider, key, url in {provider: (provider, key, url) for provider, key, url in saved}.values():
        assert again.get(provider) == StoredKey(key, url)


class MemoryKeychain(keyring.backend.KeyringBackend):
    """A keychain in memory, in the place of the system's: it stands where D-Bus or the Keychain service would."""

    priority = 1.0  # type: ignore[assignment]
    kept: ClassVar[dict[tuple[str, str], str]] = {}
    answers_after = 0.0

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(self.answers_after)
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        time.sleep(self.answers_after)
        self.kept[service, username] = password


MemoryKeychain.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def system_keychain(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delenv("OMNIIMAGE_NO_KEYCHAIN", raising=False)
    before = keyring.get_keyring()
    chain = MemoryKeychain()
    chain.kept.clear()
    keyring.set_keyring(chain)
    yield chain
    keyring.set_keyring(before)


def test_the_keychain_holds_the_master(places: tuple[Path, Path], system_keychain: MemoryKeychain) -> None:
    vault = Vault(*places)
    vault.set("openai", CANARY, "")
    assert vault.status().backend == "keychain"
    assert not places[1].exists()
    assert len(system_keychain.kept) == 1
    assert Vault(*places).get("openai") == StoredKey(CANARY, "")
    assert CANARY not in str(system_keychain.kept)
    system_keychain.kept.clear()
    assert Vault(*places).status().unreadable == ["openai"]


def test_a_silent_keychain_counts_as_none(places: tuple[Path, Path], system_keychain: MemoryKeychain) -> None:
    system_keychain.answers_after = 20.0
    vault = Vault(*places, patience=0.3)
    began = time.monotonic()
    vault.set("openai", CANARY, "")
    assert vault.status().backend == "file"
    assert vault.get("openai") == StoredKey(CANARY, "")
    assert time.monotonic() - began < 15
    assert KEYCHAIN_SECONDS == 3.0


def test_a_keychain_that_answers_late_is_heard(places: tuple[Path, Path], system_keychain: MemoryKeychain) -> None:
    Vault(*places).set("openai", CANARY, "")
    system_keychain.answers_after = 0.5
    vault = Vault(*places, patience=0.3)
    assert vault.status().unreadable == ["openai"]
    deadline = time.monotonic() + 10
    while vault.status().unreadable and time.monotonic() < deadline:
        time.sleep(0.05)
    assert vault.get("openai") == StoredKey(CANARY, "")


@pytest.mark.parametrize("ring", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_what_only_looks_like_a_keychain_is_not_used(places: tuple[Path, Path], system_keychain: Any, ring: Any) -> None:
    keyring.set_keyring(ring())
    vault = Vault(*places)
    assert vault.status().backend == "file"
    vault.set("openai", CANARY, "")
    assert len([*places[1].iterdir()]) == 1


def test_the_environment_can_forbid_the_keychain(
    places: tuple[Path, Path], system_keychain: MemoryKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNIIMAGE_NO_KEYCHAIN", "1")
    Vault(*places).set("openai", CANARY, "")
    assert not system_keychain.kept
