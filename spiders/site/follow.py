"""One address to where it ends: each hop asked by itself, so that each passes the guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response

from spiders.site.leads import Way, lead_of, refresh_header
from spiders.site.outcome import TROUBLES, UNREADABLE, Ending, ending_of_error, ending_of_status
from spiders.site.page import SitePage, host_in, joined, read_page, same_site, split
from spiders.site.reading import read_markup

_MOST_HOPS = 8
_MOST_MARKUP = 2_000_000  # letters that are searched for ids; a page of this many is a large one
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_PAGE = ("image/", "video/", "audio/", "font/", "application/octet", "application/pdf",
            "application/vnd", "application/zip", "application/x-")  # fmt: skip
Fetch = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One address on the way, with what it answered and how it leads to the next."""

    url: str
    status: int | None
    way: Way | None  # None: it ends here


@dataclass(slots=True, kw_only=True)
class Arrival:
    """Where an address ended. ``own`` is the last page on the entry's own site."""

    ending: Ending
    why: str = ""
    hops: list[Hop] = field(default_factory=list)
    page: SitePage | None = None
    own: SitePage | None = None
    answer: Response | None = None  # the last one
    own_answer: Response | None = None
    markup: str = ""  # of ``own``

    @property
    def url(self) -> str:
        """The address where it ended."""
        return self.hops[-1].url if self.hops else ""

    @property
    def left(self) -> Way | None:
        """How it left the entry's site; None: it did not."""
        for hop, following in zip(self.hops, self.hops[1:], strict=False):
            if not same_site(host_in(self.hops[0].url), host_in(following.url)):
                return hop.way
        return None


async def follow(
    url: str,
    fetch: Fetch,
    headers: Mapping[str, str],
    *,
    first: Response | None = None,
    known: Arrival | None = None,
) -> Arrival:
    """Asks for an address and for each that it leads to; ``first``: it was asked already.

    ``known``: what was read before; the same bytes are not read again.
    """
    arrival, entry, asked = Arrival(ending=Ending.LOOP), host_in(url), set()
    while url not in asked and len(arrival.hops) <= _MOST_HOPS:
        asked.add(url)
        try:
            answer = first or await fetch(Request(url, headers=dict(headers)))
        except (*TROUBLES, *UNREADABLE) as error:
            arrival.hops.append(Hop(url=url, status=None, way=None))
            arrival.ending, arrival.why = ending_of_error(error), f"{error}"[:300]
            return arrival
        first = None
        try:
            target, way = _read(arrival, answer, entry, known)
        except UNREADABLE as error:
            target = way = None
            arrival.ending, arrival.why = Ending.UNREADABLE, f"{error}"[:300]
        arrival.hops.append(Hop(url=url, status=answer.status, way=way))
        if target is None:
            return arrival
        url = target
    arrival.why = f"it leads on and on: {len(arrival.hops)} addresses, the last {url:.200}"
    return arrival


def _read(
    arrival: Arrival, answer: Response, entry: str, known: Arrival | None
) -> tuple[str | None, Way | None]:
    """Takes an answer into account; where it leads, and how."""
    arrival.answer = answer
    location = answer.headers.get("Location")
    if answer.status in _REDIRECTS and location:
        told = location.decode("latin-1").strip()
        target = joined(answer.url, told)
        parts = split(target) if target else None
        if target and parts is not None and parts.scheme in ("http", "https"):
            return target.partition("#")[0], Way.HTTP
        arrival.ending, arrival.why = Ending.UNREADABLE, f"it leads to {told:.200}"
        return None, None
    arrival.ending = ending_of_status(answer.status, answer.body[:200_000])
    arrival.why = "" if arrival.ending is Ending.VISITED else f"it answers {answer.status}"
    page, markup = _known_page(answer, known) or _page_of(answer)
    if page.cut:
        arrival.ending, arrival.why = Ending.UNREADABLE, "it has more tags than are read"
    arrival.page = page
    if same_site(host_in(answer.url), entry):
        arrival.own, arrival.own_answer, arrival.markup = page, answer, markup
    if arrival.ending is not Ending.VISITED:
        return None, None
    header = answer.headers.get("Refresh")
    if header and (target_ := refresh_header(header.decode("latin-1"), answer.url)):
        return target_, Way.META
    lead = lead_of(page)
    return (lead.url.partition("#")[0], lead.way) if lead else (None, None)


def _known_page(answer: Response, known: Arrival | None) -> tuple[SitePage, str] | None:
    """What was read of an answer with the same address, type and bytes; most sides get one."""
    before = known.own_answer if known is not None else None
    if before is None or known is None or known.own is None:
        return None
    kind = "Content-Type"
    same = (answer.url, answer.headers.get(kind)) == (before.url, before.headers.get(kind))
    return (known.own, known.markup) if same and answer.body == before.body else None


def _page_of(answer: Response) -> tuple[SitePage, str]:
    kind = (answer.headers.get("Content-Type") or b"").decode("latin-1").lower()
    if kind.startswith(_NO_PAGE):
        return SitePage(url=answer.url), ""
    markup = read_markup(answer.body, kind)
    page = read_page(markup, answer.url)
    return page, "" if page.cut else markup[:_MOST_MARKUP]
