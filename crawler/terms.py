"""Search terms that grow: proposed from confirmed cases, used once a person accepted them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from itertools import pairwise

from crawler.cases import named_ground
from crawler.errors import WorkspaceError
from crawler.merging import merged_subjects
from crawler.records import CaseStatus, DecidedTerm, Sighting, VerdictKind
from crawler.store import Store
from crawler.store.cases import cases, judged_when_decided
from crawler.store.registry import current_entries
from crawler.store.terms import append_term_event, decided_terms
from crawler.store.verdicts import subjects_judged
from crawler.sweeps import read_terms, terms_of
from crawler.text import nfc
from crawler.workspace import Workspace

_FILE = "proposed.csv"
_GROUNDS = frozenset({VerdictKind.GAMBLING, VerdictKind.UNLICENSED})
_MOST = 50  # proposals that wait at a time: more nobody reads
_CASES, _ACCOUNTS = 3, 2  # confirmed titles that hold a term, and who published them, at least
_TIMES_RARER = 10  # in licensed titles than in confirmed ones
_WORDS = 4  # of a term, at most
_LONE_WORD = 5  # letters: shorter single words are syllables
_TITLE = 200  # characters of a title that are read
# Words as people write them; Thai and Khmer vowels are marks, which \w leaves out.
_APART = re.compile(r"[\s\u2000-\u206f\u3000-\u303f!-/:-@\[-`{-~–—•|™®©【】（）：，！]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# The language of a term by its letters; plain Latin ones are taken for English.
_SCRIPTS = (("zh", "CJK UNIFIED"), ("th", "THAI"), ("km", "KHMER"))
_VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTerm:
    """A term that stands in titles of confirmed cases and hardly in licensed ones."""

    term: str
    language: str
    confirmed: int  # titles of confirmed cases that hold it
    accounts: int  # that published these
    licensed: int  # titles of licensed apps and of the register that hold it
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTerm:
    """A term with where it stands, or what was said of it."""

    term: str
    language: str
    status: str  # "in use", "proposed", "refused"
    who: str | None
    at: datetime | None
    reason: str | None


def propose(workspace: Workspace, store: Store) -> list[ProposedTerm]:
    """Computes anew what could be searched for too, and writes it to ``terms/proposed.csv``."""
    confirmed = _confirmed(store)
    found: list[ProposedTerm] = []
    if len(confirmed) >= _CASES:
        known = {term.casefold() for term in terms_of(workspace)}
        known |= {decided.term.casefold() for decided in decided_terms(store)}
        found = list(_candidates(confirmed, list(_licensed_titles(store)), known))
    found.sort(key=lambda one: (-one.accounts, -one.confirmed, one.term))
    _write(workspace, found[:_MOST])
    return found[:_MOST]


def proposed_terms(workspace: Workspace) -> list[ProposedTerm]:
    """What waits in ``terms/proposed.csv`` for a person."""
    path = workspace.terms / _FILE
    if not path.exists():
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        return [
            ProposedTerm(
                term=row["term"],
                language=row["language"],
                confirmed=int(row["confirmed"]),
                accounts=int(row["accounts"]),
                licensed=int(row["licensed"]),
                reason=row["reason"],
            )
            for row in rows
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise WorkspaceError(
            f"{path} cannot be read any more ({error}). Make it anew: rasoat terms propose"
        ) from error


def decide(
    workspace: Workspace,
    store: Store,
    wanted: Sequence[str],
    *,
    accepted: bool,
    language: str | None,
    who: str,
    now: datetime,
) -> list[DecidedTerm]:
    """Takes proposed terms into use, or refuses them for good; who and when is kept."""
    # Under the lock: of two people who decide at once the second finds the term decided.
    with store.writing(durable=True):
        waiting = {one.term: one for one in proposed_terms(workspace)}
        terms = list(dict.fromkeys(map(nfc, wanted)))
        if strange := [term for term in terms if term not in waiting]:
            raise WorkspaceError(
                f"“{strange[0]}” is not proposed. See: rasoat terms list. A term of your own goes "
                f"into a file of {workspace.terms}, one a line"
            )
        decided = [
            DecidedTerm(
                term=term,
                language=language or waiting[term].language,
                accepted=accepted,
                reason=waiting[term].reason,
                at=now,
                who=who,
            )
            for term in terms
        ]
        for one in decided:
            append_term_event(store, one)
            if accepted:
                _use(workspace, one)
        _write(workspace, [one for one in waiting.values() if one.term not in terms])
    return decided


def listed_terms(workspace: Workspace, store: Store) -> list[ListedTerm]:
    """All terms: those in use by file, those that wait, those that were refused."""
    decided = {one.term: one for one in decided_terms(store)}
    files = sorted(workspace.terms.glob("*.txt"))
    used = [("rasoat.toml", read_terms(workspace.config.terms))]
    used += [(file.stem, read_terms(file.read_text("utf-8-sig").splitlines())) for file in files]
    rows = [
        _listed(term, language, "in use", decided.get(term))
        for language, terms in used
        for term in terms
    ]
    rows += [
        ListedTerm(
            term=one.term,
            language=one.language,
            status="proposed",
            who=None,
            at=None,
            reason=one.reason,
        )
        for one in proposed_terms(workspace)
    ]
    refused = [one for one in decided.values() if not one.accepted]
    return [*rows, *(_listed(one.term, one.language, "refused", one) for one in refused)]


def _listed(term: str, language: str, status: str, decided: DecidedTerm | None) -> ListedTerm:
    return ListedTerm(
        term=term,
        language=language,
        status=status,
        who=decided.who if decided else None,
        at=decided.at if decided else None,
        reason=decided.reason if decided else None,
    )


def _confirmed(store: Store) -> list[Sighting]:
    """What the confirmed cases of these grounds are called, and by whom they are published."""
    subjects = [
        case.subject
        for case in cases(store, status=CaseStatus.CONFIRMED)
        if (named_ground(store, case.case) or judged_when_decided(store, case.case)) in _GROUNDS
    ]
    return [seen for seen in merged_subjects(store, subjects) if seen.title] if subjects else []


def _licensed_titles(store: Store) -> Iterator[str]:
    """The titles of the register, and of apps that were judged to be licensed."""
    yield from (entry.title for entry in current_entries(store) if entry.title)
    subjects = sorted(subjects_judged(store, VerdictKind.LICENSED))
    if subjects:
        yield from (seen.title for seen in merged_subjects(store, subjects) if seen.title)


def _candidates(
    confirmed: Sequence[Sighting], licensed: Sequence[str], known: set[str]
) -> Iterator[ProposedTerm]:
    held: dict[str, set[int]] = {}
    for place, sighting in enumerate(confirmed):
        for gram in grams(sighting.title or ""):
            held.setdefault(gram, set()).add(place)
    frequent = {gram: places for gram, places in held.items() if len(places) >= _CASES}
    elsewhere = dict.fromkeys(frequent, 0)
    for title in licensed:
        for gram in grams(title) & elsewhere.keys():
            elsewhere[gram] += 1
    for gram, places in _whole(frequent).items():
        accounts = {confirmed[place].publisher_id or confirmed[place].publisher for place in places}
        # One more than was seen: what is rare in few titles is not known to be rare.
        rarer = len(places) / len(confirmed) * (len(licensed) + 1) / (elsewhere[gram] + 1)
        if gram in known or len(accounts) < _ACCOUNTS or rarer < _TIMES_RARER:
            continue
        example = confirmed[min(places)].title
        yield ProposedTerm(
            term=gram,
            language=_language(gram),
            confirmed=len(places),
            accounts=len(accounts),
            licensed=elsewhere[gram],
            reason=f"in {len(places)} of {len(confirmed)} titles of confirmed cases, of "
            f"{len(accounts)} accounts, and in {elsewhere[gram]} of {len(licensed)} licensed ones; "
            f"first: “{example}”",
        )


def _whole(frequent: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Without pieces that stand in the same titles as a longer term: “hũ vui” of “nổ hũ vui”."""
    longer: set[tuple[str, frozenset[int]]] = set()
    for gram, places in frequent.items():
        for piece in grams(gram) - {gram}:
            longer.add((piece, frozenset(places)))
    return {
        gram: places for gram, places in frequent.items() if (gram, frozenset(places)) not in longer
    }


def grams(title: str) -> set[str]:
    """Runs of up to four words of a title, in lower case; Chinese by two to four characters."""
    words = [word for word in _APART.split(nfc(title[:_TITLE]).casefold()) if word]
    found = set()
    for word in words:
        for run in _HAN.findall(word):
            found |= {run[a : a + n] for n in (2, 3, 4) for a in range(len(run) - n + 1)}
    plain = [word for word in words if not _HAN.search(word)]
    neighbours = set(pairwise(words))
    for size in range(1, _WORDS + 1):
        for start in range(len(plain) - size + 1):
            run_of = plain[start : start + size]
            # What Chinese words stood between was no run.
            if all(pair in neighbours for pair in pairwise(run_of)) and _says_something(run_of):
                found.add(" ".join(run_of))
    return found


def _says_something(words: Sequence[str]) -> bool:
    letters = [word for word in words if any(char.isalpha() for char in word)]
    return bool(letters) and (len(words) > 1 or len(words[0]) >= _LONE_WORD)


def _language(term: str) -> str:
    for language, script in _SCRIPTS:
        if any(unicodedata.name(char, "").startswith(script) for char in term):
            return language
    return "vi" if _VIETNAMESE.search(term) else "en"


def _use(workspace: Workspace, decided: DecidedTerm) -> None:
    path = workspace.terms / f"{decided.language}.txt"
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    text += "" if text.endswith("\n") or not text else "\n"
    note = f"# accepted by {' '.join(decided.who.split())}, {decided.at:%Y-%m-%d}"
    _replace(workspace, path.name, f"{text}{decided.term}  {note}\n")


def _write(workspace: Workspace, proposed: Iterable[ProposedTerm]) -> None:
    rows = io.StringIO()
    writer = csv.DictWriter(rows, [item.name for item in fields(ProposedTerm)])
    writer.writeheader()
    writer.writerows(asdict(one) for one in proposed)
    _replace(workspace, _FILE, rows.getvalue())


def _replace(workspace: Workspace, name: str, text: str) -> None:
    """The whole file or none: a sweep may read it now."""
    new = workspace.terms / f".{name}.new"
    try:
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(workspace.terms / name)
    except OSError as error:
        raise WorkspaceError(
            f"{workspace.terms / name} cannot be written: {error.strerror}. Check its rights."
        ) from error
