"""Names of the office that are never accused or blocked: one person proposes, another approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.errors import CaseProblem
from crawler.store import Store
from crawler.store.protected import append_protected_event, approved_names, proposals
from matchers.lists import protected_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedName:
    """A name, why it is protected, and how far the protection is."""

    name: str
    reason: str
    status: str  # shipped, proposed, approved
    proposed_by: str | None


def listed(store: Store) -> list[ProtectedName]:
    """The shipped packages and the names of the office, proposals included."""
    shipped = [
        ProtectedName(name=package, reason=kept.reason, status="shipped", proposed_by=None)
        for kept in protected_names()
        for package in kept.packages
    ]
    approved = approved_names(store)
    return shipped + [
        ProtectedName(
            name=name,
            reason=reason,
            status="approved" if name in approved else "proposed",
            proposed_by=who,
        )
        for name, (who, reason) in proposals(store).items()
    ]


def propose(store: Store, name: str, *, reason: str, who: str, now: datetime) -> None:
    """Proposes a subject id or a package; it protects once another person approves."""
    name, reason = name.strip(), reason.strip()
    if not name or not reason:
        raise CaseProblem(
            "A protected name needs a name and a reason. "
            'Write: protected propose NAME --reason "why"'
        )
    with store.writing(durable=True):
        if name in approved_names(store):
            raise CaseProblem(f"{name} is protected already. See it with: protected list")
        if name in proposals(store):
            raise CaseProblem(
                f"{name} is proposed already. Another person approves it with: "
                f"protected approve {name}"
            )
        append_protected_event(store, name, "proposed", at=now, who=who, reason=reason)


def approve(store: Store, name: str, *, who: str, now: datetime) -> None:
    """Puts a proposal in force; its own proposer cannot."""
    with store.writing(durable=True):
        proposed = proposals(store).get(name)
        if proposed is None:
            raise CaseProblem(
                f'{name} was not proposed. Propose it with: protected propose {name} --reason "why"'
            )
        if name in approved_names(store):
            raise CaseProblem(f"{name} is protected already. See it with: protected list")
        if proposed[0].casefold().strip() == who.casefold().strip():
            raise CaseProblem(
                f"{name} was proposed by {who}: two people are needed. "
                f"Another person approves it with: protected approve {name}"
            )
        append_protected_event(store, name, "approved", at=now, who=who)
