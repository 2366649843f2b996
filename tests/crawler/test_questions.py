"""A licensed title from another account: the licensee is asked, and its answer is learned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import cases
from crawler.errors import CaseProblem
from crawler.judge import Judged, judge, open_judge, stale_subjects
from crawler.licensees import aliases, import_declared, withdraw_alias
from crawler.questions import questions, record_asked
from crawler.records import CaseStatus, Question, Sighting, VerdictKind
from crawler.register.staging import import_register
from crawler.store import Store
from crawler.store.cases import case_events, find_case
from crawler.store.sightings import add_sightings
from matchers.lexicon import load_lexicon
from tests.crawler.office import NOW, new_store, sighting
from tests.crawler.register.files import FIRM, csv_file, games, line

LEXICON = load_lexicon()
GAME = "google:com.vidu.daorong"
TEXT = "Nhập vai đánh theo lượt, lập bang hội, tranh đoạt thành trì cùng bạn bè khắp nơi."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        revoked = line(77, "Rồng Thiêng Ẩn Tích", status="revoked")
        other = csv_file(*games(20, kind="G3_confirmation"), name="b.csv")
        files = [csv_file(*games(20), revoked), other]
        folder = tmp_path / "register"
        import_register(made, files, folder, who="an", now=NOW, complete=True)
        yield made


def seen(**fields: object) -> Sighting:
    values: dict[str, object] = {
        "title": "Đảo Rồng 3",
        "publisher": "Bếp Lửa Vui Vẻ",
        "text": TEXT,
        "facts": {"genre_id": "GAME_ROLE_PLAYING"},
    }
    return sighting(GAME, **(values | fields))


def judged(store: Store, *sightings: Sighting) -> Judged:
    add_sightings(store, sightings, crawl=None)
    (one,) = judge(store, open_judge(store, lexicon=LEXICON, now=NOW), [GAME])
    return one


def asked_case(store: Store) -> int:
    one = judged(store, seen())
    assert one.verdict.question is Question.ACCOUNT_UNCONFIRMED
    case = find_case(store, GAME)
    assert case is not None
    return case.case


def declare(store: Store, entry: str = "") -> None:
    header = "publisher,account,letter,day,entry"
    file = csv_file(f"{FIRM},{GAME},12/VDS,03/11/2026,{entry}", header=header)
    import_declared(store, file, store.path.parent / "register", who="an", now=NOW)


def test_the_question_names_entry_account_and_days(store: Store) -> None:
    case = asked_case(store)
    add_sightings(store, [seen(seen_at=NOW - timedelta(days=9))], crawl=None)
    (question,) = questions(store, [str(case), GAME])
    assert (question.case, question.entry.publisher) == (case, FIRM)
    assert question.sighting.publisher == "Bếp Lửa Vui Vẻ"
    assert question.last_seen - question.first_seen == timedelta(days=8)


def test_asking_is_recorded_and_decides_nothing(store: Store, tmp_path: Path) -> None:
    case = asked_case(store)
    (question,) = questions(store, [GAME])
    record_asked(store, [(question, tmp_path / "q.txt")], who="an", now=NOW)
    event = case_events(store, case)[-1]
    assert (event.event, event.who, event.note) == ("asked", "an", "exports/q.txt")
    found = find_case(store, GAME)
    assert found is not None
    assert found.status is CaseStatus.OPEN


def test_a_case_that_asks_something_else_is_not_asked_about(store: Store) -> None:
    judged(store, seen(title="Thành Trì Sao Băng"))
    with pytest.raises(CaseProblem, match=r"does not ask whose account.*unlicensed"):
        questions(store, [GAME])
    with pytest.raises(CaseProblem, match="does not ask whose account"):
        cases.dismiss(store, [GAME], who="an", note=None, now=NOW, same_publisher=True)
    assert case_events(store, 1)[-1].event == "opened"


def test_a_confirmed_account_is_learned_and_used_from_then_on(store: Store) -> None:
    case = asked_case(store)
    cases.dismiss(store, [GAME], who="an", note="công văn 12/VDS", now=NOW, same_publisher=True)
    (alias,) = [one for one in aliases(store) if one.who is not None]
    assert (alias.account, alias.publisher) == ("Bếp Lửa Vui Vẻ", FIRM)
    assert alias.source == f"case {case}"
    assert [one.event for one in case_events(store, case)][-2:] == ["dismissed", "alias_learned"]
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    assert stale_subjects(store, judging) == [GAME]
    assert judged(store).verdict.kind is VerdictKind.LICENSED
    other = seen(title="Đảo Rồng 5", seen_at=NOW)
    assert judged(store, other).verdict.kind is VerdictKind.LICENSED
    assert judged(
        store, seen(title="Thành Trì Sao Băng", seen_at=NOW + timedelta(hours=1))
    ).verdict.kind is (VerdictKind.UNLICENSED)


def test_a_withdrawn_alias_is_used_no_more(store: Store) -> None:
    asked_case(store)
    cases.dismiss(store, [GAME], who="an", note=None, now=NOW, same_publisher=True)
    withdraw_alias(store, "Bếp Lửa Vui Vẻ", FIRM, why="phủ nhận", who="an", now=NOW)
    assert judged(store).verdict.question is Question.ACCOUNT_UNCONFIRMED


def test_generic_words_are_not_learned_as_an_alias(store: Store) -> None:
    asked_case(store)
    add_sightings(store, [seen(publisher="Game Studio", seen_at=NOW)], crawl=None)
    with pytest.raises(CaseProblem, match="registry declared import"):
        cases.dismiss(store, [GAME], who="an", note=None, now=NOW, same_publisher=True)
    found = find_case(store, GAME)
    assert found is not None
    assert found.status is CaseStatus.OPEN


def test_a_denied_account_is_confirmed_as_an_impostor(store: Store) -> None:
    asked_case(store)
    ground = VerdictKind.IMPOSTOR
    (case,) = cases.confirm(store, [GAME], who="an", note="phủ nhận", now=NOW, ground=ground)
    assert case.status is CaseStatus.CONFIRMED


@pytest.mark.parametrize(
    ("title", "entry", "kind", "question"),
    [
        ("Đảo Rồng 3", "", VerdictKind.LICENSED, None),
        ("Rồng Thiêng Ẩn Tích", "", VerdictKind.LICENCE_PROBLEM, None),
        ("Thành Trì Sao Băng", "", VerdictKind.UNSURE, Question.WEAK_TITLE_MATCH),
        ("Đảo Rồng 3", "4/QĐ-PTTH&TTĐT", VerdictKind.UNSURE, Question.WEAK_TITLE_MATCH),
    ],
)
def test_a_declared_app_is_never_accused_of_having_no_licence(
    store: Store, title: str, entry: str, kind: VerdictKind, question: Question | None
) -> None:
    declare(store, entry)
    verdict = judged(store, seen(title=title)).verdict
    assert (verdict.kind, verdict.question) == (kind, question)


def test_gambling_in_a_declared_app_is_still_gambling(store: Store) -> None:
    declare(store)
    text = "Nổ hũ đổi thưởng uy tín, rút tiền về ví trong một phút, nạp đầu tặng 100%."
    assert judged(store, seen(text=text)).verdict.kind is VerdictKind.GAMBLING


@pytest.mark.parametrize(
    ("publisher", "kind"),
    [(FIRM, VerdictKind.LICENSED), ("Kẻ Lạ Sao Hỏa", VerdictKind.IMPOSTOR)],
)
def test_a_copied_number_is_an_impostors(store: Store, publisher: str, kind: VerdictKind) -> None:
    text = f"{TEXT} Quyết định số 3/QĐ-PTTH&TTĐT ngày 31/12/2024"
    verdict = judged(store, seen(publisher=publisher, text=text)).verdict
    assert verdict.kind is kind
    if kind is VerdictKind.IMPOSTOR:
        assert "copied_licence_number" in [one.rule for one in verdict.reasons]


def test_a_verified_number_clears_where_nobody_says_who_publishes(store: Store) -> None:
    text = f"{TEXT} Quyết định số 3/QĐ-PTTH&TTĐT ngày 31/12/2024"
    assert judged(store, seen(publisher=None, text=text)).verdict.kind is VerdictKind.LICENSED
    later = seen(publisher=None, text=TEXT, seen_at=NOW)
    assert judged(store, later).verdict.question is Question.PUBLISHER_UNKNOWN
