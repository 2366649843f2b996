"""Connections that are kept for the next request to their host."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from twisted.web._newclient import HTTP11ClientProtocol
from twisted.web.client import HTTPConnectionPool

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IStreamClientEndpoint

MOST_IDLE = 64  # of all hosts together


class IdleConnections(HTTPConnectionPool):
    """Connections that wait for the next request to their host: few in all, and not for long.

    Twisted keeps one of each host for four minutes: a crawl of many hosts ran out of files.
    """

    cachedConnectionTimeout = 30  # noqa: N815 (Twisted's name)

    def __init__(self, reactor: ReactorBase, *, most_per_host: int) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self.maxPersistentPerHost = most_per_host

    def _putConnection(self, key: Hashable, connection: HTTP11ClientProtocol) -> None:  # noqa: N802
        super()._putConnection(key, connection)  # type: ignore[no-untyped-call]
        for longest in list(self._timeouts.values())[:-MOST_IDLE]:
            longest.reset(0)

    def _removeConnection(self, key: Hashable, connection: HTTP11ClientProtocol) -> None:  # noqa: N802
        super()._removeConnection(key, connection)  # type: ignore[no-untyped-call]
        self._forget(key)

    def getConnection(  # noqa: N802
        self, key: Hashable, endpoint: IStreamClientEndpoint
    ) -> Deferred[HTTP11ClientProtocol]:
        """One that waits, or a new one."""
        connection = super().getConnection(key, endpoint)
        self._forget(key)
        return connection

    def _forget(self, key: Hashable) -> None:
        if not self._connections.get(key, True):
            del self._connections[key]
