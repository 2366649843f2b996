"""A replica as a process of its own: started, led to, asked what it was asked, stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.errors import CrawlerError, UsageProblem

_STOP_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """One request that reached a replica; ``at`` is its monotonic clock in seconds."""

    at: float
    host: str
    method: str
    path: str


@contextmanager
def running_module(
    module: str, arguments: Sequence[str]
) -> Iterator[tuple[dict[str, Any], subprocess.Popen[bytes]]]:
    """A replica for the time of the block: what its first line told, and its process."""
    command, pipe = [sys.executable, "-m", module, *arguments], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:  # noqa: S603 (our module)
        try:
            yield _first_line(process), process
        finally:
            _stop(process)


def asked_to_change(process: subprocess.Popen[bytes], words: str) -> None:
    """Says to a replica what is to change; returns once it is changed."""
    if process.stdin is None or process.stdout is None:
        raise CrawlerError("The replica has no stdin. Start it by running_module.")
    process.stdin.write(f"{words}\n".encode())
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if "refused" in answer:
        raise UsageProblem(answer["refused"])


def requests_logged(directory: Path) -> list[LoggedRequest]:
    """All requests so far, in the order of their arrival."""
    text = (directory / "requests.jsonl").read_text(encoding="utf-8")
    return [LoggedRequest(**json.loads(line)) for line in text.splitlines()]


def client_environment(proxy_url: str, ca_file: Path) -> dict[str, str]:
    """The variables that lead an ordinary client to a replica."""
    return {"http_proxy": proxy_url, "https_proxy": proxy_url, "SSL_CERT_FILE": str(ca_file)}


def _first_line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    line = process.stdout.readline() if process.stdout is not None else b""
    if not line:
        raise CrawlerError(
            f"The replica ended with code {process.wait()} before it was ready. "
            "Its message stands on stderr."
        )
    told: dict[str, Any] = json.loads(line)
    return told


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
