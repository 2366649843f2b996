"""The public portal of licences: read whole into one register file, never into sightings.

UNVERIFIED: nobody has recorded an answer of its back end. The address is a setting; offset paging
(``startRow``, ``endRow``), the sort by ``validFrom``, the filter on ``platformCategoryCode`` and
the names of a row's fields come from public captures (regulation.md §4.1); the envelope around the
rows and asking by GET are assumptions. Whatever does not fit raises ``PayloadChanged``.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.records import Proof, RegisterCopy
from spiders.base import Expect, SourceSpider, origin
from spiders.shapes import changed, read_json

NAME = "licence_portal"
# The filter means "contains": g may bring rows of g1 too. Trap: g1 is G2–G4, never G1.
CATEGORIES = ("g", "g1", "i", "s")
ROWS_A_PAGE = 200
_NEEDED = ("id", "companyName", "licenseNumber")
_TOTAL = re.compile(r"total|count|lastrow", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPage:
    """One page of one category: its rows as they came, and how many there are in all."""

    rows: tuple[Mapping[str, Any], ...]
    total: int


class LicencePortal(SourceSpider):
    """The portal, category by category, page by page; a gap of any kind voids the copy."""

    name = NAME
    proof = Proof.EXPERIMENTAL
    expect = Expect(sightings=(0, 0), filled={})
    needs_url: ClassVar[bool] = True
    resumable: ClassVar[bool] = False  # pages of two days do not make one register

    def __init__(self, *, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.hosts = frozenset({origin(url)})
        self._rows: dict[str, Mapping[str, Any]] = {}
        self._total = 0  # of the category that is read
        self._ids: set[str] = set()  # of its rows so far

    async def start(self) -> AsyncIterator[Request]:
        """The first page of the first category; each page asks for the next."""
        yield self._page(0, 0)

    def _page(self, category: int, start: int) -> Request:
        asked = {
            "startRow": start,
            "endRow": start + ROWS_A_PAGE,
            "sort": "validFrom",
            "platformCategoryCode": CATEGORIES[category],
        }
        joint = "&" if urlsplit(self.url).query else "?"
        url = f"{self.url}{joint}{urlencode(asked)}"
        return self.ask(url, self.read_page, step="register", category=category, offset=start)

    def read_page(
        self, response: Response, category: int, offset: int
    ) -> Iterator[Request | RegisterCopy]:
        """Takes one page; yields the request for the next, or the copy once all fits."""
        self.seen(response)
        page = parse_page(read_json(response.body, NAME), asked=ROWS_A_PAGE, offset=offset)
        if offset == 0:
            self._total, self._ids = page.total, set()
        elif page.total != self._total:
            raise changed(NAME, f"its total went from {self._total} to {page.total} while read")
        for row in page.rows:
            self._take(str(row["id"]), row)
        after = offset + len(page.rows)
        if after < self._total:
            yield self._page(category, after)
        elif category + 1 < len(CATEGORIES):
            yield self._page(category + 1, 0)
        else:
            yield self._copy()

    def _take(self, key: str, row: Mapping[str, Any]) -> None:
        if key in self._ids:
            raise changed(NAME, f"the id {key} stands on two pages of one category")
        self._ids.add(key)
        if self._rows.setdefault(key, row) != row:
            raise changed(NAME, f"the id {key} differs between two categories")

    def _copy(self) -> RegisterCopy:
        rows = [self._rows[key] for key in sorted(self._rows)]
        copy = {"source": NAME, "url": self.url, "total": len(rows), "rows": rows}
        body = json.dumps(copy, ensure_ascii=False, sort_keys=True, indent=1).encode()
        return RegisterCopy(source=NAME, rows=len(rows), body=body)


def parse_page(payload: Any, *, asked: int, offset: int) -> PortalPage:
    """The rows of a page; one that is short, long or without a total raises ``PayloadChanged``.

    ``asked`` rows were asked for, ``offset`` rows stand before them.
    """
    envelope = payload
    if isinstance(payload, Mapping) and isinstance(payload.get("data"), Mapping):
        envelope = payload["data"]
    if not isinstance(envelope, Mapping):
        raise changed(NAME, "the answer is no object")
    lists = [value for value in envelope.values() if isinstance(value, list)]
    totals = {
        value
        for key, value in envelope.items()
        if _TOTAL.search(key) and isinstance(value, int) and not isinstance(value, bool)
    }
    if len(lists) != 1 or len(totals) != 1:
        raise changed(NAME, f"{len(lists)} lists and {len(totals)} totals in {sorted(envelope)}")
    rows, total = lists[0], totals.pop()
    for row in rows:
        missing = [key for key in _NEEDED if not isinstance(row, Mapping) or row.get(key) is None]
        if missing:
            raise changed(NAME, f"a row has no {missing[0]}")
    if total < 1:
        raise changed(NAME, "a category is empty, which none of them is")
    if len(rows) != min(asked, max(0, total - offset)):
        raise changed(NAME, f"{len(rows)} rows from {offset} on, of {total} in all")
    return PortalPage(rows=tuple(rows), total=total)
