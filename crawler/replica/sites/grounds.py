"""Where hosts stand: name servers, addresses, certificates and themes that strangers share."""

from __future__ import annotations

import random

from crawler.replica.sites.model import Zone

# Invented providers, each with hundreds of customers who do not know each other.
_PROVIDERS = (
    ("linh.ns.maychanh-vidu.com", "khoa.ns.maychanh-vidu.com"),
    ("linh.ns.maychanh-vidu.com", "khoa.ns.maychanh-vidu.com"),
    ("ns1.tenmienchung-vidu.vn", "ns2.tenmienchung-vidu.vn"),
    ("dns1.nhadatso-vidu.net", "dns2.nhadatso-vidu.net"),
)
_EDGE = _PROVIDERS[0]
# The name server of the replica must give addresses of the public web, or every visitor would
# take them for a sinkhole; nothing is ever sent there: the proxy answers for every host.
_EDGE_NET, _RENTED_NET, _OWN_NET = "11.28.0", "11.29.7", "11.30"
SINKHOLE, NOTICE = "0.0.0.0", "11.31.0.53"  # noqa: S104 (an answer of a name server, no listener)
STOCK = ("hills", "harbour", "rice", "street")
THEME_ICON = "theme"  # the favicon that a ready-made theme brings


class Grounds:
    """Rents hosting; what many rent proves nothing."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._own = 0

    def rented(self, *, mail: bool = False) -> Zone:
        """Name servers and an address that hundreds share."""
        servers = self._rng.choice(_PROVIDERS)
        net = _EDGE_NET if servers == _EDGE else _RENTED_NET
        return Zone(
            addresses=(f"{net}.{self._rng.randrange(10, 60)}",),
            name_servers=servers,
            mail=("mx1.hopthuchung-vidu.com",) if mail else (),
            texts=("v=spf1 include:hopthuchung-vidu.com ~all",) if mail else (),
        )

    def own(self, name_servers: tuple[str, ...] | None = None) -> Zone:
        """An address of one's own, with one's own name servers if they are given."""
        self._own += 1
        return Zone(
            addresses=(f"{_OWN_NET}.{self._own // 250}.{1 + self._own % 250}",),
            name_servers=name_servers or self._rng.choice(_PROVIDERS),
        )


def is_edge(zone: Zone) -> bool:
    """The host stands behind the big provider that many of all sorts use."""
    return zone.name_servers == _EDGE
