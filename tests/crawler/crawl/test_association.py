"""A family on the replica over TLS: one app confirmed, the others found and tied, no stranger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.replica.running import running_replica
from crawler.store.associations import associations
from crawler.store.crawls import crawls
from crawler.store.sightings import sightings_of, subjects_of_crawls
from tests.crawler.crawl.sweeping import new_office, run

BOTH = ("apple_app_store", "google_play")
# In the world of 7 no member stands in a list of similar apps that was not found before.
WAYS = ({"developer", "search", "icon", "similar"}, {"developer", "search", "icon"})


@pytest.mark.parametrize(("seed", "ways"), [(3, WAYS[0]), (7, WAYS[1]), (2026, WAYS[0])])
def test_from_one_confirmed_app_the_family_is_found_and_no_stranger_tied(
    seed: int, ways: set[str], tmp_path: Path
) -> None:
    with running_replica(seed, tmp_path / "replica", apps=120, family=True) as replica:
        office = new_office(tmp_path / "office", replica)
        answers = json.loads(replica.answers.read_text(encoding="utf-8"))
        family = {one["subject"] for one in answers if one["operator"]}
        assert len(family) == 12
        first = run(office, replica, "sweep", *BOTH, "--terms", str(replica.terms))
        assert first.returncode in (0, 3), first.stderr
        with office.open_store() as store:
            before, began = (
                crawls(store)[0].crawl,
                max(crawl.ended_at or crawl.started_at for crawl in crawls(store)),
            )
            assert associations(store) == []
        one = min(subject for subject in family if subject.startswith("google:"))
        confirmed = run(
            office, replica, "cases", "confirm", one, "--ground", "gambling", "--as", "an"
        )
        assert confirmed.returncode == 0, confirmed.stderr
        # Words that no app of the family bears: what is found of it is found by association.
        again = run(office, replica, "sweep", *BOTH, "--term", "thời tiết", "--no-charts")
        assert again.returncode in (0, 3), again.stderr
        with office.open_store() as store:
            new = [crawl.crawl for crawl in crawls(store) if crawl.crawl > before]
            found = subjects_of_crawls(store, new) & family
            paths = {
                (seen.found_by or "").partition(":")[0]
                for subject in found
                for seen in sightings_of(store, subject)
                if seen.seen_at > began
            }
            tied = {tie.subject for tie in associations(store)}
            reasons = {why.rule for tie in associations(store) for why in tie.reasons}
        assert paths >= ways
        assert reasons >= {"associated_icon", "associated_text"}
        assert (len(found) >= 11, len(tied & family | {one}) >= 11) == (True, True), (found, tied)
        assert tied <= family
