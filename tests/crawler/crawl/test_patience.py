"""A source that asks for patience gets it, over a real connection, within bounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawler.crawl.politeness import LONGEST_WAIT
from crawler.store.frontier import left_to_ask
from crawler.workspace import Workspace
from tests.crawler.crawl.portal import Portal, running_portal
from tests.crawler.crawl.test_outcomes import outcomes
from tests.crawler.crawl.test_portal_sweep import office, run


def seconds(now: datetime) -> str:
    return "3"


def moment(now: datetime) -> str:
    # Dates of HTTP are whole seconds: one more, so that at least three are left.
    return format_datetime(now + timedelta(seconds=4), usegmt=True)


def too_long(now: datetime) -> str:
    return str(int(LONGEST_WAIT) + 1)


def a_far_day(now: datetime) -> str:
    return format_datetime(now + timedelta(days=30), usegmt=True)


def swept(folder: Path, status: int, asks: Callable[[datetime], str]) -> tuple[Workspace, Portal]:
    with running_portal(folder) as portal:
        portal.refusal = (status, asks)
        made = office(folder, portal)
        run(made, "sweep", "licence_portal", "--charts", "--json")
    return made, portal


def pauses(portal: Portal) -> list[float]:
    """The seconds between the refusal of the second page and each further question."""
    second = portal.asked.index(("g", 200))
    return [when - portal.times[second] for when in portal.times[second + 1 :]]


@pytest.mark.parametrize(("status", "asks"), [(429, seconds), (503, moment)])
def test_the_wait_that_is_asked_for_is_kept_and_nothing_is_asked_meanwhile(
    tmp_path: Path, status: int, asks: Callable[[datetime], str]
) -> None:
    made, portal = swept(tmp_path, status, asks)
    first = pauses(portal)[0]
    assert first >= 2.9
    assert portal.asked.count(("g", 200)) == 2
    assert outcomes(made) == {"done": 8}


@pytest.mark.parametrize(("status", "asks"), [(429, a_far_day), (503, too_long)])
def test_a_source_that_asks_for_more_than_the_bound_is_left_alone(
    tmp_path: Path, status: int, asks: Callable[[datetime], str]
) -> None:
    made, portal = swept(tmp_path, status, asks)
    assert portal.asked.count(("g", 200)) == 1
    assert outcomes(made)["refused"] == 1


def test_not_modified_is_a_refusal_and_its_page_is_left_to_ask(tmp_path: Path) -> None:
    made, _ = swept(tmp_path, 304, seconds)
    assert outcomes(made) == {"done": 1, "refused": 1}
    with made.open_store() as store:
        assert store.count("SELECT count(*) FROM fetches WHERE status = 304") == 1
        assert left_to_ask(store, 1) == 1
