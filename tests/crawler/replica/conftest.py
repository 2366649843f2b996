"""A client that reaches the replica as any program would: by proxy and trusted CA."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from crawler.replica.running import RunningReplica, running_replica
from crawler.replica.world import World, build_world

SEED = 7


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer as the client got it."""

    status: int
    body: str
    headers: dict[str, str]


class Client:
    """urllib with the replica as its proxy, TLS verification on."""

    def __init__(self, replica: RunningReplica) -> None:
        proxies = {"http": replica.proxy_url, "https": replica.proxy_url}
        context = ssl.create_default_context(cafile=str(replica.ca_file))
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=context)
        )

    def get(self, url: str, data: bytes | None = None) -> Fetched:
        """GET, or POST when there are data; error statuses are answers too."""
        try:
            with self._opener.open(url, data=data, timeout=10) as answer:
                return Fetched(answer.status, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Fetched(error.code, error.read().decode(), dict(error.headers))


@pytest.fixture(scope="session")
def world() -> World:
    return build_world(SEED)


@pytest.fixture(scope="session")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReplica]:
    with running_replica(SEED, tmp_path_factory.mktemp("replica")) as running:
        yield running


@pytest.fixture(scope="session")
def client(replica: RunningReplica) -> Client:
    return Client(replica)


@pytest.fixture
def faulty(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Client]]:
    """A client of a small replica with one fault; all of them stop after the test."""
    started = []

    def start(fault: str) -> Client:
        running = running_replica(SEED, tmp_path_factory.mktemp("faulty"), apps=40, faults=(fault,))
        started.append(running)
        return Client(running.__enter__())

    yield start
    for running in started:
        running.__exit__(None, None, None)
