"""A package of the evidence of one case, which anybody can check without this program."""

from __future__ import annotations

import csv
import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from importlib.metadata import version
from io import StringIO
from pathlib import Path

from crawler.clock import HANOI
from crawler.errors import EvidenceProblem
from crawler.evidence.answers import evidence_of, recorded
from crawler.evidence.bodies import read_body, read_span, spans_in
from crawler.evidence.files import cannot_write, file_digest, warc_file
from crawler.records import Case, CaseEvent, EvidenceMinutes, PackedFile, RecordedAnswer
from crawler.store import Store
from crawler.store.cases import append_event
from crawler.store.chain import BEGINNING, Link, LinkKind, captures_of, head, links_of_file

MINUTES = "bien-ban-ghi-nhan-du-lieu-dien-tu.docx"
SUMS = "SHA256SUMS"
STAMP = "SHA256SUMS.tsr"
Stamps = Callable[[bytes], bytes | None]
WritesMinutes = Callable[[EvidenceMinutes, Path], None]


def pack(
    store: Store,
    folder: Path,
    case: Case,
    output: Path,
    *,
    who: str,
    place: str | None,
    now: datetime,
    write_minutes: WritesMinutes,
    stamp: Stamps,
) -> EvidenceMinutes:
    """Writes the package, a new folder or a ``.zip``, and notes with the case who was given it.

    ``stamp`` gives the RFC 3161 answer for the list of hashes, or None for no stamp.

    Evidence that was altered is not handed out: ``EvidenceProblem`` names it.
    """
    if output.exists():
        raise EvidenceProblem(f"{output} exists already. Name another place.")
    evidence = evidence_of(store, case.subject)
    try:
        with tempfile.TemporaryDirectory(dir=output.resolve().parent, prefix=".pack-") as work:
            made = Path(work) / output.stem
            made.mkdir()
            answers = _write_evidence(store, folder, made, evidence)
            last = head(store)
            minutes = EvidenceMinutes(
                case=case.case,
                subject=case.subject,
                title=case.title,
                publisher=case.publisher,
                made_at=now,
                made_by=who,
                place=place,
                program=f"rasoat {version('rasoat')}",
                answers=tuple(answers),
                files=tuple(_files(made)),
                head=last.hash if last else BEGINNING,
                links=last.n if last else 0,
                rehearsal=bool(store.mark),
            )
            write_minutes(minutes, made / MINUTES)
            sums = "".join(f"{one.sha256}  {one.name}\n" for one in _files(made))
            (made / SUMS).write_text(sums, encoding="utf-8")
            if (answer := stamp(sums.encode())) is not None:
                (made / STAMP).write_bytes(answer)
            _hand_over(made, output)
    except OSError as error:
        raise cannot_write(output, error) from error
    note = f"{output.name}, {SUMS}: {hashlib.sha256(sums.encode()).hexdigest()}"
    with store.writing(durable=True):
        event = CaseEvent(case=case.case, at=now, who=who, event="evidence_packed", note=note)
        append_event(store, event)
    return minutes


def _write_evidence(
    store: Store, folder: Path, made: Path, evidence: Sequence[str]
) -> list[RecordedAnswer]:
    answers = recorded(store, folder, evidence)
    if not answers:
        raise EvidenceProblem(
            "No recorded answer shows this subject. Look at it again with: rasoat sweep"
        )
    captures = list(captures_of(store, evidence))
    names = list(dict.fromkeys(capture.facts["file"] for capture in captures))
    wanted = {capture.n for capture in captures}
    places: dict[int, tuple[str, int]] = {}
    for name in names:
        places |= _write_warc(store, folder, made, name, wanted)
    answers = [_packed(answer, places) for answer in answers]
    there = {answer.evidence for answer in answers if answer.deleted_at is None}
    deleted = {answer.evidence for answer in answers} - there
    (made / "bodies").mkdir()
    for one in sorted({*evidence} - deleted):
        body = read_body(store, folder, one)
        (made / "bodies" / f"{one.removeprefix('sha256:')}.bin").write_bytes(body)
    (made / "answers.csv").write_text(_csv(answers), encoding="utf-8", newline="")
    told = [link for name in names for link in _telling(store, name, wanted)]
    lines = "".join(f"{link.text}\n" for link in sorted(told, key=lambda link: link.n))
    (made / "chain.jsonl").write_text(lines, encoding="utf-8")
    return answers


def _write_warc(
    store: Store, folder: Path, made: Path, name: str, wanted: set[int]
) -> dict[int, tuple[str, int]]:
    """The records of one WARC file that belong to the case, byte by byte as they were recorded."""
    file = warc_file(store, name)
    chosen = [(span, place) for span, place in spans_in(file) if span.n in wanted]
    if not chosen:
        return {}
    content, offsets, end = [], {}, 0
    for span, place in [(file.kept[0], 0), *chosen]:
        records = read_span(file, folder, span, place)
        if hashlib.sha256(records).hexdigest() != span.facts["sha256"]:
            raise EvidenceProblem(
                f"Capture {span.n} was altered and is not handed out. "
                "See what else is wrong with: rasoat evidence verify"
            )
        offsets[span.n] = end
        content.append(records)
        end += len(records)
    whole = b"".join(content)
    packed = f"{hashlib.sha256(whole).hexdigest()}.warc"
    (made / packed).write_bytes(whole)
    return {n: (packed, offset) for n, offset in offsets.items()}


def _packed(answer: RecordedAnswer, places: dict[int, tuple[str, int]]) -> RecordedAnswer:
    if answer.n not in places:
        return answer
    name, offset = places[answer.n]
    return replace(answer, file=name, offset=offset)


def _telling(store: Store, name: str, wanted: set[int]) -> Iterator[Link]:
    """The links that tell of the case's answers and of the file that they were recorded in."""
    for link in links_of_file(store, name):
        if link.n in wanted or link.facts["kind"] != LinkKind.CAPTURED:
            yield link


def _csv(answers: Sequence[RecordedAnswer]) -> str:
    out = StringIO()
    names = [field.name for field in fields(RecordedAnswer)]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for answer in answers:
        local = {"at": answer.at.astimezone(HANOI).isoformat()}
        writer.writerow(asdict(answer) | local)
    return out.getvalue()


def _files(made: Path) -> Iterator[PackedFile]:
    for path in sorted(made.rglob("*")):
        if path.is_file():
            name = path.relative_to(made).as_posix()
            yield PackedFile(name=name, size=path.stat().st_size, sha256=file_digest(path))


def _hand_over(made: Path, output: Path) -> None:
    if output.suffix.lower() != ".zip":
        made.rename(output)
        return
    packed = made.with_suffix(".zip")
    with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(made.rglob("*")):
            archive.write(path, path.relative_to(made.parent))
    packed.rename(output)
