"""What each source of a sweep is crawled for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from crawler.config import Config
from crawler.crawl.sentinels import sentinel_terms
from crawler.crawl.sources import known_sources
from crawler.records import ACCOUNT_TERM, NEAR_TERM
from crawler.store.crawls import CrawlOrder
from spiders.android_store import AndroidStore
from spiders.base import SourceSpider
from spiders.facebook_pages import LEADS, FacebookPages
from spiders.stores import AppStore, StoreSpider


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
