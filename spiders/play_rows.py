"""Apps in the lists of Google Play: the card and the rows of searches, charts and developers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Unpack

from crawler.records import Presence, Sighting
from spiders.base import Seen
from spiders.play_app_page import APP_URL, developer_id
from spiders.play_blocks import SOURCE, all_blocks, pick, pick_number, pick_text
from spiders.play_fallbacks import cards
from spiders.shapes import changed, known, need_text, plain, read_text, strange_page

_MICROS = 1_000_000
_PACKAGE = re.compile(r"\w+(?:\.\w+)+", re.ASCII)
_INSTALLS = re.compile(r"\d{1,3}(?:[.,]\d{3})*\+")


def read_card(section: Any) -> dict[str, Any] | None:
    """The app that fits a search exactly: it stands apart and carries a details array."""
    card = pick(section, 23, 16)
    if card is None:
        return None
    details = pick(card, 2)
    link = pick_text(section, 23, 17, 0, 0, 4, 2) or ""
    micros = pick_number(section, 23, 17, 0, 2, 0, 1, 0, 0)
    return {
        "package": pick_text(card, 11, 0, 0) or developer_id(link),
        "title": pick_text(details, 0, 0),
        "publisher": pick_text(details, 68, 0),
        "publisher_id": developer_id(pick_text(details, 68, 1, 4, 2)),
        "genre": pick_text(details, 79, 0, 0, 0),
        "genre_id": pick_text(details, 79, 0, 0, 2),
        "rating": pick_number(details, 51, 0, 1),
        "icon": pick_text(details, 95, 0, 3, 2),
        "summary": pick_text(details, 73, 0, 1),
        "price": None if micros is None else micros / _MICROS,
        "currency": pick_text(section, 23, 17, 0, 2, 0, 1, 0, 1),
    }


def read_row(app: Any) -> dict[str, Any]:
    """An app in the row form of search, charts and developers."""
    micros = pick_number(app, 8, 1, 0, 0)
    return {
        "package": pick_text(app, 0, 0),
        "title": pick_text(app, 3),
        "publisher": pick_text(app, 14),
        "genre": pick_text(app, 5),
        "rating": pick_number(app, 4, 1),
        "icon": pick_text(app, 1, 3, 2),
        "summary": pick_text(app, 13, 1),
        "installs_text": pick_text(app, 15),
        "price": None if micros is None else micros / _MICROS,
        "currency": pick_text(app, 8, 1, 0, 1),
    }


def read_older_row(app: Any) -> dict[str, Any]:
    """An app in the row form of qnKhOb and of the search up to 2021."""
    return {
        "package": pick_text(app, 12, 0),
        "title": pick_text(app, 2),
        "publisher": pick_text(app, 4, 0, 0, 0),
        "publisher_id": developer_id(pick_text(app, 4, 0, 0, 1, 4, 2)),
        "rating": pick_number(app, 6, 0, 2, 1, 1),
        "icon": pick_text(app, 1, 1, 0, 3, 2),
        "summary": pick_text(app, 4, 1, 1, 1, 1),
    }


def read_html_rows(page: bytes, what: str) -> list[dict[str, Any]]:
    """The app cards of an HTML list of before 2020."""
    rows = list(each_once(list(cards(read_text(page, SOURCE)))))
    if not rows:
        raise strange_page(page, SOURCE, f"{what} comes as HTML without app cards")
    return rows


def each_once(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows without those of an app that came before: the card's app may be a row too."""
    packages: set[str] = set()
    for row in rows:
        package = _package(row)
        if package not in packages:
            packages.add(package)
            yield row


def _package(row: dict[str, Any]) -> str:
    package = need_text(row["package"], SOURCE, "the package of a row")
    if not _PACKAGE.fullmatch(package):
        raise changed(SOURCE, f"{package!r:.80} is no package")
    return package


def row_sighting(
    row: dict[str, Any], layer: str, *, found_by: str, **seen: Unpack[Seen]
) -> Sighting:
    """A light sighting of one row."""
    package = _package(row)
    installs = row.get("installs_text")
    return Sighting(
        subject=f"google:{package}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(row["title"], SOURCE, "the title of a row"),
        publisher=row["publisher"],
        publisher_id=row.get("publisher_id"),
        url=APP_URL + package,
        genre=row.get("genre"),
        price=row.get("price"),
        currency=row.get("currency"),
        rating=row.get("rating") or None,  # 0 is how some storefronts say "unrated"
        installs=_installs(installs),
        icon=row.get("icon"),
        found_by=found_by,
        facts=known(
            {
                "layer": layer,
                "genre_id": row.get("genre_id"),
                "summary": plain(row.get("summary")),
                "installs_text": installs,
                "price_text": row.get("price_text"),
            }
        ),
        **seen,
    )


def _installs(text: str | None) -> int | None:
    """ "100,000+" and "100.000+" are counts; a shortened "100 N+" is left as text."""
    if text is None or not _INSTALLS.fullmatch(text):
        return None
    return int(re.sub(r"\D", "", text))


def next_token(section: Any) -> str | None:
    """What asks for the next page of a list; None: this is the last one."""
    # The first two as public scrapers read them, the last one recorded in 2019.
    paths = ((22, 1, 3, 1), (21, 1, 3, 1), (0, 7, 1))
    return next((token for path in paths if (token := pick_text(section, *path))), None)


def read_list_page(page: bytes, what: str) -> list[dict[str, Any]]:
    """The rows of a page that is one list: of a developer, of similar apps."""
    if b"AF_initDataCallback(" not in page and b"data-docid" in page:
        return read_html_rows(page, what)
    for block in all_blocks(page):
        section = pick(block, 0, 1, 0)
        by_number, by_name = pick(section, 21, 0), pick(section, 22, 0)
        if isinstance(by_number, list) and by_number:
            # Rows under a number are bare, rows under a name stand in one more array.
            return [
                read_row(row if isinstance(pick(row, 0, 0), str) else pick(row, 0))
                for row in by_number
            ]
        if isinstance(by_name, list) and by_name:
            return [read_row(pick(row, 0)) for row in by_name]
    raise changed(SOURCE, f"{what} lists no app")
