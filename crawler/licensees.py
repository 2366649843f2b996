"""Other names and declared accounts of licensees: added, imported, withdrawn; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from crawler.clock import HANOI
from crawler.errors import LicenseeProblem, RegisterRefused
from crawler.records import CLASS_OF_KIND, DeclaredAccount, PublisherAlias, RegistryEntry
from crawler.register.child import read_bounded
from crawler.register.columns import plain
from crawler.register.rows import RegisterFile, parse_day
from crawler.register.tables import Table
from crawler.store import Store
from crawler.store.licensees import (
    aliases_of_office,
    append_alias_event,
    append_declared_event,
    declared_accounts,
)
from crawler.store.registry import current_entries
from crawler.text import nfc
from matchers.addresses import host_of
from matchers.licensees import Licensees, firm_key, shipped_aliases
from matchers.lists import multi_tenant
from matchers.stores import is_package, store_app
from matchers.subjects import SubjectKind, identify

Read = TypeVar("Read")
_LONGEST = 300  # letters of a name, a source, a letter
_SHOWN = 5  # bad rows that a refusal names
_NUMBER = re.compile(r"\d{5,20}")
# Our field, then the headers under which lists of licensees have it; marks and case do not matter.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account": ("account", "tài khoản", "mã ứng dụng", "ứng dụng", "địa chỉ", "tên tài khoản"),
    "publisher": ("publisher", "doanh nghiệp", "tên doanh nghiệp", "công ty", "tên công ty"),
    "store": ("store", "chợ", "chợ ứng dụng", "kho ứng dụng", "nguồn phát hành"),
    "source": ("source", "nguồn", "căn cứ"),
    "letter": ("letter", "văn bản", "số văn bản", "công văn"),
    "day": ("day", "declared_on", "ngày", "ngày khai báo", "ngày văn bản"),
    "entry": ("entry", "number", "licence_no", "số quyết định", "số giấy xác nhận", "số giấy"),
}
_FIELD_OF = {plain(name): field for field, names in _COLUMNS.items() for name in names}
# What stands in the column ``store``, and how an id of it begins.
_STORES: Mapping[str, str] = {
    **dict.fromkeys(("google", "google play", "ch play", "android"), "google"),
    **dict.fromkeys(("apple", "app store", "apple app store", "ios"), "apple"),
    **dict.fromkeys(("google developer", "tai khoan google play"), "google-developer"),
    **dict.fromkeys(("apple developer", "tai khoan app store"), "apple-developer"),
    **dict.fromkeys(("domain", "website", "ten mien", "trang tin dien tu"), "domain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import made: new rows, and rows that were known already."""

    added: int
    known: int


def known_licensees(store: Store, entries: Iterable[RegistryEntry]) -> Licensees:
    """All that this office knows of licensees, for matching."""
    return Licensees(entries, aliases(store), declared_accounts(store))


def aliases(store: Store) -> tuple[PublisherAlias, ...]:
    """The shipped aliases and the office's own, without those that were withdrawn."""
    return aliases_of_office(store, shipped_aliases())


def add_alias(store: Store, alias: PublisherAlias, *, who: str, now: datetime) -> None:
    """Adds one alias; its publisher must be one of the register."""
    alias = _clean_alias(alias)
    with store.writing(durable=True):
        _refuse_stranger(alias.publisher, _publishers(store))
        if _stands(alias, aliases(store)):
            raise LicenseeProblem(
                f"“{alias.account}” is an alias of {alias.publisher} already. "
                "See it with: registry aliases list"
            )
        _append_alias(store, alias, who=who, now=now)


def withdraw_alias(
    store: Store, account: str, publisher: str, *, why: str, who: str, now: datetime
) -> None:
    """Takes an alias back, a shipped one too; what it led to is judged again."""
    with store.writing(durable=True):
        found = [
            one for one in aliases(store) if (one.account, one.publisher) == (account, publisher)
        ]
        if not found:
            raise LicenseeProblem(
                f"“{account}” is no alias of “{publisher}”. Copy both as they stand in: "
                "registry aliases list"
            )
        append_alias_event(
            store,
            "withdrawn",
            account=account,
            publisher=publisher,
            source=_bounded(why, "a reason"),
            day=_today(now),
            at=now,
            who=who,
        )


def import_aliases(store: Store, file: RegisterFile, *, who: str, now: datetime) -> Taken:
    """Adds the aliases of a list (account, publisher, source, day), all of them or none."""
    rows = _rows(file, ("account", "publisher", "source", "day"))
    with store.writing(durable=True):
        firms = _publishers(store)

        def alias(row: Mapping[str, str]) -> PublisherAlias:
            read = PublisherAlias(
                account=row["account"],
                publisher=row["publisher"],
                source=row["source"],
                day=_day(row["day"]),
            )
            _refuse_stranger(read.publisher, firms)
            return _clean_alias(read)

        read = _each(rows, file.name, alias)
        former = list(aliases(store))
        fresh = [one for one in dict.fromkeys(read) if not _stands(one, former)]
        for one in fresh:
            _append_alias(store, one, who=who, now=now)
    return Taken(added=len(fresh), known=len(read) - len(fresh))


def import_declared(
    store: Store, file: RegisterFile, folder: Path, *, who: str, now: datetime
) -> Taken:
    """Adds the accounts of a licensee's list, all of them or none; the file is kept by its hash.

    Columns: publisher, account (an id, or an address), day, letter, and store or entry if known.
    """
    rows = _rows(file, ("account", "publisher", "letter", "day"))
    with store.writing(durable=True):
        firms = _publishers(store)

        def declared(row: Mapping[str, str]) -> DeclaredAccount:
            _refuse_stranger(row["publisher"], firms)
            return DeclaredAccount(
                account=declared_id(row["account"], row.get("store", "")),
                publisher=_bounded(row["publisher"], "a publisher"),
                day=_day(row["day"]),
                letter=_bounded(row["letter"], "a letter"),
                entry=row.get("entry", "")[:_LONGEST] or None,
            )

        read = list(dict.fromkeys(_each(rows, file.name, declared)))
        former = {replace(one, who=None) for one in declared_accounts(store)}
        fresh = [one for one in read if one not in former]
        _keep(file, folder)
        for one in fresh:
            append_declared_event(store, "declared", one, at=now, who=who)
    return Taken(added=len(fresh), known=len(read) - len(fresh))


def withdraw_declared(
    store: Store, account: str, *, why: str, who: str, now: datetime
) -> list[DeclaredAccount]:
    """Takes every declaration about one account back."""
    with store.writing(durable=True):
        found = [one for one in declared_accounts(store) if one.account == account]
        if not found:
            raise LicenseeProblem(
                f"{account} was not declared. See what was with: registry declared list"
            )
        why = _bounded(why, "a reason")
        for one in found:
            ended = replace(one, letter=why, day=_today(now))
            append_declared_event(store, "withdrawn", ended, at=now, who=who)
    return found


def declared_id(account: str, store: str = "") -> str:
    """The id of a declared app, account, page or host; raises ``ValueError`` for what is none.

    Package prefixes are none: anybody can publish under them. So is a page's name without its
    number: it can be given up, and taken by another page.
    """
    account = account.strip()
    page = identify(account)
    if page.kind is SubjectKind.PAGE and page.subject is not None:
        if page.subject.startswith("fbpage:@"):
            raise ValueError(
                f"“{account[:60]}” is a page's name, which others can take: declare its number"
            )
        return page.subject
    app = store_app(account)
    if app is not None and app.partition(":")[0] in _STORES.values():
        return app
    prefix, colon, name = account.partition(":")
    if not colon or prefix not in set(_STORES.values()):
        if store and plain(store) not in _STORES:
            raise ValueError(f"“{store[:40]}” is no store that we know")
        prefix, name = _STORES.get(plain(store), ""), account
    if prefix == "google" and is_package(name):
        return f"google:{name}"
    # An account of Google Play without a number has a name only, and two may share one.
    if prefix in ("apple", "apple-developer", "google-developer") and _NUMBER.fullmatch(name):
        return f"{prefix}:{name}"
    if prefix == "domain" and (host := host_of(name)) and multi_tenant(host) is None:
        return f"domain:{host}"
    raise ValueError(
        f"“{account[:60]}” is no app id, account number, host or store address"
        + ("" if prefix else " (the column store may be missing)")
    )


def _append_alias(store: Store, alias: PublisherAlias, *, who: str, now: datetime) -> None:
    append_alias_event(
        store,
        "added",
        account=alias.account,
        publisher=alias.publisher,
        source=alias.source,
        day=alias.day,
        at=now,
        who=who,
    )


def _clean_alias(alias: PublisherAlias) -> PublisherAlias:
    if not firm_key(alias.account):
        raise LicenseeProblem(
            f"“{alias.account[:60]}” holds only words that any account may bear; as an alias it "
            "would clear strangers. Declare the account's number instead: registry declared import"
        )
    return replace(
        alias,
        account=_bounded(alias.account, "an account"),
        publisher=_bounded(alias.publisher, "a publisher"),
        source=_bounded(alias.source, "a source"),
    )


def _stands(alias: PublisherAlias, known: Iterable[PublisherAlias]) -> bool:
    """Whether the alias is in force already; an unverified one is not."""
    pair = firm_key(alias.account), firm_key(alias.publisher)
    return any(
        one.verified and (firm_key(one.account), firm_key(one.publisher)) == pair for one in known
    )


def _publishers(store: Store) -> frozenset[str]:
    entries = current_entries(store, CLASS_OF_KIND)
    return frozenset(firm_key(entry.publisher) for entry in entries) - {""}


def _refuse_stranger(publisher: str, firms: frozenset[str]) -> None:
    if firm_key(publisher) not in firms:
        raise LicenseeProblem(
            f"“{publisher[:80]}” is no publisher of the register. Write it as it stands in: "
            "registry list"
        )


def _bounded(text: str, what: str) -> str:
    clean = " ".join(nfc("".join(c if c.isprintable() else " " for c in text)).split())
    if not clean or len(clean) > _LONGEST:
        raise LicenseeProblem(f"Give {what} of 1 to {_LONGEST} letters, not “{clean[:40]}”.")
    return clean


def _day(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise ValueError("no day")
    return day


def _today(now: datetime) -> date:
    return now.astimezone(HANOI).date()


def _rows(file: RegisterFile, needed: tuple[str, ...]) -> list[tuple[int, Mapping[str, str]]]:
    """The rows under the first header of each table that names all needed columns."""
    found: list[tuple[int, Mapping[str, str]]] = []
    for table in read_bounded(file.body, file.name):
        found += _table_rows(table, needed)
    if not found:
        raise RegisterRefused(
            f"{file.name} has no rows under a header with the columns {', '.join(needed)}. "
            "Name them as in docs/register.md. Nothing was changed."
        )
    return found


def _table_rows(table: Table, needed: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    places: dict[str, int] = {}
    for number, cells in table.rows:
        if not places:
            named = {_FIELD_OF.get(plain(cell)): place for place, cell in enumerate(cells)}
            if set(needed) <= set(named):
                places = {field: place for field, place in named.items() if field is not None}
            continue
        yield (
            number,
            {
                field: nfc(cells[place]).strip() if place < len(cells) else ""
                for field, place in places.items()
            },
        )


def _each(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    name: str,
    read: Callable[[Mapping[str, str]], Read],
) -> list[Read]:
    """Every row read; one that cannot be refuses the file."""
    found: list[Read] = []
    problems: list[str] = []
    for number, row in rows:
        try:
            found.append(read(row))
        except (ValueError, LicenseeProblem) as problem:
            problems.append(f"row {number}: {problem}")
    if problems:
        more = f" (and {len(problems) - _SHOWN} more)" if len(problems) > _SHOWN else ""
        raise RegisterRefused(
            f"{name} was refused: {'; '.join(problems[:_SHOWN])}{more}. "
            "Correct these rows. Nothing was changed."
        )
    return found


def _keep(file: RegisterFile, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file.sha256}{file.suffix}"
    if not path.exists():
        temporary = path.with_suffix(".part")
        temporary.write_bytes(file.body)
        temporary.replace(path)
