"""Other names of licensees and their declared accounts: appended; the newest word counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from crawler.records import DeclaredAccount, PublisherAlias
from crawler.store.connection import Store
from crawler.store.tables import ALIAS_EVENTS, DECLARED_EVENTS
from crawler.store.values import stored_day, stored_time


def append_alias_event(
    store: Store,
    event: str,
    *,
    account: str,
    publisher: str,
    source: str,
    day: date,
    at: datetime,
    who: str,
) -> None:
    """Appends ``added`` or ``withdrawn`` (``source``: why), inside ``writing()``."""
    store.insert(
        ALIAS_EVENTS,
        {
            "account": account,
            "publisher": publisher,
            "event": event,
            "source": source,
            "day": stored_day(day),
            "at": stored_time(at),
            "who": who,
            "mark": store.mark,
        },
    )


def aliases_of_office(
    store: Store, shipped: Iterable[PublisherAlias]
) -> tuple[PublisherAlias, ...]:
    """The shipped aliases and the office's own, without those that were withdrawn."""
    found = {(alias.account, alias.publisher): alias for alias in shipped}
    for row in store.rows(f"SELECT * FROM {ALIAS_EVENTS} ORDER BY id"):  # noqa: S608
        key = row["account"], row["publisher"]
        found.pop(key, None)
        if row["event"] == "added":
            found[key] = PublisherAlias(
                account=row["account"],
                publisher=row["publisher"],
                source=row["source"],
                day=date.fromisoformat(row["day"]),
                who=row["who"],
            )
    return tuple(found.values())


def append_declared_event(
    store: Store, event: str, declared: DeclaredAccount, *, at: datetime, who: str
) -> None:
    """Appends ``declared`` or ``withdrawn`` (its letter says why), inside ``writing()``."""
    store.insert(
        DECLARED_EVENTS,
        {
            "account": declared.account,
            "publisher": declared.publisher,
            "entry": declared.entry,
            "event": event,
            "letter": declared.letter,
            "day": stored_day(declared.day),
            "at": stored_time(at),
            "who": who,
            "mark": store.mark,
        },
    )


def declared_after(store: Store, accounts: Collection[str], moment: datetime) -> list[str]:
    """Those of the accounts that stand as declared by a word which came after the moment."""
    standing = {one.account for one in declared_accounts(store)} & set(accounts)
    rows = store.rows(
        f"""SELECT DISTINCT account FROM {DECLARED_EVENTS}
            WHERE event = 'declared' AND at > ?""",  # noqa: S608
        [stored_time(moment)],
    )
    return sorted(standing & {str(row["account"]) for row in rows})


def declared_accounts(store: Store) -> tuple[DeclaredAccount, ...]:
    """What licensees declared and did not withdraw: the newest word of each about each account."""
    found: dict[tuple[str, str], DeclaredAccount] = {}
    for row in store.rows(f"SELECT * FROM {DECLARED_EVENTS} ORDER BY id"):  # noqa: S608
        key = row["account"], row["publisher"]
        found.pop(key, None)
        if row["event"] == "declared":
            found[key] = DeclaredAccount(
                account=row["account"],
                publisher=row["publisher"],
                day=date.fromisoformat(row["day"]),
                letter=row["letter"],
                entry=row["entry"],
                who=row["who"],
            )
    return tuple(found.values())
