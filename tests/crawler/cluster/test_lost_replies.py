"""A reply of Redis that gets lost on its way changes nothing of what was delivered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from redis import Redis

from crawler.cluster.frontier import RedisFrontier, Results
from crawler.cluster.link import connect
from tests.crawler.cluster.server import RedisServer, running_redis
from tests.crawler.cluster.test_results import ANSWER, DONE, RUN
from tests.crawler.office import NOW
from tests.crawler.store.engines import MINUTE
from tests.crawler.store.test_frontier import ask


class Between:
    """A proxy before a Redis that cuts the connection instead of passing one reply on."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._armed = threading.Event()
        self._sent = threading.Event()  # what the reply answers has gone through
        self.cuts = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def cut_next_delivery(self) -> None:
        """The reply to the next result with a body gets lost; Redis has done what it answers."""
        self._sent.clear()
        self._armed.set()

    def close(self) -> None:
        """Lets nobody in any more."""
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._behind))
                for pump in (self._to_redis, self._from_redis):
                    threading.Thread(target=pump, args=(near, far), daemon=True).start()

    def _to_redis(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := near.recv(1 << 16):
                if self._armed.is_set() and b"EVALSHA" in data and b":body:" in data:
                    self._sent.set()
                far.sendall(data)

    def _from_redis(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(1 << 16):
                if self._sent.is_set():
                    self._armed.clear()
                    self._sent.clear()
                    self.cuts += 1
                    for each in (near, far):
                        each.shutdown(socket.SHUT_RDWR)
                    return
                near.sendall(data)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with running_redis(tmp_path / "redis") as running:
        yield running


@contextmanager
def between(server: RedisServer) -> Iterator[Between]:
    made = Between(server.port)
    try:
        yield made
    finally:
        made.close()


def test_a_body_stays_for_good_when_the_reply_to_its_delivery_gets_lost(
    server: RedisServer,
) -> None:
    with between(server) as way, Redis(port=server.port) as direct:
        results = Results(direct, RUN)
        results.open()
        frontier = RedisFrontier(
            connect(f"redis://127.0.0.1:{way.port}/0", password=None, ca_file=None), RUN
        )
        frontier.add([ask("a"), ask("b")])
        for cut in (False, True):  # the first one makes the script known
            (lease,) = frontier.take(1, alone=True, now=NOW, until=NOW + MINUTE)
            frontier.answered(ANSWER, lease.id)
            if cut:
                way.cut_next_delivery()
            frontier.deliver(lease, DONE, now=NOW)
        assert way.cuts == 1
        assert [direct.ttl(name) for name in direct.keys(f"{RUN}:body:*")] == [-1, -1]
        assert [(each.whole, each.answers) for each in results.batch()] == [(True, [ANSWER])] * 2
