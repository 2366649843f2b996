"""Re-checks of sites by stored visits: gone is what no resolver knows, twice, beside a canary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.looks import UNSEEN_SITE
from crawler.recheck import settle
from crawler.records import CaseStatus, Presence
from crawler.store import Store
from crawler.store.cases import find_case
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.outcomes import outcomes_of
from crawler.store.sightings import add_sightings
from spiders.site.outcome import PRESENCE, Ending
from tests.crawler.office import LATER, NOW, confirmed, new_store, sighting

SITE, CANARY = "domain:nohu-vidu.com", "domain:bao-vidu.vn"
BLOCKED = "domain:chan-vidu.com"
NEAR, FAR = "00ff00ff00ff00ff", "ff00ff00ff00ff00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


@dataclass(frozen=True, kw_only=True)
class Run:
    """One re-check of a site: how its visit ended, and what is said of it and of the canary."""

    ending: Ending = Ending.GONE
    control: str | None = "nxdomain"
    registration: str | None = "none"  # no registry knows the name any more
    canary: Ending | None = Ending.VISITED
    canary_control: str = "noerror"
    void: bool = False
    title: str = "Ví Dụ"
    near_hash: str = NEAR
    text: str = "Nổ hũ đổi thưởng"
    accounts: bool = False
    final_url: str = "https://nohu-vidu.com/"
    here: str = "nxdomain"
    subject: str = SITE
    beside: Run | None = None  # of another site, in the same crawl


def write(store: Store, hours: float, run: Run) -> None:
    """Stores such a crawl."""
    at = LATER + timedelta(hours=hours)
    beside = [] if run.beside is None else [run.beside]
    terms = (f"canary:{CANARY}", *(f"recheck:{one.subject}" for one in (run, *beside)))
    crawl = open_crawl(store, source="domains", market="vn", terms=terms, now=at)
    told = [(one.subject, one.ending, one.control, one.here) for one in (run, *beside)]
    if run.canary is not None:
        told.append((CANARY, run.canary, run.canary_control, "noerror"))
    seen = []
    for subject, ending, control, here in told:
        facts: dict[str, Any] = {"layer": "site", "ending": ending.value, "why": "ví dụ"}
        facts |= {"near_hash": run.near_hash, "control": control and {"status": control}}
        facts |= {"registration": run.registration, "names": {"status": here}}
        facts |= {"fields": ["password"] if run.accounts else []}
        visited = ending is Ending.VISITED
        seen.append(
            sighting(
                subject,
                source="domains",
                seen_at=at,
                presence=PRESENCE[ending],
                title=run.title if visited else None,
                text=run.text if visited else None,
                final_url=run.final_url if visited else None,
                facts=facts,
            )
        )
    add_sightings(store, seen, crawl=crawl)
    reason = "a disk was full" if run.void else None
    close_crawl(
        store, crawl, requested=2, complete=not run.void, void=run.void, reason=reason, now=at
    )


def told(store: Store, *runs: tuple[float, Run]) -> list[str]:
    """What became of a confirmed site by these re-checks, the oldest first."""
    seen = sighting(
        SITE,
        source="domains",
        seen_at=NOW - timedelta(hours=1),
        title="Ví Dụ",
        final_url="https://nohu-vidu.com/",
        facts={"layer": "site", "ending": "visited", "near_hash": NEAR},
    )
    confirmed(store, SITE)
    add_sightings(store, [seen], crawl=None)
    for hours, run in runs:
        write(store, hours, run)
    settle(store)
    return [each.outcome.value for each in reversed(outcomes_of(store, SITE))]


def test_what_no_resolver_knows_twice_a_day_apart_is_removed_and_rests_on_both(
    store: Store,
) -> None:
    assert told(store, (1, Run()), (20, Run()), (26, Run())) == ["pending", "pending", "removed"]
    [newest, *_] = outcomes_of(store, SITE)
    assert [(each.subject, each.presence) for each in newest.evidence] == [
        (SITE, Presence.GONE),
        (CANARY, Presence.PRESENT),
        (SITE, Presence.GONE),
        (CANARY, Presence.PRESENT),
    ]
    assert newest.counted == "gone_before_asked"  # nobody was asked


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (Run(canary=None), "unknown"),
        (Run(canary=Ending.CLOSED), "unknown"),
        (Run(canary=Ending.GONE, canary_control="nxdomain"), "unknown"),
        (Run(canary_control="nxdomain"), "unknown"),
        (Run(canary_control="servfail"), "unknown"),
        (Run(control=None), "unknown"),
        (Run(control="noerror"), "unknown"),
        (Run(void=True), "unknown"),
        (Run(registration=None), "unknown"),
        (Run(registration="held"), "unknown"),
        (Run(ending=Ending.BLOCKED_HERE, control="noerror"), "blocked_here"),
        *(
            (Run(ending=ending), "unknown")
            for ending in map(Ending, UNSEEN_SITE)
            if ending is not Ending.BLOCKED_HERE
        ),
        (Run(ending=Ending.VISITED), "still_there"),
        (Run(ending=Ending.VISITED, title="Tên khác"), "still_there"),  # words of another day
        (Run(ending=Ending.VISITED, near_hash=FAR), "still_there"),
        (Run(ending=Ending.VISITED, title="Tên miền bán", near_hash=FAR), "changed"),
        (Run(ending=Ending.VISITED, text="Tên miền này đang được rao bán."), "changed"),
        (
            Run(ending=Ending.VISITED, text="Tên miền này đang được rao bán.", accounts=True),
            "still_there",
        ),
        (Run(ending=Ending.VISITED, final_url="https://khac-vidu.com/"), "changed"),
        (Run(ending=Ending.VISITED, final_url="https://www.nohu-vidu.com/a"), "still_there"),
    ],
)
def test_what_else_a_second_look_says(store: Store, second: Run, outcome: str) -> None:
    assert told(store, (1, Run()), (30, second)) == ["pending", outcome]


@pytest.mark.parametrize(
    ("here", "control", "outcome"),
    [
        ("nxdomain", "noerror", "pending"),
        ("sinkhole", "noerror", "pending"),
        ("noerror", "noerror", "unknown"),  # it is not hidden here: that it is known proves nothing
        ("nxdomain", "nxdomain", "unknown"),
    ],
)
def test_a_block_that_the_control_does_not_see_past_proves_nothing(
    store: Store, here: str, control: str, outcome: str
) -> None:
    other = Run(ending=Ending.BLOCKED_HERE, here=here, control=control, subject=BLOCKED)
    assert told(store, (1, Run(registration=None, beside=other))) == [outcome]


def test_what_comes_back_is_reopened(store: Store) -> None:
    runs = [(1, Run()), (26, Run()), (50, Run(ending=Ending.VISITED, title="Khác"))]
    assert told(store, *runs) == ["pending", "removed", "returned"]
    case = find_case(store, SITE)
    assert case is not None
    assert case.status is CaseStatus.OPEN


@pytest.mark.parametrize("source", ["recheck", "sweep"])
def test_a_removed_name_that_is_for_sale_has_not_come_back(store: Store, source: str) -> None:
    sold = "Tên miền này đang được rao bán."
    runs = [(1.0, Run()), (26.0, Run())]
    if source == "recheck":
        runs.append((50.0, Run(ending=Ending.VISITED, text=sold)))
        assert told(store, *runs) == ["pending", "removed", "changed"]
        assert outcomes_of(store, SITE)[0].why == "it says: “Tên miền này đang được rao bán”"
    else:
        at = LATER + timedelta(hours=50)
        seen = sighting(SITE, source="domains", seen_at=at, text=sold, facts={"layer": "site"})
        assert told(store, *runs) == ["pending", "removed"]
        add_sightings(store, [seen], crawl=None)
        settle(store)
        assert len(outcomes_of(store, SITE)) == 2
    case = find_case(store, SITE)
    assert case is not None
    assert case.status is CaseStatus.CONFIRMED


def test_a_block_is_never_a_removal_however_often_it_is_seen(store: Store) -> None:
    blocked = Run(ending=Ending.BLOCKED_HERE, control="noerror")
    assert told(store, *((24.0 * day, blocked) for day in range(1, 6))) == ["blocked_here"] * 5


def test_each_end_of_a_visit_has_its_row() -> None:
    assert set(UNSEEN_SITE) | {"visited", "gone"} == {ending.value for ending in Ending}
