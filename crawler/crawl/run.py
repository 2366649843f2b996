"""Runs the spiders of a sweep side by side in this process, each with its own limits."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.config import Config, SourceConfig
from crawler.crawl.visit import SourceCrawler, Visit
from crawler.errors import UsageProblem
from crawler.store import Store
from crawler.store.crawls import close_crawl, open_crawl
from spiders.base import SourceSpider

_SETTINGS = "crawler.crawl.settings"


def installed_sources() -> dict[str, type[SourceSpider]]:
    """The spiders by the names of their sources."""
    loader = SpiderLoader.from_settings(_settings())
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, SourceSpider)}


def run_sources(
    store: Store,
    sources: Sequence[str],
    *,
    config: Config,
    terms: Sequence[str],
    charts: bool,
    limit: int | None,
    evidence: Path,
    register: Path,
    clock: Callable[[], datetime],
    progress: Callable[[Visit], None],
) -> list[Visit]:
    """Crawls the sources to their end and returns their visits; each crawl is closed as it ends.

    Once per process: Twisted's reactor cannot be started again.
    """
    spiders = _known(sources, config)
    settings = _settings()
    settings.set("OUTBOUND_ALLOW", config.allow, priority="cmdline")
    settings.set("OUTBOUND_RESOLVER", config.resolver, priority="cmdline")
    process = AsyncCrawlerProcess(settings, install_root_handler=False)
    visits = []
    for source, spider in spiders.items():
        limits = config.of(source)
        visit = Visit(
            source=source,
            crawl=open_crawl(store, source=source, market=spider.market, terms=terms, now=clock()),
            store=store,
            evidence=evidence,
            register=register,
            clock=clock,
            delay=60 / limits.requests_per_minute,
            progress=progress,
        )
        visits.append(visit)
        crawler = SourceCrawler(spider, _source_settings(limits, config.contact))
        crawler.visit = visit
        crawler.signals.connect(_closer(visit), signals.spider_closed, weak=False)
        most = limits.most_subjects if limit is None else min(limit, limits.most_subjects)
        asked = {"terms": terms, "limit": most, "clock": clock, "charts": charts}
        process.crawl(crawler, **asked, **({"url": limits.url} if spider.needs_url else {}))
    with _stopped_by_a_person(process, visits):
        process.start(install_signal_handlers=False)
    for visit in visits:
        _close_broken(visit)
    return visits


def _known(sources: Sequence[str], config: Config) -> dict[str, type[SourceSpider]]:
    installed = installed_sources()
    for source in sources:
        if source not in installed:
            raise UsageProblem(
                f"There is no source {source!r}. Choose from: {', '.join(installed)}"
            )
        if installed[source].needs_url and not config.of(source).url:
            raise UsageProblem(
                f"Where {source} is asked is not known: nobody has recorded its address. Set "
                f"source.{source}.url in rasoat.toml (docs/sources.md), or import a file."
            )
    return {source: installed[source] for source in dict.fromkeys(sources)}


def _settings() -> Settings:
    settings = Settings()
    settings.setmodule(_SETTINGS, priority="project")
    return settings


def _source_settings(limits: SourceConfig, contact: str) -> Settings:
    settings = _settings()
    agent = f"rasoat/{version('rasoat')}" + (f" (+{contact})" if contact else "")
    settings.set("USER_AGENT", agent, priority="cmdline")
    settings.set("DOWNLOAD_DELAY", 60 / limits.requests_per_minute, priority="cmdline")
    settings.set("ROBOTSTXT_OBEY", limits.obey_robots, priority="cmdline")
    return settings


def _closer(visit: Visit) -> Callable[[SourceSpider], None]:
    """Records how the crawl ended, before any other source is waited for."""

    def close(spider: SourceSpider) -> None:
        conclusion = visit.health.conclude(spider.expect)
        close_crawl(
            visit.store,
            visit.crawl,
            requested=visit.health.asked,
            complete=conclusion.complete,
            void=conclusion.void,
            reason=conclusion.reason,
            now=visit.clock(),
        )

    return close


def _close_broken(visit: Visit) -> None:
    """A crawl that never opened its spider is void; one that is closed stays as it is."""
    close_crawl(
        visit.store,
        visit.crawl,
        requested=visit.health.asked,
        complete=False,
        void=True,
        reason="it could not be started; the log of the workspace says why",
        now=visit.clock(),
    )


@contextmanager
def _stopped_by_a_person(process: AsyncCrawlerProcess, visits: Sequence[Visit]) -> Iterator[None]:
    """Ctrl-C or SIGTERM ends the crawls in order; a second one ends the program."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop() -> None:
        for visit in visits:
            visit.health.interrupted = True
            visit.stopped.set()
        asyncio.ensure_future(process.stop())  # noqa: RUF006 - the reactor outlives it

    def handle(number: int, frame: FrameType | None) -> None:
        from twisted.internet import reactor

        restore()
        reactor.callFromThread(stop)

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        restore()
