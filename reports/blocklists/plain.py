"""Plain: one name a line, comments behind ``#``."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocklists.blocklist import BlockList, BlockListFormat, head


def lines(blocklist: BlockList) -> Iterator[str]:
    """The head, then the names."""
    yield from head(blocklist, "#")
    yield "# each name stands for itself and for everything below it"
    yield from (entry.name for entry in blocklist.entries)


EXPORT = BlockListFormat(name="plain", lines=lines)
