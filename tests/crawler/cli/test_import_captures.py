"""``rasoat import`` as people use it: what it prints, and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.workspace import Workspace, create_workspace
from tests.crawler.test_captures import AD1, LOGIN, PAGE1, SECRETS, files_with_secrets
from tests.spiders.facebook import advert, page, search


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


def run(office: Workspace, *words: str | Path) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office.path), "import", *map(str, words)])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_captures_are_a_line_for_each_subject(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(search(advert(), count=552)), encoding="utf-8")
    done = run(office, "captures", path, "--json")
    assert done.exit_code == 0
    assert lines(done) == [
        {"subject": AD1, "new": True, "source": "a.html", "refused": None},
        {"subject": PAGE1, "new": True, "source": "a.html", "refused": None},
    ]
    assert "2 sightings were kept" in done.stderr
    assert "states 552 adverts" in done.stderr


def test_log_in_page_ends_with_3_and_is_counted(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(LOGIN, encoding="utf-8")
    done = run(office, "captures", path, "--json")
    assert done.exit_code == 3
    [row] = lines(done)
    assert row["subject"] is None
    assert "log-in of Facebook" in row["refused"]
    assert "1 x login wall" in done.stderr


def test_secrets_are_neither_printed_nor_logged(office: Workspace, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    for path in files_with_secrets(tmp_path / "saved"):
        for form in ((), ("--json",)):
            done = run(office, "captures", path, *form)
            assert not any(one in done.output + repr(done.exception) for one in SECRETS)
    for path in office.path.rglob("*"):
        if path.is_file():
            assert not any(one.encode() in path.read_bytes() for one in SECRETS), path.name


def test_file_that_is_not_there_is_a_sentence(office: Workspace, tmp_path: Path) -> None:
    done = run(office, "captures", tmp_path / "none.har")
    assert done.exit_code == 1
    assert "is not there" in str(done.exception)


def rasoat_lines(office: Workspace, *words: str, exit_code: int = 0) -> list[dict[str, Any]]:
    done = CliRunner().invoke(rasoat, ["-w", str(office.path), *words, "--json"])
    assert done.exit_code == exit_code, done.output
    return lines(done)


def test_capture_becomes_a_case_and_a_line_of_the_list_for_meta(
    office: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(search(advert())), encoding="utf-8")
    run(office, "captures", path)
    rows = rasoat_lines(office, "judge", exit_code=3)
    assert {row["subject"]: row["verdict"] for row in rows} == {
        AD1: "promotes_gambling",
        PAGE1: "gambling",
    }
    rasoat_lines(office, "cases", "confirm", PAGE1, AD1)
    [request] = rasoat_lines(office, "takedown", "draft")
    assert (request["recipient"], request["subjects"]) == ("meta", [AD1, PAGE1])
    [csv_file] = [Path(file) for file in request["files"] if file.endswith(".csv")]
    with csv_file.open(encoding="utf-8-sig", newline="") as read:
        of_advert, of_page = csv.DictReader(read)
    assert of_page["Mã trang / Page id"] == PAGE1.partition(":")[2]
    assert of_page["Tên khi ghi nhận / Name at the time"].startswith("Cổng Game Ví Dụ 1 (")
    assert (
        AD1.partition(":")[2] in of_page["Mã quảng cáo (ngày chạy) / Ad Library ids (days shown)"]
    )
    assert "vidu.example" in of_page["Tên miền đích / Landing domains"]
    for row in (of_advert, of_page):
        assert "Nổ hũ" in row["Lý do (trích nguyên văn)"]
        assert row["Chứng cứ / Evidence"].startswith("sha256:")
    [shown] = rasoat_lines(office, "cases", "show", PAGE1)
    assert [(one["days"], one["asked"], one["reached"]) for one in shown["locks"]] == [
        (30, 0, False),
        (90, 0, False),
    ]
    told = CliRunner().invoke(rasoat, ["-w", str(office.path), "cases", "show", PAGE1]).stdout
    assert "Requests in 30 days: 0, of 5 that the rule of temporary locks asks for" in told


def test_check_shows_what_was_saved_and_its_verdict(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(search(advert())), encoding="utf-8")
    run(office, "captures", path)
    words = ["-w", str(office.path), "check", "facebook.com/vi.du.1"]
    done = CliRunner().invoke(rasoat, words)
    assert done.exit_code == 3
    assert "Cổng Game Ví Dụ 1 – no publisher: present on captures" in done.stdout
    assert "Facebook is read by hand" in done.stdout
    assert "It was not judged yet" in done.stdout
    rasoat_lines(office, "judge", exit_code=3)
    assert "gambling" in CliRunner().invoke(rasoat, words).stdout
