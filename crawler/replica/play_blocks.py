"""Google Play's sparse arrays: the details of an app, the rows of lists, and the script blocks."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote_plus

from crawler.replica.model import GENRES, StoreListing
from crawler.text import fold_marks

BASE = "https://play.google.com"
CLUSTER_PATH = "/store/apps/collection/cluster"
_TRAILING_FROM = 136  # since autumn 2025 the fields from here on travel in a trailing object
_HOURS = time(9, 30)


def sparse(fields: Mapping[int, Any]) -> list[Any]:
    """An array that holds the given fields at their places and null elsewhere."""
    row: list[Any] = [None] * (max(fields) + 1)
    for index, value in fields.items():
        row[index] = value
    return row


def image(address: str, size: tuple[int, int] = (512, 512)) -> list[Any]:
    """A picture as Play writes it."""
    return [None, 2, list(size), [None, None, f"https://play-lh.googleusercontent.com/{address}"]]


def link(address: str) -> list[Any]:
    """A link to another site, whose address stands at 5.2."""
    return [None, None, None, None, None, [None, None, address]]


def inner_link(address: str) -> list[Any]:
    """A link within the store, whose address stands at 4.2."""
    return [None, None, None, None, [None, None, address]]


def markup(text: str) -> str:
    """A developer's text as Play sends it: escaped, with ``<br>`` for line ends."""
    return html.escape(text).replace("&#x27;", "&#39;").replace("\n", "<br>")


def details_url(listing: StoreListing) -> str:
    """The app's address within the store."""
    return f"/store/apps/details?id={listing.store_id}"


def developer_url(listing: StoreListing) -> str:
    """The developer's address: by number, or by name."""
    page = "dev" if listing.developer_id.isdigit() else "developer"
    return f"/store/apps/{page}?id={quote_plus(listing.developer_id)}"


def script(key: str, number: int, data: Any) -> str:
    """One AF_initDataCallback block."""
    return (
        f'<script class="{key}" nonce="replica">AF_initDataCallback({{key: \'{key}\', '
        f"hash: '{number}', data:{script_json(data)}, sideChannel: {{}}}});</script>"
    )


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element, escaped as Play escapes it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>=&'":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def service_requests(services: Mapping[str, str], package: str) -> str:
    """The script that says which block answers which remote call."""
    rows = ",".join(
        f"'{key}' : {{id:'{rpc}',request:[null,[[\"{package}\",7]]]}}"
        for key, rpc in services.items()
    )
    keys = ",".join(f'"{key}"' for key in services)
    return (
        f'<script nonce="replica">var AF_initDataKeys = [{keys}]; '
        f"var AF_dataServiceRequests = {{{rows}}}; var AF_initDataChunkQueue = []; "
        "var AF_initDataCallback; var AF_initDataInitializeCallback; "
        "if (!AF_initDataCallback) {AF_initDataCallback = function(chunk) "
        "{AF_initDataChunkQueue.push(chunk);};}</script>"
    )


def details(listing: StoreListing, language: str, *, trailing: bool) -> list[Any]:
    """``D``: the app's facts at the paths of the details block."""
    genre = GENRES[listing.genre]
    genre_name = genre.google_name if language == "vi" else genre.apple_name
    screens = f"{listing.store_id}-{listing.screens(language)}"
    fields: dict[int, Any] = {
        0: [listing.title],
        8: [0, 1, [0]],
        9: ["Phù hợp cho 12 tuổi trở lên", image("rating"), [None, "Bạo lực nhẹ"]],
        10: _moment(listing.released, language),
        13: _installs(listing.installs),
        18: [2],
        37: [listing.developer],
        42: [1, 1, 0],
        51: _rating(listing),
        57: _offer(listing),
        68: [listing.developer, inner_link(developer_url(listing)), listing.developer_id],
        69: _contact(listing),
        72: [[None, markup(listing.description)]],
        73: [[None, html.escape(listing.summary)]],
        77: [listing.store_id],
        78: [[image(f"{screens}-{number}", (1080, 1920)) for number in range(3)]],
        79: [[[genre_name, inner_link(f"/store/apps/category/{genre.google}"), genre.google]]],
        95: [image(f"{listing.store_id}-icon"), 2],
        96: [image(f"{listing.store_id}-header", (500, 1024))],
        102: [],
        140: [[[listing.version]], [[[34]], [[[None, "7.0"]]]]],
        144: [None, [None, "Sửa lỗi và cải thiện hiệu năng."]],
        145: [_moment(listing.updated, language)],
    }
    if language == "vi" and listing.translation is not None:
        fields[12] = [[[None, markup(listing.translation)]]]
    if listing.privacy_url is not None:
        fields[99] = [link(listing.privacy_url)]
    if not trailing:
        return sparse(fields)
    early = {index: value for index, value in fields.items() if index < _TRAILING_FROM}
    late = {str(index + 1): value for index, value in fields.items() if index >= _TRAILING_FROM}
    return [*sparse(early), late]


def list_row(listing: StoreListing) -> list[Any]:
    """One app in a list: search, charts and developer pages share the form."""
    icon = image(f"{listing.store_id}-icon", (0, 0))
    rating = None if listing.rating is None else [f"{listing.rating:.1f}", listing.rating]
    return sparse(
        {
            0: [listing.store_id, 7],
            1: icon,
            2: [image(f"{listing.store_id}-screen-0", (1080, 1920))],
            3: listing.title,
            4: rating,
            5: GENRES[listing.genre].google_name,
            8: _price(listing),
            9: [None, None, []],
            10: inner_link(details_url(listing)),
            11: ["CAIaUA=="],
            13: [None, markup(listing.summary)],
            14: listing.developer,
            15: _installs(listing.installs)[0],
            24: ["Phù hợp cho 12 tuổi trở lên"],
            25: _offer(listing),
            101: [[], [], []],
        }
    )


def card(listing: StoreListing, language: str) -> list[Any]:
    """The section of a search page that shows the app whose title was searched for."""
    facts = details(listing, language, trailing=False)[:104]
    facts[41] = [link(f"{BASE}{details_url(listing)}")[5]]
    inside = sparse({2: facts, 11: [[listing.store_id, 7]]})
    offer = [inner_link(details_url(listing)), None, [_price(listing)]]
    return sparse({23: sparse({16: inside, 17: [offer]})})


def cluster(listing: StoreListing) -> list[Any]:
    """What the page of an app leads to: the list of those that are near it."""
    address = inner_link(f"{CLUSTER_PATH}?near={listing.store_id}")
    return sparse({21: [None, ["Ứng dụng tương tự", None, address]]})


def nothing_found(term: str) -> list[Any]:
    """The section of a search page that has no rows; it quotes the term."""
    said = f"Không tìm thấy kết quả nào cho tìm kiếm của bạn - <b>{html.escape(term)}</b>"
    return sparse({3: ["CAMiNggDEAM="], 25: [[[[None, said]]]]})


def rows_section(rows: Iterable[list[Any]], place: int, token: str | None = None) -> list[Any]:
    """A section whose rows stand at ``place``.0, with what its next page is asked by."""
    more = None if token is None else [None, token]
    return sparse({3: ["CAMiNggDEAM="], place: [list(rows), ["", None, None, more, True]]})


def older_row(listing: StoreListing) -> list[Any]:
    """One app in the row form of further pages."""
    return sparse(
        {
            1: [None, [image(f"{listing.store_id}-icon")]],
            2: listing.title,
            4: [
                [[listing.developer, inner_link(developer_url(listing))]],
                [None, [None, [None, markup(listing.summary)]]],
            ],
            6: None if listing.rating is None else [[None, None, [None, [None, listing.rating]]]],
            12: [listing.store_id, 7],
        }
    )


def inner_json(value: Any) -> str:
    """The value of a batchexecute row: JSON within JSON."""
    return json.dumps(value, ensure_ascii=False)


def _installs(count: int) -> list[Any]:
    floor = 10 ** (len(str(count)) - 1)
    floor = 5 * floor if count >= 5 * floor else floor
    text = f"{floor:,}".replace(",", ".") + "+"
    return [text, floor, count, text]


def _rating(listing: StoreListing) -> list[Any] | None:
    if listing.rating is None:
        return None
    bars = [[str(listing.ratings // 5), listing.ratings // 5] for _ in range(5)]
    count = [str(listing.ratings), listing.ratings]
    return [[f"{listing.rating:.1f}", listing.rating], [None, *bars], count, count]


def _price(listing: StoreListing) -> list[Any]:
    text = f"₫{listing.price:,}".replace(",", ".") if listing.price else ""
    return [None, [[listing.price * 1_000_000, "VND", text]], None, [None, "Mua"], None, 1]


def _offer(listing: StoreListing) -> list[Any]:
    return [[[[_price(listing)], ["Cài đặt"]]]]


def _contact(listing: StoreListing) -> list[Any]:
    site = link(listing.website) if listing.website else None
    mail = [listing.email] if listing.email else None
    address = [listing.address] if listing.address else None
    return [site, mail, address, None, [listing.seller, mail, address, listing.phone]]


def _moment(day: date, language: str) -> list[Any]:
    if language == "vi":
        text = f"{day.day} thg {day.month}, {day.year}"
    else:
        text = f"{day:%b} {day.day}, {day.year}"
    return [text, [int(datetime.combine(day, _HOURS, UTC).timestamp()), 32_000_000]]


def old_layout(listing: StoreListing) -> bool:
    """About one page in seven still comes in the layout of 2022, as in Play's own trials."""
    return sum(fold_marks(listing.store_id).encode()) % 7 == 0
