"""What is made of a saved key before it goes to its provider: itself, a Google token, or an AWS signature."""

from __future__ import annotations

import base64
import json
import re
import time
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from omniimage.errors import AuthFailed, BadParameters
from omniimage.providers.base import Credentials
from omniimage.providers.provider_spec import ProviderSpec

GOOGLE_AUDIENCE = "https://aiplatform.googleapis.com/"
GOOGLE_TOKEN_SECONDS = 3600

_AWS_HOST = re.compile(r"bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$")
_AWS_DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class Granted:
    """What one call goes out with. `credentials.api_key` is what the provider sees, and what is hidden everywhere."""

    credentials: Credentials
    project: str = ""


def granted(spec: ProviderSpec, credentials: Credentials) -> Granted:
    """Blocks for some milliseconds where a token is signed. `AuthFailed` where the key is none of that kind."""
    if spec.signing != "google":
        return Granted(credentials)
    account = _service_account(spec, credentials.api_key)
    project = "" if "/projects/" in credentials.base_url else f"/projects/{account.get('project_id', '')}/locations/global"
    if project.startswith("/projects//"):
        message = "the base URL of an access token names its project: …/v1/projects/NAME/locations/global"
        raise BadParameters(message, provider=spec.id, reason="no_project", charged="no")
    if account:
        credentials = replace(credentials, api_key=_google_token(spec, account))
    return Granted(credentials, project)


def headers(spec: ProviderSpec, granted: Granted, url: str, body: bytes) -> dict[str, str]:
    """The headers that show the key."""
    key = granted.credentials.api_key
    if not key:
        return {}
    if spec.signing == "aws" and ":" in key:
        return _aws_headers(key, url, body)
    return {spec.key_header: spec.key_prefix + key}


def _service_account(spec: ProviderSpec, key: str) -> dict[str, Any]:
    """The JSON file of a service account; empty for an access token."""
    if not key.lstrip().startswith("{"):
        return {}
    try:
        account = json.loads(key)
    except (ValueError, RecursionError):
        account = {}
    if not all(isinstance(account.get(name), str) for name in ("client_email", "private_key", "project_id")):
        raise AuthFailed("this is no service account", provider=spec.id, reason="malformed_key", charged="no")
    found: dict[str, Any] = account
    return found


def _google_token(spec: ProviderSpec, account: dict[str, Any]) -> str:
    """A token that the account signs itself: Google's APIs take it without an exchange."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    now = int(time.time())
    email = account["client_email"]
    claims = {"iss": email, "sub": email, "aud": GOOGLE_AUDIENCE, "iat": now, "exp": now + GOOGLE_TOKEN_SECONDS}
    header = {"alg": "RS256", "typ": "JWT", "kid": account.get("private_key_id", "")}
    signed = b".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
    try:
        key = serialization.load_pem_private_key(account["private_key"].encode(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise AuthFailed("the service account's key cannot be read", provider=spec.id, reason="malformed_key", charged="no")
    return (signed + b"." + _base64url(key.sign(signed, padding.PKCS1v15(), hashes.SHA256()))).decode()


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _aws_headers(key: str, url: str, body: bytes) -> dict[str, str]:
    """Signature version 4 of `access key:secret key[:session token]`."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials as AwsCredentials

    access, _, rest = key.partition(":")
    secret, _, session = rest.partition(":")
    found = _AWS_HOST.search(urlsplit(url).hostname or "")
    request = AWSRequest("POST", url, headers={"content-type": "application/json"}, data=body)
    region = found.group(1) if found else _AWS_DEFAULT_REGION
    SigV4Auth(AwsCredentials(access, secret, session or None), "bedrock", region).add_auth(request)
    return {name: str(value) for name, value in request.headers.items()}
