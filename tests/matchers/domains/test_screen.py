"""Names in, scores and quotable reasons out; which of them are flagged is the model's to say."""

from __future__ import annotations

import pytest

from crawler.records import ScreenedName
from matchers.domains.explain import reason_of_shape
from matchers.domains.model import load_names
from matchers.domains.screen import screen, screen_names


def named(name: str) -> ScreenedName:
    (found,) = screen_names([name], threshold=0.0)
    return found


def told(name: str) -> list[tuple[str, str | None]]:
    return [(reason.rule, reason.quote) for reason in named(name).reasons]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sunwin.vip", ("domain_brand", "sunwin")),
        ("5unwin.vip", ("domain_brand_disguised", "5unwin")),
        ("sun-win.vip", ("domain_brand_disguised", "sun-win")),
        ("sunvvin.vip", ("domain_brand_disguised", "sunvvin")),
        ("sunkwin.vip", ("domain_brand_near", "sunkwin")),
        ("ѕunwіn.vip", ("domain_brand", "sunwin")),
        ("ѕunwіn.vip", ("domain_lookalike", "ѕunwіn")),
        ("dangnhap-abc.top", ("domain_role", "dangnhap")),
    ],
)
def test_a_reason_quotes_the_names_own_letters(name: str, reason: tuple[str, str]) -> None:
    assert reason in told(name)


def test_a_brand_one_letter_away_is_not_told_beside_the_brand_itself() -> None:
    assert not [rule for rule, _ in told("sunwin88.vip") if rule.endswith("_near")]


def test_only_what_is_flagged_is_likened_to_other_names() -> None:
    (found,) = screen_names(["abcdefgh.example"], threshold=1.0)
    assert (found.flagged, found.reasons) == (False, ())
    assert [rule for rule, _ in told("abcdefgh.example")] == ["domain_shape"]


def test_a_shape_without_pieces_quotes_the_label() -> None:
    assert reason_of_shape(["abc"]).quote == "abc"


@pytest.mark.parametrize(
    ("name", "screened", "domain"),
    [
        ("WWW.Sunwin.VIP.", "www.sunwin.vip", "sunwin.vip"),
        ("https://m.sunwin.com.vn/x", "m.sunwin.com.vn", "sunwin.com.vn"),
        ("a.sunwin.blogspot.com", "a.sunwin.blogspot.com", "sunwin.blogspot.com"),
        ("blogspot.com", "blogspot.com", "blogspot.com"),
        ("sunwin.notasuffix", "sunwin.notasuffix", "sunwin.notasuffix"),
        ("x.nhàcái.com", "x.xn--nhci-1nah.com", "xn--nhci-1nah.com"),
    ],
)
def test_name_and_registered_part(name: str, screened: str, domain: str) -> None:
    found = named(name)
    assert (found.name, found.domain) == (screened, domain)


def test_the_suffix_is_not_searched_for_patterns() -> None:
    assert told("abcdefgh.casino")[0][0] == "domain_shape"


def test_the_registered_label_is_screened_and_nothing_before_it() -> None:
    assert named("sunwin.abcdefgh.com").score == named("abcdefgh.com").score


def test_case_and_company_change_nothing() -> None:
    names = ["sunwin.vip", "abcdefgh.com", "nhacai-789.club"]
    together = list(screen_names(names))
    assert together == [next(screen_names([name])) for name in names]
    assert [found.score for found in screen_names(name.upper() for name in names)] == [
        found.score for found in together
    ]


def test_the_shipped_threshold_is_the_default() -> None:
    threshold = load_names().threshold
    for found in screen_names(["sunwin.vip", "abcdefgh.com", "betterbread.example"]):
        assert found.flagged == (found.score >= threshold)


def test_without_every_only_flagged_names_are_built() -> None:
    found = screen(b"sunwin88.vip\nabcdefgh.com\n192.0.2.1\n")
    assert [name.name for name in found.names] == ["sunwin88.vip"]
    assert (found.lines, len(found.refused)) == (3, 1)


def test_a_line_break_inside_a_name_makes_no_second_name() -> None:
    assert list(screen_names(["abc\nsunwin.vip"])) == []
