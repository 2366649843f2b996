"""``python -m crawler.replica``: the replica in a process of its own, until stdin closes.

Each line of stdin changes the stores; each is answered by a line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.replica.authority import Authority
from crawler.replica.proxy import Proxy
from crawler.replica.stores import CHANGES, Stores, parse_fault
from crawler.replica.world import World, build_world, register_rows, write_register


def main() -> int:
    """Builds the world, writes its files, serves until stdin closes."""
    options = _options()
    try:
        faults = [parse_fault(text) for text in options.fault]
        world = build_world(
            options.seed,
            apps=options.apps,
            global_games=options.global_games,
            family=options.family,
        )
    except UsageProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return problem.exit_code
    directory: Path = options.dir.resolve()  # what the first line names is pasted elsewhere
    directory.mkdir(parents=True, exist_ok=True)
    ready = write_files(world, directory)
    asyncio.run(_serve(Stores(world, faults), directory, options.port, ready))
    return 0


def write_files(world: World, directory: Path) -> dict[str, object]:
    """Writes the register, the answers and the terms; returns what the first line tells of them."""
    write_register(world, directory / "register.csv")
    write_register(world, directory / "register_g1.csv", g1_only=True)
    answers = [asdict(answer) for answer in world.answers.values()]
    (directory / "answers.json").write_text(
        json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    terms = world.search_terms() + (world.global_terms() if world.global_games else ())
    (directory / "terms.txt").write_text("\n".join(terms) + "\n", encoding="utf-8")
    return {
        "register": str(directory / "register.csv"),
        "register_g1": str(directory / "register_g1.csv"),
        "answers": str(directory / "answers.json"),
        "terms": str(directory / "terms.txt"),
        "rows": Counter(row.licence_kind for row in register_rows(world)),
        "listings": len(world.listings),
    }


async def _serve(stores: Stores, directory: Path, port: int, ready: dict[str, object]) -> None:
    authority = Authority(directory)
    with (directory / "requests.jsonl").open("w", encoding="utf-8") as log:
        server = await Proxy(stores, authority, log).start(port)
        bound = server.sockets[0].getsockname()[1]
        first = {"proxy": f"http://127.0.0.1:{bound}", "ca_file": str(authority.ca_file)}
        sys.stdout.write(json.dumps({**first, **ready}) + "\n")
        sys.stdout.flush()
        # The parent holds our stdin: when it ends, however it ends, so do we.
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            sys.stdout.write(json.dumps(_changed(stores, line.decode())) + "\n")
            sys.stdout.flush()
        server.close()


def _changed(stores: Stores, line: str) -> dict[str, str]:
    try:
        stores.change(line)
    except UsageProblem as problem:
        return {"refused": str(problem)}
    return {"changed": line.strip()}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m crawler.replica",
        description="A small web on loopback that stands in for app stores.",
        epilog="Example: python -m crawler.replica --seed 7 --dir /tmp/replica "
        f"--fault google_play:429. Then on stdin, a line each: {CHANGES}",
    )
    parser.add_argument("--seed", type=int, required=True, help="the world, for example 7")
    parser.add_argument("--apps", type=int, default=240, help="planted apps")
    parser.add_argument("--global-games", type=int, default=0, help="more foreign games")
    parser.add_argument("--family", action="store_true", help="one operator's apps, and strangers")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0: a free one")
    parser.add_argument("--fault", action="append", default=[], help="SOURCE:KIND, repeatable")
    parser.add_argument("--dir", type=Path, required=True, help="folder for CA, register, answers")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
