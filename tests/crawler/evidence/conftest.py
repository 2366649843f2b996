"""Second places of evidence: a store that speaks S3, and a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.crawler.evidence.s3 import TestStore


@pytest.fixture(scope="module")
def s3() -> Iterator[TestStore]:
    # Only here: its libraries take two seconds, and most tests beside need none of them.
    from tests.crawler.evidence.s3 import running_store

    with running_store() as store:
        yield store


@pytest.fixture
def bucket(s3: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A new bucket, and the environment in which an operator copies to it."""
    for name, value in s3.environment().items():
        monkeypatch.setenv(name, value)
    name = f"office-{abs(hash(tmp_path))}"
    s3.s3.create_bucket(Bucket=name)
    yield name
    for key in s3.objects(name):
        s3.s3.delete_object(Bucket=name, Key=key)
    s3.s3.delete_bucket(Bucket=name)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A folder on another disk, so to say."""
    (tmp_path / "second").mkdir()
    return tmp_path / "second"
