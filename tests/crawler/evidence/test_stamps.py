"""Stamps of a real authority: what is stamped is checked, what proves nothing is not kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import ConfigError, EvidenceProblem
from crawler.evidence.stamps import Authority, read_authority, stamp_head
from crawler.evidence.verify import Weight, verify
from crawler.store import Store
from crawler.store.chain import LinkKind, hash_of, head, links_of_kind
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.authority import TestAuthority, listening
from tests.crawler.evidence.recording import record
from tests.crawler.office import NOW


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "keys")


@pytest.fixture(scope="module")
def authority(tsa: TestAuthority) -> Iterator[Authority]:
    with listening(tsa.answer) as url:
        yield known(url, tsa)


def known(url: str, tsa: TestAuthority) -> Authority:
    """The authority at an address, by the root of ``tsa``."""
    authority = read_authority(url, tsa.root)
    assert authority is not None
    return authority


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    record(made, b"one", b"two")
    return made


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as made:
        yield made


def told(store: Store, office: Workspace, authority: Authority | None, weight: Weight) -> list[str]:
    found = verify(store, office.evidence, authority)
    return [one.what for one in found if one.weight is weight and "stamp" in one.what]


def test_the_head_is_stamped_and_the_stamp_is_checked(
    office: Workspace, store: Store, authority: Authority
) -> None:
    before = head(store)
    made = stamp_head(store, authority, NOW)
    assert before is not None
    assert made is not None
    assert (made.facts["of"], made.facts["hash"]) == (before.n, before.hash)
    (said,) = told(store, office, authority, Weight.TOLD)
    assert said.startswith(f"Everything up to link {before.n} was stamped by {authority.url} at ")


def test_a_head_is_stamped_once(store: Store, authority: Authority) -> None:
    assert stamp_head(store, authority, NOW) is not None
    assert stamp_head(store, authority, NOW) is None


def test_a_second_program_checks_a_stamp(
    store: Store, authority: Authority, tsa: TestAuthority, tmp_path: Path
) -> None:
    made = stamp_head(store, authority, NOW)
    assert made is not None
    (tmp_path / "head.tsr").write_bytes(base64.b64decode(made.facts["answer"]))
    assert tsa.verifies(tmp_path / "head.tsr", "-digest", made.facts["hash"])
    assert not tsa.verifies(tmp_path / "head.tsr", "-digest", "0" * 64)


def test_without_a_certificate_a_person_must_look(
    office: Workspace, store: Store, authority: Authority
) -> None:
    stamp_head(store, authority, NOW)
    (said,) = told(store, office, None, Weight.LOOK)
    assert "evidence.authority_ca" in said


def test_another_authoritys_certificate_proves_nothing(
    office: Workspace, store: Store, authority: Authority, tmp_path: Path
) -> None:
    stamp_head(store, authority, NOW)
    stranger = known(authority.url, TestAuthority(tmp_path / "stranger"))
    assert len(told(store, office, stranger, Weight.WRONG)) == 1
    with pytest.raises(EvidenceProblem, match="no valid time stamp"):
        stranger.stamp(b"message")


@pytest.mark.parametrize("fact", ["of", "hash", "said", "answer"])
def test_a_stamp_that_was_altered_with_its_chain_is_found(
    office: Workspace, store: Store, authority: Authority, fact: str
) -> None:
    made = stamp_head(store, authority, NOW)
    assert made is not None
    other = {"of": 1, "hash": "0" * 64, "said": NOW.isoformat()}
    answer = base64.b64encode(authority.stamp(b"something else")).decode()
    text = json.dumps({**made.facts, fact: other.get(fact, answer)}, sort_keys=True)
    store.db.execute("DROP TRIGGER chain_links_no_update")
    change = [text, hash_of(text), made.n]
    store.db.execute("UPDATE chain_links SET link = ?, hash = ? WHERE n = ?", change)
    store.db.commit()
    assert len(told(store, office, authority, Weight.WRONG)) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>not a stamp</html>"),
        (200, b"x" * (1 << 20)),
        (302, b"http://127.0.0.1:9/elsewhere"),
        (500, b"busy"),
    ],
)
def test_what_is_no_stamp_is_told_and_never_kept(
    store: Store, tsa: TestAuthority, status: int, body: bytes
) -> None:
    with listening(lambda _: (status, body)) as url:
        authority = known(url, tsa)
        with pytest.raises(EvidenceProblem, match="gave no valid time stamp"):
            stamp_head(store, authority, NOW)
    assert list(links_of_kind(store, LinkKind.STAMPED)) == []


def test_an_old_answer_is_no_stamp(tsa: TestAuthority) -> None:
    answers: list[tuple[int, bytes]] = []

    def first_again(query: bytes) -> tuple[int, bytes]:
        answers.append(tsa.answer(query))
        return answers[0]

    with listening(first_again) as url:
        authority = known(url, tsa)
        assert authority.stamp(b"message")
        with pytest.raises(EvidenceProblem):
            authority.stamp(b"message")


def test_an_authority_that_is_away_is_told(store: Store, tsa: TestAuthority) -> None:
    with listening(tsa.answer) as url:
        authority = known(url, tsa)
    with pytest.raises(EvidenceProblem, match="evidence stamp"):
        stamp_head(store, authority, NOW)


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_bad_certificate_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "root.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match="authority_ca"):
        read_authority("http://192.0.2.1/", path)
