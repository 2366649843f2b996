"""All that was seen as bearers: what each can share with others, and what is held of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crawler.cases import accused_cases
from crawler.records import ACCUSING, Case, CaseStatus, Presence, Sighting, VerdictKind
from crawler.store import Store
from crawler.store.cases import cases
from crawler.store.operators import certified
from crawler.store.protected import approved_names
from crawler.store.sightings import judged_sightings
from crawler.store.verdicts import latest_kinds
from matchers.domains.protected import protected_hosts
from matchers.lists import names_above
from matchers.near_texts import NearTexts
from matchers.operators.ties import Bearer, Standing
from matchers.operators.traits import SITE, Bond, Trait, traits_of

_MARKET = "vn"
_ADVERT = "fbad:"  # goes with its page
_HONEST = frozenset({VerdictKind.LICENSED, VerdictKind.CLEAN, VerdictKind.NOT_A_GAME})
_OPEN = _HONEST | {VerdictKind.UNSURE}


def bearers(store: Store) -> Iterator[Bearer]:
    """All that was seen to be there, with what it can share."""
    kinds, named, texts = latest_kinds(store), certified(store), NearTexts()
    held = {case.subject: case for case in accused_cases(store)}
    cleared = {case.subject for case in cases(store, status=CaseStatus.DISMISSED)}
    protected = protected_hosts(approved_names(store))
    for subject, sightings in judged_sightings(store):
        present = [one for one in sightings if one.presence is Presence.PRESENT]
        here = [one for one in present if one.market == _MARKET]
        kind = kinds.get(subject)
        if not here or kind is None or subject.startswith(_ADVERT):
            continue
        honest = subject in cleared or _is_protected(subject, protected)
        standing = Standing.HONEST if honest else _standing(kind, here[0], held.get(subject))
        proving = list(_proving(here, kind, held.get(subject)))
        traits = {trait for one in proving for trait in traits_of(one)}
        traits |= {Trait(Bond.CERTIFICATE, names) for names in named.get(subject, ())}
        if (like := _like(texts, proving[0])) is not None:
            traits.add(Trait(Bond.TEXT, like))
        yield Bearer(subject=subject, standing=standing, traits=frozenset(traits))


def _is_protected(subject: str, protected: Mapping[str, str]) -> bool:
    place, _, name = subject.partition(":")
    return place == SITE and any(above in protected for above in names_above(name))


def _standing(kind: VerdictKind, seen: Sighting, held: Case | None) -> Standing:
    if kind is VerdictKind.COMPROMISED:
        return Standing.APART
    if held is not None or kind in ACCUSING:
        return Standing.ACCUSED
    # A site without words of its own only leads on: nothing clears it.
    clear = kind in _HONEST and (seen.text or not seen.subject.startswith(f"{SITE}:"))
    if clear:
        return Standing.HONEST
    return Standing.UNSURE if kind in _OPEN else Standing.APART


def _proving(
    present: Sequence[Sighting], kind: VerdictKind, held: Case | None
) -> Iterator[Sighting]:
    """The newest sighting; of a confirmed subject the one that was decided on, too.

    What stands there later may be a parking page, or somebody else's who bought the name.
    """
    decided = None if held is None else held.decided_at
    if decided is None:
        yield present[0]
        return
    before = next((one for one in present if one.seen_at <= decided), None)
    if before is None or (before is not present[0] and kind in ACCUSING):
        yield present[0]
    if before is not None:
        yield before


def _like(texts: NearTexts, seen: Sighting) -> str | None:
    """The first site whose text this one's nearly is, and how that begins."""
    if not seen.subject.startswith(f"{SITE}:"):
        return None  # what apps say of themselves: matchers/clusters.py
    first = texts.first_like(seen.subject, seen.text)
    return None if first is None else f"{first}: {texts.opening(first)}"
