"""What both spiders of Meta's Graph share: what they ask, how they page, when they end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.records import Kept, Presence, Proof, Sighting, evidence_id
from spiders.base import READS_REFUSALS, Expect, SourceSpider
from spiders.facebook_answers import read_answer
from spiders.facebook_errors import GraphError, error_in
from spiders.facebook_fresh import Fresh
from spiders.facebook_reading import AnswerSeen, Reading, Sign
from spiders.facebook_usage import usage_of
from spiders.shapes import changed

HOST = "graph.facebook.com"
PAGE = "fbpage:"
ROWS = 100  # of one answer; halved where that is too much
_TRIES = 3  # with ever fewer rows
# Signs that are about what was asked; all others are about who asks, and end the crawl.
_OF_THE_QUESTION = frozenset(
    {Sign.MISSING_OR_FORBIDDEN, Sign.ALIAS_UNKNOWN, Sign.SERVER_TROUBLE, Sign.BAD_REQUEST}
)
_PARAMETER = 100  # the code of a parameter, or of a permission for it
# The second is what crawler/redaction.py leaves of the first.
_TOKENS = frozenset({"access_token", "token_removed"})

Callback = Callable[..., Iterator[Request | Sighting | Kept]]


class GraphSpider(SourceSpider):
    """A part of Meta's Graph: one host, and a token that the spider itself never sees."""

    proof = Proof.SPECIFIED
    # No page and no advert at all is an ordinary answer.
    expect = Expect(sightings=(0, 1_000_000), filled={})
    hosts = frozenset({HOST})
    needs_token = True
    redacts = True
    custom_settings = {  # noqa: RUF012 (Scrapy declares it without ClassVar)
        # An error comes with whatever status, and its code tells whether to ask again.
        "RETRY_HTTP_CODES": [],
        "REDIRECT_ENABLED": False,
    }

    def __init__(self, *, version: str = "v24.0", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.version = version
        self.fresh = Fresh(self.limit)
        self.once = dict(self.fresh.once)

    def graph(
        self, path: str, callback: Callback, *, step: str, query: Mapping[str, Any], **told: Any
    ) -> Request:
        """A question to the Graph."""
        url = f"https://{HOST}/{self.version}{path}?{urlencode(query)}"
        return self._asked(url, callback, step, told)

    def next_page(
        self, response: TextResponse, callback: Callback, *, step: str, **told: Any
    ) -> Iterator[Request]:
        """The address that an answer names for more, without the token that it carries."""
        answer = response.json()
        paging = answer.get("paging")
        following = paging.get("next") if isinstance(paging, dict) and answer.get("data") else None
        if isinstance(following, str):
            yield self._asked(_with(following, {}), callback, step, told)

    def fewer(
        self,
        response: TextResponse,
        error: GraphError,
        callback: Callback,
        *,
        step: str,
        **told: Any,
    ) -> Request:
        """The same question for half as many rows (code 1, 2); raises where that was tried."""
        tries = told.pop("tries") + 1
        rows = int(dict(parse_qsl(urlsplit(response.url).query)).get("limit", "1")) // 2
        if error.sign is not Sign.SERVER_TROUBLE or tries >= _TRIES or rows < 1:
            raise self.stop(error.says(usage_of(response).minutes))
        url = _with(response.url, {"limit": str(rows)})
        return self._asked(url, callback, step, {**told, "tries": tries})

    def error(self, response: TextResponse) -> GraphError | None:
        """The error of an answer that is about the question; any other ends the crawl."""
        found = error_in(response.text)
        if found is not None:
            if found.sign in _OF_THE_QUESTION or found.code == _PARAMETER:
                return found
            raise self.stop(found.says(usage_of(response).minutes))
        if response.status != 200:
            raise self.stop(
                f"{HOST} refuses with status {response.status}, without an error of the Graph. "
                "It says nothing of any page"
            )
        return None

    def reading(self, response: TextResponse, **facts: Any) -> Reading:
        """What an answer without an error gives; rows that nobody can read are counted."""
        seen = AnswerSeen(
            source=self.name,
            market=self.market,
            seen_at=self.clock(),
            evidence=evidence_id(bytes(response.body)),
            url=response.url,
            facts=facts,
        )
        found = read_answer(response.text, seen)
        if not found.known:
            raise changed(self.name, "an answer of the Graph has a shape that nobody knows")
        self.unread += found.unread
        return found

    def absent(self, subject: str, response: TextResponse, notice: Sign, at: Presence) -> Sighting:
        """A page that the Graph does not give: missing, or not for this token."""
        return Sighting(
            subject=subject,
            source=self.name,
            market=self.market,
            seen_at=self.clock(),
            presence=at,
            evidence=evidence_id(bytes(response.body)),
            facts={"layer": "notice", "notice": notice.value},
        )

    def _asked(self, url: str, callback: Callback, step: str, told: Mapping[str, Any]) -> Request:
        request = self.ask(url, callback, step=step, **told)
        request.meta[READS_REFUSALS] = True
        return request


def _with(url: str, changed_: Mapping[str, str]) -> str:
    """The address with these parameters instead of its own, and without a token."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in _TOKENS | changed_.keys()]
    return parts._replace(query=urlencode([*kept, *changed_.items()])).geturl()
