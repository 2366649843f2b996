"""A Redis that would lose requests is refused; what it refuses is a sentence and loses nothing."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from redis import Redis

from crawler.cluster import link
from crawler.cluster.frontier import RedisFrontier, Results
from crawler.cluster.link import connect
from crawler.errors import ClusterProblem, UsageProblem
from crawler.store.asked import Delivery, RequestOutcome
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.office import NOW, sighting
from tests.crawler.store.engines import MINUTE
from tests.crawler.store.test_frontier import ask

RUN = "run"


def connected(server: RedisServer, password: str | None = None) -> Redis:
    return connect(server.address, password=password, ca_file=None, tries=0)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--appendonly", "no"), r"append-only file is off\. Set appendonly yes"),
        (
            ("--maxmemory", "99mb", "--maxmemory-policy", "allkeys-lru"),
            r"throws keys away when it is full \(allkeys-lru\)\. Set maxmemory-policy noeviction",
        ),
    ],
)
def test_a_redis_that_forgets_is_refused(
    tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    with running_redis(tmp_path, *options) as server, pytest.raises(ClusterProblem, match=sentence):
        connected(server)


def test_an_old_redis_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "_OLDEST", (99, 0))
    with (
        running_redis(tmp_path) as server,
        pytest.raises(ClusterProblem, match=r"is version \d\S+, which cannot take over.*Install"),
    ):
        connected(server)


def test_no_redis_and_a_wrong_password_are_sentences(tmp_path: Path) -> None:
    with running_redis(tmp_path, "--requirepass", "right") as server:
        for password in ("wrong", None):
            with pytest.raises(
                ClusterProblem, match=r"refused the password.*RASOAT_REDIS_PASSWORD"
            ):
                connected(server, password)
        with connected(server, "right") as redis:
            assert redis.ping()
    with pytest.raises(ClusterProblem, match=r"cannot be reached.*Start it, or correct"):
        connected(server, "right")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://redis.example", "is no address of a Redis"),
        ("rediss:///0", "is no address of a Redis"),
        ("redis://redis.example", "unencrypted. Use rediss://"),
        ("rediss://:word@redis.example", "A password in the address can be read"),
        ("rediss://redis.example/0?password=word@", "An address ends with its number"),
        ("rediss://redis.example/0?ssl_cert_reqs=none", "An address ends with its number"),
        ("rediss://redis.example/0#word@", "An address ends with its number"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(UsageProblem, match=sentence) as refused:
        connect(address, password=None, ca_file=None)
    assert "word@" not in str(refused.value)


def test_a_full_redis_takes_all_of_a_result_or_nothing_and_loses_no_request(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server, connected(server) as redis:
        results = Results(redis, RUN)
        results.open()
        frontier = RedisFrontier(redis, RUN)
        frontier.add([ask("a"), ask("b")])
        lease, other = frontier.take(9, alone=True, now=NOW, until=NOW + MINUTE)
        redis.config_set("maxmemory", 1)
        told = Delivery(outcome=RequestOutcome.DONE, sightings=[sighting()], asks=[ask("c")])
        with pytest.raises(ClusterProblem, match="is full and took nothing more"):
            frontier.deliver(lease, told, now=NOW)
        with pytest.raises(ClusterProblem, match="is full and took nothing more"):
            frontier.add([ask("d")])
        assert (results.batch(), frontier.open_requests()) == ([], 2)
        frontier.renew(NOW + MINUTE)
        redis.config_set("maxmemory", 0)
        assert frontier.deliver(lease, told, now=NOW) == 1
        assert frontier.deliver(other, told, now=NOW) == 0
        assert [result.delivery for result in results.batch()] == [told, told]


def test_what_was_told_outlives_a_kill_of_the_server(tmp_path: Path) -> None:
    # Flushed every second, Redis may answer before it has handed on what it was told.
    with running_redis(tmp_path, "--appendfsync", "always") as server:
        redis = connect(server.address, password=None, ca_file=None)
        results = Results(redis, RUN)
        results.open()
        frontier = RedisFrontier(redis, RUN)
        frontier.add([ask("a"), ask("b"), ask("c")])
        first, second, _ = frontier.take(9, alone=True, now=NOW, until=NOW + MINUTE)
        done = Delivery(outcome=RequestOutcome.DONE)
        frontier.deliver(first, done, now=NOW)
        server.kill()
        server.start()
        assert frontier.deliver(second, done, now=NOW) == 0
        assert len(results.batch()) == 2
        assert frontier.open_requests() == 1
        assert frontier.take(9, alone=True, now=NOW, until=NOW + MINUTE) == []
        redis.close()


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and a certificate of loopback that no system trusts."""
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "ca.pem")]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*made, *names, *files], check=True, capture_output=True)
    return folder


def test_redis_over_tls_is_trusted_by_its_certificate_only(tmp_path: Path, certified: Path) -> None:
    own = (
        "--tls-cert-file",
        str(certified / "ca.pem"),
        "--tls-key-file",
        str(certified / "key.pem"),
    )
    other = ("--tls-auth-clients", "no", "--requirepass", "right")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = RedisServer(tmp_path, "--tls-port", str(port), *own, *other)
    server.start()
    address = f"rediss://127.0.0.1:{port}/0"
    try:
        with connect(address, password="right", ca_file=str(certified / "ca.pem")) as redis:
            assert redis.ping()
        with pytest.raises(ClusterProblem, match=r"cannot be reached.*certificate verify failed"):
            connect(address, password="right", ca_file=None, tries=0)
    finally:
        server.kill()
