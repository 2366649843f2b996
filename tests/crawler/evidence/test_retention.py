"""Retention deletes bodies; hashes, links and a dated tombstone stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as SecondReader

from crawler import cases
from crawler.errors import EvidenceProblem
from crawler.evidence.bodies import read_body
from crawler.evidence.files import sealed_path
from crawler.evidence.retention import former_digests, prune, prunings
from crawler.evidence.verify import Weight
from crawler.records import evidence_id
from crawler.store import Store
from crawler.store.chain import LinkKind, links_of_kind
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.recording import answer, found, record, recorder, warcs, wrong
from tests.crawler.office import APPLE, LATER, NOW, flag

DAY = date(2026, 11, 20)  # of NOW in Hà Nội
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def delete(store: Store, office: Workspace, before: date = NEXT) -> tuple[int, int]:
    wanted = prunings(store, before)
    prune(store, office.evidence, wanted, before=before, who="an", now=LATER)
    return sum(one.deleted for one in wanted), sum(one.held for one in wanted)


def test_old_bodies_go_and_their_hashes_stay(office: Workspace, store: Store) -> None:
    old = record(office, b"old one", b"old two")
    new = record(office, b"new", now=NOW + timedelta(days=3))
    assert delete(store, office) == (2, 0)
    assert len(warcs(office)) == 1
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    told = "2 of 2 bodies of crawl-1-1 were deleted by retention, last on 20/11/2026 12:15 by an"
    assert any(told in said for said in found(office, Weight.TOLD))
    captures = [link.facts for link in links_of_kind(store, LinkKind.CAPTURED)]
    assert [facts["evidence"] for facts in captures] == [*old, *new]
    with pytest.raises(EvidenceProblem, match="were deleted by retention on 20/11/2026"):
        read_body(store, office.evidence, old[0])
    assert read_body(store, office.evidence, new[0]) == b"new"


def test_the_day_itself_is_not_before_it(office: Workspace, store: Store) -> None:
    record(office, b"of the day")
    assert delete(store, office, before=DAY) == (0, 0)
    assert len(warcs(office)) == 1


def test_what_a_case_rests_on_is_held_until_it_is_dismissed(
    office: Workspace, store: Store
) -> None:
    kept = record(office, b"first", b"held", b"third", b"held")
    flag(store, APPLE, evidence=kept[1])
    assert delete(store, office) == (2, 2)
    (path,) = warcs(office)
    with path.open("rb") as file:
        kinds = [one.headers["WARC-Type"] for one in SecondReader(file)]
    assert kinds == ["warcinfo", "response", "request", "revisit", "request"]
    assert b"first" not in path.read_bytes()
    assert wrong(office) == []
    assert read_body(store, office.evidence, kept[1]) == b"held"
    assert delete(store, office) == (0, 2)
    path.write_bytes(path.read_bytes().replace(b"held", b"hEld", 1))
    assert "was altered" in wrong(office)[0]
    path.write_bytes(path.read_bytes().replace(b"hEld", b"held", 1))
    cases.dismiss(store, [APPLE], who="an", note=None, now=NOW)
    assert delete(store, office) == (2, 0)
    assert warcs(office) == []
    assert found(office, Weight.WRONG, Weight.LOOK) == []
    with pytest.raises(EvidenceProblem, match="were deleted by retention"):
        read_body(store, office.evidence, evidence_id(b"held"))


def test_what_the_further_pages_of_a_site_brought_is_held_too(
    office: Workspace, store: Store
) -> None:
    home, *further = record(office, b"home", b"inner", b"cloaked", b"landing")
    record(office, b"another's")
    inner, cloaked, landing = ({"evidence": one} for one in further)
    facts = {"pages": [inner, {"evidence": None}], "cloaking": [cloaked], "landing": landing}
    site = "domain:nohu-vidu.club"
    flag(store, site, evidence=home, facts=facts)
    assert delete(store, office) == (1, 4)
    cases.dismiss(store, [site], who="an", note=None, now=NOW)
    assert delete(store, office) == (4, 0)


def test_cut_short_it_leaves_the_old_file_and_the_next_one_takes_it_away(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(office, b"old")
    unlink = Path.unlink

    def killed(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".warc":
            raise SystemExit
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", killed)
    with pytest.raises(SystemExit):
        delete(store, office)
    monkeypatch.undo()
    (digest,) = former_digests(store, "crawl-1-1")
    assert sealed_path(office.evidence, digest).exists()
    assert wrong(office) == []
    assert "was to be deleted by retention" in found(office, Weight.LOOK)[0]
    delete(store, office)
    assert warcs(office) == []
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def unfinished(store: Store, office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file whose sweep was killed when its seal stood in the chain and nowhere else."""
    recording = recorder(store, office.evidence)
    recording.record(answer(b"one"))

    def killed(self: Path, target: Path) -> Path:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(SystemExit):
            recording.close(NOW)
    recording.abandon()
    (left,) = warcs(office)
    return left


def test_a_body_whose_seal_was_cut_short_is_deleted_too(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unfinished(store, office, monkeypatch).name == "crawl-1-1.warc"
    assert delete(store, office) == (1, 0)
    assert warcs(office) == []
    assert found(office, Weight.WRONG, Weight.LOOK) == []


def test_of_a_seal_that_was_cut_short_only_what_is_held_stays(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished(store, office, monkeypatch)
    flag(store, APPLE, evidence=evidence_id(b"one"))
    assert delete(store, office) == (0, 1)
    assert found(office, Weight.WRONG) == []
    assert read_body(store, office.evidence, evidence_id(b"one")) == b"one"


def test_what_an_earlier_retention_left_under_its_old_name_goes(
    office: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = unfinished(store, office, monkeypatch)
    held = left.read_bytes()
    delete(store, office)
    left.write_bytes(held)
    assert wrong(office) == []
    (told,) = found(office, Weight.LOOK)
    assert told == f"{left} was to be deleted by retention. Run it again: rasoat evidence prune"
    delete(store, office)
    assert warcs(office) == []


def test_the_newest_capture_decides_wherever_it_stands(office: Workspace, store: Store) -> None:
    recording = recorder(store, office.evidence)
    recording.record(answer(b"new", at=NOW + timedelta(days=3)))
    recording.record(answer(b"old, of a worker that was slow to tell"))
    recording.close(NOW)
    assert prunings(store, NEXT) == []


def test_an_open_file_is_left_alone(office: Workspace, store: Store) -> None:
    recorder(store, office.evidence).record(answer(b"being written"))
    assert prunings(store, NEXT) == []
