"""What a server confirms instead of sending it again: by which words, as which evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from docx import Document
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crawler.cases import wanted_case
from crawler.errors import EvidenceProblem
from crawler.evidence.answers import recorded
from crawler.evidence.bodies import read_body
from crawler.evidence.files import warc_file
from crawler.evidence.pack import MINUTES, pack
from crawler.evidence.retention import Pruning, prune, prunings
from crawler.evidence.unchanged import FULL_AGAIN, Former, FormerAnswers, validators_in
from crawler.evidence.verify import Weight
from crawler.evidence.warc import Original
from crawler.records import EvidenceMinutes, Presence, Sighting, evidence_id
from crawler.store import Store
from crawler.store.crawls import close_crawl
from crawler.store.sightings import add_sightings
from crawler.workspace import Workspace, create_workspace
from reports.evidence_minutes import write_minutes
from tests.crawler.evidence.recording import (
    ABOUT,
    ASKED,
    URL,
    VANTAGE,
    answer,
    found,
    record,
    recorder,
    warcs,
    wrong,
)
from tests.crawler.office import APPLE, LATER, NOW, flag, new_store

TAG = '"a-page"'
HEAD = b"HTTP/1.1 200 \r\nContent-Type: text/html\r\nETag: " + TAG.encode() + b"\r\n\r\n"
UNCHANGED = b"HTTP/1.1 304 \r\nETag: " + TAG.encode() + b"\r\n\r\n"
BODY = "<html>Vườn Cà Chua Ví Dụ</html>".encode()
SUBJECT = "google:com.vidu.vuon"
DAY = date(2026, 11, 20)  # of NOW in Hà Nội


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def page(store: Store, office: Workspace, head: bytes = HEAD, **fields: Any) -> None:
    """One crawl that got a page and saw an app on it."""
    recording = recorder(store, office.evidence)
    recording.record(answer(BODY, head=head, **fields))
    recording.close(NOW)
    see(store, SUBJECT)
    end(store)


def end(store: Store) -> None:
    close_crawl(store, 1, requested=1, complete=True, void=False, reason=None, now=LATER)


def see(store: Store, subject: str, presence: Presence = Presence.PRESENT) -> None:
    seen = Sighting(
        subject=subject,
        source="google_play",
        market="vn",
        seen_at=NOW,
        presence=presence,
        title="Vườn Cà Chua Ví Dụ",
        evidence=evidence_id(BODY),
    )
    add_sightings(store, [seen], crawl=1)


def former(
    store: Store,
    office: Workspace,
    *,
    url: str = URL,
    asked: bytes = ASKED,
    after: timedelta = timedelta(days=1),
    besides: tuple[str, ...] = (),
    vantage: str = VANTAGE,
) -> Former | None:
    return FormerAnswers(store, office.evidence, besides, vantage=vantage).to(
        url, asked, NOW + after
    )


def confirm(store: Store, office: Workspace, after: timedelta = timedelta(days=1)) -> None:
    """A later crawl that was told that the page did not change."""
    known = former(store, office, after=after)
    assert known is not None
    told = answer(
        BODY, status=304, head=UNCHANGED, received=b"", at=NOW + after, confirms=known.original
    )
    recording = recorder(store, office.evidence)
    recording.record(told)
    recording.close(NOW + after)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (b'ETag: "a"', {"etag": '"a"'}),
        (b'ETag: W/"a"\r\nVary: Accept-Language', {"etag": 'W/"a"'}),
        (
            b"Last-Modified: Fri, 20 Nov 2026 02:00:00 GMT",
            {"last-modified": "Fri, 20 Nov 2026 02:00:00 GMT"},
        ),
        (b"Content-Type: text/html", {}),
        (b'ETag: "a"\r\nCache-Control: private, No-Store', {}),
        (b'ETag: "a"\r\nVary: *', {}),
        (b'ETag: "a"\r\nETag: "b"', {}),
        (b"ETag: a", {}),
        (b'ETag: "' + b"a" * 501 + b'"', {}),
        (b"Last-Modified: yesterday", {}),
        (b"Last-Modified: Mon, 01 Jan 2020 00:00:00 +99999999999999", {}),
    ],
)
def test_only_a_sound_validator_of_what_may_be_kept_is_asked_by(
    lines: bytes, names: dict[str, str]
) -> None:
    assert validators_in(b"HTTP/1.1 200 \r\n" + lines + b"\r\n\r\n") == names


# Dates nearly as they are written, and anything else that a line may hold.
_NEARLY_DATES = st.builds(
    "Mon, {} Jan {} {}:00:{} {}".format,
    st.sampled_from([1, 32]),
    st.sampled_from([2020, 10**6]),
    *[st.sampled_from([0, 99])] * 2,
    st.sampled_from(["GMT", "+0700", "-0000", f"+{10**14}"]),
)


_LINES = st.builds(
    b"%s: %s".__mod__,
    st.tuples(
        st.sampled_from([b"Last-Modified", b"ETag", b"Vary", b"Cache-Control"]),
        st.one_of(st.binary(max_size=200), _NEARLY_DATES.map(str.encode)),
    ),
)


@settings(deadline=None, max_examples=5, phases=[Phase.generate])
@given(st.lists(_LINES, min_size=40, max_size=60))
def test_no_header_whatever_it_holds_keeps_an_answer_from_being_recorded(
    lines: list[bytes],
) -> None:
    with TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        recording = recorder(store, Path(folder) / "evidence")
        for line in lines:
            told = answer(BODY, head=b"HTTP/1.1 200 \r\n" + line + b"\r\n\r\n")
            assert recording.record(told).evidence == evidence_id(BODY)
        recording.close(NOW)


@pytest.mark.parametrize(
    ("validators", "lines", "meant"),
    [
        ({"etag": '"a"'}, b'ETag: "a"', True),
        ({"etag": 'W/"a"'}, b'ETag: "a"', True),
        ({"etag": '"a"'}, b'ETag: "b"', False),
        ({"etag": '"a"'}, b"Date: now", False),
        ({"etag": '"a"'}, b'ETag: "a"\r\nETag: "b"', False),
        ({"last-modified": "Mon"}, b"Date: now", True),
        ({"last-modified": "Mon"}, b"Last-Modified: Mon", True),
        ({"last-modified": "Mon"}, b"Last-Modified: Tue", False),
        ({"last-modified": "Mon"}, b'ETag: "a"', False),
    ],
)
def test_a_304_speaks_of_the_answer_that_its_validators_name(
    validators: dict[str, str], lines: bytes, meant: bool
) -> None:
    original = Original(n=2, record="<urn:uuid:0>", url=URL, at="2026-11-20T02:00:00Z")
    known = Former(original=original, evidence=evidence_id(BODY), validators=validators)
    assert known.is_meant_by(b"HTTP/1.1 304 \r\n" + lines + b"\r\n\r\n") is meant


def test_the_same_question_is_asked_by_the_validators_of_its_answer(
    store: Store, office: Workspace
) -> None:
    page(store, office)
    known = former(store, office)
    assert known is not None
    assert known.conditions == {"If-None-Match": TAG}
    assert FormerAnswers(store, office.evidence, (), vantage=VANTAGE).body(known) == BODY


@pytest.mark.parametrize(
    "asked",
    [
        ASKED.replace(b"hl=vi", b"hl=en"),
        ASKED.replace(b"\r\n\r\n", b"\r\nAccept-Language: en\r\n\r\n"),
        ASKED.replace(b"GET", b"POST"),
    ],
)
def test_another_question_is_asked_in_full(store: Store, office: Workspace, asked: bytes) -> None:
    page(store, office)
    assert former(store, office, asked=asked) is None
    assert former(store, office, url=f"{URL}&gl=us") is None


@pytest.mark.parametrize("elsewhere", ["Hà Nội, through a proxy", "without a proxy", "Hà Nội", ""])
def test_what_was_answered_elsewhere_is_asked_in_full(
    store: Store, office: Workspace, elsewhere: str
) -> None:
    page(store, office)
    assert former(store, office) is not None
    assert former(store, office, vantage=elsewhere) is None


def test_what_was_answered_nobody_knows_where_is_asked_in_full(
    store: Store, office: Workspace
) -> None:
    about = {name: told for name, told in ABOUT.items() if name != "vantage"}
    recording = recorder(store, office.evidence, about=about)
    recording.record(answer(BODY, head=HEAD))
    recording.close(NOW)
    see(store, SUBJECT)
    end(store)
    assert former(store, office) is None


def test_a_question_that_was_asked_by_a_condition_is_the_same_question(
    store: Store, office: Workspace
) -> None:
    line = b'\r\nIf-None-Match: "older"\r\n\r\n'
    page(store, office, asked=ASKED.replace(b"\r\n\r\n", line))
    assert former(store, office) is not None


@pytest.mark.parametrize("after", [FULL_AGAIN, timedelta(seconds=-1)])
def test_what_is_too_old_or_not_yet_is_asked_in_full(
    store: Store, office: Workspace, after: timedelta
) -> None:
    page(store, office)
    assert former(store, office, after=after) is None


def test_a_confirmation_makes_an_answer_no_younger(store: Store, office: Workspace) -> None:
    page(store, office)
    confirm(store, office, FULL_AGAIN - timedelta(hours=1))
    assert former(store, office, after=FULL_AGAIN - timedelta(minutes=1)) is not None
    assert former(store, office, after=FULL_AGAIN) is None


@pytest.mark.parametrize("status", [403, 404, 304])
def test_after_any_other_answer_the_page_is_asked_in_full(
    store: Store, office: Workspace, status: int
) -> None:
    page(store, office)
    recording = recorder(store, office.evidence)
    recording.record(answer(b"", status=status, at=LATER))
    recording.close(LATER)
    assert former(store, office) is None


def test_what_told_of_a_case_or_an_absence_or_of_nothing_is_asked_in_full(
    store: Store, office: Workspace
) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(BODY, head=HEAD))
    recording.close(NOW)
    end(store)
    assert former(store, office) is None
    see(store, SUBJECT)
    assert former(store, office) is not None
    assert former(store, office, besides=(SUBJECT,)) is None
    see(store, "google:com.vidu.khac", Presence.GONE)
    assert former(store, office) is None


def test_what_told_of_a_case_is_asked_in_full(store: Store, office: Workspace) -> None:
    page(store, office)
    see(store, APPLE)
    assert former(store, office) is not None
    flag(store, APPLE)
    assert former(store, office) is None


def test_what_a_void_crawl_saw_is_asked_in_full(store: Store, office: Workspace) -> None:
    page(store, office)
    store.db.execute("UPDATE crawls SET void = 1")
    assert former(store, office) is None


def test_what_a_crawl_saw_that_did_not_end_is_asked_in_full(
    store: Store, office: Workspace
) -> None:
    page(store, office)
    store.db.execute("UPDATE crawls SET ended_at = NULL")
    assert former(store, office) is None


def test_what_did_not_tell_whether_an_app_is_there_is_asked_in_full(
    store: Store, office: Workspace
) -> None:
    page(store, office)
    see(store, "google:com.vidu.khac", Presence.UNKNOWN)
    assert former(store, office) is None


def test_a_304_that_comes_with_a_body_is_kept_without_it(store: Store, office: Workspace) -> None:
    page(store, office)
    known = former(store, office)
    assert known is not None
    told = answer(
        BODY, status=304, head=UNCHANGED, received=b"odd", at=LATER, confirms=known.original
    )
    recording = recorder(store, office.evidence)
    recording.record(told)
    recording.close(LATER)
    (kept,) = (path.read_bytes() for path in warcs(office) if b"HTTP/1.1 304 " in path.read_bytes())
    assert b"WARC-Type: revisit" in kept
    assert b"odd" not in kept


def test_altered_or_missing_bytes_are_asked_for_in_full(store: Store, office: Workspace) -> None:
    page(store, office)
    known = former(store, office)
    assert known is not None
    (path,) = warcs(office)
    path.write_bytes(path.read_bytes().replace(b"<html>", b"<hTml>"))
    assert former(store, office) is None
    assert FormerAnswers(store, office.evidence, (), vantage=VANTAGE).body(known) is None
    path.unlink()
    assert former(store, office) is None
    assert FormerAnswers(store, office.evidence, (), vantage=VANTAGE).body(known) is None


def test_a_confirmation_is_a_revisit_that_says_so(store: Store, office: Workspace) -> None:
    page(store, office)
    confirm(store, office)
    whole, again = recorded(store, office.evidence, [evidence_id(BODY)])
    assert (again.status, again.repeats, again.size) == (304, whole.n, len(BODY))
    text = Path(str(again.file)).read_bytes()[again.offset :]
    assert b"WARC-Type: revisit" in text
    assert b"/revisit/server-not-modified" in text
    assert b"conversion" not in text
    assert BODY not in text
    assert read_body(store, office.evidence, evidence_id(BODY)) == BODY
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_retention_holds_what_was_confirmed_later(store: Store, office: Workspace) -> None:
    page(store, office)
    confirm(store, office, timedelta(days=2))
    assert [(one.deleted, one.held) for one in prunings(store, DAY + timedelta(days=1))] == [(0, 1)]
    assert [(one.deleted, one.held) for one in prunings(store, DAY + timedelta(days=3))] == [
        (1, 0),
        (1, 0),
    ]


def test_a_confirmation_of_a_deleted_body_says_so(store: Store, office: Workspace) -> None:
    page(store, office)
    confirm(store, office)
    first = prunings(store, DAY + timedelta(days=2))[:1]
    prune(store, office.evidence, first, before=DAY, who="an", now=LATER)
    _, again = recorded(store, office.evidence, [evidence_id(BODY)])
    assert (again.file is not None, again.deleted_at) == (True, LATER)
    told = "1 answers say that nothing changed since bodies of crawl-1-1 that were deleted"
    assert any(told in each for each in found(office, Weight.TOLD))
    assert wrong(office) == []
    with pytest.raises(EvidenceProblem, match="were deleted by retention"):
        read_body(store, office.evidence, evidence_id(BODY))


def test_of_ordinary_answers_no_condition_is_noted(store: Store, office: Workspace) -> None:
    record(office, BODY)
    see(store, SUBJECT)
    assert former(store, office) is None


def test_a_package_holds_the_answer_and_its_confirmation(
    store: Store, office: Workspace, tmp_path: Path
) -> None:
    page(store, office)
    confirm(store, office)
    flag(store, APPLE, evidence=evidence_id(BODY))

    def packed(name: str) -> EvidenceMinutes:
        return pack(
            store,
            office.evidence,
            wanted_case(store, APPLE),
            tmp_path / name,
            who="an",
            place=None,
            now=LATER,
            write_minutes=write_minutes,
            stamp=lambda sums: None,
        )

    assert [answer.status for answer in packed("whole").answers] == [200, 304]
    assert [one.read_bytes() for one in (tmp_path / "whole" / "bodies").iterdir()] == [BODY]
    paper = Document(str(tmp_path / "whole" / MINUTES))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert any("Máy chủ báo không thay đổi so với mắt xích 2" in text for text in cells)
    (first, _) = (warc_file(store, name) for name in ("crawl-1-1", "crawl-2-1"))
    gone = Pruning(file=first, kept=(), deleted=1, held=0)  # as of a version that held nothing
    prune(store, office.evidence, [gone], before=DAY, who="an", now=LATER)
    assert [answer.deleted_at for answer in packed("deleted").answers] == [LATER, LATER]
    assert list((tmp_path / "deleted" / "bodies").iterdir()) == []
