"""BIND and Unbound of this machine as resolvers on loopback, with a policy zone of ours."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode

from tests.ports import both_doors

PACKAGES = "bind9 bind9-utils unbound"
# What the resolvers know of the world: every invented name, and everything below it.
_WORLD = """$TTL 60
@ IN SOA ns.vidu. who.vidu. 1 60 60 60 60
@ IN NS ns.vidu.
@ IN A 192.0.2.7
* IN A 192.0.2.7
"""
_BIND = """options {{
  directory "{folder}"; pid-file "named.pid"; session-keyfile "session.key";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion yes; dnssec-validation no; notify no; empty-zones-enable no;
  managed-keys-directory "{folder}"; lock-file none;
  response-policy {{ zone "rpz.vidu"; }} qname-wait-recurse no;
}};
controls {{ }};
zone "." {{ type primary; file "{folder}/world"; }};
zone "rpz.vidu" {{ type primary; file "{zone}"; }};
"""
_UNBOUND = """server:
  directory: "{folder}"
  pidfile: "{folder}/unbound.pid"
  chroot: ""
  username: ""
  use-syslog: no
  logfile: "{folder}/log"
  interface: 127.0.0.1@{port}
  do-ip6: no
  num-threads: 1
  module-config: "respip iterator"
auth-zone:
  name: "."
  zonefile: "{folder}/world"
  for-downstream: no
  for-upstream: yes
rpz:
  name: "rpz.vidu"
  zonefile: "{zone}"
remote-control:
  control-enable: no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver:
    """A resolver that answers on a port of loopback."""

    port: int

    def answer(self, name: str, kind: str = "A", timeout: float = 5) -> str:
        """The code of its answer, or the addresses that it gives."""
        asked = dns.message.make_query(name, kind)
        told = dns.query.udp(asked, "127.0.0.1", port=self.port, timeout=timeout)
        if told.rcode() != dns.rcode.NOERROR:
            return dns.rcode.to_text(told.rcode())
        return " ".join(str(record) for found in told.answer for record in found)


def program(name: str) -> str:
    """Where a program lies, system folders that are in no user's path included."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        raise AssertionError(f"{name} is missing. Install it: apt-get install {PACKAGES}")
    return found


@contextmanager
def bind(folder: Path, zone: Path) -> Iterator[Resolver]:
    """BIND with the zone file as its response policy."""
    config, port = _configured(_BIND, folder, zone)
    command = [
        program("named"),
        "-f",
        "-4",
        "-n",
        "1",
        "-c",
        str(config),
        "-L",
        str(folder / "log"),
    ]
    with _running(command, folder, port) as resolver:
        yield resolver


@contextmanager
def unbound(folder: Path, zone: Path) -> Iterator[Resolver]:
    """Unbound with the zone file as its response policy."""
    config, port = _configured(_UNBOUND, folder, zone)
    with _running([program("unbound"), "-d", "-c", str(config)], folder, port) as resolver:
        yield resolver


def _configured(template: str, folder: Path, zone: Path) -> tuple[Path, int]:
    """A new folder with the server's settings and its world; the port that it will answer on."""
    folder.mkdir()
    port = _free_port()
    (folder / "world").write_text(_WORLD, encoding="ascii")
    config = folder / "settings"
    config.write_text(template.format(folder=folder, port=port, zone=zone), encoding="ascii")
    return config, port


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[Resolver]:
    resolver = Resolver(port=port)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not _answers(resolver):
            log = folder / "log"
            told = log.read_text() if log.is_file() else ""
            assert process.poll() is None, told
            assert time.monotonic() < deadline, told
            time.sleep(0.1)
        yield resolver
    finally:
        process.kill()
        process.wait()


def _answers(resolver: Resolver) -> bool:
    try:
        # What is sent before the server listens is lost, and was waited for in vain for 5 seconds.
        return resolver.answer("con-song-vidu.com", timeout=0.5) == "192.0.2.7"
    except (OSError, dns.exception.DNSException):
        return False


def _free_port() -> int:
    """Free for both kinds of packets."""
    stream, packets = both_doors()
    with stream, packets:
        return int(stream.getsockname()[1])
