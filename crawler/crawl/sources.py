"""The spiders that are there, and the settings of their crawls."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.config import Config, SourceConfig
from crawler.crawl.facebook_token import VARIABLE, token_here
from crawler.errors import UsageProblem
from crawler.records import Marketplace
from spiders.base import SourceSpider
from spiders.certificates import Certificates
from spiders.stores import AppStore, StoreSpider

_SETTINGS = "crawler.crawl.settings"


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
