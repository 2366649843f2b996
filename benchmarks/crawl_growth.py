"""Memory of a crawl of ever more hosts, a page each. Prints one JSON object.

The whole way of a page as in ``crawl_speed.py``, but every page is on a host of its own, whose
robots.txt is read first; a name server on loopback leads all of them to the same server. Ends with
1 when the peak of the larger crawl is above that of the smaller one by more than the bar.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.crawl_speed import crawl, served  # noqa: E402
from crawler.crawl.limits import peak_memory  # noqa: E402

BAR = 50 << 20  # bytes
_HEADER = 12  # bytes of a DNS message before its question (RFC 1035, 4.1.1)
_LOOPBACK = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01"  # A, 60 s
_A = b"\x00\x01\x00\x01"


class LoopbackNames(asyncio.DatagramProtocol):
    """A name server: every name is at 127.0.0.1, and has no IPv6 address."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answers leave by the socket that the questions come by."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One question a message."""
        question = data[_HEADER : data.index(b"\0", _HEADER) + 5]
        known = question.endswith(_A)
        counts = b"\0\1" + (b"\0\1" if known else b"\0\0") + b"\0\0\0\0"
        answer = data[:2] + b"\x81\x80" + counts + question + (_LOOPBACK if known else b"")
        self._transport.sendto(answer, addr)


async def name() -> None:
    """Answers until it is ended."""
    loop = asyncio.get_running_loop()
    way, _ = await loop.create_datagram_endpoint(LoopbackNames, ("127.0.0.1", 0))
    print(way.get_extra_info("sockname")[1], flush=True)
    await asyncio.Event().wait()


@contextmanager
def named() -> Iterator[str]:
    """The port of a name server of its own process."""
    words = [sys.executable, __file__, "--side", "names"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def one(hosts: int, server: str, names: str) -> None:
    """One crawl in this process; prints its peak."""
    urls = [f"http://host{number}.vidu.example:{server}/page/{number}" for number in range(hosts)]
    network = f'allow = ["127.0.0.1:{server}"]\nresolver = "127.0.0.1:{names}"'
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        crawl(Path(folder), urls, network=network, robots=True)
    print(json.dumps({"peak": peak_memory(), "seconds": round(time.monotonic() - began)}))


def main() -> int:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=["names", "crawl"])
    parser.add_argument("--hosts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--ports", nargs=2)
    asked = parser.parse_args()
    if asked.side == "names":
        asyncio.run(name())
        return 0
    if asked.side:
        one(asked.hosts[0], *asked.ports)
        return 0
    found = []
    with served() as url, named() as names:
        for hosts in asked.hosts:
            ports = ["--ports", url.rpartition(":")[2], names]
            words = [sys.executable, __file__, "--side", "crawl", "--hosts", str(hosts), *ports]
            done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
            found.append(json.loads(done.stdout))
    grown = found[-1]["peak"] - found[0]["peak"]
    rows = [{"hosts": hosts} | one for hosts, one in zip(asked.hosts, found, strict=True)]
    print(json.dumps({"crawls": rows, "grown": grown, "bar": BAR}))
    return int(grown > BAR)


if __name__ == "__main__":
    sys.exit(main())
