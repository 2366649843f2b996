"""Writes the answers of one crawl into WARC files, and each as a link into the chain."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from crawler.errors import CrawlerError, EvidenceProblem
from crawler.evidence.files import cannot_write, keep_names, locked, open_path, warc_file
from crawler.evidence.seals import seal
from crawler.evidence.unchanged import validators_in
from crawler.evidence.warc import (
    Answer,
    Original,
    answer_records,
    original_of,
    record_name,
    warcinfo,
)
from crawler.records import Fetch
from crawler.store import Store
from crawler.store.chain import LinkKind, append_link, links_of_file
from crawler.store.crawls import append_fetch

_LARGEST = 256 << 20  # bytes after which a file is sealed and the next one begun


class Recorder:
    """The evidence of one crawl; one process writes it."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        *,
        crawl: int,
        about: Mapping[str, str],
        largest: int = _LARGEST,
    ) -> None:
        self._store = store
        self._folder = folder
        self._crawl = crawl
        self._about = about
        self._largest = largest
        self._part = 0
        self._file: int | None = None  # the descriptor, which holds the lock
        self._end: int | None = None  # None: only the chain knows
        self._flushed = True
        self._originals: dict[tuple[str, str], Original] = {}

    def record(self, answer: Answer) -> Fetch:
        """Writes an answer: first its bytes to the disk, then link and fetch in one transaction.

        A process that dies in between leaves bytes that no link names; they are put aside later.
        Within a transaction of the caller the bytes reach the disk by ``flush``, before its end.
        """
        if self._file is None:
            self._open(answer.at)
        same = (answer.digest, answer.evidence)
        repeats = answer.received and answer.resource is None
        original = answer.confirms or (self._originals.get(same) if repeats else None)
        record = record_name()
        facts: dict[str, object] = {
            "crawl": self._crawl,
            "url": answer.url,
            "method": answer.method,
            "status": answer.status,
            "ip": answer.ip,
            "evidence": answer.evidence,
            "size": answer.size,
            "repeats": original.n if original else None,
        }
        if answer.status == 200 and (validators := validators_in(answer.head)):
            facts["validators"] = validators
        fetch = Fetch(
            url=answer.url,
            method=answer.method,
            status=answer.status,
            fetched_at=answer.at,
            evidence=answer.evidence,
            size=answer.size,
        )
        records = answer_records(answer, record, original)
        number = self._append(LinkKind.CAPTURED, records, answer.at, facts, fetch)
        if original is None:
            self._originals[same] = original_of(answer, number, record)
        if not self._store.is_writing:
            self.seal_if_full(answer.at)
        return fetch

    def flush(self) -> None:
        """Waits until all that was written lies on the disk."""
        if self._file is None or self._flushed:
            return
        try:
            os.fdatasync(self._file)
        except OSError as error:
            raise cannot_write(open_path(self._folder, self._name), error) from error
        self._flushed = True

    def seal_if_full(self, now: datetime) -> None:
        """Seals a file that is large enough; who records within a transaction calls it after that.

        A seal names and moves files: nothing may take back the links that it rests on.
        """
        if self._file is not None and self._place() >= self._largest:
            self.close(now)

    def close(self, now: datetime) -> None:
        """Seals what was written; after it a new answer begins a new file."""
        if self._file is None:
            return
        try:
            self._place()
            seal(self._store, self._folder, self._name, now)
        except OSError as error:
            raise cannot_write(open_path(self._folder, self._name), error) from error
        os.close(self._file)
        self._file, self._end, self._originals = None, None, {}

    def abandon(self) -> None:
        """Lets go of a file whose last links may not stand: a later sweep puts it in order."""
        if self._file is not None:
            os.close(self._file)
        self._file, self._end, self._originals = None, None, {}

    @property
    def _name(self) -> str:
        return f"crawl-{self._crawl}-{self._part}"

    def _open(self, now: datetime) -> None:
        self._part += 1
        while next(links_of_file(self._store, self._name), None) is not None:
            self._part += 1
        path = open_path(self._folder, self._name)
        self._file, self._end = _new_file(path), 0
        try:
            self._append(LinkKind.OPENED, warcinfo(now, self._about), now, {"crawl": self._crawl})
        except CrawlerError:
            os.close(self._file)
            self._file = None
            path.unlink()  # no link names it
            raise

    def _append(
        self,
        kind: LinkKind,
        content: bytes,
        at: datetime,
        facts: Mapping[str, object],
        fetch: Fetch | None = None,
    ) -> int:
        place = self._place()
        self._end = None  # until the chain has taken the link, whatever happens
        self._write(content, place)
        named = {
            "offset": place,
            "length": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        with self._store.writing():
            link = append_link(self._store, kind, file=self._name, at=at, facts={**facts, **named})
            if fetch is not None:
                append_fetch(self._store, fetch, crawl=self._crawl)
        self._end = place + len(content)
        return link.n

    def _write(self, content: bytes, place: int) -> None:
        number = self._descriptor()
        try:
            done = 0
            while done < len(content):
                done += os.pwrite(number, content[done:], place + done)
            self._flushed = False
        except OSError as error:
            raise cannot_write(open_path(self._folder, self._name), error) from error
        if not self._store.is_writing:
            self.flush()

    def _place(self) -> int:
        """Where the next record goes; bytes of one that failed are taken off."""
        if self._end is None:
            self._end = warc_file(self._store, self._name).length
            os.ftruncate(self._descriptor(), self._end)
        return self._end

    def _descriptor(self) -> int:
        if self._file is None:
            raise EvidenceProblem(f"No file of crawl {self._crawl} is open. Sweep again.")
        return self._file


def _new_file(path: Path) -> int:
    """The descriptor of a new file, locked before anybody can see its name."""
    hidden = path.with_name(f".{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
        if not locked(number) or path.exists():
            os.close(number)
            raise EvidenceProblem(f"{path} is there already. Look at it: rasoat evidence verify")
        hidden.rename(path)
        keep_names(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    return number
