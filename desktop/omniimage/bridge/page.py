"""The built page and the log-in page of a browser.

The index is told how it reaches the engine, the last event before it was served, so that it misses none after, and the
theme, so that no other shows first.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from omniimage.bridge.address import Address, Mode, Secrets, same
from omniimage.bridge.answers import FILE_CHUNK_BYTES, IMMUTABLE, refusal
from omniimage.bridge.security import content_policy, is_authorised, set_session
from omniimage.bridge.theme import Theme
from omniimage.errors import AuthFailed, ModelMissing, NotFound

MAX_LOGIN_BYTES = 4096

_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#141414;color:#ededed;"
    "font:15px system-ui,sans-serif}form{display:grid;gap:12px;width:min(360px,88vw)}h1{font-size:20px;margin:0}"
    "p{margin:0;color:#a8a8a8}.wrong{color:#ffb86b}input,button{font:inherit;padding:9px 12px;border-radius:7px;"
    "border:1px solid #3a3a3a;background:#1e1e1e;color:inherit}button{background:#e8a33d;color:#141414;border:0}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_LOGIN_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Title, hint, what is said of a wrong token, label, button.
_LOGIN_WORDS = {
    "en": ("Log in", "Paste the token that `omniimage serve` printed.", "That token is not right.", "Token", "Open"),
    "zh": ("登录", "请粘贴 `omniimage serve` 输出的令牌。", "令牌不正确。", "令牌", "打开"),
    "ru": ("Вход", "Вставьте токен, который вывела команда `omniimage serve`.", "Токен неверен.", "Токен", "Открыть"),
}


class Page:
    """Routes of the page in `folder`, which holds `index.html` and hashed files under `assets/`."""

    def __init__(
        self,
        folder: Path,
        secrets: Secrets,
        address: Address,
        mode: Mode,
        last_event_id: Callable[[], int],
        theme: Callable[[], Theme],
    ) -> None:
        self._folder = folder
        self._secrets = secrets
        self._address = address
        self._mode = mode
        self._last_event_id = last_event_id
        self._theme = theme
        self._files = StaticFiles(directory=folder, check_dir=False)

    def routes(self) -> list[Route]:
        """The last route takes every address that is left."""
        return [
            Route("/", self.index),
            Route("/login", self.login, methods=["POST"]),
            Route("/{path:path}", self.file),
        ]

    async def index(self, request: Request) -> Response:
        if launch := request.query_params.get("launch"):
            if self._secrets.take_launch(launch):
                return self._enter()
            return refusal(401, AuthFailed("this launch token is spent"))
        if token := request.query_params.get("token"):
            return self._enter() if same(token, self._secrets.token) else self._login_page(request, wrong=True)
        if not is_authorised(request, self._secrets):
            return self._login_page(request)
        return self._index()

    async def login(self, request: Request) -> Response:
        if int(request.headers.get("content-length") or MAX_LOGIN_BYTES) >= MAX_LOGIN_BYTES:
            return refusal(413, AuthFailed("the form is too long"))
        async with request.form(max_files=0, max_fields=4) as form:
            token = form.get("token")
        right = isinstance(token, str) and same(token.strip(), self._secrets.token)
        return self._enter() if right else self._login_page(request, wrong=True)

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

    def _enter(self) -> Response:
        return set_session(RedirectResponse("/", 303), self._secrets, self._address)

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

    def _login_page(self, request: Request, wrong: bool = False) -> Response:
        if self._mode == "window" or "text/html" not in request.headers.get("accept", ""):
            return refusal(401, AuthFailed("not authorised"))
        language = _preferred(request.headers.get("accept-language", ""))
        title, hint, mistake, label, button = _LOGIN_WORDS[language]
        note = f'<p class="wrong" role="alert">{mistake}</p>' if wrong else f"<p>{hint}</p>"
        html = (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>OmniImage Studio</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
            f'<form method="post" action="/login"><h1>{title}</h1>{note}'
            f'<input name="token" type="password" aria-label="{label}" autofocus required autocomplete="off">'
            f"<button>{button}</button></form></html>"
        )
        return HTMLResponse(html, 401, headers={"content-security-policy": _LOGIN_POLICY})


def _preferred(accept_language: str) -> str:
    """The first of the header's languages that the page speaks; browsers send the most wanted first."""
    wanted = (part.strip().lower()[:2] for part in accept_language.split(","))
    return next((language for language in wanted if language in _LOGIN_WORDS), "en")
