"""A passphrase as a key: argon2id where this build of OpenSSL has it, otherwise scrypt."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from typing import Annotated, Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field

from omniimage.errors import BadRequest

MIN_CHARS, MAX_CHARS = 8, 1024
SALT = r"^[0-9a-f]{32}$"


class _Recipe(BaseModel):
    """How a key is made of a passphrase. The upper bounds keep a forged file from taking all memory."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    salt: str = Field(default_factory=lambda: secrets.token_hex(16), pattern=SALT)


class Argon2idRecipe(_Recipe):
    """RFC 9106, the second recommended choice: 64 MiB."""

    name: Literal["argon2id"] = "argon2id"
    iterations: int = Field(default=3, ge=1, le=16)
    lanes: int = Field(default=4, ge=1, le=16)
    memory_kib: int = Field(default=65_536, ge=1024, le=1_048_576)


class ScryptRecipe(_Recipe):
    name: Literal["scrypt"] = "scrypt"
    log2_n: int = Field(default=17, ge=10, le=20)


Recipe = Annotated[Argon2idRecipe | ScryptRecipe, Field(discriminator="name")]


class Sealed(BaseModel):
    """Bytes that only the passphrase opens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: Recipe
    token: str


class Wrapper:
    """A key made of a passphrase. Making one takes about half a second and 64 MiB, on purpose."""

    def __init__(self, passphrase: str, recipe: Argon2idRecipe | ScryptRecipe | None = None) -> None:
        self._recipe = recipe or _best_recipe()
        self._fernet = Fernet(base64.urlsafe_b64encode(_derive(passphrase, self._recipe)))

    def seal(self, data: bytes) -> Sealed:
        return Sealed(recipe=self._recipe, token=self._fernet.encrypt(data).decode())

    def open(self, sealed: Sealed) -> bytes:
        """Raises `BadRequest`, reason `wrong_passphrase`."""
        try:
            return self._fernet.decrypt(sealed.token.encode())
        except InvalidToken:
            raise BadRequest("the passphrase does not fit", field="passphrase", reason="wrong_passphrase") from None


def check_passphrase(passphrase: str) -> None:
    """Raises `BadRequest`, reason `passphrase_length`, where a new one is too short to be worth anything."""
    if not MIN_CHARS <= len(passphrase) <= MAX_CHARS:
        raise BadRequest(
            f"a passphrase has {MIN_CHARS} to {MAX_CHARS} characters", field="passphrase", reason="passphrase_length"
        )


def _best_recipe() -> Argon2idRecipe | ScryptRecipe:
    try:
        Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=8)
    except UnsupportedAlgorithm:
        return ScryptRecipe()
    return Argon2idRecipe()


def _derive(passphrase: str, recipe: Argon2idRecipe | ScryptRecipe) -> bytes:
    # The same letters are other bytes on another keyboard: é as one character, or as two.
    secret = unicodedata.normalize("NFKC", passphrase[:MAX_CHARS]).encode("utf-8", "surrogatepass")
    salt = bytes.fromhex(recipe.salt)
    if isinstance(recipe, ScryptRecipe):
        return Scrypt(salt=salt, length=32, n=2**recipe.log2_n, r=8, p=1).derive(secret)
    kdf = Argon2id(salt=salt, length=32, iterations=recipe.iterations, lanes=recipe.lanes, memory_cost=recipe.memory_kib)
    return kdf.derive(secret)
