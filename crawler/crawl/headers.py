"""Bounds the header of an answer: Scrapy bounds bodies, not headers (370 MB came in 6 s)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

from crawler.errors import LimitExceeded

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.python.failure import Failure
    from twisted.web._newclient import Request
    from twisted.web.iweb import IResponse

MOST_BYTES = 256 * 1024  # all lines together, as Chromium; a line ends at 16 KiB


class BoundedParser(_LenientHTTPClientParser):
    """Reads one answer; the lines of all its headers, 1xx ones too, have one bound."""

    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        """Counts a line before it is kept."""
        self.header_bytes += len(line) + 1
        if self.header_bytes > MOST_BYTES:
            raise LimitExceeded(f"The header is longer than {MOST_BYTES} bytes: it was cut off.")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        """A line without an end."""
        raise LimitExceeded(
            f"A line of the header is longer than {self.MAX_LENGTH} bytes: it was cut off."
        )


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection that is cut, not closed in order, when an answer cannot be read."""

    def request(self, request: Request) -> Deferred[IResponse]:
        """Sends a request; the parser that Twisted makes for it becomes ours."""
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = BoundedParser
        return answer

    def _giveUp(self, reason: Failure) -> None:  # noqa: N802 (Twisted's name)
        super()._giveUp(reason)  # type: ignore[no-untyped-call]
        # TLS waits for the other side's farewell, which an endless sender never sends.
        if self.transport is not None and isinstance(reason.value, LimitExceeded):
            self.transport.abortConnection()


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes ``BoundedProtocol`` for Scrapy's pool of connections."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: N802
        """One connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
