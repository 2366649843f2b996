"""Runs the spiders of a sweep side by side in this process, each with its own limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.config import Config, SourceConfig
from crawler.crawl.alive import is_alive, this_process
from crawler.crawl.health import Conclusion, Health
from crawler.crawl.recording import about, keep_made
from crawler.crawl.scrolling import Scroller
from crawler.crawl.sentinels import missing_sentinels
from crawler.crawl.site_network import Renderer, site_network, told_vantage
from crawler.crawl.sources import base_settings, known_sources, source_settings
from crawler.crawl.stopping import in_the_reactor, stopped_by_a_person
from crawler.crawl.visit import Crawling, LocalVisit, SourceCrawler, Visit, visit_of
from crawler.errors import EvidenceProblem, SweepRefused, WorkspaceError
from crawler.evidence.recorder import Recorder
from crawler.evidence.unchanged import FormerAnswers
from crawler.records import LogPart
from crawler.store import Store
from crawler.store.crawls import CrawlOrder, order_of
from crawler.store.frontier import SqliteFrontier, dropped_requests, parked_reasons, progress_of
from crawler.store.log_parts import log_position
from crawler.store.workers import Assignment, begin_crawls, end_worker, resume_crawls
from spiders.base import SourceSpider, origin
from spiders.certificates import Certificates
from spiders.ct_checkpoint import LogKey
from spiders.facebook_graph import GraphSpider
from spiders.site.sides import Network
from spiders.stores import AppStore, StoreSpider


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsers:
    """What shows pages as a browser does, and what scrolls them; None: no source needs it."""

    renderer: Renderer | None = None
    scroller: Scroller | None = None


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

    ``follows``: what answers lead to is asked too. Once per process: no reactor starts twice.
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
        told_of = about(own, store, order, assignment.crawl, redacts=spider.redacts)
        told_of["vantage"] = told_vantage(config, _hosts_of(spider, limits))
        visit = LocalVisit(
            source=order.source,
            crawl=assignment.crawl,
            worker=assignment.worker,
            store=store,
            frontier=SqliteFrontier(store, crawl=assignment.crawl, worker=assignment.worker),
            recorder=Recorder(store, evidence, crawl=assignment.crawl, about=told_of),
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
        if finds(spider, order):
            apps = [sentinel.partition(" ")[0] for sentinel in limits.sentinels]
            visit.former = FormerAnswers(store, evidence, apps, vantage=told_of["vantage"])
        visits.append(visit)
        _begin(process, visit, spider, order, own, config=config, browsers=browsers)
    with stopped_by_a_person(in_the_reactor(partial(_stop, process, visits))):
        process.start(install_signal_handlers=False)
    for visit in visits:
        _close_broken(visit)
    return visits


def _begin(
    process: AsyncCrawlerProcess,
    visit: LocalVisit,
    spider: type[SourceSpider],
    order: CrawlOrder,
    settings: Settings,
    *,
    config: Config,
    browsers: Browsers,
) -> None:
    crawler = SourceCrawler(spider, settings)
    crawler.visit = visit
    crawler.signals.connect(_closer(visit), signals.spider_closed, weak=False)
    limits = config.of(order.source)
    told = arguments_of(spider, order, limits) | _log_arguments(visit.store, spider, limits)
    told |= _ways(crawler, spider, config, browsers)
    process.crawl(crawler, **told, clock=visit.clock)


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


def _hosts_of(spider: type[SourceSpider], limits: SourceConfig) -> frozenset[str]:
    """Whom a source asks; empty: that is known only as it asks."""
    if spider.needs_url:
        return frozenset({origin(limits.url)})
    return spider.hosts | spider.picture_hosts


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
        if not finds(spider, order):
            # Single apps were asked for: all of them, and nobody else's.
            told |= {"closely": True, "developers": False}
    return told


def finds(spider: type[SourceSpider], order: CrawlOrder) -> bool:
    """Whether a store is asked for apps that nobody named: no re-check and no check does that."""
    if not issubclass(spider, AppStore):
        return False
    return order.charts or not all(map(spider.is_single, order.terms))


def _log_arguments(
    store: Store, spider: type[SourceSpider], limits: SourceConfig
) -> dict[str, Any]:
    """What the spider of a log is told beside: its key, and how far it was read before."""
    if not issubclass(spider, Certificates):
        return {}
    key = limits.public_key
    return {"public_key": key, "position": log_position(store, LogKey(key).id.hex())}


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
