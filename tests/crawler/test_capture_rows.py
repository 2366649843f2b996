"""What no database holds costs its own row: the file, the other files and the import go on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawler import captures
from crawler.capture_files import Piece
from crawler.store.crawls import crawls
from crawler.store.sightings import sightings_of
from crawler.workspace import Workspace, create_workspace
from spiders.facebook_reading import AnswerSeen, Reading, joined
from tests.crawler.office import sighting
from tests.crawler.test_captures import AD1, PAGE1, save, subjects, take
from tests.spiders.facebook import AD, advert, graph_page, search

HALF, SECOND = "\ud83d", f"fbad:{AD + 2}"


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.mark.parametrize(
    "told",
    [
        {"publisher_platform": [f"FACEBOOK{HALF}"]},
        {"spend": {HALF: [HALF]}},
        {"currency": HALF},
        {"targeted_or_reached_countries": [HALF]},
        {"impressions_with_index": {"impressions_text": HALF}},
    ],
)
def test_half_a_letter_that_is_kept_as_it_came_is_made_whole(
    office: Workspace, tmp_path: Path, told: dict[str, Any]
) -> None:
    one = save(tmp_path, "a.json", json.dumps(search({**advert(1), **told})))
    rows, import_ = take(office, one, save(tmp_path, "b.json", search(advert(2))))
    assert {AD1, SECOND} <= subjects(rows)
    assert import_.reason is None
    with office.open_store() as store:
        [seen] = sightings_of(store, AD1)
        [crawl] = crawls(store)
    assert "\ufffd" in json.dumps(seen.facts, ensure_ascii=False)
    assert crawl.complete


@pytest.mark.parametrize("field", ["location", "emails", "start_info"])
def test_so_are_halves_in_pages_of_the_graph(office: Workspace, tmp_path: Path, field: str) -> None:
    text = json.dumps(graph_page() | {field: [HALF]})
    rows, _ = take(office, save(tmp_path, "a.json", text))
    assert [row.refused for row in rows] == [None]


@pytest.mark.parametrize("number", ["NaN", "1e999", "[" * 480 + "]" * 480])
def test_a_number_that_json_does_not_know_costs_its_row(
    office: Workspace, tmp_path: Path, number: str
) -> None:
    """SQLite calls such a row malformed, and every question about facts ends at it."""
    text = json.dumps(search({**advert(1), "spend": 0}, advert(2)))
    rows, told = take(
        office, save(tmp_path, "a.json", text.replace('"spend": 0', f'"spend": {number}'))
    )
    assert SECOND in subjects(rows)
    assert AD1 not in subjects(rows)
    assert told.trouble == {"row or answer in an unknown shape": 1}


def test_what_cannot_be_stored_all_the_same_is_trouble_of_that_row(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = captures._read_piece

    def and_too_much(piece: Piece, seen: AnswerSeen) -> Reading:
        strange = sighting("fbpage:910000000000009", ratings=2**70)
        return joined([Reading(sightings=(strange,), known=True), read(piece, seen)])

    monkeypatch.setattr(captures, "_read_piece", and_too_much)
    rows, told = take(office, save(tmp_path, "a.json", search(advert(1))))
    assert subjects(rows) == {AD1, PAGE1}
    assert told.trouble == {"row or answer in an unknown shape": 1}
    with office.open_store() as store:
        [crawl] = crawls(store)
    assert crawl.ended_at is not None
    assert not crawl.complete


def test_a_file_whose_name_is_no_text_is_read(office: Workspace, tmp_path: Path) -> None:
    """As archives leave them that were packed elsewhere."""
    good = save(tmp_path, "a.json", search(advert(1)))
    strange = os.fsdecode(b"qu\xe3ng.json")
    rows, told = take(office, good.rename(tmp_path / strange))
    assert told.reason is None
    assert {row.source for row in rows} == {"qu\ufffdng.json"}
