"""``rasoat evidence`` as people use it: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import certifi
import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import EvidenceProblem, UsageProblem
from crawler.records import evidence_id
from crawler.replica.authority import Authority
from crawler.workspace import Workspace, create_workspace
from tests.crawler.evidence.authority import TestAuthority, listening
from tests.crawler.evidence.recording import answer, record, recorder, warcs
from tests.crawler.evidence.s3 import running_store, way_to
from tests.crawler.office import APPLE, flag

BODY = "Nổ hũ\x00".encode()


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    kept = record(made, BODY, b"another")
    with made.open_store() as store:
        flag(store, APPLE, evidence=kept[0])
    return made


def run(office: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office.path), "evidence", *map(str, words)])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_whole_evidence_ends_with_0(office: Workspace) -> None:
    result = run(office, "verify", "--json")
    assert result.exit_code == 0
    assert [row["weight"] for row in lines(result)] == ["told"]


def test_what_a_killed_sweep_left_ends_with_3(office: Workspace) -> None:
    with office.open_store() as store:
        recorder(store, office.evidence).record(answer(b"x"))
    path = next(path for path in warcs(office) if path.stem.startswith("crawl"))
    path.write_bytes(path.read_bytes() + b"torn")
    (office.evidence / "warc" / "crawl-9-1.warc").write_bytes(b"torn")
    assert run(office, "verify").exit_code == 3


def test_altered_evidence_ends_with_1_and_is_named(office: Workspace) -> None:
    (path,) = warcs(office)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    result = run(office, "verify")
    assert result.exit_code == 1
    assert "! Capture 3 (https://store.example" in result.stdout


def test_a_case_shows_its_answers_and_an_id_its_bytes(office: Workspace) -> None:
    for wanted in ("1", APPLE, evidence_id(BODY)):
        (row,) = lines(run(office, "show", wanted, "--json"))
        assert (row["n"], row["status"], row["evidence"]) == (2, 200, evidence_id(BODY))
        assert row["file"] == str(warcs(office)[0])
    assert run(office, "show", evidence_id(BODY), "--body").stdout_bytes == BODY
    assert isinstance(run(office, "show", "1", "--body").exception, UsageProblem)
    lost = run(office, "show", evidence_id(b"never"), "--body").exception
    assert isinstance(lost, EvidenceProblem)


def test_a_case_is_packed(office: Workspace, tmp_path: Path) -> None:
    result = run(office, "pack", "1", "--output", tmp_path / "case.zip", "--as", "an", "--json")
    assert result.exit_code == 0
    (row,) = lines(result)
    assert (row["answers"], row["files"]) == (1, 4)
    assert (tmp_path / "case.zip").is_file()


def test_pruning_shows_its_effect_first(office: Workspace) -> None:
    result = run(office, "prune", "--before", "2026-11-21", "--json")
    assert result.exit_code == 3  # a case holds one body
    assert [(row["deleted"], row["held"]) for row in lines(result)] == [(1, 1)]
    assert "Nothing was deleted" in result.stderr
    before = warcs(office)
    assert run(office, "prune", "--before", "2026-11-20", "--yes").exit_code == 0
    assert warcs(office) == before
    assert run(office, "prune", "--before", "2026-11-21", "--yes", "--as", "an").exit_code == 3
    assert warcs(office) != before
    told = run(office, "verify")
    assert told.exit_code == 0
    assert "1 of 2 bodies of crawl-1-1 were deleted by retention" in told.stdout
    assert isinstance(run(office, "prune").exception, UsageProblem)


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "keys")


def stamped_by(office: Workspace, url: str, tsa: TestAuthority) -> None:
    settings = f'[evidence]\ntime_stamps = "{url}"\nauthority_ca = "{tsa.root}"\n'
    (office.path / "rasoat.toml").write_text(settings, encoding="utf-8")


def test_a_stamp_is_made_once_and_told_by_verify(office: Workspace, tsa: TestAuthority) -> None:
    with listening(tsa.answer) as url:
        stamped_by(office, url, tsa)
        first, second = run(office, "stamp", "--json"), run(office, "stamp", "--json")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert [row["authority"] for row in lines(first)] == [url]
    assert second.stdout == ""
    checked = run(office, "verify")
    assert checked.exit_code == 0
    assert f"was stamped by {url}" in checked.stdout


def test_stamping_without_an_authority_says_what_to_set(office: Workspace) -> None:
    result = run(office, "stamp")
    assert isinstance(result.exception, UsageProblem)
    assert "evidence.time_stamps" in str(result.exception)


def test_a_package_carries_a_stamp_of_its_hashes(
    office: Workspace, tsa: TestAuthority, tmp_path: Path
) -> None:
    with listening(tsa.answer) as url:
        stamped_by(office, url, tsa)
        result = run(office, "pack", APPLE, "--output", tmp_path / "given")
    assert result.exit_code == 0
    sums = str(tmp_path / "given" / "SHA256SUMS")
    assert tsa.verifies(tmp_path / "given" / "SHA256SUMS.tsr", "-data", sums)


def test_a_package_without_its_stamp_says_so(
    office: Workspace, tsa: TestAuthority, tmp_path: Path
) -> None:
    with listening(lambda _: (500, b"busy")) as url:
        stamped_by(office, url, tsa)
        result = run(office, "pack", APPLE, "--output", tmp_path / "given")
    assert result.exit_code == 3
    assert "The package carries no time stamp." in result.stderr
    assert (tmp_path / "given" / "SHA256SUMS").exists()
    assert not (tmp_path / "given" / "SHA256SUMS.tsr").exists()


def copied_to(office: Workspace, address: str) -> None:
    settings = f'[evidence]\ncopy = "{address}"\n'
    (office.path / "rasoat.toml").write_text(settings, encoding="utf-8")


def test_evidence_is_copied_and_the_copy_checked(office: Workspace, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    address = f"file://{tmp_path}/second"
    copied_to(office, address)
    result = run(office, "copy", "--json")
    assert result.exit_code == 0
    size = sum(path.stat().st_size for path in (tmp_path / "second").rglob("*.*"))
    done = {"copy": address, "uploaded": 2, "size": size, "deleted": 0, "refused": []}
    assert lines(result) == [done]
    checked = run(office, "copy", "--check", "--json")
    assert (checked.exit_code, [row["weight"] for row in lines(checked)]) == (0, ["told"])
    half = tmp_path / "second" / "warc" / "half.part"
    half.write_bytes(b"half")
    assert run(office, "copy", "--check").exit_code == 3
    (path,) = (tmp_path / "second" / "warc").glob("*.warc")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    altered = run(office, "copy", "--check")
    assert altered.exit_code == 1
    assert f"! {address}/warc/{path.name} was altered." in altered.stdout
    warcs(office)[0].unlink()
    path.unlink()
    refused = run(office, "copy")
    assert refused.exit_code == 1
    assert "1 sealed files are missing or altered here and were not copied" in refused.stderr


def test_evidence_is_copied_to_s3(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    copied_to(office, "s3://office/vidu")
    with running_store() as store:
        for name, value in store.environment().items():
            monkeypatch.setenv(name, value)
        assert isinstance(run(office, "copy").exception, EvidenceProblem)
        store.s3.create_bucket(Bucket="office")
        assert run(office, "copy").exit_code == 0
        assert run(office, "copy", "--check").exit_code == 0
        assert len(store.objects("office")) == 2


def test_a_store_with_a_certificate_of_the_office_is_trusted_by_ca_file(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    with running_store() as store, way_to(store.url, tls=authority.context("localhost")) as url:
        store.s3.create_bucket(Bucket="safe")
        for name, value in (store.environment() | {"AWS_ENDPOINT_URL_S3": url}).items():
            monkeypatch.setenv(name, value)
        copied_to(office, "s3://safe/vidu")
        assert "CERTIFICATE_VERIFY_FAILED" in str(run(office, "copy").exception)
        with (office.path / "rasoat.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'[network]\nca_file = "{authority.ca_file}"\n')
        assert run(office, "copy").exit_code == 0
        assert len(store.objects("safe")) == 2


def test_copying_without_a_place_says_what_to_set(office: Workspace) -> None:
    result = run(office, "copy")
    assert isinstance(result.exception, UsageProblem)
    assert "evidence.copy" in str(result.exception)


def test_pruning_says_that_the_copy_is_yet_to_follow(office: Workspace, tmp_path: Path) -> None:
    words = ("prune", "--before", "2026-11-21")
    copied_to(office, f"file://{tmp_path}")
    assert "The copy keeps it" not in run(office, *words).stderr
    assert "The copy keeps it until the next sweep" in run(office, *words, "--yes").stderr
    assert "The copy keeps it" not in run(office, *words, "--yes").stderr
