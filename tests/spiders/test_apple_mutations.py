"""Every kind of break in every answer of Apple's: read whole, or named, and nothing disappears."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import CrawlerError
from crawler.records import Presence, Sighting
from spiders.apple_charts import parse_chart
from spiders.apple_reviews import parse_reviews
from spiders.apple_rows import parse_lookup
from spiders.base import ReviewPage
from spiders.shapes import read_json
from tests.spiders.payloads import SEEN, body_of, cases, parse
from tests.spiders.recorded import recorded
from tests.spiders.test_mutations import BREAKS, broken

CASES = [
    case
    for case in cases()
    if case.parent.name == "apple_app_store" and (case / "output.json").exists()
]
_PAGE = '<html><body><script id="serialized-server-data">{}</script></body></html>'


def as_number(holder: Any, key: Any) -> None:
    holder[key] = 7


def as_large(holder: Any, key: Any) -> None:
    holder[key] = 10**400


def as_negative(holder: Any, key: Any) -> None:
    holder[key] = -1


def as_fraction(holder: Any, key: Any) -> None:
    holder[key] = 0.5


def as_truth(holder: Any, key: Any) -> None:
    holder[key] = True


def as_text(holder: Any, key: Any) -> None:
    holder[key] = "nghỉ"


def as_blank(holder: Any, key: Any) -> None:
    holder[key] = " \u00a0\u2028\n"


def as_marks(holder: Any, key: Any) -> None:
    holder[key] = "\u202e\u200f😀"


def as_half_emoji(holder: Any, key: Any) -> None:
    holder[key] = "Vui \ud83d"


def doubled(holder: Any, key: Any) -> None:
    holder[key] = [holder[key], holder[key]]


def shifted(holder: Any, key: Any) -> None:
    if isinstance(holder[key], list):
        holder[key].insert(0, None)
    else:
        holder[key] = None


def cut(holder: Any, key: Any) -> None:
    holder[key] = holder[key][1:] if isinstance(holder[key], list | str) else []


def unwrapped(holder: Any, key: Any) -> None:
    inside = holder[key]
    if isinstance(inside, list):
        holder[key] = inside[0] if inside else None
    elif isinstance(inside, dict):
        holder[key] = next(iter(inside.values()), None)


PART_BREAKS = [*BREAKS, as_number, as_large, as_negative, as_fraction, as_truth, as_text]
PART_BREAKS += [as_blank, as_marks, as_half_emoji, doubled, shifted, cut, unwrapped]

BODY_BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "html_instead": lambda body: b"<!DOCTYPE html><html><body>Bad gateway</body></html>",
    "guard_prefix": lambda body: b")]}'\n\n" + body,
    "byte_order_mark": lambda body: b"\xef\xbb\xbf" + body,
    "other_encoding": lambda body: body.decode().encode("utf-16"),
    "bytes_lost": lambda body: body.replace("ồ".encode(), b"\xe1\xbb"),
    "sent_twice": lambda body: body + body,
    "in_a_list": lambda body: b"[" + body + b"]",
    "in_a_text": lambda body: json.dumps(body.decode()).encode(),
    "nothing": lambda body: b"",
    "null": lambda body: b"null",
}


def checked(read: Callable[[], Any], gone: int, *, nothing_allowed: bool) -> None:
    """Whole sightings or a named error; nothing is gone that was not gone in the whole answer."""
    try:
        whole = read()
        found = [] if isinstance(whole, ReviewPage) else list(whole)
    except CrawlerError:
        return
    if isinstance(whole, ReviewPage):
        assert all(each.id.strip() and 1 <= each.rating <= 5 for each in whole.reviews)
        return
    assert found or nothing_allowed, "a broken answer reads as no results"
    if found and isinstance(found[0], str):  # the addresses of screenshots
        assert all(each.strip() and each.encode() for each in found)
        return
    assert sum(each.presence is Presence.GONE for each in found) <= gone
    for each in found:
        assert each.subject.removeprefix("apple:").isdecimal()
        assert each.presence is not Presence.PRESENT or each.title.strip()
        json.dumps([each.title, each.text, each.facts], ensure_ascii=False).encode()


def says_nothing(payload: Any) -> bool:
    """The two answers without rows that are Apple's own: an empty chart, by entries and by ids."""
    feed = payload.get("feed")
    return payload.get("resultIds") == [] or (isinstance(feed, dict) and "entry" not in feed)


def may_be_empty(case: Path, whole: Any) -> bool:
    """An answer without rows; and one without screenshots, from which nothing follows."""
    return case.name.startswith("screens_") or (isinstance(whole, list) and not whole)


def gone_in(whole: Any) -> int:
    return sum(isinstance(each, Sighting) and each.presence is Presence.GONE for each in whole)


@pytest.mark.parametrize("break_it", PART_BREAKS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_part_is_read_whole_or_named(
    case: Path, break_it: Callable[[Any, Any], None]
) -> None:
    body = body_of(case).decode()
    is_page = case.name.startswith("page_")
    start, end = 0, len(body)
    if is_page:
        start = min(at for at in (body.find(">{"), body.find(">[")) if at >= 0) + 1
        end = body.rindex("</script>")
    whole = parse(case, body.encode())
    gone = 0 if isinstance(whole, ReviewPage) else gone_in(whole)
    payload = json.loads(body[start:end])
    for twin in broken(payload, break_it):
        text = json.dumps(twin)
        if is_page:
            text = _PAGE.format(text)
        nothing = may_be_empty(case, whole) or (isinstance(twin, dict) and says_nothing(twin))
        checked(lambda text=text: parse(case, text.encode()), gone, nothing_allowed=nothing)  # type: ignore[misc]


@pytest.mark.parametrize("kind", BODY_BREAKS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_body_is_read_whole_or_named(case: Path, kind: str) -> None:
    whole = parse(case, body_of(case))
    body = BODY_BREAKS[kind](body_of(case))
    gone = 0 if isinstance(whole, ReviewPage) else gone_in(whole)
    checked(lambda: parse(case, body), gone, nothing_allowed=may_be_empty(case, whole))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cut_body_is_named(case: Path) -> None:
    body = body_of(case).rstrip()
    for end in range(0, len(body) - len(b"</script></body></html>"), max(1, len(body) // 150)):
        with pytest.raises(CrawlerError):
            parse(case, body[:end])


RECORDED: dict[str, Callable[[Any], Any]] = {
    "apple/lookup/bbedit.json": lambda payload: parse_lookup(payload, asked=["404009241"], **SEEN),
    "apple/lookup/facebook.us.2015.json": lambda payload: parse_lookup(
        payload, asked=["284882215"], **SEEN
    ),
    "apple/lookup/empty.json": lambda payload: parse_lookup(payload, asked=["1"], **SEEN),
    "apple/chart_rss/topfree_games.vn.2023-04.excerpt.json": lambda payload: parse_chart(
        payload, feed="topfreeapplications", genre=6014, **SEEN
    ),
    "apple/chart_rss/topfree_games.vn.single_entry.json": lambda payload: parse_chart(
        payload, feed="topfreeapplications", genre=6014, **SEEN
    ),
    "apple/reviews_rss/instagram.us.2026-10.three.json": parse_reviews,
    "apple/reviews_rss/unknown_app.synthetic.json": parse_reviews,
}


@pytest.mark.parametrize("break_it", PART_BREAKS)
@pytest.mark.parametrize("name", RECORDED)
def test_broken_part_of_a_recorded_answer_is_read_whole_or_named(
    name: str, break_it: Callable[[Any, Any], None]
) -> None:
    payload = read_json(recorded(name), "test")
    whole = RECORDED[name](payload)
    gone = 0 if isinstance(whole, ReviewPage) else gone_in(list(whole))
    for twin in broken(payload, break_it):
        body = json.dumps(twin).encode()
        checked(
            lambda body=body: RECORDED[name](read_json(body, "test")),  # type: ignore[misc]
            gone,
            nothing_allowed=says_nothing(twin),
        )


def test_there_are_twenty_kinds_of_breaks() -> None:
    assert len(PART_BREAKS) + len(BODY_BREAKS) + 1 >= 20
