"""``rasoat export``: from confirmed domains to a file and its manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import confirmed

NAMES = ["nohu-vidu.club", "taixiu-vidu.com"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("RASOAT_NOW", "2026-11-24T09:31+07:00")
    made = create_workspace(tmp_path / "office", rehearsal=True)
    with made.open_store() as store:
        for name in reversed(NAMES):
            confirmed(store, f"domain:{name}")
    return made


def export(office: Workspace, name: str, *words: str) -> Result:
    path = str(office.exports / f"list.{name}")
    command = ["-w", str(office.path), "export", "blocklist", "--format", name, "--output", path]
    return CliRunner().invoke(rasoat, [*command, *words])


def manifest(done: Result) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(done.stdout)
    return row


@pytest.mark.parametrize("name", ["plain", "csv", "hosts", "rpz"])
def test_the_manifest_tells_what_lies_in_the_file(office: Workspace, name: str) -> None:
    done = export(office, name, "--json")
    body = (office.exports / f"list.{name}").read_bytes()
    assert done.exit_code == 0, done.output
    assert manifest(done) == {
        "output": str(office.exports / f"list.{name}"),
        "serial": 2026112438,
        "entries": 2,
        "sha256": hashlib.sha256(body).hexdigest(),
        "held": [],
    }
    assert all(listed.encode() in body for listed in NAMES)
    assert b"REHEARSAL" in body
    export(office, name)
    assert (office.exports / f"list.{name}").read_bytes() == body


def test_what_is_held_stands_in_the_manifest_and_ends_with_three(office: Workspace) -> None:
    with office.open_store() as store:
        case = confirmed(store, "domain:nohu-vidu.blogspot.com")
    done = export(office, "plain", "--json")
    assert done.exit_code == 3
    (held,) = manifest(done)["held"]
    assert (held["case"], held["subject"]) == (case, "domain:nohu-vidu.blogspot.com")
    assert "many tenants" in held["why"]
    assert b"blogspot" not in (office.exports / "list.plain").read_bytes()


def test_people_get_whole_sentences(office: Workspace) -> None:
    with office.open_store() as store:
        confirmed(store, f"domain:{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 40}.gov.vn")
    done = export(office, "rpz")
    assert done.exit_code == 3
    assert "entries" in done.stdout
    assert "held: case 3 domain:" in done.stdout
    assert "gov.vn" in done.stdout
    assert "1 name(s) are held back" in done.stderr


def test_the_serial_can_be_given(office: Workspace) -> None:
    assert manifest(export(office, "rpz", "--json", "--serial", "7"))["serial"] == 7
    assert b" 7 3600 " in (office.exports / "list.rpz").read_bytes()
    assert export(office, "rpz", "--serial", str(2**32)).exit_code == 2


def test_an_office_without_confirmed_domains_gets_an_empty_list(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "empty", rehearsal=False)
    done = export(office, "rpz", "--json")
    assert (done.exit_code, manifest(done)["entries"]) == (0, 0)
