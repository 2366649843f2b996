"""Names of linked sites that alone look like those of bookmakers: ``screen``'s answer to each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from crawler.records import Finding, Weight
from matchers.page import Page
from matchers.signal import Signal

# A host, also one that stands in another address as a parameter ("l.php?u=https%3A%2F%2F…").
_HOST = re.compile(
    r"(?:(?<=%2f)|(?<![\w.@%-]))"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,18}\b(?![.@-]\w)",
    re.ASCII | re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.[a-zA-Z]{2}")  # of every host; found ten times as fast
_MOST = 20  # hosts of one field


def find_link_names(page: Page) -> Iterator[Finding]:
    """The text leads to a site whose name is flagged."""
    fields = {view.field: view.reading.original for view in page.views}
    for field, text in (*page.addresses.items(), *fields.items()):
        if not _SUFFIX.search(text):
            continue
        for match in islice(_HOST.finditer(text), _MOST):
            if _is_flagged(match[0].lower()):
                yield Finding(
                    signal="link_names",
                    field=field,
                    quote=match[0],
                    term="tên miền giống của nhà cái",
                    weight=Weight.WEAK,  # a name alone never accuses
                )


@lru_cache(maxsize=65_536)
def _is_flagged(host: str) -> bool:
    from matchers.domains.screen import screen_names  # compiled code: most texts have no link

    return any(name.flagged for name in screen_names([host]))


SIGNAL = Signal(
    name="link_names", label="Tên miền được dẫn tới", benign=False, find=find_link_names
)
