"""Uptodown, by the pages of its apps (app-stores.md §4): each has a host of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Unpack

from scrapy import Request, Selector
from scrapy.http import Response

from crawler.records import Marketplace, Presence, Sighting
from spiders.android_store import AndroidStore, absent
from spiders.base import Seen
from spiders.shapes import changed, known, need_text, read_text

SOURCE = "uptodown"
# Of the languages whose hosts are described, the one whose labels are known too.
_LANGUAGE = "en"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PACKAGE_LABEL = "package name"
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+", re.ASCII)


class Uptodown(AndroidStore):
    """Uptodown: single apps by the name of their page. No search of it is known."""

    name = SOURCE
    store = Marketplace.UPTODOWN
    example = "uptodown:vidu-game"
    hosts = frozenset()  # of the class; a spider has one for each app that it asks for

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = (self.named(term) or self.looked_at(term) for term in self.terms)
        self.hosts = frozenset(host_of_page(name) for name in names if name)

    @classmethod
    def named(cls, term: str) -> str | None:
        """The name of a page: no package leads to it, and it becomes a part of a host."""
        name = super(AndroidStore, cls).named(term)
        return name if name and _NAME.fullmatch(name) else None

    def detail_request(self, package: str, found_by: str | None, priority: int) -> Request:
        """The page of an app by its name."""
        asked = {"name": package, "found_by": found_by}
        url = f"https://{host_of_page(package)}/android"
        return self.ask(url, self.read_detail, step="detail", priority=priority, **asked)

    def read_detail(
        self, response: Response, name: str, found_by: str | None
    ) -> Iterator[Sighting]:
        """One app; no words of the store for one that it does not have are known."""
        hosts = frozenset({host_of_page(name)})
        seen = self.seen(response, also=frozenset({404}), hosts=hosts)
        if response.status == 404:
            unknown, layer = Presence.UNKNOWN, "status_404"
            yield absent(self.store, name, unknown, found_by=found_by, layer=layer, **seen)
            return
        yield parse_detail(bytes(response.body), name=name, found_by=found_by, **seen)


def host_of_page(name: str) -> str:
    """The host of an app's page."""
    return f"{name}.{_LANGUAGE}.uptodown.com"


def parse_detail(
    body: bytes, *, name: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Sighting:
    """The app of a page."""
    text = read_text(body, SOURCE)
    if not text.rstrip().endswith("</html>"):
        raise changed(SOURCE, f"the page of {name} was cut")  # in the middle of a name, perhaps
    page = Selector(text=text, type="html")
    headings = page.css("#detail-app-name")
    if len(headings) != 1:
        raise changed(SOURCE, f"the page of {name} has {len(headings)} headings of an app")
    return Sighting(
        subject=f"{Marketplace.UPTODOWN}:{name}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(_shown(headings), SOURCE, "the name of the app"),
        publisher=_shown(page.css("#author-link")),
        url=f"https://{host_of_page(name)}/android",
        version=_shown(page.css("div.version")),
        found_by=found_by,
        facts=known(
            {
                "layer": "lookup",
                "bundle_id": _package(page),
                "file_id": headings[0].attrib.get("data-file-id"),
            }
        ),
        **seen,
    )


def _shown(found: list[Selector]) -> str | None:
    """The text of the first of these elements, on one line; None where there is none."""
    text = " ".join(" ".join(found[0].css("::text").getall()).split()) if found else ""
    return text or None


def _package(page: Selector) -> str | None:
    """The package in the table of technical details; None where no row is labelled so."""
    for row in page.css("#technical-information tr"):
        label, value = (_shown(row.css("th")) or "").lower(), _shown(row.css("td")[-1:])
        if label == _PACKAGE_LABEL:
            if value is None or not _PACKAGE.fullmatch(value):
                raise changed(SOURCE, f"the package name is {value!r:.80}")
            return value
    return None
