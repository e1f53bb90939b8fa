"""The first thing drawn has the user's theme and the outline's style."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from omniimage.bridge.address import Address, Secrets
from omniimage.bridge.identity import Identity
from omniimage.bridge.server import build_page
from omniimage.bridge.theme import remembered_theme


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ('{"theme": "light"}', '<html data-theme="light" lang="en">'),
        ('{"theme": "dark"}', '<html data-theme="dark" lang="en">'),
        ('{"theme": "system"}', '<html lang="en">'),
        ('{"theme": "\\"><script>"}', '<html lang="en">'),
        ('{"theme": ["light"]}', '<html lang="en">'),
        ("[]", '<html lang="en">'),
        ("\udcff", '<html lang="en">'),
        (None, '<html lang="en">'),
    ],
)
async def test_the_page_comes_in_the_theme_of_the_settings(tmp_path: Path, content: str | None, html: str) -> None:
    (tmp_path / "index.html").write_text('<!doctype html><html lang="en"><head></head></html>')
    settings, secrets = tmp_path / "settings.json", Secrets()
    if content is not None:
        settings.write_text(content, errors="surrogateescape")
    page = build_page(
        tmp_path,
        secrets,
        Identity(secrets, Address("127.0.0.1", 1234, "")),
        "browser",
        lambda: 0,
        lambda: None,
        lambda: remembered_theme(settings),
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(page), base_url="http://127.0.0.1:1234") as browser:
        answer = await browser.get("/", headers={"authorization": f"Bearer {secrets.token}"})
        sign_in = await browser.get("/", headers={"accept": "text/html"})
    assert html in answer.text
    look = re.search(r'<html[^>]*?( data-theme="\w+")?>', sign_in.text)
    assert look and (look[1] or "") in html and (look[1] is None) == ("data-theme" not in html)


async def test_the_outlines_style_passes_the_pages_own_policy(tmp_path: Path) -> None:
    """Without it a browser drops the style element, and the first paint is an empty page."""
    (tmp_path / "index.html").write_text("<!doctype html><html><head><style>html{}</style></head></html>")
    secrets = Secrets()
    page = build_page(
        tmp_path, secrets, Identity(secrets, Address("127.0.0.1", 1234, "")), "browser", lambda: 0, lambda: None
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(page), base_url="http://127.0.0.1:1234") as browser:
        answer = await browser.get("/", headers={"authorization": f"Bearer {secrets.token}"})
    nonce = re.search(r'<style nonce="([^"]{16,})">', answer.text)
    assert nonce and f"'nonce-{nonce[1]}'" in answer.headers["content-security-policy"]
