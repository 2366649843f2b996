"""Names of the office that are never accused or blocked: one person proposes, another approves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.errors import CaseProblem
from crawler.store import Store
from crawler.store.aliases import page_of, subjects_of_page
from crawler.store.protected import append_protected_event, approved_names, proposals, proposed_at
from matchers.domains.protected import hosts_of
from matchers.lists import protected_names
from matchers.protected import covered, folded

_PAGE = "fbpage:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedName:
    """A name, why it is protected, and how far the protection is."""

    name: str
    reason: str
    status: str  # shipped, proposed, approved; "covers nothing": stored before names were read
    proposed_by: str | None
    note: str | None = None  # why it covers nothing, and what to propose instead


def listed(store: Store) -> list[ProtectedName]:
    """The shipped packages and the names of the office, proposals included."""
    shipped = [
        ProtectedName(name=package, reason=kept.reason, status="shipped", proposed_by=None)
        for kept in protected_names()
        for package in kept.packages
    ]
    approved = approved_names(store)
    idle = dict(idle_names(proposals(store)))
    return shipped + [
        ProtectedName(
            name=name,
            reason=reason,
            status="covers nothing" if name in idle else _status(name, approved),
            proposed_by=who,
            note=idle.get(name),
        )
        for name, (who, reason) in proposals(store).items()
    ]


def idle_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those of the names that protect nobody, each with the sentence that says why."""
    for name in names:
        refused = covered(name).refused
        if refused is not None and not any(hosts_of(name)):
            yield name, refused


def protected_subjects(store: Store, names: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """What two people protect, or the ``names``, by every id that it goes by, each with its reason.

    A page counts under its number and under the names that it had when it was proposed.
    """
    found = dict(folded(approved_names(store) if names is None else names))
    times = proposed_at(store)
    for written in list(found if names is None else names):
        name = covered(written).name
        if name is not None and name.startswith(_PAGE):
            page = page_of(store, name, times[written]) if written in times else name
            why = found[name]
            found |= dict.fromkeys((page, *subjects_of_page(store, page)), why)
    return found


def propose(store: Store, name: str, *, reason: str, who: str, now: datetime) -> str:
    """Proposes what an address, a subject id or a package names; another person approves it.

    Returns the name as it is kept. Raises ``CaseProblem`` for what names nothing.
    """
    if not name.strip() or not reason.strip():
        raise CaseProblem(
            "A protected name needs a name and a reason. "
            'Write: protected propose NAME --reason "why"'
        )
    kept = _kept(name)
    with store.writing(durable=True):
        if _written(kept, approved_names(store)) is not None:
            raise CaseProblem(f"{kept} is protected already. See it with: protected list")
        if _written(kept, proposals(store)) is not None:
            raise CaseProblem(
                f"{kept} is proposed already. Another person approves it with: "
                f"protected approve {kept}"
            )
        append_protected_event(store, kept, "proposed", at=now, who=who, reason=reason.strip())
    return kept


def approve(store: Store, name: str, *, who: str, now: datetime) -> str:
    """Puts a proposal in force; its own proposer cannot. Returns the name as it is kept."""
    kept = _kept(name)
    with store.writing(durable=True):
        proposed = proposals(store)
        written = _written(kept, proposed)
        if written is None:
            raise CaseProblem(
                f'{kept} was not proposed. Propose it with: protected propose {kept} --reason "why"'
            )
        if _written(kept, approved_names(store)) is not None:
            raise CaseProblem(f"{kept} is protected already. See it with: protected list")
        if proposed[written][0].casefold().strip() == who.casefold().strip():
            raise CaseProblem(
                f"{kept} was proposed by {proposed[written][0]}: two people are needed. "
                f"Another person approves it with: protected approve {kept}"
            )
        append_protected_event(store, written, "approved", at=now, who=who)
    return kept


def _kept(name: str) -> str:
    found = covered(name)
    if found.name is None:
        raise CaseProblem(f"“{name.strip()[:60]}” cannot be protected. {found.refused}")
    return found.name


def _written(kept: str, names: Iterable[str]) -> str | None:
    """How a name was stored: those of old stand as they were typed."""
    return next((name for name in names if kept in (name, covered(name).name)), None)


def _status(name: str, approved: Mapping[str, str]) -> str:
    return "approved" if name in approved else "proposed"
