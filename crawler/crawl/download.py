"""The one way out of a crawl: a connection goes only to an address that was checked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectError
from twisted.web.client import ResponseFailed

from crawler.crawl.addresses import Address, PublicWeb, Target
from crawler.crawl.connections import IdleConnections
from crawler.crawl.headers import BoundedFactory
from crawler.crawl.names import Names
from crawler.errors import AddressRefused, LimitExceeded, NameUnknown, NotLookedUp

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)


class Receiver(Protocol):
    """Twisted's ``IResolutionReceiver``."""

    def resolutionBegan(self, resolution: HostResolution) -> None:  # noqa: N802
        """The look-up has begun."""

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802
        """One more address."""

    def resolutionComplete(self) -> None:  # noqa: N802
        """No more addresses follow."""


class CheckedNames:
    """The reactor's resolver: every name and literal of a connection passes here.

    Twisted connects to the addresses that this gives and looks nothing up again, so an answer
    that changes between check and connection (rebinding) has no gap to slip through.
    """

    def __init__(self, web: PublicWeb, names: Names) -> None:
        self.web = web
        self._names = names
        self._proxy_names = Names()  # a proxy's name may be known inside only
        self._proxies = proxies()
        self._giving: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Takes ``network.allow`` and ``network.resolver`` from the settings of the process."""
        settings = crawler.settings
        server = settings["OUTBOUND_RESOLVER"]
        return cls(PublicWeb(frozenset(settings["OUTBOUND_ALLOW"])), Names(server))

    def install_on_reactor(self) -> None:
        """Scrapy calls this once, before the first crawl."""
        from twisted.internet import reactor

        reactor.installNameResolver(self)

    async def checked(self, host: str | Address, port: int) -> tuple[Address, ...]:
        """The addresses of a host, if a connection may be made to all of them."""
        found = await self._names.addresses(host) if isinstance(host, str) else (host,)
        # A name of two addresses of which the operator allows one, as localhost often is.
        if allowed := tuple(one for one in found if (one, port) in self.web.allow):
            return allowed
        for address in found:
            try:
                self.web.check(address, port)
            except AddressRefused as refused:
                raise AddressRefused(f"{host}: {refused}") from refused
        return found

    async def admit(self, target: Target) -> tuple[Address, ...]:
        """The addresses that we may connect to ourselves; raises before one is tried at all."""
        if (str(target.host), target.port) in self._proxies:
            raise AddressRefused(f"{target.host} port {target.port} is the proxy: it is no source.")
        return await self.checked(target.host, target.port)

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IPv4Address | IPv6Address]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> HostResolution:
        """Gives the receiver the checked addresses, or none."""
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        async def give() -> None:
            try:
                host = hostName.rstrip(".").lower()
                for address in await self._connectable(host, portNumber):
                    kind = IPv4Address if address.version == 4 else IPv6Address
                    if addressTypes is None or kind in addressTypes:
                        resolutionReceiver.addressResolved(kind("TCP", str(address), portNumber))
            except (AddressRefused, NameUnknown, NotLookedUp):
                logger.info("no connection to %s port %s", hostName, portNumber)
            finally:
                resolutionReceiver.resolutionComplete()

        task = asyncio.ensure_future(give())
        self._giving.add(task)
        task.add_done_callback(self._giving.discard)
        return resolution

    async def _connectable(self, host: str, port: int) -> tuple[Address, ...]:
        # Twisted asks for the proxy of an https address without its port.
        if any(host == proxy and port in (0, own) for proxy, own in self._proxies):
            return await self._proxy_names.addresses(host)
        return await self.checked(_literal(host) or host, port)


class CheckedDownloads(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 downloads behind ``CheckedNames``: robots.txt and redirects pass it too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        if not isinstance(reactor.nameResolver, CheckedNames):
            raise TypeError("Downloads need CheckedNames as TWISTED_DNS_RESOLVER.")
        self._names = reactor.nameResolver
        most = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._pool = IdleConnections(reactor, most_per_host=most)
        self._pool._factory = BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """The answer; ``AddressRefused`` or ``LimitExceeded`` are final and not tried again."""
        proxied = bool(request.meta.get("proxy"))
        target = self._names.web.target(request.url, proxied=proxied)
        if not proxied:
            try:
                await self._names.admit(target)
            except NameUnknown as error:
                raise CannotResolveHostError(str(error)) from error
            except NotLookedUp as error:  # tried again, and in the end not answered
                raise DownloadTimeoutError(str(error)) from error
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            # It had an address above, or a proxy has none: that says nothing of the name.
            raise DownloadFailedError(f"no address to connect to: {error}") from error
        except DownloadFailedError as error:
            limit = _limit(error)
            if limit is None:
                raise
            raise limit from error
        except (ConnectError, TunnelError) as error:
            # Scrapy gives these on as they are; spiders know Scrapy's own errors only.
            raise DownloadFailedError(str(error)) from error


def _limit(error: DownloadFailedError) -> LimitExceeded | None:
    """The limit that ended a download, if it was one."""
    cause = error.__cause__
    reasons: list[Any] = cause.reasons if isinstance(cause, ResponseFailed) else []
    found = (reason.value for reason in reasons if isinstance(reason.value, LimitExceeded))
    return next(found, None)


def proxies() -> frozenset[tuple[str, int]]:
    """Host and port of each proxy that the environment names, as Scrapy reads it."""
    ports = {"http": 80, "https": 443}
    found = set()
    for kind, url in getproxies().items():
        if kind == "no":  # no_proxy: hosts that are reached without one
            continue
        with suppress(ValueError):  # Scrapy passes over what it cannot read, too
            parts = urlsplit(url if "://" in url else f"{kind}://{url}")
            found.add((parts.hostname or "", parts.port or ports.get(parts.scheme, 80)))
    return frozenset(found)


def proxy_for(scheme: str, host: str) -> SplitResult | None:
    """The proxy of the environment by which a host is reached, as Scrapy reads it."""
    found = getproxies().get(scheme)
    if not found or proxy_bypass(host):
        return None
    return urlsplit(found if "://" in found else f"http://{found}")


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
