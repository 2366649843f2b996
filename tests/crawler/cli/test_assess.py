"""``rasoat assess``: texts of a file by their words, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from crawler.cli.assess import _line, _prepare
from crawler.records import Assessment, Finding, PublishedText, TextVerdict, Weight
from crawler.workspace import create_workspace

ROOT = Path(__file__).resolve().parents[3]
OFFER = "Nổ hũ đổi thưởng, nạp rút 1:1, tặng 50k cho tân thủ"


def run(*words: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    body = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *words],
        cwd=ROOT,
        input=body,
        capture_output=True,
        check=False,
    )


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=True) + "\n"


@pytest.mark.parametrize("compiled", [False, True])
def test_who_waits_for_the_compiler_is_told(
    compiled: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("matchers.engine.compiling.is_compiled", lambda _: compiled)
    read: list[PublishedText] = []

    def assessed(texts: Iterable[PublishedText]) -> Iterator[Assessment]:
        read.extend(texts)
        yield Assessment(id="", verdict=TextVerdict.CLEAN, score=0.0, findings=())

    _prepare(assessed)
    assert len(read) == 1
    assert ("Preparing" in capsys.readouterr().err) is not compiled


@pytest.mark.parametrize(
    ("texts", "piped", "loaded"), [(1, False, False), (1, True, False), (50, False, True)]
)
def test_few_texts_are_read_before_machine_code_is_loaded(
    texts: int, piped: bool, loaded: bool, tmp_path: Path
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(line(id=str(at), text=OFFER) for at in range(texts)), encoding="utf-8")
    file = "-" if piped else str(path)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "crawler.cli", "assess", file, "--json"],
        cwd=ROOT,
        input=path.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert {row["verdict"] for row in rows(done)} == {"gambling"}
    assert len(rows(done)) == texts
    assert (b"numba.core.dispatcher" in done.stderr) is loaded


def test_json_lines_say_verdict_findings_and_what_is_read() -> None:
    given = line(id="1", title="n.ổ h.ũ", text="đ0i thuong, xem sunwin[.]com") + line(
        id="2", text="Lớp vẽ còn 2 slot"
    )
    done = run("assess", "-", "--reads", "--json", given=given)
    assert done.returncode == 0, done.stderr
    first, second = rows(done)
    assert first["verdict"] == "gambling"
    assert first["reads"] == "no hu doi thuong xem sunwin.com"
    assert second["verdict"] == "clean"
    findings = first["findings"]
    assert isinstance(findings, list)
    assert set(findings[0]) == {"signal", "field", "quote", "term", "weight"}
    assert "n.ổ h.ũ" in {finding["quote"] for finding in findings}


def test_reads_stand_there_only_when_asked_for() -> None:
    assert "reads" not in rows(run("assess", "-", "--json", given=line(id="1", text="a")))[0]


def test_csv_gives_a_table(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    path.write_text(f'id,title,text\n1,Shop,"{OFFER}"\n2,Trà sữa,Mua 1 tặng 1\n', encoding="utf-8")
    done = run("assess", str(path))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert [text.split()[:2] for text in lines[1:]] == [["1", "gambling"], ["2", "clean"]]


def test_posts_as_collected_are_read_too() -> None:
    given = line(id="1", page_name="Hội vui", body=OFFER, link_url="https://vidu-go88.vip")
    done = run("assess", "-", "--json", given=given)
    (row,) = rows(done)
    assert row["verdict"] == "gambling"
    findings = row["findings"]
    assert isinstance(findings, list)
    assert ("brand", "url", "go88") in {(f["signal"], f["field"], f["quote"]) for f in findings}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("no json\n", "line 2 is not JSON"),
        ("[1]\n", "line 2 is no JSON object"),
        ('{"id": "x"}\n', "line 2 has neither title nor text"),
        ('{"id": "x", "text": ["a"]}\n', "line 2: text is no text"),
        ("[" * 5000 + "\n", "line 2 is not JSON"),
        (b'{"id": "x", "text": "\xff"}\n'.decode("latin-1"), ""),
    ],
)
def test_a_line_without_a_text_is_refused_alone(bad: str, says: str) -> None:
    given = line(id="1", text="a") + bad + line(id="3", text="b")
    done = run("assess", "-", "--json", given=given)
    assert {"1", "3"} <= {row["id"] for row in rows(done)}
    if says:
        assert done.returncode == 3
        assert says in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


def test_a_text_whose_id_comes_again_is_answered_and_told() -> None:
    done = run("assess", "-", "--json", given=line(id="1", text="a") + line(id="1", text="b"))
    assert done.returncode == 3
    assert len(rows(done)) == 2
    assert "line 2 has the id 1 of line 1" in done.stderr.decode()


def test_a_csv_row_of_another_width_is_refused_alone() -> None:
    done = run("assess", "-", "--json", given="id,text\n1,a\n2\n3,b,c\n4,d\n")
    assert done.returncode == 3
    assert [row["id"] for row in rows(done)] == ["1", "4"]
    assert "line 3 has 1 cells" in done.stderr.decode()


@pytest.mark.parametrize("given", ["", "\n \n", "id,name\n1,a\n"])
def test_a_file_without_texts_is_one_sentence(given: str) -> None:
    done = run("assess", "-", given=given)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("rasoat: ")
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "text",
    [
        *("", "🎰🎲🐓", "\x00\x01\x02\x7f", "\ud83c lẻ", "\u202e" * 50, "a" * 1_000_000),
        "nạp rút cược " * 80_000,
    ],
    ids=["empty", "emoji", "controls", "surrogate", "override", "one word", "long"],
)
def test_strange_texts_are_answered(text: str) -> None:
    done = run("assess", "-", "--reads", "--json", given=line(id="1", text=text))
    assert done.returncode == 0, done.stderr
    assert rows(done)[0]["id"] == "1"


def test_the_offices_words_count(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False).path
    (office / "lexicon" / "own.toml").write_text(
        '[terms.cash_out]\ndecisive = ["quẩy lúa ra thóc"]\n', encoding="utf-8"
    )
    given = line(id="1", text="Quẩy lúa ra thóc mỗi ngày")
    without = run("assess", "-", "--json", given=given)
    within = run("-w", str(office), "assess", "-", "--json", given=given)
    assert [rows(done)[0]["verdict"] for done in (without, within)] == ["clean", "gambling"]


def test_many_texts_keep_their_order() -> None:
    given = "".join(line(id=str(number), text="Trà sữa") for number in range(1_700))
    done = run("assess", "-", "--json", given=given)
    assert [row["id"] for row in rows(done)] == [str(number) for number in range(1_700)]


def test_a_licensed_fish_game_is_clean_until_it_cashes_out() -> None:
    offer = "Trò chơi bắn cá giải trí{}, hàng trăm loài cá. Giấy phép G1 số 000/QĐ-VD."
    rows = [
        {"id": str(number), "title": "Bắn Cá Vui Vẻ", "text": offer.format(more)}
        for number, more in enumerate(("", ", đổi thưởng thẻ cào"))
    ]
    done = run("assess", "-", "--json", given="\n".join(map(json.dumps, rows)))
    plain, cashing = (json.loads(line) for line in done.stdout.splitlines())
    assert plain["verdict"] == "clean"
    assert cashing["verdict"] == "gambling"
    assert "decisive" in {found["weight"] for found in cashing["findings"]}


@pytest.mark.parametrize("reads", [None, "", 'no "hu"'])
@pytest.mark.parametrize("odd", ['say "no"', "a\\b", "two\nlines\t\x00\x7f", "ổ💰\u2028", ""])
def test_a_line_is_what_json_writes(odd: str, reads: str | None) -> None:
    finding = Finding(signal="brand", field="text", quote=odd, term=odd, weight=Weight.WEAK)
    found = Assessment(
        id=odd, verdict=TextVerdict.UNSURE, score=0.25, findings=(finding, finding), reads=reads
    )
    fields = {"signal": "brand", "field": "text", "quote": odd, "term": odd, "weight": "weak"}
    row = {"id": odd, "verdict": "unsure", "score": 0.25, "findings": [fields, fields]}
    row |= {} if reads is None else {"reads": reads}
    assert _line(found, reads=reads is not None) == json.dumps(row, ensure_ascii=False)
