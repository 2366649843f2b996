"""A real redis-server of this machine on a free port of loopback, with its file in a folder."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError


class RedisServer:
    """A server that can be killed and started again on what its file holds."""

    def __init__(self, folder: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.folder = folder
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        program = shutil.which("redis-server")
        if program is None:
            raise AssertionError(
                "redis-server is missing. Install it: apt-get install redis-server"
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        kept = ["--appendonly", "yes", "--save", "", "--logfile", str(self.folder / "log")]
        self._process = subprocess.Popen([program, *words, *kept, *self._options])
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill -9."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def _answers(self) -> bool:
        try:
            with Redis(port=self.port, retry=None) as redis:  # type: ignore[arg-type]
                redis.ping()
        except AuthenticationError:
            return True
        except RedisError as error:
            return "NOAUTH" in str(error)
        return True


@contextmanager
def running_redis(folder: Path, *options: str) -> Iterator[RedisServer]:
    """A server that is gone afterwards."""
    server = RedisServer(folder, *options)
    server.start()
    try:
        yield server
    finally:
        server.kill()
