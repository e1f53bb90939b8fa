"""The vault behind a passphrase, its master key changed, and the keychains that a machine may have."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import keyring
import keyring.backend
import keyring.errors
import pytest
from pydantic import ValidationError

from omniimage.errors import BadRequest, Locked
from omniimage.storage.passphrase import Argon2idRecipe, ScryptRecipe, Sealed, Wrapper
from omniimage.storage.vault import StoredKey, Vault

CANARY = "sk-canary-0d9e8f7a6b5c4d3e2f10"
URL = "https://api.example.com/v1"
PHRASE, OTHER = "correct horse 北京", "ещё одна фраза"


@pytest.fixture
def places(quick: Path) -> tuple[Path, Path]:
    return quick / "data" / "vault.json", quick / "secrets"


@pytest.fixture
def vault(places: tuple[Path, Path]) -> Vault:
    vault = Vault(*places, keychain=False)
    vault.set("openai", CANARY, URL)
    return vault


def reason(error: pytest.ExceptionInfo[BadRequest]) -> Any:
    return error.value.details["reason"]


def test_a_passphrase_stands_before_the_keys(vault: Vault, places: tuple[Path, Path]) -> None:
    secrets = places[1]
    old = {path: path.read_bytes() for path in secrets.iterdir()}
    vault.set_passphrase(PHRASE)
    assert vault.get("openai") == StoredKey(CANARY, URL)
    assert [*secrets.iterdir()] == []
    status = vault.status()
    assert (status.backend, status.locked, status.unreadable) == ("passphrase", False, [])

    again = Vault(*places, keychain=False)
    assert again.is_locked and again.get("openai") is None and again.secrets() == []
    assert again.status().locked and again.status().unreadable == []
    info = again.info("openai")
    assert info is not None and info.last4 == CANARY[-4:]
    # A copy of the old master key, from a backup, opens nothing of the new file.
    for path, master in old.items():
        path.write_bytes(master)
    assert Vault(*places, keychain=False).get("openai") is None
    again.unlock(PHRASE)
    assert again.get("openai") == StoredKey(CANARY, URL)
    again.lock()
    assert again.is_locked and again.get("openai") is None


def test_while_locked_nothing_is_overwritten(vault: Vault, places: tuple[Path, Path]) -> None:
    vault.set_passphrase(PHRASE)
    vault.lock()
    before = places[0].read_bytes()
    for change in (
        lambda: vault.set("openai", "sk-other-0a1b2c3d4e5f", URL),
        lambda: vault.add("gemini", "sk-other-0a1b2c3d4e5f", URL),
        lambda: vault.set_headers("openai", {"x-a": "b"}, {"x-a": "b"}),
        vault.rotate,
    ):
        with pytest.raises(Locked) as raised:
            change()
        assert raised.value.details["reason"] == "vault_locked"
    assert places[0].read_bytes() == before
    # What needs no key still works.
    vault.rename("openai", vault.infos("openai")[0].id, "mine")
    vault.remove("openai")
    vault.restore("openai")
    vault.unlock(PHRASE)
    assert vault.get("openai") == StoredKey(CANARY, URL)


def test_wrong_short_and_missing_passphrases(vault: Vault) -> None:
    with pytest.raises(BadRequest) as raised:
        vault.set_passphrase("short")
    assert reason(raised) == "passphrase_length"
    for call in (lambda: vault.unlock(PHRASE), vault.lock):
        with pytest.raises(BadRequest) as raised:
            call()
        assert reason(raised) == "no_passphrase"
    vault.set_passphrase(PHRASE)
    with pytest.raises(BadRequest) as raised:
        vault.set_passphrase(OTHER, "not the passphrase")
    assert reason(raised) == "wrong_passphrase"
    vault.lock()
    with pytest.raises(BadRequest) as raised:
        vault.unlock(OTHER)
    assert reason(raised) == "wrong_passphrase" and vault.is_locked


def test_change_and_remove(vault: Vault, places: tuple[Path, Path]) -> None:
    vault.set_passphrase(PHRASE)
    vault.set_passphrase(OTHER, PHRASE)
    again = Vault(*places, keychain=False)
    with pytest.raises(BadRequest):
        again.unlock(PHRASE)
    again.unlock(OTHER)
    again.set_passphrase("", OTHER)
    assert len([*places[1].iterdir()]) == 1
    opened = Vault(*places, keychain=False)
    assert not opened.is_locked and opened.get("openai") == StoredKey(CANARY, URL)
    assert opened.status().backend == "file"


def test_rotation_changes_every_token_and_the_master(vault: Vault, places: tuple[Path, Path]) -> None:
    file, secrets = places
    vault.add("openai", "sk-second-a1b2c3d4e5f6", URL)
    before = json.loads(file.read_text())
    (old_master,) = secrets.iterdir()
    vault.rotate()
    after = json.loads(file.read_text())
    tokens = [{key["secret"] for key in content["providers"]["openai"]["keys"]} for content in (before, after)]
    assert len(tokens[1]) == 2 and not tokens[0] & tokens[1]
    assert after["masters"].keys().isdisjoint(before["masters"]) and after["retired"] == {}
    assert not old_master.exists() and len([*secrets.iterdir()]) == 1
    assert Vault(*places, keychain=False).get("openai") == StoredKey(CANARY, URL)


def test_rotation_behind_a_passphrase_keeps_the_passphrase(vault: Vault, places: tuple[Path, Path]) -> None:
    vault.set_passphrase(PHRASE)
    vault.rotate()
    again = Vault(*places, keychain=False)
    assert again.is_locked
    again.unlock(PHRASE)
    assert again.get("openai") == StoredKey(CANARY, URL)


def test_rotation_keeps_what_it_cannot_read(vault: Vault, places: tuple[Path, Path]) -> None:
    (lost_master,) = places[1].iterdir()
    value = lost_master.read_bytes()
    lost_master.unlink()
    other = Vault(*places, keychain=False)
    other.set("gemini", "AIza-0a1b2c3d4e5f6071", "")
    other.rotate()
    lost_master.write_bytes(value)
    assert Vault(*places, keychain=False).get("openai") == StoredKey(CANARY, URL)


def test_a_full_disk_while_rotating_changes_nothing(vault: Vault, places: tuple[Path, Path]) -> None:
    file, secrets = places
    # A folder in the place of the file that is written first: as good as a disk that refuses.
    (file.parent / ".vault.json.new").mkdir()
    before = file.read_bytes(), sorted(secrets.iterdir())
    with pytest.raises(Exception, match="cannot be saved"):
        vault.rotate()
    assert (file.read_bytes(), sorted(secrets.iterdir())) == before
    assert vault.get("openai") == StoredKey(CANARY, URL)
    assert Vault(*places, keychain=False).get("openai") == StoredKey(CANARY, URL)


def test_a_forgotten_passphrase(vault: Vault, places: tuple[Path, Path]) -> None:
    with pytest.raises(BadRequest):
        vault.reset()
    vault.set_passphrase(PHRASE)
    vault.lock()
    locked_file = places[0].read_bytes()
    aside = vault.reset()
    assert (places[0].parent / aside).read_bytes() == locked_file
    assert vault.info("openai") is None and not vault.is_locked
    vault.set("openai", "sk-entered-again-0a1b2c", URL)
    assert Vault(*places, keychain=False).get("openai") == StoredKey("sk-entered-again-0a1b2c", URL)
    # Remembered after all: the old file in its place opens.
    places[0].write_bytes(locked_file)
    remembered = Vault(*places, keychain=False)
    remembered.unlock(PHRASE)
    assert remembered.get("openai") == StoredKey(CANARY, URL)


@pytest.mark.parametrize("recipe", [Argon2idRecipe(memory_kib=1024, iterations=1), ScryptRecipe(log2_n=10)])
def test_both_ways_to_a_key(recipe: Argon2idRecipe | ScryptRecipe) -> None:
    sealed = Sealed.model_validate_json(Wrapper("Zürich!!", recipe).seal(b"data").model_dump_json())
    # The same letters from a keyboard that writes ü as two characters.
    assert Wrapper("Zu\u0308rich!!", sealed.recipe).open(sealed) == b"data"
    with pytest.raises(BadRequest):
        Wrapper("Zurich!!", sealed.recipe).open(sealed)
    assert Wrapper("Zürich!!", recipe.model_copy(update={"salt": "00" * 16})).seal(b"data").recipe.salt == "00" * 16


@pytest.mark.parametrize(
    "recipe",
    [
        {"name": "argon2id", "salt": "00" * 16, "memory_kib": 2**40},
        {"name": "argon2id", "salt": "00" * 16, "iterations": 10**9},
        {"name": "scrypt", "salt": "00" * 16, "log2_n": 60},
        {"name": "scrypt", "salt": "zz"},
        {"name": "none", "salt": "00" * 16},
    ],
)
def test_a_forged_recipe_takes_neither_memory_nor_time(recipe: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Sealed.model_validate({"recipe": recipe, "token": ""})


def test_the_real_cost_is_what_is_promised() -> None:
    recipe = Argon2idRecipe()
    assert (recipe.memory_kib, recipe.iterations, recipe.lanes) == (65_536, 3, 4) and ScryptRecipe().log2_n == 17


class Keychain(keyring.backend.KeyringBackend):
    """Stands where the system's would: answers, is locked, or hangs."""

    priority = 1.0  # type: ignore[assignment]
    kept: ClassVar[dict[tuple[str, str], str]] = {}
    is_locked = False
    hangs = 0.0

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        del self.kept[service, username]

    def _answer(self) -> None:
        time.sleep(self.hangs)
        if self.is_locked:
            raise keyring.errors.KeyringLocked("Failed to unlock the collection!")


Keychain.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def keychain(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keychain]:
    monkeypatch.delenv("OMNIIMAGE_NO_KEYCHAIN", raising=False)
    before = keyring.get_keyring()
    chain = Keychain()
    chain.kept.clear()
    keyring.set_keyring(chain)
    yield chain
    keyring.set_keyring(before)


def test_a_locked_keychain_counts_as_none(places: tuple[Path, Path], keychain: Keychain) -> None:
    keychain.is_locked = True
    vault = Vault(*places)
    vault.set("openai", CANARY, URL)
    assert vault.status().backend == "file" and not keychain.kept
    assert Vault(*places).get("openai") == StoredKey(CANARY, URL)


def test_a_keychain_locked_since_makes_keys_unreadable_until_it_opens(places: tuple[Path, Path], keychain: Keychain) -> None:
    Vault(*places).set("openai", CANARY, URL)
    keychain.is_locked = True
    shut = Vault(*places)
    assert shut.status().unreadable == ["openai"] and shut.get("openai") is None
    keychain.is_locked = False
    assert Vault(*places).get("openai") == StoredKey(CANARY, URL)


def test_a_keychain_that_hangs_holds_up_for_three_seconds_at_most(places: tuple[Path, Path], keychain: Keychain) -> None:
    Vault(*places).set("openai", CANARY, URL)
    keychain.hangs = 30.0
    began = time.monotonic()
    vault = Vault(*places)
    assert vault.info("openai") is not None and not vault.is_locked
    assert time.monotonic() - began < 2.5
    assert vault.status().unreadable == ["openai"]
    assert vault.get("openai") is None and vault.secrets() == []
    assert 2.5 < time.monotonic() - began < 15


def test_the_keychain_forgets_the_master_that_a_passphrase_replaces(places: tuple[Path, Path], keychain: Keychain) -> None:
    vault = Vault(*places)
    vault.set("openai", CANARY, URL)
    vault.rotate()
    assert len(keychain.kept) == 1
    vault.set_passphrase(PHRASE)
    assert keychain.kept == {}
    vault.set_passphrase("", PHRASE)
    assert len(keychain.kept) == 1 and not places[1].exists()
    assert Vault(*places).get("openai") == StoredKey(CANARY, URL)


def test_a_master_that_the_keychain_will_not_delete_is_tried_again(places: tuple[Path, Path], keychain: Keychain) -> None:
    vault = Vault(*places)
    vault.set("openai", CANARY, URL)
    deletes = Keychain.delete_password
    Keychain.delete_password = _refuse  # type: ignore[method-assign]
    try:
        vault.set_passphrase(PHRASE)
    finally:
        Keychain.delete_password = deletes  # type: ignore[method-assign]
    assert len(keychain.kept) == 1 and len(json.loads(places[0].read_text())["retired"]) == 1
    vault.rotate()
    assert keychain.kept == {} and json.loads(places[0].read_text())["retired"] == {}


def _refuse(self: Keychain, service: str, username: str) -> None:
    raise keyring.errors.PasswordDeleteError("not now")
