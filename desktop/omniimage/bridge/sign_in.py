"""The sign-in page of a browser: one form without a script, in the browser's language and the studio's colours."""

from __future__ import annotations

import base64
import hashlib

from omniimage.bridge.theme import Theme

_DARK = (
    "--bg:#141414;--well:#0f0f0f;--panel:#1a1a1a;--line:#2c2c2c;--edge:#6f6f6f;--text:#e8e8e8;--muted:#a6a6a6;"
    "--bad:#e87c6c;--accent:#f0a63c;--ring:#f0a63c;color-scheme:dark"
)
_LIGHT = (
    "--bg:#ebebeb;--well:#fff;--panel:#f6f6f6;--line:#d8d8d8;--edge:#858585;--text:#1b1b1b;--muted:#525252;"
    "--bad:#b3382a;--accent:#eda12f;--ring:#b06c00;color-scheme:light"
)
_STYLE = (
    f":root{{{_DARK}}}:root[data-theme=light]{{{_LIGHT}}}"
    f"@media(prefers-color-scheme:light){{:root:not([data-theme]){{{_LIGHT}}}}}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--text);"
    "font:14px/1.5 system-ui,'Segoe UI','PingFang SC','Microsoft YaHei UI','Noto Sans CJK SC','Noto Sans SC',sans-serif}"
    "form{display:grid;gap:8px;box-sizing:border-box;width:min(400px,92vw);padding:24px;border-radius:10px;"
    "border:1px solid var(--line);background:var(--panel)}"
    "p,h1{margin:0}h1{font-size:18px;line-height:1.35}p{color:var(--muted);overflow-wrap:anywhere}"
    "code{font:13px ui-monospace,'SF Mono',Consolas,'DejaVu Sans Mono',monospace;color:var(--text)}"
    "label{margin-top:8px;font-weight:600}.wrong{color:var(--bad)}"
    "input,button{font:inherit;padding:8px 12px;border-radius:7px;border:1px solid var(--edge);background:var(--well);"
    "color:inherit}input[aria-invalid]{border-color:var(--bad)}"
    "button{margin-top:8px;border-color:transparent;background:var(--accent);color:#1b1304;font-weight:600;cursor:pointer}"
    ":focus-visible{outline:2px solid var(--ring);outline-offset:2px}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

_WORDS = {
    "en": {
        "title": "Sign in to OmniImage Studio",
        "operator": "Paste the token that <code>omniimage serve</code> printed.",
        "person": "Paste the token that your admin gave you. This browser then stays signed in.",
        "wrong": "That token is not right. Copy the whole of it and paste it again.",
        "often": "That token is not right either, and there were many. Check it before you try again.",
        "label": "Token",
        "button": "Sign in",
    },
    "zh": {
        "title": "登录 OmniImage Studio",
        "operator": "请粘贴 <code>omniimage serve</code> 输出的令牌。",
        "person": "请粘贴管理员给你的令牌。之后此浏览器会保持登录。",
        "wrong": "令牌不正确。请完整复制后重新粘贴。",
        "often": "令牌仍不正确，错误次数已过多。请核对后再试。",
        "label": "令牌",
        "button": "登录",
    },
    "ru": {
        "title": "Вход в OmniImage Studio",
        "operator": "Вставьте токен, который вывела команда <code>omniimage serve</code>.",
        "person": "Вставьте токен, который дал администратор. Этот браузер запомнит вход.",
        "wrong": "Токен неверен. Скопируйте его целиком и вставьте снова.",
        "often": "Этот токен тоже неверен, а попыток было много. Проверьте его и попробуйте снова.",
        "label": "Токен",
        "button": "Войти",
    },
}


def sign_in_page(accept_language: str, theme: Theme, *, by_operator: bool, mistake: str = "") -> str:
    """`by_operator`: the token is the launch's, else a person's own. `mistake`: `wrong`, `often` or none."""
    language = _preferred(accept_language)
    words = _WORDS[language]
    hint = words["operator" if by_operator else "person"]
    look = "" if theme == "system" else f' data-theme="{theme}"'
    note = f'<p class="wrong" id="wrong" role="alert">{words[mistake]}</p>' if mistake else ""
    described = ' aria-invalid="true" aria-describedby="wrong hint"' if mistake else ' aria-describedby="hint"'
    return (
        f'<!doctype html><html lang="{language}"{look}><meta charset="utf-8"><title>{words["title"]}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f'<main><form method="post" action="/login"><h1>{words["title"]}</h1><p id="hint">{hint}</p>'
        f'<label for="token">{words["label"]}</label>'
        f'<input id="token" name="token" type="password"{described} autofocus required autocomplete="off">{note}'
        f"<button>{words['button']}</button></form></main></html>"
    )


def _preferred(accept_language: str) -> str:
    """The first of the header's languages that the page speaks; browsers send the most wanted first."""
    wanted = (part.strip().lower()[:2] for part in accept_language.split(","))
    return next((language for language in wanted if language in _WORDS), "en")
