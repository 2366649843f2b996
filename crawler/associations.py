"""Who shares rare identities with a confirmed case: they are looked at first, and not accused."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime
from itertools import chain

from crawler.cases import accused_cases
from crawler.merging import merged_subjects
from crawler.records import (
    ACCOUNT_TERM,
    ANDROID_STORES,
    BUNDLE_TERM,
    ICON_TERM,
    NEAR_TERM,
    Associated,
    Case,
    CaseStatus,
    Marketplace,
    Reason,
    Sighting,
    VerdictKind,
)
from crawler.store import Store
from crawler.store.associations import associations, replace_associations
from crawler.store.cases import cases
from crawler.store.verdicts import icons_unseen, subjects_judged
from crawler.text import fold_marks
from matchers.clusters import COPIED, Association, Clusters, IdentityKind
from matchers.publishers import read_publisher
from matchers.reasons import reason
from matchers.verdict.rules import Rules

_CASES_AT_MOST = 50  # that one sweep asks about: each costs a store about five requests and more
_ICONS_AT_MOST = 250  # of others: one request each, where a store keeps its pictures
_PICTURED = (Marketplace.APPLE, Marketplace.GOOGLE)  # whose pictures' hosts are known
_SHORTEST_NAME = 4  # letters; shorter words stand in too many names
_RULES = {
    IdentityKind.ACCOUNT: ("associated_account", "publisher_id"),
    IdentityKind.MAILBOX: ("associated_mailbox", "email"),
    IdentityKind.WEBSITE: ("associated_website", "website"),
    IdentityKind.EMAIL_DOMAIN: ("associated_email_domain", "email"),
    IdentityKind.PRIVACY: ("associated_privacy", "privacy_url"),
    IdentityKind.PACKAGE: ("associated_package", "subject"),
    IdentityKind.TEXT: ("associated_text", "text"),
    IdentityKind.ICON: ("associated_icon", "facts.icon_look"),
}


def associate(store: Store, *, now: datetime) -> None:
    """Computes anew, over everything seen, what is associated with the confirmed cases."""
    confirmed = accused_cases(store)
    found: list[Associated] = []
    if confirmed:
        # Rarity needs everything that was seen; without a confirmed case nobody asks for it.
        clusters = Clusters(merged_subjects(store, None), Rules())
        licensed = frozenset(subjects_judged(store, VerdictKind.LICENSED))
        found = [each for case in confirmed for each in _with(case, clusters, licensed)]
    replace_associations(store, found, now=now)


def near_confirmed(store: Store) -> dict[str, tuple[str, ...]]:
    """The terms that ask each store for the associates of the newest confirmed cases.

    The app itself with what is similar, its account, on the App Store what bears its package as
    bundle id, and in every store its developer's name:
    whole, and without trade and legal form, since the next account bears others. Then the icons of
    these apps, of open cases and of what was judged last, where nobody looked at them yet.
    """
    confirmed = accused_cases(store)
    confirmed.sort(key=lambda case: (case.decided_at, case.case), reverse=True)
    apps = [case.subject for case in confirmed if _place(case.subject) in set(Marketplace)]
    subjects = apps[:_CASES_AT_MOST]
    seen = {sighting.subject: sighting for sighting in merged_subjects(store, subjects)}
    names = [name for each in subjects if each in seen for name in _names(seen[each].publisher)]
    asked: dict[str, list[str]] = {place: [] for place in Marketplace}
    for subject in subjects:
        place = _place(subject)
        asked[place].append(f"{NEAR_TERM}:{subject}")
        if place in ANDROID_STORES:
            asked[Marketplace.APPLE].append(f"{BUNDLE_TERM}:{subject.partition(':')[2]}")
        if subject in seen and (account := seen[subject].publisher_id):
            asked[place].append(f"{ACCOUNT_TERM}:{account}")
    for app in chain(seen.values(), _waiting(store) if seen else ()):
        if app.icon and app.icon != app.facts.get("icon_address"):
            asked[_place(app.subject)].append(f"{ICON_TERM}:{app.subject} {app.icon}")
    return {place: tuple(dict.fromkeys((*own, *names))) for place, own in asked.items()}


def _waiting(store: Store) -> Iterator[Sighting]:
    """The apps of open cases, the newest, then those judged last: a disguise is no case yet."""
    waiting = [case.subject for case in cases(store, status=CaseStatus.OPEN)]
    apps = [subject for subject in waiting if _place(subject) in set(Marketplace)]
    apps = apps[-_ICONS_AT_MOST:]
    judged = icons_unseen(store, _PICTURED, most=_ICONS_AT_MOST)
    return merged_subjects(store, list(dict.fromkeys((*apps, *judged)))[:_ICONS_AT_MOST])


def _place(subject: str) -> str:
    return subject.partition(":")[0]


def _names(publisher: str | None) -> Iterator[str]:
    if not publisher:
        return
    yield publisher
    core = read_publisher(publisher).core
    if len(core) >= _SHORTEST_NAME and core != fold_marks(publisher):
        yield core


def queue(
    store: Store, *, status: CaseStatus | None = None
) -> list[tuple[Case, tuple[Associated, ...]]]:
    """Cases with what associates them: open ones that are associated first, then by number."""
    by_subject: dict[str, list[Associated]] = {}
    for each in associations(store):
        by_subject.setdefault(each.subject, []).append(each)
    rows = [(case, tuple(by_subject.get(case.subject, ()))) for case in cases(store, status=status)]
    return sorted(rows, key=_turn)


def _turn(row: tuple[Case, tuple[Associated, ...]]) -> tuple[float, int]:
    case, found = row
    waits = case.status is CaseStatus.OPEN and found
    return (-found[0].score if waits else 0.0, case.case)


def _with(case: Case, clusters: Clusters, licensed: Set[str]) -> Iterator[Associated]:
    for subject, tie in clusters.associates(case.subject):
        # Whose icon or text an impostor copied is the one who was wronged.
        if subject in licensed and all(shared.kind in COPIED for shared in tie.shared):
            continue
        yield Associated(
            subject=subject, case=case.case, score=tie.score, reasons=_reasons(case, tie)
        )


def _reasons(case: Case, tie: Association) -> tuple[Reason, ...]:
    return tuple(
        reason(
            _RULES[shared.kind][0],
            field=_RULES[shared.kind][1],
            quote=shared.quote,
            case=str(case.case),
            accounts=str(shared.accounts),
        )
        for shared in tie.shared
    )
