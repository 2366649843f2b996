"""RPZ: a zone whose names are relative, so that each resolver loads it under its own name."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocklists.blocklist import BlockList, BlockListFormat, head


def lines(blocklist: BlockList) -> Iterator[str]:
    """Head, SOA and NS, then NXDOMAIN (``CNAME .``) for each name and, apart, for all below it."""
    yield from head(blocklist, ";")
    yield "$TTL 300"
    yield f"@ IN SOA localhost. hostmaster.localhost. {blocklist.serial} 3600 600 604800 300"
    yield "@ IN NS localhost."
    for entry in blocklist.entries:
        yield f"{entry.name} CNAME . ; case {entry.case}"
        yield f"*.{entry.name} CNAME ."


EXPORT = BlockListFormat(name="rpz", lines=lines)
