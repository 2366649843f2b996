"""Grounds: the words of the contract, and only law that was read and is in force."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.records import ACCUSING, VerdictKind
from reports.grounds import Citation, ground

WORDS = {
    VerdictKind.GAMBLING: "có dấu hiệu cờ bạc, đổi thưởng",
    VerdictKind.UNLICENSED: "chưa tìm thấy quyết định/giấy xác nhận",
    VerdictKind.LICENCE_PROBLEM: "giấy phép không còn hiệu lực",
    VerdictKind.IMPOSTOR: "có dấu hiệu mạo danh",
    VerdictKind.PROMOTES_GAMBLING: "quảng cáo cho trò chơi có dấu hiệu cờ bạc, đổi thưởng",
    VerdictKind.PROMOTES_UNLICENSED: (
        "quảng cáo cho trò chơi chưa tìm thấy quyết định/giấy xác nhận"
    ),
}


def test_every_accusing_verdict_has_its_words() -> None:
    assert {kind: ground(kind).vi for kind in ACCUSING} == WORDS
    assert all(ground(kind).en for kind in ACCUSING)


@pytest.mark.parametrize("kind", sorted(set(VerdictKind) - ACCUSING))
def test_nothing_else_is_a_ground(kind: VerdictKind) -> None:
    with pytest.raises(KeyError):
        ground(kind)


@pytest.mark.parametrize(
    ("verified", "valid_to", "day", "printed"),
    [
        (True, None, date(2026, 7, 1), True),
        (True, None, date(2026, 6, 30), False),
        (True, date(2026, 8, 1), date(2026, 8, 1), True),
        (True, date(2026, 8, 1), date(2026, 8, 2), False),
        (False, None, date(2026, 7, 1), False),
    ],
)
def test_only_verified_law_in_force_is_printed(
    verified: bool, valid_to: date | None, day: date, printed: bool
) -> None:
    citation = Citation(
        vi="v", en="e", verified=verified, valid_from=date(2026, 7, 1), valid_to=valid_to
    )
    assert citation.printable(day) is printed


def test_papers_never_speak_of_a_crime() -> None:
    for kind in ACCUSING:
        words = ground(kind)
        texts = [words.vi, words.en]
        texts += [text for item in (*words.legal, *words.policy) for text in (item.vi, item.en)]
        for text in texts:
            assert not any(bad in text.lower() for bad in ("tội", "hình sự", "crime", "criminal"))


def test_the_fine_decree_of_2026_is_not_cited_for_what_was_seen_before_it() -> None:
    before = [
        item for item in ground(VerdictKind.GAMBLING).legal if item.printable(date(2026, 6, 30))
    ]
    assert ["147/2024" in item.vi for item in before] == [True]


@pytest.mark.parametrize("kind", sorted(ACCUSING))
def test_every_request_of_today_cites_law_that_was_read(kind: VerdictKind) -> None:
    assert any(item.printable(date(2026, 11, 20)) for item in ground(kind).legal)
