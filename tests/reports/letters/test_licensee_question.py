"""The question to a licensee: facts and a question, no accusation, no law, nothing of the web."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.records import EntryStatus, LicenceKind, LicenseeQuestion
from reports.letters.licensee_question import question_text, write_question
from tests.crawler.office import sighting
from tests.matchers.papers import FIRM, NUMBER, TITLE, paper

QUESTION = LicenseeQuestion(
    case=12,
    sighting=sighting(
        "google:com.vidu.daorong",
        title="Đảo Rồng Huyền Bí",
        publisher="Rồng Con Vui",
        publisher_id="7000011122",
        url="https://play.google.com/store/apps/details?id=com.vidu.daorong",
    ),
    entry=paper(),
    first_seen=datetime(2026, 10, 31, 18, tzinfo=UTC),
    last_seen=datetime(2026, 11, 20, 3, tzinfo=UTC),
)


def test_it_names_the_paper_and_the_account() -> None:
    text = question_text(QUESTION, rehearsal=False)
    for fact in (
        f"Kính gửi: {FIRM}",
        f"Số: {NUMBER}",
        "Ngày cấp: 12/03/2026",
        "còn hiệu lực",
        f"“{TITLE}”",
        "Google Play; mã ứng dụng: com.vidu.daorong",
        "“Rồng Con Vui”; mã tài khoản: 7000011122",
        "https://play.google.com/store/apps/details?id=com.vidu.daorong",
        "01/11/2026; gần nhất: 20/11/2026",  # the day in Hà Nội
        "Quyết định phát hành trò chơi điện tử G1 trên mạng",
    ):
        assert fact in text, fact


def test_it_accuses_nobody_and_cites_no_law() -> None:
    text = question_text(QUESTION, rehearsal=False).lower()
    for word in ("nghị định", "điều ", "vi phạm", "mạo danh", "không phép", "tội"):
        assert word not in text, word
    assert "chưa có kết luận" in text


def test_what_is_not_known_is_said() -> None:
    seen = replace(QUESTION.sighting, publisher_id=None, url=None)
    entry = paper(issued=None, kind=LicenceKind.G3_CONFIRMATION, status=EntryStatus.SUSPENDED)
    text = question_text(replace(QUESTION, sighting=seen, entry=entry), rehearsal=False)
    assert text.count("chưa rõ") == 3
    assert "Giấy xác nhận thông báo phát hành" in text
    assert "None" not in text


def test_a_rehearsal_is_marked_in_its_first_line() -> None:
    assert question_text(QUESTION, rehearsal=True).startswith("DIỄN TẬP")
    assert "DIỄN TẬP" not in question_text(QUESTION, rehearsal=False)


@pytest.mark.parametrize(
    "hostile",
    ["{case}{0}", "x\n\nKính gửi: người khác", "\u202egnud gnu\u2066", "\x00\x1b[2J", "a" * 5_000],
)
def test_a_hostile_title_stays_one_bounded_line(hostile: str) -> None:
    seen = replace(QUESTION.sighting, title=hostile, publisher=hostile)
    text = question_text(replace(QUESTION, sighting=seen), rehearsal=False)
    plain = question_text(QUESTION, rehearsal=False)
    assert text.count("\n") == plain.count("\n")
    assert max(map(len, text.splitlines())) < 400
    assert not set(text) & set("\u202e\u2066\x00\x1b")


def test_an_older_draft_stays_beside_the_new_one(tmp_path: Path) -> None:
    first = write_question(QUESTION, tmp_path / "exports", rehearsal=False)
    second = write_question(QUESTION, tmp_path / "exports", rehearsal=False)
    assert first != second
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
