"""Invented web sites on loopback behind a forward proxy, many host names on one server."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from crawler.replica.answers import Reply, Visit, html_reply, not_found
from crawler.replica.authority import Authority
from crawler.replica.proxy import Proxy
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace
from tests.crawler.crawl.sweeping import command

Answer = Callable[[Visit], Reply]


@dataclass(slots=True)
class Sites:
    """What the proxy serves: an answer for each host, and what was asked of them."""

    answers: Mapping[str, Answer]
    proxy_url: str = ""
    ca_file: Path = Path()
    asked: list[Visit] = field(default_factory=list)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are served."""
        return frozenset(self.answers)

    def delay(self, host: str) -> float:
        """None of them waits."""
        return 0.0

    def reply(self, visit: Visit) -> Reply:
        """The answer of the host; none has a robots.txt of its own."""
        self.asked.append(visit)
        if visit.path == "/robots.txt":
            return not_found()
        return self.answers[visit.host](visit)


def page(body: str, title: str = "Ví Dụ", head: str = "") -> Reply:
    """A page in Vietnamese."""
    return html_reply(
        f'<html lang="vi"><head><title>{title}</title>{head}</head><body>{body}</body></html>'
    )


def always(reply: Reply) -> Answer:
    """The same answer on the home page, and nothing elsewhere."""
    return lambda visit: reply if visit.path == "/" else not_found()


def moved(target: str) -> Answer:
    """A redirect by status, wherever one comes in."""
    return lambda _: html_reply("", status=302, Location=target)


@contextmanager
def websites(folder: Path, answers: Mapping[str, Answer]) -> Iterator[Sites]:
    """The sites for the time of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = Authority(folder)
    sites = Sites(answers, ca_file=authority.ca_file)
    loop = asyncio.new_event_loop()
    server: Any = loop.run_until_complete(Proxy(sites, authority, io.StringIO()).start(0))
    sites.proxy_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield sites
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()


def office_of_sites(
    folder: Path, ca_file: Path, *, network: str = "", limits: str = ""
) -> Workspace:
    """A rehearsal workspace that visits these sites as fast as it can."""
    office = create_workspace(folder, rehearsal=True)
    settings = (
        f'contact = "tests@vidu.example"\n[network]\nca_file = "{ca_file.as_posix()}"\n'
        f"{network}\n[source.domains]\nrequests_per_minute = 60000\n{limits}\n"
    )
    (office.path / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return open_workspace(folder)


def ask(office: Workspace, sites: Sites, *words: str) -> list[dict[str, Any]]:
    """The JSON Lines of one command."""
    lowered = ("http_proxy", "https_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir")
    kept = {name: value for name, value in os.environ.items() if name.lower() not in lowered}
    done = subprocess.run(
        command(office, *words, "--json"),
        env=kept | {"http_proxy": sites.proxy_url, "https_proxy": sites.proxy_url},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
