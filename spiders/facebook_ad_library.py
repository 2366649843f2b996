"""Meta's Ad Library as its own page shows it: scrolled in a browser, stopped at the first sign."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from crawler.facebook import read_id
from crawler.records import RECHECK_TERM, Proof, Sighting
from spiders.base import READS_REFUSALS, Expect, Scrolling, SourceSpider
from spiders.facebook_answers import read_answer
from spiders.facebook_fresh import Fresh
from spiders.facebook_html import read_page
from spiders.facebook_reading import AnswerSeen, Reading, Sign, asked, joined
from spiders.facebook_signs import heeded
from spiders.shapes import changed

_HOST = "www.facebook.com"
_PAGE, _ADVERT = "fbpage:", "fbad:"
_OF_ALL = {
    "active_status": "all",
    "ad_type": "all",
    "country": "VN",
    "is_targeted_country": "false",
    "media_type": "all",
}
_WHY: Mapping[Sign, str] = {
    Sign.LOGIN_WALL: "the Ad Library shows the log-in of Facebook; nobody logs in here",
    Sign.BLOCKED: "Facebook stopped this browser (403 or a checkpoint)",
    Sign.CHALLENGE: "Facebook asks for a challenge or a captcha; none is solved here",
    Sign.RATE_LIMITED: "Facebook limits how often it answers (429, or error 1675004)",
    Sign.SESSION: "the session of the page ended",
    Sign.SERVER_TROUBLE: "Facebook could not answer",
    Sign.EMPTIED: "adverts are counted and none is shown: a limit in disguise",
}


class FacebookAdLibrary(SourceSpider, Scrolling):
    """Adverts shown in Vietnam, in Meta's Ad Library: only with Meta's written permission.

    Words are searched for, pages (``fbpage:`` and the number) are asked for their adverts, an
    advert (``fbad:`` and the number) is opened alone.
    """

    name = "facebook_ad_library"
    proof = Proof.EXPERIMENTAL
    expect = Expect(sightings=(0, 1_000_000), filled={})
    hosts = frozenset({_HOST})
    scrolls = True
    redacts = True
    says: ClassVar[str] = (
        "facebook_ad_library reads the adverts that run in Vietnam now, as Meta's page shows them. "
        "At the first log-in, challenge or limit it ends for the day."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fresh = Fresh(self.limit)
        self.once = dict(self.fresh.once)
        self._readings: list[Reading] = []  # of the page that is being scrolled
        self._adverts: set[str] = set()  # of that page

    async def start(self) -> AsyncIterator[Request]:
        """One page of the Ad Library a term."""
        for term in self.terms:
            subject = term.removeprefix(f"{RECHECK_TERM}:")
            if subject.startswith(_ADVERT):
                if advert := read_id(subject.removeprefix(_ADVERT)):
                    yield self._alone(advert, again=subject != term)
            elif not term.startswith(_PAGE):
                yield self._library({"search_type": "keyword_unordered", "q": term}, 1)
            elif number := read_id(term.removeprefix(_PAGE)):
                yield self._library({"search_type": "page", "view_all_page_id": number}, 1)

    def _library(self, asked_: Mapping[str, str], attempt: int) -> Request:
        query = {**_OF_ALL, "active_status": "active", **asked_}
        # The part behind # is not asked: it tells a page that is scrolled anew from the first time.
        url = f"https://{_HOST}/ads/library/?{urlencode(query)}#{attempt}"
        return self._opened(url, self.read, "library", asked_=dict(asked_), attempt=attempt)

    def _alone(self, advert: str, *, again: bool) -> Request:
        """One advert, whether it still runs or not; ``again``: for a re-check."""
        subject = f"{_ADVERT}{advert}"
        url = f"https://{_HOST}/ads/library/?{urlencode({**_OF_ALL, 'id': advert})}"
        return self._opened(
            url, self.one, "recheck" if again else "advert", subjects=[subject], market=self.market
        )

    def _opened(self, url: str, callback: Callable[..., Any], step: str, **told: Any) -> Request:
        request = self.ask(url, callback, step=step, **told)
        request.meta.update({READS_REFUSALS: True, "dont_retry": True, "dont_redirect": True})
        return request

    def take(
        self,
        body: str,
        *,
        html: bool,
        status: int,
        led_to: str | None,
        evidence: str,
        request: Request,
    ) -> bool:
        """Reads one answer of the page; whether it is to be scrolled on."""
        if html:
            self._readings, self._adverts = [], set()
        seen = AnswerSeen(
            source=self.name,
            market=self.market,
            seen_at=self.clock(),
            evidence=evidence,
            url=request.url,
            facts=asked(request.url),
        )
        read = (read_page if html else read_answer)(body, seen)
        reading = heeded(read, status, led_to, html=html)
        self._readings.append(reading)
        subjects = (one.subject for one in reading.sightings)
        self._adverts.update(one for one in subjects if one.startswith(_ADVERT))
        enough = self.limit is not None and len(self._adverts) >= self.limit
        alone = "subjects" in request.cb_kwargs  # one advert: what is asked for comes first
        return bool(self._goes_on()) and not reading.signs and not enough and not alone

    def read(
        self, response: Response, asked_: dict[str, str], attempt: int
    ) -> Iterator[Request | Sighting]:
        """What the page gave while it was scrolled; why it ended before its end, if it did."""
        found = joined(self._readings)
        if not found.known:
            raise changed(self.name, "the page of the Ad Library has a shape that nobody knows")
        self.unread += found.unread
        counted = {} if found.stated is None else {"counted": found.stated}
        for seen in self.fresh.of(found.sightings, _ADVERT):
            yield replace(seen, facts={**seen.facts, **counted})
        why = self._cut_short(found)
        if why is not None:
            self.ending = f"{why}. What was seen is kept; go on later"
            yield self._library(asked_, attempt + 1)

    def one(
        self, response: Response, subjects: list[str], market: str
    ) -> Iterator[Request | Sighting]:
        """One advert alone, with its page; where it is not shown, nothing is said of it."""
        found = joined(self._readings)
        if not found.known:
            raise changed(self.name, "the page of one advert has a shape that nobody knows")
        self.unread += found.unread
        shown = [seen for seen in found.sightings if seen.subject in subjects]
        pages = {f"{_PAGE}{seen.publisher_id}" for seen in shown}
        yield from (seen for seen in found.sightings if seen.subject in {*subjects, *pages})
        sign = min(found.signs, default=None)
        if sign is not None:
            raise self.stop(_why(sign))

    def _goes_on(self) -> bool | None:
        """Whether there is more, by the newest answer that says so."""
        told = (one.more for one in reversed(self._readings) if one.more is not None)
        return next(told, None)

    def _cut_short(self, found: Reading) -> str | None:
        sign = min(found.signs, default=None)
        if sign is not None:
            return _why(sign)
        if self._goes_on() and not self.fresh.is_full():
            counted, shown = found.stated or "more", len(self._adverts)
            return f"the page counts {counted} adverts and showed {shown}, then no further one"
        return None


def _why(sign: Sign) -> str:
    return _WHY.get(sign, f"the Ad Library showed something else: {sign.value}")
