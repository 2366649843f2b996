"""One visit of one site: its home page from several sides, a few more pages, all their facts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawler.errors import CrawlerError
from crawler.records import LOOKED_UP, RENDERED
from spiders.site.follow import Arrival, Fetch, follow
from spiders.site.likeness import likeness
from spiders.site.outcome import TROUBLES, UNREADABLE, Ending, is_notice
from spiders.site.page import SitePage, host_in, read_page, same_site
from spiders.site.pictures import (
    code_pictures,
    codes_in,
    data_picture,
    icon_hash,
    look_hash,
)
from spiders.site.rdap import Registration, read_network, read_rdap, read_registration
from spiders.site.seen import Entry, SiteSeen, certain_facts
from spiders.site.sides import CLOAK_OF, Cloak, LookUp, Network, Rendered, Side, headers_of
from spiders.site.told import told_of, told_page
from spiders.site.ways import promising

_SECONDS = 100.0  # for what is asked before the browser, and as much for what is asked after it
_MORE_PAGES = 4
_CODE_PICTURES = 4
_ALIKE = 0.8  # share of common words from which two looks are the same page
_FEW_WORDS = 400  # letters of text; a page of fewer, and of more scripts, shows its words by them
_UNANSWERED = (Ending.NO_ANSWER, Ending.CLOSED)
_FROM_PROXY = frozenset({502, 503, 504})
_DEAD = frozenset({"nxdomain", "sinkhole"})


class SiteVisit:
    """Visits one entry by ``fetch``; whatever it does, what was seen so far is kept."""

    def __init__(self, entry: Entry, fetch: Fetch, network: Network) -> None:
        self._entry = entry
        self._fetch = fetch
        self._network = network

    async def make(self, answer: Response | None, trouble: Arrival | None = None) -> SiteSeen:
        """The whole visit. ``answer``: of the home page over HTTPS; ``trouble``: why none came."""
        seen = SiteSeen(entry=self._entry, home=await self._home(answer, trouble))
        seen.ending = seen.home.ending
        seen.facts["vantage"] = self._network.vantage(Side.DESKTOP)
        seen.facts["names"] = await self._names(self._network.look_up)
        if self._entry.again:
            seen.facts["control"] = await self._names(self._network.control)
            await self._doubt(seen)
        self._tell_block(seen)
        await self._look_closer(seen)
        seen.facts |= certain_facts(seen, self._network)
        return seen

    async def _home(self, answer: Response | None, trouble: Arrival | None) -> Arrival:
        """Over HTTPS; over HTTP where that gives no page."""
        host, headers = self._entry.host, self._headers(Side.DESKTOP)
        if trouble is None or answer is not None:
            arrival = await follow(f"https://{host}/", self._fetch, headers, first=answer)
        else:
            arrival = trouble
        if arrival.ending in (Ending.VISITED, Ending.LOOP, Ending.ROBOTS):
            return arrival
        plain = await follow(f"http://{host}/", self._fetch, headers)
        # A name without HTTP at all tells less than what went wrong with HTTPS.
        return arrival if plain.answer is None and plain.ending is not Ending.ROBOTS else plain

    async def _look_closer(self, seen: SiteSeen) -> None:
        """All that is asked after the home page; the browser has a limit of its own.

        It shows one page after the other: to wait for it is no fault of this one.
        """
        async with _in_time(seen):
            for url in self._entry.pages:
                await self._more(seen, url)
            if any(page.ending is Ending.VISITED and page.own for page in seen.pages):
                seen.ending = Ending.VISITED
            # First the sides: what scripts make of the page would differ from all of them.
            if seen.ending is Ending.VISITED:
                await self._other_sides(seen)
        if seen.ending is not Ending.VISITED:
            return
        await self._scripts(seen)
        async with _in_time(seen):
            if seen.home.own is not None:
                for link in promising(seen.home.own, _MORE_PAGES):
                    if not link.seen:
                        seen.unlinked.add(link.url)
                    await self._more(seen, link.url)
            await self._pictures(seen)
        # All sites ask one server, which is asked slowly: that it is late tells nothing of a site.
        seen.facts |= {"rdap": None, "hosting": None}
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS):
                name = self._entry.subject.removeprefix("domain:")
                seen.facts["rdap"] = read_rdap(_body(await self._registered("domain", name)))
                if (address := self._address(seen)) is not None:
                    told = await self._registered("ip", address)
                    seen.facts["hosting"] = read_network(_body(told))

    async def _more(self, seen: SiteSeen, url: str) -> None:
        arrival = await follow(url, self._fetch, self._headers(Side.DESKTOP))
        if arrival.ending is Ending.VISITED:
            seen.pages.append(arrival)
        _tell_unanswered(seen, arrival)

    async def _other_sides(self, seen: SiteSeen) -> None:
        """The home page from each other side; what it shows differently is a fact."""
        home = seen.home
        cookies = _cookies(home.own_answer)
        for side, cloak in CLOAK_OF.items():
            headers = headers_of(side, self._network.agent, cookies)
            other = await follow(home.hops[0].url, self._fetch, headers, known=home)
            _tell_unanswered(seen, other)
            if (difference := _difference(home, other)) is not None:
                seen.cloaking.append({"kind": cloak.value, "side": side.value, **difference})

    async def _scripts(self, seen: SiteSeen) -> None:
        """The page as a browser shows it, where its words come by script."""
        own, render = seen.home.own, self._network.render
        if own is None or not needs_browser(own):
            return
        seen.facts["needs_browser"] = True
        if render is None:
            seen.unseen.append("its words come by script, and no browser was asked")
            return
        try:
            rendered = await render(own.url)
        except CrawlerError as error:
            seen.unseen.append(f"its words come by script, and no browser showed them: {error}")
            return
        page = await asyncio.to_thread(read_page, rendered.dom, rendered.final_url)
        if not rendered.settled and needs_browser(page):
            seen.unseen.append("its scripts did not come to rest in the browser")
        if rendered.screenshot is not None:
            seen.facts["look_hash"] = await asyncio.to_thread(look_hash, rendered.screenshot)
            self._keep_codes(seen, await asyncio.to_thread(codes_in, rendered.screenshot))
        self._tell_shown(seen, own, page, rendered)

    def _tell_shown(
        self, seen: SiteSeen, own: SitePage, page: SitePage, rendered: Rendered
    ) -> None:
        """What the browser was shown, with its evidence, where it is another page."""
        elsewhere = not same_site(host_in(rendered.final_url), self._entry.host)
        if not elsewhere and likeness(own.text, page.text) >= _ALIKE:
            return
        kept = self._kept(rendered)
        told = told_page(page, kept.get("evidence"))
        if elsewhere:
            seen.facts["landing"] = told
        else:
            seen.home.own, seen.home.page = page, page
            seen.home.markup += rendered.dom
        side = {"kind": Cloak.SCRIPT.value, "side": "browser", "status": None}
        seen.cloaking.append(side | told | kept)

    def _kept(self, rendered: Rendered) -> dict[str, str]:
        """The ids of the page as its scripts made it and of its picture, recorded."""
        if (keep := self._network.keep) is None:
            return {}
        dom, url = rendered.dom.encode("utf-8", "replace"), rendered.final_url
        kept = {"evidence": keep(RENDERED, dom, url, "text/html; charset=utf-8")}
        if rendered.screenshot is not None:
            kept["screenshot"] = keep(RENDERED, rendered.screenshot, url, "image/png")
        return kept

    async def _pictures(self, seen: SiteSeen) -> None:
        """The icon, and what pictures that are named as QR codes hold."""
        own = seen.home.own
        if own is None:
            return
        icon = own.icons[0] if own.icons else urljoin(own.url, "/favicon.ico")
        if (body := await self._picture(icon)) is not None:
            seen.facts["icon_hash"] = icon_hash(body)
            seen.facts["icon"] = None if icon.startswith("data:") else icon
        for url in code_pictures(list(seen.pages_of_the_name()), _CODE_PICTURES):
            if (body := await self._picture(url)) is not None:
                self._keep_codes(seen, await asyncio.to_thread(codes_in, body))

    def _keep_codes(self, seen: SiteSeen, codes: tuple[str, ...]) -> None:
        kept = dict.fromkeys((*seen.facts.get("codes", ()), *codes))
        if kept:
            seen.facts["codes"] = list(kept)

    async def _picture(self, url: str) -> bytes | None:
        if url.startswith("data:"):
            return data_picture(url)
        with suppress(*TROUBLES, *UNREADABLE):
            answer = await self._fetch(Request(url, headers=self._headers(Side.DESKTOP)))
            if answer.status == 200:
                return bytes(answer.body)
        return None

    async def _names(self, look_up: LookUp | None) -> Mapping[str, Any] | None:
        return None if look_up is None else await look_up(self._entry.host)

    async def _doubt(self, seen: SiteSeen) -> None:
        """Asks what else may know a name that no resolver knows: its other hosts, its registry."""
        control = self._network.control
        if control is None or not self._is_known_nowhere(seen):
            return
        hosts = dict.fromkeys([f"www.{self._entry.host}", *map(host_in, self._entry.pages)])
        said = {host: (await control(host))["status"] for host in hosts if host}
        seen.facts["control_hosts"] = said
        seen.facts["registration"] = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS):
                name = self._entry.subject.removeprefix("domain:")
                told = await self._registered("domain", name)
                if told is not None and told.answer is not None:
                    led_on = host_in(told.url) != host_in(told.hops[0].url)
                    seen.facts["registration"] = read_registration(
                        told.answer.status, _body(told), led_on=led_on
                    )

    async def _registered(self, kind: str, what: str) -> Arrival | None:
        """What the server of registrations says; None where none is named.

        A server for all of them leads on to the one of the registry.
        """
        if self._network.rdap is None:
            return None
        url = f"{self._network.rdap.rstrip('/')}/{kind}/{what}"
        return await follow(url, self._fetch, {"Accept": "application/rdap+json"})

    def _is_known_nowhere(self, seen: SiteSeen) -> bool:
        """Whether neither resolver knows its name, and nobody serves it."""
        told = [(seen.facts.get(name) or {}).get("status") for name in ("names", "control")]
        return told == ["nxdomain", "nxdomain"] and not self._is_served(seen.home)

    def _address(self, seen: SiteSeen) -> str | None:
        """Where it is served: as connected to, behind a proxy as its name says."""
        answer = seen.home.own_answer
        if answer is not None and answer.ip_address is not None and not self._network.by_proxy:
            return str(answer.ip_address)
        names = seen.facts["names"] or {}
        return next(iter((*names.get("a", ()), *names.get("aaaa", ()))), None)

    def _is_served(self, home: Arrival) -> bool:
        """Whether somebody answers for it; a proxy that finds nobody answers itself."""
        status = home.answer.status if home.answer is not None else None
        return status is not None and not (self._network.by_proxy and status in _FROM_PROXY)

    def _keep_names(self, seen: SiteSeen) -> str | None:
        if (keep := self._network.keep) is None:
            return None
        asked = ("names", "control", "control_hosts", "registration")
        said = {name: seen.facts[name] for name in asked}
        body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        return keep(LOOKED_UP, body, f"dns:{self._entry.host}", "application/json")

    def _headers(self, side: Side) -> dict[str, str]:
        return headers_of(side, self._network.agent)

    def _tell_block(self, seen: SiteSeen) -> None:
        """A block is an effect of the network here and says nothing of the site.

        What a resolver without a block knows is there; what neither knows, with no host below it,
        what nobody serves and is not in use by its registry, is gone.
        """
        names = seen.facts["names"] or {}
        control = (seen.facts.get("control") or {}).get("status")
        page = seen.home.page
        notice = is_notice(page.title, page.text) if page is not None else None
        dead = names.get("status") in _DEAD or seen.ending in (
            Ending.NO_NAME, Ending.FORBIDDEN_ADDRESS,
        )  # fmt: skip
        unknown = self._entry.again and self._is_known_nowhere(seen)
        doubt = _doubt_of(seen.facts) if unknown else None
        blocks = self._network.carries_block or control == "noerror"
        if unknown and doubt is None:
            seen.ending, seen.looked_up = Ending.GONE, self._keep_names(seen)
        elif notice is not None:
            seen.ending, seen.home.why = Ending.BLOCKED_HERE, notice
        elif names.get("says_blocked") or (dead and blocks):
            seen.ending = Ending.BLOCKED_HERE
            seen.home.why = seen.home.why or f"the resolver answers {names.get('status')}"
        if doubt is not None:
            seen.home.why = doubt


def _doubt_of(facts: Mapping[str, Any]) -> str | None:
    """Why a name that no resolver knows may be in use all the same; None: nothing says so."""
    for host, status in facts["control_hosts"].items():
        if status != "nxdomain":
            return f"to the question for {host} the control resolver answers {status}"
    if facts["registration"] is Registration.REGISTERED:
        return "no resolver knows its name, but its registry says that it is registered"
    return None


def _body(told: Arrival | None) -> bytes:
    return bytes(told.answer.body) if told is not None and told.answer is not None else b""


@asynccontextmanager
async def _in_time(seen: SiteSeen) -> AsyncIterator[None]:
    """Ends the block in time, and says so: what was seen so far is kept."""
    try:
        async with asyncio.timeout(_SECONDS):
            yield
    except TimeoutError:
        seen.unseen.append(f"its answers took more than {_SECONDS:g} seconds")


def _tell_unanswered(seen: SiteSeen, arrival: Arrival) -> None:
    """Not reproduced is not clean: a look that no answer came to says nothing."""
    if arrival.ending in _UNANSWERED:
        seen.unseen.append(f"{arrival.url} did not answer ({arrival.ending.value})")


def needs_browser(page: SitePage) -> bool:
    """Whether only scripts can show what the page says."""
    if len(page.text) >= _FEW_WORDS:
        return False
    return len(page.scripts) > len(page.text) or (not page.text and bool(page.loaded))


def _difference(home: Arrival, other: Arrival) -> dict[str, Any] | None:
    """What another side was shown, where it is not what the first visit was shown."""
    if other.answer is None or home.answer is None:
        return None
    elsewhere = not same_site(host_in(home.url), host_in(other.url))
    otherwise = other.answer.status // 100 != home.answer.status // 100
    if not elsewhere and not otherwise and likeness(_words(home), _words(other)) >= _ALIKE:
        return None
    return told_of(other)


def _words(arrival: Arrival) -> str:
    page = arrival.page
    return "" if page is None else f"{page.title or ''} {page.text} {page.hidden}"


def _cookies(answer: Response | None) -> str:
    """The cookies of a first visit, as the second one brings them back."""
    lines = answer.headers.getlist("Set-Cookie") if answer is not None else []
    pairs = (line.decode("latin-1").partition(";")[0].strip() for line in lines)
    return "; ".join(pair for pair in pairs if "=" in pair)[:4_000]
