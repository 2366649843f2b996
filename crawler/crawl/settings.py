"""Scrapy's settings for every crawl of this project; each line that differs says why."""

from __future__ import annotations

from crawler.crawl.addresses import Address

BOT_NAME = "rasoat"
SPIDER_MODULES = ["spiders"]
LOG_INSTALL_ROOT_HANDLER = False  # crawler/logs.py says where logs go

# The manners of the crawl (product.md §6). The user agent with its contact and the delay of a
# source are set per crawl from rasoat.toml.
ROBOTSTXT_OBEY = True
ROBOTSTXT_PARSER = "crawler.crawl.robots.BoundedRobots"
DOWNLOAD_DELAY_JITTER = 0  # the limit of a store is a limit: no request comes earlier
# Per source: while politeness waits, nothing else is asked. ``domains``, of many owners, has more.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
COOKIES_ENABLED = False  # no profile is built on either side
REDIRECT_MAX_TIMES = 5
# What every tool can undo: evidence is kept as received, and others must be able to open it.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}
# What refuses for want of patience waits in politeness.py; these are mishaps of the way.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_TIMES = 2

# Its filter drops in silence, also a redirect to the same address (crawling.md §7); the spiders
# ask for each thing once by themselves.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Everything crawled is hostile (docs/guard.md).
_CHECKED = "crawler.crawl.download.CheckedDownloads"
DOWNLOAD_HANDLERS = {
    "http": _CHECKED,
    "https": _CHECKED,
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
TWISTED_DNS_RESOLVER = "crawler.crawl.download.CheckedNames"
OUTBOUND_ALLOW: tuple[tuple[Address, int], ...] = ()  # network.allow
OUTBOUND_RESOLVER: tuple[Address, int] | None = None  # network.resolver
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is False
# As it comes and as it is unpacked. The default is 1 GiB; a Play page has 2 MB.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 15  # the default is 180; three tries at a silent host stay below a minute
REMOTE_CONTROL_ENABLED = False  # Scrapy 2.19 opens a control server otherwise
TELNETCONSOLE_ENABLED = False
MEMUSAGE_ENABLED = False  # it ends a crawl without a word to its health; limits.py tells
MOST_LINKS = 2_000  # requests that one answer leads to; the longest list of a store has 250
MOST_MEMORY = 1024 * 1024 * 1024  # bytes that the process takes on while a crawl runs
LONGEST_TURN = 300  # seconds that the reactor may stand still: a parser that hangs stops it

# It reads and parses the source of a callback, again and again: bound methods are not kept.
WARN_ON_GENERATOR_RETURN_VALUE = False
CONCURRENT_ITEMS = 8  # 100 starts a hundred tasks a response (crawling.md §1)

DOWNLOADER_MIDDLEWARES = {
    # Numbers grow towards the network: politeness and redirects (600) see what was recorded.
    "crawler.crawl.guard.HostGuard": 10,
    "crawler.crawl.robots.RobotsOfHosts": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.crawl.politeness.Politeness": 555,
    "crawler.crawl.recording.RecordAnswers": 605,
    "crawler.crawl.recording.TakeSecretsOut": 607,
    # Behind all that sets headers: what is asked must be the same as before.
    "crawler.crawl.conditional.ConditionalRequests": 608,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 610,
    "crawler.crawl.recording.KeepReceived": 615,
    "crawler.crawl.facebook_token.FacebookToken": 620,
    "crawler.crawl.scrolling.ScrolledPages": 625,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops in silence
}
SPIDER_MIDDLEWARES = {
    "crawler.crawl.limits.LinkLimit": 950,  # nearest to the spider: the watch hears of it
    # All that callbacks give goes into the frontier and comes out as a first request: nothing is
    # left for the others to see, and two of them drop in silence.
    "crawler.crawl.watch.Watch": 900,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
EXTENSIONS = {
    "crawler.crawl.heartbeat.Heartbeat": 0,
    "crawler.crawl.limits.MemoryLimit": 100,
    "crawler.crawl.limits.HangLimit": 100,
}
