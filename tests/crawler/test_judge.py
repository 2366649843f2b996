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
from crawler.judge import Judged, judge, merged, open_judge, stale_subjects
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
from tests.crawler.office import NOW, new_store
from tests.crawler.register.files import FIRM, HEADER, csv_file, games, line

LEXICON = load_lexicon()
GAME = "apple:9000000001"
VIETNAMESE = "Nhập vai đánh theo lượt, lập bang hội, tranh đoạt thành trì cùng bạn bè khắp nơi."
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


def seen(subject: str = GAME, **fields: Any) -> Sighting:
    """An invented game of a Vietnamese account."""
    values: dict[str, Any] = {
        "subject": subject,
        "source": "apple_app_store",
        "market": "vn",
        "seen_at": NOW,
        "presence": Presence.PRESENT,
        "title": "Thành Trì Sao Băng",
        "publisher": "Bếp Lửa Ví Dụ",
        "text": VIETNAMESE,
        "facts": {"layer": "lookup", "genre_id": "6014"},
    }
    return Sighting(**(values | fields))


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


def test_rows_of_lists_do_not_displace_what_the_page_said() -> None:
    page = seen(text="đầy đủ", seen_at=NOW - timedelta(hours=1))
    row = seen(text="tóm tắt", rating=4.5, facts={"layer": "chart", "rank": 3})
    both = merged([row, page])
    assert (both.text, both.rating, both.facts["rank"]) == ("đầy đủ", 4.5, 3)
    assert both.facts["layer"] == "lookup"
    assert both.seen_at == row.seen_at


def test_the_newest_word_of_each_field_counts_and_silence_says_nothing() -> None:
    old = seen(title="Cũ", publisher="Cũ", seen_at=NOW - timedelta(days=1))
    new = seen(title="Mới", publisher=None)
    both = merged([new, old])
    assert (both.title, both.publisher) == ("Mới", "Cũ")


def test_of_a_site_the_newest_visit_counts_whole() -> None:
    site = {"source": "domains", "publisher": None}
    former = seen(
        "domain:vidu.com", text="cũ", facts={"layer": "site", "landing": {"url": "x"}}, **site
    )
    dead = seen("domain:vidu.com", presence=Presence.UNKNOWN, facts={"ending": "closed"}, **site)
    newest = seen("domain:vidu.com", title=None, text=None, facts={"layer": "site"}, **site)
    assert merged([dead, newest, former]) == newest
    assert merged([dead, former]) == former


def test_presence_is_the_newest_ones() -> None:
    gone = seen(presence=Presence.GONE, title=None, text=None)
    both = merged([gone, seen(seen_at=datetime(2026, 1, 1, tzinfo=UTC))])
    assert (both.presence, both.title) == (Presence.GONE, "Thành Trì Sao Băng")


def look(*reviews: str, **fields: Any) -> Sighting:
    """A page of reviews of the game; each is another player's."""
    facts = {"layer": "reviews", "reviews": [{"id": text, "text": text} for text in reviews]}
    silent = dict.fromkeys(("title", "publisher", "text"))
    return seen(**{"presence": Presence.UNKNOWN, "facts": facts, **silent, **fields})


def test_a_closer_look_adds_its_facts_and_displaces_nothing() -> None:
    gone = seen(presence=Presence.GONE, seen_at=NOW - timedelta(hours=1), evidence="sha256:1")
    both = merged([look("Hay", evidence="sha256:2"), gone])
    assert (both.presence, both.seen_at, both.evidence) == (
        Presence.GONE,
        gone.seen_at,
        "sha256:1",
    )
    assert both.facts["layer"] == "lookup"
    assert both.facts["reviews"] == [{"id": "Hay", "text": "Hay"}]


def test_reviews_of_several_pages_and_sweeps_are_put_together_each_as_last_edited() -> None:
    edited = look("Hay")
    edited = replace(edited, facts={"reviews": [{"id": "Hay", "text": "Dở"}]})
    both = merged([edited, look("Hay", "Vui"), look("Chán"), seen()])
    assert [each["text"] for each in both.facts["reviews"]] == ["Dở", "Vui", "Chán"]


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
