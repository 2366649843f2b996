"""``python -m crawler.replica.sites``: the sites in a process of their own, until stdin closes."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.replica.authority import Authority
from crawler.replica.proxy import Proxy
from crawler.replica.register import write_csv
from crawler.replica.sites.nameserver import NameServer
from crawler.replica.sites.serving import Sites, blocking
from crawler.replica.sites.world import SitesWorld, build_sites

_LOOPBACK = "127.0.0.1"


def main() -> int:
    """Builds the world, writes its files, serves until stdin closes."""
    options = _options()
    try:
        world = build_sites(
            options.seed,
            poisoned=options.poisoned,
            hostile=options.hostile,
            later=options.later,
        )
    except UsageProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return problem.exit_code
    directory: Path = options.dir
    directory.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(world, directory, options.port, write_files(world, directory)))
    return 0


def write_files(world: SitesWorld, directory: Path) -> dict[str, object]:
    """Writes register, key, links and entries; returns what the first line tells of them."""
    answers = [{**asdict(answer), "to_flag": answer.to_flag} for answer in world.answers]
    links = [
        {"left": left, "right": right, "shared": sorted(shared)}
        for (left, right), shared in world.links().items()
    ]
    files = {
        "register": ("register.csv", write_csv(world.register)),
        "answers": ("answers.json", json.dumps(answers, ensure_ascii=False, indent=1)),
        "links": ("links.json", json.dumps(links, ensure_ascii=False, indent=1)),
        "entries": ("entries.txt", "\n".join(world.entries) + "\n"),
    }
    told: dict[str, object] = {}
    for name, (file, text) in files.items():
        (directory / file).write_text(text, encoding="utf-8")
        told[name] = str(directory / file)
    return {**told, "kinds": Counter(answer.kind for answer in world.answers)}


async def _serve(
    world: SitesWorld, directory: Path, port: int, ready: Mapping[str, object]
) -> None:
    sites = Sites(world)
    authority = Authority(directory, sites.certificates())
    zones = {host: site.zone for host, site in world.sites.items()}
    behind_block = blocking(world.blocked, sites.manners)
    with (directory / "requests.jsonl").open("w", encoding="utf-8") as log:
        free = await Proxy(sites, authority, log, sites.manners).start(port)
        blocked = await Proxy(sites, authority, log, behind_block).start(0)
        first = {
            "proxy": f"http://{_bound(free)}",
            "blocking_proxy": f"http://{_bound(blocked)}",
            "resolver": await _name_server(NameServer(zones, {})),
            "blocking_resolver": await _name_server(NameServer(zones, world.blocked)),
            "ca_file": str(authority.ca_file),
        }
        sys.stdout.write(json.dumps({**first, **ready}) + "\n")
        sys.stdout.flush()
        # The parent holds our stdin: when it ends, however it ends, so do we.
        await asyncio.to_thread(sys.stdin.buffer.read)
        free.close()
        blocked.close()


def _bound(server: asyncio.Server) -> str:
    return f"{_LOOPBACK}:{server.sockets[0].getsockname()[1]}"


async def _name_server(protocol: NameServer) -> str:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: protocol, local_addr=(_LOOPBACK, 0))
    return f"{_LOOPBACK}:{transport.get_extra_info('sockname')[1]}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m crawler.replica.sites",
        description="A small web on loopback: several hundred invented sites and their answer key.",
        epilog="Example: python -m crawler.replica.sites --seed 7 --dir /tmp/sites --hostile",
    )
    parser.add_argument("--seed", type=int, required=True, help="the world, for example 7")
    parser.add_argument("--poisoned", type=int, default=40, help="names that lead to honest sites")
    parser.add_argument(
        "--hostile", action="store_true", help="hosts that attack, names that are none"
    )
    parser.add_argument("--later", action="store_true", help="a later day: sites gone, successors")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0: a free one")
    parser.add_argument("--dir", type=Path, required=True, help="folder for CA, register, key")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
