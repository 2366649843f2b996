"""Who stands behind: clusters of everything seen, under names that stay. Nobody is accused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.bearers import bearers
from crawler.errors import OperatorProblem
from crawler.memberships import Memberships, joined_now
from crawler.records import Operator, OperatorEvent
from crawler.relapses import reopen_relapsed
from crawler.store import Store
from crawler.store.operators import operator_events, operators, present_between
from crawler.successors import add_successors
from matchers.operators.clusters import clusters_of
from matchers.operators.ties import Ties
from matchers.verdict.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A subject that belongs to an operator now, by what it joined, and when it was seen."""

    subject: str
    joined: OperatorEvent
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """An operator with its members of now."""

    operator: Operator
    members: tuple[Member, ...]
    merged: tuple[str, ...] = ()  # names of operators that turned out to be it


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBy:
    """One thing that members have in common, with those of whom it was told."""

    bond: str
    quote: str
    subjects: tuple[str, ...]


def follow_operators(store: Store, *, now: datetime) -> None:
    """Clusters everything seen anew, and does what follows of it, all in one transaction.

    Who joined and who left is appended, cases of removed members are opened again for new names,
    and the likely next names become leads.
    """
    rules = Rules()
    ties = Ties(bearers(store), rules)
    clusters = clusters_of(ties, rules)
    first_seen = {subject: first for subject, (first, _) in present_between(store).items()}
    with store.writing(durable=True):
        told = Memberships(store, ties, first_seen, now).keep(clusters)
        reopen_relapsed(store, told, first_seen, now=now)
        add_successors(store, now=now)


def families(store: Store) -> list[Family]:
    """The operators that have members now, by their numbers."""
    seen = present_between(store)
    joined = joined_now(operator_events(store))
    found, known = [], operators(store)
    for operator in known:
        members = []
        for subject, event in joined.get(operator.operator, {}).items():
            first, last = seen.get(subject, (None, None))
            members.append(Member(subject=subject, joined=event, first_seen=first, last_seen=last))
        if members:
            merged = tuple(one.name for one in known if one.into == operator.operator)
            found.append(Family(operator=operator, members=tuple(members), merged=merged))
    return found


def wanted_operator(store: Store, wanted: str) -> Family:
    """The operator of this number, this name, or with this member."""
    for family in families(store):
        known = {str(family.operator.operator), family.operator.name}
        if wanted in known | {member.subject for member in family.members}:
            return family
    into = {one.into for one in operators(store) if wanted in (str(one.operator), one.name)}
    if into - {None}:
        (number,) = into
        raise OperatorProblem(
            f"{wanted} turned out to be operator {number}. See it with: operators show {number}"
        )
    raise OperatorProblem(
        f"There is no operator {wanted} with members now. See which there are with: operators list"
    )


def shared_by(family: Family) -> list[SharedBy]:
    """What the members told of each other when they joined, the widest first."""
    bearers: dict[tuple[str, str], dict[str, None]] = {}
    for member in family.members:
        for reason in member.joined.reasons:
            of = bearers.setdefault((reason.field or "", reason.quote or ""), {})
            of |= dict.fromkeys(filter(None, (member.joined.to, member.subject)))
    found = [
        SharedBy(bond=bond, quote=quote, subjects=tuple(sorted(subjects)))
        for (bond, quote), subjects in bearers.items()
    ]
    return sorted(found, key=lambda one: (-len(one.subjects), one.bond, one.quote))
