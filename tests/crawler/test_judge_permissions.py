"""Permissions are quoted beside words of gambling, and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.judge import Judged
from crawler.records import VerdictKind
from crawler.store import Store
from tests.crawler.office import NOW, new_store
from tests.crawler.one_game import VIETNAMESE, look, seen
from tests.crawler.register.files import FIRM
from tests.crawler.test_judge import FOREIGN, GAMBLING, import_both, judged

SMS = "đọc tin nhắn văn bản của bạn (SMS hoặc MMS)"
ASKED = ("truy cập mạng đầy đủ", SMS, "draw over other apps")
DOUBTED = "Mô phỏng sòng bạc. Nổ hũ đổi thưởng."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        import_both(made)
        yield made


def told_twice(store: Store, asked: tuple[str, ...], **fields: Any) -> tuple[Judged, Judged]:
    """The verdict of an app before and after its permissions are seen."""
    (before,) = judged(store, seen(**fields))
    permissions = look(facts={"layer": "permissions", "permissions": list(asked)})
    (after,) = judged(store, permissions, now=NOW + timedelta(1))
    return before, after


def quoted(one: Judged) -> set[str | None]:
    return {reason.quote for reason in one.verdict.reasons if reason.field == "permissions"}


def test_permissions_are_quoted_beside_an_offer_in_the_stores_own_words(store: Store) -> None:
    facts = {"layer": "details", "genre_id": "6001"}  # it calls itself a weather app
    before, after = told_twice(store, ASKED, text=f"Xem thời tiết. {GAMBLING}", facts=facts)
    assert before.verdict.kind is after.verdict.kind is VerdictKind.GAMBLING
    assert quoted(before) == set()
    assert "đọc tin nhắn văn bản của bạn (SMS hoặc MMS" in quoted(after)
    assert before.verdict.score < after.verdict.score <= before.verdict.score + 0.05


@pytest.mark.parametrize(
    "fields",
    [
        FOREIGN,  # permissions alone
        {"text": "Chơi tiến lên, phỏm, sâm lốc giải trí cùng bạn bè.", "title": "Tiến Lên Ví Dụ"},
        {**FOREIGN, "text": "Nhận hoa hồng, thưởng, đại lý."},  # weak words
        {**FOREIGN, "text": "Casino slots and roulette, no real money."},  # a simulation
        {"title": "Đảo Rồng 3", "publisher": FIRM, "text": VIETNAMESE},  # licensed
        {"title": "Đảo Rồng 3", "publisher": FIRM, "text": DOUBTED},
    ],
)
def test_where_nothing_speaks_of_gambling_permissions_change_nothing(
    store: Store, fields: dict[str, Any]
) -> None:
    before, after = told_twice(store, ASKED, **fields)
    assert (after.verdict.kind, after.verdict.question, after.verdict.score) == (
        before.verdict.kind,
        before.verdict.question,
        before.verdict.score,
    )
    assert quoted(after) == set()
