"""Ask for a job until it is done. Asking costs nothing, so what fails on the way is asked again."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from omniimage.errors import BadResponse, StudioError, TooLarge
from omniimage.providers import faults, network, scrub
from omniimage.providers.adapters.jobs import Protocol, RemoteJob
from omniimage.providers.adapters.writing import key_headers
from omniimage.providers.base import Credentials
from omniimage.providers.provider_spec import ProviderSpec

FIRST_SECONDS = 0.3
LONGEST_SECONDS = 5.0
GROWTH = 1.4
LONGEST_WAIT_ASKED = 60.0
# A job may be unknown for a moment, until the provider's own machines have heard of it.
LOST_AFTER = 12
MAX_BYTES = 64_000_000
CANCEL_SECONDS = 10.0


@dataclass(frozen=True)
class Look:
    """One answer to a question about a job. `document` is `None` where it is no JSON object; status 0: none came."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    document: Mapping[str, Any] | None = None

    @property
    def is_passing(self) -> bool:
        """Whether it says nothing about the job: lost on the way, busy, redirected, or no JSON."""
        if 200 <= self.status < 300:
            return self.document is None
        return self.status < 400 or self.status >= 500 or self.status in (408, 425, 429)


class JobPoller:
    """Follows one job of one provider."""

    def __init__(
        self,
        spec: ProviderSpec,
        protocol: Protocol,
        credentials: Credentials,
        job: RemoteJob,
        lost_after: int = LOST_AFTER,
        most_bytes: int = MAX_BYTES,
    ) -> None:
        self._spec = spec
        self._protocol = protocol
        self._credentials = credentials
        self._job = job
        self._lost_after = lost_after
        self._most_bytes = most_bytes

    async def result(self) -> Look:
        """The answer of the finished job. Raises what the job ended with; `waits` in the details where it may go on.

        Has no time limit of its own.
        """
        delay, lost, asked = FIRST_SECONDS, 0, 0.0
        while True:
            await asyncio.sleep(max(asked, delay * random.uniform(0.8, 1.2)))
            delay, asked = min(delay * GROWTH, LONGEST_SECONDS), 0.0
            look = await self._request("GET", self._job.poll_url)
            if look.is_passing:
                asked = min(faults.retry_after(look.headers, look.document) or 0.0, LONGEST_WAIT_ASKED)
                continue
            state = self._state(look)
            lost = lost + 1 if state == "lost" else 0
            if lost >= self._lost_after:
                raise BadResponse("the provider does not know the job", reason="job_lost", charged="unknown")
            if state == "done":
                result = look if self._job.result_url is None else await self._fetch(self._job.result_url)
                if result is not None:
                    return result

    def _state(self, look: Look) -> str:
        if look.status in (400, 404, 410, 422):
            return "lost"
        if look.status >= 400:
            raise self._not_let_in(look)
        assert look.document is not None
        progress = self._protocol.progress(look.document)
        if progress.state == "failed":
            said = scrub.message(progress.said, self._credentials.api_key)
            raise progress.kind("the job failed", reason=progress.reason, provider_message=said, charged="unknown")
        return progress.state

    def _not_let_in(self, look: Look) -> StudioError:
        """The job goes on; it is we who may not ask, until there is a better key."""
        error = faults.from_status(look.status, look.headers, look.body, self._spec, self._credentials.api_key)
        error.details.pop("safe_to_retry", None)
        error.details.update(charged="unknown", waits=True)
        return error

    async def _fetch(self, url: str) -> Look | None:
        """The answer that lies apart; `None` where it is to be asked for again."""
        look = await self._request("GET", url)
        fault = look.headers.get(self._protocol.fault_header) if self._protocol.fault_header else None
        if 200 <= look.status < 300 and look.document is not None:
            return look
        if look.is_passing and not (fault and look.status >= 500):
            return None
        if look.status in (401, 403):
            raise self._not_let_in(look)
        document = dict(look.document or {}) | ({"error_type": fault} if fault else {})
        body = json.dumps(document).encode() if document else look.body
        error = faults.from_status(look.status, look.headers, body, self._spec, self._credentials.api_key)
        error.details.pop("safe_to_retry", None)
        error.details["charged"] = "no" if look.status >= self._protocol.free_from else "unknown"
        raise error

    async def cancel(self) -> str:
        """Ask the provider to stop: `asked`, `too_late` (it is done), `unreachable`, or `impossible`."""
        if self._protocol.cancel is None or self._job.cancel_url is None:
            return "impossible"
        look = Look()
        try:
            async with asyncio.timeout(CANCEL_SECONDS):
                look = await self._request(self._protocol.cancel, self._job.cancel_url)
        except (TimeoutError, TooLarge):
            pass
        if 200 <= look.status < 300:
            is_done = look.document is not None and self._protocol.progress(look.document).state == "done"
            return "too_late" if is_done else "asked"
        return "too_late" if look.status in (400, 409, 410, 422) else "unreachable"

    async def _request(self, method: str, url: str) -> Look:
        check_address(self._spec, self._credentials, url)
        headers = {"accept": "application/json", "accept-encoding": "identity", "user-agent": network.USER_AGENT}
        headers |= {name.lower(): value for name, value in key_headers(self._spec, self._credentials).items()}
        headers |= {name.lower(): value for name, value in self._credentials.headers.items()}
        body = bytearray()
        try:
            async with network.client() as client, client.stream(method, url, headers=headers) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > self._most_bytes:
                        # The next one would be no smaller.
                        raise TooLarge("the answer is too large", limit=self._most_bytes, charged="unknown")
                clean = self._without_secrets(bytes(body))
                return Look(response.status_code, dict(response.headers), clean, await _document(clean))
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return Look()

    def _without_secrets(self, text: bytes) -> bytes:
        for secret in (self._credentials.api_key, *self._credentials.hidden):
            text = scrub.without_key(text, secret)
        return text


def check_address(spec: ProviderSpec, credentials: Credentials, url: str) -> None:
    """The key goes to the provider's own origin, and to where it is documented to keep its jobs. Else `BadResponse`."""
    own = network.origin(credentials.base_url)
    try:
        host, asked = urlsplit(url).netloc, network.origin(url)
    except ValueError:
        host, asked = "", ("", "", 0)
    is_provider = own == network.origin(spec.default_url)
    is_region = is_provider and asked[0] == "https" and asked[2] == 443 and asked[1].endswith(spec.job_hosts)
    if "@" in host or not (asked == own or is_region):
        raise BadResponse("the job is not at the provider's address", reason="job_address", host=asked[1], charged="unknown")


async def _document(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = await asyncio.to_thread(json.loads, body) if len(body) > 256_000 else json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
