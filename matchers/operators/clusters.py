"""Clusters of subjects that look like one operator: a core of strong links, and who is near it.

A cluster accuses nobody. Growth is bounded: only what was issued to one holder joins whole groups;
weaker links let single subjects in, who bring nobody along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product

from matchers.operators.joining import Joined
from matchers.operators.ties import Standing, Tie, Ties
from matchers.operators.traits import Trait
from matchers.verdict.rules import Rules

_STEPS = 2  # weak links in a row, from a group outwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Subjects that look like one operator."""

    members: frozenset[str]
    cores: tuple[frozenset[str], ...]  # those of them that strong links join, group by group


def clusters_of(ties: Ties, rules: Rules) -> list[Cluster]:
    """The clusters with at least one accused member, by their smallest ids."""
    cores = _cores(ties, rules)
    tied = {subject: _tied(ties, subject) for subject in ties.subjects()}
    near = _near([set(core) for core in cores], tied)
    in_core = {subject for core in cores for subject in core}
    apart = [[subject] for subject in tied if subject not in in_core and subject not in near]
    groups = _grown([*cores, *apart], ties, rules)
    near |= _near(groups, tied)
    # Once more, and no further: a doorway leads to a member that few links tie.
    for _ in range(_STEPS):
        for subject, member in near.items():
            next(group for group in groups if member in group).add(subject)
        near = _near(groups, tied)
    found = [
        Cluster(
            members=frozenset(group),
            cores=tuple(frozenset(core) for core in cores if core[0] in group),
        )
        for group in groups
    ]
    accused = (one for one in found if _is_accused(one, ties))
    return sorted(accused, key=lambda one: min(one.members))


def _is_accused(cluster: Cluster, ties: Ties) -> bool:
    return any(ties.standing(one) is Standing.ACCUSED for one in cluster.members)


def _cores(ties: Ties, rules: Rules) -> list[list[str]]:
    """Groups of two and more that strong links join, one to the next."""
    joined = Joined(ties.subjects())
    for trait, shared in ties.shared.items():
        if not shared.issued:
            continue
        bearers = ties.bearers(trait)
        suffices = shared.weight >= rules.one_operator
        sure = set(ties.holders(trait, bearers)) if suffices else set()
        joined.join(sure)
        rest = [one for one in bearers if one not in sure]
        for one, other in chain(combinations(rest, 2), product(rest, sure)):
            tie = ties.between(one, other)
            if tie is not None and tie.strong:
                joined.join((one, other))
    return [group for group in joined.groups() if len(group) > 1]


def _tied(ties: Ties, subject: str) -> list[Tie]:
    """To whom a subject is tied, the heaviest first."""
    near = {other for trait in ties.of(subject) for other in ties.bearers(trait)} - {subject}
    found = (ties.between(subject, other) for other in sorted(near))
    return sorted((tie for tie in found if tie), key=lambda tie: (-tie.score, tie.subjects[1]))


def _near(groups: Iterable[set[str]], tied: Mapping[str, list[Tie]]) -> dict[str, str]:
    """Subjects apart, each with the member of a group that it is tied to most."""
    grouped = {subject for group in groups for subject in group}
    found = {
        subject: next((tie.subjects[1] for tie in ties if tie.subjects[1] in grouped), None)
        for subject, ties in tied.items()
        if subject not in grouped
    }
    return {subject: member for subject, member in found.items() if member is not None}


def _grown(units: list[list[str]], ties: Ties, rules: Rules) -> list[set[str]]:
    """Cores and subjects apart, put together where at least half of their pairs are tied.

    A core counts as one: it is one holder's. A chain of weak links ends where it grows long: its
    ends have nothing in common.
    """
    pairs = {
        pair: score for pair, score in _between(units, ties).items() if score >= rules.one_operator
    }
    group = {place: {place} for place in range(len(units))}
    grew = True
    while grew:
        grew = False
        for left, right in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
            one, other = group[left], group[right]
            crossed = sum((min(pair), max(pair)) in pairs for pair in product(one, other))
            if one is not other and 2 * crossed >= len(one) * len(other):
                both = one | other
                group |= dict.fromkeys(both, both)
                grew = True
    joined = {id(places): places for places in group.values()}
    found = [{subject for place in places for subject in units[place]} for places in
             joined.values()]  # fmt: skip
    return sorted((members for members in found if len(members) > 1), key=min)


def _between(units: list[list[str]], ties: Ties) -> dict[tuple[int, int], float]:
    """What each two of the units share, all their members taken together; nothing copied alone."""
    bearing: dict[Trait, set[int]] = defaultdict(set)
    for place, unit in enumerate(units):
        for subject in unit:
            for trait in ties.of(subject):
                bearing[trait].add(place)
    both: dict[tuple[int, int], list[Trait]] = defaultdict(list)
    for trait, places in bearing.items():
        for pair in combinations(sorted(places), 2):
            both[pair].append(trait)
    return {
        (one, other): ties.score(ties.shared[trait] for trait in shared)
        for (one, other), shared in both.items()
        if ties.is_uncopied(units[one], units[other], shared)
    }
