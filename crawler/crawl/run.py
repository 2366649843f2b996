"""Runs the spiders of a sweep side by side in this process, each with its own limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.config import Config, SourceConfig
from crawler.crawl.alive import is_alive, this_process
from crawler.crawl.facebook_token import VARIABLE, token_here
from crawler.crawl.health import Conclusion, Health
from crawler.crawl.recording import about, keep_made
from crawler.crawl.scrolling import Scroller
from crawler.crawl.sentinels import missing_sentinels, sentinel_terms
from crawler.crawl.site_network import Renderer, site_network
from crawler.crawl.stopping import in_the_reactor, stopped_by_a_person
from crawler.crawl.visit import Crawling, LocalVisit, SourceCrawler, Visit, visit_of
from crawler.errors import EvidenceProblem, SweepRefused, UsageProblem, WorkspaceError
from crawler.evidence.recorder import Recorder
from crawler.records import ACCOUNT_TERM, NEAR_TERM, LogPart, Marketplace
from crawler.store import Store
from crawler.store.crawls import CrawlOrder, order_of
from crawler.store.frontier import SqliteFrontier, dropped_requests, parked_reasons, progress_of
from crawler.store.log_parts import log_position
from crawler.store.workers import Assignment, begin_crawls, end_worker, resume_crawls
from spiders.android_store import AndroidStore
from spiders.base import AppStore, SourceSpider, StoreSpider
from spiders.certificates import Certificates
from spiders.ct_checkpoint import LogKey
from spiders.facebook_graph import GraphSpider
from spiders.facebook_pages import LEADS, FacebookPages
from spiders.site.sides import Network

_SETTINGS = "crawler.crawl.settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsers:
    """What shows pages as a browser does, and what scrolls them; None: no source needs it."""

    renderer: Renderer | None = None
    scroller: Scroller | None = None


def installed_sources() -> dict[str, type[SourceSpider]]:
    """The spiders by the names of their sources."""
    loader = SpiderLoader.from_settings(base_settings())
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, SourceSpider)}


def app_sources() -> dict[Marketplace, type[AppStore]]:
    """The spiders that can be asked for single apps, by the store whose apps they see."""
    return {
        spider.store: spider
        for spider in installed_sources().values()
        if issubclass(spider, AppStore)
    }


def storefronts() -> dict[Marketplace, type[StoreSpider]]:
    """The spiders that look at an app here and in another storefront, by store."""
    return {
        store: spider for store, spider in app_sources().items() if issubclass(spider, StoreSpider)
    }


def orders_of(
    sources: Sequence[str],
    *,
    config: Config,
    terms: Sequence[str],
    charts: bool,
    limit: int | None,
    subjects: Sequence[str] = (),
    near: Mapping[str, Sequence[str]] = MappingProxyType({}),
    entries: Sequence[str] = (),
) -> list[CrawlOrder]:
    """What each source is to be crawled for; a source that nothing can be asked is left out.

    ``subjects``: apps whose packages are looked for in the stores that are asked by package;
    ``near``: what else each other store is asked, for the associates of confirmed cases;
    ``entries``: the sites that are visited.
    """
    orders = []
    for source, spider in known_sources(sources, config).items():
        most = config.of(source).most_subjects
        most = most if limit is None else min(limit, most)
        asked = tuple(terms)
        if spider.whole_web:
            asked = tuple(entries)
            if not asked:
                continue
        if issubclass(spider, AndroidStore):
            words = spider.questions(terms, ())
            beside = spider.questions((), (*subjects, *near.get(spider.store, ())))
            asked = _with_beside(spider, words, beside, most, charts=False)
            if not asked:
                continue
        if issubclass(spider, StoreSpider):
            asked = _with_beside(spider, terms, near.get(spider.store, ()), most, charts=charts)
        if issubclass(spider, FacebookPages):
            asked = tuple(dict.fromkeys((*terms, *near.get(LEADS, ()))))
        sentinels = config.of(source).sentinels
        asked = _with_sentinels(spider, asked, sentinels, charts=charts)
        orders.append(
            CrawlOrder(
                source=source,
                market=spider.market,
                terms=asked,
                charts=charts,
                # The sentinels are opened beside what was asked for.
                most=most + len(sentinels),
                permission=config.facebook.permission if spider.scrolls else None,
            )
        )
    return orders


def _with_beside(
    spider: type[AppStore],
    words: Sequence[str],
    beside: Sequence[str],
    most: int,
    *,
    charts: bool,
) -> tuple[str, ...]:
    """The words, then what is asked beside them: apps, similar ones and accounts.

    Each of the three opens at most a quarter of ``most`` apps where words or charts find any.
    """
    finds = charts or not all(map(spider.named, words))
    left = dict.fromkeys((NEAR_TERM, ACCOUNT_TERM, "app"), most // 4 if finds else most)
    asked = list(words)
    for term in beside:
        kind = "app" if spider.named(term) else term.partition(":")[0]
        if left.get(kind) != 0:  # names and icons open no app by themselves
            asked.append(term)
        if left.get(kind, 0) > 0:
            left[kind] -= 1
    return tuple(dict.fromkeys(asked))


def _with_sentinels(
    spider: type[SourceSpider], asked: tuple[str, ...], sentinels: Sequence[str], *, charts: bool
) -> tuple[str, ...]:
    """What is asked, the sentinels first; where nothing is searched they are asked for by id."""
    told = sentinel_terms(spider, sentinels)
    if issubclass(spider, AppStore):
        if not charts and all(map(spider.named, asked)):
            told = tuple(filter(spider.named, told))
        if issubclass(spider, AndroidStore):
            told = spider.questions(told, ())
    return tuple(dict.fromkeys((*told, *asked)))


def begin_sources(
    store: Store,
    orders: Sequence[CrawlOrder],
    *,
    now: datetime,
    machine_now: datetime,
) -> list[Assignment]:
    """Opens the crawls of a sweep for this process; refused while a source is being swept."""
    return begin_crawls(
        store,
        orders,
        process=this_process(),
        alive=partial(is_alive, now=machine_now),
        now=now,
        machine_now=machine_now,
    )


def resume_sources(
    store: Store, crawls: Sequence[int], *, config: Config, machine_now: datetime
) -> list[Assignment]:
    """Opens crawls again for this process, where their sources can go on."""
    for crawl in crawls:
        order = order_of(store, crawl)
        spider = known_sources([order.source], config)[order.source]
        if not spider.resumable:
            raise SweepRefused(
                f"{order.source} is read in one go or not at all. "
                f"Read it anew: rasoat sweep {order.source} --charts"
            )
    return resume_crawls(
        store,
        crawls,
        process=this_process(),
        alive=partial(is_alive, now=machine_now),
        machine_now=machine_now,
    )


def run_crawls(
    store: Store,
    assignments: Sequence[Assignment],
    *,
    config: Config,
    evidence: Path,
    register: Path,
    take_names: Callable[[int, LogPart], None],
    clock: Callable[[], datetime],
    machine_clock: Callable[[], datetime],
    progress: Callable[[Crawling], None],
    follows: bool = True,
    browsers: Browsers = Browsers(),
) -> Sequence[Crawling]:
    """Crawls to the end and returns the visits; each crawl is closed as it ends.

    ``follows``: what answers lead to is asked too.
    Once per process: no reactor starts twice.
    """
    spiders = known_sources([each.order.source for each in assignments], config)
    settings = base_settings()
    settings.set("OUTBOUND_ALLOW", config.allow, priority="cmdline")
    settings.set("OUTBOUND_RESOLVER", config.resolver, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    visits = []
    for assignment in assignments:
        order, spider = assignment.order, spiders[assignment.order.source]
        limits = config.of(order.source)
        own = source_settings(limits, config.contact)
        so_far = progress_of(store, assignment.crawl, filled=sorted(spider.expect.filled))
        visit = LocalVisit(
            source=order.source,
            crawl=assignment.crawl,
            worker=assignment.worker,
            store=store,
            frontier=SqliteFrontier(store, crawl=assignment.crawl, worker=assignment.worker),
            recorder=Recorder(
                store,
                evidence,
                crawl=assignment.crawl,
                about=about(own, store, order, assignment.crawl, redacts=spider.redacts),
            ),
            register=register,
            take_names=take_names,
            clock=clock,
            machine_clock=machine_clock,
            delay=60 / limits.requests_per_minute,
            admitted=so_far.admitted,
            resumable=spider.resumable,
            follows=follows,
            sentinels=limits.sentinels,
            health=Health.so_far(so_far),
            progress=progress,
        )
        visits.append(visit)
        crawler = SourceCrawler(spider, own)
        crawler.visit = visit
        crawler.signals.connect(_closer(visit), signals.spider_closed, weak=False)
        told = arguments_of(spider, order, limits) | _log_arguments(store, spider, limits)
        told |= _ways(crawler, spider, config, browsers)
        process.crawl(crawler, **told, clock=clock)
    with stopped_by_a_person(in_the_reactor(partial(_stop, process, visits))):
        process.start(install_signal_handlers=False)
    for visit in visits:
        _close_broken(visit)
    return visits


def _ways(
    crawler: SourceCrawler, spider: type[SourceSpider], config: Config, browsers: Browsers
) -> dict[str, Any]:
    """By which ways a spider asks, where it is not told by its order; a browser ends with it."""
    if spider.scrolls and browsers.scroller is not None:
        crawler.visit.scroller = browsers.scroller
        crawler.signals.connect(browsers.scroller.close, signals.spider_closed)
    if issubclass(spider, GraphSpider):
        return {"version": config.facebook.graph_version}
    return {"network": _network(crawler, config, browsers.renderer)} if spider.whole_web else {}


def _network(crawler: SourceCrawler, config: Config, renderer: Renderer | None) -> Network:
    """What a visit of sites asks beside the crawl; the browser ends with its spider."""
    if renderer is not None:
        crawler.signals.connect(renderer.close, signals.spider_closed)
    agent, keep = crawler.settings["USER_AGENT"], partial(keep_made, visit_of(crawler))
    return site_network(config, agent=agent, renderer=renderer, keep=keep)


def arguments_of(
    spider: type[SourceSpider], order: CrawlOrder, limits: SourceConfig
) -> dict[str, Any]:
    """What a spider is told: its order, and of the settings of its source what it knows."""
    told = {"terms": order.terms, "limit": order.most, "charts": order.charts}
    if spider.needs_url:
        told["url"] = limits.url
    if issubclass(spider, StoreSpider):
        told |= {"closely": limits.closely, "suggestions": limits.suggestions}
        if not order.charts and all(
            spider.named(term) or spider.looked_at(term) for term in order.terms
        ):
            # Single apps were asked for: all of them, and nobody else's.
            told |= {"closely": True, "developers": False}
    return told


def _log_arguments(
    store: Store, spider: type[SourceSpider], limits: SourceConfig
) -> dict[str, Any]:
    """What the spider of a log is told beside: its key, and how far it was read before."""
    if not issubclass(spider, Certificates):
        return {}
    key = limits.public_key
    return {"public_key": key, "position": log_position(store, LogKey(key).id.hex())}


def known_sources(sources: Sequence[str], config: Config) -> dict[str, type[SourceSpider]]:
    """The spiders of these sources, each ready to be asked."""
    installed = installed_sources()
    for source in sources:
        if source not in installed:
            raise UsageProblem(
                f"There is no source {source!r}. Choose from: {', '.join(installed)}"
            )
        settings = config.of(source)
        if issubclass(installed[source], Certificates) and not (
            settings.url and settings.public_key
        ):
            raise UsageProblem(
                f"Which log {source} reads is not said. Set source.{source}.url and "
                f"source.{source}.public_key in rasoat.toml (docs/sources.md)."
            )
        if installed[source].scrolls and not config.facebook.permission:
            raise UsageProblem(
                f"{source} is off: Meta forbids reading the Ad Library by program without its "
                "written permission. With one, name it in rasoat.toml: [facebook] permission = "
                '"number and day of the letter". Without one, by hand: rasoat doctor'
            )
        if installed[source].needs_token and not token_here():
            raise UsageProblem(
                f"{source} asks Meta's Graph, and no token stands in {VARIABLE}. Without one "
                "Facebook is read by hand only: rasoat doctor leads through it."
            )
        if installed[source].needs_url and not settings.url:
            raise UsageProblem(
                f"Where {source} is asked is not known: nobody has recorded its address. Set "
                f"source.{source}.url in rasoat.toml (docs/sources.md), or import a file."
            )
    return {source: installed[source] for source in dict.fromkeys(sources)}


def base_settings() -> Settings:
    """The settings of every crawl."""
    settings = Settings()
    settings.setmodule(_SETTINGS, priority="project")
    return settings


def source_settings(limits: SourceConfig, contact: str) -> Settings:
    """The settings of the crawls of one source."""
    settings = base_settings()
    agent = f"rasoat/{version('rasoat')}" + (f" (+{contact})" if contact else "")
    settings.set("USER_AGENT", agent, priority="cmdline")
    settings.set("DOWNLOAD_DELAY", 60 / limits.requests_per_minute, priority="cmdline")
    settings.set("ROBOTSTXT_OBEY", limits.obey_robots, priority="cmdline")
    return settings


def _closer(visit: LocalVisit) -> Callable[[SourceSpider], None]:
    """Seals what the crawl recorded and tells how it ended, before others are waited for."""

    def close(spider: SourceSpider) -> None:
        try:
            visit.recorder.close(visit.clock())
        except (EvidenceProblem, WorkspaceError) as error:
            visit.health.break_off(str(error))
        visit.frontier.give_back()
        visit.health.parked = parked_reasons(visit.store, visit.crawl)
        visit.health.dropped = dropped_requests(visit.store, visit.crawl)
        visit.health.unfound = list(
            missing_sentinels(visit.store, visit.crawl, visit.sentinels, spider.terms)
        )
        _end(visit, visit.health.conclude(spider.expect))

    return close


def _close_broken(visit: LocalVisit) -> None:
    """A crawl that never opened its spider is void; one that is closed stays as it is."""
    reason = visit.health.broken or "it could not be started; the log of the workspace says why"
    _end(visit, Conclusion(complete=False, void=True, reason=reason))


def _end(visit: LocalVisit, conclusion: Conclusion) -> None:
    end_worker(
        visit.store,
        visit.worker,
        requested=visit.health.asked,
        complete=conclusion.complete,
        void=conclusion.void,
        reason=conclusion.reason,
        now=visit.clock(),
        machine_now=visit.machine_clock(),
    )


def _stop(process: AsyncCrawlerProcess, visits: Sequence[Visit]) -> None:
    for visit in visits:
        visit.health.interrupted = True
        visit.stopped.set()
    asyncio.ensure_future(process.stop())  # noqa: RUF006 - the reactor outlives it
