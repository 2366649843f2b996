"""The register in the database: every version is kept, the newest import counts."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import RegisterRefused
from crawler.records import EntryStatus, EventKind, LicenceKind, RegisterClass, RegistryEntry
from crawler.store import Store
from crawler.store.registry import (
    Takeover,
    coverage,
    current_entries,
    find_entries,
    imported_files,
    register_events,
    register_version,
    take_over,
)
from tests.crawler.office import NOW, new_store

G1, G2 = RegisterClass.G1_RELEASE_DECISIONS, RegisterClass.G2_G4_CONFIRMATIONS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def paper(entry: str = "1", **changed: Any) -> RegistryEntry:
    values: dict[str, Any] = {
        "entry": entry,
        "kind": LicenceKind.G1_RELEASE_DECISION,
        "number": f"{entry}/QĐ-VD",
        "issued": date(2024, 5, 17),
        "title": "Kiếm Hiệp Ví Dụ",
        "publisher": "Công ty Ví Dụ",
        "status": EntryStatus.IN_FORCE,
        "domains": "vidu.example; kiem.example",
        "raw": {"Tên trò chơi": " Kiếm Hiệp Ví Dụ "},
    }
    return RegistryEntry(**(values | changed))


def take(
    store: Store,
    *,
    now: datetime = NOW,
    kinds: frozenset[LicenceKind] = frozenset(),
    base: str | None = None,
    added: tuple[RegistryEntry, ...] = (),
    changed: tuple[RegistryEntry, ...] = (),
    gone: tuple[RegistryEntry, ...] = (),
    classes: Mapping[RegisterClass, tuple[int, bool, str | None]] | None = None,
    files: tuple[dict[str, Any], ...] = (),
) -> int:
    takeover = Takeover(
        taken_at=now,
        taken_by="an",
        kinds=kinds,
        base=base,
        files=files,
        added=added,
        changed=changed,
        gone=gone,
        classes=classes or {},
    )
    return take_over(store, takeover)


def test_an_entry_comes_back_with_every_cell(store: Store) -> None:
    take(store, added=(paper(),))
    assert current_entries(store) == [paper()]


def test_the_newest_version_counts_and_the_older_is_kept(store: Store) -> None:
    take(store, added=(paper(),))
    take(store, changed=(paper(status=EntryStatus.REVOKED),))
    assert [entry.status for entry in current_entries(store)] == [EntryStatus.REVOKED]
    assert store.count("SELECT count(*) FROM registry_entries") == 2


def test_what_is_gone_counts_no_more_until_it_comes_back(store: Store) -> None:
    take(store, added=(paper(),))
    take(store, gone=(paper(),))
    assert current_entries(store) == []
    take(store, added=(paper(),))
    assert current_entries(store) == [paper()]


def test_one_id_may_stand_for_papers_of_two_kinds(store: Store) -> None:
    other = paper(kind=LicenceKind.G2_CONFIRMATION)
    take(store, added=(paper(), other))
    assert len(current_entries(store)) == 2
    assert current_entries(store, [LicenceKind.G2_CONFIRMATION]) == [other]
    assert current_entries(store, []) == []


@pytest.mark.parametrize("wanted", ["1", "1/QĐ-VD"])
def test_entries_are_found_by_id_and_by_number(store: Store, wanted: str) -> None:
    take(store, added=(paper(), paper("2")))
    assert find_entries(store, wanted) == [paper()]
    assert find_entries(store, "404") == []


def test_each_import_is_another_version_of_the_register(store: Store) -> None:
    assert register_version(store) == "r0"
    take(store, added=(paper(),))
    take(store)
    assert register_version(store) == "r2"


def test_an_import_that_fails_changes_nothing(store: Store) -> None:
    broken = paper("2", title=None)
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        take(store, added=(paper(), broken))
    assert current_entries(store) == []
    assert register_version(store) == "r0"


def test_a_class_nobody_imported_is_not_covered(store: Store) -> None:
    found = coverage(store)
    assert set(found) == {G1, G2}
    assert (found[G1].entries, found[G1].taken_at, found[G1].complete) == (0, None, False)


def test_the_newest_import_of_a_class_says_whether_it_is_complete(store: Store) -> None:
    take(store, added=(paper(),), classes={G1: (1, True, "stated 1")})
    found = coverage(store)
    assert (found[G1].entries, found[G1].complete, found[G1].how) == (1, True, "stated 1")
    assert found[G1].taken_at == NOW
    assert not found[G2].complete
    take(store, added=(paper("2"),), classes={G1: (2, False, None)})
    assert (coverage(store)[G1].entries, coverage(store)[G1].complete) == (2, False)


def test_the_files_of_all_imports_are_named(store: Store) -> None:
    take(store, files=({"name": "a.csv", "sha256": "0a", "rows": 1},))
    take(store, files=({"name": "b.xlsx", "sha256": "0b", "rows": 2},))
    assert imported_files(store) == {"0a": "a.csv", "0b": "b.xlsx"}


G1_PAPERS = frozenset({LicenceKind.G1_RELEASE_DECISION})
FULL = paper(
    expires=date(2029, 5, 17),
    status=EntryStatus.REVOKED,
    ended=date(2026, 10, 1),
    decision="9/QĐ-VD",
    ground="không hoạt động trong 12 tháng",
    origin="Việt Nam",
)


def statuses(store: Store, *, as_of: date, known: date | None = None) -> list[EntryStatus]:
    return [entry.status for entry in current_entries(store, as_of=as_of, known=known)]


def test_when_and_why_a_paper_ended_comes_back(store: Store) -> None:
    take(store, added=(FULL,))
    assert current_entries(store) == [FULL]
    assert current_entries(store, as_of=date(2026, 11, 20)) == [FULL]


def test_what_was_true_and_what_was_known_are_asked_apart(store: Store) -> None:
    take(store, added=(paper(),), now=NOW)
    take(store, changed=(FULL,), now=NOW + timedelta(days=30))
    september, november, later = date(2026, 9, 1), date(2026, 11, 25), date(2026, 12, 25)
    assert statuses(store, as_of=september) == [EntryStatus.IN_FORCE]
    assert statuses(store, as_of=november) == [EntryStatus.REVOKED]  # as we know it now
    assert statuses(store, as_of=november, known=november) == [EntryStatus.IN_FORCE]
    assert statuses(store, as_of=later, known=later) == [EntryStatus.REVOKED]
    assert statuses(store, as_of=later, known=date(2026, 11, 19)) == []


def test_an_import_counts_from_its_day_in_hanoi(store: Store) -> None:
    take(store, added=(paper(),), now=datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    assert statuses(store, as_of=date(2026, 11, 20), known=date(2026, 11, 20)) == []
    assert len(statuses(store, as_of=date(2026, 11, 20), known=date(2026, 11, 21))) == 1


def test_an_import_of_the_whole_kind_confirms_what_it_did_not_change(store: Store) -> None:
    take(store, added=(paper(), paper("2")), kinds=G1_PAPERS)
    take(store, added=(paper("3"),), kinds=G1_PAPERS, now=NOW + timedelta(days=10))
    revoked = paper(status=EntryStatus.REVOKED)
    take(store, changed=(revoked,), kinds=G1_PAPERS, now=NOW + timedelta(days=20))
    event = register_events(store)[revoked.kind, "1"][-1]
    assert (event.event, event.source) == (EventKind.REVOKED, 3)
    assert (event.not_before, event.not_after) == (date(2026, 11, 30), date(2026, 12, 10))


def test_an_import_compared_with_an_older_register_is_refused(store: Store) -> None:
    take(store, added=(paper(),), base="r0")
    with pytest.raises(RegisterRefused, match="Another import was taken over meanwhile"):
        take(store, added=(paper(),), base="r0")
    assert len(register_events(store)[paper().kind, "1"]) == 1


def test_the_version_names_the_last_day_on_which_a_paper_turned_by_itself(store: Store) -> None:
    expiring = paper(expires=date(2026, 12, 1))
    stopping = paper("2", status=EntryStatus.STOPPED, ended=date(2026, 12, 5))
    take(store, added=(expiring, stopping))
    days = [date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 9)]
    found = [register_version(store, day) for day in days]
    assert found == ["r1", "r1@2026-12-02", "r1@2026-12-05"]


def test_one_number_of_several_titles_shows_them_all_by_any_spelling(store: Store) -> None:
    printed = ("99/QĐ-BTTTT", "99 QĐ/BTTTT", "99/OĐ-BTTT", "98/QĐ-BTTTT")
    take(store, added=tuple(paper(str(n), number=number) for n, number in enumerate(printed)))
    found = find_entries(store, "99 /QĐ_BTTTT", as_of=date(2026, 11, 20))
    assert [(entry.entry, entry.number) for entry in found] == list(
        zip("012", printed, strict=False)
    )


def test_a_games_paper_is_found_before_a_publishers_with_the_same_id(store: Store) -> None:
    game = paper(kind=LicenceKind.G2_CONFIRMATION)
    firm = paper(kind=LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE, title="")
    take(store, added=(firm, game))
    assert find_entries(store, "1") == [game, firm]


def test_coverage_is_asked_for_a_former_day(store: Store) -> None:
    take(store, added=(paper(),), classes={G1: (1, True, "stated 1")})
    later = NOW + timedelta(days=30)
    take(store, added=(paper("2"),), gone=(paper(),), classes={G1: (1, False, None)}, now=later)
    before = coverage(store, known=date(2026, 12, 1))[G1]
    assert (before.entries, before.complete, before.taken_at) == (1, True, NOW)
    assert coverage(store, known=date(2026, 11, 1))[G1].taken_at is None


@pytest.mark.timing
def test_a_register_of_the_real_size_is_taken_over_and_listed_in_seconds(store: Store) -> None:
    papers = tuple(paper(str(number)) for number in range(18_018))
    began = time.process_time()
    take(store, added=papers)
    take(store, changed=tuple(replace(one, status=EntryStatus.REVOKED) for one in papers[::2]))
    taken = time.process_time()
    assert len(current_entries(store, as_of=date(2026, 12, 1))) == 18_018
    listed = time.process_time()
    # Measured: 1.5 s and 1.0 s (27,000 rows, beside the other tests).
    assert taken - began < 10
    assert listed - taken < 4
