"""What happened to a paper, read from its rows, and how it stood on a day. No SQL here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from crawler.records import EntryStatus, EventKind, RegisterEvent, RegistryEntry

_STATUS_AFTER: Mapping[EventKind, EntryStatus] = {
    EventKind.GRANTED: EntryStatus.IN_FORCE,
    EventKind.RESUMED: EntryStatus.IN_FORCE,
    EventKind.RELISTED: EntryStatus.IN_FORCE,
    EventKind.SUSPENDED: EntryStatus.SUSPENDED,
    EventKind.REVOKED: EntryStatus.REVOKED,
    EventKind.STOPPED: EntryStatus.STOPPED,
    EventKind.EXPIRED: EntryStatus.EXPIRED,
    EventKind.SUPERSEDED: EntryStatus.SUPERSEDED,
    EventKind.INVALID: EntryStatus.INVALID,
    EventKind.UNLISTED: EntryStatus.UNLISTED,
}
# Past its last day a paper in one of these states is expired, whatever else is not known of it.
_EXPIRE = frozenset(
    {
        EntryStatus.IN_FORCE,
        EntryStatus.SUSPENDED,
        EntryStatus.UNLISTED,
        EntryStatus.UNKNOWN,
    }
)
# Never an amendment: the key, the whole row, and what the event of the status tells.
_TOLD_APART = frozenset({"entry", "kind", "raw", "status", "ended", "decision", "ground"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A paper's row as one import held it; ``listed`` False: the import no longer held it."""

    entry: RegistryEntry
    listed: bool
    known_on: date  # the day of that import, Hà Nội


def derive_events(
    former: Version | None, entry: RegistryEntry | None, *, seen: date | None, day: date
) -> Iterator[RegisterEvent]:
    """What a new row says that happened; ``entry`` None: the file no longer holds the paper.

    ``day`` is the import's, ``seen`` the last day on which the paper was seen as ``former``.
    A day that the row does not name is never assumed: it lies between the two.
    """
    if entry is None:
        if former is not None and former.listed:
            yield _event(former.entry, EventKind.UNLISTED, day=day)
        return
    before = former.entry if former is not None and former.listed else None
    if former is None:
        yield _granted(entry, day)
        seen = entry.issued if entry.issued is not None and entry.issued <= day else None
    elif before is None:
        yield _event(entry, EventKind.RELISTED, day=day)
    if former is not None:
        yield from _corrected(former.entry, entry, seen=seen, day=day)
    yield from _turned(before, entry, seen=seen, day=day)


def _corrected(
    former: RegistryEntry, entry: RegistryEntry, *, seen: date | None, day: date
) -> Iterator[RegisterEvent]:
    differed = {
        item.name: (_text(getattr(former, item.name)), _text(getattr(entry, item.name)))
        for item in fields(RegistryEntry)
        if item.name not in _TOLD_APART and getattr(former, item.name) != getattr(entry, item.name)
    }
    if former.issued != entry.issued:
        yield _granted(entry, day)
    told = former.status is not entry.status or _ending(former) != _ending(entry)
    if differed or (former.raw != entry.raw and not told):  # or only a cell that we do not read
        amended = _event(entry, EventKind.AMENDED, not_before=seen, not_after=day)
        yield replace(amended, differed=differed)


def _turned(
    before: RegistryEntry | None, entry: RegistryEntry, *, seen: date | None, day: date
) -> Iterator[RegisterEvent]:
    """The event of a new status, or of what became known of an old one."""
    was = before.status if before is not None else EntryStatus.IN_FORCE
    if entry.status is EntryStatus.IN_FORCE:
        if was is not EntryStatus.IN_FORCE:
            yield _event(entry, EventKind.RESUMED, not_before=seen, not_after=day)
        return
    if before is not None and was is entry.status and _ending(before) == _ending(entry):
        return
    ended = _ended(entry)
    yield replace(
        _event(
            entry,
            EventKind(entry.status.value),
            day=ended,
            not_before=None if ended else seen,
            not_after=None if ended else day,
        ),
        decision=entry.decision,
        ground=entry.ground,
    )


def _ending(entry: RegistryEntry) -> tuple[date | None, str, str]:
    return _ended(entry), entry.decision, entry.ground


def _ended(entry: RegistryEntry) -> date | None:
    if entry.ended is None and entry.status is EntryStatus.EXPIRED and entry.expires is not None:
        return _after(entry.expires)
    return entry.ended


def _granted(entry: RegistryEntry, day: date) -> RegisterEvent:
    """A paper that is listed was granted: an issue day after the import is a slip, not known."""
    if entry.issued is not None and entry.issued <= day:
        return replace(_event(entry, EventKind.GRANTED, day=entry.issued), decision=entry.number)
    return replace(_event(entry, EventKind.GRANTED, not_after=day), decision=entry.number)


def _event(entry: RegistryEntry, event: EventKind, **days: date | None) -> RegisterEvent:
    values: dict[str, Any] = {"day": None} | days
    return RegisterEvent(kind=entry.kind, entry=entry.entry, event=event, **values)


def _text(value: date | str | None) -> str:
    return "" if value is None else str(value)


def standing(
    versions: Sequence[Version], events: Sequence[RegisterEvent], day: date
) -> RegistryEntry | None:
    """The paper as it stood on ``day`` by these rows and events, oldest first; None: not granted.

    Its text is that of the rows known by that day, or the first one; its dates are the newest
    known. ``status`` UNKNOWN: an undated event lies around the day.
    """
    newest = versions[-1].entry
    status, last = None, None
    for event in turning_points(events):
        reached = _reached(event, day)
        if reached is not False:
            status = _STATUS_AFTER[event.event] if reached else EntryStatus.UNKNOWN
            last = event if reached else None
    if status is None:
        return None
    if status in _EXPIRE and newest.expires is not None and day > newest.expires:
        status, last = EntryStatus.EXPIRED, expiry(newest)
    over = last if last is not None and status.in_force is False else None
    shown = next((item.entry for item in reversed(versions) if item.known_on <= day), None)
    return replace(
        shown or versions[0].entry,
        issued=newest.issued,
        expires=newest.expires,
        status=status,
        ended=over.day if over else None,
        decision=over.decision if over else "",
        ground=over.ground if over else "",
    )


def read_as_of(
    entries: Iterable[RegistryEntry], day: date | None, *, today: date
) -> list[RegistryEntry]:
    """Rows of a file that nobody imported, read today, as they stood on a day (None: today)."""
    found = []
    for entry in entries:
        events = list(derive_events(None, entry, seen=None, day=today))
        version = Version(entry=entry, listed=True, known_on=today)
        found.append(standing([version], events, day or today))
    return [paper for paper in found if paper is not None]


def expiry(entry: RegistryEntry) -> RegisterEvent | None:
    """The event that follows from the paper's own last day; None: it names none."""
    if entry.expires is None:
        return None
    return _event(entry, EventKind.EXPIRED, day=_after(entry.expires))


def turning_points(events: Sequence[RegisterEvent]) -> list[RegisterEvent]:
    """The events that change the state; each as its newest correction tells it."""
    told: list[RegisterEvent] = []
    for event in events:
        if event.event not in _STATUS_AFTER:
            continue
        if event.event is EventKind.GRANTED and told:
            told[0] = event
        elif told and told[-1].event is event.event:
            told[-1] = _narrowed(told[-1], event)
        else:
            told.append(event)
    return told


def _narrowed(former: RegisterEvent, event: RegisterEvent) -> RegisterEvent:
    """A correction that brings no day leaves the former one's bounds as they were."""
    if event.day is not None:
        return event
    return replace(event, day=former.day, not_before=former.not_before, not_after=former.not_after)


def _reached(event: RegisterEvent, day: date) -> bool | None:
    """Whether the event lies on or before the day; None: nobody knows."""
    if event.day is not None:
        return day >= event.day
    if event.not_after is not None and day >= event.not_after:
        return True
    if event.not_before is not None and day <= event.not_before:
        return False
    return None


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
