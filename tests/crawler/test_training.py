"""Decisions of people become a model: enough of them, none under complaint, none twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import cases, protected
from crawler.errors import TrainingRefused
from crawler.records import VerdictKind
from crawler.store import Store
from crawler.store.aliases import add_aliases
from crawler.store.cases import find_case, open_case
from crawler.store.sightings import add_sightings
from crawler.training import decided_texts, train
from matchers.learned import office_model
from matchers.lexicon import Lexicon, load_lexicon
from tests.crawler.office import LATER, NOW, judge_as, new_store, see
from tests.matchers.sights import sighting

BAIT = "Quay hũ vàng, nạp nhanh, rút liền tay, mở thưởng mỗi ngày cho anh em {}"
PLAIN = "Nông trại gieo hạt, xây nhà, ghép hình vui, chơi cùng bạn bè mỗi ngày {}"
LATEST = LATER + timedelta(days=3)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def decide(store: Store, number: int, *, gambling: bool) -> str:
    """One invented app with a case that a person decided."""
    subject = f"apple:{9_100_000_000 + number}"
    see(store, subject, title=f"Ví Dụ {number}", text=(BAIT if gambling else PLAIN).format(number))
    kind = VerdictKind.GAMBLING if gambling else VerdictKind.UNLICENSED
    verdict = judge_as(store, kind, subject)
    with store.writing():
        open_case(store, subject, verdict=verdict, now=NOW)
    (cases.confirm if gambling else cases.dismiss)(store, [subject], who="an", note=None, now=LATER)
    return subject


def office(store: Store, count: int) -> list[str]:
    return [decide(store, number, gambling=number % 2 == 0) for number in range(count)]


def found(store: Store, lexicon: Lexicon) -> tuple[dict[str, bool], Counter[str]]:
    left_out: Counter[str] = Counter()
    texts = {text.subject: text.gambling for text in decided_texts(store, lexicon, left_out)}
    return texts, left_out


def test_below_five_hundred_decided_texts_nothing_is_learned(
    store: Store, lexicon: Lexicon, tmp_path: Path
) -> None:
    office(store, 499)
    with pytest.raises(TrainingRefused, match=r"There are 499 decided texts .* needs 500"):
        train(store, lexicon, tmp_path / "models", now=LATEST)
    assert office_model(tmp_path / "models") is None


def test_five_hundred_make_a_model_with_its_provenance(
    store: Store, lexicon: Lexicon, tmp_path: Path
) -> None:
    office(store, 500)
    trained = train(store, lexicon, tmp_path / "models", now=LATEST)
    model = office_model(tmp_path / "models")
    assert model is not None
    assert model.digest == trained.model
    assert model.chance("quay hu vang nap nhanh rut lien tay") > 0.9
    assert model.chance("nong trai gieo hat xay nha") < 0.1
    told = json.loads((tmp_path / "models" / "texts.json").read_text(encoding="utf-8"))
    assert (told["texts"], told["gambling"], told["first_day"]) == (500, 250, "2026-11-20")
    assert "Quay" not in json.dumps(told, ensure_ascii=False)
    assert train(store, lexicon, tmp_path / "models", now=LATEST).model == trained.model


def test_five_hundred_of_one_kind_are_not_enough(
    store: Store, lexicon: Lexicon, tmp_path: Path
) -> None:
    for number in range(500):
        decide(store, number, gambling=True)
    with pytest.raises(TrainingRefused, match="50 of either kind"):
        train(store, lexicon, tmp_path, now=LATEST)


def test_what_is_under_complaint_is_never_read(store: Store, lexicon: Lexicon) -> None:
    reopened, proposed, kept = office(store, 3)
    cases.reopen(store, [reopened], who="an", note="doanh nghiệp gửi văn bản", now=LATEST)
    protected.propose(store, proposed, reason="đang khiếu nại", who="an", now=LATEST)
    texts, left_out = found(store, lexicon)
    assert texts == {kept: True}
    assert left_out["protected or proposed so"] == 1


def test_what_is_reopened_and_then_called_missed_waits_for_its_decision(
    store: Store, lexicon: Lexicon
) -> None:
    subject = decide(store, 1, gambling=False)
    cases.reopen(store, [subject], who="an", note="doanh nghiệp gửi văn bản", now=LATEST)
    cases.missed(store, [subject], who="binh", note=None, now=LATEST)
    texts, left_out = found(store, lexicon)
    assert texts == {}
    assert left_out["reopened"] == 1
    cases.dismiss(store, [subject], who="an", note=None, now=LATEST)
    assert found(store, lexicon)[0] == {subject: False}


@pytest.mark.parametrize(
    ("subject", "proposed"),
    [
        ("domain:go88-vidu.vn", "https://www.Go88-ViDu.vn/x"),
        ("domain:go88-vidu.gov.vn", None),  # shipped
        ("aptoide:com.vidu.game", "google:com.vidu.game"),
        ("google:com.vidu.game", "com.vidu.game"),
        ("fbpage:100001", "fbpage:@ViDu"),
    ],
)
def test_what_is_protected_under_another_name_is_never_read(
    store: Store, lexicon: Lexicon, subject: str, proposed: str | None
) -> None:
    facts = {"vanity": "vidu"} if subject.startswith("fbpage") else {}
    seen = sighting("Ví Dụ", BAIT, subject=subject, facts=facts, seen_at=NOW)
    with store.writing():
        add_sightings(store, [seen], crawl=None)
        add_aliases(store, [seen])
    verdict = judge_as(store, VerdictKind.GAMBLING, subject)
    with store.writing():
        open_case(store, subject, verdict=verdict, now=NOW)
    cases.confirm(store, [subject], who="an", note=None, now=LATER)
    if proposed is not None:
        protected.propose(store, proposed, reason="khiếu nại", who="an", now=NOW)
    texts, left_out = found(store, lexicon)
    assert (texts, left_out["protected or proposed so"]) == ({}, 1)


def test_what_was_missed_and_then_dismissed_is_learned_as_harmless(
    store: Store, lexicon: Lexicon
) -> None:
    subject = "apple:9200000003"
    see(store, subject)
    verdict = judge_as(store, VerdictKind.NO_ENTRY, subject)
    with store.writing():
        open_case(store, subject, verdict=verdict, now=NOW)
    cases.missed(store, [subject], who="an", note=None, now=LATER)
    cases.dismiss(store, [subject], who="binh", note=None, now=LATEST)
    assert found(store, lexicon)[0] == {subject: False}


def test_what_was_confirmed_for_another_reason_says_nothing(store: Store, lexicon: Lexicon) -> None:
    subject = "apple:9200000001"
    see(store, subject)
    verdict = judge_as(store, VerdictKind.UNLICENSED, subject)
    with store.writing():
        open_case(store, subject, verdict=verdict, now=NOW)
    cases.confirm(store, [subject], who="an", note=None, now=LATER)
    assert found(store, lexicon)[0] == {}


def test_what_the_rules_missed_is_learned_and_accuses_nobody(
    store: Store, lexicon: Lexicon
) -> None:
    subject = "apple:9200000002"
    see(store, subject)
    verdict = judge_as(store, VerdictKind.NO_ENTRY, subject)
    with store.writing():
        open_case(store, subject, verdict=verdict, now=NOW)
    cases.missed(store, [subject], who="an", note=None, now=LATER)
    case = find_case(store, subject)
    assert case is not None
    assert (case.status, case.verdict) == ("open", VerdictKind.NO_ENTRY)
    assert found(store, lexicon)[0] == {subject: True}


def test_a_text_is_read_as_it_was_when_it_was_decided(store: Store, lexicon: Lexicon) -> None:
    subject = decide(store, 1, gambling=True)
    see(store, subject, text=PLAIN, seen_at=LATEST)
    left_out: Counter[str] = Counter()
    (text,) = decided_texts(store, lexicon, left_out)
    assert "quay hu vang" in text.reads
    assert "nong trai" not in text.reads
