"""CSV: one name a row, with the case and the evidence that it rests on; no comments."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC

from reports.blocklists.blocklist import BlockList, BlockListFormat

_COLUMNS = ("name", "case", "ground", "valid_from", "evidence", "serial", "mark")


def lines(blocklist: BlockList) -> Iterator[str]:
    """The header, then the rows: no name and no other cell begins as a formula would."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in blocklist.entries:
        since = f"{entry.valid_from.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        about = (entry.name, entry.case, entry.ground.value, since, " ".join(entry.evidence))
        writer.writerow((*about, blocklist.serial, blocklist.mark))
    yield from text.getvalue().splitlines()


EXPORT = BlockListFormat(name="csv", lines=lines)
