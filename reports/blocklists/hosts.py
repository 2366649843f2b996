"""hosts: the name and its ``www.``; the format cannot say "and everything below"."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocklists.blocklist import BlockList, BlockListFormat, head


def lines(blocklist: BlockList) -> Iterator[str]:
    """The head, then a line a host."""
    yield from head(blocklist, "#")
    yield "# this format blocks only the hosts that stand here: a name and its www."
    for entry in blocklist.entries:
        yield f"0.0.0.0 {entry.name}"
        yield f"0.0.0.0 www.{entry.name}"


EXPORT = BlockListFormat(name="hosts", lines=lines)
