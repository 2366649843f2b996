"""What the ranker would clear is looked at by rule: other firms, sequels, other titles."""

from __future__ import annotations

import pytest

from crawler.records import Listing, MatchKind
from matchers.registry import Register, match_all
from matchers.verdict.rules import Rules
from matchers.verdict.second_look import Fit, publisher_fit, title_fit
from tests.matchers.verdict.test_register import FIRM, candidate

RULES = Rules()


@pytest.mark.parametrize(
    ("account", "holder", "firms", "fit"),
    [
        ("Sen Vàng Games", FIRM, (), Fit.AGREES),
        ("SEN VANG JSC", FIRM, ("senvang",), Fit.AGREES),
        ("Sen Vagn", "Công ty TNHH Sen Vàng Giải Trí", (), Fit.AGREES),
        ("", FIRM, (), Fit.UNKNOWN),
        ("Game Studio", FIRM, (), Fit.UNKNOWN),
        ("Fire Dragon Apps", FIRM, (), Fit.DIFFERS),
        ("Bếp Lửa Ví Dụ", "Công ty TNHH Ví Dụ Xanh", (), Fit.DIFFERS),
        ("Sen Vàng Đồng Tháp", FIRM, (), Fit.HALF),
        ("Sen Vàng", "Công ty TNHH Sen Vàng Đồng Tháp", (), Fit.HALF),
        ("Vagara", "Công ty TNHH Vagora", (), Fit.AGREES),
        ("Vagara", "Công ty TNHH Vagora", ("vagara", "vagora"), Fit.HALF),
        ("Công ty CP Truyền thông Số", "CÔNG TY CỔ PHẦN TRUYỀN THÔNG SỐ", (), Fit.AGREES),
    ],
)
def test_how_far_an_account_is_the_licensee(
    account: str, holder: str, firms: tuple[str, ...], fit: Fit
) -> None:
    assert publisher_fit(account, holder, frozenset(firms), RULES) is fit


@pytest.mark.parametrize(
    ("title", "entry", "sure", "fit"),
    [
        ("Đảo Rồng", "Đảo Rồng", True, Fit.AGREES),
        ("Tải Đảo Rồng Mobile v2.1", "Đảo Rồng", True, Fit.AGREES),
        ("Đảo Rồng - Nhập Vai", "Đảo Rồng", True, Fit.AGREES),
        ("Đảo Rồng 2", "Đảo Rồng", True, Fit.DIFFERS),
        ("Đảo Rồng II | Sen Vàng", "Đảo Rồng", True, Fit.DIFFERS),
        ("Đảo Rồng 2", "Đảo Rồng II", True, Fit.AGREES),
        ("Đảo Rồng Tycoon", "Đảo Rồng", False, Fit.DIFFERS),
        ("Đảo Rồng Onlinee", "Đảo Rồng", False, Fit.AGREES),
        ("Đảo Rồng: Nông Trại Vui", "Đảo Rồng", True, Fit.HALF),
        ("Đảo Rồng Sen Vàng", "Đảo Rồng", False, Fit.AGREES),
        ("Võ Lâm", "Võ Lâm Miễn Phí", True, Fit.HALF),
        ("Võ Lâm Miễn Phí", "Võ Lâm Miễn Phí", True, Fit.AGREES),
        ("GHM", "Giang Hồ Mẫu", True, Fit.HALF),
        ("GHMG", "Giang Hồ Mẫu Giáo", True, Fit.AGREES),
    ],
)
def test_what_speaks_against_a_title(title: str, entry: str, sure: bool, fit: Fit) -> None:
    listing = Listing(id="1", title=title, publisher="Sen Vàng")
    assert title_fit(listing, candidate(title=entry), RULES, sure=sure) is fit


@pytest.mark.parametrize(
    "title",
    ["Đảo Rồng 2", "ĐảoRồng3", "Đảo Rồng II | Sen Vàng", "Đảo Rồng Phần 2", "Đảo Rồng - Season 3"],
)
def test_no_sequel_is_cleared_by_its_licensees_first_game(title: str) -> None:
    register = Register([candidate(), candidate(title="Thành Cổ", entry="R2")])
    listing = Listing(id="1", title=title, publisher=FIRM)
    (match,) = match_all([listing], register, RULES)
    assert match.kind not in (MatchKind.LICENSED, MatchKind.LICENCE_PROBLEM)


def test_scores_of_the_best_candidates_still_differ() -> None:
    entries = [candidate(title=f"Đảo Rồng {word}", entry=word) for word in ("Xanh", "Xám", "Xa")]
    (match,) = match_all(
        [Listing(id="1", title="Đảo Rồng Xám", publisher=FIRM)], Register(entries), RULES
    )
    scores = [found.score for found in match.candidates]
    assert match.candidates[0].entry == "Xám"
    assert scores == sorted(scores, reverse=True)
    assert scores[0] < 100
    assert scores[0] > scores[1]
