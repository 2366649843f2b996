"""What reads texts is compiled, or loaded, before the first test that is timed."""

from __future__ import annotations

import pytest

from matchers.page import read_page
from matchers.signal import find_in
from tests.matchers.sights import LEXICON


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    find_in(read_page([("text", "Nổ hũ, không nạp")], {}, LEXICON))
