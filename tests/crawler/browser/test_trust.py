"""The browser trusts what ``SSL_CERT_FILE`` adds, and nothing that it does not."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from pathlib import Path

import pytest

from crawler.browser import trust
from crawler.browser.service import Browser
from crawler.config import Config
from crawler.crawl.trust import trust as trust_file
from crawler.errors import BrowserProblem, RenderFailed
from crawler.replica.authority import Authority
from tests.security.servers import listening, naming


def test_the_office_s_certificate_is_trusted_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("ours", "theirs", "cache"):
        (tmp_path / folder).mkdir()
    ours, theirs = Authority(tmp_path / "ours"), Authority(tmp_path / "theirs")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "")  # restored at the end, whatever trust_file writes
    trust_file(ours.ca_file, tmp_path / "cache")
    home = ip_address("127.0.0.1")

    async def visit(port: int, resolver: int) -> str:
        async with Browser(Config(allow=((home, port),), resolver=(home, resolver))) as browser:
            page = await browser.render(f"https://vidu.example:{port}/")
            server.tls = theirs.context("khac.example")
            with pytest.raises(RenderFailed, match="ERR_CERT_AUTHORITY_INVALID"):
                await browser.render(f"https://khac.example:{port}/")
            return page.dom

    known = {name: [["127.0.0.1"]] for name in ("vidu.example", "khac.example")}
    with listening() as server, naming(known) as names:
        server.tls = ours.context("vidu.example")
        assert "<title>ok</title>" in asyncio.run(visit(server.port, names.port))


def test_certificates_that_cannot_be_taken_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent.pem"))
    with pytest.raises(BrowserProblem, match=r"absent\.pem"):
        trust.make_trusted(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    monkeypatch.setattr(trust, "_LIBRARY", "libabsent3.so")
    with pytest.raises(BrowserProblem, match=r"install libabsent3\.so"):
        trust.make_trusted(tmp_path)
