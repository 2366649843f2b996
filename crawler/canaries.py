"""What must be found beside what may be gone: it shows that a store, or the network, answers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crawler.config import Config
from crawler.crawl.sources import app_sources
from crawler.errors import ConfigError
from crawler.page_looks import GRAPH, PAGES
from crawler.records import CANARY_TERM
from crawler.store import Store
from crawler.store.aliases import subjects_of_page
from crawler.store.rechecks import licensed_lately, were_cases

_SITE = re.compile(r"domain:[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_MOST = 3
_LATELY = timedelta(days=30)


def canary_terms(store: Store, source: str, config: Config, *, now: datetime) -> tuple[str, ...]:
    """The terms that ask a source for its canaries; never for a subject that was under review."""
    if source == GRAPH:
        control = f"{PAGES}:{config.facebook.control_page}"
        known_as = subjects_of_page(store, control)
        return () if were_cases(store, [*known_as]) else (f"{CANARY_TERM}:{control}",)
    named = list(config.of(source).canaries)
    spider = next((each for each in app_sources().values() if each.name == source), None)
    thing = "site" if spider is None else "app"
    for canary in named:
        if not (_is_site(canary) if spider is None else spider.named(canary)):
            raise ConfigError(
                f"rasoat.toml: source.{source}.canaries has {canary!r}, which is no {thing} of it. "
                'Write the id of one, as "apple:1234567890" or "google:com.vidu.app".'
            )
    under_review = were_cases(store, named)
    found = [canary for canary in named if canary not in under_review]
    if not named:
        found = licensed_lately(store, source, since=now - _LATELY, most=_MOST)
    return tuple(f"{CANARY_TERM}:{canary}" for canary in found)


def _is_site(canary: str) -> bool:
    return bool(_SITE.fullmatch(canary))
