"""Where sites, apps and pages lead: a name nobody named waits for a visit only if it is flagged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.onward import lead_on, pointed_at
from crawler.records import Lead, VerdictKind
from crawler.store import Store
from crawler.store.crawls import open_crawl
from crawler.store.leads import add_lead, pending_leads
from crawler.store.sightings import add_sightings
from tests.crawler.office import APPLE, LATER, NOW, judge_as, new_store, sighting

SITE, ADVERT = "domain:taixiu-vidu.com", "fbad:910000000000001"
FLAGGED, PLAIN = "https://nohu88vidu.com/vao", "https://tiemhoavidu.com/hoa"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def lead_from(store: Store, subject: str, **fields: object) -> list[Lead]:
    crawl = open_crawl(store, source="domains", market="vn", terms=(), now=NOW)
    fields = {"source": "domains", "text": "", "outlinks": ()} | fields
    add_sightings(store, [sighting(subject, **fields)], crawl=crawl)
    for _ in range(2):
        lead_on(store, [crawl], LATER)
    return pending_leads(store)


def test_of_the_links_of_a_site_only_flagged_names_become_leads(store: Store) -> None:
    links = (PLAIN, "https://taixiu-vidu.com/chinh-sach", FLAGGED, "https://t.me/nohu88")
    (lead,) = lead_from(store, SITE, outlinks=links)
    assert (lead.subject, lead.address) == ("domain:nohu88vidu.com", FLAGGED)
    assert (lead.source, lead.origin, lead.found) == ("domains", SITE, True)


@pytest.mark.parametrize("field", ["website", "privacy_url", "final_url", "text"])
def test_an_app_leads_by_its_fields_and_its_words(store: Store, field: str) -> None:
    value = f"Tải tại {FLAGGED}, hoặc Nohu88.club" if field == "text" else FLAGGED
    (lead,) = lead_from(store, APPLE, **{field: value})
    assert (lead.address, lead.origin) == (FLAGGED, APPLE)


def test_a_site_that_is_known_is_no_lead_of_its_neighbours(store: Store) -> None:
    add_sightings(store, [sighting("domain:nohu88vidu.com", source="domains")], crawl=None)
    assert lead_from(store, SITE, outlinks=(FLAGGED,)) == []


def test_what_an_accused_advert_leads_to_counts_as_named(store: Store) -> None:
    assert len(lead_from(store, ADVERT, outlinks=(PLAIN,))) == 1
    assert pointed_at(store) == ([], [PLAIN])
    judge_as(store, VerdictKind.CLEAN, ADVERT)
    assert pointed_at(store) == ([], [PLAIN])
    judge_as(store, VerdictKind.GAMBLING, ADVERT)
    assert pointed_at(store)[0] == [PLAIN]


def test_what_was_found_is_named_once_somebody_names_it(store: Store) -> None:
    lead_from(store, ADVERT, outlinks=(PLAIN,))
    named = Lead(
        subject="domain:tiemhoavidu.com", address=PLAIN, source="đối tác", origin="a:1", at=LATER
    )
    with store.writing():
        add_lead(store, named, who="an")
    assert pointed_at(store) == ([PLAIN], [PLAIN])
