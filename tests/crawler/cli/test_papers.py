"""``rasoat registry list, show, stats, coverage`` and ``match`` on a day, as a person uses them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import rasoat
from crawler.errors import FiguresRefused, UsageProblem
from crawler.workspace import create_workspace
from tests.crawler.register.files import HEADER

FIRM, OTHER = "Công ty TNHH Ví Dụ Xanh", "Công ty TNHH Trúc Ví Dụ"
JANUARY, MARCH, MAY = "2026-01-10", "2026-03-10", "2026-05-10"
LICENCE = "G1_service_licence"
TITLES = [f"Đảo Rồng {number}" for number in range(1, 13)]
LISTINGS = "".join(
    ["id,title,publisher\n", *(f"{n},{title},{FIRM}\n" for n, title in enumerate(TITLES, 1))]
)


class Office:
    """A rehearsal workspace whose commands run on a given day."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._patch = folder, monkeypatch
        self._path = create_workspace(folder / "office", rehearsal=True).path

    def run(self, day: str, *words: str, stdin: str | None = None) -> Result:
        self._patch.setenv("RASOAT_NOW", f"{day}T09:00+07:00")
        return CliRunner().invoke(rasoat, ["-w", str(self._path), *words], input=stdin)

    def rows(
        self, day: str, *words: str, stdin: str | None = None, code: int = 0
    ) -> list[dict[str, Any]]:
        done = self.run(day, *words, "--json", stdin=stdin)
        assert done.exit_code == code, (done.output, done.exception)
        return [json.loads(text) for text in done.stdout.splitlines()]

    def take(self, day: str, lines: Sequence[str], header: str = HEADER) -> dict[str, Any]:
        path = self.file(lines, header)
        (change,) = self.rows(day, "registry", "import", path, "--complete")
        return change

    def file(self, lines: Sequence[str], header: str = HEADER) -> str:
        path = self._folder / "register.csv"
        path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        return str(path)

    def answers(self, day: str, *words: str) -> list[dict[str, Any]]:
        return self.rows(day, "match", "-", *words, stdin=LISTINGS)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


def game(number: int, title: str, *, status: str = "active", issued: str = "10/01/2024") -> str:
    return f"{number},{title},{FIRM},G1_release_decision,{number}/QĐ-PTTH&TTĐT,{issued},{status},"


def licence(status: str = "active", *, issued: str = "05/01/2020") -> str:
    return f"900,,{FIRM},{LICENCE},17/GP-PTTH&TTĐT,{issued},{status},"


def certificate() -> str:
    return f"901,,{OTHER},G2_G3_G4_service_certificate,18/GCN-PTTH&TTĐT,05/01/2020,active,"


GAMES = [game(number, title) for number, title in enumerate(TITLES, 1)]


def test_a_revoked_licence_turns_all_twelve_titles_and_no_earlier_answer(office: Office) -> None:
    office.take(JANUARY, [*GAMES, licence(), certificate()])
    before = office.answers(JANUARY)
    assert [row["verdict"] for row in before] == ["licensed"] * 12
    listed = office.rows(MARCH, "registry", "list", "--as-of", JANUARY)
    change = office.take(MAY, [*GAMES, licence("revoked"), certificate()])
    assert (change["changed"], change["unchanged"]) == (1, 13)

    now = office.answers(MAY)
    assert [row["verdict"] for row in now] == ["licence_problem"] * 12
    assert all("17/GP-PTTH&TTĐT" in row["why"] for row in now)
    assert office.answers(MAY, "--as-of", JANUARY) == before
    assert office.answers(MAY, "--as-of", MAY, "--known", MARCH) == before
    papers = office.rows(MAY, "registry", "list", "--kind", "G1_release_decision")
    assert [(row["status"], row["in_force"]) for row in papers] == [("in_force", False)] * 12
    assert {row["publisher_paper"] for row in papers} == {"17/GP-PTTH&TTĐT"}
    assert office.rows(MAY, "registry", "list", "--as-of", JANUARY) == listed
    assert all(row["in_force"] for row in office.rows(MAY, "registry", "list", "--known", MARCH))


def test_a_suspended_licence_counts_again_once_it_is_resumed(office: Office) -> None:
    office.take(JANUARY, [*GAMES, licence()])
    office.take(MARCH, [*GAMES, licence("suspended")])
    office.take(MAY, [*GAMES, licence(), game(13, "Vườn Ví Dụ")])
    verdicts = {day: office.answers(MAY, "--as-of", day)[0]["verdict"] for day in (MARCH, MAY)}
    assert verdicts == {MARCH: "licence_problem", MAY: "licensed"}
    (shown,) = office.rows(MAY, "registry", "show", "900")
    assert [event["event"] for event in shown["events"]] == ["granted", "suspended", "resumed"]
    assert shown["events"][1]["not_before"] == JANUARY
    assert shown["events"][1]["not_after"] == MARCH


ENDS = f"{HEADER},expires,ended,decision,ground,origin"


def test_the_day_the_decision_and_the_ground_of_a_file_are_kept_and_cited(office: Office) -> None:
    lines = [f"{row},,,,,Trung Quốc" for row in GAMES]
    ended = f"{licence('revoked')},,20/02/2026,9/QĐ-VD,không hoạt động,"
    office.take(JANUARY, [*lines, f"{licence()},,,,,"], ENDS)
    assert office.take(MAY, [*lines, ended], ENDS)["changed"] == 1
    assert office.take(MAY, [*lines, ended], ENDS)["changed"] == 0
    why = office.answers(MAY)[0]["reasons"][0]
    assert all(part in why["vi"] for part in ("20/02/2026", "9/QĐ-VD", "không hoạt động"))
    verdicts = {
        day: office.answers(MAY, "--as-of", day)[0]["verdict"]
        for day in ("2026-02-19", "2026-02-20")
    }
    assert verdicts == {"2026-02-19": "licensed", "2026-02-20": "licence_problem"}
    found = office.rows(MAY, "registry", "stats")
    licences = next(row for row in found if row.get("figure") == "g1_licences")
    assert (licences["revoked"], licences["ended"], licences["stock"]) == (1, 1, 1)
    assert [row for row in found if "origin" in row] == [
        {"origin": "china", "games": 12, "percent": 100.0}
    ]


def test_a_licence_expires_by_its_own_date_without_an_import(office: Office) -> None:
    lines = [f"{row},,,,," for row in GAMES]
    office.take(JANUARY, [*lines, f"{licence()},31/03/2026,,,,"], ENDS)
    verdicts = {day: office.answers(day)[0]["verdict"] for day in ("2026-03-31", "2026-04-01")}
    assert verdicts == {"2026-03-31": "licensed", "2026-04-01": "licence_problem"}
    (shown,) = office.rows(MAY, "registry", "show", "900")
    last = shown["events"][-1]
    assert (last["event"], last["day"], last["import"]) == ("expired", "2026-04-01", None)


def test_a_file_with_several_kinds_cascades_without_a_workspace(office: Office) -> None:
    path = office.file([*GAMES, licence("revoked")])
    assert {row["verdict"] for row in office.answers(MAY, "--registry", path)} == {
        "licence_problem"
    }
    done = office.run(MAY, "match", "-", "--registry", path, "--known", MAY, stdin=LISTINGS)
    assert isinstance(done.exception, UsageProblem)


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.take(JANUARY, [*GAMES, licence()])
    change = office.take(MARCH, [*GAMES, licence()])
    assert (change["added"], change["changed"], change["unchanged"]) == (0, 0, 13)
    (shown,) = office.rows(MAY, "registry", "show", "900")
    assert len(shown["events"]) == 1


def test_a_paper_is_shown_by_another_spelling_with_its_events(office: Office) -> None:
    office.take(JANUARY, [game(1, "Đảo Rồng"), licence()])
    office.take(MARCH, [game(1, "Đảo Rồng", status="revoked"), licence()])
    (shown,) = office.rows(MAY, "registry", "show", "1 /QĐ_PTHH&TTĐT")
    assert (shown["number"], shown["in_force"]) == ("1/QĐ-PTTH&TTĐT", False)
    assert [(item["event"], item["import"]) for item in shown["events"]] == [
        ("granted", 1),
        ("revoked", 2),
    ]
    text = office.run(MAY, "registry", "show", "1").stdout
    assert f"after {JANUARY}, not later than {MARCH}" in text
    assert "raw: portal_id" in text
    (before,) = office.rows(MAY, "registry", "show", "1", "--known", JANUARY)
    assert (before["status"], len(before["events"])) == ("in_force", 1)
    gone = office.run(MAY, "registry", "show", "1", "--as-of", "2023-01-01")
    assert "holds no entry '1' on 2023-01-01" in str(gone.exception)


def test_the_newer_number_of_an_invalid_paper_is_labelled_as_derived(office: Office) -> None:
    old = game(1, "Đảo Rồng", status="invalid")
    office.take(JANUARY, [old, game(2, "Đảo Rồng", issued="28/05/2025")])
    assert office.rows(MAY, "registry", "show", "1")[0]["superseded_by"] == "2/QĐ-PTTH&TTĐT"
    assert "2/QĐ-PTTH&TTĐT (derived" in office.run(MAY, "registry", "show", "1").stdout
    assert office.rows(MAY, "registry", "show", "2")[0]["superseded_by"] is None


def test_a_paper_no_longer_listed_is_neither_in_force_nor_revoked(office: Office) -> None:
    many = [game(number, f"Rồng {number}") for number in range(1, 41)]
    office.take(JANUARY, many)
    office.take(MARCH, many[1:])
    listed = {row["entry"]: row for row in office.rows(MAY, "registry", "list")}
    assert (listed["1"]["status"], listed["1"]["in_force"]) == ("unlisted", None)
    assert listed["2"]["publisher_paper"] is None


def stated(office: Office, *lines: str) -> str:
    return office.file(lines, "figure,value,parts")


def test_figures_count_equal_periods_and_the_stock(office: Office) -> None:
    lines = [game(1, "A Ví", issued="14/11/2024"), game(2, "B Ví", issued="20/11/2023")]
    lines += [game(3, "C Ví", issued="01/02/2023"), game(4, "D Ví", issued="")]
    office.take(JANUARY, [*lines, licence()])
    found = office.rows(MAY, "registry", "stats", "--as-of", "2024-11-15")
    row = next(row for row in found if row.get("figure") == "g1_decisions")
    assert (row["granted"], row["granted_before"], row["granted_percent"]) == (1, 1, 0.0)
    assert (row["from"], row["to"]) == ("2024-01-01", "2024-11-15")
    assert (row["before_from"], row["before_to"]) == ("2023-01-01", "2023-11-15")
    assert (row["stock"], row["in_force"]) == (3, 3)
    (missing,) = [row for row in found if "not_counted" in row]
    assert (missing["entry"], missing["of"]) == ("4", "g1_decisions")
    text = office.run(MAY, "registry", "stats", "--as-of", "2024-11-15").stdout
    assert "Before: the same days, 2023-01-01 to 2023-11-15." in text
    assert "Not counted everywhere: 1" in text


def test_all_that_is_not_counted_is_listed_in_json(office: Office) -> None:
    office.take(JANUARY, [game(number, f"Rồng {number}", issued="") for number in range(1, 31)])
    words = ("registry", "stats", "--as-of", "2024-11-15")
    assert "10 more; --json lists them all" in office.run(MAY, *words).stdout
    assert sum("not_counted" in row for row in office.rows(MAY, *words)) == 30


def test_a_stated_sum_that_does_not_hold_is_printed_and_ends_with_three(office: Office) -> None:
    office.take(JANUARY, [*GAMES, licence()])
    wrong = stated(office, "g2_g4_confirmations_2024,16.331,15321+1011", "g1_decisions.stock,12,")
    found = office.rows(MAY, "registry", "stats", "--stated", wrong, code=3)
    failed = [row["says"] for row in found if row.get("ok") is False]
    assert failed == ["15321 + 1011 = 16332 ≠ 16331"]
    done = office.run(MAY, "registry", "stats", "--stated", wrong)
    assert done.exit_code == 3
    assert "mismatch" in done.stdout
    right = stated(office, "g1_decisions.stock,12,")
    assert office.run(MAY, "registry", "stats", "--stated", right).exit_code == 0
    other = stated(office, "g1_decisions.stock,13,")
    assert office.run(MAY, "registry", "stats", "--stated", other).exit_code == 3


def test_a_file_of_stated_figures_in_another_encoding_is_one_sentence(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "stated.csv"
    path.write_bytes("figure,value\nĐảo,1\n".encode("utf-16"))
    done = office.run(MAY, "registry", "stats", "--stated", str(path))
    assert isinstance(done.exception, FiguresRefused)
    assert "is not UTF-8" in str(done.exception)


def test_coverage_of_a_former_day_knows_only_what_was_imported_then(office: Office) -> None:
    lines = [*GAMES, f"77,Vườn Ví Dụ,{FIRM},G2_confirmation,77/GXN-PTTH&TTĐT,10/01/2024,active,"]
    office.take(MARCH, lines)
    assert office.run(MARCH, "registry", "coverage").exit_code == 0
    assert office.run("2026-12-01", "registry", "coverage").exit_code == 3
    assert office.run("2026-12-01", "registry", "coverage", "--as-of", MARCH).exit_code == 0
    early = office.rows(MAY, "registry", "coverage", "--as-of", JANUARY, code=3)
    assert [row["entries"] for row in early] == [0, 0]
