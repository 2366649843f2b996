"""How rare each thing is that subjects share, and what two of them share together.

Rarity is measured over everything seen: a tracker of an agency, the favicon of a theme and the
name servers of a provider are borne by strangers, and tie nobody. What a page prints can be copied
from it, and ties nobody alone against whom nothing is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matchers.operators.joining import Joined
from matchers.operators.traits import PRINTED, SIDE_OF, SITE, STRONG, Bond, Side, Trait
from matchers.verdict.rules import Rules

_FEW = 12  # bearers of what tells strangers from associates
# One account of a store is one developer, however many apps it has and whatever they are.
_OWN = frozenset({Bond.DEVELOPER})


class Standing(StrEnum):
    """What is held of a subject, as far as it matters for whom it belongs to."""

    ACCUSED = "accused"
    UNSURE = "unsure"  # may belong to an operator, and founds none
    HONEST = "honest"  # what it bears is no operator's own
    APART = "apart"  # a victim, a parked name, nobody's: counted as a stranger


MAY_BELONG = frozenset({Standing.ACCUSED, Standing.UNSURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A subject with what it can share."""

    subject: str
    standing: Standing
    traits: frozenset[Trait]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTrait:
    """What two subjects share: quoted, with the strangers among all who bear it."""

    bond: Bond
    quote: str
    strangers: int
    issued: bool  # to one holder, who alone can use it
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What two subjects share together, the heaviest first."""

    subjects: tuple[str, str]
    score: float
    strong: bool  # what was issued to one holder makes at least half of what is needed
    uncopied: bool  # it does not rest on what one of them may have copied from the other
    shared: tuple[SharedTrait, ...]


class Ties:
    """Everything that was seen, by what it shares."""

    def __init__(self, bearers: Iterable[Bearer], rules: Rules) -> None:
        self._rules = rules
        self._traits: dict[str, frozenset[Trait]] = {}
        self._standing: dict[str, Standing] = {}
        self._bearers: dict[Trait, list[str]] = defaultdict(list)
        for bearer in bearers:
            self._traits[bearer.subject] = bearer.traits
            self._standing[bearer.subject] = bearer.standing
            for trait in bearer.traits:
                self._bearers[trait].append(bearer.subject)
        self.shared: Mapping[Trait, SharedTrait] = dict(self._measured())

    def standing(self, subject: str) -> Standing:
        """What is held of a subject."""
        return self._standing[subject]

    def subjects(self) -> list[str]:
        """All that may belong to an operator, by their ids."""
        return sorted(one for one, standing in self._standing.items() if standing in MAY_BELONG)

    def of(self, subject: str) -> Iterator[Trait]:
        """What the subject shares with others and what weighs something."""
        return (trait for trait in self._traits[subject] if trait in self.shared)

    def bearers(self, trait: Trait) -> list[str]:
        """Those who bear it and may belong to an operator."""
        return [one for one in self._bearers[trait] if self._standing[one] in MAY_BELONG]

    def holders(self, trait: Trait, bearers: Iterable[str]) -> list[str]:
        """Those of its bearers whom it joins alone: nobody took it over from their pages."""
        return [one for one in bearers if trait.bond not in PRINTED or self._is_accused(one)]

    def between(self, one: str, other: str) -> Tie | None:
        """What ties two subjects; None where it does not suffice."""
        link = self.link(one, other)
        enough = self._rules.one_operator
        return None if link is None or link.score < enough or not link.uncopied else link

    def link(self, one: str, other: str) -> Tie | None:
        """What two subjects share, sufficient or not; None: nothing that weighs something."""
        both = [trait for trait in self.of(one) if trait in self._traits[other]]
        shared = sorted(
            (self.shared[trait] for trait in both),
            key=lambda found: (-found.weight, found.bond, found.quote),
        )
        if not shared:
            return None
        score = self.score(shared)
        issued = max((found.weight for found in shared if found.issued), default=0.0)
        enough = self._rules.one_operator
        uncopied = self.is_uncopied((one,), (other,), both)
        strong = uncopied and score >= enough and 2 * issued >= enough
        return Tie(
            subjects=(one, other),
            score=score,
            strong=strong,
            uncopied=uncopied,
            shared=tuple(shared),
        )

    def is_uncopied(
        self, ones: Sequence[str], others: Sequence[str], both: Sequence[Trait]
    ) -> bool:
        """Whether neither side may have been dragged in by what the other copied from its pages.

        Each has an accused member, shares what cannot be copied, or itself leads to the other.
        """
        return self._shows(ones, others, both) and self._shows(others, ones, both)

    def _shows(self, ones: Sequence[str], others: Sequence[str], both: Iterable[Trait]) -> bool:
        return any(map(self._is_accused, ones)) or any(
            (self.shared[trait].issued and trait.bond not in PRINTED)
            or (trait.bond is Bond.TARGET and f"{SITE}:{trait.value}" in others)
            for trait in both
        )

    def _is_accused(self, subject: str) -> bool:
        return self._standing[subject] is Standing.ACCUSED

    def score(self, shared: Iterable[SharedTrait]) -> float:
        """The sum over all sides, the heaviest of each.

        Of one side only that counts: a theme brings icon, pictures and words at once.
        """
        sides: dict[Side, float] = {}
        for found in shared:
            side = SIDE_OF[found.bond]
            sides[side] = max(sides.get(side, 0.0), found.weight)
        return round(sum(sides.values()), 3)

    def _measured(self) -> Iterator[tuple[Trait, SharedTrait]]:
        """All that at least two who may belong to an operator share, and that is rare."""
        for trait, subjects in self._bearers.items():
            if len(self.bearers(trait)) < 2:
                continue
            if trait.bond not in _OWN and self._is_others(trait, subjects):
                continue
            strangers = self._strangers(trait, subjects)
            issued = trait.bond in STRONG and len(_named(trait)) <= len(subjects)
            # Nobody else than suspects stands on it: the more it names, the less it is chance.
            own = trait.bond in _OWN or (issued and trait.bond is Bond.CERTIFICATE)
            weight = self._weight(1 if own else strangers, issued=issued)
            if weight > 0:
                yield (
                    trait,
                    SharedTrait(
                        bond=trait.bond,
                        quote=trait.value,
                        strangers=strangers,
                        issued=issued,
                        weight=weight,
                    ),
                )

    def _is_others(self, trait: Trait, subjects: Iterable[str]) -> bool:
        """Whether somebody bears it who is no operator's.

        What stands on a victim's page may be the intruder's own; its ground and its look are not.
        """
        standings = {self._standing[subject] for subject in subjects}
        if SIDE_OF[trait.bond] in (Side.GROUND, Side.LOOK):
            return not standings <= MAY_BELONG
        return Standing.HONEST in standings

    def _weight(self, strangers: int, *, issued: bool) -> float:
        base = self._rules.bond_strong if issued else self._rules.bond_weak
        return round(base * max(0.0, 1 - (strangers - 1) / self._rules.bond_common), 3)

    def _strangers(self, trait: Trait, subjects: list[str]) -> int:
        """How many bear it who have nothing else in common that is one holder's.

        A certificate is borne by all whom it names, seen or not.
        """
        joined = Joined(subjects)
        for subject in subjects:
            for other in self._traits[subject]:
                if other.bond in STRONG and other.bond is not trait.bond:
                    bearers = self._bearers[other]
                    if len(bearers) <= _FEW and not self._is_others(other, bearers):
                        joined.join(one for one in self.holders(other, bearers) if one in joined)
        return max(len(joined.groups()), len(_named(trait)))


def _named(trait: Trait) -> list[str]:
    """Whom a certificate names; one that names somebody whom nobody saw may be a provider's."""
    return trait.value.split() if trait.bond is Bond.CERTIFICATE else []
