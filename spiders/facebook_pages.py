"""Pages of Facebook by Meta's Graph: found by words, read by number, looked at again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse

from crawler.facebook import read_id
from crawler.records import CANARY_TERM, RECHECK_TERM, Presence, Sighting
from spiders.facebook_errors import GraphError
from spiders.facebook_graph import PAGE, ROWS, GraphSpider
from spiders.facebook_reading import Sign
from spiders.facebook_usage import usage_of

LEADS = "fbpage"  # what the subjects of its leads begin with
_AT_ONCE = 50  # pages of one question (facebook.md §3)
_CONTROL_FIRST = 10
_FOUND = ("id", "name", "link", "is_unclaimed", "verification_status")
# One field that is unknown or not permitted fails the whole call, so the small group stands alone.
_SMALL = ("id", "name", "username", "link", "fan_count", "verification_status")
_WIDE = (
    *(*_SMALL, "about", "bio", "description", "category", "category_list", "website", "emails"),
    *("followers_count", "is_published", "is_unclaimed", "talking_about_count", "start_info"),
)
_VIETNAMESE = {"locale": "vi_VN"}  # else names of categories come in the language of the token


class FacebookPages(GraphSpider):
    """Fanpages of Facebook by Meta's Graph: searched by words, and read by number or name.

    A page that is not given is missing, or not for this token: alone no sign that it is gone.
    """

    name = "facebook_pages"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shown: set[str] = set()  # pages that this process was given

    async def start(self) -> AsyncIterator[Request]:
        """What is looked at again after its control, then pages by number and name, then words."""
        for kind, priority in ((CANARY_TERM, _CONTROL_FIRST), (RECHECK_TERM, 0)):
            for term in self.terms:
                if term.startswith(f"{kind}:{PAGE}"):
                    name = term.removeprefix(f"{kind}:{PAGE}")
                    subject = f"{PAGE}{name}"
                    yield self._one(name, wide=True, looked=[subject], priority=priority)
        named = [term.removeprefix(PAGE) for term in self.terms if term.startswith(PAGE)]
        for request in self._pages([name for name in named if read_id(name)]):
            yield request
        for name in named:
            if read_id(name) is None:
                yield self._one(name, wide=True)
        for term in self.terms:
            if not term.startswith((PAGE, f"{CANARY_TERM}:", f"{RECHECK_TERM}:")):
                yield self._search(term)

    def _search(self, words: str) -> Request:
        query = {"q": words, "fields": ",".join(_FOUND), "limit": ROWS, **_VIETNAMESE}
        return self.graph(
            "/pages/search", self.found, step="page_search", query=query, words=words, tries=0
        )

    def _pages(self, numbers: Sequence[str], *, wide: bool = True) -> Iterator[Request]:
        for place in range(0, len(numbers), _AT_ONCE):
            batch = numbers[place : place + _AT_ONCE]
            query = {"ids": ",".join(batch), "fields": _fields(wide=wide), **_VIETNAMESE}
            yield self.graph(
                "/", self.several, step="pages", query=query, numbers=list(batch), wide=wide
            )

    def _one(
        self, name: str, *, wide: bool, looked: Sequence[str] = (), priority: int = 0
    ) -> Request:
        """The question for one page; ``looked``: it is looked at again, under this subject."""
        request = self.graph(
            f"/{name.removeprefix('@')}",
            self.one,
            step="recheck" if looked else "page",
            query={"fields": _fields(wide=wide), **_VIETNAMESE},
            name=name,
            wide=wide,
            subjects=list(looked),
            market=self.market,
        )
        return request.replace(priority=priority)

    def found(self, response: TextResponse, words: str, tries: int) -> Iterator[Request | Sighting]:
        """One page of a search by words; each new page is read, too."""
        error = self.error(response)
        if error is not None:
            yield self.fewer(
                response, error, self.found, step="page_search", words=words, tries=tries
            )
            return
        new = list(self.fresh.of(self.reading(response, query=words).sightings, PAGE))
        yield from new
        yield from self._pages([seen.subject.removeprefix(PAGE) for seen in new])
        if not self.fresh.is_full():
            yield from self.next_page(
                response, self.found, step="page_search", words=words, tries=0
            )

    def several(
        self, response: TextResponse, numbers: list[str], *, wide: bool
    ) -> Iterator[Request | Sighting]:
        """Pages by number; where one of them fails the whole call, each is asked for alone."""
        error = self.error(response)
        if error is None:
            yield from self.reading(response).sightings
        elif error.sign in (Sign.MISSING_OR_FORBIDDEN, Sign.ALIAS_UNKNOWN, Sign.SERVER_TROUBLE):
            yield from (self._one(number, wide=wide) for number in numbers)
        elif wide:
            yield from self._pages(numbers, wide=False)
        else:
            raise self.stop(error.says(usage_of(response).minutes))

    def one(
        self, response: TextResponse, name: str, *, wide: bool, subjects: list[str], market: str
    ) -> Iterator[Request | Sighting]:
        """One page by number or name; ``subjects``: what a re-check looks at by this question."""
        error = self.error(response)
        if error is None:
            sightings = self.reading(response).sightings
            self._shown.update(seen.subject for seen in sightings)
            yield from sightings
        elif error.sign in (Sign.MISSING_OR_FORBIDDEN, Sign.ALIAS_UNKNOWN):
            yield self._not_given(response, error, name, looked=bool(subjects))
        elif wide:
            yield self._one(name, wide=False, looked=subjects)
        else:
            raise self.stop(error.says(usage_of(response).minutes))

    def _not_given(
        self, response: TextResponse, error: GraphError, name: str, *, looked: bool
    ) -> Sighting:
        """Gone, for a re-check to weigh, where this token was given another page just before."""
        missing = error.sign is Sign.MISSING_OR_FORBIDDEN
        weighed = looked and missing and bool(self._shown)
        presence = Presence.GONE if weighed else Presence.UNKNOWN
        return self.absent(f"{PAGE}{name}", response, error.sign or Sign.BAD_REQUEST, presence)


def _fields(*, wide: bool) -> str:
    return ",".join(_WIDE if wide else _SMALL)
