"""What every kind of site is made with: names, grounds, and the frame of an answer."""

from __future__ import annotations

import random
from dataclasses import dataclass

from crawler.replica.sites.grounds import Grounds
from crawler.replica.sites.model import SiteAnswer, SiteKind
from crawler.replica.sites.naming import Naming

# The first is the ideal verdict, the others do no harm.
ACCEPTABLE: dict[SiteKind, tuple[str, ...]] = {
    SiteKind.GAMBLING: ("gambling",),
    SiteKind.DOORWAY: ("gambling", "promotes_gambling", "unsure"),
    SiteKind.PROMOTES_GAMBLING: ("promotes_gambling", "gambling"),
    SiteKind.UNLICENSED_GAME: ("unlicensed",),
    SiteKind.PRIVATE_SERVER: ("unlicensed", "impostor"),
    SiteKind.IMPOSTOR: ("impostor", "unlicensed", "unsure"),
    SiteKind.PROMOTES_UNLICENSED: ("promotes_unlicensed", "unlicensed"),
    SiteKind.LICENSED: ("licensed", "clean", "unsure"),
    SiteKind.LICENCE_PROBLEM: ("licence_problem", "unsure"),
    SiteKind.COMPROMISED: ("compromised",),
    SiteKind.PARKED: ("parked", "clean", "unsure"),
    SiteKind.HONEST: ("clean", "not_a_game", "unsure"),
    SiteKind.POISONED: ("unsure", "clean", "parked"),
    SiteKind.MISLED: ("unsure", "compromised", "clean"),
    SiteKind.DEAD: (),
    SiteKind.BLOCK_PAGE: ("unsure", "clean", "parked"),
    SiteKind.LOOP: ("unsure", "clean"),
    SiteKind.HOSTILE: ("unsure", "clean"),
}
_TO_FLAG = frozenset(
    {
        SiteKind.GAMBLING,
        SiteKind.DOORWAY,
        SiteKind.PROMOTES_GAMBLING,
        SiteKind.UNLICENSED_GAME,
        SiteKind.PRIVATE_SERVER,
        SiteKind.IMPOSTOR,
        SiteKind.PROMOTES_UNLICENSED,
        SiteKind.LICENCE_PROBLEM,
    }
)


@dataclass(frozen=True, slots=True)
class Maker:
    """The supplies of one part of a world."""

    rng: random.Random
    naming: Naming
    grounds: Grounds


def frame(host: str, kind: SiteKind, why: str) -> SiteAnswer:
    """The answer of a host by its kind alone; what was planted there is added by ``replace``."""
    return SiteAnswer(
        host=host,
        subject=f"domain:{host}",
        kind=kind,
        acceptable=ACCEPTABLE[kind],
        accusation_forbidden=kind not in _TO_FLAG,
        why=why,
        tell_owner=kind is SiteKind.COMPROMISED,
    )
