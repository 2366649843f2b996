"""Which certificates a crawl trusts: the system's, and those of ``network.ca_file``."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi

from crawler.errors import ConfigError


def trust(ca_file: Path | None, cache: Path) -> None:
    """Adds ``ca_file`` (PEM) to what this process trusts, by ``SSL_CERT_FILE``.

    OpenSSL reads one file only, so the certificates trusted so far are copied in front.
    """
    if ca_file is None:
        return
    added = _certificates(ca_file)
    present = os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile
    bundle = cache / "trusted.pem"
    known = Path(present or certifi.where())
    if known != bundle:
        bundle.write_bytes(known.read_bytes() + b"\n" + added)
    os.environ["SSL_CERT_FILE"] = str(bundle)


def _certificates(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"network.ca_file {path} cannot be read: {error.strerror}. Correct it in rasoat.toml."
        ) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=body.decode("ascii"))
    except (ssl.SSLError, UnicodeDecodeError, ValueError) as error:
        raise ConfigError(
            f"network.ca_file {path} holds no PEM certificates. Name a file of them in rasoat.toml."
        ) from error
    return body
