"""``rasoat registry aliases``, ``registry declared`` and ``cases ask`` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import LicenseeProblem
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import GOOGLE, see
from tests.crawler.register.files import FIRM, csv_file, games


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    path = tmp_path / "g1.csv"
    path.write_bytes(csv_file(*games(20)).body)
    assert _run(made, "registry", "import", str(path)).exit_code == 0
    return made


def _run(office: Workspace, *words: str) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(office.path), *words])


def _rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code in (0, 3), result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def _match(office: Workspace, **listing: str) -> dict[str, object]:
    path = office.path / "listing.jsonl"
    path.write_text(json.dumps({"id": "1", "title": "Đảo Rồng 3"} | listing), encoding="utf-8")
    (row,) = _rows(_run(office, "match", str(path), "--json"))
    return row


def test_an_alias_is_added_used_and_withdrawn(office: Workspace) -> None:
    listing = {"publisher": "Bếp Lửa Vui Vẻ"}
    assert _match(office, **listing)["verdict"] == "other_publisher"
    names = ("Bếp Lửa Vui Vẻ", FIRM)
    added = _run(office, "registry", "aliases", "add", *names, "--source", "12/VDS", "--as", "an")
    assert added.exit_code == 0, added.output
    assert _match(office, **listing)["verdict"] == "licensed"
    row = _rows(_run(office, "registry", "aliases", "list", "--json"))[-1]
    assert (row["account"], row["source"], row["who"]) == ("Bếp Lửa Vui Vẻ", "12/VDS", "an")
    _run(office, "registry", "aliases", "withdraw", *names, "--reason", "bán lại")
    assert _match(office, **listing)["verdict"] == "other_publisher"


def test_a_problem_is_the_error_that_the_command_line_prints(office: Workspace) -> None:
    words = ("registry", "aliases", "add", "Vidu", "Công ty Không Có", "--source", "x")
    assert isinstance(_run(office, *words).exception, LicenseeProblem)


def test_aliases_are_imported(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text(
        f"account,publisher,source,day\nBếp Lửa,{FIRM},x,2026-11-03\n", encoding="utf-8"
    )
    (row,) = _rows(_run(office, "registry", "aliases", "import", str(path), "--json"))
    assert row == {"added": 1, "known": 0}


def test_declared_accounts_are_imported_listed_and_withdrawn(
    office: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "declared.csv"
    text = f"publisher,account,letter,day\n{FIRM},google:com.vidu.dao,12/VDS,2026-11-03\n"
    path.write_text(text, encoding="utf-8")
    (taken,) = _rows(_run(office, "registry", "declared", "import", str(path), "--json"))
    assert taken == {"added": 1, "known": 0}
    listing = {"publisher": "Kẻ Lạ Sao Hỏa", "package": "com.vidu.dao"}
    assert _match(office, **listing)["verdict"] == "licensed"
    (row,) = _rows(_run(office, "registry", "declared", "list", "--json"))
    assert (row["account"], row["letter"]) == ("google:com.vidu.dao", "12/VDS")
    withdrawn = ("registry", "declared", "withdraw", "google:com.vidu.dao", "--reason", "nhầm")
    assert _run(office, *withdrawn).exit_code == 0
    assert _match(office, **listing)["verdict"] == "other_publisher"


def test_a_claim_and_a_host_are_read_from_the_listing(office: Workspace) -> None:
    assert _match(office)["verdict"] == "unsure"
    row = _match(office, text="Quyết định số 3/QĐ-PTTH&TTĐT ngày 31/12/2024")
    assert row["verdict"] == "licensed"
    reasons = row["reasons"]
    assert isinstance(reasons, list)
    assert reasons[0]["quote"] == "3/QĐ-PTTH&TTĐT"
    copied = _match(office, publisher="Kẻ Lạ Sao Hỏa", text="3/QĐ-PTTH&TTĐT")
    assert copied["verdict"] == "other_publisher"


def test_the_licensee_is_asked_and_its_answer_learned(office: Workspace) -> None:
    facts = {"genre_id": "GAME_ROLE_PLAYING"}
    text = "Nhập vai đánh theo lượt, lập bang hội, tranh đoạt thành trì cùng bạn bè khắp nơi."
    with office.open_store() as store:
        see(store, GOOGLE, title="Đảo Rồng 3", publisher="Bếp Lửa Vui Vẻ", text=text, facts=facts)
    _run(office, "judge")
    (row,) = _rows(_run(office, "cases", "ask", GOOGLE, "--as", "an", "--json"))
    assert row["publisher"] == FIRM
    letter = Path(str(row["file"])).read_text(encoding="utf-8")
    assert FIRM in letter
    assert "Bếp Lửa Vui Vẻ" in letter
    done = _run(office, "cases", "dismiss", GOOGLE, "--same-publisher", "--note", "12/VDS")
    assert done.exit_code == 0, done.output
    (verdict,) = _rows(_run(office, "judge", "--json"))
    assert verdict["verdict"] == "licensed"
