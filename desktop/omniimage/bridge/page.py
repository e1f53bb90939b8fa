"""The built page, and who may see it.

The index is told how it reaches the engine, the last event before it was served, so that it misses none after, and the
theme, so that no other shows first.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from omniimage.acting import STUDIO, Actor
from omniimage.bridge.address import Mode, Secrets
from omniimage.bridge.answers import FILE_CHUNK_BYTES, IMMUTABLE, json_answer, refusal
from omniimage.bridge.identity import Identity
from omniimage.bridge.security import content_policy
from omniimage.bridge.sign_in import POLICY, sign_in_page
from omniimage.bridge.theme import Theme
from omniimage.errors import AuthFailed, ModelMissing, NotFound, RateLimited

MAX_LOGIN_BYTES = 4096


class Page:
    """Routes of the page in `folder`, which holds `index.html` and hashed files under `assets/`."""

    def __init__(
        self,
        folder: Path,
        secrets: Secrets,
        identity: Identity,
        mode: Mode,
        last_event_id: Callable[[], int],
        theme: Callable[[], Theme],
    ) -> None:
        self._folder = folder
        self._secrets = secrets
        self._identity = identity
        self._mode = mode
        self._last_event_id = last_event_id
        self._theme = theme
        self._files = StaticFiles(directory=folder, check_dir=False)

    def routes(self) -> list[Route]:
        """The last route takes every address that is left."""
        return [
            Route("/", self.index),
            Route("/login", self.login, methods=["POST"]),
            Route("/logout", self.logout, methods=["POST"]),
            Route("/{path:path}", self.file),
        ]

    async def index(self, request: Request) -> Response:
        if launch := request.query_params.get("launch"):
            if self._secrets.take_launch(launch):
                return await self._enter(STUDIO)
            return refusal(401, AuthFailed("this launch token is spent"))
        if token := request.query_params.get("token"):
            return await self._enter_by(token, request)
        if await self._identity.of(request) is None:
            return self._login_page(request)
        return self._index()

    async def login(self, request: Request) -> Response:
        if int(request.headers.get("content-length") or MAX_LOGIN_BYTES) >= MAX_LOGIN_BYTES:
            return refusal(413, AuthFailed("the form is too long"))
        async with request.form(max_files=0, max_fields=4) as form:
            token = form.get("token")
        return await self._enter_by(token if isinstance(token, str) else "", request)

    async def logout(self, request: Request) -> Response:
        return await self._identity.leave(request, json_answer(b'{"ok": true}'))

    async def file(self, request: Request) -> Response:
        path = request.path_params["path"]
        if path == "index.html" or any(part.startswith(".") for part in path.split("/")):
            return refusal(404, NotFound("there is no such page"))
        try:
            response = await self._files.get_response(path, request.scope)
        except HTTPException as error:
            return refusal(error.status_code, NotFound("there is no such page"))
        if isinstance(response, FileResponse):
            response.chunk_size = FILE_CHUNK_BYTES
        response.headers["cache-control"] = IMMUTABLE if path.startswith("assets/") else "private, no-cache"
        return response

    async def _enter_by(self, token: str, request: Request) -> Response:
        try:
            actor = await self._identity.by_token(request, token.strip())
        except RateLimited:
            return self._login_page(request, "often", 429)
        return self._login_page(request, "wrong") if actor is None else await self._enter(actor)

    async def _enter(self, actor: Actor) -> Response:
        return await self._identity.enter(RedirectResponse("/", 303), actor)

    def _index(self) -> Response:
        try:
            html = (self._folder / "index.html").read_text("utf-8")
        except OSError:
            return refusal(500, ModelMissing("the page is not built; run `make build`", file="frontend/dist/index.html"))
        facts = {"omniimage-transport": self._mode, "omniimage-last-event": self._last_event_id()}
        told = "".join(f'<meta name="{name}" content="{value}">' for name, value in facts.items())
        nonce = secrets.token_urlsafe(16)
        told += f'<meta property="csp-nonce" nonce="{nonce}">'
        policy = content_policy(self._mode, nonce)
        html = html.replace("<head>", f"<head>{told}", 1).replace("<style>", f'<style nonce="{nonce}">', 1)
        if (theme := self._theme()) != "system":
            html = html.replace("<html", f'<html data-theme="{theme}"', 1)
        return HTMLResponse(html, headers={"content-security-policy": policy})

    def _login_page(self, request: Request, mistake: str = "", status: int = 401) -> Response:
        if self._mode == "window" or "text/html" not in request.headers.get("accept", ""):
            return refusal(status, AuthFailed("not authorised"))
        html = sign_in_page(
            request.headers.get("accept-language", ""),
            self._theme(),
            by_operator=bool(self._secrets.token),
            mistake=mistake,
        )
        # Without a referrer Chromium sends its form with the origin `null`.
        headers = {"content-security-policy": POLICY, "referrer-policy": "same-origin"}
        return HTMLResponse(html, status, headers=headers)
