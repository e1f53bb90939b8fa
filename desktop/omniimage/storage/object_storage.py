"""Object storage for scripts: `R2Storage` for anything that speaks S3, `LocalStorage` for a folder. One face.

Keys are made of the content, so that the same bytes are stored once.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from omniimage.errors import BadRequest, StorageFailed

_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif", "image/avif": "avif"}
_KEY = re.compile(r"(?!/)(?!.*(?:^|/)\.\.?(?:/|$))[^\x00-\x1f\\]{1,900}")


def content_key(data: bytes, mime_type: str) -> str:
    """`3f/3fa9…c1.png`: the SHA-256 of the bytes and the suffix of their type."""
    digest = hashlib.sha256(data).hexdigest()
    return f"{digest[:2]}/{digest}.{_EXTENSIONS.get(mime_type, 'bin')}"


class R2Storage:
    """A bucket at Cloudflare R2 or any S3 endpoint. What is not given is read from `R2_ACCESS_KEY_ID`,
    `R2_ACCESS_KEY_SECRET`, `R2_ENDPOINT`, `R2_BUCKET_NAME`, `R2_PUBLIC_DOMAIN`.

    `public_domain`: where the bucket's objects are read, with or without `https://`. Raises `StorageFailed`.
    """

    def __init__(
        self,
        access_key_id: str | None = None,
        access_key_secret: str | None = None,
        endpoint: str | None = None,
        bucket: str | None = None,
        public_domain: str | None = None,
        *,
        key_prefix: str = "",
    ) -> None:
        self._key_id = _given(access_key_id, "R2_ACCESS_KEY_ID")
        self._secret = _given(access_key_secret, "R2_ACCESS_KEY_SECRET")
        self._endpoint = _given(endpoint, "R2_ENDPOINT")
        self._bucket = _given(bucket, "R2_BUCKET_NAME")
        domain = _given(public_domain, "R2_PUBLIC_DOMAIN").rstrip("/")
        self._public = domain if "://" in domain else f"https://{domain}"
        self._prefix = key_prefix
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"R2Storage(bucket={self._bucket!r})"

    def upload(self, data: bytes, *, mime_type: str, key: str | None = None) -> str:
        """Put the bytes there and return their address. The same bytes again are not sent again."""
        name = self._named(key or content_key(data, mime_type))
        if key is None and self._is_there(name):
            return self._address(name)
        self._ask("put_object", Key=name, Body=data, ContentType=mime_type)
        return self._address(name)

    def exists(self, key: str) -> bool:
        """Whether an object of that key, below the prefix, is there."""
        return self._is_there(self._named(key))

    def delete(self, key: str) -> None:
        """One that is not there is no error."""
        self._ask("delete_object", Key=self._named(key))

    def url(self, key: str) -> str:
        """The public address; the object need not be there."""
        return self._address(self._named(key))

    def _named(self, key: str) -> str:
        return _checked(self._prefix + key)

    def _address(self, name: str) -> str:
        return f"{self._public}/{quote(name)}"

    def _is_there(self, name: str) -> bool:
        try:
            self._ask("head_object", Key=name)
        except StorageFailed as error:
            if error.details.get("status") == 404:
                return False
            raise
        return True

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        # A put of the same bytes under their own hash may be repeated: nothing is paid twice.
        config = Config(connect_timeout=15, read_timeout=60, retries={"max_attempts": 3, "mode": "standard"})
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self._endpoint,
            aws_access_key_id=self._key_id,
            aws_secret_access_key=self._secret,
            region_name="auto",
            config=config,
        )

    def _ask(self, operation: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        with self._lock:
            client = self._client
        try:
            return getattr(client, operation)(Bucket=self._bucket, **arguments)
        except ClientError as error:
            answer = error.response
            status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
            code = answer.get("Error", {}).get("Code")
            raise StorageFailed("the storage refused", operation=operation, status=status, reason=code) from None
        except (BotoCoreError, ValueError) as error:
            reason = type(error).__name__
            raise StorageFailed("the storage could not be reached", operation=operation, reason=reason) from None


class LocalStorage:
    """A folder with the same face. `base_url`: under which it is served; without one, addresses are `file://`."""

    def __init__(self, folder: str | Path, base_url: str | None = None) -> None:
        self._folder = Path(folder).absolute()
        self._base_url = base_url.rstrip("/") if base_url else None

    def upload(self, data: bytes, *, mime_type: str, key: str | None = None) -> str:
        """Write the bytes, whole or not at all, and return their address. The same bytes again are not written again."""
        name = _checked(key or content_key(data, mime_type))
        target = self._folder / name
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            if key is None and target.is_file():
                return self.url(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(data)
            partial.replace(target)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise StorageFailed("the image could not be stored", reason=error.strerror) from None
        return self.url(name)

    def exists(self, key: str) -> bool:
        """Whether a file of that key is there."""
        return (self._folder / _checked(key)).is_file()

    def delete(self, key: str) -> None:
        """One that is not there is no error."""
        try:
            (self._folder / _checked(key)).unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailed("the image could not be deleted", reason=error.strerror) from None

    def url(self, key: str) -> str:
        """The address; the file need not be there."""
        name = _checked(key)
        return f"{self._base_url}/{quote(name)}" if self._base_url else (self._folder / name).as_uri()


def _given(value: str | None, variable: str) -> str:
    found = value or os.environ.get(variable, "")
    if not found:
        raise BadRequest(f"give it, or set {variable}", field=variable)
    return found


def _checked(key: str) -> str:
    """A key that stays below its folder on every system."""
    if not _KEY.fullmatch(key):
        raise BadRequest("this is no key of an object", field="key")
    return key
