"""A plain visitor of the replica's sites: one request over the proxy, nothing followed."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.replica.sites.running import RunningSites


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()


def look(
    sites: RunningSites,
    host: str,
    path: str = "/",
    *,
    secure: bool = True,
    blocked: bool = False,
    timeout: float = 5,
    most: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Seen:
    """Asks one host for one address."""
    proxy = urlsplit(sites.blocking_proxy_url if blocked else sites.proxy_url)
    if secure:
        context = ssl.create_default_context(cafile=str(sites.ca_file))
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            proxy.hostname or "", proxy.port, timeout=timeout, context=context
        )
        connection.set_tunnel(host)
        target = path
    else:
        connection = http.client.HTTPConnection(proxy.hostname or "", proxy.port, timeout=timeout)
        target = f"http://{host}{path}"
    try:
        connection.request("GET", target, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        return Seen(
            answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read(most)
        )
    finally:
        connection.close()


FAILURES = (OSError, http.client.HTTPException)
