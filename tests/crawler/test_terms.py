"""Terms are proposed from confirmed cases, and used once a person accepted them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler import cases
from crawler.cli import rasoat
from crawler.cli.common import Opened
from crawler.cli.sweep import say_proposed
from crawler.errors import WorkspaceError
from crawler.records import EntryStatus, LicenceKind, RegistryEntry, VerdictKind
from crawler.store import Store
from crawler.store.registry import Takeover, take_over
from crawler.sweeps import terms_of
from crawler.terms import decide, grams, listed_terms, propose, proposed_terms
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace
from tests.crawler.office import NOW, confirmed, flag, see


def register(store: Store, *titles: str) -> None:
    """A register with these titles."""
    papers = tuple(
        RegistryEntry(
            entry=str(number),
            kind=LicenceKind.G1_RELEASE_DECISION,
            number=f"{number}/QĐ-VD",
            issued=None,
            title=title,
            publisher="Công ty Ví Dụ",
            status=EntryStatus.IN_FORCE,
        )
        for number, title in enumerate(titles)
    )
    take_over(
        store,
        Takeover(
            taken_at=NOW, taken_by="an", files=(), added=papers, changed=(), gone=(), classes={}
        ),
    )


def confirm(store: Store, *titles: str, accounts: int = 9) -> None:
    """Confirmed cases of these titles, of so many accounts."""
    for number, title in enumerate(titles):
        account = str(number % accounts)
        confirmed(store, f"google:com.vidu.n{number}", title=title, publisher_id=account)


LICENSED = [f"Vương Quốc {name}" for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] * 4
CONFIRMED = ("Nổ Hũ Phát Tài", "Vua Nổ Hũ 88", "Nổ Hũ: Phát Tài 2")


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    made = create_workspace(tmp_path / "office", rehearsal=False)
    (made.path / SETTINGS_FILE).write_text("", encoding="utf-8")
    return open_workspace(made.path)


@pytest.fixture
def store(office: Workspace) -> Iterator[Store]:
    with office.open_store() as opened:
        register(opened, *LICENSED)
        yield opened


def proposed(office: Workspace, store: Store) -> list[str]:
    return [one.term for one in propose(office, store)]


def test_what_stands_in_confirmed_titles_and_not_in_licensed_ones_is_proposed_with_its_counts(
    office: Workspace, store: Store
) -> None:
    confirm(store, *CONFIRMED)
    (one,) = propose(office, store)
    assert (one.term, one.language, one.confirmed, one.accounts, one.licensed) == (
        "nổ hũ",
        "vi",
        3,
        3,
        0,
    )
    assert one.reason == (
        "in 3 of 3 titles of confirmed cases, of 3 accounts, and in 0 of 104 licensed ones; "
        "first: “Nổ Hũ Phát Tài”"
    )
    assert proposed_terms(office) == [one]
    assert terms_of(office) == ()


def test_what_licensed_titles_hold_as_often_is_not_proposed(
    office: Workspace, store: Store
) -> None:
    confirm(store, "Vương Quốc Một", "Vương Quốc Hai", "Vương Quốc Ba")
    assert proposed(office, store) == []


def test_titles_of_apps_that_were_judged_to_be_licensed_speak_against_a_term(
    office: Workspace, store: Store
) -> None:
    confirm(store, *CONFIRMED)
    for number in range(15):
        flag(store, f"apple:{number}", VerdictKind.LICENSED, title=f"Nổ Hũ Vui {number}")
    assert proposed(office, store) == []


def test_without_a_register_nothing_is_known_to_be_rare(tmp_path: Path) -> None:
    made = create_workspace(tmp_path / "bare", rehearsal=False)
    with made.open_store() as bare:
        confirm(bare, *CONFIRMED)
        assert proposed(made, bare) == []


@pytest.mark.parametrize(
    ("titles", "accounts"), [(CONFIRMED, 1), (CONFIRMED[:2], 2), (("Một", "Hai", "Ba"), 3)]
)
def test_one_account_or_two_titles_make_no_term(
    office: Workspace, store: Store, titles: tuple[str, ...], accounts: int
) -> None:
    confirm(store, *titles, accounts=accounts)
    assert proposed(office, store) == []


def test_open_and_dismissed_cases_and_other_grounds_make_no_term(
    office: Workspace, store: Store
) -> None:
    for number, title in enumerate(CONFIRMED):
        flag(store, f"google:com.vidu.o{number}", title=title, publisher_id=str(number))
        gone = flag(store, f"google:com.vidu.d{number}", title=title, publisher_id=str(number))
        cases.dismiss(store, [str(gone)], who="an", note="x", now=NOW)
        see(store, f"google:com.vidu.s{number}", title=title)
        kind, account = VerdictKind.IMPOSTOR, str(number)
        other = flag(store, f"google:com.vidu.i{number}", kind, title=title, publisher_id=account)
        cases.confirm(store, [str(other)], who="an", note=None, now=NOW)
    assert proposed(office, store) == []


def test_a_term_in_use_is_not_proposed_and_a_decided_one_never_again(
    office: Workspace, store: Store
) -> None:
    confirm(store, *CONFIRMED, *(f"Slot Vui {number}" for number in range(3)))
    (office.terms / "vi.txt").write_text("Nổ hũ # của ta", encoding="utf-8")
    assert proposed(office, store) == ["slot vui"]
    decide(office, store, ["slot vui"], accepted=False, language=None, who="an", now=NOW)
    assert proposed(office, store) == []
    assert proposed_terms(office) == []
    (row,) = (one for one in listed_terms(office, store) if one.status == "refused")
    assert (row.term, row.who, row.at) == ("slot vui", "an", NOW)


def test_an_accepted_term_stands_in_the_file_of_its_language_and_is_swept_for(
    office: Workspace, store: Store
) -> None:
    confirm(store, *CONFIRMED)
    (office.terms / "vi.txt").write_text("tài xỉu", encoding="utf-8")
    propose(office, store)
    decide(office, store, ["nổ hũ"], accepted=True, language=None, who="An Ví Dụ", now=NOW)
    assert terms_of(office) == ("tài xỉu", "nổ hũ")
    text = (office.terms / "vi.txt").read_text(encoding="utf-8")
    assert text == "tài xỉu\nnổ hũ  # accepted by An Ví Dụ, 2026-11-20\n"
    (row,) = (one for one in listed_terms(office, store) if one.term == "nổ hũ")
    assert (row.status, row.who, row.language) == ("in use", "An Ví Dụ", "vi")
    with pytest.raises(WorkspaceError, match="“nổ hũ” is not proposed"):
        decide(office, store, ["nổ hũ"], accepted=True, language=None, who="an", now=NOW)


def test_no_more_is_proposed_than_somebody_reads(office: Workspace, store: Store) -> None:
    words = [f"vidu{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(70)]
    register(store, *(f"Vương Quốc {number}" for number in range(3_000)))
    confirm(store, *(f"{word} {number}" for word in words for number in range(3)))
    assert len(proposed(office, store)) == 50


def test_a_proposal_file_that_was_spoilt_is_a_sentence(office: Workspace) -> None:
    (office.terms / "proposed.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="Make it anew: rasoat terms propose"):
        proposed_terms(office)


@pytest.mark.parametrize(
    ("title", "held", "missing"),
    [
        ("Nổ Hũ: Phát Tài!", {"nổ hũ", "hũ phát tài"}, {"nổ", "hũ"}),
        ("SUNWIN 88", {"sunwin", "sunwin 88"}, {"88"}),
        ("捕鱼达人 game", {"捕鱼", "达人", "捕鱼达人"}, {"捕"}),
        ("คาสิโน ออนไลน์", {"คาสิโน", "คาสิโน ออนไลน์"}, {"คา"}),
        ("ល្បែង ស្លុត", {"ល្បែង ស្លុត"}, set()),
        ("nổ 捕鱼 hũ", {"捕鱼"}, {"nổ hũ"}),
        ("a b c d e", {"a b c d"}, {"a b c d e"}),
        ("", set(), {""}),
    ],
)
def test_terms_are_words_as_people_write_them(
    title: str, held: set[str], missing: set[str]
) -> None:
    found = grams(title)
    assert held <= found
    assert not missing & found


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(rasoat, ["-w", str(folder), *words], catch_exceptions=False)


def test_a_new_workspace_has_terms_in_six_languages_and_keeps_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    (folder / "terms").mkdir(parents=True)
    (folder / "terms" / "en.txt").write_text("mine", encoding="utf-8")
    assert CliRunner().invoke(rasoat, ["init", str(folder)]).exit_code == 0
    made = open_workspace(folder)
    names = {path.name for path in made.terms.iterdir()}
    assert names == {f"{name}.txt" for name in ("vi", "en", "zh", "th", "km", "id")}
    assert {"mine", "nổ hũ", "百家乐", "คาสิโน", "ល្បែង", "togel"} <= set(terms_of(made))
    assert "casino" not in terms_of(made)


def test_a_person_decides_on_the_command_line(office: Workspace, store: Store) -> None:
    confirm(store, *CONFIRMED, *(f"Slot Vui {number}" for number in range(3)))
    done = run(office.path, "terms", "propose", "--json")
    assert [json.loads(line)["term"] for line in done.stdout.splitlines()] == ["nổ hũ", "slot vui"]
    accepted = run(office.path, "terms", "accept", "slot vui", "--language", "id", "--as", "an")
    assert "“slot vui” stands in terms/id.txt." in accepted.stderr
    run(office.path, "terms", "refuse", "nổ hũ", "--as", "binh")
    rows = [
        json.loads(line) for line in run(office.path, "terms", "list", "--json").stdout.splitlines()
    ]
    assert [(row["term"], row["language"], row["status"], row["who"]) for row in rows] == [
        ("slot vui", "id", "in use", "an"),
        ("nổ hũ", "vi", "refused", "binh"),
    ]


def test_a_sweep_says_what_waits_and_how_to_decide(
    office: Workspace, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = Opened(workspace=office, store=store, now=NOW)
    say_proposed(opened)
    assert capsys.readouterr().err == ""
    confirm(store, *CONFIRMED)
    say_proposed(opened)
    assert capsys.readouterr().err == (
        "1 terms of confirmed cases could be searched for too, “nổ hũ” first. "
        "See: rasoat terms list, then decide: rasoat terms accept|refuse TERM\n"
    )
