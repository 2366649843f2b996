"""What Google Play pages without a known data block still tell: JSON-LD, itemprop, HTML cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapy import Selector

from spiders.shapes import as_list, as_mapping, as_text, changed, known, need_text, read_json

SOURCE = "google_play"
_LINKED = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
_MOST_PARTS = 200_000  # a page has at most 30,000; a tree of 8 MiB of tags takes 400 MB
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")


def linked_data(page: str) -> dict[str, Any] | None:
    """The schema.org SoftwareApplication of a page, in the fields of a sighting."""
    for script in _LINKED.findall(page):
        app = read_json(script.encode(), SOURCE)
        if isinstance(app, dict) and app.get("@type") == "SoftwareApplication":
            return _of_application(app)
    return None


def _of_application(app: dict[str, Any]) -> dict[str, Any]:
    author = as_mapping(app.get("author", {}), SOURCE, "author")
    rated = as_mapping(app.get("aggregateRating", {}), SOURCE, "aggregateRating")
    offers = as_list(app.get("offers", []), SOURCE, "offers")
    offer = as_mapping(offers[0], SOURCE, "an offer") if offers else {}
    texts = {
        "title": app.get("name"),
        "publisher": author.get("name"),
        "text": app.get("description"),
        "website": author.get("url"),
        "icon": app.get("image"),
        "currency": offer.get("priceCurrency"),
    }
    facts = {
        "layer": "json_ld",
        "genre_id": as_text(app.get("applicationCategory"), SOURCE, "applicationCategory"),
        "content_rating": as_text(app.get("contentRating"), SOURCE, "contentRating"),
    }
    count = _amount(rated.get("ratingCount"))
    return {
        **{name: as_text(value, SOURCE, name) for name, value in texts.items()},
        "price": _amount(offer.get("price")),
        "rating": _amount(rated.get("ratingValue")),
        "ratings": None if count is None else int(count),
        "facts": known(facts),
    }


def item_properties(page: str) -> dict[str, Any]:
    """The itemprop attributes of the pages of 2018 and 2019, in the fields of a sighting."""
    root = _tree(page)
    genre = '(//a[@itemprop="genre"])[1]'
    developer = f'({genre}/preceding::a[contains(@href, "/store/apps/dev")])[last()]'
    home = root.xpath(f"{developer}/@href").get() or ""
    count = _amount(_content(root, "reviewCount"))
    category = root.xpath(f"{genre}/@href").get() or ""
    return {
        "title": _content(root, "name"),
        "publisher": root.xpath(f"{developer}/text()").get(),
        "publisher_id": home.partition("id=")[2] or None,
        "text": _content(root, "description"),
        "genre": root.xpath(f"{genre}/text()").get(),
        "price": _amount((_content(root, "price") or "").lstrip("$") or None),
        "rating": _amount(_content(root, "ratingValue")),
        "ratings": None if count is None else int(count),
        "facts": known(
            {
                "layer": "itemprop",
                "genre_id": category.rpartition("/")[2] or None,
                "price_text": _content(root, "price"),
            }
        ),
    }


def _tree(page: str) -> Selector:
    if page.count("<") + page.count("=") > _MOST_PARTS:
        raise changed(SOURCE, f"the page has more than {_MOST_PARTS} tags and attributes")
    return Selector(text=page)


def _content(root: Selector, name: str) -> str | None:
    return as_text(root.xpath(f'//meta[@itemprop="{name}"]/@content').get(), SOURCE, name)


def cards(page: str) -> Iterator[dict[str, Any]]:
    """The app cards of the HTML lists up to 2019, in page order."""
    for card in _tree(page).xpath('//div[@data-docid and contains(@class, "card ")]'):
        title = card.xpath('.//a[@class="title"]')
        home = card.xpath('.//a[@class="subtitle"]/@href').get() or ""
        address = title.xpath("@href").get() or ""
        shown = parse_qs(urlsplit(address).query).get("id", [""])[0]
        package = need_text(card.xpath("@data-docid").get(), SOURCE, "the package of a card")
        if shown != package:
            raise changed(SOURCE, f"the card of {package} links to {shown or 'nothing'!r:.80}")
        yield {
            "package": package,
            "title": need_text(title.xpath("@title").get(), SOURCE, "the title of a card"),
            "publisher": card.xpath('.//a[@class="subtitle"]/@title').get(),
            "publisher_id": home.partition("id=")[2] or None,
            "price_text": card.xpath('.//span[@class="display-price"]/text()').get(),
        }


def _amount(value: Any) -> float | None:
    """A number that the page prints as a text; another way to print it is left unread."""
    text = str(value) if isinstance(value, int | float) else as_text(value, SOURCE, "an amount")
    return float(text) if text is not None and _AMOUNT.fullmatch(text) else None
