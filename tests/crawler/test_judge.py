"""From stored sightings to verdicts and cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crawler import cases
from crawler.judge import Judged, judge, open_judge, stale_subjects
from crawler.records import (
    CaseStatus,
    DeclaredAccount,
    EntryStatus,
    LicenceKind,
    Presence,
    Question,
    RegistryEntry,
    Sighting,
    VerdictKind,
)
from crawler.register.rows import RegisterFile
from crawler.register.staging import import_register
from crawler.store import Store
from crawler.store.cases import case_events, find_case
from crawler.store.crawls import close_crawl, open_crawl
from crawler.store.registry import Takeover, take_over
from crawler.store.sightings import add_sightings
from crawler.store.verdicts import latest_verdict
from matchers.learned import BUCKETS, TextModel, fit
from matchers.lexicon import load_lexicon
from matchers.licensees import Licensees
from tests.crawler.office import NOW, flag, new_store
from tests.crawler.one_game import GAME, VIETNAMESE, look, seen
from tests.crawler.register.files import FIRM, HEADER, csv_file, games, line

LEXICON = load_lexicon()
GAMBLING = "Nổ hũ đổi thưởng uy tín, rút tiền về ví trong một phút, nạp đầu tặng 100%."
FOREIGN = {
    "title": "Harbor Lights",
    "publisher": "Vidu Plays",
    "text": "Build a town and trade with friends.",
}
CANNOT_CASH_OUT = "Nó nạp 2 triệu thắng lớn không cho rút, chán."
OPENS_AS_CASINO = "Tưởng xem thời tiết, vô là tài xỉu luôn"
COPIED = " ".join(f"Câu chuyện {number} về ngôi làng bên sông." for number in range(12))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        import_both(made)
        yield made


def import_both(store: Store, *more: str) -> None:
    files = [
        csv_file(*games(20), *more),
        RegisterFile(name="b.csv", body=csv_file(*games(20, kind="G3_confirmation")).body),
    ]
    folder = store.path.parent / "register"
    import_register(store, files, folder, who="an", now=NOW, complete=True)


def judged(store: Store, *sightings: Sighting, now: datetime = NOW) -> list[Judged]:
    add_sightings(store, sightings, crawl=None)
    return list(judge(store, open_judge(store, lexicon=LEXICON, now=now)))


@pytest.mark.parametrize(
    ("fields", "kind", "case"),
    [
        ({}, VerdictKind.UNLICENSED, True),
        (FOREIGN, VerdictKind.NO_ENTRY, False),
        ({"text": GAMBLING}, VerdictKind.GAMBLING, True),
        ({"title": "Đảo Rồng 3", "publisher": FIRM}, VerdictKind.LICENSED, False),
        ({"title": "Đảo Rồng 3"}, VerdictKind.UNSURE, True),
        ({"facts": {"layer": "lookup", "genre_id": "6002"}}, VerdictKind.NOT_A_GAME, False),
    ],
)
def test_each_kind_opens_a_case_or_not(
    store: Store, fields: dict[str, Any], kind: VerdictKind, case: bool
) -> None:
    (one,) = judged(store, seen(**fields))
    assert one.verdict.kind is kind
    assert (find_case(store, GAME) is not None) is case
    assert one.verdict.reasons


def test_the_legal_seller_is_asked_where_the_account_is_not_known(store: Store) -> None:
    facts = {"layer": "lookup", "genre_id": "6014", "seller": FIRM}
    (one,) = judged(store, seen(title="Đảo Rồng 3", publisher="ZQ Plays", facts=facts))
    assert one.verdict.kind is VerdictKind.LICENSED


def test_a_revoked_paper_is_a_licence_problem(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        import_both(store, line(77, "Rồng Thiêng Ẩn Tích", status="revoked"))
        (one,) = judged(store, seen(title="Rồng Thiêng Ẩn Tích", publisher=FIRM))
    assert one.verdict.kind is VerdictKind.LICENCE_PROBLEM


def test_another_accounts_copy_of_the_text_is_an_impostor(store: Store) -> None:
    original = seen("apple:1", title="Đảo Rồng 3", publisher=FIRM, text=COPIED)
    copy = seen("google:com.vidu.copy", title="Đảo Rồng 3", text=COPIED)
    found = {one.verdict.subject: one.verdict for one in judged(store, original, copy)}
    assert found["apple:1"].kind is VerdictKind.LICENSED
    assert found["google:com.vidu.copy"].kind is VerdictKind.IMPOSTOR


def test_a_copy_is_known_when_its_original_was_judged_before(store: Store) -> None:
    judged(store, seen("apple:1", title="Đảo Rồng 3", publisher=FIRM, text=COPIED))
    add_sightings(store, [seen(title="Đảo Rồng 3", text=COPIED)], crawl=None)
    (one,) = judge(store, open_judge(store, lexicon=LEXICON, now=NOW), [GAME])
    assert one.verdict.kind is VerdictKind.IMPOSTOR


def test_while_the_gate_is_closed_nothing_is_unlicensed(store: Store) -> None:
    late = NOW + timedelta(days=31)
    judging = open_judge(store, lexicon=LEXICON, now=late)
    assert len(judging.gaps) == 2
    (one,) = judged(store, seen(), now=late)
    assert (one.verdict.kind, one.verdict.question) == (
        VerdictKind.UNSURE,
        Question.REGISTER_INCOMPLETE,
    )
    assert find_case(store, GAME) is None


def test_what_a_void_crawl_saw_is_not_judged(store: Store) -> None:
    crawl = open_crawl(store, source="apple_app_store", market="vn", terms=[], now=NOW)
    add_sightings(store, [seen()], crawl=crawl)
    close_crawl(store, crawl, requested=1, complete=False, void=True, reason="x", now=NOW)
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    assert list(judge(store, judging)) == []
    assert stale_subjects(store, judging) == []


def test_a_subject_that_nobody_saw_clearly_is_not_judged(store: Store) -> None:
    assert judged(store, seen(presence=Presence.UNKNOWN)) == []


def test_a_case_is_told_what_became_different(store: Store) -> None:
    judged(store, seen())
    judged(store, seen(text=GAMBLING, seen_at=NOW + timedelta(hours=1)))
    case = find_case(store, GAME)
    assert case is not None
    assert case.verdict is VerdictKind.GAMBLING
    assert [event.event for event in case_events(store, case.case)] == ["opened", "verdict_changed"]
    assert case_events(store, case.case)[-1].note == "unlicensed → gambling"


def test_a_dismissed_case_comes_back_only_for_another_accusation(store: Store) -> None:
    judged(store, seen())
    cases.dismiss(store, [GAME], who="an", note="đã xem", now=NOW)
    judged(store, seen(seen_at=NOW + timedelta(hours=1)))
    case = find_case(store, GAME)
    assert case is not None
    assert case.status is CaseStatus.DISMISSED
    judged(store, seen(text=GAMBLING, seen_at=NOW + timedelta(hours=2)))
    again = find_case(store, GAME)
    assert again is not None
    assert again.status is CaseStatus.OPEN


def test_only_what_changed_is_judged_again(store: Store) -> None:
    judged(store, seen(), seen("apple:2"))
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    assert stale_subjects(store, judging) == []
    add_sightings(store, [seen("apple:2", seen_at=NOW + timedelta(hours=1))], crawl=None)
    assert stale_subjects(store, judging) == ["apple:2"]
    other = replace(judging, fingerprint="other rules")
    assert stale_subjects(store, other) == ["apple:2", GAME]


def test_a_verdict_that_stays_is_not_written_twice(store: Store) -> None:
    judged(store, seen())
    judged(store)
    assert store.count("SELECT count(*) FROM verdicts") == 1
    verdict = latest_verdict(store, GAME)
    assert verdict is not None
    assert verdict.fingerprint.count(".") == 4


def test_a_subject_of_which_only_reviews_were_seen_is_not_judged(store: Store) -> None:
    assert judged(store, look(CANNOT_CASH_OUT, OPENS_AS_CASINO)) == []


@pytest.mark.parametrize(
    ("reviews", "heard"),
    [
        ((), False),
        ((CANNOT_CASH_OUT,), False),
        ((CANNOT_CASH_OUT, CANNOT_CASH_OUT.upper() + "!!!"), False),
        ((CANNOT_CASH_OUT, f"{CANNOT_CASH_OUT} Chán."), False),
        ((CANNOT_CASH_OUT, "Game hay, đáng chơi."), False),
        ((CANNOT_CASH_OUT, OPENS_AS_CASINO), True),
    ],
)
def test_two_players_in_their_own_words_are_heard_and_one_is_not(
    store: Store, reviews: tuple[str, ...], heard: bool
) -> None:
    (one,) = judged(store, seen(**FOREIGN), look(*reviews))
    kind = VerdictKind.UNSURE if heard else VerdictKind.NO_ENTRY
    assert (one.verdict.kind, heard) == (kind, "reviews" in fields_of(one))
    assert find_case(store, GAME) is None  # nothing ties it to Vietnam


def test_players_words_alone_are_a_question_and_never_an_accusation(store: Store) -> None:
    page = seen(**FOREIGN, facts={"layer": "details", "rank": 3})
    (one,) = judged(store, page, look(CANNOT_CASH_OUT, OPENS_AS_CASINO))
    assert one.verdict.question is Question.GAMBLING_UNCONFIRMED
    assert {reason.quote for reason in one.verdict.reasons if reason.field == "reviews"} == {
        "nạp 2 triệu thắng lớn không cho rút",
        "vô là tài xỉu",
    }
    assert find_case(store, GAME) is not None


def test_players_agree_with_what_the_text_says(store: Store) -> None:
    page = seen(**FOREIGN | {"text": f"{VIETNAMESE} Sảnh tài xỉu mỗi ngày."})
    assert judged(store, page, look(CANNOT_CASH_OUT))[0].verdict.kind is VerdictKind.UNLICENSED
    (one,) = judged(store, look(CANNOT_CASH_OUT, OPENS_AS_CASINO), now=NOW + timedelta(1))
    assert one.verdict.kind is VerdictKind.GAMBLING


PRAISE = (
    "Game vui, không như bên kia nạp vào chơi rồi không rút được",
    "Đỡ hơn mấy app tải về mở ra là game bài đổi thưởng, game này sạch",
)


@pytest.mark.parametrize("licensed", [True, False])
def test_players_of_an_honest_card_game_who_speak_of_others_accuse_nobody(
    store: Store, licensed: bool
) -> None:
    cards = "Chơi tiến lên, phỏm, sâm lốc, xì tố giải trí cùng bạn bè."
    named = ("Đảo Rồng 3", FIRM) if licensed else ("Tiến Lên Miền Nam", "Một Hãng Ví Dụ")
    page = seen(text=cards, title=named[0], publisher=named[1])
    before = judged(store, page)[0].verdict.kind
    (one,) = judged(store, look(*PRAISE), now=NOW + timedelta(1))
    assert one.verdict.kind is before
    assert before is (VerdictKind.LICENSED if licensed else VerdictKind.UNLICENSED)


def test_what_players_say_of_others_reaches_no_other_signal(store: Store) -> None:
    others = (GAMBLING, f"{GAMBLING} Bên kia tốt hơn.", "Công an bắt nhà cái Go88 rồi nhé")
    (one,) = judged(store, seen(**FOREIGN), look(*others))
    assert one.verdict.kind is VerdictKind.NO_ENTRY


def fields_of(one: Judged) -> set[str | None]:
    """The fields that a verdict quotes."""
    return {reason.field for reason in one.verdict.reasons}


def firm_papers(status: str) -> tuple[str, str]:
    """The publisher's own papers for both classes of games."""
    kinds = ("G1_service_licence", "G2_G3_G4_service_certificate")
    cells = [f"{number},,{FIRM},{kind}" for number, kind in enumerate(kinds, 900)]
    return cells[0] + f",17/GP-VD,05/01/2020,{status},", cells[
        1
    ] + f",18/GCN-VD,05/01/2020,{status},"


def test_a_title_is_judged_with_its_publishers_own_paper(store: Store) -> None:
    import_both(store, *firm_papers("active"))
    (before,) = judged(store, seen(title="Đảo Rồng 3", publisher=FIRM))
    assert before.verdict.kind is VerdictKind.LICENSED
    import_both(store, *firm_papers("revoked"))
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    assert stale_subjects(store, judging) == [GAME]
    (after,) = judge(store, judging)
    assert after.verdict.kind is VerdictKind.LICENCE_PROBLEM
    assert after.verdict.reasons[0].quote in ("17/GP-VD", "18/GCN-VD")
    assert find_case(store, GAME) is not None


def test_a_title_whose_publishers_paper_ran_out_is_judged_again_without_an_import(
    store: Store,
) -> None:
    header = f"{HEADER},expires"
    papers = [f"{text},30/11/2026" for text in firm_papers("active")]
    rows = [f"{text}," for text in (*games(20), *games(20, kind="G3_confirmation", first=101))]
    file = csv_file(*rows, *papers, header=header)
    folder = store.path.parent / "register"
    import_register(store, [file], folder, who="an", now=NOW, complete=True, accept=True)
    (before,) = judged(store, seen(title="Đảo Rồng 3", publisher=FIRM))
    assert before.verdict.kind is VerdictKind.LICENSED
    december = open_judge(store, lexicon=LEXICON, now=datetime(2026, 12, 1, tzinfo=UTC))
    assert stale_subjects(store, december) == [GAME]
    (after,) = judge(store, december)
    assert after.verdict.kind is VerdictKind.LICENCE_PROBLEM


def test_what_was_learned_sends_to_a_person_and_accuses_nobody(store: Store) -> None:
    words = "HANDICAP Tables every evening, LUCKY Points for old friends."
    texts = ["build a town and trade" if number % 2 else words.lower() for number in range(200)]
    fitted = fit(texts, [n % 2 == 0 for n in range(200)], [n // 2 % 5 for n in range(200)])
    add_sightings(store, [seen(**(FOREIGN | {"text": words}))], crawl=None)
    rules_alone = open_judge(store, lexicon=LEXICON, now=NOW)
    both = open_judge(store, lexicon=LEXICON, now=NOW, model=fitted.model)
    (before,) = judge(store, rules_alone)
    (after,) = judge(store, both)
    assert before.verdict.kind is VerdictKind.NO_ENTRY
    assert after.verdict.kind is VerdictKind.UNSURE
    assert after.verdict.question is Question.GAMBLING_UNCONFIRMED
    (told,) = (one for one in after.verdict.reasons if one.rule == "learned_from_decisions")
    assert told.field == "text"
    assert told.quote
    assert told.quote in words
    quoted = re.findall("“([^”]+)”", told.vi)
    assert quoted[0] == told.quote
    assert all(quote in words for quote in quoted)
    assert any(quote != quote.lower() for quote in quoted)  # as published, not as it is read
    assert after.verdict.fingerprint != before.verdict.fingerprint


def test_what_was_learned_says_nothing_where_no_word_can_be_quoted(store: Store) -> None:
    words = "Evening tables, points for old friends"
    texts = [words.lower() if number % 2 else "build a town" for number in range(200)]
    fitted = fit(texts, [n % 2 == 1 for n in range(200)], [n // 2 % 5 for n in range(200)])
    add_sightings(store, [seen(**(FOREIGN | {"text": words}))], crawl=None)
    (only,) = judge(store, open_judge(store, lexicon=LEXICON, now=NOW, model=fitted.model))
    assert only.verdict.kind is VerdictKind.NO_ENTRY


def test_a_chance_that_no_word_can_be_quoted_for_sends_to_nobody(store: Store) -> None:
    words = "Handicap tables every evening"
    certain = TextModel(np.zeros(BUCKETS, dtype=np.float32), bias=9.0, slope=1.0, offset=0.0)
    add_sightings(store, [seen(**(FOREIGN | {"text": words}))], crawl=None)
    (only,) = judge(store, open_judge(store, lexicon=LEXICON, now=NOW, model=certain))
    assert certain.chance("handicap tables every evening") > 0.9
    assert only.verdict.kind is VerdictKind.NO_ENTRY


def test_advert_of_a_licensees_name_makes_no_copier_of_an_app(store: Store) -> None:
    advert = seen("fbad:9100000000000001", title="Đảo Rồng 3", publisher=FIRM, text=COPIED)
    app = seen("google:com.vidu.copy", title="Đảo Rồng 3", text=COPIED)
    of_app, of_advert = judged(store, advert, app)
    assert of_app.verdict.kind is not VerdictKind.IMPOSTOR
    assert of_advert.verdict.kind is VerdictKind.CLEAN


def test_a_copy_of_a_licensees_site_is_judged_beside_it_unless_he_declared_it(
    store: Store,
) -> None:
    first, copy = "domain:lang-vidu.vn", "domain:napthe-vidu.com"
    paper = RegistryEntry(
        entry="77",
        kind=LicenceKind.G1_RELEASE_DECISION,
        number="77/QĐ-VD",
        issued=NOW.date() - timedelta(days=90),
        title="Làng Bên Sông Ví Dụ",
        publisher="Công ty Ví Dụ",
        status=EntryStatus.IN_FORCE,
        domains="https://lang-vidu.vn/",
    )
    taken = Takeover(
        taken_at=NOW, taken_by="an", files=(), added=(paper,), changed=(), gone=(), classes={}
    )
    take_over(store, taken)
    site: dict[str, Any] = {"source": "domains", "publisher": None, "text": COPIED}
    for subject, account in ((first, "0001"), (copy, "0002")):
        facts = {"layer": "site", "payments": [{"account": account, "quote": account}]}
        add_sightings(store, [seen(subject, facts=facts, **site)], crawl=None)
    judging = open_judge(store, lexicon=LEXICON, now=NOW)
    kinds = {one.verdict.subject: one.verdict.kind for one in judge(store, judging, [first, copy])}
    assert kinds == {first: VerdictKind.LICENSED, copy: VerdictKind.IMPOSTOR}
    declared = DeclaredAccount(
        account=copy, publisher="Công ty Ví Dụ", day=NOW.date(), letter="12/VD", who="an"
    )
    theirs = Licensees((paper,), aliases=(), declared=(declared,))
    [again] = judge(store, replace(judging, licensees=theirs), [copy])
    assert again.verdict.kind is not VerdictKind.IMPOSTOR


WEATHER: dict[str, Any] = {"facts": {"layer": "lookup", "genre_id": "6001"}}
OWN_SITE = "domain:nohuvidu.com"


def of_gambling(store: Store, status: CaseStatus) -> None:
    """A site that was judged to be of gambling, and what a person made of it."""
    flag(store, OWN_SITE, source="domains")
    if status is CaseStatus.CONFIRMED:
        cases.confirm(store, [OWN_SITE], who="an", note=None, now=NOW)
    if status is CaseStatus.DISMISSED:
        cases.dismiss(store, [OWN_SITE], who="an", note="nhầm", now=NOW)


@pytest.mark.parametrize("field", ["website", "privacy_url"])
@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.CONFIRMED])
def test_a_harmless_app_that_calls_a_gambling_site_its_own_is_looked_at(
    store: Store, field: str, status: CaseStatus
) -> None:
    of_gambling(store, status)
    shown = seen(**WEATHER, **{field: "https://www.nohuvidu.com/app"})
    verdict = next(one.verdict for one in judged(store, shown) if one.verdict.subject == GAME)
    assert (verdict.kind, verdict.question) == (
        VerdictKind.UNSURE,
        Question.GAMBLING_UNCONFIRMED,
    )
    quoted = next(told for told in verdict.reasons if told.rule == "page_leads_to")
    assert (quoted.field, quoted.quote) == (field, "https://www.nohuvidu.com/app")
    assert find_case(store, GAME) is not None


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title": "Đảo Rồng 3", "publisher": FIRM}, VerdictKind.LICENSED),
        ({}, VerdictKind.UNLICENSED),
    ],
)
def test_such_a_site_changes_no_better_founded_answer(
    store: Store, fields: dict[str, Any], kind: VerdictKind
) -> None:
    of_gambling(store, CaseStatus.CONFIRMED)
    shown = seen(website="https://nohuvidu.com", **fields)
    verdict = next(one.verdict for one in judged(store, shown) if one.verdict.subject == GAME)
    assert verdict.kind is kind


def test_a_site_that_a_person_cleared_or_nobody_judged_is_held_against_no_app(
    store: Store,
) -> None:
    of_gambling(store, CaseStatus.DISMISSED)
    other = seen("apple:2", website="https://vuonvidu.com", **WEATHER)
    shown = (seen(website="https://nohuvidu.com", **WEATHER), other)
    kinds = {one.verdict.subject: one.verdict.kind for one in judged(store, *shown)}
    assert (kinds[GAME], kinds["apple:2"]) == (VerdictKind.NOT_A_GAME, VerdictKind.NOT_A_GAME)
