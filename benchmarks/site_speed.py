"""What the facts of a site cost beside asking its pages. Prints one JSON object.

A visit: the spider of sites over a world of the replica, with all facts but the browser and RDAP.
Bare: the same engine asks the same addresses of the same sites in the same order, guarded and
recorded, and reads nothing. The figure is pages a second of CPU of the process that asks, by the
ratio of two runs in turn; ends with 1 when the median is below the bar.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.config import load  # noqa: E402
from crawler.crawl import run  # noqa: E402
from crawler.crawl.orders import orders_of  # noqa: E402
from crawler.crawl.trust import trust  # noqa: E402
from crawler.records import Presence, Sighting  # noqa: E402
from crawler.replica.sites.running import RunningSites, running_sites  # noqa: E402
from crawler.workspace import SETTINGS_FILE, create_workspace, open_workspace  # noqa: E402
from spiders.domains import Domains  # noqa: E402
from spiders.site.outcome import TROUBLES  # noqa: E402

BAR = 0.6
_SETTINGS = """\
contact = "benchmark"

[network]
ca_file = "{ca_file}"
resolver = "{resolver}"

[source.domains]
requests_per_minute = 6000000
most_subjects = 50000
"""
Row = dict[str, Any]
_ASKED = "SELECT url FROM fetches WHERE url NOT LIKE '%/robots.txt' ORDER BY rowid"


class Bare(Domains):
    """Asks what a visit asked, and reads nothing of it."""

    asked: Mapping[str, Sequence[str]] = {}

    async def visit(self, response: Response, term: str) -> AsyncIterator[Sighting]:
        """All further addresses of the site, one after the other."""
        yield await self._rest(term)

    async def unanswered(
        self, request: Request, error: BaseException | None
    ) -> AsyncIterator[Sighting]:
        """The same where its home page did not answer over HTTPS."""
        yield await self._rest(request.cb_kwargs["term"])

    async def _rest(self, term: str) -> Sighting:
        for url in self.asked.get(term, ())[1:]:
            try:
                await self._fetch(Request(url))
            except TROUBLES:
                continue
        return Sighting(
            subject=term,
            source=self.name,
            market=self.market,
            seen_at=self.clock(),
            presence=Presence.UNKNOWN,
        )


def crawl(folder: Path, terms: Sequence[str]) -> Row:
    """One crawl of these sites: CPU of it alone, and what was asked."""
    office = open_workspace(folder)
    config, clock = load(folder / SETTINGS_FILE), partial(datetime.now, UTC)
    trust(office.ca_file, office.cache)
    orders = orders_of(
        ["domains"], config=config, terms=(), charts=False, limit=None, entries=terms
    )
    with office.open_store() as store:
        begun = run.begin_sources(store, orders, now=clock(), machine_now=clock())
        before = resource.getrusage(resource.RUSAGE_SELF)
        run.run_crawls(
            store,
            begun,
            config=config,
            evidence=office.evidence,
            register=office.register,
            take_names=lambda crawl, part: None,
            clock=clock,
            machine_clock=clock,
            progress=lambda visit: None,
        )
        after = resource.getrusage(resource.RUSAGE_SELF)
        urls = [row["url"] for row in store.rows(_ASKED)]
        browser = store.count(
            "SELECT count(*) FROM sightings WHERE facts ->> '$.needs_browser' = 1"
        )
        visited = store.count("SELECT count(*) FROM sightings WHERE presence = 'present'")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "urls": urls, "browser": browser, "visited": visited}


def by_site(urls: Sequence[str], terms: Sequence[str]) -> dict[str, list[str]]:
    """The addresses that belong to each entry; those of other hosts are asked with the first."""
    found: dict[str, list[str]] = {term: [] for term in terms}
    for url in urls:
        host = url.split("/")[2].removeprefix("www.")
        found.get(f"domain:{host}", found[terms[0]]).append(url)
    return found


def _side(name: str, sites: RunningSites, terms: Sequence[str], asked: Row) -> Row:
    """One crawl in a process of its own, whose way out is the replica's proxy."""
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office"
        create_workspace(office, rehearsal=True)
        settings = _SETTINGS.format(ca_file=sites.ca_file.as_posix(), resolver=sites.resolver)
        (office / SETTINGS_FILE).write_text(settings, encoding="utf-8")
        order = Path(folder) / "order.json"
        order.write_text(json.dumps({"terms": terms, "asked": asked}), encoding="utf-8")
        lowered = ("no_proxy", "http_proxy", "https_proxy")
        kept = {key: each for key, each in os.environ.items() if key.lower() not in lowered}
        done = subprocess.run(
            [sys.executable, __file__, "--side", name, "--office", office, "--order", order],
            env=kept | sites.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(done.stderr)
    told: Row = json.loads(done.stdout)
    return told


def main() -> int:
    """Reads the options, measures in turn, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=["visit", "bare"])
    parser.add_argument("--office", type=Path)
    parser.add_argument("--order", type=Path)
    parser.add_argument("--sites", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bars", action="store_true")
    asked = parser.parse_args()
    if asked.side:
        order = json.loads(asked.order.read_text(encoding="utf-8"))
        if asked.side == "bare":
            Bare.asked = order["asked"]
            vars(run)["installed_sources"] = lambda: {"domains": Bare}
        print(json.dumps(crawl(asked.office, order["terms"])))
        return 0
    with tempfile.TemporaryDirectory() as folder, running_sites(1, Path(folder)) as sites:
        rows = json.loads(sites.answers.read_text(encoding="utf-8"))
        terms = [row["subject"] for row in rows][:: max(1, len(rows) // asked.sites)]
        turns = []
        for _ in range(asked.rounds):
            visit = _side("visit", sites, terms, {})
            bare = _side("bare", sites, terms, by_site(visit["urls"], terms))
            turns.append((visit, bare))
    ours, other = (
        [len(one["urls"]) / one["cpu"] for one in side] for side in zip(*turns, strict=True)
    )
    ratio = statistics.median(one / two for one, two in zip(ours, other, strict=True))
    last = turns[-1][0]
    figures = {
        "sites": len(terms),
        "pages": [len(one["urls"]) for one in turns[-1]],
        "pages_a_cpu_second": [round(statistics.median(each), 1) for each in (ours, other)],
        "ratio": round(ratio, 3),
        "bar": BAR,
        "needs_browser": round(last["browser"] / last["visited"], 3),
    }
    print(json.dumps(figures))
    return int(asked.bars and ratio < BAR)


if __name__ == "__main__":
    sys.exit(main())
