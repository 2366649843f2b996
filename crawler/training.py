"""What people decided becomes what the next texts are compared with (``train``)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from crawler.cases import MISSED, REOPENED, named_ground
from crawler.clock import HANOI
from crawler.errors import TrainingRefused
from crawler.merging import MARKET, merged
from crawler.protected import protected_subjects
from crawler.quality import Quality, measure
from crawler.records import Case, CaseStatus, Control, ControlStatus, Sighting, VerdictKind
from crawler.store import Store
from crawler.store.cases import case_events, cases, judged_when_decided
from crawler.store.controls import controls
from crawler.store.protected import proposals
from crawler.store.sightings import judged_sightings
from matchers.domains.protected import protected_hosts, protection
from matchers.learned import FILE, FOLDS, TextModel, fit, save
from matchers.lexicon import Lexicon
from matchers.page import read_as_one
from matchers.verdict.page_evidence import protected_page

LEAST_DECIDED = 500
LEAST_OF_A_KIND = 50
_LIKELY = 0.5  # a chance from here on counts as said


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A text that people decided about, with the day of the decision."""

    subject: str
    reads: str
    gambling: bool
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A new model, what it was made of, and how well it did on texts that it had not seen."""

    model: str  # its digest
    lexicon: str  # the digest of the words that the texts were read by
    texts: int
    gambling: int
    left_out: Mapping[str, int]  # cases and controls that are not read, by why
    first_day: date
    last_day: date
    texts_digest: str
    trained_at: datetime
    quality: Quality


def train(store: Store, lexicon: Lexicon, folder: Path, *, now: datetime) -> Trained:
    """Makes the model of texts anew from every decided case and control, into ``folder``.

    Never read is what is under complaint: a reopened case until it is decided again, a name that
    somebody proposed to protect. Raises ``TrainingRefused`` below LEAST_DECIDED texts.
    """
    left_out: Counter[str] = Counter()
    texts = sorted(decided_texts(store, lexicon, left_out), key=lambda text: text.subject)
    gambling = sum(text.gambling for text in texts)
    _must_be_enough(len(texts), gambling, left_out)
    labels = [text.gambling for text in texts]
    fitted = fit([text.reads for text in texts], labels, [_fold(text.subject) for text in texts])
    trained = Trained(
        model=fitted.model.digest,
        lexicon=lexicon.digest,
        texts=len(texts),
        gambling=gambling,
        left_out=dict(left_out),
        first_day=min(text.day for text in texts),
        last_day=max(text.day for text in texts),
        texts_digest=_digest(texts),
        trained_at=now,
        quality=measure(labels, (fitted.held_out >= _LIKELY).tolist(), fitted.held_out.tolist()),
    )
    _keep(fitted.model, trained, folder)
    return trained


def decided_texts(store: Store, lexicon: Lexicon, left_out: Counter[str]) -> Iterator[Decided]:
    """Every text that people decided about; why others are not among them is counted."""
    proposed = {name: why for name, (_, why) in proposals(store).items()}
    contested = {**protected_subjects(store, proposed), **protected_subjects(store)}
    hosts = protected_hosts(contested)
    every: dict[str, Case | Control] = {one.subject: one for one in controls(store)}
    every |= {case.subject: case for case in cases(store)}  # where there is a case, it speaks
    for subject, sightings in judged_sightings(store, every):
        one = every[subject]
        said = _said_of_control(one) if isinstance(one, Control) else _said(store, one)
        if _is_contested(sightings, contested, hosts):
            left_out["protected or proposed so"] += 1
        elif isinstance(one, Case) and _under_complaint(store, one):
            left_out["reopened"] += 1
        elif said is None:
            left_out["not decided, or for another reason"] += 1
        elif reads := _reads(sightings, said.at, lexicon):
            day = said.at.astimezone(HANOI).date()
            yield Decided(subject=subject, reads=reads, gambling=said.gambling, day=day)
        else:
            left_out["without a text"] += 1


class _Said(NamedTuple):
    gambling: bool
    at: datetime


def _said(store: Store, case: Case) -> _Said | None:
    """What people said: gambling, or that nothing is to be done; None: neither.

    The last decision rules: that the rules missed it stands until it is reopened or dismissed.
    """
    missed = None
    for event in case_events(store, case.case):
        if event.event in (MISSED, REOPENED):
            missed = event.at if event.event == MISSED else None
    dismissed = case.decided_at if case.status is CaseStatus.DISMISSED else None
    if missed is not None and (dismissed is None or dismissed < missed):
        return _Said(True, missed)
    if case.decided_at is None:
        return None
    if case.status is CaseStatus.DISMISSED:
        return _Said(False, case.decided_at)
    ground = named_ground(store, case.case) or judged_when_decided(store, case.case)
    return _Said(True, case.decided_at) if ground is VerdictKind.GAMBLING else None


def _said_of_control(control: Control) -> _Said | None:
    if control.decided_at is None:
        return None
    return _Said(control.status is ControlStatus.MISSED, control.decided_at)


def _under_complaint(store: Store, case: Case) -> bool:
    """Whether the case was reopened and is not decided since, whatever else was said of it."""
    return case.status is CaseStatus.OPEN and any(
        event.event == REOPENED for event in case_events(store, case.case)
    )


def _reads(sightings: Sequence[Sighting], decided_at: datetime, lexicon: Lexicon) -> str:
    """What was known on the market when it was decided, as the matchers read it."""
    seen = [one for one in sightings if one.market == MARKET and one.seen_at <= decided_at]
    return read_as_one(merged(seen), lexicon) if seen else ""


def _is_contested(
    sightings: Sequence[Sighting], contested: Mapping[str, str], hosts: Mapping[str, str]
) -> bool:
    """Whether it, the page of an advert or a host above it is protected or proposed so."""
    kind, _, name = sightings[0].subject.partition(":")
    if kind == "domain" and protection(name, hosts) is not None:
        return True
    return any(protected_page(sighting, contested) is not None for sighting in sightings)


def _must_be_enough(texts: int, gambling: int, left_out: Mapping[str, int]) -> None:
    least = min(gambling, texts - gambling)
    if texts >= LEAST_DECIDED and least >= LEAST_OF_A_KIND:
        return
    others = "; ".join(f"{why}: {count}" for why, count in left_out.items() if count)
    raise TrainingRefused(
        f"There are {texts} decided texts ({gambling} gambling); a model needs {LEAST_DECIDED}, "
        f"{LEAST_OF_A_KIND} of either kind. Until then the rules alone judge. "
        f"Decide more with: cases confirm, cases dismiss"
        + (f" (left out: {others})" if others else "")
    )


def _fold(subject: str) -> int:
    return int(hashlib.sha256(subject.encode()).hexdigest()[:8], 16) % FOLDS


def _digest(texts: Iterable[Decided]) -> str:
    found = hashlib.sha256()
    for text in texts:
        found.update(f"{text.subject}\t{text.gambling}\t{text.reads}\n".encode())
    return found.hexdigest()[:16]


def _keep(model: TextModel, trained: Trained, folder: Path) -> None:
    """The model beside its provenance, which holds figures and no text."""
    folder.mkdir(exist_ok=True)
    save(model, folder / FILE, lexicon=trained.lexicon)
    told: dict[str, Any] = asdict(trained)
    text = json.dumps(told, ensure_ascii=False, indent=1, default=str)
    (folder / FILE).with_suffix(".json").write_text(text + "\n", encoding="utf-8")
