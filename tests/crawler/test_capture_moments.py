"""One answer handed in twice is one look: only a moment of its own makes a capture a proof."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.captures import Import, import_captures
from crawler.looks import looks_at, open_looking
from crawler.outcomes import follow
from crawler.records import Outcome
from crawler.store.sightings import sightings_of
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import NOW
from tests.crawler.test_captures import AD1, CARD, line, mhtml
from tests.spiders.facebook import advert, page, search
from tests.spiders.test_facebook_har import LIBRARY, entry, har

ASKED = NOW - timedelta(days=9)
FIRST, SECOND = NOW - timedelta(days=6), NOW - timedelta(days=4)


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


def take(office: Workspace, content: str | bytes, at: datetime) -> None:
    """An import of this, half an hour after it was saved."""
    path = office.database.parent / "saved"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    now, told = at + timedelta(minutes=30), Import()
    with office.open_store() as store:
        list(import_captures(store, office.evidence, [path], who="an", now=now, told=told))


def became(office: Workspace) -> list[Outcome]:
    """What became of the advert by all that was imported."""
    with office.open_store() as store:
        looks = looks_at(open_looking(store), AD1, ASKED)
        return [each.outcome for each in follow(AD1, looks, ASKED).outcomes]


def ended(**changed: Any) -> dict[str, Any]:
    """A search that shows one advert, which runs no more."""
    return search({**advert(), "is_active": False, **changed})


def exported(_: datetime, indent: int) -> str:
    return json.dumps(ended(), indent=indent)


def saved_page(_: datetime, indent: int) -> str:
    return page(ended()) + "\n" * indent


def recorded(at: datetime, indent: int) -> bytes:
    made = entry(LIBRARY, page(ended()) + "\n" * indent)
    return har(made | {"startedDateTime": at.isoformat()})


def collected(at: datetime, indent: int) -> str:
    return line(ended(collation_count=indent), timestamp_collected=int(at.timestamp() * 1000))


def uncollected(_: datetime, indent: int) -> str:
    return line(ended(collation_count=indent), timestamp_collected=None)


@pytest.mark.parametrize(
    ("form", "copied", "anew"),
    [
        (exported, Outcome.PENDING, Outcome.PENDING),
        (saved_page, Outcome.PENDING, Outcome.PENDING),
        (uncollected, Outcome.PENDING, Outcome.PENDING),
        (recorded, Outcome.PENDING, Outcome.ADS_STOPPED),
        (collected, Outcome.PENDING, Outcome.ADS_STOPPED),
    ],
)
def test_a_copy_of_one_answer_proves_nothing_and_a_second_one_with_its_moment_does(
    office: Workspace,
    form: Callable[[datetime, int], str | bytes],
    copied: Outcome,
    anew: Outcome,
) -> None:
    take(office, form(FIRST, 1), FIRST)
    take(office, form(FIRST, 2), SECOND)
    assert became(office) == [Outcome.PENDING, copied]
    take(office, form(SECOND, 3), SECOND + timedelta(hours=1))
    assert became(office)[-1] is anew


def test_a_moment_later_than_its_file_is_none_of_its_own(office: Workspace) -> None:
    take(office, recorded(FIRST + timedelta(days=900), 1), FIRST)
    take(office, recorded(SECOND, 2), SECOND)
    assert became(office) == [Outcome.PENDING, Outcome.PENDING]


def test_a_page_saved_as_one_file_says_when(office: Workspace) -> None:
    take(office, mhtml(CARD), NOW)
    with office.open_store() as store:
        [seen] = sightings_of(store, AD1)
    assert seen.facts["capture"]["dated"] is True


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_of_two_rows_of_one_answer_the_one_that_it_runs_counts(
    office: Workspace, order: tuple[bool, bool]
) -> None:
    adverts = [{**advert(), "is_active": active} for active in order]
    take(office, json.dumps(search(*adverts)), FIRST)
    assert became(office) == [Outcome.STILL_THERE]
