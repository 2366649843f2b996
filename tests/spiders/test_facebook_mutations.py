"""Broken answers of Facebook: never an error, never a removal, and what is not read is counted."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Presence
from spiders.facebook_answers import read_answer
from spiders.facebook_html import read_page
from spiders.facebook_reading import Reading
from tests.spiders.facebook import SEEN, advert, archived, box, graph_page, page, post, search
from tests.spiders.test_mutations import BREAKS, broken

CARD = {"title": "Thẻ", "body": "Chữ", "link_url": "https://vidu.example"}
ANSWERS: dict[str, Any] = {
    "search": search(advert(1, cards=[CARD]), advert(2)),
    "archive": {"data": [archived()], "paging": {"cursors": {"after": "x"}}},
    "graph": {"data": [graph_page()]},
    "box": box(),
    "post": {"data": post()},
    "suggestions": {"typeahead_suggestions": {"page_results": [{"page_id": "5", "name": "Ví Dụ"}]}},
}
_SUBJECT = re.compile(r"fbad:[1-9]\d*|fbpage:(?:[1-9]\d*|@[\w-]+)")


def check(reading: Reading) -> Reading:
    """Nothing that is read breaks a promise, whatever the answer was."""
    for seen in reading.sightings:
        assert _SUBJECT.fullmatch(seen.subject), seen.subject
        assert seen.presence is not Presence.GONE
        assert seen.evidence == SEEN.evidence
        assert all(link.startswith(("http://", "https://")) for link in seen.outlinks)
        assert "{{" not in (seen.title or "")
        json.dumps(seen.facts)
        str(seen.text).encode()
    assert reading.sightings or reading.known or reading.unread
    return reading


def each_text(change: Callable[[str], str]) -> Callable[[Any], Any]:
    """A change of every text of a value."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(inside) for key, inside in value.items()}
        if isinstance(value, list):
            return [changed(inside) for inside in value]
        return change(value) if isinstance(value, str) else value

    return changed


def each_number(number: Any) -> Callable[[Any], Any]:
    """Every number replaced, those in texts too."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(inside) for key, inside in value.items()}
        if isinstance(value, list):
            return [changed(inside) for inside in value]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return number if is_number or (isinstance(value, str) and value.isdigit()) else value

    return changed


def renamed_keys(value: Any) -> Any:
    """Every key in capital letters."""
    if isinstance(value, dict):
        return {key.upper(): renamed_keys(inside) for key, inside in value.items()}
    return [renamed_keys(one) for one in value] if isinstance(value, list) else value


def nested(value: Any) -> Any:
    """The answer far inside other objects."""
    for _ in range(50):
        value = {"a": [value]}
    return value


WHOLE: dict[str, Callable[[Any], Any]] = {
    "in a list": lambda value: [value],
    "deep inside": nested,
    "twice": lambda value: [value, value],
    "keys in capitals": renamed_keys,
    "texts empty": each_text(lambda text: ""),
    "texts long": each_text(lambda text: text * 5_000),
    "texts of zero bytes": each_text(lambda text: f"\x00{text}\x00"),
    "half an emoji": each_text(lambda text: f"{text}\ud83c"),
    "turned round": each_text(lambda text: f"\u202e{text}"),
    "templates": each_text(lambda text: f"{{{{{text}}}}}"),
    "addresses of scripts": each_text(lambda text: text.replace("https://", "javascript:")),
    "broken addresses": each_text(lambda text: text.replace("https://", "https://[")),
    "shims without an end": each_text(
        lambda text: text.replace("https://", "https://l.facebook.com/l.php?u=https://")
    ),
    "numbers huge": each_number(10**30),
    "numbers negative": each_number(-1),
    "numbers broken": each_number(1.5),
    "numbers true": each_number(True),
    "numbers as lists": each_number([1]),
    "numbers zero": each_number(0),
}


@pytest.mark.parametrize("break_it", BREAKS)
@pytest.mark.parametrize("name", ANSWERS)
def test_broken_part_is_read_or_counted(name: str, break_it: Callable[[Any, Any], None]) -> None:
    for answer in broken(ANSWERS[name], break_it):
        check(read_answer(json.dumps(answer), SEEN))


@pytest.mark.parametrize("change", WHOLE)
@pytest.mark.parametrize("name", ANSWERS)
def test_answer_changed_throughout_is_read_or_counted(name: str, change: str) -> None:
    check(read_answer(json.dumps(WHOLE[change](copy.deepcopy(ANSWERS[name]))), SEEN))


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_cut_anywhere_is_counted(name: str) -> None:
    text = json.dumps(ANSWERS[name])
    for end in range(1, len(text), max(1, len(text) // 150)):
        reading = check(read_answer(text[:end], SEEN))
        assert reading.unread


@pytest.mark.parametrize("before", ["\ufeff", "for (;;);", " \n", "\ufefffor (;;);"])
def test_what_stands_before_an_answer_changes_nothing(before: str) -> None:
    text = json.dumps(ANSWERS["search"])
    assert read_answer(before + text, SEEN) == read_answer(text, SEEN)


def pages() -> Iterator[str]:
    """A saved page, without one of its parts in turn."""
    whole = page(ANSWERS["search"], cards="<span>ID thư viện: 123</span>")
    for end in range(0, len(whole), max(1, len(whole) // 150)):
        yield whole[:end]
        yield whole[end:]
    for name in ("application/json", "search_results_connection", "ad_archive_id", "script", ":"):
        yield whole.replace(name, "changed")
    yield whole.replace('"', "&quot;")
    yield whole.replace("<script", "<SCRIPT")
    yield whole.replace("\n", "\r\n").upper()


def test_broken_saved_page_is_read_or_counted() -> None:
    for text in pages():
        check(read_page(text, SEEN))


@pytest.mark.parametrize("depth", [200, 5_000])
def test_known_parts_one_inside_the_other_do_no_harm(depth: int) -> None:
    text = '{"search_results_connection":{"edges":[' * depth + "]}}" * depth
    check(read_answer(text, SEEN))
    check(read_page(f'<script type="application/json">{text}</script>', SEEN))


_KEYS = st.sampled_from(
    [
        *("search_results_connection", "edges", "node", "collated_results", "ad_archive_id"),
        *("page_id", "snapshot", "cards", "body", "title", "typeahead_suggestions", "page_results"),
        *("ad_library_page_info", "page_info", "page", "pages_transparency_info", "data", "error"),
        *("errors", "code", "comet_sections", "content", "story", "actors", "id", "name", "link"),
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | _KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(_JSON)
def test_any_json_is_read_or_counted(value: Any) -> None:
    check(read_answer(json.dumps(value), SEEN))


@given(st.text(max_size=300))
def test_any_text_is_read_or_counted(text: str) -> None:
    check(read_answer(text, SEEN))
    check(read_page(text, SEEN))
