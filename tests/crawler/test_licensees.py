"""Other names and declared accounts: added with a source, imported whole, withdrawn, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.errors import LicenseeProblem, RegisterRefused
from crawler.licensees import (
    Taken,
    add_alias,
    aliases,
    declared_id,
    import_aliases,
    import_declared,
    known_licensees,
    withdraw_alias,
    withdraw_declared,
)
from crawler.records import DeclaredAccount, PublisherAlias
from crawler.register.rows import RegisterFile
from crawler.register.staging import import_register
from crawler.store import Store
from crawler.store.licensees import declared_accounts
from matchers.licensees import shipped_aliases
from tests.crawler.office import NOW, new_store
from tests.crawler.register.files import FIRM, csv_file, games, xlsx_file

DAY = date(2026, 11, 3)
ALIAS = PublisherAlias(account="Vidu Play", publisher=FIRM, source="công văn 12/VDS", day=DAY)
HEADER = "Doanh nghiệp,Tài khoản,Chợ ứng dụng,Số quyết định,Ngày,Văn bản"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        folder = tmp_path / "register"
        import_register(made, [csv_file(*games(3))], folder, who="an", now=NOW, complete=True)
        yield made


def office(store: Store) -> list[PublisherAlias]:
    return [alias for alias in aliases(store) if alias.who is not None]


def declare(store: Store, *lines: str, header: str = HEADER) -> Taken:
    file = csv_file(*lines, header=header, name="declared.csv")
    return import_declared(store, file, store.path.parent / "register", who="an", now=NOW)


def test_an_alias_keeps_source_day_and_who(store: Store) -> None:
    add_alias(store, ALIAS, who="an", now=NOW)
    (alias,) = office(store)
    assert (alias.account, alias.source, alias.day, alias.who) == (
        "Vidu Play",
        "công văn 12/VDS",
        DAY,
        "an",
    )
    assert set(shipped_aliases()) < set(aliases(store))


@pytest.mark.parametrize(
    ("account", "publisher", "says"),
    [
        ("Vidu Play", "Công ty Không Có", "no publisher of the register"),
        ("Game Studio", FIRM, "any account may bear"),
        ("", FIRM, "any account may bear"),
        ("Vidu " * 80, FIRM, "1 to 300 letters"),
    ],
)
def test_an_alias_that_would_clear_strangers_is_refused(
    store: Store, account: str, publisher: str, says: str
) -> None:
    alias = PublisherAlias(account=account, publisher=publisher, source="x", day=DAY)
    with pytest.raises(LicenseeProblem, match=says):
        add_alias(store, alias, who="an", now=NOW)
    assert office(store) == []


def test_an_alias_stands_once_and_may_come_back(store: Store) -> None:
    add_alias(store, ALIAS, who="an", now=NOW)
    with pytest.raises(LicenseeProblem, match="already"):
        add_alias(store, ALIAS, who="binh", now=NOW)
    withdraw_alias(store, "Vidu Play", FIRM, why="bán lại", who="binh", now=NOW)
    assert office(store) == []
    with pytest.raises(LicenseeProblem, match="no alias"):
        withdraw_alias(store, "Vidu Play", FIRM, why="bán lại", who="binh", now=NOW)
    add_alias(store, ALIAS, who="binh", now=NOW)
    assert [alias.who for alias in office(store)] == ["binh"]
    assert store.count("SELECT count(*) FROM alias_events") == 3


def test_a_shipped_alias_can_be_withdrawn(store: Store) -> None:
    one = shipped_aliases()[0]
    withdraw_alias(store, one.account, one.publisher, why="sai", who="an", now=NOW)
    assert one not in aliases(store)


def test_a_list_of_aliases_is_taken_whole_or_not_at_all(store: Store) -> None:
    header = "account,publisher,source,day"
    good = csv_file(f"Vidu Play,{FIRM},hợp đồng,03/11/2026", header=header)
    assert import_aliases(store, good, who="an", now=NOW) == Taken(added=1, known=0)
    assert import_aliases(store, good, who="an", now=NOW) == Taken(added=0, known=1)
    bad = csv_file(
        f"Vidu Vui,{FIRM},hợp đồng,03/11/2026", f"Vidu Hay,{FIRM},x,31/02/2026", header=header
    )
    with pytest.raises(RegisterRefused, match=r"row 3: .*no day of the calendar"):
        import_aliases(store, bad, who="an", now=NOW)
    assert [alias.account for alias in office(store)] == ["Vidu Play"]


def test_a_licensees_list_is_read_with_store_entry_and_letter(store: Store) -> None:
    lines = (
        f"{FIRM},com.vidu.dao,Google Play,2/QĐ-PTTH&TTĐT,03/11/2026,12/VDS",
        f"{FIRM},https://apps.apple.com/vn/app/dao/id9000000001,,,2026-11-03,12/VDS",
    )
    assert declare(store, *lines) == Taken(added=2, known=0)
    assert declare(store, *lines) == Taken(added=0, known=2)
    google, apple = declared_accounts(store)
    assert google == DeclaredAccount(
        account="google:com.vidu.dao",
        publisher=FIRM,
        day=DAY,
        letter="12/VDS",
        entry="2/QĐ-PTTH&TTĐT",
        who="an",
    )
    assert (apple.account, apple.entry) == ("apple:9000000001", None)


def test_the_file_is_kept_by_its_hash(store: Store) -> None:
    declare(store, f"{FIRM},com.vidu.dao,Google Play,,03/11/2026,12/VDS")
    kept = {path.suffix for path in (store.path.parent / "register").iterdir()}
    assert kept == {".csv"}
    assert len(list((store.path.parent / "register").iterdir())) == 2


def test_an_xlsx_list_is_read_below_its_title(store: Store) -> None:
    made = xlsx_file(
        [
            ["Danh sách tài khoản"],
            HEADER.split(","),
            [FIRM, "9000000001", "App Store", None, "03/11/2026", "12/VDS"],
        ]
    )
    file = RegisterFile(name="declared.xlsx", body=made.body)
    folder = store.path.parent / "register"
    assert import_declared(store, file, folder, who="an", now=NOW).added == 1
    assert declared_accounts(store)[0].account == "apple:9000000001"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"{FIRM},com.vidu.*,Google Play,,03/11/2026,12/VDS", "no app id"),
        (f"{FIRM},com.vidu.dao,Kho Lạ,,03/11/2026,12/VDS", "no store that we know"),
        (f"{FIRM},com.vidu.dao,,,03/11/2026,12/VDS", "store may be missing"),
        (f"{FIRM},com.vidu.dao,Google Play,,,12/VDS", "no day"),
        (f"{FIRM},com.vidu.dao,Google Play,,03/11/2026,", "a letter"),
        ("Công ty Lạ,com.vidu.dao,Google Play,,03/11/2026,12/VDS", "no publisher of the register"),
    ],
)
def test_a_doubtful_row_refuses_the_list(store: Store, line: str, says: str) -> None:
    good = f"{FIRM},com.vidu.ok,Google Play,,03/11/2026,12/VDS"
    with pytest.raises(RegisterRefused, match=f"row 3: .*{says}"):
        declare(store, good, line)
    assert declared_accounts(store) == ()


def test_a_list_without_the_columns_is_refused(store: Store) -> None:
    with pytest.raises(RegisterRefused, match="no rows under a header"):
        declare(store, "x,y", header="a,b")


@pytest.mark.parametrize(
    ("account", "store", "found"),
    [
        ("google:com.vidu.dao", "", "google:com.vidu.dao"),
        ("apple:9000000001", "", "apple:9000000001"),
        ("google-developer:7000011122", "", "google-developer:7000011122"),
        ("7000011122", "Apple Developer", "apple-developer:7000011122"),
        ("https://apps.apple.com/vn/app/id9000000001", "", "apple:9000000001"),
        ("https://www.daorong.vn/x", "Tên miền", "domain:daorong.vn"),
        ("domain:daorong.vn", "", "domain:daorong.vn"),
    ],
)
def test_ids_that_a_stranger_cannot_take(account: str, store: str, found: str) -> None:
    assert declared_id(account, store) == found


@pytest.mark.parametrize(
    ("account", "store"),
    [
        ("google-developer:Vidu Play", ""),  # a display name: two accounts may share it
        ("domain:facebook.com", ""),
        ("domain:vidu.blogspot.com", ""),
        ("fbad:123456", ""),
        ("com.vidu.dao", "App Store"),
        ("", "Google Play"),
        ("https://apkpure.com/dao-rong/com.vidu.dao", ""),  # anybody uploads anybody's app
    ],
)
def test_ids_that_speak_for_nobody_are_refused(account: str, store: str) -> None:
    with pytest.raises(ValueError, match="no app id"):
        declared_id(account, store)


def test_a_declaration_is_taken_back_and_stays_on_record(store: Store) -> None:
    declare(store, f"{FIRM},com.vidu.dao,Google Play,,03/11/2026,12/VDS")
    before = known_licensees(store, []).digest
    (one,) = withdraw_declared(store, "google:com.vidu.dao", why="nhầm", who="an", now=NOW)
    assert one.letter == "12/VDS"
    assert declared_accounts(store) == ()
    assert known_licensees(store, []).digest != before
    assert store.count("SELECT count(*) FROM declared_events") == 2
    with pytest.raises(LicenseeProblem, match="was not declared"):
        withdraw_declared(store, "google:com.vidu.dao", why="nhầm", who="an", now=NOW)


@pytest.mark.parametrize(
    "account",
    [
        "fbpage:910000000000001",
        "https://www.facebook.com/profile.php?id=910000000000001",
        "https://www.facebook.com/pages/Vi-Du/910000000000001",
    ],
)
def test_a_page_is_declared_by_its_number(account: str) -> None:
    assert declared_id(account) == "fbpage:910000000000001"


@pytest.mark.parametrize("account", ["https://www.facebook.com/kiemkhachvidu", "fbpage:@kiemkhach"])
def test_a_page_is_not_declared_by_a_name_that_others_can_take(account: str) -> None:
    with pytest.raises(ValueError, match="declare its number"):
        declared_id(account)
