"""``network.ca_file`` is trusted beside what was trusted before."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi
import pytest

from crawler.crawl.trust import trust
from crawler.errors import ConfigError
from crawler.replica.authority import Authority


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())


def test_the_added_authority_joins_the_known_ones(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    trust(authority.ca_file, tmp_path)
    before = ssl.create_default_context(cafile=certifi.where()).cert_store_stats()["x509_ca"]
    now = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"]).cert_store_stats()
    assert now["x509_ca"] == before + 1


def test_without_a_file_nothing_is_touched(tmp_path: Path) -> None:
    trust(None, tmp_path)
    assert os.environ["SSL_CERT_FILE"] == certifi.where()
    assert list(tmp_path.iterdir()) == []


def test_twice_is_as_once(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    trust(authority.ca_file, tmp_path)
    first = Path(os.environ["SSL_CERT_FILE"]).read_bytes()
    trust(authority.ca_file, tmp_path)
    assert Path(os.environ["SSL_CERT_FILE"]).read_bytes() == first


@pytest.mark.parametrize("body", [b"", b"no certificate", b"\xff\xfe"])
def test_what_holds_no_certificate_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(body)
    with pytest.raises(ConfigError, match="holds no PEM certificates"):
        trust(path, tmp_path)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        trust(tmp_path / "none.pem", tmp_path)
