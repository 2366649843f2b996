"""One running replica of sites for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replica.sites.running import RunningSites, running_sites

SEED = 7


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSites]:
    """The sites of seed 7 with the hostile hosts."""
    directory: Path = tmp_path_factory.mktemp("sites")
    with running_sites(SEED, directory, hostile=True) as sites:
        yield sites
