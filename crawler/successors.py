"""The likely next names of each operator: ranked, and led to the next sweep of sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crawler.cases import accused_cases
from crawler.memberships import joined_now
from crawler.records import ACCUSING, Lead
from crawler.store import Store
from crawler.store.leads import add_lead, is_known
from crawler.store.licensees import declared_accounts
from crawler.store.operators import operator_events, operators, present_between
from crawler.store.protected import approved_names
from crawler.store.registry import current_entries
from crawler.store.values import hanoi_day
from crawler.store.verdicts import latest_kinds
from matchers.domains.canonical import licensed_hosts
from matchers.domains.protected import protected_hosts, protection
from matchers.domains.successors import Successor, learn, successors
from matchers.operators.traits import SITE
from matchers.subjects import identify

SOURCE = "successors"
MOST = 20  # of one operator
_WHO = "rasoat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """A name that an operator may take next."""

    operator: int
    rank: int
    successor: Successor


def predicted(store: Store, *, now: datetime) -> list[Predicted]:
    """The likeliest next names of each operator, after those of its names that people confirmed."""
    confirmed = {case.subject for case in accused_cases(store)}
    learned = learn(_known(store, confirmed), hanoi_day(now))
    kept = _kept_hosts(store, hanoi_day(now))
    labels = {host.partition(".")[0] for host in kept}
    members = joined_now(operator_events(store))
    found = []
    for operator in operators(store):
        names = sorted(confirmed & set(members.get(operator.operator, ())))
        likely = successors((_parts(name) for name in names if _is_site(name)), 5 * MOST, learned)
        free = [
            each
            for each in likely
            if protection(each.name, kept) is None and each.name.partition(".")[0] not in labels
        ][:MOST]
        found += [
            Predicted(operator=operator.operator, rank=rank, successor=each)
            for rank, each in enumerate(free, 1)
        ]
    return found


def _kept_hosts(store: Store, today: date) -> Mapping[str, str]:
    """Protected hosts and those of licensees: their labels are nobody else's on any suffix."""
    licensed = licensed_hosts(current_entries(store, as_of=today), declared_accounts(store))
    return {**licensed, **protected_hosts(approved_names(store))}


def _known(store: Store, confirmed: set[str]) -> Iterator[tuple[str, str, date]]:
    """The names that are confirmed or accused, with the day on which each was seen first."""
    kinds = latest_kinds(store)
    for subject, (first, _) in present_between(store).items():
        if _is_site(subject) and (subject in confirmed or kinds.get(subject) in ACCUSING):
            yield (*_parts(subject), hanoi_day(first))


def _is_site(subject: str) -> bool:
    return subject.startswith(f"{SITE}:")


def _parts(subject: str) -> tuple[str, str]:
    """Label and suffix of a site's name."""
    label, _, suffix = subject.partition(":")[2].partition(".")
    return label, suffix


def add_successors(store: Store, *, now: datetime) -> None:
    """Makes leads of the predicted names inside ``writing()``, of those that nobody knows."""
    for each in predicted(store, now=now):
        subject = identify(f"{SITE}:{each.successor.name}").subject
        if subject is None or is_known(store, subject):
            continue
        lead = Lead(
            subject=subject,
            address=each.successor.name,
            source=SOURCE,
            origin=f"operator {each.operator}",
            at=now,
            note=f"predicted successor of {each.successor.like}",
            found=True,
        )
        add_lead(store, lead, who=_WHO)
