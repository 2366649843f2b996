"""Sentences quote the words of both names as published, bounded, in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Candidate, EntryStatus, Match, RegistryEntry
from matchers.reasons import shown
from matchers.registry import Register, match_all
from matchers.verdict.rules import Rules
from matchers.verdict.wording import explained, firm_words, title_words
from tests.matchers.verdict.test_register import FIRM, IN_FORCE, REVOKED, candidate, listing

ADDED = "(từ mà chợ ứng dụng, trang mạng thường thêm)"


def matched(
    title: str, publisher: str | None, status: EntryStatus = IN_FORCE, entry: str = "Đảo Rồng"
) -> Match:
    register = Register([candidate(title=entry, status=status)])
    return next(match_all([listing(title, publisher)], register, Rules()))


@pytest.mark.parametrize(
    ("title", "registered", "vi"),
    [
        ("Đảo Rồng", "Đảo Rồng", "trùng: “Đảo Rồng”"),
        ("Dao Rong", "Đảo Rồng", "“Dao Rong” là “Đảo Rồng” viết không dấu"),
        ("Đào Rồng", "Đảo Rồng", "“Đào Rồng” và “Đảo Rồng” chỉ khác dấu"),
        ("Đảo Rồng Mobile", "Đảo Rồng", f"trùng: “Đảo Rồng”; có thêm: “Mobile” {ADDED}"),
        ("Đảo Rồng – Game Nhập Vai", "Đảo Rồng", f"“Đảo Rồng”; có thêm: “Game Nhập Vai” {ADDED}"),
        ("Đảo Rồng v1.2.3", "Đảo Rồng", f"trùng: “Đảo Rồng”; có thêm: “v1.2.3” {ADDED}"),
        ("Thần", "Thần Tài", "trùng: “Thần”; thiếu: “Tài”"),
        ("Thần Tài", "Thần", "trùng: “Thần”; có thêm: “Tài”"),
        ("Tải Thần", "Thần", f"trùng: “Thần”; có thêm: “Tải” {ADDED}"),
        ("Sen Vàng: Đảo Rồng", "Đảo Rồng", "có thêm: “Sen Vàng” (tên nhà phát hành)"),
        ("Đảo Rồng", "Đảo Rồng H5", "thiếu: “H5” (từ chỉ nền tảng hoặc từ thường được thêm)"),
        ("Đảo Rồng 2", "Đảo Rồng", "trùng: “Đảo Rồng”; có thêm số: “2”"),
        ("Đảo Rồng", "Đảo Rồng 2", "trùng: “Đảo Rồng”; thiếu số: “2”"),
        ("Đảo Rồng II", "Đảo Rồng 3", "trùng: “Đảo Rồng”; khác số: “II” thay cho “3”"),
        ("Rồng Đảo", "Đảo Rồng", "trùng: “Rồng”, “Đảo”; thứ tự từ khác nhau"),
        ("Thành Cổ", "Đảo Rồng", "không có từ nào trùng"),
        ("🎮", "Đảo Rồng", "không có từ nào trùng"),
        ("🎮", "🎲", "không có từ nào trùng"),
        ("sen " * 60, "Sen Vàng", "tên dài, chỉ đối chiếu phần đầu"),
    ],
)
def test_title_words_are_told(title: str, registered: str, vi: str) -> None:
    assert vi in title_words(title, registered, "Sen Vàng", FIRM)[0]


@pytest.mark.parametrize(
    ("account", "holder", "vi", "en"),
    [
        ("", FIRM, "không có tên", "nobody is named"),
        ("Fire Dragon", FIRM, "không có từ riêng nào trùng", "no word of its own agrees"),
        ("Game Studio", FIRM, "“Game Studio” chỉ gồm từ chung", "“Game Studio” holds only common"),
        ("Sen Vàng Trúc", FIRM, "“Sen Vàng”; có thêm: “Trúc”", "“Sen Vàng”; added: “Trúc”"),
        ("Sen", FIRM, "trùng: “Sen”; thiếu: “Vàng”", "agreeing: “Sen”; missing: “Vàng”"),
        ("Sen Games", "Trúc Games", "chỉ chung: “Games” (từ chung", "shared only: “Games”"),
        ("Sen Media", "Sen Mobile", "khác ngành nghề: “Media” và “Mobile”", "another trade"),
        ("Sen Vàng", FIRM, "“Công ty Cổ phần” (loại hình doanh nghiệp)", "(legal form)"),
        ("SenVangGames", FIRM, "“SenVangGames” viết liền, bắt đầu", "begins with “Sen Vàng”"),
        ("Giải Trí Số", "Công ty Giải Trí Số", "trùng: “Giải Trí Số”", "“Giải Trí Số”"),
    ],
)
def test_the_publishers_evidence_is_told(account: str, holder: str, vi: str, en: str) -> None:
    told = firm_words(account, holder)
    assert vi in told[0]
    assert en in told[1]


@pytest.mark.parametrize(
    ("title", "publisher", "status", "rule", "vi"),
    [
        ("Đảo Rồng", FIRM, IN_FORCE, "title_and_publisher_agree", "Nhà phát hành: trùng"),
        ("Đảo Rồng", FIRM, REVOKED, "agreeing_paper_not_in_force", "Tên: trùng: “Đảo Rồng”"),
        ("Đảo Rồng", "Fire Dragon", IN_FORCE, "other_publisher", "không có từ riêng nào trùng"),
        ("Đảo Rồng", "Sen Vàng Đồng Tháp", IN_FORCE, "publisher_half", "có thêm: “Đồng Tháp”"),
        ("Đảo Rồng", None, IN_FORCE, "publisher_not_known", "Nhà phát hành: không có tên"),
        ("Đảo Rồng: Nông Trại Vui", FIRM, IN_FORCE, "title_half", "có thêm: “Nông Trại Vui”"),
        ("Đảo Rồng 2", FIRM, IN_FORCE, "nearest_title_differs", "có thêm số: “2”"),
        ("Đảo Rồng", FIRM, EntryStatus.UNLISTED, "entry_no_longer_listed", "trùng: “Đảo Rồng”"),
    ],
)
def test_each_rule_of_the_register_names_entry_and_words(
    title: str, publisher: str | None, status: EntryStatus, rule: str, vi: str
) -> None:
    why = matched(title, publisher, status).reasons[0]
    assert (why.rule, why.entry) == (rule, "R1")
    assert vi in why.vi
    assert "R1" in why.vi
    assert "R1" in why.en


def test_far_from_every_title_the_publisher_is_not_compared() -> None:
    assert "Nhà phát hành" not in matched("Thành Cổ", None).reasons[0].vi


def test_the_quote_stays_as_published_and_the_sentence_is_printable() -> None:
    title = "Đảo\u202e Rồng\n" + "x" * 10_000
    why = explained("nearest_title_differs", listing(title, "{entry}\u200f{rule}"), ENTRY)
    assert why.quote == title
    assert why.vi.isprintable()
    assert len(why.vi) < 1_500


def test_braces_of_a_store_are_only_letters() -> None:
    why = explained("other_publisher", listing("Rồng {holder} {vi}%s", "{entry}%d"), ENTRY)
    assert "“{entry}%d”" in why.vi
    assert "“holder} {vi}%s”" in why.vi


ENTRY = Candidate(
    entry="R1", score=1.0, title="Đảo Rồng", publisher=FIRM, status=EntryStatus.IN_FORCE
)
PIECES = st.one_of(
    st.text(max_size=60), st.text("Võ Lâm V0Đảo Rồng2 :-–()\u200b\u202e", max_size=60)
)


@given(PIECES, PIECES, PIECES, PIECES)
def test_any_text_gives_bounded_printable_words_in_both_languages(
    title: str, registered: str, account: str, holder: str
) -> None:
    told = [*title_words(title, registered, account, holder), *firm_words(account, holder)]
    for words in told:
        assert words.strip()
        assert words.isprintable()
        assert len(words) < 3_000


@given(PIECES, PIECES)
def test_every_quote_stands_in_one_of_the_names(title: str, registered: str) -> None:
    if "“" in title + registered or "”" in title + registered:
        return
    names = [shown(name, 10_000) for name in (title, registered)]
    for quote in re.findall("“(.*?)”", title_words(title, registered, "", "")[0]):
        assert any(quote.removesuffix("…") in name for name in names)


def test_hostile_lengths_are_cut() -> None:
    assert len(shown("x" * 10_000)) == 160
    assert shown("a\u202eb\tc\ud800") == "ab c"


def test_a_second_paper_that_clears_is_told_with_its_own_words() -> None:
    papers: list[RegistryEntry] = [candidate(status=REVOKED, entry="old"), candidate(entry="new")]
    match = next(match_all([listing("Đảo Rồng", FIRM)], Register(papers), Rules()))
    assert isinstance(match.reasons[0].vi, str)
    assert "mục new" in match.reasons[0].vi
