"""An office whose way to Facebook is the replica."""

from __future__ import annotations

import subprocess
from pathlib import Path

from crawler.replica.facebook.running import RunningFacebook
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace
from tests.crawler.crawl.sweeping import FAST, command, way

_SETTINGS = """\
contact = "tests@rasoat.example"

[network]
ca_file = "{ca_file}"

[facebook]
permission = "Công văn ví dụ 01/VD-2026"

[source.facebook_ads]
requests_per_minute = {ads}

[source.facebook_pages]
requests_per_minute = 60000

[source.facebook_ad_library]
requests_per_minute = 60000
"""


def office_of(folder: Path, facebook: RunningFacebook, *, ads: int = FAST) -> Workspace:
    """A rehearsal workspace that may ask the replica; ``ads``: requests a minute of ads_archive."""
    office = create_workspace(folder / "office", rehearsal=True)
    settings = _SETTINGS.format(ca_file=facebook.ca_file.as_posix(), ads=ads)
    (office.path / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return open_workspace(office.path)


def run(
    office: Workspace, facebook: RunningFacebook, *words: str
) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        command(office, *words),
        env=way(facebook),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def count(office: Workspace, what: str) -> int:
    """So many adverts, by what is counted of their sightings."""
    with office.open_store() as store:
        return store.count(f"SELECT {what} FROM sightings WHERE subject LIKE 'fbad:%'")
