"""Clusters brought in line with the operators that are known: who joined, who left, who merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.records import Membership, OperatorEvent, Reason
from crawler.store import Store
from crawler.store.operators import (
    add_operator_event,
    found_operator,
    merge_operator,
    operator_events,
    operators,
)
from matchers.operators.clusters import Cluster
from matchers.operators.naming import name_of
from matchers.operators.ties import Tie, Ties
from matchers.operators.traits import Bond
from matchers.reasons import reason

RULE_OF: Mapping[Bond, str] = {
    Bond.TRACKER: "operator_tracker",
    Bond.CHAT: "operator_chat",
    Bond.PAYMENT: "operator_payment",
    Bond.DEVELOPER: "operator_developer",
    Bond.MAILBOX: "operator_mailbox",
    Bond.MUTUAL: "operator_mutual",
    Bond.CERTIFICATE: "operator_certificate",
    Bond.NAME_SERVER: "operator_name_server",
    Bond.FAVICON: "operator_favicon",
    Bond.PICTURE: "operator_picture",
    Bond.TEXT: "operator_text",
    Bond.TARGET: "operator_target",
    Bond.INSTALL: "operator_install",
    Bond.CONTACT: "operator_contact",
}


def joined_now(events: Iterable[OperatorEvent]) -> dict[int, dict[str, OperatorEvent]]:
    """The members that each operator has after these events, by what each joined."""
    members: dict[int, dict[str, OperatorEvent]] = {}
    for event in events:
        of = members.setdefault(event.operator, {})
        if event.event is Membership.JOINED:
            of[event.subject] = event
        else:
            of.pop(event.subject, None)
    return members


class Memberships:
    """The operators that are known, brought in line with what is clustered now."""

    def __init__(
        self, store: Store, ties: Ties, first_seen: Mapping[str, datetime], now: datetime
    ) -> None:
        self._store, self._ties, self._first_seen, self._now = store, ties, first_seen, now
        events = operator_events(store)
        self._members = joined_now(events)
        merged = {one.operator: one.into for one in operators(store) if one.into is not None}
        self._ever: dict[str, set[int]] = {}
        for event in events:
            if event.operator not in merged:
                self._ever.setdefault(event.subject, set()).add(event.operator)
        self._told: list[OperatorEvent] = []

    def keep(self, clusters: Sequence[Cluster]) -> list[OperatorEvent]:
        """Appends what is new of each cluster, and who belongs to none any more."""
        owners = self._owners(clusters)
        for cluster, owner in zip(clusters, owners, strict=True):
            number = owner or self._found(cluster)
            self._leave(number, set(self._members.get(number, ())) - cluster.members)
            self._join(number, cluster)
            for other in sorted(self._known(cluster) - set(owners)):
                self._leave(other, set(self._members.pop(other, ())))
                merge_operator(self._store, other, number, now=self._now)
        owned = set(owners)
        for other in self._members.keys() - owned:
            self._leave(other, set(self._members[other]))
        return self._told

    def _known(self, cluster: Cluster) -> set[int]:
        return {one for subject in cluster.members for one in self._ever.get(subject, ())}

    def _owners(self, clusters: Sequence[Cluster]) -> list[int | None]:
        """Whose each cluster is: of whoever had most of its members; the oldest of equals."""
        counts = [
            Counter(one for subject in cluster.members for one in self._ever.get(subject, ()))
            for cluster in clusters
        ]
        claims = sorted(
            (-shared, operator, place)
            for place, counted in enumerate(counts)
            for operator, shared in counted.items()
        )
        owners: list[int | None] = [None] * len(clusters)
        for _, operator, place in claims:
            if owners[place] is None and operator not in owners:
                owners[place] = operator
        return owners

    def _found(self, cluster: Cluster) -> int:
        return found_operator(self._store, name_of(self._by_age(cluster.members)), now=self._now)

    def _by_age(self, subjects: Iterable[str]) -> list[str]:
        return sorted(subjects, key=lambda one: (self._first_seen.get(one, self._now), one))

    def _leave(self, operator: int, subjects: set[str]) -> None:
        for subject in sorted(subjects):
            event = Membership.LEFT
            self._tell(OperatorEvent(operator=operator, at=self._now, event=event, subject=subject))

    def _join(self, operator: int, cluster: Cluster) -> None:
        """The new members, each by its heaviest tie to one that is there, the nearest first."""
        there = set(self._members.get(operator, ())) & cluster.members
        waiting = self._by_age(cluster.members - there)
        if not there and waiting:
            first = waiting.pop(0)
            there.add(first)
            event = Membership.JOINED
            self._tell(OperatorEvent(operator=operator, at=self._now, event=event, subject=first))
        nearest: dict[str, Tie | None] = {
            subject: self._nearest(subject, there) for subject in waiting
        }
        while nearest:
            subject = max(nearest, key=lambda one: _rank(nearest[one]))
            tie = nearest.pop(subject)
            self._tell(self._joining(operator, subject, tie))
            for other, known in nearest.items():
                newer = self._ties.link(other, subject)
                if _rank(newer) > _rank(known):
                    nearest[other] = newer

    def _nearest(self, subject: str, there: Iterable[str]) -> Tie | None:
        found = (self._ties.link(subject, other) for other in sorted(there))
        return max(found, key=_rank, default=None)

    def _joining(self, operator: int, subject: str, tie: Tie | None) -> OperatorEvent:
        other = tie.subjects[1] if tie is not None else None
        return OperatorEvent(
            operator=operator,
            at=self._now,
            event=Membership.JOINED,
            subject=subject,
            to=other,
            strong=tie is not None and tie.strong,
            reasons=() if tie is None else _reasons(tie),
        )

    def _tell(self, event: OperatorEvent) -> None:
        add_operator_event(self._store, event)
        self._told.append(event)


def _rank(tie: Tie | None) -> tuple[bool, bool, float]:
    return (False, False, 0.0) if tie is None else (tie.strong, tie.uncopied, tie.score)


def _reasons(tie: Tie) -> tuple[Reason, ...]:
    return tuple(
        reason(
            RULE_OF[shared.bond],
            field=shared.bond,
            quote=shared.quote,
            other=tie.subjects[1],
            strangers=str(shared.strangers),
        )
        for shared in tie.shared
    )
