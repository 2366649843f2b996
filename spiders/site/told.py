"""A page as the facts of a visit keep it: its words, where it leads, by what it takes players."""

from __future__ import annotations

from typing import Any

from scrapy.http import Response

from crawler.records import evidence_id
from spiders.site.follow import Arrival
from spiders.site.page import SitePage
from spiders.site.ways import installs_in, outlinks_of

_LEADS = 20  # addresses of other sites that are kept of one page
_KEPT = 20_000  # letters of a page beside the home page


def told_of(arrival: Arrival) -> dict[str, Any]:
    """The page where an address ended, with its status."""
    page, answer = arrival.page or SitePage(url=arrival.url), arrival.answer
    status = answer.status if answer is not None else None
    return {**told_page(page, id_of(answer)), "url": arrival.url, "status": status}


def id_of(answer: Response | None) -> str | None:
    """The id of an answer's recorded bytes."""
    return evidence_id(bytes(answer.body)) if answer is not None else None


def told_page(page: SitePage, evidence: str | None) -> dict[str, Any]:
    """What a page says and where it leads, and the id of the recorded bytes that say it."""
    return {
        "evidence": evidence,
        "url": page.url,
        "title": page.title,
        "text": "\n".join(filter(None, (page.text, page.hidden)))[:_KEPT],
        "leads": list(outlinks_of([page]))[:_LEADS],
        **takes(page),
    }


def takes(page: SitePage) -> dict[str, list[str]]:
    """By what a page takes players: accounts that it keeps, files that it gives to install."""
    return {
        "accounts": [field for field in page.fields if "password" in field],
        "installs": list(installs_in(page)),
    }
