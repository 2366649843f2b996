"""Whatever breaks in an answer is named: never an app without a title, never "no results"."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import CrawlerError
from crawler.records import Presence, Sighting
from tests.spiders.payloads import body_of, cases, parse

FULL = [
    case
    for case in cases()
    if not case.name.startswith(("gone_", "reviews_", "clusters_", "suggestions_", "screens_"))
    and (case / "output.json").exists()
    and json.loads((case / "output.json").read_text(encoding="utf-8"))
]
_DATA = re.compile(r"(?<=data:)(.+)(?=, sideChannel)")
Path_ = tuple[Any, ...]


def survives(case: Path, body: bytes) -> list[Sighting] | None:
    """What is read of a broken body; None when the break was named."""
    try:
        read: list[Sighting] = parse(case, body)
    except CrawlerError:
        return None
    return read


def check(case: Path, body: bytes) -> None:
    """A broken body gives whole sightings or a named error, and makes no app disappear."""
    read = survives(case, body)
    if read is None:
        return
    whole = parse(case, body_of(case))
    assert read, "a broken answer reads as no results"
    gone = [each for each in read if each.presence is Presence.GONE]
    assert len(gone) <= sum(each.presence is Presence.GONE for each in whole)
    for each in read:
        assert re.fullmatch(
            r"apple:\d+|(google|aptoide|galaxy_store|appgallery|apkpure|uptodown):\S+", each.subject
        )
        if each.presence is Presence.PRESENT:
            assert each.title
            assert each.title.strip()


def paths(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of every value below a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in inside:
        yield (*path, key)
        if isinstance(child, dict | list):
            yield from paths(child, (*path, key))


def nulled(holder: Any, key: Any) -> None:
    holder[key] = None


def dropped(holder: Any, key: Any) -> None:
    del holder[key]


def swapped(holder: Any, key: Any) -> None:
    old = holder[key]
    holder[key] = {"0": old} if isinstance(old, list) else [old]


def emptied(holder: Any, key: Any) -> None:
    holder[key] = type(holder[key])() if holder[key] is not None else ""


def renamed(holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[f"{key}New"] = holder.pop(key)
    else:
        holder[key] = "😀"


BREAKS: list[Callable[[Any, Any], None]] = [nulled, dropped, swapped, emptied, renamed]


def broken(value: Any, break_it: Callable[[Any, Any], None]) -> Iterator[Any]:
    """The value with each of its parts broken in turn."""
    for path in paths(value):
        twin = copy.deepcopy(value)
        holder = twin
        for key in path[:-1]:
            holder = holder[key]
        break_it(holder, path[-1])
        yield twin


def is_known_empty(case: Path, payload: Any) -> bool:
    """Without its entries an Apple feed is byte for byte the empty chart that Apple sends."""
    return (
        case.name.startswith("chart_")
        and isinstance(payload, dict)
        and (isinstance(payload.get("feed"), dict) and "entry" not in payload["feed"])
    )


@pytest.mark.parametrize("break_it", BREAKS)
@pytest.mark.parametrize(
    "case",
    # Pages, and charts by ids, are broken in test_apple_mutations.py: in as many ways and more.
    [
        each
        for each in FULL
        if each.parent.name == "apple_app_store" and not each.name.startswith(("page_", "ids_"))
    ],
    ids=lambda c: c.name,
)
def test_broken_part_of_an_apple_answer_is_named(
    case: Path, break_it: Callable[[Any, Any], None]
) -> None:
    for payload in broken(json.loads(body_of(case)), break_it):
        if not (break_it is dropped and is_known_empty(case, payload)):
            check(case, json.dumps(payload).encode())


@pytest.mark.parametrize("break_it", BREAKS)
@pytest.mark.parametrize(
    "case",
    [each for each in FULL if each.parent.name == "google_play" and "chart" not in each.name],
    ids=lambda c: c.name,
)
def test_broken_part_of_a_play_block_is_named(
    case: Path, break_it: Callable[[Any, Any], None]
) -> None:
    page = body_of(case).decode()
    for found in _DATA.finditer(page):
        for value in broken(json.loads(found[1]), break_it):
            text = page[: found.start()] + json.dumps(value) + page[found.end() :]
            check(case, text.encode())


@pytest.mark.parametrize("break_it", BREAKS)
@pytest.mark.parametrize("case", [c for c in FULL if c.name == "chart_two_apps"], ids=str)
def test_broken_part_of_a_play_chart_is_named(
    case: Path, break_it: Callable[[Any, Any], None]
) -> None:
    rows = json.loads(body_of(case).decode().removeprefix(")]}'"))
    for inner in broken(json.loads(rows[0][2]), break_it):
        if inner:  # an empty answer is Google's own "nothing here"
            twin = [[*rows[0][:2], json.dumps(inner), *rows[0][3:]], *rows[1:]]
            if pick_rows(inner) != []:
                check(case, (")]}'\n\n" + json.dumps(twin)).encode())


def pick_rows(inner: Any) -> Any:
    """The list of rows of a chart, where it still stands."""
    try:
        return inner[0][1][0][28][0]
    except (IndexError, KeyError, TypeError):
        return None


@pytest.mark.parametrize("case", FULL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_answer_cut_anywhere_is_named(case: Path) -> None:
    body = body_of(case)
    for end in range(0, len(body), max(1, len(body) // 150)):
        check(case, body[:end])


@pytest.mark.parametrize(
    "case", [each for each in FULL if each.parent.name == "google_play"], ids=lambda c: c.name
)
def test_page_without_one_of_its_lines_or_names_is_named(case: Path) -> None:
    text = body_of(case).decode()
    lines = text.splitlines(keepends=True)
    for number in range(len(lines)):
        check(case, "".join(lines[:number] + lines[number + 1 :]).encode())
    for name in ("AF_initDataCallback", "AF_dataServiceRequests", "ds:", "data:", "canonical"):
        check(case, text.replace(name, "changed").encode())


@given(st.binary(max_size=400), st.sampled_from(cases()))
def test_any_bytes_are_an_error_by_name(body: bytes, case: Path) -> None:
    if case.name.startswith("gone_"):
        return
    with pytest.raises(CrawlerError):
        parse(case, body)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["feed", "results", "resultCount", "entry"]), inner)
    ),
    max_leaves=12,
)


@given(_JSON, st.sampled_from([c for c in cases() if c.parent.name == "apple_app_store"]))
def test_any_json_is_read_or_named(value: Any, case: Path) -> None:
    read = survives(case, json.dumps(value).encode()) or []
    assert not isinstance(read, list) or not any(each.presence is Presence.PRESENT for each in read)
