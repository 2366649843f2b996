"""``rasoat screen``: names in, an order for a queue out."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler import protected
from crawler.cli import rasoat
from crawler.errors import NamesRefused, WorkspaceError
from crawler.names.pieces import PIECE
from crawler.store.protected import append_protected_event
from crawler.workspace import create_workspace
from tests.crawler.office import NOW

ROOT = Path(__file__).resolve().parents[3]
PEAK_MB = 500
ACCUSING = ("vi phạm", "trái phép", "lừa đảo", "bất hợp pháp", "illegal", "unlicensed", "scam")
NAMES = b"""go88vip.club
https://www.sunwin-88.top/vao?x=1
baking-recipes.com

# a comment
SUNWIN88.VIP.
192.0.2.1
someone@go88.com
thuvienhanoi.edu.vn
*.nhacai789bet.win
"""


def run(*words: str, body: bytes = NAMES) -> Result:
    return CliRunner().invoke(rasoat, ["screen", "-", *words], input=body)


def rows(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_threshold_that_is_no_number_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_text("go88.vip\n", encoding="utf-8")
    done = CliRunner().invoke(rasoat, ["screen", str(file), "--threshold", "nan"])
    assert (done.exit_code, "nan is no number" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "body",
    [
        *("", "\n \n", "\ufeff", "# a comment\n", "# one\n\n   # two", "#" * 300_000 + "\n#\n"),
        "domain,label\n",
        "127.0.0.1 localhost\n",
        "; a zone\n$TTL 3600\n$ORIGIN vn.\n",
    ],
)
def test_a_file_without_a_name_is_a_void_source(tmp_path: Path, body: str) -> None:
    file = tmp_path / "n.txt"
    file.write_text(body, encoding="utf-8")
    done = CliRunner().invoke(rasoat, ["screen", str(file)])
    assert (done.exit_code, "holds no name: a void source" in done.stderr) == (3, True)


def test_an_unfinished_last_line_counts_as_a_line(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_text("lone", encoding="utf-8")
    done = CliRunner().invoke(rasoat, ["screen", str(file)])
    assert (done.exit_code, "Refused 1 of 1 lines" in done.stderr) == (3, True), done.stderr


def test_flagged_names_come_in_the_order_of_the_file() -> None:
    found = rows(run("--json"))
    assert [row["name"] for row in found] == [
        *("go88vip.club", "www.sunwin-88.top", "sunwin88.vip", "nhacai789bet.win")
    ]
    assert found[1]["domain"] == "sunwin-88.top"
    for row in found:
        assert set(row) == {"name", "domain", "score", "flagged", "reasons"}
        assert row["flagged"] is True
        assert 0 < row["score"] <= 1


def test_every_flagged_name_quotes_its_own_words() -> None:
    for row in rows(run("--json")):
        quotes = [reason["quote"] for reason in row["reasons"]]
        assert quotes
        assert any(quote and quote in row["name"] for quote in quotes)
        for reason in row["reasons"]:
            assert reason["rule"].startswith("domain_")
            assert reason["field"] == "domain"
            assert reason["vi"]
            assert reason["en"]


def test_all_names_are_shown_when_asked_for() -> None:
    found = {row["name"]: row for row in rows(run("--json", "--all"))}
    assert len(found) == 6
    assert found["baking-recipes.com"]["flagged"] is False
    assert found["thuvienhanoi.edu.vn"]["flagged"] is False


def test_refused_lines_are_named_by_number_and_counted() -> None:
    done = run("--json")
    assert done.exit_code == 3
    assert "Line 7 is refused, an IP address: 192.0.2.1" in done.stderr
    assert "Line 8 is refused, an e-mail address" in done.stderr
    assert "Refused 2 of 10 lines: 1 an IP address, 1 an e-mail" in done.stderr


def test_a_clean_file_ends_with_zero_and_says_nothing() -> None:
    done = run("--json", body=b"go88vip.club\r\n\r\nexample.com\r\n")
    assert (done.exit_code, done.stderr) == (0, "")


def test_an_empty_stdin_is_a_void_source() -> None:
    assert (run(body=b"").exit_code, run(body=b"").stdout) == (3, "")


def test_a_name_that_is_not_flagged_is_a_name_all_the_same() -> None:
    done = run(body=b"# a comment\nexample.com\n" + b"# more\n" * 80_000)
    assert (done.exit_code, done.stderr, done.stdout) == (0, "", "")
    assert run(body=b"# a comment\nblogspot.com\n").exit_code == 0  # one that many share


def test_the_list_of_refused_lines_is_bounded() -> None:
    done = run(body=b"192.0.2.1\n" * 40_000)
    assert done.exit_code == 3
    assert done.stderr.count("is refused") == 20
    assert "Refused 40000 of 40000 lines" in done.stderr


def test_line_numbers_go_on_behind_a_piece() -> None:
    body = b"example.com\n" * (2 * PIECE // 12) + b"192.0.2.1\n"
    assert f"Line {2 * PIECE // 12 + 1} is refused" in run(body=body).stderr


def test_quiet_still_ends_with_three() -> None:
    done = CliRunner().invoke(rasoat, ["-q", "screen", "-"], input=NAMES)
    assert (done.exit_code, done.stderr) == (3, "")


@pytest.mark.parametrize(
    "body",
    [
        bytes(range(256)) * 40,
        b"\x00" * 5_000,
        b"x" * (3 * PIECE),
        f"{'a' * 300}.com\n".encode(),
        "go88.com\n".encode("utf-16"),
        b"\xff\xfe\n\x80\x81.com\n",
        b"." * 300,
        b"xn--.com\nxn--a-.com\nxn--99999999.com\nxn---.com\n",
        "đánhbài.vn\nсазино.com\n\U0001f3b0.ws\n".encode(),
    ],
)
def test_junk_is_refused_or_read_but_never_a_crash(body: bytes) -> None:
    done = run("--json", "--all", body=body)
    assert done.exit_code in (0, 3), done.output
    for row in rows(done):
        assert row["name"].isascii()
        assert row["name"].isprintable()


def test_a_threshold_is_used_and_must_be_a_share() -> None:
    every, none = run("--json", "--threshold", "0"), run("--json", "--threshold", "1")
    names = [row["name"] for row in rows(every)]
    assert len(names) == 5
    assert "thuvienhanoi.edu.vn" not in names  # protected, whatever the threshold
    assert rows(none) == []
    assert run("--threshold", "1.5").exit_code == 2


def test_a_suffix_of_many_owners_is_never_flagged() -> None:
    done = run("--json", "--all", "--threshold", "0", body=b"blogspot.com\nbet88.blogspot.com\n")
    shared, hosted = rows(done)
    assert (shared["flagged"], shared["score"]) == (False, 0)
    assert [reason["rule"] for reason in shared["reasons"]] == ["domain_shared"]
    assert (hosted["domain"], hosted["flagged"]) == ("bet88.blogspot.com", True)
    assert done.exit_code == 0


def test_a_table_line_has_score_name_and_vietnamese_words() -> None:
    line = run(body=b"go88vip.club\n").stdout
    score, name, why = line.split(maxsplit=2)
    assert 0 < float(score) <= 1
    assert name == "go88vip.club"
    assert "cần xem" in why


@pytest.mark.parametrize("words", [(), ("--json",), ("--all",), ("--all", "--json")])
def test_nobody_is_accused(words: tuple[str, ...]) -> None:
    shown = run(*words).stdout.lower()
    assert [word for word in ACCUSING if word in shown] == []


def test_the_answers_do_not_depend_on_how_the_file_is_cut() -> None:
    lines = [b"go88vip%d.club\nplain%d.example\n" % (n, n) for n in range(9_000)]
    assert len(b"".join(lines)) > PIECE
    done = run("--json", "--all", body=b"".join(lines))
    names = [name for pair in lines for name in pair.decode().split()]
    assert [row["name"] for row in rows(done)] == names
    alone = run("--json", "--all", body=lines[8_000]).stdout.splitlines()
    assert done.stdout.splitlines()[16_000:16_002] == alone


def _many() -> Iterator[bytes]:
    for number in range(4_000):
        yield b"".join(b"plain%d-%d.example\n" % (number, n) for n in range(1_000))


@pytest.mark.slow
def test_the_memory_is_bounded_whatever_the_size(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler.cli", "screen", "-"]
    opened = (tmp_path / "out").open("wb")
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=opened)
    assert child.stdin is not None
    with child.stdin as file:
        for part in _many():
            file.write(part)
        peak = _peak_kb(child.pid)
    assert child.wait() == 0
    opened.close()
    assert 0 < peak < PEAK_MB * 1024


def _peak_kb(process: int) -> int:
    """Of the process itself: what ``wait4`` tells holds its parent's memory too."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


OFFICE_NAME = "go88-tinhvidu.club"


def office_that_protects(folder: Path, *, approved: bool) -> Path:
    office = create_workspace(folder / "office", rehearsal=False)
    subject = f"domain:{OFFICE_NAME}"
    with office.open_store() as store:
        protected.propose(store, subject, reason="đang khiếu nại", who="an", now=NOW)
        if approved:
            protected.approve(store, subject, who="binh", now=NOW)
    return office.path


def screened_in(office: Path, *words: str) -> list[dict[str, Any]]:
    body = f"{OFFICE_NAME}\nwww.sunwin.gov.vn\n".encode()
    done = CliRunner().invoke(rasoat, ["-w", str(office), "screen", "-", "--json", *words], body)
    assert done.exit_code == 0, done.output
    return rows(done)


def test_names_that_the_office_protects_are_not_flagged(tmp_path: Path) -> None:
    office = office_that_protects(tmp_path, approved=True)
    assert screened_in(office) == []
    own, shipped = screened_in(office, "--all")
    assert (own["flagged"], shipped["flagged"]) == (False, False)
    assert "đang khiếu nại" in own["reasons"][0]["vi"]
    assert shipped["reasons"][0]["en"].startswith("protected: “gov.vn”")


def test_what_one_person_alone_proposed_is_not_protected(tmp_path: Path) -> None:
    (own,) = screened_in(office_that_protects(tmp_path, approved=False))
    assert (own["name"], own["flagged"]) == (OFFICE_NAME, True)


def test_a_protected_public_suffix_hides_nothing_and_is_told(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False)
    with office.open_store() as store, store.writing():  # stored before such names were refused
        append_protected_event(store, "com.vn", "proposed", at=NOW, who="an", reason="từ trước")
        append_protected_event(store, "com.vn", "approved", at=NOW, who="binh")
    words = ["-w", str(office.path), "screen", "-", "--json"]
    done = CliRunner().invoke(rasoat, words, b"sunwin88-nohu.com.vn\n")
    assert [row["flagged"] for row in rows(done)] == [True]
    assert "com.vn is among the protected names and protects nobody" in done.stderr


def test_the_workspace_around_it_counts_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office_that_protects(tmp_path, approved=True))
    assert rows(run("--json", body=OFFICE_NAME.encode())) == []


def test_a_workspace_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(rasoat, ["-w", str(tmp_path), "screen", "-"], NAMES)
    assert isinstance(done.exception, WorkspaceError)


@pytest.mark.parametrize(
    "body",
    [
        b"id;domain\n1;go88vip.club\n2;baking-recipes.com\n3;192.0.2.1\n",
        b"0.0.0.0 go88vip.club\n127.0.0.1 localhost\n0.0.0.0 baking-recipes.com\n192.0.2.1\n",
        b"go88vip.club. 60 IN NS ns.vidu.\nbaking-recipes.com. 60 IN NS ns.vidu.\n\n192.0.2.1\n",
    ],
)
def test_other_files_of_names_are_read_with_their_lines(body: bytes) -> None:
    for packed in (body, gzip.compress(body)):
        done = run("--json", body=packed)
        assert [row["name"] for row in rows(done)] == ["go88vip.club"]
        assert done.exit_code == 3
        assert "Line 4 is refused, an IP address: 192.0.2.1" in done.stderr


def test_a_packed_file_that_breaks_off_is_an_error() -> None:
    done = run(body=gzip.compress(NAMES)[:-9])
    assert isinstance(done.exception, NamesRefused)
