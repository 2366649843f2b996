"""One page under all its numbers and names: what was seen together, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from crawler.facebook import read_id, read_vanity, vanity_key
from crawler.records import AliasKind, PageAlias, Sighting
from crawler.store.connection import Store
from crawler.store.tables import PAGE_ALIASES
from crawler.store.values import read_time, stored_time

# A vanity name may be given up and taken by another page: it speaks for a page only near a moment
# at which both were seen together. The number of days is ours.
VANITY_HOLDS = timedelta(days=30)
_PAGE = "fbpage:"


def aliases_of(sighting: Sighting) -> Iterator[PageAlias]:
    """What a sighting of a page shows of it beside its own number; of a person no name."""
    if not sighting.subject.startswith(_PAGE):
        return
    facts = sighting.facts
    values = [(AliasKind.PROFILE_ID, read_id(facts.get("profile_id")))]
    if not facts.get("person"):
        vanity = facts.get("vanity")
        if isinstance(vanity, str) and read_vanity(vanity):
            values.append((AliasKind.VANITY, vanity_key(vanity)))
        former = facts.get("former_names", ())
        values += [(AliasKind.NAME, name) for name in (sighting.title, *former)]
    for kind, value in values:
        if value:
            yield PageAlias(
                kind=kind,
                value=value,
                page=sighting.subject,
                first_seen=sighting.seen_at,
                last_seen=sighting.seen_at,
            )


def add_aliases(store: Store, sightings: Sequence[Sighting]) -> None:
    """Keeps what these sightings show, inside ``writing()``; known ones are seen for longer."""
    for alias in (each for sighting in sightings for each in aliases_of(sighting)):
        store.db.execute(
            f"""INSERT INTO {PAGE_ALIASES} (kind, value, page, first_seen, last_seen, mark)
                VALUES (:kind, :value, :page, :first_seen, :last_seen, :mark)
                ON CONFLICT DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),
                last_seen = max(last_seen, excluded.last_seen)""",  # noqa: S608
            {
                "kind": alias.kind.value,
                "value": alias.value,
                "page": alias.page,
                "first_seen": stored_time(alias.first_seen),
                "last_seen": stored_time(alias.last_seen),
                "mark": store.mark,
            },
        )


def page_of(store: Store, subject: str, at: datetime) -> str:
    """The page by its own number, where one page alone can be meant at that moment; else itself."""
    if not subject.startswith(_PAGE):
        return subject
    named = subject.removeprefix(_PAGE)
    kind = AliasKind.VANITY if named.startswith("@") else AliasKind.PROFILE_ID
    found = _pages_with(store, kind, named.removeprefix("@"))
    if kind is AliasKind.VANITY:
        found = [
            alias
            for alias in found
            if alias.first_seen - VANITY_HOLDS <= at <= alias.last_seen + VANITY_HOLDS
        ]
    pages = {alias.page for alias in found} - {subject}
    return pages.pop() if len(pages) == 1 else subject


def subjects_of_page(store: Store, page: str) -> tuple[str, ...]:
    """The page and the subject ids under which it may have been kept before its number was known.

    A vanity name that another page had too is left out.
    """
    found = [page]
    for alias in aliases_of_page(store, page):
        if alias.kind is AliasKind.NAME:
            continue
        if {one.page for one in _pages_with(store, alias.kind, alias.value)} == {page}:
            mark = "@" if alias.kind is AliasKind.VANITY else ""
            found.append(f"{_PAGE}{mark}{alias.value}")
    return tuple(dict.fromkeys(found))


def aliases_of_page(store: Store, page: str) -> list[PageAlias]:
    """All other names and numbers of one page, the latest first."""
    rows = store.rows(
        f"SELECT * FROM {PAGE_ALIASES} WHERE page = ? ORDER BY last_seen DESC, kind, value",  # noqa: S608
        [page],
    )
    return [_alias(row) for row in rows]


def _pages_with(store: Store, kind: AliasKind, value: str) -> list[PageAlias]:
    rows = store.rows(
        f"SELECT * FROM {PAGE_ALIASES} WHERE kind = ? AND value = ? AND page NOT LIKE 'fbpage:@%'",  # noqa: S608
        [kind.value, value],
    )
    return [_alias(row) for row in rows]


def _alias(row: dict[str, str]) -> PageAlias:
    return PageAlias(
        kind=AliasKind(row["kind"]),
        value=row["value"],
        page=row["page"],
        first_seen=read_time(row["first_seen"]),
        last_seen=read_time(row["last_seen"]),
    )
