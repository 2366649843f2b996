"""What rows say that happened to a paper, and how it stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import EntryStatus, EventKind, LicenceKind, RegisterEvent, RegistryEntry
from crawler.store.standing import Version, derive_events, expiry, standing

ISSUED = date(2024, 1, 10)
FIRST, SECOND, THIRD, FOURTH = (date(2026, month, 1) for month in (1, 3, 5, 7))
IN_FORCE, REVOKED = EntryStatus.IN_FORCE, EntryStatus.REVOKED
SUSPENDED, UNKNOWN = EntryStatus.SUSPENDED, EntryStatus.UNKNOWN
_FILES_SAY = [item for item in EntryStatus if item not in (EntryStatus.UNLISTED, UNKNOWN)]


def paper(status: EntryStatus = IN_FORCE, **changed: Any) -> RegistryEntry:
    values: dict[str, Any] = {
        "entry": "1",
        "kind": LicenceKind.G1_RELEASE_DECISION,
        "number": "1/QĐ-VD",
        "issued": ISSUED,
        "title": "Đảo Rồng",
        "publisher": "Công ty TNHH Ví Dụ Xanh",
    }
    return RegistryEntry(status=status, **(values | changed))


def history(
    *rows: tuple[date, RegistryEntry | None],
) -> tuple[list[Version], list[RegisterEvent]]:
    """The versions and events of one paper that these imports make; None: not in the file."""
    versions: list[Version] = []
    events: list[RegisterEvent] = []
    for day, entry in rows:
        former = versions[-1] if versions else None
        seen = former.known_on if former else None
        events += derive_events(former, entry, seen=seen, day=day)
        if entry is not None:
            versions.append(Version(entry=entry, listed=True, known_on=day))
        elif former is not None:
            versions.append(Version(entry=former.entry, listed=False, known_on=day))
    return versions, events


def on(day: date, *rows: tuple[date, RegistryEntry | None]) -> EntryStatus | None:
    found = standing(*history(*rows), day)
    return None if found is None else found.status


def days(event: RegisterEvent) -> tuple[EventKind, date | None, date | None, date | None]:
    return event.event, event.day, event.not_before, event.not_after


def told(*rows: tuple[date, RegistryEntry | None]) -> Sequence[tuple[Any, ...]]:
    return [days(event) for event in history(*rows)[1]]


def test_a_paper_is_not_there_before_its_day() -> None:
    rows = ((FIRST, paper()),)
    assert told(*rows) == [(EventKind.GRANTED, ISSUED, None, None)]
    assert on(ISSUED - timedelta(days=1), *rows) is None
    assert on(ISSUED, *rows) is IN_FORCE


def test_whether_a_paper_without_a_day_was_granted_before_its_import_is_not_known() -> None:
    rows = ((FIRST, paper(issued=None)),)
    assert on(FIRST - timedelta(days=1), *rows) is UNKNOWN
    assert on(FIRST, *rows) is IN_FORCE


def test_an_issue_day_after_its_import_is_a_slip() -> None:
    rows = ((FIRST, paper(issued=date(2026, 12, 1))),)
    assert told(*rows) == [(EventKind.GRANTED, None, None, FIRST)]
    assert on(FIRST, *rows) is IN_FORCE


def test_a_dated_end_counts_from_its_day() -> None:
    ended = paper(REVOKED, ended=date(2026, 2, 10), decision="9/QĐ-VD", ground="không hoạt động")
    rows = ((FIRST, paper()), (SECOND, ended))
    assert on(date(2026, 2, 9), *rows) is IN_FORCE
    assert on(date(2026, 2, 10), *rows) is REVOKED
    found = standing(*history(*rows), SECOND)
    assert found is not None
    assert (found.ended, found.decision, found.ground) == (
        *(date(2026, 2, 10), "9/QĐ-VD", "không hoạt động"),
    )
    before = standing(*history(*rows), FIRST)
    assert before is not None
    assert (before.ended, before.decision, before.ground) == (None, "", "")


def test_the_day_of_an_undated_end_is_never_assumed() -> None:
    rows = ((FIRST, paper()), (SECOND, paper(REVOKED)))
    assert told(*rows)[1:] == [(EventKind.REVOKED, None, FIRST, SECOND)]
    assert [on(day, *rows) for day in (FIRST, FIRST + timedelta(days=1), SECOND)] == [
        *(IN_FORCE, UNKNOWN, REVOKED),
    ]


def test_a_paper_first_seen_revoked_was_in_force_nobody_knows_how_long() -> None:
    rows = ((FIRST, paper(REVOKED)),)
    assert [on(day, *rows) for day in (ISSUED, date(2025, 1, 1), FIRST)] == [
        *(IN_FORCE, UNKNOWN, REVOKED),
    ]


def test_suspended_then_resumed_is_in_force_again() -> None:
    suspended = paper(SUSPENDED, ended=date(2026, 2, 1))
    rows = ((FIRST, paper()), (SECOND, suspended), (THIRD, paper()))
    assert [kind for kind, *_ in told(*rows)] == ["granted", "suspended", "resumed"]
    wanted = {
        date(2026, 1, 31): IN_FORCE,
        date(2026, 2, 1): SUSPENDED,
        SECOND: SUSPENDED,
        date(2026, 4, 1): UNKNOWN,
        THIRD: IN_FORCE,
    }
    assert {day: on(day, *rows) for day in wanted} == wanted


def test_a_paper_expires_by_its_own_date_without_an_import() -> None:
    rows = ((FIRST, paper(expires=THIRD)),)
    assert on(THIRD, *rows) is IN_FORCE
    assert on(THIRD + timedelta(days=1), *rows) is EntryStatus.EXPIRED
    found = standing(*history(*rows), FOURTH)
    assert found is not None
    assert found.ended == THIRD + timedelta(days=1)


def test_a_revoked_paper_stays_revoked_past_its_last_day() -> None:
    rows = ((FIRST, paper(REVOKED, ended=FIRST, expires=SECOND)),)
    assert on(THIRD, *rows) is REVOKED


def test_a_longer_term_counts_once_it_is_known() -> None:
    rows = ((FIRST, paper(expires=SECOND)), (THIRD, paper(expires=date(2030, 1, 1))))
    assert on(date(2026, 4, 1), rows[0]) is EntryStatus.EXPIRED
    assert on(date(2026, 4, 1), *rows) is IN_FORCE


def test_what_a_file_no_longer_lists_is_neither_in_force_nor_revoked() -> None:
    rows = ((FIRST, paper()), (SECOND, None), (THIRD, paper()))
    assert told(*rows)[1:] == [
        (EventKind.UNLISTED, SECOND, None, None),
        (EventKind.RELISTED, THIRD, None, None),
    ]
    found = [on(day, *rows) for day in (FIRST, SECOND, THIRD)]
    assert found == [IN_FORCE, EntryStatus.UNLISTED, IN_FORCE]
    assert [None if one is None else one.in_force for one in found] == [True, None, True]


def test_a_paper_that_comes_back_revoked_is_revoked() -> None:
    rows = ((FIRST, paper(REVOKED)), (SECOND, None), (THIRD, paper(REVOKED)))
    assert on(THIRD, *rows) is REVOKED


def test_a_day_that_becomes_known_later_corrects_the_event() -> None:
    dated = paper(REVOKED, ended=date(2026, 2, 1), decision="9/QĐ-VD")
    rows = ((FIRST, paper()), (SECOND, paper(REVOKED)), (THIRD, dated))
    assert told(*rows)[2:] == [(EventKind.REVOKED, date(2026, 2, 1), None, None)]
    assert on(date(2026, 2, 2), *rows[:2]) is UNKNOWN
    assert on(date(2026, 2, 2), *rows) is REVOKED
    assert on(date(2026, 1, 31), *rows) is IN_FORCE


def test_an_amendment_says_what_differed_and_the_old_text_stays_true() -> None:
    renamed = paper(title="Đảo Rồng Mới")
    rows = ((FIRST, paper()), (SECOND, renamed))
    versions, events = history(*rows)
    assert events[1].event is EventKind.AMENDED
    assert events[1].differed == {"title": ("Đảo Rồng", "Đảo Rồng Mới")}
    titles = [
        found.title
        for day in (ISSUED, FIRST, SECOND)
        if (found := standing(versions, events, day)) is not None
    ]
    assert titles == ["Đảo Rồng", "Đảo Rồng", "Đảo Rồng Mới"]


def test_a_corrected_issue_day_counts_backwards_too() -> None:
    rows = ((FIRST, paper(issued=None)), (SECOND, paper()))
    assert on(ISSUED, rows[0]) is UNKNOWN
    assert on(ISSUED, *rows) is IN_FORCE


def test_the_last_day_of_the_calendar_is_no_crash() -> None:
    assert on(date.max, (FIRST, paper(expires=date.max))) is IN_FORCE
    assert expiry(paper(expires=date.max)) is not None
    assert expiry(paper()) is None


@pytest.mark.parametrize("status", _FILES_SAY)
def test_on_the_day_of_its_import_a_paper_stands_as_the_file_says(status: EntryStatus) -> None:
    assert on(FIRST, (FIRST, paper(status))) is status


_DAYS = st.dates(date(2024, 1, 10), date(2026, 12, 31))
_ROWS = st.none() | st.builds(
    paper,
    st.sampled_from(_FILES_SAY),
    issued=st.none() | _DAYS,
    title=st.sampled_from(["Đảo Rồng", "Đảo Rồng 2"]),
)


@given(st.lists(_ROWS, min_size=1, max_size=6), _DAYS)
def test_on_the_day_of_each_import_a_paper_stands_as_that_file_says(
    rows: list[RegistryEntry | None], day: date
) -> None:
    dated = [
        (FIRST, paper()),
        *((SECOND + timedelta(days=7 * n), row) for n, row in enumerate(rows)),
    ]
    for place, (known, row) in enumerate(dated, 1):
        listed = EntryStatus.UNLISTED if row is None else row.status
        assert on(known, *dated[:place]) is listed
    assert on(day, *dated) is not None or day < max(row.issued or day for _, row in dated if row)
