"""Figures of the register: equal periods, stock by state, and what cannot be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import EntryStatus, EventKind, LicenceKind, RegisterEvent, RegistryEntry
from crawler.register.figures import Figure, Figures, register_figures

DAY = date(2024, 11, 15)
DECISION = LicenceKind.G1_RELEASE_DECISION
REVOKED, IN_FORCE = EntryStatus.REVOKED, EntryStatus.IN_FORCE
Events = Mapping[tuple[LicenceKind, str], Sequence[RegisterEvent]]


def paper(entry: str = "1", **changed: Any) -> RegistryEntry:
    values: dict[str, Any] = {
        "kind": DECISION,
        "number": f"{entry}/QĐ-VD",
        "issued": date(2024, 1, 10),
        "title": "Đảo Rồng",
        "publisher": "Công ty TNHH Ví Dụ Xanh",
        "status": IN_FORCE,
    }
    return RegistryEntry(entry=entry, **(values | changed))


def revoked(entry: str = "1", **days: date | None) -> Events:
    values: dict[str, Any] = {"day": None} | days
    event = RegisterEvent(kind=DECISION, entry=entry, event=EventKind.REVOKED, **values)
    return {(DECISION, entry): [event]}


def figures(*papers: RegistryEntry, events: Events | None = None, day: date = DAY) -> Figures:
    return register_figures(papers, events or {}, day)


def row(found: Figures, name: str = "g1_decisions") -> Figure:
    return next(item for item in found.rows if item.figure == name)


def test_the_year_before_ends_on_the_same_day() -> None:
    leap = row(figures(day=date(2024, 2, 29)))
    assert (leap.before.first, leap.before.last) == (date(2023, 1, 1), date(2023, 2, 28))


def test_percent_of_nothing_is_not_known() -> None:
    assert row(figures(paper())).granted_percent is None


def test_a_revocation_counts_in_the_period_of_its_day() -> None:
    known = row(figures(paper(status=REVOKED), events=revoked(day=date(2023, 3, 1))))
    assert (known.revoked, known.revoked_before) == (0, 1)
    later = row(figures(paper(), events=revoked(day=date(2024, 12, 1))))
    assert (later.revoked, later.revoked_before) == (0, 0)


@pytest.mark.parametrize(
    ("last_seen", "told"),
    [
        (date(2024, 2, 1), date(2024, 3, 1)),
        (date(2023, 12, 31), DAY),
        (DAY, DAY),  # two imports on one day
    ],
)
def test_a_revocation_known_to_lie_within_the_period_counts(last_seen: date, told: date) -> None:
    found = figures(paper(status=REVOKED), events=revoked(not_before=last_seen, not_after=told))
    assert row(found).revoked == 1
    assert not found.not_counted


@pytest.mark.parametrize(
    ("last_seen", "told"),
    [(DAY, date(2024, 11, 16)), (date(2022, 3, 1), date(2022, 12, 31))],
)
def test_a_revocation_outside_the_periods_is_neither_counted_nor_listed(
    last_seen: date, told: date
) -> None:
    found = figures(paper(), events=revoked(not_before=last_seen, not_after=told))
    assert (row(found).revoked, row(found).revoked_before) == (0, 0)
    assert not found.not_counted


def test_a_revocation_that_may_lie_elsewhere_is_not_counted_and_listed() -> None:
    found = figures(paper(status=REVOKED), events=revoked(not_after=date(2024, 3, 1)))
    assert row(found).revoked == 0
    (missing,) = found.not_counted
    assert "not later than 2024-03-01" in missing.why


def test_a_paper_of_unknown_day_and_state_is_in_no_stock() -> None:
    found = figures(paper(issued=None, status=EntryStatus.UNKNOWN), paper("2"))
    assert row(found).stock == 1
    assert [item.entry for item in found.not_counted] == ["1"]


def test_classes_and_sites_are_counted_apart() -> None:
    found = figures(
        paper("1"),
        paper("2", kind=LicenceKind.G3_CONFIRMATION, status=EntryStatus.STOPPED),
        *(paper(kind.value, kind=kind, title="") for kind in LicenceKind if "licence" in kind),
    )
    assert {item.figure: item.stock for item in found.rows} == {
        "g1_licences": 1,
        "g1_decisions": 1,
        "g2_g4_certificates": 0,
        "g2_g4_confirmations": 1,
        "all_games": 2,
        "news_sites": 1,
        "social_networks": 1,
    }
    assert found.value("all_games.in_force") == 1
    assert found.value("all_games.ended") == 1


def test_origins_are_shares_of_what_is_known() -> None:
    origins = ["Việt Nam", "Trung Quốc", "TRUNG QUỐC ", "Hàn Quốc", ""]
    found = figures(*(paper(str(n), origin=origin) for n, origin in enumerate(origins)))
    assert dict(found.origins) == {"vietnam": 1, "china": 2, "others": 1, "unknown": 1}
    assert found.value("origin.china_percent") == 50
    assert found.value("origin.elsewhere") is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(LicenceKind)),
            st.sampled_from(list(EntryStatus)),
            st.none() | st.dates(date(2020, 1, 1), DAY),
        )
    )
)
def test_the_sums_of_the_register_always_hold(
    papers: list[tuple[LicenceKind, EntryStatus, date | None]],
) -> None:
    found = figures(
        *(
            paper(str(n), kind=kind, status=status, issued=issued)
            for n, (kind, status, issued) in enumerate(papers)
        )
    )
    assert all(check.ok for check in found.checks)
    left_out = [item for item in found.not_counted if "nor stock" in item.why]
    assert sum(item.stock for item in found.rows if item.figure != "all_games") == (
        len(papers) - len(left_out)
    )
