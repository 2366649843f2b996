"""Invented block lists."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.records import BlockEntry, VerdictKind, evidence_id
from reports.blocklists.blocklist import BlockList

MADE = datetime(2026, 11, 20, 3, 15, 42, tzinfo=UTC)
NAMES = ("88--vidu.com", "nohu-vidu.club", "taixiu-vidu.com.vn", "xn--fa-vidu-1va.de")


def block_list(*names: str, serial: int = 2026112041, mark: str = "") -> BlockList:
    """A list of these names, of cases numbered from 1."""
    return BlockList(
        entries=tuple(
            BlockEntry(
                name=name,
                case=case,
                ground=VerdictKind.GAMBLING,
                valid_from=MADE,
                evidence=(evidence_id(name.encode()), evidence_id(b"more")),
            )
            for case, name in enumerate(sorted(names), start=1)
        ),
        serial=serial,
        made_at=MADE,
        mark=mark,
    )
