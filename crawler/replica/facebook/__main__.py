"""``python -m crawler.replica.facebook``: Facebook in a process of its own, until stdin closes.

Each line of stdin changes it; each is answered by a line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.replica.authority import Authority
from crawler.replica.facebook.graph import TOKEN
from crawler.replica.facebook.serving import CHANGES, Facebook
from crawler.replica.facebook.world import build_facebook
from crawler.replica.proxy import Proxy


def main() -> int:
    """Builds the pages and adverts, serves until stdin closes."""
    options = _options()
    directory: Path = options.dir
    directory.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(Facebook(build_facebook(options.adverts)), directory, options.port))
    return 0


async def _serve(facebook: Facebook, directory: Path, port: int) -> None:
    authority = Authority(directory)
    with (directory / "requests.jsonl").open("w", encoding="utf-8") as log:
        server = await Proxy(facebook, authority, log).start(port)
        bound = server.sockets[0].getsockname()[1]
        way = {"proxy": f"http://127.0.0.1:{bound}", "ca_file": str(authority.ca_file)}
        _say({**way, "token": TOKEN})
        # The parent holds our stdin: when it ends, however it ends, so do we.
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            try:
                facebook.change(line.decode())
                _say({"changed": line.decode().strip()})
            except UsageProblem as problem:
                _say({"refused": str(problem)})
        server.close()


def _say(told: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m crawler.replica.facebook",
        description="The Graph and the Ad Library on loopback, with invented pages and adverts.",
        epilog="Example: python -m crawler.replica.facebook --adverts 120 --dir /tmp/facebook. "
        f"Then on stdin, a line each: {CHANGES}",
    )
    parser.add_argument("--adverts", type=int, default=120, help="gambling adverts")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0: a free one")
    parser.add_argument("--dir", type=Path, required=True, help="folder for the CA and the log")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
