"""A time stamp authority (RFC 3161) on loopback: real keys, real stamps, made by OpenSSL."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

_SETTINGS = """\
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
Answering = Callable[[bytes], tuple[int, bytes]]


class TestAuthority:
    """Keys of an authority in a folder, and what it answers to a query."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.root = folder / "root.pem"
        self._folder = folder
        (folder / "settings").write_text(_SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._certificate("root", "/CN=Example Root", "root")
        self._certificate("tsa", "/CN=Example Authority", "stamping", signed_by="root")

    def answer(self, query: bytes) -> tuple[int, bytes]:
        """A stamp, as HTTP status and body."""
        (self._folder / "query").write_bytes(query)
        settings = str(self._folder / "settings")
        _openssl("ts", "-reply", "-config", settings, *self._paths("queryfile query", "out answer"))
        return 200, (self._folder / "answer").read_bytes()

    def verifies(self, stamp: Path, *what: str) -> bool:
        """Whether OpenSSL takes the stamp, as an expert would ask it."""
        told = _openssl("ts", "-verify", "-in", str(stamp), "-CAfile", str(self.root), *what)
        return "Verification: OK" in told

    def _certificate(self, name: str, subject: str, extensions: str, signed_by: str = "") -> None:
        signer = ("CA", signed_by), ("CAkey", signed_by)
        by = [f"{option} {one}.{'key' if option == 'CAkey' else 'pem'}" for option, one in signer]
        _openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-subj", subject, "-days", "2", "-extensions", extensions),
            *self._paths("config settings", f"keyout {name}.key", f"out {name}.pem"),
            *(self._paths(*by) if signed_by else ()),
        )

    def _paths(self, *options: str) -> Iterator[str]:
        for option in options:
            name, file = option.split()
            yield from (f"-{name}", str(self._folder / file))


@contextmanager
def listening(answering: Answering) -> Iterator[str]:
    """The address of a server that answers every query so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = answering(self.rfile.read(int(self.headers["Content-Length"] or 0)))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body.decode())
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing: the tests look at what came of it."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/tsa"
        server.shutdown()
        serving.join()


def _openssl(*words: str) -> str:
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
